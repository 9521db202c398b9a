"""One line for each finding, for editors, grep and people who know the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otlint.reporters.cells import clean
from otlint.reporters.wording import fix_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.report import Report
    from otlint.reporters.options import Options


def render(report: Report, options: Options) -> str:
    """`path:line:column: severity rule [*] message`, in the order of the report.

    Columns are code points from 1. A line never holds a newline or another control character.
    Every finding is shown, whatever its severity; nothing is shown where nothing was found. What
    could not be read or checked is an error without a rule, at the place that is known.
    """
    return "".join(f"{clean(line, options.encoding)}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for file in report.files:
        if file.error is not None:
            yield f"{file.path}:1:1: error {file.error}"
        if file.source is None:
            continue
        for finding in file.findings:
            place = file.source.position(finding.span.start)
            mark = fix_mark(finding)
            parts = (finding.severity.label, finding.rule, mark, finding.message)
            what = " ".join(part for part in parts if part)
            yield f"{file.path}:{place.line}:{place.column}: {what}"
        for one in file.unchecked:
            place = file.source.position(one.span.start)
            yield f"{file.path}:{place.line}:{place.column}: error {one.message}"
