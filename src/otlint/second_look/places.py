"""What is put to the judge: places of a post, with what may have been meant there.

A place is a word that the slip model doubts, be it ever so little, or a short phrase of one of the
kinds in `phrases`. Nothing is decided here.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint.errors import EngineError
from otlint.folding import fold, like
from otlint.model import OBJECT
from otlint.segmentation import sentences
from otlint.slips.proposals import DOUBTED, Candidate, logit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from otlint.model import Document
    from otlint.slips.proposals import Proposal

HARDLY: Final = 0.001
"""The slip model's probability from which it may be one of the words that are most confused; from
`DOUBTED` on it may be any word."""
FOLDER: Final = Path(__file__).resolve().parents[1] / "data" / "second-look"
WORD: Final = "word"
"""The kind of a place at which one word may stand for another."""

_CANDIDATES: Final = 5
_BEFORE: Final = 600
"""Characters before a place that the judge sees at most."""
_AFTER: Final = 200
_UNSCORED: Final = -12.0
"""Stands for the log probability of a candidate that the slip model does not know."""
_PLACEHOLDER: Final = "it"
"""Stands for inline code, a formula or an image: something has to be there."""


@dataclass(frozen=True, slots=True)
class Place:
    """Something in `document.blocks[block].text[start:end]` that may be a slip.

    `word` is its text in lower case with straight apostrophes, and `options` what may have been
    meant, each with the slip model's log probability (see `slips.proposals.Candidate`).
    `detection` and `typed_log_prob` are the slip model's, as in `slips.proposals.Proposal`; where
    it was not asked they are what it gives a word that it is sure of.
    """

    kind: str
    block: int
    start: int
    end: int
    word: str
    options: tuple[Candidate, ...]
    detection: float
    typed_log_prob: float | None = None
    opens: bool = False


def words(proposals: Iterable[Proposal]) -> Iterator[Place]:
    """The places of single words.

    Args:
        proposals: What the slip model proposes from the probability `HARDLY` on.
    """
    least = logit(DOUBTED)
    for proposal in proposals:
        mates = confused().get(proposal.word, ())
        if proposal.detection < least and not mates:
            continue
        options = list(proposal.candidates[:_CANDIDATES])
        if proposal.detection < least:
            options = [option for option in options if option.word in mates]
        given = {option.word for option in options}
        later = {option.word: option for option in proposal.candidates}
        options += [
            later.get(mate, Candidate(mate, _UNSCORED)) for mate in mates if mate not in given
        ]
        yield Place(
            WORD,
            proposal.block,
            proposal.start,
            proposal.end,
            proposal.word,
            tuple(options),
            proposal.detection,
            proposal.typed_log_prob,
            proposal.opens,
        )


def texts(document: Document, place: Place) -> tuple[str, ...]:
    """What the judge reads: a sentence and the one before it, as typed and with each option.

    Typographic quotes are straight and line breaks spaces; what is no text has a word in its place.
    """
    text = document.blocks[place.block].text
    spans = sentences(text)
    at = max(0, bisect_right(spans, place.start, key=lambda span: span.start) - 1)
    first = max(spans[max(0, at - 1)].start, place.start - _BEFORE)
    last = min(max(spans[at].end, place.end), place.end + _AFTER)
    before, old, after = (
        fold(part).replace(OBJECT, _PLACEHOLDER)
        for part in (
            text[first : place.start],
            text[place.start : place.end],
            text[place.end : last],
        )
    )
    shown = (old, *(like(old, option.word) for option in place.options))
    return tuple(" ".join(f"{before}{middle}{after}".split()) for middle in shown)


@cache
def confused() -> Mapping[str, Sequence[str]]:
    """By word, those that it is most confused with."""
    found: dict[str, list[str]] = {}
    for line in lines("confused.txt"):
        group = line.split()
        for word in group:
            mates = found.setdefault(word, [])
            mates += [one for one in group if one != word and one not in mates]
    return found


def lines(name: str) -> list[str]:
    """The lines of a data file, without comments; raises `EngineError` when it cannot be read."""
    try:
        text = (FOLDER / name).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise EngineError(
            f"the second look's file {name} is missing or damaged: reinstall otlint, or go without "
            "the second look"
        ) from error
    return [line for line in text.split("\n") if line and not line.startswith("#")]
