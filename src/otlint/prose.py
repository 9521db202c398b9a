"""The sentences of a post's running prose with the words that readability counts."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.segmentation import prose_blocks, sentences, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Block, Document, Span

_GLUE: Final = frozenset(".()'’\"“”&@_+")
"""Signs that stand inside one word: e.g., U.S., therapist(s), R&D."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word as a reader counts it, and its range in the text of its block.

    `text` is as written, so that "e.g" and "therapist(s" are one token each; `before` is what
    stands between it and the token before (or the start of the sentence).
    """

    text: str
    start: int
    end: int
    before: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with at least one word; `start` and `end` are offsets in the text of its block."""

    block: Block
    start: int
    end: int
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        """The sentence as its reader sees it."""
        return self.block.text[self.start : self.end]

    @property
    def after(self) -> str:
        """What stands after the last word: a stop, a closing quotation mark."""
        return self.block.text[self.tokens[-1].end : self.end]

    @property
    def span(self) -> Span:
        """Where it stands in the source."""
        return self.block.span(self.start, self.end)


def prose(document: Document) -> tuple[tuple[Sentence, ...], ...]:
    """The sentences of each block of running prose (`segmentation.prose_blocks`), in order."""
    found: tuple[tuple[Sentence, ...], ...] | None = document.cache.get("prose")
    if found is None:
        found = tuple(tuple(of_block(block)) for block in prose_blocks(document))
        document.cache["prose"] = found
    return found


def of_block(block: Block) -> Iterator[Sentence]:
    """The sentences of a block that have words."""
    found = words(block.text)
    starts = [word.start for word in found]
    for span in sentences(block.text):
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        pieces: list[tuple[int, int, str]] = []
        at = span.start
        for word in found[first:last]:
            before = block.text[at : word.start]
            at = word.end
            if pieces and before and _GLUE.issuperset(before):
                pieces[-1] = (pieces[-1][0], word.end, pieces[-1][2])
            else:
                pieces.append((word.start, word.end, before))
        if pieces:
            tokens = (
                Token(block.text[start:end], start, end, before) for start, end, before in pieces
            )
            yield Sentence(block, span.start, span.end, tuple(tokens))
