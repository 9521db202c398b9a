"""`otlint check`: run, report, fix, and say it with the exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from otlint import source
from otlint.checking import Checker
from otlint.cli import BUG, FAILED, FOUND, OK, complain
from otlint.cli.outputs import outputs as read_outputs
from otlint.cli.outputs import refuse_posts, rendered
from otlint.cli.outputs import write as write_output
from otlint.cli.streams import emit, progress, welcome_paste
from otlint.errors import InputError, UsageError
from otlint.model import Safety
from otlint.report import FileReport, Report
from otlint.reporters import FOR_PEOPLE, SHOW_SECTIONS, Options, statistics
from otlint.running import check_all

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from otlint.checking import Fixed, Outcome
    from otlint.config import Overrides
    from otlint.discovery import Discovery, File


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks of `check`, beside the settings of posts."""

    paths: tuple[str, ...] = ()
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    output_format: str = "text"
    outputs: tuple[str, ...] = ()
    """Further reports, each `FORMAT=FILE`."""
    statistics: bool = False
    show_all: bool = False
    stdin_filename: str | None = None
    exclude: tuple[str, ...] = ()
    config: str | None = None
    isolated: bool = False
    cache: bool = True
    jobs: int | None = None
    """Processes to use; None: as many as help."""

    @property
    def safety(self) -> Safety | None:
        """Which fixes to apply; None for none."""
        if not (self.fix or self.diff):
            return None
        return Safety.UNSAFE if self.unsafe else Safety.SAFE


@dataclass(slots=True)
class _Run:
    """What came of a run."""

    reports: list[FileReport] = field(default_factory=list)
    code: int = OK
    fixed: int = 0
    diffs: list[str] = field(default_factory=list)
    stdin_data: bytes | None = None

    def at_least(self, code: int) -> None:
        self.code = max(self.code, code)


def run(request: Request, overrides: Overrides) -> int:
    """Check the posts and report; returns the exit code.

    Raises:
        OtlintError: nothing could be checked: usage, configuration, rules.
    """
    outputs = read_outputs(request.outputs)
    if request.unsafe and not (request.fix or request.diff):
        raise UsageError("--unsafe-fixes goes with --fix or --diff")
    make = partial(
        Checker,
        overrides,
        config=request.config,
        isolated=request.isolated,
        stdin_filename=request.stdin_filename,
        cache=request.cache,
        sections=bool(SHOW_SECTIONS & {request.output_format, *(one.format for one in outputs)}),
    )
    checker = make()
    found = checker.discover(request.paths, request.exclude)
    refuse_posts(outputs, found.files)
    state = _Run()
    _discovery(found, state)
    welcome_paste(found.files)
    outcomes = check_all(make, found.files, request.safety, request.jobs)
    for file, outcome in zip(found.files, progress(outcomes, len(found.files)), strict=True):
        _one(outcome, file, request, state)
    report = Report(tuple(state.reports), fixed=state.fixed)

    def show(name: str, options: Options) -> str:
        rules = partial(checker.rules_of, found.files)
        return rendered(name, report, options, rules, request.stdin_filename)

    _report(report, request, state, show)
    for output in outputs:
        write_output(show(output.format, Options(show_all=True)), output.path)
    return state.code


def _discovery(found: Discovery, state: _Run) -> None:
    for notice in found.notices:
        complain(f"{notice.path}: {notice.message}")
    for error in found.errors:
        complain(f"{error.path}: {error.message}")
        state.reports.append(FileReport(error.path, None, error=error.message))
        state.at_least(FAILED)


def _one(outcome: Outcome, file: File, request: Request, state: _Run) -> None:
    """Take in what came of one post; write its fixes."""
    report = outcome.report
    for notice in report.notices:
        complain(f"{report.path}: {notice}")
    report = replace(report, notices=())  # said: the report on standard output need not repeat them
    if outcome.bug:
        print(outcome.bug, file=sys.stderr, end="")
        state.at_least(BUG)
    if outcome.fixed:
        report = _fixed(outcome.fixed, report, file, request, state)
    if report.error is not None:
        complain(f"{report.path}: {report.error}")
        state.at_least(BUG if outcome.bug else FAILED)
    elif outcome.fails:
        state.at_least(FOUND)
    state.reports.append(report)


def _fixed(
    fixed: Fixed, report: FileReport, file: File, request: Request, state: _Run
) -> FileReport:
    """Write, show or hand on the fixed text."""
    changed = fixed.text != fixed.before.text
    if request.diff:
        if changed:
            from otlint.diffing import unified_diff

            state.diffs.append(unified_diff(file.shown, fixed.before.text, fixed.text))
            state.at_least(FOUND)
        return report
    try:
        if file.stdin:
            state.stdin_data = source.encode(fixed.before, fixed.text)
        elif changed:
            source.write(file.path, fixed.before, fixed.text, roots=request.paths or (".",))
    except InputError as error:
        return replace(report, source=None, findings=(), error=str(error))
    state.fixed += fixed.count
    return report


def _report(
    report: Report, request: Request, state: _Run, show: Callable[[str, Options], str]
) -> None:
    """The report goes to standard output, unless that carries a diff or the fixed text."""
    if request.diff:
        _emit_diff(state.diffs)
    elif state.stdin_data is not None:
        sys.stdout.flush()
        sys.stdout.buffer.write(state.stdin_data)
        sys.stdout.buffer.flush()
    stream = sys.stderr if request.diff or state.stdin_data is not None else sys.stdout
    options = Options.for_stream(stream, show_all=request.show_all)
    if request.statistics:
        emit(statistics(report, options), stream)
    else:
        text = show(request.output_format, options)
        emit(text, stream, utf8=request.output_format not in FOR_PEOPLE)


def _emit_diff(diffs: Sequence[str]) -> None:
    from otlint.diffing import coloured

    options = Options.for_stream(sys.stdout)
    for diff in diffs:
        if options.colour:
            emit(coloured(diff, options.encoding), sys.stdout)
        else:
            emit(diff, sys.stdout, utf8=True)
