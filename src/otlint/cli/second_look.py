"""`otlint second-look`: prepare, status and remove."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint.cli import FOUND, OK, complain
from otlint.config import load_config
from otlint.errors import EngineError, OtlintError, UsageError
from otlint.second_look import preparing, store
from otlint.second_look.judges import KNOWN
from otlint.settings import DEFAULT_JUDGE

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from otlint.second_look.judges import Known

_MEASURED: Final = (
    "She walks to the shop with her cane each morning. It takes her an hour, and she enjoys it.",
    "A short rest between tasks helps many people. Try one task at a time, and sit when you can.",
    "The therapist visits once a week. Together they practise getting in and out of the bath.",
)
"""Sentences by which the speed of a judge is measured: one word of each is left out in turn."""


def prepare(judge: str | None, source: str | None, *, accept_terms: bool) -> int:
    """Make a judge, or the one that the config asks for, ready; returns the exit code."""
    if judge is None:
        judge = load_config(Path.cwd()).judge
    known = KNOWN.get(judge)
    preparing.require_packages()
    if known is not None and known.terms and not _is_ready(judge):
        _accept(known, accept_terms)
    began = time.monotonic()
    with _Bar() as bar:
        kept, new = preparing.prepare(judge, Path(source) if source else None, bar)
    done = f"is ready after {time.monotonic() - began:.0f} s" if new else "was ready already"
    print(f"The judge {judge} {done}: {kept.size / 1e6:.0f} MB in {kept.folder}.")
    return OK


def _is_ready(judge: str) -> bool:
    try:
        store.find(judge)
    except EngineError:
        return False
    return True


def _accept(known: Known, accepted: bool) -> None:
    """Show terms and ask for consent; raises `UsageError` where there is none."""
    print(f"{known.title} comes under its own terms: {known.terms}")
    if accepted:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            f"{known.name} is not fetched before its terms are accepted: read {known.terms}, then "
            "add --accept-terms"
        )
    answer = input("Do you accept them? [y/N] ").strip().lower()
    if answer not in ("y", "yes"):
        raise UsageError(f"the terms were not accepted: {known.name} was not fetched")


class _Bar:
    """Shows on a terminal how far preparing is."""

    def __init__(self) -> None:
        self._shown: Progress | None = None
        self._task: TaskID | None = None
        self._what = ""

    def __enter__(self) -> _Bar:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress

            self._shown = Progress(console=Console(stderr=True), transient=True)
            self._shown.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown is not None:
            self._shown.stop()

    def __call__(self, what: str, done: int = 0, steps: int | None = None) -> None:
        """Show a step."""
        if self._shown is None:
            return
        if self._task is not None and what != self._what:
            self._shown.remove_task(self._task)
            self._task = None
        if self._task is None:
            self._what = what
            self._task = self._shown.add_task(what, total=steps)
        self._shown.update(self._task, completed=done, total=steps)


def status() -> int:
    """Say of each judge whether it is ready; exit code 1 where one is damaged, 0 otherwise."""
    code = OK
    for judge in (*KNOWN, *store.others()):
        known = KNOWN.get(judge)
        print(f"{judge}{' (the default)' if judge == DEFAULT_JUDGE else ''}")
        if known is not None:
            terms = f", {known.terms}" if known.terms else ""
            print(f"  model     {known.title}")
            print(f"  licence   {known.licence}{terms}")
        if not store.place(judge).is_dir():
            size = f": {known.size / 1e6:.0f} MB to fetch" if known else ""
            print(f"  state     not prepared{size} (`{store.command(judge)}`)")
            continue
        try:
            kept = store.find(judge)
            store.check(kept)
            print(f"  state     ready, {kept.size / 1e6:.0f} MB, every byte checked")
            print(f"  folder    {kept.folder}")
            print(f"  speed     {_speed(judge)}")
        except OtlintError as error:
            code = FOUND
            print("  state     NOT USABLE")
            complain(str(error))
    return code


def _speed(judge: str) -> str:
    """How fast a judge is, measured for a moment."""
    from otlint.second_look.judge import load
    from otlint.second_look.tree import planted

    began = time.perf_counter()
    loaded = load(judge)
    loading = time.perf_counter() - began
    places = []
    for text in _MEASURED:
        words = text.split()
        for left_out in range(10, len(words) - 1):
            shorter = " ".join(words[:left_out] + words[left_out + 1 :])
            places.append((text, shorter))
    loaded.log_probs(places[:2])
    began = time.perf_counter()
    loaded.log_probs(places)
    seconds = time.perf_counter() - began
    texts = [text for place in places for text in loaded.pieces(place)[1]]
    read = sum(len(tree) for tree, _ in planted(texts))
    return (
        f"{read / seconds:.0f} tokens a second, {len(texts) / seconds:.0f} candidates, after "
        f"{loading:.1f} s of loading"
    )


def remove(judge: str | None) -> int:
    """Delete a judge, or all; returns the exit code."""
    judges = (judge,) if judge else (*KNOWN, *store.others())
    freed = 0
    for name in judges:
        with store.lock(name):
            try:
                size = store.remove(name)
            except OSError as error:
                raise EngineError(
                    f"the judge {name} cannot be deleted ({error.strerror}): end the otlint that "
                    "uses it and try again"
                ) from error
        if size:
            print(f"The judge {name} is deleted: {size / 1e6:.0f} MB.")
        freed += size
    if not freed:
        print(f"The judge {judge} is not prepared." if judge else "No judge is prepared.")
    return OK
