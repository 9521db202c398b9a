"""Fit the second look's formula for a judge, and count what it finds.

    python training/second_look.py [JUDGE] --posts FOLDER --seen FILE --spoil FOLDER --keep FOLDER
        [--write] [--show]

The judge must be prepared (`otlint second-look prepare`). The formula (see
`otlint.second_look.verdicts`) is fitted on the `dev` sentences of `data/slips.tsv`, on slips made
by machine in posts of `--spoil`, and on what is put to the judge in every other post of `--posts`
and, of phrases, in posts of `--spoil` as they are. Figures are given for the `test` sentences and
the other posts of `--posts` too, which nothing was fitted on. Edited posts hold slips as well:
`--known` lists those that were read, a line `post TAB words around TAB typed TAB meant`. `--keep`
holds what the judge said, so that a second run is quick; `--write` puts the formula where otlint
ships it; `--show` prints every flag in the posts, to be read.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from measure import PHRASES, SENTENCES, Case, corrupter, hand_made, posts, twins, with_slips
from thresholds import fit

from otlint.model import Severity
from otlint.second_look import verdicts
from otlint.second_look.judging import gains, places_of
from otlint.second_look.phrases import DOUBLED, JOINED, SPLIT
from otlint.second_look.places import FOLDER, WORD, Place
from otlint.second_look.verdicts import figures
from otlint.settings import DEFAULT_JUDGE, SecondLook
from otlint.slips.decision import frequent, thresholds

PHRASES_ASKED: Final = (JOINED, SPLIT, DOUBLED)
SLIPS: Final = {True: 1.0, False: 0.1}
"""Slips in 1,000 words of a draft: of words, and of each kind of phrase."""
TOP: Final = {True: 0.09, False: 0.2}
"""The share of places, the surest, whose scores say how quickly false alarms get fewer."""
_SLOPES: Final = 0.3, 2 / 3
"""How quickly false alarms may get fewer, a nat of a phrase's gain: there are few to tell it by."""
_SLIP_WEIGHT: Final = 0.3
"""What all slips count together, against all candidates in posts as they are."""
_HAND_MADE: Final = 0.5
"""The share of that which the hand-made ones have."""
_WRONG_WEIGHT: Final = 0.2
"""What another candidate for a slip counts, against the right one."""

Formula = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A post, what was put to the judge, and how much likelier it found each option."""

    case: Case
    asked: tuple[tuple[Place, tuple[float, ...]], ...]

    def places(self, kind: str) -> Iterator[tuple[Place, tuple[float, ...], str | None]]:
        """Places of one kind, each with what was meant there if it is a slip."""
        for place, nats in self.asked:
            if place.kind == kind:
                yield place, nats, self.case.slips.get((place.block, place.start))


class Asking:
    """Asks one judge, and keeps what it said."""

    def __init__(self, judge: str, keep: Path | None) -> None:
        """Ask nothing yet; `keep` is the folder for answers."""
        self._look = SecondLook(judge, str(keep) if keep else None)

    def __call__(
        self, cases: Iterable[Case], wanted: Callable[[Case, Place], bool] = lambda *_: True
    ) -> list[Judged]:
        """What the judge says of some posts: of the places in them that are wanted."""
        return [self._of(case, wanted) for case in cases]

    def _of(self, case: Case, wanted: Callable[[Case, Place], bool]) -> Judged:
        places = [place for place in places_of(case.document) if wanted(case, place)]
        said = gains(case.document, places, self._look)
        often = frequent(case.document, thresholds().repeated)
        asked = zip(places, said, strict=True)
        return Judged(
            case, tuple(one for one in asked if one[0].kind != WORD or one[0].word not in often)
        )


Row = tuple[dict[str, float], bool, float]
"""The figures of a candidate, whether it was meant, and its weight."""


def rows(posts: Iterable[Judged], *, slips: bool) -> Iterator[Row]:
    """The candidates for words in posts as they are or, with `slips`, for the slips alone."""
    for post in posts:
        for place, nats, meant in post.places(WORD):
            if slips == (meant is not None):
                for option, gain in zip(place.options, nats, strict=True):
                    right = option.word == meant
                    weight = _WRONG_WEIGHT if slips and not right else 1.0
                    yield figures(place, option, gain), right, weight


def ranking(clean: Iterable[Judged], *slips: tuple[float, Iterable[Judged]]) -> dict[str, float]:
    """Weights that set slips of words apart; each set of them comes with its share."""
    table = list(rows(clean, slips=False))
    total = _SLIP_WEIGHT * len(table)
    for share, judged in slips:
        found = list(rows(judged, slips=True))
        right = sum(right for _, right, _ in found)
        table += [(row, meant, weight * share * total / right) for row, meant, weight in found]
    weights = np.array([weight for _, _, weight in table])
    found = fit(
        np.array([list(row.values()) for row, _, _ in table]),
        np.array([meant for _, meant, _ in table], float),
        weights / weights.mean(),
    )
    return dict(zip(("bias", *table[0][0]), map(float, found), strict=True))


def calibrated(weights: dict[str, float], clean: list[Judged], kind: str) -> dict[str, float]:
    """Weights scaled so that the score is the logarithm of odds.

    False alarms get fewer with the score as an exponential does: how quickly, the median of the
    surest says (the mean would hang on slips among them that nobody knows of). Against them stand
    the slips of a draft, nearly all of them found.
    """
    alarms = sorted(
        (
            max(
                verdicts.score(figures(place, option, gain), weights)
                for option, gain in zip(place.options, nats, strict=True)
            )
            for post in clean
            for place, nats, meant in post.places(kind)
            if meant is None
        ),
        reverse=True,
    )
    words = kind == WORD
    thousands = sum(post.case.words for post in clean) / 1000
    count = max(1, int(TOP[words] * len(alarms)))
    edge = alarms[count]
    slope = float(np.log(2) / np.median([score - edge for score in alarms[:count]]))
    if not words:
        slope = min(max(slope, _SLOPES[0]), _SLOPES[1])
    start = float(np.log(SLIPS[words] * thousands / count)) - slope * edge
    scaled = {name: round(slope * value, 3) for name, value in weights.items()}
    return {**scaled, "bias": round(start + slope * weights["bias"], 3)}


def formula(
    clean: list[Judged], spoilt: list[Judged], by_hand: list[Judged], phrases: list[Judged]
) -> Formula:
    """The weights by kind of place; `phrases` are posts as they are, for those alone."""
    share = _HAND_MADE if spoilt else 1.0
    made = [(1 - share, spoilt)] if spoilt else []
    words = calibrated(ranking(clean, (share, by_hand), *made), clean, WORD)
    gain = {"bias": 0.0, "gain": 1.0}
    return {WORD: words, **{kind: calibrated(gain, phrases, kind) for kind in PHRASES_ASKED}}


def known(cases: Iterable[Case], path: Path | None) -> Iterator[Case]:
    """Posts with the slips in them that a file lists."""
    lines = path.read_text(encoding="utf-8").splitlines() if path else []
    listed = [line.split("\t") for line in lines if line and not line.startswith("#")]
    for case in cases:
        slips = dict(case.slips)
        for name, around, typed, meant in listed:
            for number, block in enumerate(case.document.blocks):
                at = block.text.find(around) if name == case.name else -1
                if at >= 0:
                    slips[number, at + around.index(typed)] = meant
        yield replace(case, slips=slips)


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
    parser.add_argument("--known", type=Path, help="slips in the posts, as people found them")
    parser.add_argument("--spoil", type=Path, required=True, help="posts to put slips into")
    parser.add_argument("--every", type=int, default=24, help="take one of so many of those")
    parser.add_argument("--phrases", type=int, default=3, help="and of so many for phrases")
    parser.add_argument("--keep", type=Path, help="the folder in which answers are kept")
    parser.add_argument("--write", action="store_true", help="put the formula where it ships")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    ask = Asking(options.judge, options.keep)
    seen = options.seen.read_text(encoding="utf-8").split("\n") if options.seen else ()
    judged = ask(known(posts(options.posts, seen), options.known))
    made = corrupter()
    spoil = list(posts(options.spoil))
    spoilt = ask(
        (with_slips(case, made) for case in spoil[:: options.every]),
        lambda case, place: (place.block, place.start) in case.slips,
    )
    few = known(spoil[:: options.phrases], options.known)
    phrases = ask(few, lambda _, place: place.kind != WORD)
    clean = [*judged[::2], *ask(twins("dev"))]
    weights = formula(clean, spoilt, ask(hand_made("dev")), [*judged[::2], *phrases])
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
