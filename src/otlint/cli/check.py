"""`otlint check`: run, report, fix, and say it with the exit code."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from otlint import source
from otlint.baseline import STALE
from otlint.baseline import stale as stale_entries
from otlint.checking import Checker, reaches
from otlint.cli import BUG, FAILED, FOUND, OK, complain
from otlint.cli.baseline import known as known_findings
from otlint.cli.leaving import warn_before_sending
from otlint.cli.narrowing import on_changed_lines, touched, what_is_new
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
    from collections.abc import Callable, Mapping, Sequence

    from otlint.changes import Changes
    from otlint.checking import Fixed, Outcome
    from otlint.cli.narrowing import Shelf, Touched
    from otlint.cli.outputs import Output
    from otlint.cli.suppressions import Suppressor
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
    show_files: bool = False
    """List the posts that would be checked, and check none."""
    show_settings: bool = False
    """Say which settings hold for them, and check none."""
    baseline: str | None = None
    changed_since: str | None = None
    """Check posts that have changed since a commit alone."""
    changed_lines_since: str | None = None
    """And report what touches lines that have changed."""
    jobs: int | None = None
    """Processes to use; None: as many as help."""
    add_suppressions: str | None = None
    """The reason to give in comments that keep the findings quiet; None: write none."""

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
    unread: list[FileReport] = field(default_factory=list)
    """Paths that lead to no post."""
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
    _refuse(request)
    suppressor = _suppressor(request)
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
    known = known_findings(
        request.baseline, checker, found.files, request.config, isolated=request.isolated
    )
    state = _Run()
    for text in checker.former_names(found.files):
        complain(text)
    _discovery(found, state)
    files, changes = _changed(found.files, request)
    if request.show_files or request.show_settings:
        from otlint.cli.showing import files_text, settings_text

        text = files_text(files) if request.show_files else settings_text(checker, files)
        emit(text, sys.stdout)
        return state.code
    welcome_paste(files)
    warn_before_sending(checker, files)
    outcomes = check_all(make, files, request.safety, request.jobs)
    levels = []
    for file, outcome in zip(files, progress(outcomes, len(files)), strict=True):
        _one(outcome, file, request, state)
        levels.append(outcome.fail_on)
    touches = None
    if changes and request.changed_lines_since:
        whole = [rule.id for rule in checker.rules_of(files).values() if rule.whole_post]
        touches = [
            touched(one, Path.cwd() / file.path, changes, whole)
            for one, file in zip(state.reports, files, strict=True)
        ]
    # Before the rest is left out: the baseline counts what a whole post has.
    stale = _less_known(state, files, known, touches, request)
    if touches:
        state.reports = list(map(on_changed_lines, state.reports, touches))
    _suppress(state, files, suppressor)
    for one, level in zip(state.reports, levels, strict=True):
        if reaches(one.findings, level):
            state.at_least(FOUND)
    if not (overrides.select or overrides.ignore or request.changed_lines_since):
        _tell_stale(
            state,
            [
                0 if count and checker.ignores(file, STALE) else count
                for count, file in zip(stale, files, strict=True)
            ],
        )
    report = Report((*state.unread, *state.reports), fixed=state.fixed)

    def show(name: str, options: Options) -> str:
        rules = partial(checker.rules_of, files)
        return rendered(name, report, options, rules, request.stdin_filename)

    try:
        _report(report, request, state, show)
    finally:
        # Also when nobody reads standard output any more (`| head`).
        _write(outputs, state, show)
    return state.code


def _refuse(request: Request) -> None:
    """Options that do not go together."""
    if request.unsafe and not (request.fix or request.diff):
        raise UsageError("--unsafe-fixes goes with --fix or --diff")
    lines = request.changed_lines_since is not None
    if lines and request.changed_since is not None:
        raise UsageError("--changed-since and --changed-lines-since do not go together")
    if lines and (request.fix or request.diff):
        raise UsageError(
            "--changed-lines-since reports alone, because fixes go through whole posts: use "
            "--changed-since with --fix or --diff"
        )


def _suppressor(request: Request) -> Suppressor | None:
    if request.add_suppressions is None:
        return None
    if request.fix or request.diff:
        raise UsageError(
            "--add-suppressions does not go with --fix or --diff: mend first, then suppress the "
            "rest in a second run"
        )
    from otlint.cli.suppressions import Suppressor

    return Suppressor(request.add_suppressions, request.paths or (".",), request.stdin_filename)


def _suppress(state: _Run, files: Sequence[File], suppressor: Suppressor | None) -> None:
    """Write comments for what is reported, where that is asked for."""
    if suppressor is None:
        return
    for number, file in enumerate(files):
        before = state.reports[number]
        quieted = suppressor.suppress(before, file)
        state.reports[number] = quieted.report
        state.stdin_data = quieted.stdin_data or state.stdin_data
        state.at_least(quieted.code)
        if quieted.report.error is not None and before.error is None:
            complain(f"{quieted.report.path}: {quieted.report.error}")
    suppressor.close()


def _changed(files: Sequence[File], request: Request) -> tuple[tuple[File, ...], Changes | None]:
    """The posts that have changed, where only those are asked for."""
    # An empty name is an unset variable of a script more often than not: git knows no such commit.
    refs = (request.changed_since, request.changed_lines_since)
    ref = next((one for one in refs if one is not None), None)
    if ref is None:
        return tuple(files), None
    from otlint.changes import changes_since

    if any(file.stdin for file in files):
        raise UsageError("what has changed is known of files alone, not of standard input")
    changes = changes_since(ref, Path.cwd())
    kept = tuple(file for file in files if changes.holds(Path.cwd() / file.path))
    if not kept:
        complain(f"no post has changed since {ref}")
    return kept, changes


def _less_known(
    state: _Run,
    files: Sequence[File],
    known: Mapping[File, Shelf],
    touches: Sequence[Touched] | None,
    request: Request,
) -> list[int]:
    """Take out of the reports what the baseline knows; returns stale entries of each."""
    names = [request.stdin_filename or "-" if file.stdin else file.path for file in files]
    paths = [Path.cwd() / name for name in names]
    shelves = list(map(known.get, files))
    state.reports, stale, hidden = what_is_new(state.reports, paths, shelves, touches)
    if hidden:
        findings = "1 finding is" if hidden == 1 else f"{hidden:,} findings are"
        complain(f"{findings} in the baseline and not reported")
    return stale


def _tell_stale(state: _Run, stale: Sequence[int]) -> None:
    state.reports = [
        replace(report, findings=(stale_entries(count), *report.findings)) if count else report
        for report, count in zip(state.reports, stale, strict=True)
    ]


def _discovery(found: Discovery, state: _Run) -> None:
    for notice in found.notices:
        complain(f"{notice.path}: {notice.message}")
    for error in found.errors:
        complain(f"{error.path}: {error.message}")
        state.unread.append(FileReport(error.path, None, error=error.message))
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
    for text in report.failures:
        complain(f"{report.path}: {text}")
        state.at_least(BUG if outcome.bug else FAILED)
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


def _write(outputs: Sequence[Output], state: _Run, show: Callable[[str, Options], str]) -> None:
    """Write the reports to files; one that cannot be written keeps none of the others back."""
    for output in outputs:
        try:
            write_output(show(output.format, Options(show_all=True)), output.path)
        except UsageError as error:
            complain(str(error))
            state.at_least(FAILED)


def _emit_diff(diffs: Sequence[str]) -> None:
    from otlint.diffing import coloured

    options = Options.for_stream(sys.stdout)
    for diff in diffs:
        if options.colour:
            emit(coloured(diff, options.encoding), sys.stdout)
        else:
            emit(diff, sys.stdout, utf8=True)
