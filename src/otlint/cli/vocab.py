"""`otlint vocab`: the words of a house, collected, added and cleared out in bulk."""

from __future__ import annotations

import json
import os
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint import vocabulary
from otlint.checking import Checker
from otlint.cli import BUG, FAILED, OK, complain
from otlint.cli.streams import emit, progress
from otlint.config import Configs, Overrides
from otlint.discovery import from_here
from otlint.errors import InputError, UsageError
from otlint.files import replace_file
from otlint.fingerprints import block_at
from otlint.folding import fold
from otlint.model import OBJECT, Finding, Severity, Source
from otlint.report import FileReport, Report
from otlint.reporters import REPORTERS, Options
from otlint.running import check_all
from otlint.segmentation import sentences
from otlint.spelling import speller
from otlint.unknown_words import terms_needed
from otlint.vocabulary import UNUSED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from otlint.config import Config
    from otlint.discovery import File
    from otlint.model import Document

RULE: Final = "spelling/unknown-word"
FILE: Final = "vocab.txt"
_LONGEST_EXAMPLE: Final = 80
_POSSESSIVE: Final = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class _Use:
    """An unfamiliar word: how often it stands in a post or in all of them, and where first."""

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
    checker = make()
    files, code = _discovered(checker, paths, exclude)
    uses: dict[str, list[_Use]] = defaultdict(list)
    for file, outcome in zip(files, progress(check_all(make, files), len(files)), strict=True):
        report = outcome.report
        if report.error is not None or report.source is None:
            complain(f"{report.path}: {report.error}")
            code = max(code, BUG if outcome.bug else FAILED)
        elif report.findings:
            for use in _uses(checker.reopen(file, report)[0], report):
                uses[fold(use.word).lower()].append(use)
    terms = sorted(map(_term, uses.values()), key=lambda term: (-term.count, term.word))
    text = "".join(f"{_line(term)}\n" for term in terms)
    if output is None:
        emit(text, sys.stdout, utf8=True)
    else:
        _write(text, Path(output))
    words = "1 unfamiliar term" if len(terms) == 1 else f"{len(terms):,} unfamiliar terms"
    if not terms:
        complain("no unfamiliar terms")
    elif output is None:
        complain(f"{words}: --output FILE writes them to a file to edit")
    else:
        naming = _naming(Path.cwd() / output, Configs(config).of(Path.cwd()))
        complain(f"{words}: delete what is misspelt, then write {naming}")
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
        complain(f"it counts once the config names it: {_naming(path, found)}")
    return OK


def _naming(path: Path, config: Config) -> str:
    """What to write for a config to name a vocabulary file besides those it names already."""
    place = config.path or Path.cwd() / "otlint.toml"
    names = [Path(os.path.relpath(one, place.parent)).as_posix() for one in (*config.vocab, path)]
    table = " below [tool.otlint]" if place.name == "pyproject.toml" else ""
    return f"vocab = {json.dumps(names, ensure_ascii=False)}{table} in {_shown(place)}"


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
            terms = vocabulary.load(path, _shown(path))
            used.setdefault(path, set()).update(
                vocabulary.used(document, terms),
                terms_needed(document, speller(document.locale), terms),
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


def _uses(document: Document, report: FileReport) -> Iterator[_Use]:
    """The unfamiliar words of a post as a reader sees them, without markup and possessive."""
    found: dict[str, _Use] = {}
    for finding in report.findings:
        block = block_at(document, finding.span)
        if block is None:
            raise ValueError("a word that is looked up stands in prose")
        start, end = block.offset(finding.span.start), block.offset(finding.span.end)
        word = _POSSESSIVE.sub("", block.text[start:end].replace("\u00ad", ""))
        place = f"{report.path}:{document.source.position(finding.span.start).line}"
        found.setdefault(word, _Use(word, 1, place, _sentence(block.text, start)))
    # The rule reports a word once; a term in lower case is found in any capitals.
    by_term = {word.lower(): word for word in found}
    counts = Counter(
        by_term[term] for term, _ in vocabulary.occurrences(document, frozenset(by_term))
    )
    for word, use in found.items():
        yield replace(use, count=max(1, counts[word]))


def _term(uses: Sequence[_Use]) -> _Use:
    """What the posts together have of a word."""
    # A term in lower case holds for any capitals; one that never stands so is a name.
    word = min((use.word for use in uses), key=lambda word: (not word.islower(), word))
    return replace(uses[0], word=word, count=sum(use.count for use in uses))


def _sentence(text: str, at: int) -> str:
    """The sentence around a place, cut to what surrounds it."""
    inside = next((found for found in sentences(text) if found.end > at), None)
    start, end = (inside.start, inside.end) if inside else (0, len(text))
    first, last = max(start, at - _LONGEST_EXAMPLE // 2), end
    last = min(end, first + _LONGEST_EXAMPLE)
    shown = " ".join(text[first:last].replace(OBJECT, "…").split())
    return f"{'…' if first > start else ''}{shown}{'…' if last < end else ''}"


def _line(term: _Use) -> str:
    # A path may hold what ends a line, and what is no character of any encoding.
    example = " ".join(f"{term.place}: {term.sentence}".split())
    return f"{term.word}  # {term.count}x, {example}"


def _write(text: str, path: Path) -> None:
    if path.exists():
        raise UsageError(f"{path.as_posix()} is there already: name another file, or delete it")
    try:
        replace_file(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(f"cannot write {path.as_posix()}: {error.strerror}") from error


def _shown(path: Path) -> str:
    return from_here(path).as_posix()
