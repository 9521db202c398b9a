"""What of a run is reported: the changed lines, and what the baseline does not know."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from otlint import baseline

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from otlint.baseline import Baseline
    from otlint.changes import Changes
    from otlint.report import FileReport


def on_changed_lines(
    report: FileReport, path: Path, changes: Changes, whole_post: Collection[str]
) -> FileReport:
    """The report with the findings that touch a changed line.

    Findings of `whole_post` rules, which point at one place but are about the post, count where
    any line has changed.
    """
    if report.source is None or not report.findings:
        return report
    source, lines = report.source, changes.lines(path)
    kept = tuple(
        finding
        for finding in report.findings
        if (lines.ranges if finding.rule in whole_post else lines.touch(source, finding.span))
    )
    return replace(report, findings=kept)


def what_is_new(
    reports: Sequence[FileReport], paths: Sequence[Path], known: Baseline, folder: Path
) -> tuple[list[FileReport], list[int], int]:
    """The reports less what the baseline knows.

    Args:
        reports: What was found.
        paths: The file of each report.
        known: The baseline.
        folder: Where it lies.

    Returns:
        The reports; how many entries of the baseline are stale, for each; and how many findings
        were taken out.
    """
    places = [baseline.place_of(str(path), folder) for path in paths]
    found = {
        place: baseline.keys(report.findings)
        for place, report in zip(places, reports, strict=True)
        if report.source is not None
    }
    known = baseline.followed(known, found, lambda place: (folder / place).exists())
    new: list[FileReport] = []
    stale: list[int] = []
    hidden = 0
    for place, report in zip(places, reports, strict=True):
        if report.source is None:
            new.append(report)
            stale.append(0)
            continue
        sifted = baseline.sift(report.findings, known.posts.get(place, Counter()))
        new.append(replace(report, findings=sifted.new))
        stale.append(sifted.stale)
        hidden += sifted.known
    return new, stale, hidden
