"""`otlint check --add-suppressions`: write comments for what was found, and say what is left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from otlint import source, suppressing
from otlint.cli import FAILED, FOUND, OK, complain
from otlint.discovery import format_of
from otlint.errors import InputError
from otlint.parsing import parse
from otlint.reporters.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otlint.discovery import File
    from otlint.report import FileReport


@dataclass(frozen=True, slots=True)
class Quieted:
    """A post with its comments written: the report on the new text, and the least exit code."""

    report: FileReport
    code: int = OK
    stdin_data: bytes | None = None
    """The new text where the post came from standard input."""


class Suppressor:
    """Writes the comments of a run."""

    def __init__(self, reason: str, roots: Sequence[str], stdin_filename: str | None) -> None:
        """Write nothing yet.

        Args:
            reason: What each comment says.
            roots: As for `source.write`.
            stdin_filename: The file name that standard input stands for.

        Raises:
            UsageError: The reason cannot stand in a comment.
        """
        self._reason = suppressing.checked_reason(reason)
        self._roots = tuple(roots)
        self._stdin_filename = stdin_filename
        self._findings = 0
        self._posts = 0

    def suppress(self, report: FileReport, file: File) -> Quieted:
        """Write the comments for what a report says of a post."""
        if report.source is None:
            return Quieted(report)
        name = (self._stdin_filename or "post.txt") if file.stdin else file.path
        document = parse(report.source, format_of(name))
        if not report.findings:
            data = source.encode(report.source, report.source.text) if file.stdin else None
            return Quieted(report, OK, data)
        try:
            done = suppressing.suppress(document, report.findings, self._reason)
        except InputError as error:
            found = counted(len(report.findings), "finding")
            complain(f"{report.path}: {found} not suppressed: {error}")
            return Quieted(report, FAILED)
        new, data = done.document.source, None
        try:
            if file.stdin:
                data = source.encode(report.source, new.text)
            else:
                source.write(file.path, report.source, new.text, roots=self._roots)
        except InputError as error:
            return Quieted(replace(report, source=None, findings=(), error=str(error)), FAILED)
        self._findings += len(report.findings) - len(done.left)
        self._posts += bool(done.edits)
        for finding in done.left:
            line = new.position(finding.span.start).line
            complain(
                f"{report.path}: line {line}: {finding.rule} could not be suppressed: there is no "
                "place for a comment that changes nothing else"
            )
        report = replace(report, source=new, findings=done.left)
        return Quieted(report, FOUND if done.left else OK, data)

    def close(self) -> None:
        """Say how much was suppressed."""
        findings, posts = counted(self._findings, "finding"), counted(self._posts, "post")
        complain(f"suppressed {findings} in {posts}")
