"""Fit the formula of the slip model's decision, and choose the scores that are worth a report.

    python training/thresholds.py FOLDER --posts FOLDER [--seen FILE] [--noise 0.25]

FOLDER holds the exported model; its `thresholds.json` is written. The formula (see
`otlint.slips.decision.figures`) is a logistic regression on slips made by machine in edited posts,
on what the model doubts in the same posts as they are, and on the `dev` sentences of
`data/slips.tsv`. A warning is what at most so many words in a thousand of the posts as they are
score (`--noise`), a suggestion what three times as many do. Nothing is an error: slips are too rare
in edited posts to show that 95 % of the highest scores are right.

Posts to fit on are never those that figures are given for: see `--every` and `--offset` here and
in `evaluate.py`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from export import write_manifest
from measure import Case, corrupter, hand_made, posts, twins, with_slips

from otlint.slips.decision import CONSIDERED, figures, frequent
from otlint.slips.files import ModelFiles
from otlint.slips.model import SlipModel
from otlint.slips.proposals import Proposal, propose

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

REPEATED: Final = 3
"""A word of content that a post uses so often is meant."""
NEVER: Final = 99.0
_CLEAN_WEIGHT: Final = 4.0
"""What a doubt in a post as it is counts, against one in a post full of slips by machine."""
_HAND_WEIGHT: Final = 20.0
"""What a hand-made sentence counts: few, but slips as people make them."""
_PENALTY: Final = 1e-3
_NEWTON_STEPS: Final = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A candidate of a place: what its score is made of, and whether it was meant."""

    place: tuple[str, int, int]
    values: tuple[float, ...]
    meant: bool


def rows(cases: Iterable[Case], model: SlipModel) -> Iterator[Row]:
    """What the model proposes in some posts."""
    for number, case in enumerate(cases):
        often = frequent(case.document, REPEATED)
        for proposal in propose(case.document, model=model):
            if proposal.word not in often:
                yield from _candidates(f"{number} {case.name}", proposal, case)


def _candidates(name: str, proposal: Proposal, case: Case) -> Iterator[Row]:
    meant = case.slips.get((proposal.block, proposal.start))
    for candidate in proposal.candidates[:CONSIDERED]:
        yield Row(
            (name, proposal.block, proposal.start),
            tuple(figures(proposal, candidate).values()),
            candidate.word == meant,
        )


def fit(values: Array, meant: Array, weights: Array) -> Array:
    """Logistic regression by Newton's method, with a small penalty; a bias comes first."""
    middle, spread = values.mean(axis=0), values.std(axis=0)
    spread[spread == 0] = 1
    columns = np.column_stack([np.ones(len(values)), (values - middle) / spread])
    penalty = _PENALTY * len(values) * np.r_[0.0, np.ones(values.shape[1])]
    found = np.zeros(columns.shape[1])
    for _ in range(_NEWTON_STEPS):
        chance = 1 / (1 + np.exp(-columns @ found))
        slope = columns.T @ (weights * (meant - chance)) - penalty * found
        curve = (columns.T * (weights * chance * (1 - chance))) @ columns + np.diag(penalty + 1e-9)
        step = np.linalg.solve(curve, slope)
        found += step
        if np.abs(step).max() < 1e-6:
            break
    slopes = found[1:] / spread
    weighted: Array = np.r_[found[0] - slopes @ middle, slopes]
    return weighted


def level(scores: Iterable[float], words: int, per_thousand: float) -> float:
    """The score, to a tenth, that at most so many places in a thousand words reach."""
    ranked = sorted(scores, reverse=True)
    allowed = int(per_thousand * words / 1000)
    if allowed >= len(ranked):
        return round(min(ranked, default=0.0), 1)
    # One tenth above the first score that is one too many.
    return round(ranked[allowed], 1) + 0.1


def highest(table: Iterable[Row], weights: Array) -> dict[tuple[str, int, int], float]:
    """The best score of each place."""
    found: dict[tuple[str, int, int], float] = {}
    for row in table:
        score = float(weights[0] + np.dot(weights[1:], row.values))
        found[row.place] = max(score, found.get(row.place, -np.inf))
    return found


def choose(clean: list[Case], model: SlipModel, noise: float) -> dict[str, Any]:
    """What `thresholds.json` holds, fitted on posts that are right as they are."""
    made = corrupter()
    spoilt = [with_slips(case, made) for case in clean]
    as_they_are = list(rows(clean, model))
    tables = (
        (1.0, list(rows(spoilt, model))),
        (_CLEAN_WEIGHT, as_they_are),
        (_HAND_WEIGHT, list(rows([*hand_made("dev"), *twins("dev")], model))),
    )
    weights = fit(
        np.array([row.values for _, table in tables for row in table]),
        np.array([row.meant for _, table in tables for row in table], float),
        np.array([weight for weight, table in tables for _ in table]),
    )
    weights = np.round(weights, 3)
    scores = highest(as_they_are, weights).values()
    words = sum(case.words for case in clean)
    names = figure_names()
    return {
        "weights": dict(zip(("bias", *names), map(float, weights), strict=True)),
        "levels": {
            "error": NEVER,
            "warning": round(level(scores, words, noise), 1),
            "suggestion": round(level(scores, words, 3 * noise), 1),
        },
        "repeated": REPEATED,
    }


def figure_names() -> tuple[str, ...]:
    """Names of the figures, in their order."""
    from otlint.slips.proposals import Candidate

    anything = Proposal(0, 0, 1, "a", 0.0, None, (Candidate("an", 0.0),))
    return tuple(figures(anything, anything.candidates[0]))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Fit the slip model's decision.")
    parser.add_argument("folder", type=Path, help="the exported model")
    parser.add_argument("--posts", type=Path, nargs="+", required=True)
    parser.add_argument("--seen", type=Path, help="posts that the model was trained on, one a line")
    parser.add_argument("--noise", type=float, default=0.2, help="warnings per 1,000 words")
    parser.add_argument("--every", type=int, default=2, help="take one post of so many ...")
    parser.add_argument("--offset", type=int, default=0, help="... from this one on")
    options = parser.parse_args()
    seen = options.seen.read_text(encoding="utf-8").split("\n") if options.seen else ()
    clean = [case for folder in options.posts for case in posts(folder, seen)]
    clean = list(islice(clean, options.offset, None, options.every))
    model = SlipModel(ModelFiles(options.folder), 2)
    found = choose(clean, model, options.noise)
    text = json.dumps(found, indent=2) + "\n"
    (options.folder / "thresholds.json").write_bytes(text.encode())
    write_manifest(options.folder)
    print(text)


if __name__ == "__main__":
    main()
