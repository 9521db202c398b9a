"""Deciding after the second look: what is reported, how loudly, and how surely.

The chance that a candidate is right comes from a formula fitted on development text for each judge
(`training/second_look.py` fits it, `data/second-look/formulas.json` holds it): a weighted sum of
what judge and slip model say and of the kind of word. Nothing here is tuned by hand but the chances
from which something is an error, a warning or a suggestion.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from otlint.errors import EngineError
from otlint.frequency import zipf
from otlint.model import Severity
from otlint.second_look.judging import gains, places_of
from otlint.second_look.places import FOLDER, WORD
from otlint.settings import DEFAULT_JUDGE
from otlint.slips.decision import FUNCTION_WORDS, MOST, frequent, inflected, thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from otlint.model import Document
    from otlint.second_look.judging import Gains, Judge
    from otlint.second_look.places import Place
    from otlint.settings import SecondLook
    from otlint.slips.proposals import Candidate

LEVELS: Final = ((Severity.ERROR, 0.95), (Severity.WARNING, 0.7), (Severity.SUGGESTION, 0.5))
"""The chances of being right from which something is reported, most severe first."""
_MOST_GAIN: Final = 15.0
"""Nats above which a gain says no more."""
_LEAST: Final = -12.0
"""Log probabilities of the slip model are cut here."""
_UNKNOWN: Final = -6.0
"""Stands for the log probability of a typed word for which the slip model has no score."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A slip to report: `severity` SUGGESTION is for the less sure, candidates best first."""

    place: Place
    candidates: tuple[str, ...]
    confidence: float
    """The chance that the first candidate is right, to two decimals."""
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
        if place.kind != WORD or place.typed not in often
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
    chance = round(1 / (1 + math.exp(-scored[0][0])), 2)
    severity = next((level for level, least in LEVELS if chance >= least), None)
    if severity is None:
        return None
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

    A gain is rounded to a tenth of a nat: what differs between processors by less than that cannot
    change a finding, but for scores that lie right at an edge.
    """
    nats = min(round(gain, 1), _MOST_GAIN)
    values = {"gain": nats, "gain_above_6": max(0.0, nats - 6), "detection": place.detection}
    if place.kind != WORD:
        return values
    typed, other = place.typed, option.word
    known = place.typed_log_prob
    common = typed in FUNCTION_WORDS
    return {
        **values,
        "detection_below_half": min(0.0, place.detection),
        "candidate": max(_LEAST, option.log_prob),
        "typed": _UNKNOWN if known is None else max(_LEAST, known),
        "inflection": float(inflected(typed, other)),
        "function_words": float(common and other in FUNCTION_WORDS),
        "opens_sentence": float(place.opens),
        "typed_zipf": zipf(typed),
        "zipf_gain": zipf(other) - zipf(typed),
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
