"""Places where more than a word may be wrong: words split or joined, or two for one.

Short words that are missing ("ended up be") are not looked for: to try ten of them before every
doubted word doubles the work of the judge, and what was right gained hardly more than what was not.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from otlint.folding import fold
from otlint.second_look.places import HARDLY, Place, lines
from otlint.segmentation import sentences
from otlint.slips.proposals import KINDS, WORD, Candidate, left_out, logit

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

_DETERMINERS: Final = "a an the my your his her its our their this these those"
_BE: Final = "is are was were am be been"
_MODALS: Final = "can could will would shall should may might must"
_PREPOSITIONS: Final = "of to for from with at by on in into"
_ALIKE: Final = tuple(
    (frozenset(before.split()), frozenset(after.split()))
    for before, after in (
        (_DETERMINERS.replace(" her ", " "), _DETERMINERS),  # "asked her a few questions"
        # Others may belong to the verb before them: "log in with", "where they are at in life".
        ("of to for from with", _PREPOSITIONS),
        (_BE, _BE),
        (_MODALS, _MODALS),
        ("and or but", "and or but"),
    )
)
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
    for (one, start, middle), (two, then, end) in pairwise(found):
        if folded[middle:then] != " ":
            continue
        whole = split.get(f"{one} {two}")
        if whole is not None and not (whole == "apart" and folded[end:].startswith(" of ")):
            yield place(SPLIT, start, end, whole)
        if one != two and any(one in before and two in after for before, after in _ALIKE):
            yield place(DOUBLED, start, end, one, two)


@cache
def _tables() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """What a word may be as two, and two words as one."""
    joined: dict[str, str] = {}
    split: dict[str, str] = {}
    for line in lines("phrases.txt"):
        one, two = line.split(" ", 1)
        mark, _, rest = two.partition(" ")
        both = mark not in {"<", ">"}
        two = two if both else rest
        if both or mark == ">":
            joined[one] = two
        if both or mark == "<":
            split[two] = one
    return joined, split
