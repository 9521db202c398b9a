"""HTML as a browser's tokenizer reads it, with the exact place of everything.

The standard library's `html.parser` takes quadratic time on unclosed tags and comments and has
changed its reading of them between patch releases; this one is linear and small. It follows the
WHATWG standard (section 13.2.5) but for what never closes: there the `<` is text, so that one
forgotten `>` hides no post.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from html.entities import html5
from typing import TYPE_CHECKING, Final

from otlint.model import BlockBuilder, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

WHITE: Final = " \t\n\r\f"
"""What HTML collapses; a no-break space is none of these."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute and the range of its raw value (empty when it has none), without quotes."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class StartTag:
    """A start tag; `closed` when it ends in `/>`."""

    name: str
    attributes: tuple[Attribute, ...]
    start: int
    end: int
    closed: bool


@dataclass(frozen=True, slots=True)
class EndTag:
    """An end tag."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """Text between tags, with its character references as they stand."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CommentToken:
    """A comment, a declaration or a processing instruction.

    `inner` is the text of a true comment (`<!-- inner -->`), else None.
    """

    start: int
    end: int
    inner: Span | None


Token = StartTag | EndTag | Text | CommentToken

_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:._-]{0,100})(?=[ \t\n\r\f/>])")
_ATTRIBUTE_GAP: Final = re.compile(rf"[{WHITE}/]*")
_ATTRIBUTE_NAME: Final = re.compile(rf"=?[^{WHITE}/>=]*")
_EQUALS: Final = re.compile(rf"[{WHITE}]*=[{WHITE}]*")
_UNQUOTED: Final = re.compile(rf"[^{WHITE}>]*")
_COMMENT_END: Final = re.compile(r"--!?>")
_RAW: Final = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes"))
_RAW_DECODED: Final = frozenset(("textarea", "title"))


class Tokenizer:
    """Splits HTML into tokens."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last_close = text.rfind(">")
        self._last_quote = {'"': text.rfind('"'), "'": text.rfind("'")}
        self._last_comment_end = max(text.rfind("-->"), text.rfind("--!>"))
        self._dead_ends: set[int] = set()
        """Places between attributes from which no `>` was found: asked again, the answer stays."""
        self._no_end_of: set[str] = set()
        self._last_cdata_end = text.rfind("]]>")
        self._value = (0, 0)
        """The unquoted value that was read last: a tag may seem to begin inside it."""

    def tokens(self) -> Iterator[Token]:
        """The tokens in source order; together they cover the text."""
        text = self._text
        at = since = 0
        while (found := text.find("<", at)) >= 0:
            token = self._markup(found)
            if token is None:
                at = found + 1
                continue
            if since < found:
                yield Text(since, found)
            yield token
            at = since = token.end
            if isinstance(token, StartTag) and not token.closed:
                end = self._raw_end(token.name, at)
                if end > at and token.name in _RAW_DECODED:
                    yield Text(at, end)
                at = since = end
        if since < len(text):
            yield Text(since, len(text))

    def _markup(self, start: int) -> Token | None:
        """The tag or comment at `start`, or None when it is no markup or never closes."""
        if start > self._last_close:
            return None
        following = self._text[start + 1 : start + 2]
        if following == "!":
            return self._declaration(start)
        if following == "?":
            return self._bogus(start)
        tag = _TAG.match(self._text, start)
        if not tag:
            if following == "/" and not self._text[start + 2 : start + 3].isalpha():
                return self._bogus(start)
            return None
        attributes, end = self._attributes(tag.end())
        if end < 0:
            return None
        name = tag[2].lower()
        if tag[1]:
            return EndTag(name, start, end)
        return StartTag(name, attributes, start, end, self._text[end - 2] == "/")

    def _bogus(self, start: int) -> CommentToken | None:
        end = self._text.find(">", start + 2)
        return CommentToken(start, end + 1, None) if end >= 0 else None

    def _declaration(self, start: int) -> CommentToken | None:
        text = self._text
        if text.startswith("<![CDATA[", start) and start < self._last_cdata_end:
            return CommentToken(start, text.find("]]>", start) + 3, None)
        if not text.startswith("<!--", start):
            return self._bogus(start)
        for short in ("<!-->", "<!--->"):
            if text.startswith(short, start):
                return CommentToken(start, start + len(short), None)
        if start + 4 > self._last_comment_end:
            return None
        closing = _COMMENT_END.search(text, start + 4)
        if not closing:
            return None
        return CommentToken(start, closing.end(), Span(start + 4, closing.start()))

    def _attributes(self, at: int) -> tuple[tuple[Attribute, ...], int]:
        """The attributes from `at` on and the end of the tag, -1 when it never closes."""
        text = self._text
        attributes: list[Attribute] = []
        passed: list[int] = []
        while True:
            at = self._end_of(_ATTRIBUTE_GAP, at)
            if at >= len(text) or at in self._dead_ends:
                self._dead_ends.update(passed)
                return (), -1
            if text[at] == ">":
                return tuple(attributes), at + 1
            passed.append(at)
            start = at
            at = self._end_of(_ATTRIBUTE_NAME, at)
            name = text[start:at].lower()
            equals = _EQUALS.match(text, at)
            if not equals:
                attributes.append(Attribute(name, at, at))
                continue
            at = equals.end()
            quote = text[at : at + 1]
            if quote not in self._last_quote:
                start, at = at, self._unquoted_end(at)
                attributes.append(Attribute(name, start, at))
                continue
            start = at + 1
            end = text.find(quote, start) if start <= self._last_quote[quote] else -1
            if end < 0:
                self._dead_ends.update(passed)
                return (), -1
            attributes.append(Attribute(name, start, end))
            at = end + 1

    def _unquoted_end(self, at: int) -> int:
        start, end = self._value
        if not start <= at < end:
            end = self._end_of(_UNQUOTED, at)
            self._value = (at, end)
        return end

    def _end_of(self, pattern: re.Pattern[str], at: int) -> int:
        match = pattern.match(self._text, at)
        return match.end() if match else at

    def _raw_end(self, name: str, at: int) -> int:
        """Where the contents of an element end that holds no tags; `at` for any other element."""
        if name == "plaintext":
            return len(self._text)
        raw = name in _RAW
        if not (raw or name in _RAW_DECODED) or name in self._no_end_of:
            return at
        closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self._text, at)
        if closing:
            return closing.start()
        self._no_end_of.add(name)
        return len(self._text) if raw else at


# Text and attribute values

_REFERENCE: Final = re.compile(
    r"&(?:#[0-9]{1,10};?|#[xX][0-9a-fA-F]{1,10};?|[A-Za-z][A-Za-z0-9]{1,31};?)"
)
_PIECE: Final = re.compile(rf"([{WHITE}]+)|(&)|([\u00ad\u200b\u200e\u200f\u2060\ufeff]+)")
_INVISIBLE: Final = frozenset("\u00ad\u200b\u200e\u200f\u2060\ufeff")


def reference(text: str, at: int, *, attribute: bool = False) -> tuple[str, int]:
    """Decode the character reference at `at`.

    In an attribute a name without semicolon that runs on into a word or an equals sign is none.

    Returns:
        What it stands for, and where it ends; `("", at)` when there is none.
    """
    match = _REFERENCE.match(text, at)
    if not match:
        return "", at
    raw = match[0]
    if raw[1] == "#":
        return html.unescape(raw), match.end()
    if raw.endswith(";") and raw[1:] in html5:
        return html5[raw[1:]], match.end()
    for length in range(len(raw), 2, -1):
        if raw[1:length] in html5:
            end = at + length
            if attribute and (text[end : end + 1].isalnum() or text[end : end + 1] == "="):
                return "", at
            return html5[raw[1:length]], end
    return "", at


class TextWriter:
    """Puts HTML text into a block as a browser shows it: white space collapsed, entities decoded.

    A space is held back until something follows it, so that none stands before a line break.
    """

    def __init__(self, text: str) -> None:
        self.builder = BlockBuilder(text)
        self.empty = True
        """Whether nothing has been put yet."""
        self._text = text
        self._space: tuple[int, int] | None = None
        self._fresh = True
        """Whether a space here would open a line."""

    def write(self, start: int, end: int, *, attribute: bool = False) -> None:
        """Put the text of a range."""
        text = self._text
        at = start
        while match := _PIECE.search(text, at, end):
            self._copy(at, match.start())
            at = match.end()
            if match[1]:
                self._hold(match.start(), at)
            elif match[2]:
                shown, after = reference(text, match.start(), attribute=attribute)
                if after > end or after == match.start():
                    self._copy(match.start(), at)
                    continue
                at = after
                if shown and shown in WHITE:
                    self._hold(match.start(), at)
                elif shown and shown not in _INVISIBLE:
                    self.put(shown, match.start(), at)
        self._copy(at, end)

    def put(self, shown: str, start: int, end: int) -> None:
        """Let `shown` stand for a range."""
        self._release()
        self.builder.put(shown, start, end)
        self.empty = self._fresh = False

    def line_break(self, start: int, end: int) -> None:
        """Put a hard break; the space before it goes."""
        self._space = None
        self.builder.put("\n", start, end)
        self._fresh = True

    def _copy(self, start: int, end: int) -> None:
        if start < end:
            self._release()
            self.builder.copy(start, end)
            self.empty = self._fresh = False

    def _hold(self, start: int, end: int) -> None:
        if not self._fresh and self._space is None:
            self._space = (start, end)

    def _release(self) -> None:
        if self._space:
            start, end = self._space
            if self._text[start:end] == " ":
                self.builder.copy(start, end)
            else:
                self.builder.put(" ", start, end)
            self._space = None
