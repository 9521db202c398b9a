"""What a run found, as plain data: the engine fills it, the reporters show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from otlint.model import Finding, Safety, Severity, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from otlint.readability import Readability
    from otlint.rule import Rule


@dataclass(frozen=True, slots=True)
class Unchecked:
    """A place that an engine could not look at, and in one sentence why and what to do."""

    span: Span
    message: str


@dataclass(frozen=True)
class FileReport:
    """What was found in one post.

    `path` is as the user gave it, "-" for standard input. `findings` are in the order of
    `Finding.sort_key`. `notices` are remarks on how the post was read, one sentence each. `error`
    says why a file could not be read; `source` is then None. Plain data through and through, so
    that it can be kept in a cache and sent between processes.
    """

    path: str
    source: Source | None
    findings: tuple[Finding, ...] = ()
    readability: Readability | None = None
    notices: tuple[str, ...] = ()
    error: str | None = None
    locale: str = "en-US"
    audience: str = "clients"
    unchecked: tuple[Unchecked, ...] = ()
    """What an engine could not look at: the findings are not all there are, and the run fails."""

    @cached_property
    def failures(self) -> tuple[str, ...]:
        """What could not be read or checked, one line each; empty where nothing went wrong."""
        unread = () if self.error is None else (self.error,)
        return *unread, *(
            one.message
            if self.source is None
            else f"line {self.source.position(one.span.start).line}: {one.message}"
            for one in self.unchecked
        )

    @cached_property
    def errors(self) -> int:
        """Number of findings with severity error."""
        return count(self.findings, Severity.ERROR)

    @cached_property
    def warnings(self) -> int:
        """Number of findings with severity warning."""
        return count(self.findings, Severity.WARNING)

    @cached_property
    def suggestions(self) -> int:
        """Number of findings with severity suggestion."""
        return count(self.findings, Severity.SUGGESTION)


@dataclass(frozen=True)
class Report:
    """What was found in all posts of a run, in the order in which they were read.

    `fixed` is the number of fixes that this run has already written: the findings are those that
    remain. `rules` are the rules of the run by id, where a report describes them.
    """

    files: tuple[FileReport, ...]
    fixed: int = 0
    rules: Mapping[str, Rule] = field(default_factory=dict)

    @cached_property
    def read(self) -> tuple[FileReport, ...]:
        """The files that could be read."""
        return tuple(file for file in self.files if file.error is None)

    @cached_property
    def unread(self) -> tuple[FileReport, ...]:
        """The files that could not be read."""
        return tuple(file for file in self.files if file.error is not None)

    @cached_property
    def partly_read(self) -> tuple[FileReport, ...]:
        """The files that could be read, but not checked in every place."""
        return tuple(file for file in self.read if file.unchecked)

    @cached_property
    def complete(self) -> bool:
        """Whether all that was to be looked at was."""
        return not self.unread and not self.partly_read

    @cached_property
    def errors(self) -> int:
        """Number of findings with severity error."""
        return sum(file.errors for file in self.files)

    @cached_property
    def warnings(self) -> int:
        """Number of findings with severity warning."""
        return sum(file.warnings for file in self.files)

    @cached_property
    def suggestions(self) -> int:
        """Number of findings with severity suggestion."""
        return sum(file.suggestions for file in self.files)

    @cached_property
    def fixable_safe(self) -> int:
        """Number of findings that `--fix` can mend."""
        return self._fixable(Safety.SAFE)

    @cached_property
    def fixable_unsafe(self) -> int:
        """Number of findings that only `--fix --unsafe-fixes` can mend."""
        return self._fixable(Safety.UNSAFE)

    def _fixable(self, safety: Safety) -> int:
        return sum(
            finding.fix is not None and finding.fix.safety is safety
            for file in self.files
            for finding in file.findings
        )


def count(findings: Iterable[Finding], severity: Severity) -> int:
    """How many of the findings have this severity."""
    return sum(finding.severity is severity for finding in findings)
