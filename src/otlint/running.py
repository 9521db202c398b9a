"""Many posts: what is known already, and the rest by several processes, in the order asked for."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Final

from otlint import registry
from otlint.checking import Checker, Outcome
from otlint.report import FileReport
from otlint.slips import model as slip_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Future
    from concurrent.futures import ProcessPoolExecutor as Pool

    from otlint.discovery import File
    from otlint.model import Safety

    Futures = deque[Future[list[Outcome]]]

_WORTH_IT: Final = 16
"""From so many posts on, further processes are quicker than one: each has to load the rules, the
dictionary and the model first."""
_CHUNK: Final = 4
"""Posts that a process takes at a time."""
_LOOK_EVERY: Final = 0.5
"""Seconds between two looks whether the first process is still there."""
_MOST: Final = 8
"""Processes, unless the user asks for more: each takes some 200 MB."""


def check_all(
    make: Callable[[], Checker],
    files: Sequence[File],
    fix: Safety | None = None,
    jobs: int | None = None,
) -> Iterator[Outcome]:
    """Check posts; one outcome each, in their order, whatever the number of processes.

    A process that dies over a post (out of memory, a crash in a library) is a bug reported for
    that post; the others are checked all the same. Processes are started before this returns.

    Args:
        make: Makes a checker; called once in each process. It must be picklable where processes
            are not forked.
        files: The posts.
        fix: As for `Checker.check`.
        jobs: Processes; None for as many as help.

    Raises:
        OtlintError: As `Checker.check` does.
    """
    checker = make()
    known = {} if fix else _recalled(checker, files)
    rest = [file for number, file in enumerate(files) if number not in known]
    jobs = _jobs(rest, jobs)
    found = (
        (checker.check(file, fix) for file in rest)
        if jobs == 1
        else _Processes(make, fix, jobs).check(rest)
    )
    return _in_order(len(files), known, found)


def _in_order(
    count: int, known: Mapping[int, Outcome], found: Iterator[Outcome]
) -> Iterator[Outcome]:
    for number in range(count):
        yield known[number] if number in known else next(found)


def _jobs(files: Sequence[File], wanted: int | None) -> int:
    """How many processes to use; 1 is this one alone."""
    # Standard input can be read here only.
    if any(file.stdin for file in files) or (wanted is None and len(files) < _WORTH_IT):
        return 1
    return max(1, min(wanted or _processors(), -(-len(files) // _CHUNK)))


def _recalled(checker: Checker, files: Sequence[File]) -> dict[int, Outcome]:
    found = ((number, checker.recall(file)) for number, file in enumerate(files))
    return {number: outcome for number, outcome in found if outcome}


def _processors() -> int:
    allowed = getattr(os, "sched_getaffinity", None)  # Linux; fewer than there are, in a container
    return min(_MOST, len(allowed(0)) if allowed else os.cpu_count() or 1)


# --- several processes

_checker: Checker | None = None
"""The checker of a worker process."""


def _begin(make: Callable[[], Checker], parent: int, threads: int) -> None:
    global _checker
    # Ctrl-C reaches every process of the group: the workers just end, the first one says so.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # A worker waits for posts on a pipe that its siblings hold open: it would wait for ever for a
    # first process that was killed.
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    # The processes share the processors already.
    slip_model.use_threads(threads)
    _checker = make()


def _end_with(parent: int) -> None:
    """End this process once another one has, by which it was started."""
    while os.getppid() == parent:
        time.sleep(_LOOK_EVERY)
    os._exit(1)


def _end_workers() -> None:
    """End the processes of a run that was left in the middle: nobody waits for their posts."""
    import multiprocessing

    for child in multiprocessing.active_children():
        child.terminate()
        child.join()


def _work(files: Sequence[File], fix: Safety | None) -> list[Outcome]:
    if _checker is None:
        raise RuntimeError("the worker has no checker")
    return [_checker.check(file, fix) for file in files]


class _Processes:
    """Processes that share a number of posts."""

    def __init__(self, make: Callable[[], Checker], fix: Safety | None, jobs: int) -> None:
        self._make = make
        self._fix = fix
        self._jobs = jobs
        registry.builtin_rules()  # processes that are forked from this one have them then

    def check(self, files: Sequence[File]) -> Iterator[Outcome]:
        """The outcomes in order; the processes start at once."""
        self._make().prepare(files)
        chunks = [files[start : start + _CHUNK] for start in range(0, len(files), _CHUNK)]
        return self._results(deque(chunks), *self._start(chunks, self._jobs))

    def _results(
        self, chunks: deque[Sequence[File]], pool: Pool, futures: Futures
    ) -> Iterator[Outcome]:
        from concurrent.futures.process import BrokenProcessPool

        try:
            while chunks:
                try:
                    while futures:
                        outcomes = futures.popleft().result()
                        chunks.popleft()
                        yield from outcomes
                except BrokenProcessPool:
                    pool.shutdown(wait=False, cancel_futures=True)
                    # Nobody knows over which post: take the next ones alone, then go on as before.
                    for file in chunks.popleft():
                        yield self._alone(file)
                    pool, futures = self._start(chunks, self._jobs)
            pool.shutdown()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            _end_workers()

    def _alone(self, file: File) -> Outcome:
        from concurrent.futures.process import BrokenProcessPool

        pool, futures = self._start([[file]], 1)
        try:
            return futures[0].result()[0]
        except BrokenProcessPool:
            message = (
                "the process that checked this post died: a bug in otlint, or too little memory"
            )
            return Outcome(FileReport(file.shown, None, error=message), bug=f"{message}\n")
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def _start(self, chunks: Iterable[Sequence[File]], jobs: int) -> tuple[Pool, Futures]:
        # Slow to import, and a run over one post needs neither.
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        # Forking is quick and, with no other thread running, safe; elsewhere it is not.
        context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        pool = ProcessPoolExecutor(
            jobs,
            context,
            initializer=_begin,
            initargs=(self._make, os.getpid(), max(1, _processors() // jobs)),
        )
        return pool, deque(pool.submit(_work, chunk, self._fix) for chunk in chunks)
