"""Reports as JSON and back, without the text of the post: what the cache keeps.

Lists rather than objects where there are many of a kind: a cache is read far more often than
looked at. `VERSION` changes with the form, and an entry of another version counts as none.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, Final

from otlint.model import Edit, Finding, Fix, Safety, Severity, Span
from otlint.readability import Readability, Scores, SectionScores
from otlint.report import FileReport
from otlint.targets import Targets

if TYPE_CHECKING:
    from otlint.model import Source

VERSION: Final = 1
_SCORES: Final = tuple(field.name for field in fields(Scores))


def as_data(report: FileReport) -> dict[str, Any]:
    """A report of a post that was read, as plain data; path and source are left out."""
    return {
        "locale": report.locale,
        "audience": report.audience,
        "notices": list(report.notices),
        "findings": [_finding(finding) for finding in report.findings],
        "readability": None if report.readability is None else _readability(report.readability),
    }


def from_data(data: dict[str, Any], path: str, source: Source) -> FileReport:
    """The report that `as_data` took down.

    Raises:
        ValueError, KeyError, TypeError, IndexError: This is something else.
    """
    readability = data["readability"]
    return FileReport(
        path,
        source,
        tuple(_finding_from(*finding) for finding in data["findings"]),
        None if readability is None else _readability_from(readability),
        tuple(map(str, data["notices"])),
        locale=str(data["locale"]),
        audience=str(data["audience"]),
    )


def _finding(finding: Finding) -> list[Any]:
    return [
        finding.rule,
        finding.span.start,
        finding.span.end,
        finding.message,
        int(finding.severity),
        _fix(finding.fix),
        list(finding.suggestions),
        finding.confidence,
        finding.fingerprint,
    ]


def _finding_from(
    rule: str,
    start: int,
    end: int,
    message: str,
    severity: int,
    fix: list[Any] | None,
    suggestions: list[str],
    confidence: float | None,
    fingerprint: str,
) -> Finding:
    return Finding(
        rule,
        Span(start, end),
        message,
        Severity(severity),
        None if fix is None else _fix_from(*fix),
        tuple(suggestions),
        confidence,
        fingerprint,
    )


def _fix(fix: Fix | None) -> list[Any] | None:
    if fix is None:
        return None
    edits = [[edit.span.start, edit.span.end, edit.text] for edit in fix.edits]
    return [fix.title, edits, fix.safety.value]


def _fix_from(title: str, edits: list[list[Any]], safety: str) -> Fix:
    return Fix(
        title,
        tuple(Edit(Span(start, end), text) for start, end, text in edits),
        Safety(safety),
    )


def _readability(readability: Readability) -> dict[str, Any]:
    sections = readability.sections
    return {
        "scores": _values(readability.scores),
        "targets": _values(readability.targets),
        "hardest": [[span.start, span.end] for span in readability.hardest],
        "sections": None if sections is None else [_section(section) for section in sections],
    }


def _readability_from(data: dict[str, Any]) -> Readability:
    sections = data["sections"]
    return Readability(
        _scores_from(data["scores"]),
        Targets(*data["targets"]),
        tuple(Span(start, end) for start, end in data["hardest"]),
        None if sections is None else tuple(_section_from(*section) for section in sections),
    )


def _section(section: SectionScores) -> list[Any]:
    span = section.span
    return [section.heading, section.level, span.start, span.end, _values(section.scores)]


def _section_from(
    heading: str, level: int, start: int, end: int, scores: list[Any]
) -> SectionScores:
    return SectionScores(heading, level, Span(start, end), _scores_from(scores))


def _values(record: Scores | Targets) -> list[Any]:
    values = (getattr(record, field.name) for field in fields(record))
    return [list(value) if isinstance(value, tuple) else value for value in values]


def _scores_from(values: list[Any]) -> Scores:
    named = dict(zip(_SCORES, values, strict=True))
    return Scores(**{**named, "low_confidence": tuple(named["low_confidence"])})
