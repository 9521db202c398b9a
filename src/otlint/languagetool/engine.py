"""A post through LanguageTool: what is sent, by how many threads, and what becomes of failures."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.errors import EngineError
from otlint.languagetool import judging, quiet, server, state
from otlint.languagetool.client import Client, PassageError, Request
from otlint.languagetool.identity import identity, remember
from otlint.languagetool.memory import Memory
from otlint.languagetool.passages import passages
from otlint.report import Unchecked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.languagetool.client import Match
    from otlint.languagetool.passages import Passage
    from otlint.model import Document, Finding
    from otlint.settings import LanguageTool

_THREADS: Final = 4
"""Passages asked for at a time, at most: public servers count requests."""
FAILURES: Final = "languagetool.failures"
"""Where a document keeps what LanguageTool could not check."""

_clients: dict[str | None, Client] = {}
"""By url; None is the server on this machine."""


@dataclass(frozen=True, slots=True)
class _Answer:
    passage: Passage
    matches: tuple[Match, ...] = ()
    failure: str | None = None


def findings(document: Document, options: LanguageTool) -> Iterator[Finding]:
    """What LanguageTool finds in a post, without its noise.

    A passage over which it fails is noted in `document.cache[FAILURES]`; the others count.

    Raises:
        EngineError: It cannot be reached or started; says what to do.
    """
    asking = _Asking(document.locale, options)
    pieces = [piece for block in document.blocks for piece in passages(block)]
    failures: list[Unchecked] = []
    for answer in asking.all(pieces):
        if answer.failure is not None:
            message = (
                f"LanguageTool could not check this paragraph ({answer.failure}): split it in two "
                "or say it otherwise, and run otlint again"
            )
            piece = answer.passage
            span = piece.block.span(piece.start, piece.start + len(piece.text))
            failures.append(Unchecked(span, message))
        for match in answer.matches:
            found = judging.finding(answer.passage, match, options)
            if found is not None:
                yield found
    document.cache[FAILURES] = tuple(dict.fromkeys(failures))


def failures_of(document: Document) -> tuple[Unchecked, ...]:
    """What LanguageTool could not check in a post."""
    found: tuple[Unchecked, ...] = document.cache.get(FAILURES, ())
    return found


def prepare(options: LanguageTool) -> None:
    """Have the server ready before the work is shared out to processes; raises `EngineError`."""
    _client(options)


class _Asking:
    """Asks about the passages of one post."""

    def __init__(self, locale: str, options: LanguageTool) -> None:
        self._locale = locale
        self._options = options
        self._memory = Memory(options.root, identity(options))
        self._version: str | None = None
        on = set(options.enabled_rules)
        self._off = tuple(sorted({*quiet.RULES, *options.disabled_rules} - on))
        # A rule that is asked for would be off with its category: those go only when none is.
        categories = () if on else tuple(quiet.CATEGORIES)
        self._categories = tuple(sorted({*categories, *options.disabled_categories}))

    def all(self, pieces: list[Passage]) -> list[_Answer]:
        """The answers in the order of the passages; some have more than one, by sentence."""
        known = [self._memory.get(self._request(piece)) for piece in pieces]
        rest = [piece for piece, matches in zip(pieces, known, strict=True) if matches is None]
        asked = iter(self._asked(rest) if rest else ())
        answers: list[_Answer] = []
        for piece, matches in zip(pieces, known, strict=True):
            answers += next(asked) if matches is None else [_Answer(piece, matches)]
        return answers

    def _asked(self, pieces: list[Passage]) -> list[list[_Answer]]:
        client = _client(self._options)
        if self._options.url is None:
            state.touch()
        threads = min(_threads(), len(pieces))
        if threads == 1:
            return [self._one(client, piece) for piece in pieces]
        from concurrent.futures import ThreadPoolExecutor

        pool = ThreadPoolExecutor(threads)
        try:
            futures = [pool.submit(self._one, client, piece) for piece in pieces]
            return [future.result() for future in futures]
        except BaseException:
            client.close()  # Ctrl-C, or no server any more: nobody waits for the others
            _clients.pop(self._options.url, None)
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _one(self, client: Client, piece: Passage) -> list[_Answer]:
        """A passage; where LanguageTool fails over it, its sentences."""
        try:
            return [self._ask(client, piece)]
        except PassageError as error:
            parts = piece.parts()
            if not parts:
                return [_Answer(piece, failure=str(error))]
        answers: list[_Answer] = []
        for part in parts:
            try:
                answers.append(self._ask(client, part))
            except PassageError as error:
                answers.append(_Answer(part, failure=str(error)))
        return answers

    def _ask(self, client: Client, piece: Passage) -> _Answer:
        request = self._request(piece)
        try:
            matches = client.check(request)
        except EngineError as error:
            if self._options.url is None and server.running() is None:
                why = server.why_gone() or "somebody or something ended it"
                raise EngineError(
                    f"LanguageTool's server ended during the run ({why}): run otlint again, or "
                    "see `otlint languagetool doctor`"
                ) from error
            raise
        self._know(client.answered_by)
        self._memory.put(request, matches)
        return _Answer(piece, matches)

    def _know(self, version: str | None) -> None:
        """Keep answers by the version that they are from."""
        if version is None or version == self._version:
            return
        self._version = version
        if self._options.url is not None:
            remember(self._options, version)
        self._memory = Memory(self._options.root, identity(self._options))

    def _request(self, piece: Passage) -> Request:
        return Request(
            piece.text,
            self._locale,
            picky=self._options.picky,
            disabled_rules=self._off,
            enabled_rules=self._options.enabled_rules,
            disabled_categories=self._categories,
        )


def _client(options: LanguageTool) -> Client:
    if options.url not in _clients:
        address = options.url or server.acquire(options.ngrams).url
        _clients[options.url] = Client(address)
    return _clients[options.url]


def _threads() -> int:
    """Threads for one post: the processes of a run share the server already."""
    import multiprocessing

    if multiprocessing.parent_process() is not None:
        return 1
    return min(_THREADS, os.cpu_count() or 1)


def release() -> None:
    """The run is over: the server on this machine ends unless others use it."""
    for client in _clients.values():
        client.close()
    _clients.clear()
    server.release()
