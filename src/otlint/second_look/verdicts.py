"""Deciding after the second look: what is reported, how loudly, and how surely.

The score of a candidate is a weighted sum of how much likelier it makes the text, of the slip
model's own score, and of the kind of word. Weights are fitted on development text for each judge
(`training/second_look.py` fits them, `data/second-look/formulas.json` holds them) and scaled so
that the score is the logarithm of odds: of all that is as sure or surer, such a share is right in a
draft with one slip in 1,000 words. Nothing here is tuned by hand but the shares from which
something is an error, a warning or a suggestion.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from otlint.errors import EngineError
from otlint.model import Severity
from otlint.second_look.judging import gains, places_of
from otlint.second_look.places import FOLDER, WORD, confused
from otlint.settings import DEFAULT_JUDGE
from otlint.slips.decision import MOST, frequent, probability, thresholds
from otlint.slips.decision import score as slip_model_score

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from otlint.model import Document
    from otlint.second_look.judging import Gains, Judge
    from otlint.second_look.places import Place
    from otlint.settings import SecondLook
    from otlint.slips.proposals import Candidate

LEVELS: Final = ((Severity.ERROR, 0.95), (Severity.WARNING, 0.8), (Severity.SUGGESTION, 0.6))
"""The shares of slips from which something is reported, most severe first."""
_MOST_GAIN: Final = 15.0
"""Nats above which a gain says no more."""
_LEAST: Final = -5.0
"""The slip model's score below which it says no more: it was asked about what it does not know."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A slip to report: `severity` SUGGESTION is for the less sure, candidates best first."""

    place: Place
    candidates: tuple[str, ...]
    confidence: float
    """The share of slips among all that is as sure or surer, to two decimals."""
    severity: Severity


def decide(
    document: Document, options: SecondLook, judge: Judge | None = None
) -> tuple[Verdict, ...]:
    """The slips of a post, in the order of the text; arguments and errors as of `judging.gains`."""
    places = places_of(document)
    found = gains(document, places, options, judge)
    formula = formulas().get(options.judge, formulas()[DEFAULT_JUDGE])
    often = frequent(document, thresholds().repeated)
    verdicts = (
        verdict(place, nats, formula)
        for place, nats in zip(places, found, strict=True)
        if place.kind != WORD or place.word not in often
    )
    reported = apart(one for one in verdicts if one is not None)
    return tuple(sorted(reported, key=lambda one: _at(one.place)))


def verdict(
    place: Place, gain: Gains, formula: Mapping[str, Mapping[str, float]]
) -> Verdict | None:
    """What to report of a place, None for nothing.

    Args:
        place: The place.
        gain: For each of its options, how much likelier it makes the text, in nats.
        formula: The weights by kind of place.
    """
    weights = formula.get(place.kind)
    if weights is None:
        return None
    scored = sorted(
        (
            (round(score(figures(place, option, nats), weights), 1), -rank, option.word)
            for rank, (option, nats) in enumerate(zip(place.options, gain, strict=True))
        ),
        reverse=True,
    )
    chance = probability(scored[0][0])
    severity = next((level for level, least in LEVELS if chance >= least), None)
    agreed = max(gain) > 0
    if severity is None or (place.kind != WORD and not agreed):
        return None
    if not agreed:
        severity = Severity.SUGGESTION  # the slip model is sure, and the judge would not touch it
    return Verdict(place, tuple(word for _, _, word in scored[:MOST]), chance, severity)


def apart(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Those that do not overlap one that is surer."""
    kept: list[Verdict] = []
    for one in sorted(verdicts, key=lambda verdict: (-verdict.confidence, _at(verdict.place))):
        if not any(
            one.place.block == other.place.block
            and one.place.start < other.place.end
            and other.place.start < one.place.end
            for other in kept
        ):
            kept.append(one)
    return kept


def _at(place: Place) -> tuple[int, int, int, str]:
    return place.block, place.start, place.end, place.kind


def score(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The logarithm of the odds that a candidate is right."""
    return weights["bias"] + math.fsum(weights[name] * value for name, value in values.items())


def figures(place: Place, option: Candidate, gain: float) -> dict[str, float]:
    """What the score of a candidate is made of, by the names of its weights.

    The gain in nats; and for a word, the slip model's own score and whether the two words are among
    those that people confuse most. A gain is rounded to a tenth: what differs between processors by
    less than that cannot change a finding, but for scores that lie right at an edge.
    """
    nats = min(round(gain, 1), _MOST_GAIN)
    if place.kind != WORD:
        return {"gain": nats}
    return {
        "gain": nats,
        "slip_model": max(_LEAST, slip_model_score(place, option, thresholds().weights)),
        "confused": float(option.word in confused().get(place.word, ())),
    }


@cache
def formulas() -> Mapping[str, Mapping[str, Mapping[str, float]]]:
    """The weights, by judge and kind of place; raises `EngineError` when they are damaged."""
    try:
        data: dict[str, Any] = json.loads((FOLDER / "formulas.json").read_bytes())
        found = {
            judge: {
                kind: {name: float(value) for name, value in weights.items()}
                for kind, weights in kinds.items()
            }
            for judge, kinds in data.items()
        }
        found[DEFAULT_JUDGE][WORD]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(
            "the second look's formulas.json is missing or damaged: reinstall otlint, or go "
            "without the second look"
        ) from error
    return found
