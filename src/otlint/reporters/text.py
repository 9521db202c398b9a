"""The report for an author: what to mend, where, and what to write instead."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from otlint.model import Severity
from otlint.reporters.canvas import Canvas, Piece
from otlint.reporters.cells import cell_width, clean, wrap
from otlint.reporters.frame import PREFERRED, Row, lines_of, rows
from otlint.reporters.marks import Marks
from otlint.reporters.scores import score_line
from otlint.reporters.wording import (
    SAFE_MARK,
    UNSAFE_MARK,
    advice,
    counted,
    fix_mark,
    group_mark,
    severities,
    shown_path,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otlint.model import Finding, Source
    from otlint.report import FileReport, Report
    from otlint.reporters.options import Options


def render(report: Report, options: Options) -> str:
    """One block per post, the worst first, then what it comes to.

    Errors and warnings stand in code frames. Suggestions are counted, one line a rule, unless
    `options.show_all`. Posts with nothing to say about them get no block, but a lone post always
    has its readability shown.
    """
    writer = _Writer(options)
    alone = len(report.files) == 1
    for file in sorted(report.read, key=_worst_first):
        if file.findings or file.notices or alone:
            writer.block(file)
    writer.closing(report)
    return writer.canvas.render()


def _worst_first(file: FileReport) -> tuple[int, int, str]:
    return -file.errors, -file.warnings, file.path


class _Writer:
    """Draws the report on a canvas."""

    def __init__(self, options: Options) -> None:
        self.canvas = Canvas(options)
        self.options = options
        self.marks = Marks.of(options)

    def block(self, file: FileReport) -> None:
        """All there is to say about one post."""
        self._header(file)
        for notice in file.notices:
            self._wrapped(("note: ", "faint"), self._clean(notice), style="faint")
        if file.notices:
            self.canvas.line()
        framed, folded = self._split(file.findings)
        if file.source is not None:
            self._frames(framed, file.source)
            self._folded(folded, file.source)
            self._readability(file, file.source)

    def _split(self, findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
        """The findings to show in frames, errors and warnings first, and those to count."""
        serious = [f for f in findings if f.severity > Severity.SUGGESTION]
        others = [f for f in findings if f.severity == Severity.SUGGESTION]
        return (serious + others, []) if self.options.show_all else (serious, others)

    def _header(self, file: FileReport) -> None:
        parts = [
            (counted(number, noun), noun)
            for number, noun in ((file.errors, "error"), (file.warnings, "warning"))
            if number
        ]
        if not parts and file.suggestions:
            parts = [(counted(file.suggestions, "suggestion"), "suggestion")]
        counts: list[Piece] = []
        for text, style in parts:
            counts += [", " if counts else "", (text, style)]
        size = sum(cell_width(text if isinstance(text, str) else text[0]) for text in counts)
        name = self._tail(shown_path(file.path, self.options), self.canvas.width - size - 5)
        fill = self.canvas.width - cell_width(name) - size - (2 if counts else 1)
        self.canvas.line(
            (name, "strong"),
            " ",
            (self.marks.rule * max(fill, 2), "frame"),
            " " if counts else "",
            *counts,
        )
        self.canvas.line()

    def _tail(self, path: str, room: int) -> str:
        """The path, cut at its beginning: its end names the post."""
        if cell_width(path) <= room:
            return path
        while path and cell_width(path) > room - len(self.marks.ellipsis):
            path = path[1:]
        return self.marks.ellipsis + path

    def _frames(self, findings: Sequence[Finding], source: Source) -> None:
        if not findings:
            return
        digits = max(len(str(lines_of(source, finding.span)[1])) for finding in findings)
        for finding in findings:
            self._frame(finding, source, digits)

    def _frame(self, finding: Finding, source: Source, digits: int) -> None:
        style = finding.severity.label
        mark = fix_mark(finding)
        title = finding.severity.label
        message = self._clean(finding.message)
        indent = cell_width(f"{title}{mark}: ")
        first, *rest = self._hang(message, indent)
        self.canvas.line((title, style), (mark, "fix"), (": ", style), (first, "strong"))
        for line in rest:
            self.canvas.line((line, "strong"))
        place = source.position(finding.span.start)
        margin = " " * (digits + 1)
        self._place(f"{place.line}:{place.column}", self._clean(finding.rule), margin)
        room = min(self.canvas.width - digits - 3, PREFERRED)
        shown = rows(source, finding.span, room, self.options.encoding, self.marks.ellipsis)
        for i, row in enumerate(shown):
            if i and row.line > shown[0].line + 1:
                self.canvas.line((f"{margin}{self.marks.gap}", "frame"))
            self._row(row, digits, style)
        self._help(finding, margin)
        self.canvas.line()

    def _place(self, place: str, rule: str, margin: str) -> None:
        start = f"{margin}{self.marks.corner} "
        dot = f" {self.marks.dot} "
        if cell_width(start + place + dot + rule) <= self.canvas.width:
            self.canvas.line((start, "frame"), place, (dot, "frame"), (rule, "faint"))
        else:
            self.canvas.line((start, "frame"), place)
            self.canvas.line((f"{margin}{self.marks.bar} ", "frame"), (rule, "faint"))

    def _row(self, row: Row, digits: int, style: str) -> None:
        bar = self.marks.bar
        self.canvas.line(
            (f"{row.line:>{digits}} {bar} ", "frame"), row.before, (row.marked, style), row.after
        )
        self.canvas.line(
            (f"{'':>{digits}} {bar} ", "frame"), " " * row.before_width, ("^" * row.width, style)
        )

    def _help(self, finding: Finding, margin: str) -> None:
        text = advice(finding)
        if text is None:
            return
        start = f"{margin}{self.marks.foot} "
        label = "help: "
        first, *rest = self._hang(self._clean(text), len(start) + len(label))
        self.canvas.line((start, "frame"), (label, "help"), first)
        for line in rest:
            self.canvas.line(line)

    def _folded(self, findings: Sequence[Finding], source: Source) -> None:
        """One counted line for each rule, the most frequent first."""
        if not findings:
            return
        by_rule: dict[str, list[Finding]] = defaultdict(list)
        for finding in findings:
            by_rule[finding.rule].append(finding)
        self.canvas.line(
            (counted(len(findings), "suggestion"), "suggestion"), " (show them with --all)"
        )
        ordered = sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0]))
        digits = max(len(str(len(group))) for group in by_rule.values())
        widest = max(cell_width(rule) for rule in by_rule)
        marked = any(fix_mark(finding) for finding in findings)
        for rule, group in ordered:
            start = f"  {len(group):>{digits}} "
            mark = group_mark(group) if marked else ""
            pad = " " * (widest - cell_width(rule) + 1)
            room = self.canvas.width - len(start) - widest - 2 - (4 if marked else 0)
            self.canvas.line(
                start,
                self._clean(rule),
                pad,
                (f"{mark:<3} " if marked else "", "fix"),
                (self._places(group, source, room), "faint"),
            )
        self.canvas.line()

    def _places(self, findings: Sequence[Finding], source: Source, room: int) -> str:
        """Where a rule found something: "line 3", "lines 3, 8 and 12-14"; "" without room."""
        names: list[str] = []
        for finding in findings:
            first, last = lines_of(source, finding.span)
            name = str(first) if first == last else f"{first}{self.marks.range}{last}"
            if name not in names:
                names.append(name)
        label = "line" if len(names) == 1 and names[0].isdigit() else "lines"
        text = f"{label} {', '.join(names)}"
        while names and cell_width(text) > room:
            names.pop()
            text = f"{label} {', '.join(names)}, {self.marks.ellipsis}"
        return text if names else ""

    def _readability(self, file: FileReport, source: Source) -> None:
        line = score_line(file.readability, source, file.audience)
        if line is None:
            return
        self._wrapped(("readability: ", "good" if line.on_target else "suggestion"), line.text)
        self.canvas.line()

    def closing(self, report: Report) -> None:
        """How much was found, in how many posts, and what `--fix` can do about it."""
        if not report.files:
            self.canvas.line("No posts to check.")
            return
        if report.fixed:
            self.canvas.line((f"Fixed {counted(report.fixed, 'problem')}.", "good"))
        found = severities(report.errors, report.warnings, report.suggestions)
        if found:
            left = "Left:" if report.fixed else "Found"
            for line in wrap(f"{left} {found} in {_in_posts(report)}.", self.canvas.width):
                self.canvas.line((line, "strong"))
        if report.unread:
            self.canvas.line((f"{counted(len(report.unread), 'file')} could not be read.", "error"))
        if report.partly_read:
            files = counted(len(report.partly_read), "file")
            self.canvas.line((f"{files} could not be checked in every place.", "error"))
        if not found and report.complete:
            self.canvas.line(("All checks passed!", "good"))
        if report.fixable_safe:
            self._footnote(SAFE_MARK, f"{report.fixable_safe:,} fixable with `--fix`.")
        if report.fixable_unsafe:
            more = "more " if report.fixable_safe else ""
            self._footnote(
                UNSAFE_MARK,
                f"{report.fixable_unsafe:,} {more}fixable with `--fix --unsafe-fixes`:"
                " look at each of them.",
            )

    def _footnote(self, mark: str, text: str) -> None:
        self._wrapped((f"{mark} ", "fix"), text)

    def _wrapped(self, label: tuple[str, str], text: str, style: str | None = None) -> None:
        """A label and a text that hangs beside it."""
        first, *rest = self._hang(text, cell_width(label[0]))
        self.canvas.line(label, (first, style) if style else first)
        for line in rest:
            self.canvas.line((line, style) if style else line)

    def _hang(self, text: str, indent: int) -> list[str]:
        """The lines of a text whose first line starts at `indent`, the others below it.

        Where that would leave them little room, they start near the margin.
        """
        hang = indent if indent * 10 <= self.canvas.width * 3 else 2
        first, *rest = wrap(text, self.canvas.width - hang, self.canvas.width - indent)
        return [first, *(" " * hang + line for line in rest)]

    def _clean(self, text: str) -> str:
        return clean(text, self.options.encoding)


def _in_posts(report: Report) -> str:
    """How many posts the findings are in: "3 files", or "3 of 12 files"."""
    with_findings = sum(bool(file.findings) for file in report.files)
    total = len(report.read)
    if with_findings == total:
        return counted(total, "file")
    return f"{with_findings:,} of {counted(total, 'file')}"
