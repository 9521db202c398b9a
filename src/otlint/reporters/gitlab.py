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

    from otlint.report import Report
    from otlint.reporters.options import Options

_LEVELS: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.SUGGESTION: "info"}


def render(report: Report, options: Options) -> str:  # noqa: ARG001 - the same everywhere
    """A JSON array, an entry a finding.

    Source: GitLab Docs, "Code Quality", the format of custom tools. The fingerprint stays the same
    when other parts of a post change, so that a merge request shows what is new. A post that could
    not be read is a blocker.
    """
    return json.dumps(list(_entries(report)), ensure_ascii=False, indent=2) + "\n"


def _entries(report: Report) -> Iterator[dict[str, Any]]:
    for file in report.read:
        if file.source is None:
            continue
        seen: Counter[str] = Counter()
        for finding in file.findings:
            start = file.source.position(finding.span.start)
            end = file.source.position(finding.span.end)
            yield {
                "description": valid(whole_message(finding)),
                "check_name": finding.rule,
                "fingerprint": identity(finding, seen, file.path),
                "severity": _LEVELS[finding.severity],
                "location": {
                    "path": valid(file.path),
                    "lines": {"begin": start.line, "end": end.line},
                },
            }
    for file in report.unread:
        yield {
            "description": valid(file.error or ""),
            "check_name": "otlint/unreadable",
            "fingerprint": identity(None, Counter(), file.path),
            "severity": "blocker",
            "location": {"path": valid(file.path), "lines": {"begin": 1, "end": 1}},
        }
