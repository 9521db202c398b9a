"""Reviewdog's diagnostics: comments with suggestions to click in a pull request."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from otlint.model import Severity
from otlint.reporters.columns import utf8_column
from otlint.reporters.json import valid
from otlint.reporters.replacements import replacements
from otlint.reporters.wording import whole_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Finding, Source, Span
    from otlint.report import Report
    from otlint.reporters.options import Options

URL: Final = "https://pypi.org/project/otlint/"
_LEVELS: Final = {
    Severity.ERROR: "ERROR",
    Severity.WARNING: "WARNING",
    Severity.SUGGESTION: "INFO",
}


def render(report: Report, options: Options) -> str:  # noqa: ARG001 - the same everywhere
    """One `DiagnosticResult` of the Reviewdog Diagnostic Format (rdjson).

    Lines count from 1, columns in bytes of UTF-8 from 1; ends are exclusive. A suggestion replaces
    its range: see `replacements`.
    """
    data = {
        "source": {"name": "otlint", "url": URL},
        "diagnostics": [*_findings(report), *_unread(report), *_unchecked(report)],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _findings(report: Report) -> Iterator[dict[str, Any]]:
    for file in report.read:
        if file.source is None:
            continue
        for finding in file.findings:
            found: dict[str, Any] = {
                "message": valid(whole_message(finding)),
                "location": {
                    "path": valid(file.path),
                    "range": _range(file.source, finding.span),
                },
                "severity": _LEVELS[finding.severity],
                "code": {"value": finding.rule},
            }
            if suggestions := _suggestions(file.source, finding):
                found["suggestions"] = suggestions
            yield found


def _unread(report: Report) -> Iterator[dict[str, Any]]:
    for file in report.unread:
        yield {
            "message": valid(file.error or ""),
            "location": {"path": valid(file.path)},
            "severity": "ERROR",
        }


def _unchecked(report: Report) -> Iterator[dict[str, Any]]:
    for file in report.partly_read:
        if file.source is None:
            continue
        for one in file.unchecked:
            yield {
                "message": valid(one.message),
                "location": {"path": valid(file.path), "range": _range(file.source, one.span)},
                "severity": "ERROR",
            }


def _suggestions(source: Source, finding: Finding) -> list[dict[str, Any]]:
    """Each is accepted by itself, so that edits that belong together cannot be offered."""
    return [
        {"range": _range(source, edit.span), "text": edit.text}
        for fix in replacements(finding)
        if len(fix.edits) == 1
        for edit in fix.edits
    ]


def _range(source: Source, span: Span) -> dict[str, Any]:
    return {"start": _position(source, span.start), "end": _position(source, span.end)}


def _position(source: Source, offset: int) -> dict[str, int]:
    return {"line": source.position(offset).line, "column": utf8_column(source, offset)}
