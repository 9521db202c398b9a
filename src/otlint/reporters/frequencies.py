"""How often each rule found something: the report of `--statistics`."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from otlint.reporters.canvas import Canvas
from otlint.reporters.cells import clean
from otlint.reporters.wording import SAFE_MARK, UNSAFE_MARK, counted, group_mark, severities

if TYPE_CHECKING:
    from otlint.model import Finding
    from otlint.report import Report
    from otlint.reporters.options import Options


def render(report: Report, options: Options) -> str:
    """A table of rules, the most frequent first: count, rule, mark of its fixes, severity."""
    canvas = Canvas(options)
    by_rule: dict[str, list[Finding]] = defaultdict(list)
    for file in report.read:
        for finding in file.findings:
            by_rule[finding.rule].append(finding)
    if not by_rule:
        canvas.line(("All checks passed!" if report.complete else "Nothing found.", "good"))
        return canvas.render()
    digits = max(len(f"{len(group):,}") for group in by_rule.values())
    widest = max(len(rule) for rule in by_rule)
    for rule, group in sorted(by_rule.items(), key=lambda item: (-len(item[1]), item[0])):
        severity = max(finding.severity for finding in group).label
        canvas.line(
            (f"{len(group):>{digits},}", "strong"),
            f"  {clean(rule, options.encoding):<{widest}}  ",
            (f"{group_mark(group):<3}", "fix"),
            "  ",
            (severity, severity),
        )
    canvas.line()
    found = severities(report.errors, report.warnings, report.suggestions)
    canvas.line((f"{found} in {counted(len(report.read), 'file')}.", "strong"))
    if report.fixable_safe:
        canvas.line((SAFE_MARK, "fix"), f" {report.fixable_safe:,} fixable with `--fix`.")
    if report.fixable_unsafe:
        canvas.line(
            (UNSAFE_MARK, "fix"),
            f" {report.fixable_unsafe:,} fixable with `--fix --unsafe-fixes`.",
        )
    return canvas.render()
