"""`otlint vocab`: the words of a house, collected, added and cleared out in bulk."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint import vocabulary
from otlint.checking import Checker
from otlint.cli import BUG, FAILED, OK, complain
from otlint.cli.streams import progress
from otlint.config import Configs, Overrides
from otlint.errors import InputError, UsageError
from otlint.files import replace_file
from otlint.model import Finding, Severity, Source
from otlint.report import FileReport, Report
from otlint.reporters import REPORTERS, Options
from otlint.running import check_all
from otlint.segmentation import sentences
from otlint.vocabulary import UNUSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from otlint.discovery import File

RULE: Final = "spelling/unknown-word"
FILE: Final = "vocab.txt"
_LONGEST_EXAMPLE: Final = 80


@dataclass(frozen=True, slots=True)
class Term:
    """An unfamiliar word: how often it stands in the posts, and where first."""

    word: str
    count: int
    place: str
    sentence: str


def collect(
    paths: Sequence[str], *, output: str | None, exclude: Sequence[str], config: str | None
) -> int:
    """List every unfamiliar term, the most frequent first, as a vocabulary file to edit.

    Returns the exit code: 0 even where there are terms, 2 where a post could not be read.
    """
    make = partial(Checker, Overrides(select=(RULE,)), config=config, cache=True)
    files, code = _discovered(make(), paths, exclude)
    found: dict[str, list[tuple[str, FileReport, Finding]]] = defaultdict(list)
    for outcome in progress(check_all(make, files), len(files)):
        report = outcome.report
        if report.error is not None or report.source is None:
            complain(f"{report.path}: {report.error}")
            code = max(code, BUG if outcome.bug else FAILED)
            continue
        for finding in report.findings:
            word = report.source.text[finding.span.start : finding.span.end]
            found[word.lower()].append((word, report, finding))
    terms = sorted(map(_term, found.values()), key=lambda term: (-term.count, term.word))
    text = "".join(f"{_line(term)}\n" for term in terms)
    if output is None:
        print(text, end="")
    else:
        _write(text, Path(output))
    words = "1 unfamiliar term" if len(terms) == 1 else f"{len(terms):,} unfamiliar terms"
    complain(
        f"{words}: delete what is misspelt, then name the file as vocab in the config"
        if terms
        else "no unfamiliar terms"
    )
    return code


def add(words: Sequence[str], *, file: str | None, config: str | None) -> int:
    """Add terms to the vocabulary file that the config names, or to a new one."""
    found = Configs(config).of(Path.cwd())
    path = Path.cwd() / file if file else next(iter(found.vocab), None)
    if path is None:
        path = (found.path.parent if found.path else Path.cwd()) / FILE
    new = vocabulary.add(path, words)
    shown = _shown(path)
    print(f"{shown}: added {', '.join(new)}." if new else f"{shown}: it has them already.")
    if path not in found.vocab:
        where = _shown(found.path) if found.path else "otlint.toml"
        complain(f'it counts once the config names it: vocab = ["{path.name}"] in {where}')
    return OK


def unused(paths: Sequence[str], *, exclude: Sequence[str], config: str | None) -> int:
    """Report the terms of the vocabulary files that none of the posts uses."""
    checker = Checker(Overrides(), config=config)
    configs = Configs(config)
    files, code = _discovered(checker, paths, exclude)
    used: dict[Path, set[str]] = {path: set() for path in configs.of(Path.cwd()).vocab}
    for file in progress(files, len(files)):
        try:
            document = checker.load(file)[0]
        except InputError as error:
            complain(f"{file.shown}: {error}")
            code = FAILED
            continue
        folder = Path.cwd() if file.stdin else (Path.cwd() / file.path).parent
        for path in configs.of(folder).vocab:
            used.setdefault(path, set()).update(
                vocabulary.used(document, vocabulary.load(path, _shown(path)))
            )
    if code != OK:
        complain("nothing is said of the vocabulary: the posts that were not read may use it")
        return code
    if not used:
        raise UsageError("the config names no vocabulary file: there is nothing to look for")
    reports = tuple(_unused(path, terms) for path, terms in sorted(used.items()))
    print(REPORTERS["concise"](Report(reports), Options()), end="")
    return OK


def _unused(path: Path, used: Iterable[str]) -> FileReport:
    from otlint import source

    text, _ = source.read(path, _shown(path))
    findings = tuple(
        Finding(
            UNUSED,
            text.line_span(number),
            f'None of the posts uses "{term}".',
            Severity.SUGGESTION,
        )
        for number, term in vocabulary.lines(text.text, _shown(path))
        if term not in used
    )
    return FileReport(_shown(path), Source(text.path, text.text), findings)


def _discovered(
    checker: Checker, paths: Sequence[str], exclude: Sequence[str]
) -> tuple[tuple[File, ...], int]:
    found = checker.discover(paths, exclude)
    for remark in (*found.notices, *found.errors):
        complain(f"{remark.path}: {remark.message}")
    return tuple(found.files), FAILED if found.errors else OK


def _term(uses: Sequence[tuple[str, FileReport, Finding]]) -> Term:
    _, report, finding = uses[0]
    source = report.source
    if source is None:
        raise ValueError("a post without text has no findings")
    # A term in lower case holds for any capitals; one that never stands so is a name.
    words = sorted({word for word, _, _ in uses}, key=lambda word: (not word.islower(), word))
    line = source.position(finding.span.start).line
    count = sum(_uses(words[0], post.source) for _, post, _ in uses if post.source)
    return Term(words[0], count, f"{report.path}:{line}", _sentence(source, finding))


def _uses(word: str, source: Source) -> int:
    """How often a post has a word: the rule reports it once."""
    return len(re.findall(rf"(?<!\w){re.escape(word)}(?!\w)", source.text, re.IGNORECASE))


def _sentence(source: Source, finding: Finding) -> str:
    """The line around a finding, cut to what surrounds it."""
    span = source.line_span(source.position(finding.span.start).line)
    line = source.text[span.start : span.end]
    at = finding.span.start - span.start
    inside = next((line[s.start : s.end] for s in sentences(line) if s.end > at), line)
    shown = " ".join(inside.replace("#", " ").split())
    word = source.text[finding.span.start : finding.span.end]
    if len(shown) > _LONGEST_EXAMPLE:
        start = max(0, shown.find(word) - _LONGEST_EXAMPLE // 2)
        shown = f"…{shown[start : start + _LONGEST_EXAMPLE]}…"
    return shown


def _line(term: Term) -> str:
    return f"{term.word}  # {term.count}x, {term.place}: {term.sentence}"


def _write(text: str, path: Path) -> None:
    if path.exists():
        raise UsageError(f"{path.as_posix()} is there already: name another file, or delete it")
    try:
        replace_file(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(f"cannot write {path.as_posix()}: {error.strerror}") from error


def _shown(path: Path) -> str:
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()
