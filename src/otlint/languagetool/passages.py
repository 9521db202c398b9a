"""What LanguageTool is sent: the prose of a post in pieces that it can take, with exact offsets.

LanguageTool counts UTF-16 code units; everywhere else in otlint an offset is a code point.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from otlint.model import OBJECT
from otlint.segmentation import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Block

LONGEST: Final = 8000
"""Code points of the longest piece: public servers refuse more than some 20,000 UTF-16 units."""
PLACEHOLDER: Final = "X"
"""Stands for inline code, an address, an image. One character, so that offsets stay as they are;
what LanguageTool says of it and of its neighbours is not reported."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a block; `start` is where it begins in the block's text, in code points."""

    block: Block
    start: int
    text: str
    """What is sent: as long as the piece itself."""

    def parts(self) -> tuple[Passage, ...]:
        """Its sentences; none where it is a single one."""
        spans = sentences(self.text)
        if len(spans) < 2:
            return ()
        return tuple(
            Passage(self.block, self.start + span.start, self.text[span.start : span.end])
            for span in spans
        )


def passages(block: Block) -> Iterator[Passage]:
    """A block as one passage or, when it is long, cut between sentences (else between words)."""
    text = block.text.replace(OBJECT, PLACEHOLDER)
    if not any(character.isalpha() for character in block.text):
        return
    start = 0
    while len(text) - start > LONGEST:
        cut = _cut(text, start)
        yield Passage(block, start, text[start:cut])
        start = cut
    yield Passage(block, start, text[start:])


def _cut(text: str, start: int) -> int:
    ends = [span.end for span in sentences(text) if start < span.end <= start + LONGEST]
    if ends:
        return ends[-1]
    space = text.rfind(" ", start, start + LONGEST)
    return space + 1 if space > start else start + LONGEST


def code_points(text: str, start: int, length: int) -> tuple[int, int] | None:
    """A range in UTF-16 units (`start`, `length`) as one in code points (start, end).

    None where it does not lie in the text. An end inside of a character takes that character in.
    """
    if start < 0 or length < 0:
        return None
    end = start + length
    if text.isascii() or max(text, default="") <= "\uffff":
        return (start, end) if end <= len(text) else None
    units = [0, *accumulate(2 if character > "\uffff" else 1 for character in text)]
    if end > units[-1]:
        return None
    return bisect_right(units, start) - 1, bisect_left(units, end)
