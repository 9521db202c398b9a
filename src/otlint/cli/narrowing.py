"""What of a run is reported: the changed lines, and what the baseline does not know."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from otlint import baseline
from otlint.model import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from otlint.baseline import Baseline
    from otlint.changes import Changes
    from otlint.report import FileReport

Touched = Callable[[Finding], bool]
"""Whether a finding touches what has changed."""


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """A baseline, and the folder that its paths begin in; each is its own."""

    known: Baseline
    folder: Path


def touched(
    report: FileReport, path: Path, changes: Changes, whole_post: Collection[str]
) -> Touched:
    """Tells which findings of a report touch a changed line.

    Findings of `whole_post` rules, which point at one place but are about the post, count where
    any line has changed.
    """
    if report.source is None or not report.findings:
        return lambda _: False
    source, lines = report.source, changes.lines(path)

    def touches(finding: Finding) -> bool:
        if finding.rule in whole_post:
            return bool(lines.ranges)
        return bool(lines.touch(source, finding.span))

    return touches


def on_changed_lines(report: FileReport, touches: Touched) -> FileReport:
    """The report with the findings that touch a changed line."""
    return replace(report, findings=tuple(filter(touches, report.findings)))


def what_is_new(
    reports: Sequence[FileReport],
    paths: Sequence[Path],
    shelves: Sequence[Shelf | None],
    touches: Sequence[Touched] | None = None,
) -> tuple[list[FileReport], list[int], int]:
    """The reports less what the baselines know.

    Args:
        reports: What was found.
        paths: The file of each report.
        shelves: The baseline that holds for each; None where none does.
        touches: Where only changes are reported, what tells them: of the same finding several
            times, those that stand where nothing has changed are taken for the known ones.

    Returns:
        The reports; how many entries of the baseline are stale, for each; and how many findings
        were taken out (of those that touch a change, where only changes are reported).
    """
    groups: dict[Shelf, list[int]] = defaultdict(list)
    for index, shelf in enumerate(shelves):
        if shelf is not None and reports[index].source is not None:
            groups[shelf].append(index)
    new, stale, hidden = list(reports), [0] * len(reports), 0
    for shelf, indexes in groups.items():
        places = {index: baseline.place_of(paths[index], shelf.folder) for index in indexes}
        found = {place: baseline.keys(reports[index].findings) for index, place in places.items()}
        known = baseline.followed(shelf.known, found, _exists_in(shelf.folder))
        for index, place in places.items():
            report = reports[index]
            touch = touches[index] if touches else None
            sifted = baseline.sift(report.findings, known.posts.get(place, Counter()), touch)
            new[index] = replace(report, findings=sifted.new)
            stale[index] = sifted.stale
            hidden += sum(map(touch, sifted.known)) if touch else len(sifted.known)
    return new, stale, hidden


def _exists_in(folder: Path) -> Callable[[str], bool]:
    return lambda place: (folder / place).exists()
