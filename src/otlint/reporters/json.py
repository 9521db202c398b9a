"""The report for programs: one JSON object, described by docs/report.schema.json."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from otlint.model import Finding, Fix, Source
    from otlint.readability import Readability
    from otlint.report import FileReport, Report
    from otlint.reporters.options import Options

VERSION: Final = 1
"""Changes only when a program that reads the report would break."""


def render(report: Report, options: Options) -> str:  # noqa: ARG001 - JSON is the same everywhere
    """The report as JSON, to be written as UTF-8; `as_data` says what is in it."""
    return json.dumps(as_data(report), ensure_ascii=False, indent=2) + "\n"


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data.

    Offsets are code points of the decoded text, without BOM and with its newlines as they are;
    ends are exclusive; lines and columns count from 1. Files stand in the order of the run,
    findings in the order of their places, and unreadable files in `errors`.
    """
    return {
        "version": VERSION,
        "files": [_file(file, file.source) for file in report.read if file.source is not None],
        "errors": errors_data(report),
        "summary": {
            "files": len(report.read),
            "errors": report.errors,
            "warnings": report.warnings,
            "suggestions": report.suggestions,
        },
    }


def render_readability(report: Report, options: Options) -> str:  # noqa: ARG001 - as above
    """The scores of `otlint readability` as JSON: by post and by section, with the targets."""
    data = {
        "version": VERSION,
        "files": [
            {
                "path": valid(file.path),
                "locale": file.locale,
                "audience": file.audience,
                "readability": _readability(file.readability),
            }
            for file in report.read
            if file.source is not None
        ],
        "errors": errors_data(report),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def errors_data(report: Report) -> list[dict[str, str]]:
    """What could not be read, and then what could not be checked, as plain data."""
    return [
        {"path": valid(file.path), "message": valid(message)}
        for file in (*report.unread, *report.partly_read)
        for message in file.failures
    ]


def _readability(readability: Readability | None) -> dict[str, Any] | None:
    if readability is None:
        return None
    from otlint.readability import as_json

    return as_json(readability)


def _file(file: FileReport, source: Source) -> dict[str, Any]:
    return {
        "path": valid(file.path),
        "locale": file.locale,
        "audience": file.audience,
        "readability": _readability(file.readability),
        "findings": [finding_data(finding, source) for finding in file.findings],
    }


def finding_data(finding: Finding, source: Source) -> dict[str, Any]:
    """A finding as plain data."""
    span = finding.span
    return {
        "rule": finding.rule,
        "severity": finding.severity.label,
        "message": valid(finding.message),
        "span": {"start": span.start, "end": span.end},
        "start": _position(source, span.start),
        "end": _position(source, span.end),
        "text": source.text[span.start : span.end],
        "suggestions": list(finding.suggestions),
        "confidence": finding.confidence,
        "fix": _fix(finding.fix),
    }


def _position(source: Source, offset: int) -> dict[str, int]:
    position = source.position(offset)
    return {"line": position.line, "column": position.column}


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {
        "title": fix.title,
        "safety": fix.safety.value,
        "edits": [
            {"start": edit.span.start, "end": edit.span.end, "text": edit.text}
            for edit in fix.edits
        ],
    }


def valid(text: str) -> str:
    """The text as UTF-8 can hold it: a file name may have bytes that are no text."""
    return text.encode("utf-8", "replace").decode("utf-8")
