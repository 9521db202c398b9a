"""Plain text as pasted from a website, a word processor or an e-mail.

Plain text has no markup, so that paragraphs, headings and lists are guesses from how lines look:
blank lines separate blocks, a short line before prose is a heading, a line that begins with a
bullet is a list item, and lines of even length were wrapped by a program.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from otlint.formats.code import looks_like_code
from otlint.formats.headings import (
    CLOSERS,
    MAX_HEADING,
    OPENERS,
    SMALL_WORDS,
    looks_like_heading,
)
from otlint.formats.objects import with_objects
from otlint.model import (
    OBJECT,
    Block,
    BlockBuilder,
    Comment,
    Document,
    Format,
    Kind,
    Source,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ZERO_WIDTH", "looks_like_code", "parse"]

ZERO_WIDTH: Final = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
"""Characters that a reader does not see and that may stand inside a word: soft hyphen, zero-width
space, direction marks, word joiner, stray byte-order mark. They are cut, so that words stay whole.
Joiners (U+200C, U+200D) stay: emoji and some names are made with them."""

_CUT: Final = re.compile(f"[{ZERO_WIDTH}]+")

_MANY: Final = 4
"""So many short lines in a row are no headings."""
_MIN_WRAPPED: Final = 50
_MAX_WRAPPED: Final = 120
"""Code points of a line that a program has wrapped: e-mail wraps at 60 to 80."""

_RAGGED: Final = 6
"""Code points by which the width of wrapped lines may vary."""

_QUOTE: Final = re.compile(r"\s*(?:>[ \t\u00a0]?)+")
_HASHES: Final = re.compile(r"\s*(#{1,6})[ \t]+(?=\S)")
_BLANK: Final = " \t\u00a0\u2002\u2003"
_BULLETS: Final = "-*+•‣◦▪▫●○■□◆◇♦·∙⁃–—✓✔✗✘☑✅❌→➔➜➡➤►▶▸»❖★☆✦✧👉🔹🔸⭐"
_MARKER: Final = re.compile(
    rf"\s*(?:(?:\d{{1,3}}[.)]|\(\d{{1,3}}\)|[a-z][.)]|\(?[a-zA-Z]\)|[{re.escape(_BULLETS)}]\ufe0f?)"
    rf"(?=[{_BLANK}]|$)|[o§](?=\t)|[•●▪✓✔☑✅👉🔹🔸]\ufe0f?(?=\w))[{_BLANK}]*"
)
_RULE: Final = re.compile(r"[\s\-_*=~•·.–—+#]*$")
_UNDERLINE: Final = re.compile(r"\s*(=+|-+)\s*$")

_SUSPENDED: Final = frozenset(("and", "or", "to", "but"))


@dataclass(frozen=True, slots=True)
class _Line:
    """A line without its marker and the white space around it."""

    start: int
    """Where the whole line begins."""
    end: int
    """Where it ends, before its newline."""
    pieces: tuple[tuple[int, int], ...]
    """The ranges that are shown; empty for a blank line."""
    text: str
    """What they say."""
    length: int
    """Code points of the line as it stands, without white space at its end."""
    kind: Kind = Kind.PARAGRAPH
    level: int = 0
    marked: bool = False
    """Whether it begins with a marker of its own (bullet, number, hashes)."""

    @property
    def indent(self) -> int:
        """Code points before what it says."""
        return self.pieces[0][0] - self.start


@dataclass(slots=True)
class _Unit:
    """Lines that make one block."""

    lines: list[_Line]
    alone: bool = False
    """Whether blank lines stand around it."""
    first: bool = False
    """Whether it opens its group of lines."""
    underlined: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def parse(source: Source) -> Document:
    """Parse plain text. HTML comments are cut and kept as comments; nothing else is markup."""
    text = source.text
    comments = tuple(_comments(text))
    units = _units(text, _lines(source, comments))
    blocks = []
    for unit, (kind, level) in zip(units, _kinds(units), strict=True):
        block = _block(text, unit, kind, level)
        if block:
            blocks.append(block)
    return Document(source, Format.TEXT, tuple(blocks), comments=comments)


def _comments(text: str) -> Iterator[Comment]:
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            return
        at = end + 3
        yield Comment(text[start + 4 : end].strip(), Span(start, at))


# Lines


def _lines(source: Source, comments: tuple[Comment, ...]) -> list[_Line]:
    text = source.text
    lines = []
    waiting = iter(comments)
    comment = next(waiting, None)
    starts = source.line_starts
    for index, start in enumerate(starts):
        following = starts[index + 1] if index + 1 < len(starts) else len(text)
        end = start + len(text[start:following].rstrip("\r\n"))
        pieces = []
        at = start
        while comment and comment.span.start < end:
            pieces.append((at, max(at, comment.span.start)))
            if comment.span.end > end:
                at = end
                break
            at = comment.span.end
            comment = next(waiting, None)
        pieces.append((at, end))
        if comment and comment.span.start < start and comment.span.end > start:
            pieces = [(end, end)]
        lines.append(_line(text, start, end, pieces))
    return lines


def _line(text: str, start: int, end: int, pieces: list[tuple[int, int]]) -> _Line:
    """Classify a line and cut its marker and what a reader does not see."""
    begin = pieces[0][0]
    kind, level, marked = Kind.PARAGRAPH, 0, False
    content = text[begin : pieces[0][1]]
    skip = 0
    if quote := _QUOTE.match(content):
        kind, skip = Kind.QUOTE, quote.end()
    elif hashes := _HASHES.match(content):
        kind, level, marked, skip = Kind.HEADING, len(hashes[1]), True, hashes.end()
    elif (marker := _MARKER.match(content)) and not _RULE.match(content[marker.end() :] or "x"):
        kind, level, marked, skip = Kind.LIST_ITEM, 1, True, marker.end()
    shown = []
    for left, right in ((begin + skip, pieces[0][1]), *pieces[1:]):
        at = left
        for cut in _CUT.finditer(text, left, right):
            shown.append((at, cut.start()))
            at = cut.end()
        shown.append((at, right))
    ranges = _trim(text, shown)
    said = "".join(text[left:right] for left, right in ranges)
    if not marked and kind is not Kind.QUOTE and _RULE.match(said):
        ranges, said = (), ""
    length = len(text[start:end].rstrip())
    return _Line(start, end, ranges, said, length, kind, level, marked)


def _trim(text: str, ranges: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The ranges without white space at the outer ends, and without empty ones."""
    kept = [(left, right) for left, right in ranges if left < right]
    while kept:
        left, right = kept[0]
        left += len(text[left:right]) - len(text[left:right].lstrip())
        if left < right:
            kept[0] = (left, right)
            break
        kept.pop(0)
    while kept:
        left, right = kept[-1]
        right = left + len(text[left:right].rstrip())
        if left < right:
            kept[-1] = (left, right)
            break
        kept.pop()
    return tuple(kept)


# Units


def _units(text: str, lines: list[_Line]) -> list[_Unit]:
    width = _wrapped_at(lines)
    units: list[_Unit] = []
    previous: _Line | None = None
    group: list[_Unit] = []
    for line in lines:
        if not line.text:
            if len(group) == 1 and previous and len(group[0].lines) == 1:
                group[0].underlined = _UNDERLINE.match(text[line.start : line.end]) is not None
            previous = None
            if len(group) == 1:
                group[0].alone = True
            group = []
            continue
        if previous and _continues(group[-1].lines, line, width):
            group[-1].lines.append(line)
        else:
            group.append(_Unit([line], first=not group))
            units.append(group[-1])
        previous = line
    if len(group) == 1:
        group[0].alone = True
    return units


def _first_word(line: _Line) -> str:
    return line.text.split(None, 1)[0]


def _fills(line: _Line, following: _Line) -> bool:
    """Whether the line is long enough to have been wrapped before the next one's first word."""
    width = max(line.length, following.length, _MIN_WRAPPED)
    room = line.length + 1 + len(_first_word(following))
    return (
        _MIN_WRAPPED <= line.length <= _MAX_WRAPPED >= following.length and room > width - _RAGGED
    )


def _starts_lower(line: _Line) -> bool:
    return line.text.lstrip(OPENERS)[:1].islower()


def _wrapped_at(lines: list[_Line]) -> int:
    """The width at which a program has wrapped the text, 0 for text that is not wrapped.

    It is wrapped when most full lines run on in lower case.
    """
    full = lower = width = 0
    for line, following in pairwise(lines):
        if line.text and following.text and not following.marked and _fills(line, following):
            full += 1
            lower += _starts_lower(following)
            width = max(width, line.length)
    return width if full and 2 * lower >= full else 0


def _continues(lines: list[_Line], line: _Line, width: int) -> bool:
    """Whether a line goes on with the block of the lines above it."""
    first, previous = lines[0], lines[-1]
    if line.marked or previous.kind is Kind.HEADING:
        return False
    if (line.kind is Kind.QUOTE) != (previous.kind is Kind.QUOTE):
        return False
    if _starts_lower(line):
        last = previous.text.rsplit(None, 1)[-1].lower()
        indented = first.kind is Kind.LIST_ITEM and line.indent >= first.indent
        if last in SMALL_WORDS or indented or line.kind is Kind.QUOTE:
            return True
    if width:
        room = previous.length + 1 + len(_first_word(line))
        return room > width - _RAGGED and max(previous.length, line.length) <= width + _RAGGED
    return _fills(previous, line) and _starts_lower(line)


# Kinds


def _kinds(units: list[_Unit]) -> list[tuple[Kind, int]]:
    """Kind and level of each unit; whether one is a heading depends on what follows it."""
    kinds: list[tuple[Kind, int]] = []
    heading = False
    for index in range(len(units) - 1, -1, -1):
        unit = units[index]
        line = unit.lines[0]
        if line.kind is not Kind.PARAGRAPH:
            kinds.append((line.kind, line.level))
            heading = line.kind is Kind.HEADING
            continue
        following = units[index + 1] if index + 1 < len(units) else None
        before = units[index - 1] if index else None
        heading = _is_heading(unit, before, following, leads_heading=heading)
        kinds.append((Kind.HEADING, 2) if heading else (Kind.PARAGRAPH, 0))
    kinds.reverse()
    _unlist(units, kinds)
    for index, (kind, _) in enumerate(kinds):
        if kind is Kind.HEADING:
            if not units[index].lines[0].marked:
                kinds[index] = (kind, 1)
            break
        if _is_prose(units[index]):
            break
    return kinds


def _unlist(units: list[_Unit], kinds: list[tuple[Kind, int]]) -> None:
    """Of many short lines in a row the first is a heading, the others a list without bullets."""
    start = 0
    for index in range(len(units) + 1):
        guessed = index < len(units) and kinds[index][0] is Kind.HEADING
        if guessed and not units[index].lines[0].marked and not units[index].underlined:
            continue
        if index - start >= _MANY:
            kinds[start + 1 : index] = [(Kind.LIST_ITEM, 1)] * (index - start - 1)
        start = index + 1


def _is_prose(unit: _Unit) -> bool:
    """Whether a unit reads like sentences."""
    text = unit.text.rstrip(CLOSERS + " ")
    return len(text) > MAX_HEADING or (text[-1:] in ".!?…:" and len(text.split()) >= 4)


def _is_heading(
    unit: _Unit, before: _Unit | None, following: _Unit | None, *, leads_heading: bool
) -> bool:
    if unit.underlined:
        return True
    if following is None or len(unit.lines) > 1 or not looks_like_heading(unit.text):
        return False
    if before and before.text.endswith(",") and len(before.text) < 30:
        return False  # "Warmly," and then a name
    if unit.alone:
        return leads_heading or _is_prose(following) or following.lines[0].kind is Kind.LIST_ITEM
    # Lines without blank lines between them: only a short line between two of prose.
    after_prose = unit.first or (before is not None and _is_prose(before))
    return after_prose and _is_prose(following) and len(following.text) >= 60


# Blocks


def _block(text: str, unit: _Unit, kind: Kind, level: int) -> Block | None:
    builder = BlockBuilder(text)
    previous: _Line | None = None
    for line in unit.lines:
        if previous and not _glued(previous, line):
            left, right = previous.pieces[-1][1], line.pieces[0][0]
            if text[left:right].strip():
                # A quotation mark or a comment lies between: only the newline is a space.
                left, right = previous.end, line.start
            builder.put(" ", left, right)
        for start, end in line.pieces:
            builder.copy(start, end)
        previous = line
    block = builder.build(kind, level)
    if not block:
        return None
    block = with_objects(block)
    return block if block.text.strip(f"{OBJECT} \n") else None


def _glued(line: _Line, following: _Line) -> bool:
    """Whether a word was broken at its hyphen: "person-" and "centred" on the next line."""
    return (
        line.text[-1:] == "-"
        and line.text[-2:-1].isalpha()
        and _starts_lower(following)
        and _first_word(following) not in _SUSPENDED
    )
