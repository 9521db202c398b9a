"""The posts of a review: opened one after the other, and written when the author is done."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from otlint import reviewing, source
from otlint.cli import BUG, FAILED, complain
from otlint.cli.narrowing import what_is_new
from otlint.cli.review_words import WordFiles
from otlint.errors import InputError
from otlint.model import Format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from otlint.checking import Checker
    from otlint.cli.narrowing import Shelf
    from otlint.discovery import File
    from otlint.model import Document, Source
    from otlint.report import FileReport
    from otlint.reviewing import State
    from otlint.rewrites import Rewrite
    from otlint.rule import Rule


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks of `review`, beside the settings of posts."""

    paths: tuple[str, ...] = ()
    list_only: bool = False
    """Ask nothing: list what the best suggestions would change."""
    changes: bool = False
    """List what was changed, for posts that are written too."""
    exclude: tuple[str, ...] = ()
    stdin_filename: str | None = None
    config: str | None = None
    isolated: bool = False


@dataclass(slots=True)
class Visit:
    """A post under review."""

    file: File
    number: int
    """Its place among the posts of the run."""
    rules: Mapping[str, Rule]
    vocabulary: Path | None
    """Where words of it go."""
    on_disk: Source
    """The post as it was last read or written."""
    states: list[State]
    """The state after each step; the last one holds."""
    finished: bool = False

    @property
    def state(self) -> State:
        """What the author has chosen so far."""
        return self.states[-1]

    @property
    def changed(self) -> bool:
        """Whether the file is another than it was at first."""
        return self.on_disk != self.states[0].document.source


class Posts:
    """Those that have been opened so far, the last one under review."""

    def __init__(
        self,
        request: Request,
        checker: Checker,
        files: tuple[File, ...],
        code: int,
        known: Mapping[File, Shelf] | None = None,
    ) -> None:
        """Open nothing yet.

        Args:
            request: The command line.
            checker: Checks each post when its turn comes.
            files: The posts.
            code: The exit code so far.
            known: For each post that has one its baseline, whose findings are not asked about.
        """
        self.visits: list[Visit] = []
        self.code = code
        self.by_hand: dict[str, tuple[Rewrite, ...]] = {}
        """By post: the sentences to change by hand."""
        self._request = request
        self._checker = checker
        self._files = files
        self._known = known or {}
        self._word_files = WordFiles()

    def all(self) -> list[tuple[FileReport, Document, Mapping[str, Rule]]]:
        """Each post that can be checked, with its report and the rules."""
        opened = map(self._open, self._files)
        return [one for one in opened if one is not None]

    def advance(self) -> bool:
        """Write the post, and open the next that there is something to say about, if one is."""
        visit = self._next()
        if visit is None:
            return False
        if self.visits:
            self.finish()
        self.visits.append(visit)
        return True

    def undo(self) -> bool:
        """Take back the last step; returns whether that led into an earlier post."""
        back = len(self.visits[-1].states) == 1
        if back:
            self.visits.pop()
        self.visits[-1].states.pop()
        return back

    def finish(self) -> None:
        """Write the post and its words, or list what to change where nothing can be written."""
        visit = self.visits[-1]
        state, shown = visit.state, visit.file.shown
        visit.finished = True
        by_hand = visit.file.stdin or state.document.format is Format.TEXT or self._request.changes
        result = reviewing.final(state)
        for finding in result.left:
            complain(f"{shown}: {finding.rule} is not ignored: there is no place for a comment")
        try:
            if not visit.file.stdin:
                text, roots = result.document.source.text, self._request.paths or (".",)
                source.write(visit.file.path, visit.on_disk, text, roots=roots)
                visit.on_disk = replace(visit.on_disk, text=text)
        except InputError as error:
            self._failed(shown, error)
            by_hand = True  # so that the author's work is not lost
        self.by_hand.pop(shown, None)
        if by_hand and state.rewrites:
            self.by_hand[shown] = state.rewrites
        self._save_words(visit.vocabulary)

    def _save_words(self, path: Path | None) -> None:
        if path is None:
            return
        words = [w for visit in self.visits if visit.vocabulary == path for w in visit.state.words]
        try:
            self._word_files.save(path, words)
        except InputError as error:
            self._failed(path.as_posix(), error)

    def _next(self) -> Visit | None:
        start = self.visits[-1].number + 1 if self.visits else 0
        words = [word for visit in self.visits for word in visit.state.words]
        for number, file in enumerate(self._files[start:], start):
            opened = self._open(file)
            if opened is None:
                continue
            report, document, rules = opened
            state = reviewing.begin(document, report.findings, words)
            if state.pending:
                vocabulary = next(iter(self._checker.vocabularies(file)), None)
                return Visit(file, number, rules, vocabulary, document.source, [state])
        return None

    def _open(self, file: File) -> tuple[FileReport, Document, Mapping[str, Rule]] | None:
        """Check a post; None where that cannot be done, which is said."""
        outcome = self._checker.recall(file) or self._checker.check(file)
        report = outcome.report
        for notice in report.notices:
            complain(f"{report.path}: {notice}")
        if outcome.bug:
            print(outcome.bug, file=sys.stderr, end="")
            self.code = BUG
        if report.error is None:  # else the post cannot be opened, which is said below
            for failure in report.failures:
                complain(f"{report.path}: {failure}")
                self.code = max(self.code, FAILED)
        name = (self._request.stdin_filename or "-") if file.stdin else file.path
        (report,), _, _ = what_is_new([report], [Path.cwd() / name], [self._known.get(file)])
        try:
            return report, *self._checker.reopen(file, report)
        except InputError as error:
            self._failed(file.shown, error)
            return None

    def _failed(self, path: str, error: InputError) -> None:
        complain(f"{path}: {error}")
        self.code = max(self.code, FAILED)
