"""Annotations for GitHub Actions: workflow commands, shown beside the lines of a pull request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from otlint.model import Severity
from otlint.reporters.wording import whole_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Finding, Source, Span
    from otlint.report import FileReport, Report
    from otlint.reporters.options import Options

_LEVELS: Final = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.SUGGESTION: "notice",
}


def render(report: Report, options: Options) -> str:  # noqa: ARG001 - the same everywhere
    """`::error file=...,line=...,col=...,title=rule::message`, a command a finding.

    Source: GitHub Docs, "Workflow commands for GitHub Actions". Columns count from 1 in code
    points; GitHub shows them only where a finding is on one line.
    """
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for file in report.read:
        if file.source is not None:
            for finding in file.findings:
                yield _annotation(file, file.source, finding)
            for one in file.unchecked:
                properties = _place(file, file.source, one.span) | {"title": "otlint"}
                yield _command("error", properties, one.message)
    for file in report.unread:
        yield _command("error", {"file": file.path, "title": "otlint"}, file.error or "")


def _annotation(file: FileReport, source: Source, finding: Finding) -> str:
    properties = _place(file, source, finding.span) | {"title": finding.rule}
    return _command(_LEVELS[finding.severity], properties, whole_message(finding))


def _place(file: FileReport, source: Source, span: Span) -> dict[str, str]:
    start, end = source.position(span.start), source.position(span.end)
    place = {"file": file.path, "line": str(start.line), "endLine": str(end.line)}
    if start.line == end.line:
        # The end is the last column, not the one behind it; an empty span has one column.
        last = max(start.column, end.column - 1)
        place |= {"col": str(start.column), "endColumn": str(last)}
    return place


def _command(level: str, properties: dict[str, str], message: str) -> str:
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {shown}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
