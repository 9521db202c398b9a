"""SARIF 2.1.0, the format of GitHub code scanning (OASIS standard, 2020)."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from otlint import __version__
from otlint.model import Severity
from otlint.registry import builtin_rules
from otlint.reporters.columns import utf16_column
from otlint.reporters.identity import identity
from otlint.reporters.json import valid
from otlint.reporters.rdjson import URL
from otlint.reporters.replacements import replacements
from otlint.reporters.rule_help import as_markdown, as_text
from otlint.reporters.wording import whole_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Fix, Source, Span
    from otlint.report import FileReport, Report
    from otlint.reporters.options import Options
    from otlint.rule import Rule

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "note"}
_PAGE: Final = f"https://github.com/otlint/otlint/blob/v{__version__}/docs/rules.md#{{}}"


def render(report: Report, options: Options) -> str:  # noqa: ARG001 - the same everywhere
    """One SARIF log with one run.

    Lines count from 1, columns in UTF-16 code units from 1; ends are exclusive. Rules stand in the
    log where they found something, with their help. What could not be read or checked makes the run
    unsuccessful, and is told as a notification of the tool.

    `partialFingerprints` stay the same when other parts of a post change, and when it is renamed:
    services add the path themselves. `primaryLocationLineHash`, which GitHub reads, is left to its
    upload action: that makes it from the lines as GitHub sees them, where a report has none.
    """
    rules = sorted({finding.rule for file in report.read for finding in file.findings})
    numbers = {rule: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "otlint",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": URL,
                "rules": [_rule(rule, report.rules.get(rule)) for rule in rules],
            }
        },
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "originalUriBaseIds": {
            "%SRCROOT%": {"description": {"text": "The root of the repository."}}
        },
        "automationDetails": {"id": "otlint/"},
        "invocations": [
            {
                "executionSuccessful": report.complete,
                "toolExecutionNotifications": [
                    *(_notification(file, file.error or "") for file in report.unread),
                    *(
                        _notification(file, one.message, one.span)
                        for file in report.partly_read
                        for one in file.unchecked
                    ),
                ],
            }
        ],
        "results": [
            result
            for file in report.read
            if file.source is not None
            for result in _results(file, file.source, numbers)
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(rule_id: str, rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"id": rule_id}
    described = {
        "id": rule_id,
        "name": "".join(part.capitalize() for part in rule_id.replace("/", "-").split("-")),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": as_text(rule), "markdown": as_markdown(rule)},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.category]},
    }
    if builtin_rules().get(rule_id) is rule:  # those of a house have no page
        described["helpUri"] = _PAGE.format(rule_id.replace("/", ""))
    return described


def _notification(file: FileReport, message: str, span: Span | None = None) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": _artifact(file.path)}
    if span is not None and file.source is not None:
        place["region"] = _region(file.source, span)
    return {
        "level": "error",
        "message": {"text": valid(message)},
        "locations": [{"physicalLocation": place}],
    }


def _results(file: FileReport, source: Source, numbers: dict[str, int]) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for finding in file.findings:
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": numbers[finding.rule],
            "level": _LEVELS[finding.severity],
            "message": {"text": valid(whole_message(finding))},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": _artifact(file.path),
                        "region": _region(source, finding.span),
                    }
                }
            ],
            "partialFingerprints": {"otlint/v1": identity(finding, seen)},
        }
        if fixes := replacements(finding):
            result["fixes"] = [_fix(file, source, fix) for fix in fixes]
        yield result


def _fix(file: FileReport, source: Source, fix: Fix) -> dict[str, Any]:
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {
                "artifactLocation": _artifact(file.path),
                "replacements": [
                    {
                        "deletedRegion": _region(source, edit.span),
                        "insertedContent": {"text": edit.text},
                    }
                    for edit in fix.edits
                ],
            }
        ],
    }


def _region(source: Source, span: Span) -> dict[str, int]:
    return {
        "startLine": source.position(span.start).line,
        "startColumn": utf16_column(source, span.start),
        "endLine": source.position(span.end).line,
        "endColumn": utf16_column(source, span.end),
    }


def _artifact(path: str) -> dict[str, str]:
    """A post inside the repository by its path there, another one by its whole address."""
    if PurePath(path).is_absolute():
        return {"uri": PurePath(path).as_uri()}
    # A file name may have bytes that are no text.
    return {"uri": quote(os.fsencode(path)), "uriBaseId": "%SRCROOT%"}
