"""Page furniture: lines of the website that were copied along with the post.

One line seldom proves it: "Comments" may be a heading. Runs of lines do, so the lines are looked at
together: a run counts when one of its lines is certain, when two are likely, or when one is likely
and the run opens or ends the post.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from otlint.chrome import NAVIGATION, Chrome, Strength, recognise
from otlint.model import OBJECT, Format, Furniture, Kind, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otlint.model import Block, Document, Source

_ASIDE: Final = frozenset((Kind.TITLE, Kind.DESCRIPTION, Kind.ALT_TEXT))
"""Blocks that stand beside the text: they neither are furniture nor part its runs."""
_NEVER: Final = frozenset((Kind.TABLE_CELL, Kind.QUOTE))
_FENCE: Final = re.compile(r"```|~~~|\{\{|\{%")
_LONGEST_GAP: Final = 1000
"""Code points of source between two blocks of one run; more of it is no gap but content."""
_MAX_LABELS: Final = 4
"""Lines in a row that count as furniture only for what stands around them."""
_MAX_TITLE: Final = 120
_UNDERLINE: Final = re.compile(r"[ \t]*(?:=+|-{2,})[ \t]*$")
_BLANK: Final = "".join(map(chr, (*range(9, 14), 32, 0x85, 0xA0, 0x200B, 0xFEFF)))
"""What a line holds that looks empty."""
_LINE_BREAK: Final = re.compile(r"\r\n|\r|\n")


@dataclass(slots=True)
class _Unit:
    """A block as it may be furniture."""

    block: Block
    lines: tuple[str, ...]
    chrome: Chrome | None
    """The surest of its lines; None when one of them is no furniture."""
    mixed: Chrome | None = None
    """The surest of its lines where the others may be captions: one paragraph of Markdown."""
    opens: bool = False
    """Whether the first line of a mixed unit is furniture."""

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def separate(document: Document) -> Document:
    """Move page furniture out of the blocks.

    What counts, besides the lines that `chrome.recognise` knows:

    - weak words ("Search", "Comments", "Home") only in a run with surer lines;
    - after "Next" or "Previous" below the post, the title of that other post;
    - below the post, stacked captions of badges and the like: up to four short lines without
      punctuation between lines of furniture, or in lower case after the last of them.

    A sign-off ("Warmly,", "Jo") is the author's and stays a block. So do table cells, quotations,
    titles and alt texts.

    Returns:
        The document with its furniture in source order, or the same document when it has none.
    """
    text = document.source.text
    units = [_unit(text, block) for block in document.blocks if block.kind not in _ASIDE]
    if not any(unit.chrome or unit.mixed for unit in units):
        return document
    below = _end_of_prose(units)
    part = _with_labels(units, below)
    found: list[Furniture] = []
    for first, last in _runs(text, units, part):
        if _counts(units[first : last + 1], top=first == 0, bottom=last == len(units) - 1):
            found.append(_furniture(document, units[first : last + 1]))
    if not found:
        return document
    blocks = tuple(
        block
        for block in document.blocks
        if not any(piece.span.contains(block.source_span) for piece in found)
    )

    def is_own(span: Span) -> bool:
        return not any(piece.span.contains(span) for piece in found)

    return replace(
        document,
        blocks=blocks,
        furniture=tuple(found),
        links=tuple(link for link in document.links if is_own(link.span)),
        images=tuple(image for image in document.images if is_own(image.span)),
        empty_headings=tuple(filter(is_own, document.empty_headings)),
        cache={},
    )


def _unit(text: str, block: Block) -> _Unit:
    lines = _lines(text, block)
    if block.kind in _NEVER:
        return _Unit(block, lines, None)
    chromes = [recognise(line) for line in lines]
    known = [chrome for chrome in chromes if chrome]
    if not known:
        return _Unit(block, lines, None)
    best = max(known, key=lambda chrome: chrome.strength)
    # A word said twice, as links with a picture are ("Next", "Next"), is no heading.
    if any(
        a == b and chrome and chrome.leads
        for a, b, chrome in zip(lines, lines[1:], chromes, strict=False)
    ):
        best = replace(best, strength=Strength.CERTAIN)
    if len(known) == len(lines):
        return _Unit(block, lines, best)
    rest = [line for line, chrome in zip(lines, chromes, strict=True) if not chrome]
    if len(rest) <= _MAX_LABELS and all(_is_label(line, lower=False) for line in rest):
        return _Unit(block, lines, None, mixed=best, opens=chromes[0] is not None)
    return _Unit(block, lines, None)


def _lines(text: str, block: Block) -> tuple[str, ...]:
    """The lines of a block as the source has them: a paragraph of Markdown may hold several.

    An address is read as it stands ("Proudly created with Wix.com").
    """
    if len(block.text) > _LONGEST_GAP:
        return (block.text,)
    lines = [""]
    for segment in block.segments:
        shown = block.text[segment.text_start : segment.text_end]
        raw = text[segment.start : segment.end]
        if not segment.verbatim and (
            shown == "\n" or (shown == " " and _LINE_BREAK.search(raw) is not None)
        ):
            lines.append("")
        else:
            lines[-1] += raw if shown == OBJECT and "<" not in raw else shown
    return tuple(line.strip() for line in lines if line.strip())


def _end_of_prose(units: Sequence[_Unit]) -> int:
    """The index of the first unit below the last running prose of the post."""
    for index in range(len(units) - 1, -1, -1):
        unit = units[index]
        if unit.chrome is None and (
            len(unit.text) > _MAX_TITLE
            or (unit.text.rstrip("\"'”’)*_ ")[-1:] in ".!?" and len(unit.text.split()) >= 6)
        ):
            return index + 1
    return 0


def _with_labels(units: Sequence[_Unit], below: int) -> list[bool]:
    """Which units are furniture by themselves or, below the post, for what stands around them."""
    if not below:
        return [unit.chrome is not None for unit in units]
    for unit, before in zip(units[below:], (None, *units[below:]), strict=False):
        if unit.mixed and (unit.opens or (before and before.chrome)):
            unit.chrome = unit.mixed
    part = [unit.chrome is not None for unit in units]
    for index, (unit, following) in enumerate(pairwise(units)):
        if index >= below and unit.chrome and unit.chrome.leads and _is_title(following):
            part[index + 1] = True
    start = below
    while start < len(units):
        end = start
        while end < len(units) and not part[end]:
            end += 1
        labels = units[start:end]
        if 0 < len(labels) <= _MAX_LABELS and _is_sure(units[below:start]):
            lower = end == len(units)
            part[start:end] = [all(_is_label(u.text, lower=lower) for u in labels)] * len(labels)
        start = end + 1
    return part


def _is_sure(units: Sequence[_Unit]) -> bool:
    return any(unit.chrome and unit.chrome.strength is Strength.CERTAIN for unit in units)


def _is_title(unit: _Unit) -> bool:
    """Whether a unit may be the title of another post."""
    return len(unit.text) <= _MAX_TITLE and unit.text[-1:] not in ".,;:" and len(unit.lines) == 1


def _is_label(text: str, *, lower: bool) -> bool:
    """Whether a line is a caption or a link: few words and no punctuation of a sentence."""
    words = text.split()
    if len(words) > 8 or text[-1:] in ".,;:!?" or not any(map(str.isalpha, text)):
        return False
    return not lower or (len(words) >= 2 and text == text.lower())


def _runs(text: str, units: Sequence[_Unit], part: Sequence[bool]) -> list[tuple[int, int]]:
    """First and last index of each run; source that is no gap ends one."""
    runs: list[tuple[int, int]] = []
    for index, unit in enumerate(units):
        if not part[index]:
            continue
        if runs and runs[-1][1] == index - 1:
            left, right = units[index - 1].block.source_span.end, unit.block.source_span.start
            if right - left <= _LONGEST_GAP and not _FENCE.search(text, left, max(left, right)):
                runs[-1] = (runs[-1][0], index)
                continue
        runs.append((index, index))
    return runs


def _counts(run: Sequence[_Unit], *, top: bool, bottom: bool) -> bool:
    """Whether a run is sure enough to be furniture."""
    chromes = [unit.chrome for unit in run if unit.chrome]
    score = sum(int(chrome.strength) for chrome in chromes)
    for unit, following in pairwise(run):
        if unit.chrome and unit.chrome.leads:
            # The same link twice, a picture and its caption; or the title it leads to at the end.
            same = unit.text == following.text
            score += Strength.CERTAIN if same else Strength.LIKELY * (following is run[-1])
    if score >= Strength.CERTAIN:
        return True
    menu = top and any(chrome.part == NAVIGATION for chrome in chromes)
    return score >= Strength.LIKELY and (menu or bottom)


def _furniture(document: Document, run: Sequence[_Unit]) -> Furniture:
    """The run as furniture. Where a page is made of lines the span covers whole ones."""
    start = run[0].block.source_span.start
    end = run[-1].block.source_span.end
    lines = tuple(line for unit in run for line in unit.lines)
    if document.format is Format.HTML:
        return Furniture(Span(start, end), lines)
    source = document.source
    first, last = source.position(start).line, source.position(end).line
    if _UNDERLINE.match(_line(source, last + 1)):
        last += 1
    # Blank lines around it go too, so that one blank line at most is left in its place.
    total = len(source.line_starts)
    before, after = first, last
    while before > 1 and _is_blank(_line(source, before - 1)):
        before -= 1
    while after < total and _is_blank(_line(source, after + 1)):
        after += 1
    if after == total:
        first, last = before, total
    elif before == 1:
        first, last = 1, after
    elif before < first:
        last = after
    end = source.line_starts[last] if last < total else len(source.text)
    return Furniture(Span(source.line_starts[first - 1], end), lines)


def _line(source: Source, line: int) -> str:
    if line > len(source.line_starts):
        return ""
    span = source.line_span(line)
    return source.text[span.start : span.end]


def _is_blank(line: str) -> bool:
    return not line.strip(_BLANK)
