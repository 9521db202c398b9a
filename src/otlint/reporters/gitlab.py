"""A code quality report for GitLab, shown in merge requests."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from otlint.model import Severity
from otlint.reporters.identity import identity
from otlint.reporters.json import valid
from otlint.reporters.wording import whole_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Source, Span
    from otlint.report import FileReport, Report
    from otlint.reporters.options import Options

_LEVELS: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.SUGGESTION: "info"}


def render(report: Report, options: Options) -> str:  # noqa: ARG001 - the same everywhere
    """A JSON array, an entry a finding.

    Source: GitLab Docs, "Code Quality", the format of custom tools. The fingerprint stays the same
    when other parts of a post change, so that a merge request shows what is new. What could not be
    read or checked is a blocker.
    """
    return json.dumps(list(_entries(report)), ensure_ascii=False, indent=2) + "\n"


def _entries(report: Report) -> Iterator[dict[str, Any]]:
    for file in report.read:
        if file.source is None:
            continue
        seen: Counter[str] = Counter()
        for finding in file.findings:
            yield {
                "description": valid(whole_message(finding)),
                "check_name": finding.rule,
                "fingerprint": identity(finding, seen, file.path),
                "severity": _LEVELS[finding.severity],
                "location": _location(file, file.source, finding.span),
            }
        for one in file.unchecked:
            yield {
                "description": valid(one.message),
                "check_name": "otlint/unchecked",
                "fingerprint": identity(None, seen, file.path),
                "severity": "blocker",
                "location": _location(file, file.source, one.span),
            }
    for file in report.unread:
        yield {
            "description": valid(file.error or ""),
            "check_name": "otlint/unreadable",
            "fingerprint": identity(None, Counter(), file.path),
            "severity": "blocker",
            "location": {"path": valid(file.path), "lines": {"begin": 1, "end": 1}},
        }


def _location(file: FileReport, source: Source, span: Span) -> dict[str, Any]:
    start, end = source.position(span.start), source.position(span.end)
    return {"path": valid(file.path), "lines": {"begin": start.line, "end": end.line}}
