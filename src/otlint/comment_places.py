"""Where a comment may stand that is for a block of a post: the best place first.

These are guesses from how lines begin; `suppressing` tries them out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint import front_matter
from otlint.errors import InputError
from otlint.formats.html_tokens import CommentToken, StartTag, Text, Token, Tokenizer
from otlint.model import Edit, Format, Kind, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Block, Document

_MARKER: Final = r"(?:[-+*]|\d{1,9}[.)]|\[\^[^\]\s]+\]:|:)[ \t]+"
_CONTAINERS: Final = re.compile(rf"(?:[ \t]{{0,3}}>[ \t]?|[ \t]*{_MARKER})*[ \t]*")
"""What opens the line of a block inside of quotations, lists, footnotes and definitions."""
_LAST_MARKER: Final = re.compile(rf"{_MARKER}$")
_OPENERS: Final = re.compile(r"[*_~\[!]*$")
"""Signs that belong to the text after them: of emphasis, a link, an image."""
_DELIMITERS: Final = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t|:-]*)?$")
_NEWLINE: Final = re.compile(r"\r\n|\r|\n")
_RAW_TEXT: Final = frozenset(("title", "textarea"))
"""Elements in which a comment is text."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place for a comment, and what has to stand around it there."""

    at: int
    before: str = ""
    after: str = ""

    def edit(self, comment: str) -> Edit:
        """The insertion of the comment."""
        return Edit(Span(self.at, self.at), f"{self.before}{comment}{self.after}")


def places(document: Document, block: Block | None, at: int) -> Iterator[Place]:
    """Places for a comment before a text.

    Args:
        document: The post; no plain text.
        block: The block that the comment is for; None for page furniture and the like.
        at: Where its text begins.
    """
    if document.format is Format.HTML:
        yield Place(_html_place(document, at))
        return
    source = document.source
    line = source.position(at).line
    start = source.line_span(line).start
    opening = source.text[start:at]
    containers = (_CONTAINERS.match(opening) or [""])[0]
    newline = newline_of(source.text, start)
    above = Place(start, _continued(containers), newline)
    inline = Place(at - len((_OPENERS.search(opening) or [""])[0]), "", " ")
    if document.format is Format.MDX:
        # MDX reads no Markdown on the line after an expression, hence the blank line; in lists and
        # quotations a comment within the text does not have to care.
        flow = Place(start, "", newline * 2)
        yield from (inline, above) if containers.strip() else (flow, inline)
        return
    if block is not None and block.kind is Kind.TABLE_CELL and not _is_head(document, line):
        yield inline
        ends = [one.source_span.end for one in document.blocks if one.source_span.end <= start]
        if ends:  # rows without a bar at their beginning: at the end of the row above
            yield Place(ends[-1], " ")
        return
    if _LAST_MARKER.search(containers):
        outside = Place(start, _continued(_LAST_MARKER.sub("", containers)), newline)
        # Before the first item the comment stands above the list, before another in the one above.
        yield from (above, outside) if _continues_list(document, block) else (outside, above)
    else:
        yield above
    if containers.strip():
        yield Place(start + len(containers), "", newline + _continued(containers))
    elif containers:
        yield Place(start, "", newline)
    yield inline


def top(document: Document) -> Place:
    """The place for a comment about the whole post: below front matter, above all else."""
    text = document.source.text
    at = _html_top(text) if document.format is Format.HTML else front_matter.read(text)[1]
    newline = newline_of(text, at)
    before = newline if at and text[at - 1] not in "\r\n" else ""
    rest = text[at : at + 1]
    blank = document.format is Format.MDX and rest not in ("", "\r", "\n")
    return Place(at, before, newline * 2 if blank else newline)


def newline_of(text: str, at: int) -> str:
    """The newline to write at a place: the one before it, else the first of the text."""
    for newline in ("\r\n", "\n", "\r"):
        if text.endswith(newline, 0, at):
            return newline
    first = _NEWLINE.search(text)
    return first[0] if first else "\n"


def _continued(containers: str) -> str:
    """What opens a further line of the same containers."""
    return re.sub(r"[^\s>]", " ", containers)


def _continues_list(document: Document, block: Block | None) -> bool:
    """Whether the block before an item is in the same list, as far as can be seen."""
    if block is None or block.kind is not Kind.LIST_ITEM:
        return False
    index = document.blocks.index(block)
    before = document.blocks[index - 1] if index else block
    return index > 0 and before.kind is Kind.LIST_ITEM and before.level >= block.level


def _is_head(document: Document, line: int) -> bool:
    """Whether a line of a table is its head: the next one holds its delimiters."""
    source = document.source
    if line >= len(source.line_starts):
        return False
    below = source.line_span(line + 1)
    return bool(_DELIMITERS.match(source.text[below.start : below.end]))


# --- HTML


def _html_place(document: Document, at: int) -> int:
    """`at`, where that is between tags; else before the tag or the title that it is inside of."""
    before: Token | None = None
    for token in _tokens(document):
        if token.end > at:
            raw = isinstance(before, StartTag) and before.name in _RAW_TEXT
            if isinstance(token, Text):
                return before.start if raw and before else at
            return token.start
        before = token
    return at


def _tokens(document: Document) -> tuple[Token, ...]:
    key = "comment_places.tokens"
    if key not in document.cache:
        document.cache[key] = tuple(Tokenizer(document.source.text).tokens())
    found: tuple[Token, ...] = document.cache[key]
    return found


def _html_top(text: str) -> int:
    """After the front matter that a site generator may take off, `<?xml ...?>` and the doctype."""
    try:
        at = front_matter.read(text)[1]
    except InputError:
        at = 0
    end = 0
    for token in Tokenizer(text[at:]).tokens():
        if isinstance(token, CommentToken) and token.inner is None:
            end = token.end
        elif not isinstance(token, Text) or text[at + token.start : at + token.end].strip():
            break
    at += end
    newline = _NEWLINE.match(text, at) if end else None
    return newline.end() if newline else at
