"""Places where more than a word may be wrong: words split or joined, doubled or left out."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from otlint.folding import fold
from otlint.second_look.places import DOUBTED, HARDLY, Place, lines, logit
from otlint.segmentation import sentences
from otlint.slips.proposals import KINDS, WORD, Candidate, left_out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from otlint.model import Block, Document
    from otlint.slips.proposals import Proposal

SPLIT: Final = "split"
"""Two words that may be one: "every one" for "everyone"."""
JOINED: Final = "joined"
"""A word that may be two: "apart" for "a part"."""
DOUBLED: Final = "doubled"
"""Two short words that do the same job: "to at", "can will"."""
MISSING: Final = "missing"
"""A word that the slip model doubts, before which a short one may be missing: "ended up be"."""

_ALIKE: Final = tuple(
    frozenset(group.split())
    for group in (
        "a an the my your his her its our their this these those",
        "of to for from with at by on in into",
        "is are was were am be been",
        "can could will would shall should may might must do does did",
        "and or but",
    )
)
_SHORT: Final = ("to", "of", "the", "a", "be", "in", "is", "and", "for", "it")
_SURE: Final = logit(HARDLY)


def phrases(document: Document, proposals: Sequence[Proposal]) -> Iterator[Place]:
    """The places of phrases.

    Args:
        document: The post.
        proposals: What the slip model proposes from the probability `places.HARDLY` on.
    """
    doubts = {(one.block, one.start): one.detection for one in proposals}
    for number, block in enumerate(document.blocks):
        if block.kind in KINDS:
            yield from _of_block(number, block, doubts)


def _of_block(
    number: int, block: Block, doubts: Mapping[tuple[int, int], float]
) -> Iterator[Place]:
    folded = fold(block.text)
    starts = {span.start for span in sentences(block.text)}
    found = [
        (word[0].lower(), word.start(), word.end())
        for word in WORD.finditer(folded)
        if not left_out(block.text, word.start(), word.end(), starts)
    ]

    def place(kind: str, start: int, end: int, *options: str) -> Place:
        doubt = max(
            (value for (n, at), value in doubts.items() if n == number and start <= at < end),
            default=_SURE,
        )
        given = tuple(Candidate(option, 0.0) for option in options)
        word = folded[start:end].lower()
        return Place(kind, number, start, end, word, given, doubt, opens=start in starts)

    joined, split = _tables()
    for word, start, end in found:
        if word in joined:
            yield place(JOINED, start, end, joined[word])
        if doubts.get((number, start), _SURE) >= logit(DOUBTED):
            yield place(MISSING, start, end, *(f"{short} {word}" for short in _SHORT))
    for (one, start, middle), (two, then, end) in pairwise(found):
        if folded[middle:then] != " ":
            continue
        if (whole := split.get(f"{one} {two}")) is not None:
            yield place(SPLIT, start, end, whole)
        if one != two and any({one, two} <= group for group in _ALIKE):
            yield place(DOUBLED, start, end, one, two)


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What a word may be as two, and two words as one."""
    joined: dict[str, str] = {}
    split: dict[str, str] = {}
    for line in lines("phrases.txt"):
        one, two = line.split(" ", 1)
        if two.startswith("< "):
            two = two[2:]
        else:
            joined[one] = two
        split[two] = one
    return joined, split
