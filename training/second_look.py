"""Fit the second look's formula for a judge, and count what it finds.

    python training/second_look.py [JUDGE] --posts FOLDER --seen FILE --spoil FOLDER --keep FOLDER
        [--write] [--show]

The judge must be prepared (`otlint second-look prepare`). The formula (see
`otlint.second_look.verdicts`) is a logistic regression for words and one for phrases, on the `dev`
sentences of `data/slips.tsv` and `data/phrases.tsv`, on slips made by machine in the posts of
`--spoil`, and on what is put to the judge in every other post of `--posts` as it is. The score is
the logarithm of the odds in a draft with so many slips in 1,000 words as `SLIPS` says: slips count
as often as they would stand in the posts, half of them hand-made and half made by machine. Figures
are given for the `test` sentences and the other posts of `--posts` too, which nothing was fitted
on. `--keep` holds what the judge said, so that a second run is quick; `--write` puts the formula
where otlint ships it; `--show` prints every flag in the posts, to be read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from measure import PHRASES, SENTENCES, Case, corrupter, hand_made, posts, twins, with_slips
from thresholds import fit

from otlint.model import Severity
from otlint.second_look import verdicts
from otlint.second_look.judging import gains, places_of
from otlint.second_look.places import FOLDER, WORD, Place
from otlint.second_look.verdicts import figures
from otlint.settings import DEFAULT_JUDGE, SecondLook
from otlint.slips.decision import frequent, thresholds

SLIPS: Final = {True: 1.0, False: 0.3}
"""Slips in 1,000 words of a draft: of words, and of phrases."""
HAND_MADE: Final = 0.5
"""The share of them that is like the hand-made ones."""
KINDS: Final = ("joined", "split", "doubled")
"""The kinds of phrases that paid; `phrases.MISSING` did not."""

Formula = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A post, what was put to the judge, and how much likelier it found each option."""

    case: Case
    asked: tuple[tuple[Place, tuple[float, ...]], ...]

    def slips(self, *, words: bool) -> Iterator[tuple[Place, tuple[float, ...], str | None]]:
        """Places of words or of phrases, each with what was meant there if it is a slip."""
        for place, nats in self.asked:
            if (place.kind == WORD) == words:
                yield place, nats, self.case.slips.get((place.block, place.start))


class Asking:
    """Asks one judge, and keeps what it said."""

    def __init__(self, judge: str, keep: Path | None) -> None:
        """Ask nothing yet; `keep` is the folder for answers."""
        self._look = SecondLook(judge, str(keep) if keep else None)

    def __call__(self, cases: Iterable[Case]) -> list[Judged]:
        """What the judge says of some posts."""
        return [self._of(case) for case in cases]

    def _of(self, case: Case) -> Judged:
        places = places_of(case.document)
        said = gains(case.document, places, self._look)
        often = frequent(case.document, thresholds().repeated)
        asked = zip(places, said, strict=True)
        return Judged(
            case, tuple(one for one in asked if one[0].kind != WORD or one[0].typed not in often)
        )


class Table:
    """Candidates to fit on, each with a weight."""

    def __init__(self) -> None:
        """Start empty."""
        self.values: list[list[float]] = []
        self.meant: list[float] = []
        self.weights: list[float] = []
        self.names: tuple[str, ...] = ()

    def add(self, posts: Iterable[Judged], weight: float, *, words: bool, slips: bool) -> None:
        """Add the candidates of all places, or of the slips alone."""
        for post in posts:
            for place, nats, meant in post.slips(words=words):
                if slips and meant is None:
                    continue
                for option, gain in zip(place.options, nats, strict=True):
                    values = figures(place, option, gain)
                    if not words:
                        values |= {kind: float(place.kind == kind) for kind in KINDS[1:]}
                    self.names = tuple(values)
                    self.values.append(list(values.values()))
                    self.meant.append(float(option.word == meant))
                    self.weights.append(weight)

    def fitted(self) -> dict[str, float]:
        """The weights of the figures by name, and of the `bias`."""
        weights = np.array(self.weights)
        found = fit(np.array(self.values), np.array(self.meant), weights / weights.mean())
        return dict(zip(("bias", *self.names), map(float, np.round(found, 3)), strict=True))


def formula(
    clean: list[Judged], spoilt: list[Judged], part: Callable[[Path], tuple[list[Judged], ...]]
) -> Formula:
    """The weights by kind of place, fitted on posts as they are, spoilt ones and sentences."""
    found: Formula = {}
    thousands = sum(post.case.words for post in clean) / 1000
    for words, path in ((True, SENTENCES), (False, PHRASES)):
        wrong, right = part(path)
        table = Table()
        by_hand = HAND_MADE if words else 1.0
        expected = SLIPS[words] * thousands
        table.add(wrong, by_hand * expected / len(wrong), words=words, slips=True)
        if words:
            made = sum(len(post.case.slips) for post in spoilt)
            table.add(spoilt, (1 - by_hand) * expected / max(1, made), words=words, slips=True)
        table.add([*clean, *right], 1.0, words=words, slips=False)
        fitted = table.fitted()
        if words:
            found[WORD] = fitted
            continue
        own = {kind: fitted.pop(kind) for kind in KINDS[1:]}
        for kind in KINDS:
            found[kind] = {**fitted, "bias": round(fitted["bias"] + own.get(kind, 0.0), 3)}
    return found


# --- the report


def flags(post: Judged, weights: Formula) -> list[verdicts.Verdict]:
    """What would be reported of a post."""
    found = (verdicts.verdict(place, nats, weights) for place, nats in post.asked)
    return verdicts.apart(one for one in found if one is not None)


def count(name: str, judged: list[Judged], weights: Formula) -> dict[str, Any]:
    """Print, and give as plain data, what is found in some posts at each level."""
    slips = sum(len(post.case.slips) for post in judged)
    words = sum(post.case.words for post in judged)
    found: dict[str, Any] = {"text": name, "slips": slips, "words": words}
    for level in sorted(Severity, reverse=True):
        hit = right = others = 0
        for post in judged:
            for flag in flags(post, weights):
                if flag.severity < level:
                    continue
                meant = post.case.slips.get((flag.place.block, flag.place.start))
                hit += meant is not None
                right += flag.candidates[0] == meant
                others += meant is None
        found[level.label] = {"found": hit, "right": right, "others": others}
        print(
            f"{name:24} {level.label:10} {hit:4} of {slips} found, {right:4} right, {others:3} "
            f"others, {1000 * others / words:.2f} in 1,000 words"
        )
    return found


def show(judged: Iterable[Judged], weights: Formula) -> None:
    """Print every flag that is no slip anybody knows of."""
    for post in judged:
        for flag in flags(post, weights):
            place = flag.place
            text = post.case.document.blocks[place.block].text
            before, after = text[max(0, place.start - 90) : place.start], text[place.end :][:60]
            line = f"{before}[{text[place.start : place.end]}|{flag.candidates[0]}]{after}"
            print(f"{flag.severity.label:10} {flag.confidence} {post.case.name}: {line!r}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Fit the second look's formula for a judge.")
    parser.add_argument("judge", nargs="?", default=DEFAULT_JUDGE)
    parser.add_argument("--posts", type=Path, required=True)
    parser.add_argument("--seen", type=Path, help="posts that the slip model was trained on")
    parser.add_argument("--spoil", type=Path, required=True, help="posts to put slips into")
    parser.add_argument("--every", type=int, default=24, help="take one of so many of those")
    parser.add_argument("--keep", type=Path, help="the folder in which answers are kept")
    parser.add_argument("--write", action="store_true", help="put the formula where it ships")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    ask = Asking(options.judge, options.keep)
    seen = options.seen.read_text(encoding="utf-8").split("\n") if options.seen else ()
    judged = ask(posts(options.posts, seen))
    made = corrupter()
    spoilt = ask(with_slips(case, made) for case in list(posts(options.spoil))[:: options.every])
    weights = formula(
        judged[::2], spoilt, lambda path: (ask(hand_made("dev", path)), ask(twins("dev", path)))
    )
    print(json.dumps(weights, indent=1))
    found = [
        count(f"{path.stem} {part}{suffix}", ask(made_of(part, path)), weights)
        for path in (SENTENCES, PHRASES)
        for part in ("dev", "test")
        for suffix, made_of in (("", hand_made), (" put right", twins))
    ]
    found.append(count("posts fitted on", judged[::2], weights))
    found.append(count("posts not fitted on", judged[1::2], weights))
    if options.json:
        options.json.write_bytes((json.dumps(found, indent=1) + "\n").encode())
    if options.show:
        show(judged, weights)
    if options.write:
        path = FOLDER / "formulas.json"
        kept = json.loads(path.read_bytes()) if path.exists() else {}
        kept[options.judge] = weights
        path.write_bytes((json.dumps(kept, indent=1, sort_keys=True) + "\n").encode())


if __name__ == "__main__":
    main()
