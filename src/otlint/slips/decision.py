"""Deciding: which proposals are slips, and how sure that is.

The score of a candidate is a weighted sum of plain figures, fitted on development data and kept
with its thresholds in `thresholds.json` beside the model's weights: nothing here is tuned by hand.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol

from otlint.errors import EngineError
from otlint.folding import fold
from otlint.frequency import zipf
from otlint.model import Severity
from otlint.segmentation import words
from otlint.slips.files import ModelFiles
from otlint.slips.proposals import propose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from otlint.model import Document
    from otlint.slips.model import SlipModel
    from otlint.slips.proposals import Candidate, Proposal

MOST: Final = 3
"""How many candidates a reader is offered."""
DECIDABLE: Final = 0.1
"""The probability of a slip below which no word is worth deciding on: of 1,100 decisions on text
with slips, none had less than 0.28."""
CONSIDERED: Final = 5
"""How many candidates of a place are scored."""
_LEAST: Final = -12.0
"""Log probabilities are cut here: below, a word is out of the question."""
_UNKNOWN: Final = -6.0
"""Stands for the log probability of a typed word for which the model has no score."""
_FUNCTION_WORDS: Final = frozenset(
    "the a an of to in on at by for from with and or but is are was were be been it its this that"
    " these those as if than then there their they your you our we his her he she not no so do does"
    " did has have had will would can could may into up out over".split()
)
_ENDINGS: Final = ("s", "es", "ed", "d", "ing", "ly", "er")


class Doubted(Protocol):
    """A word that is doubted; see `proposals.Proposal`."""

    @property
    def word(self) -> str:
        """The word, in lower case."""

    @property
    def detection(self) -> float:
        """The logit that another one was meant."""

    @property
    def typed_log_prob(self) -> float | None:
        """The log probability of the word as typed."""

    @property
    def opens(self) -> bool:
        """Whether it is the first word of its sentence."""


@dataclass(frozen=True)
class Thresholds:
    """Weights of the score, and the scores from which a slip is reported, most severe first."""

    weights: Mapping[str, float]
    levels: tuple[tuple[Severity, float], ...]
    repeated: int
    """A word of content that the post uses so often is meant."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A slip to report: `severity` SUGGESTION is for the less sure."""

    proposal: Proposal
    candidates: tuple[str, ...]
    score: float
    severity: Severity

    @property
    def place(self) -> Proposal:
        """Where it is."""
        return self.proposal

    @property
    def confidence(self) -> float:
        """How sure that is."""
        return probability(self.score)


def probability(score: float) -> float:
    """A score as a probability, to two decimals: enough for people and steady everywhere."""
    return round(1 / (1 + math.exp(-score)), 2)


@cache
def thresholds(files: ModelFiles | None = None) -> Thresholds:
    """What ships beside the weights; raises `EngineError` when it is missing or damaged."""
    files = files or ModelFiles()
    try:
        data: dict[str, Any] = json.loads(files.text("thresholds.json"))
        return Thresholds(
            weights={name: float(value) for name, value in data["weights"].items()},
            levels=tuple(
                (severity, float(data["levels"][severity.label]))
                for severity in sorted(Severity, reverse=True)
            ),
            repeated=int(data["repeated"]),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise EngineError(
            "the slip model's thresholds.json is damaged: reinstall otlint, or leave the slip model"
            " out with `--ignore slips`"
        ) from error


def find(
    document: Document, model: SlipModel | None = None, limits: Thresholds | None = None
) -> tuple[Decision, ...]:
    """The slips of a post that are worth reporting, in the order of the text.

    Args:
        document: The post.
        model: Another model than the one that ships with otlint.
        limits: Other weights and thresholds than those that ship with it.

    Raises:
        EngineError: The model cannot be loaded, or a file of it is damaged.
    """
    limits = limits or thresholds()
    meant = frequent(document, limits.repeated)
    return decide(propose(document, DECIDABLE, model, meant), limits)


def decide(proposals: Iterable[Proposal], limits: Thresholds) -> tuple[Decision, ...]:
    """The proposals that are worth reporting, in their order.

    Scores are rounded to a tenth before they are compared: what differs between processors by
    less than that cannot change a finding, but for scores that lie right at an edge.
    """
    decisions = []
    for proposal in proposals:
        scored = sorted(
            (
                (round(score(proposal, candidate, limits.weights), 1), -rank, candidate)
                for rank, candidate in enumerate(proposal.candidates[:CONSIDERED])
            ),
            reverse=True,
            key=lambda entry: entry[:2],
        )
        best = scored[0][0]
        severity = next((level for level, least in limits.levels if best >= least), None)
        if severity is not None:
            names = tuple(candidate.word for _, _, candidate in scored[:MOST])
            decisions.append(Decision(proposal, names, best, severity))
    return tuple(decisions)


def frequent(document: Document, times: int) -> frozenset[str]:
    """Words of content, in lower case, that a post uses so many times or more: they are meant."""
    uses = Counter(
        fold(word.text).lower() for block in document.blocks for word in words(block.text)
    )
    return frozenset(
        word for word, count in uses.items() if count >= times and word not in _FUNCTION_WORDS
    )


def score(proposal: Doubted, candidate: Candidate, weights: Mapping[str, float]) -> float:
    """How sure a candidate is: the weighted sum of its figures."""
    values = figures(proposal, candidate)
    return weights["bias"] + math.fsum(weights[name] * value for name, value in values.items())


def figures(proposal: Doubted, candidate: Candidate) -> dict[str, float]:
    """What the score of a candidate is made of, by the names of its weights."""
    typed, other = proposal.word, candidate.word
    known = proposal.typed_log_prob
    common = typed in _FUNCTION_WORDS
    return {
        "detection": proposal.detection,
        "detection_below_half": min(0.0, proposal.detection),
        "detection_high": max(0.0, proposal.detection - 3),
        "candidate": max(_LEAST, candidate.log_prob),
        "typed": _UNKNOWN if known is None else max(_LEAST, known),
        "inflection": float(_inflected(typed, other)),
        "function_word": float(common),
        "function_words": float(common and other in _FUNCTION_WORDS),
        "opens_sentence": float(proposal.opens),
        "typed_zipf": zipf(typed),
        "zipf_gain": zipf(other) - zipf(typed),
        "length_change": float(abs(len(typed) - len(other))),
    }


def _inflected(one: str, other: str) -> bool:
    """Whether one word is the other with an ending: such slips are easily imagined."""
    short, long = sorted((one, other), key=len)
    return long in {short + ending for ending in _ENDINGS} or long in {
        short[:-1] + "ing",
        short[:-1] + "ies",
    }
