"""JUnit XML, which every CI service can show as tests."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from otlint.reporters.wording import whole_message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Finding, Source
    from otlint.report import FileReport, Report
    from otlint.reporters.options import Options

_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 can hold in no form."""


def render(report: Report, options: Options) -> str:  # noqa: ARG001 - the same everywhere
    """A suite a post: a failure each finding, one passed case where nothing was found.

    What could not be read or checked is an error. Services that show tests take every failure for
    one that matters, so leave out what does not (`--ignore`, `severity`) rather than here.
    """
    failures = report.errors + report.warnings + report.suggestions
    cases = sum(max(1, len(file.findings) + len(file.failures)) for file in report.files)
    errors = sum(len(file.failures) for file in report.files)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="otlint" tests="{cases}" failures="{failures}" errors="{errors}">',
        *(line for file in report.files for line in _suite(file)),
        "</testsuites>",
    ]
    return "".join(f"{line}\n" for line in lines)


def _suite(file: FileReport) -> Iterator[str]:
    path = _attribute(file.path)
    count, errors = len(file.findings), len(file.failures)
    yield (
        f'  <testsuite name={path} tests="{max(1, count + errors)}" failures="{count}"'
        f' errors="{errors}" skipped="0">'
    )
    if file.source is not None:
        for finding in file.findings:
            yield from _case(path, file.source, finding)
    for message in file.failures:
        yield f'    <testcase name="otlint" classname={path}>'
        yield f"      <error message={_attribute(message)}/>"
        yield "    </testcase>"
    if not count and not errors:
        yield f'    <testcase name="otlint" classname={path}/>'
    yield "  </testsuite>"


def _case(path: str, source: Source, finding: Finding) -> Iterator[str]:
    place = source.position(finding.span.start)
    name = f"{finding.rule}:{place.line}:{place.column}"
    shown = source.text[finding.span.start : finding.span.end]
    at = f'classname={path} file={path} line="{place.line}"'
    yield f"    <testcase name={_attribute(name)} {at}>"
    message = _attribute(whole_message(finding))
    yield (
        f'      <failure type="{finding.severity.label}" message={message}>'
        f"{escape(_clean(f'line {place.line}, column {place.column}: {shown}'))}</failure>"
    )
    yield "    </testcase>"


def _attribute(text: str) -> str:
    return quoteattr(_clean(text), {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
