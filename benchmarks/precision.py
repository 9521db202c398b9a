"""How often each rule speaks on public text, and how often it is right: made to be repeated.

    python benchmarks/precision.py count > benchmarks/frequency.tsv
    python benchmarks/precision.py sample found.tsv [--rule RULE ...] [--most 30] [--seed 1]
    python benchmarks/precision.py sum found.tsv

`count` prints the findings of every rule per 1,000 words. `sample` draws up to `--most` findings of
each rule and severity (the same ones for the same seed) with the words around them. A person writes
`y` into the first column where the finding is right, an author would want to know, and `n` where it
is not; a line without either was not read. `sum` adds that up, in the form of
benchmarks/precision.tsv, from which docs/rules.md has its figures; figures of earlier readings are
replaced there by hand, because only a person knows which of them still hold.

The texts are fetched from GitHub at a fixed commit and kept in `--cache`, so that two people read
the same. `--posts FOLDER` takes the posts of a folder instead. Rules in preview run as well.
"""

from __future__ import annotations

import argparse
import collections
import csv
import json
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree

from otlint.registry import builtin_rules
from otlint.source import read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
SEVERITIES: Final = ("error", "warning", "suggestion")
_LAYOUT: Final = frozenset({"structure", "readability", "furniture", "consistency"})
_AROUND: Final = 110
"""Code points on each side of a finding."""
_SAMPLE: Final = ("right", "rule", "severity", "text", "place", "words", "instead")


@dataclass(frozen=True, slots=True)
class Text:
    """A public text: where it is, as of which commit, and what may be done with it."""

    name: str
    url: str
    commit: str
    folders: tuple[str, ...]
    licence: str
    layout: bool = True
    """Whether its paragraphs are those of its authors: else rules on layout are left out."""


TEXTS: Final = (
    Text(
        "posts",  # of a team of designers and programmers in the government of the USA
        "https://github.com/18F/18f.gsa.gov",
        "0a55c75e6d9bc71c80136a3867dac52356177443",
        ("content/posts",),
        "CC0",
    ),
    Text(
        "health",  # pages of NIH and CDC, as a collection of questions with their answers
        "https://github.com/abachaa/MedQuAD",
        "577bd37b96c02d1833b2c9eed2de9f96964e96cb",
        ("6_NINDS_QA", "7_SeniorHealth_QA", "8_NHLBI_QA_XML", "9_CDC_QA"),
        "CC BY 4.0",
        layout=False,
    ),
)


def fetched(text: Text, cache: Path) -> Path:
    """The folder with the posts of a text, fetched where it is missing: whole or not at all."""
    target = cache / f"{text.name}-{text.commit[:12]}"
    if target.is_dir():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".new-", dir=cache) as name:
        clone, posts = Path(name) / "clone", Path(name) / "posts"
        git = ("git", "-C", str(clone), "-c", "gc.auto=0")
        for command in (
            ("git", "init", "--quiet", str(clone)),
            (*git, "remote", "add", "origin", text.url),
            (*git, "fetch", "--quiet", "--depth=1", "--filter=blob:none", "origin", text.commit),
            (*git, "checkout", "--quiet", text.commit, "--", *text.folders),
        ):
            if subprocess.run(command, check=False).returncode:
                sys.exit(
                    f"{text.url} cannot be had as of {text.commit}: check the network, or give "
                    "--posts FOLDER"
                )
        for folder in text.folders:
            for file in sorted((clone / folder).rglob("*")):
                place = posts / file.relative_to(clone)
                if file.suffix == ".xml":
                    write(place.with_suffix(".txt"), "\n\n".join(answers(file)) + "\n")
                elif file.suffix in (".md", ".txt", ".html"):
                    write(place, file.read_text(encoding="utf-8"))
        posts.rename(target)
    return target


def write(path: Path, text: str) -> None:
    """Write a file and the folders on the way to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")


def answers(file: Path) -> Iterator[str]:
    """The answers of a page of questions and answers, each as one line."""
    for answer in ElementTree.parse(file).iter("Answer"):
        if words := " ".join((answer.text or "").split()):
            yield words


def texts(options: argparse.Namespace) -> Iterator[tuple[str, Path, bool]]:
    """Name and folder of each text to read, and whether its layout counts."""
    if options.posts:
        yield options.posts.name, options.posts, True
        return
    for text in TEXTS:
        yield text.name, fetched(text, options.cache), text.layout


def checked(folder: Path, *, layout: bool) -> tuple[int, list[tuple[str, dict[str, Any]]]]:
    """How many words a folder has, and the findings in it with the paths of their posts."""
    with tempfile.TemporaryDirectory() as name:
        config = Path(name) / "otlint.toml"
        config.write_text("preview = true\n", encoding="utf-8")
        command = [
            *(sys.executable, "-m", "otlint", "check", "--config", str(config), "--no-cache"),
            *("--fail-on", "never", "--output-format", "json", "."),
        ]
        run = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    if run.returncode not in (0, 2) or not run.stdout:
        sys.exit(run.stderr)
    report = json.loads(run.stdout)
    for error in report["errors"]:
        print(f"left out: {error['path']}: {error['message']}", file=sys.stderr)
    words = sum(file["readability"]["words"] or 0 for file in report["files"])
    return words, [
        (file["path"], finding)
        for file in report["files"]
        for finding in file["findings"]
        if layout or finding["rule"].partition("/")[0] not in _LAYOUT
    ]


def count(options: argparse.Namespace) -> None:
    """Print the findings per 1,000 words of every rule and severity, as TSV."""
    counts: dict[str, tuple[int, collections.Counter[tuple[str, str]]]] = {}
    left_out = set()
    for name, folder, layout in texts(options):
        words, findings = checked(folder, layout=layout)
        counts[name] = words, collections.Counter((f["rule"], f["severity"]) for _, f in findings)
        if not layout:
            left_out.add(name)
    table = csv.writer(sys.stdout, "excel-tab", lineterminator="\n")
    table.writerow(("rule", "severity", *counts))
    table.writerow(("words", "", *(words for words, _ in counts.values())))
    rows = {key for _, found in counts.values() for key in found}
    # Those that need more than a post find nothing here, which says nothing of them.
    asked = {rule.id for rule in builtin_rules().values() if not rule.external}
    silent = asked - {rule for rule, _ in rows}
    rows |= {(rule, builtin_rules()[rule].severity.label) for rule in silent}
    for rule, severity in sorted(rows, key=lambda row: (row[0], SEVERITIES.index(row[1]))):
        shares = (
            ""
            if name in left_out and rule.partition("/")[0] in _LAYOUT
            else f"{1000 * found[rule, severity] / max(1, words):.3f}"
            for name, (words, found) in counts.items()
        )
        table.writerow((rule, severity, *shares))


def sample(options: argparse.Namespace) -> None:
    """Write findings to be read, as TSV."""
    groups = collections.defaultdict(list)
    for name, folder, layout in texts(options):
        for path, finding in checked(folder, layout=layout)[1]:
            if not options.rule or finding["rule"] in options.rule:
                groups[finding["rule"], finding["severity"]].append((name, folder, path, finding))
    with options.file.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, "excel-tab", lineterminator="\n")
        table.writerow(_SAMPLE)
        for (rule, severity), found in sorted(groups.items()):
            chosen = random.Random(f"{options.seed} {rule} {severity}").sample(
                found, min(options.most, len(found))
            )
            for name, folder, path, finding in chosen:
                place = f"{path}:{finding['start']['line']}"
                instead = " | ".join(finding["suggestions"])
                words = around(folder / path, finding["span"])
                table.writerow(("", rule, severity, name, place, words, flat(instead)))


def around(path: Path, span: dict[str, int]) -> str:
    """The words of a finding `<<so>>`, with some on both sides."""
    text = read(path)[0].text
    start, end = span["start"], span["end"]
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    return flat(f"{before}<<{text[start:end][:300]}>>{after}")


def flat(text: str) -> str:
    """The text in one line."""
    return " ".join(text.split())


def add_up(options: argparse.Namespace) -> None:
    """Print what a person made of a sample: the rows of benchmarks/precision.tsv."""
    marks: dict[tuple[str, str], collections.Counter[bool]] = {}
    with options.file.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file, dialect="excel-tab"), 2):
            mark = (row["right"] or "").strip().lower()
            if mark not in ("", "y", "n"):
                sys.exit(f"{options.file}:{number}: expected y, n or nothing, not '{mark}'")
            if mark:
                key = row["rule"], row["severity"]
                marks.setdefault(key, collections.Counter())[mark == "y"] += 1
    table = csv.writer(sys.stdout, "excel-tab", lineterminator="\n")
    table.writerow(("rule", "severity", "read", "right"))
    for (rule, severity), found in sorted(marks.items()):
        table.writerow((rule, severity, found.total(), found[True]))


def main(arguments: Iterable[str] | None = None) -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path.home() / ".cache" / "otlint-benchmarks",
        help="where the texts are kept",
    )
    parser.add_argument("--posts", type=Path, help="a folder to read instead of the texts")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("count").set_defaults(run=count)
    sampling = commands.add_parser("sample")
    sampling.add_argument("file", type=Path)
    sampling.add_argument("--rule", action="append")
    sampling.add_argument("--most", type=int, default=30)
    sampling.add_argument("--seed", type=int, default=1)
    sampling.set_defaults(run=sample)
    adding = commands.add_parser("sum")
    adding.add_argument("file", type=Path)
    adding.set_defaults(run=add_up)
    options = parser.parse_args(None if arguments is None else list(arguments))
    if shutil.which("git") is None and not options.posts:
        parser.error("git fetches the texts, and there is none: install it, or give --posts")
    options.run(options)


if __name__ == "__main__":
    main()
