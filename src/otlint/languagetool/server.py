"""The LanguageTool server on this machine: one a user, shared by all runs, gone when not needed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint.errors import EngineError
from otlint.languagetool import installation, keeper, state

if TYPE_CHECKING:
    from otlint.languagetool.state import Server

IDLE: Final = 1800.0
"""Seconds without use after which a server that `start` left running ends."""
MEMORY: Final = 1200
"""Megabytes that Java may take for its heap."""
_THREADS: Final = 4
"""Passages that a server checks at a time, at most."""
_PATIENCE: Final = 100.0

_lease: Path | None = None
_keepers: list[subprocess.Popen[bytes]] = []
"""Those that this process has started; held, as Python warns of a child that nobody holds."""


def running() -> Server | None:
    """The server of this user, if it runs and answers."""
    server = state.read()
    if server is None or not state.runs(server.java, server.java_started):
        return None
    return server if keeper.healthy(server.port) else None


def acquire(ngrams: str | None = None) -> Server:
    """The server, started for this run (and those beside it) where there is none.

    Args:
        ngrams: The folder of the n-gram data that it must have.

    Raises:
        EngineError: It cannot be started, or the one that runs has other n-gram data.
    """
    global _lease
    with state.lock():
        server = running()
        if server is not None and server.ngrams != ngrams and ngrams is not None:
            raise EngineError(
                f"the LanguageTool that runs has {server.ngrams or 'no n-gram data'}, the config "
                f"asks for {ngrams}: run `otlint languagetool stop` first"
            )
        _lease = state.take_lease()
        try:
            return server or _start(ngrams, None)
        except BaseException:
            release()
            raise


def release() -> None:
    """This run no longer needs the server; it ends unless others do. Does nothing twice."""
    global _lease
    if _lease is not None:
        if _lease.name == str(os.getpid()):  # a process forked from this one has not taken it
            state.touch()
            _lease.unlink(missing_ok=True)
        _lease = None


def start(ngrams: str | None, idle: float = IDLE) -> tuple[Server, bool]:
    """Start a server that stays after this run, until nobody has used it for `idle` seconds.

    Returns:
        The server, and whether it is new: one that runs already goes on.

    Raises:
        EngineError: As `acquire`; or the one that runs belongs to a run that is not over.
    """
    with state.lock():
        server = running()
        if server is not None and server.idle is None and not state.leases():
            _clear(server)  # of a check that is over: it would end in a moment
            server = None
        if server is None:
            return _start(ngrams, idle), True
        if server.idle is None:
            raise EngineError(
                "the LanguageTool that runs was started by a check and ends with it: try again then"
            )
        return server, False


def stop() -> bool:
    """End the server of this user; returns whether there was one."""
    with state.lock():
        server = state.read()
        if server is None:
            return False
        was = state.runs(server.java, server.java_started)
        _clear(server)
        return was


def _clear(server: Server) -> None:
    """End what is left of a server: its keeper, which ends it, and else the server itself."""
    state.end(server.keeper, server.keeper_started)
    state.end(server.java, server.java_started)
    state.forget()


def _start(ngrams: str | None, idle: float | None) -> Server:
    if ngrams is not None:
        check_ngrams(Path(ngrams))
    java = installation.find_java()
    tool = installation.find()
    old = state.read()
    if old is not None:
        _clear(old)
    home = state.folder()
    (home / keeper.FAILED).unlink(missing_ok=True)
    wanted = {
        "java": java.path,
        "class_path": tool.class_path,
        "version": tool.version,
        "memory": MEMORY,
        "threads": min(_THREADS, os.cpu_count() or 1),
        "ngrams": ngrams,
        "idle": idle,
    }
    command = [sys.executable, "-m", "otlint.languagetool.keeper", json.dumps(wanted)]
    with (home / "keeper.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for the run: the keeper sees it end
        )
    _keepers[:] = [process, *(one for one in _keepers if one.poll() is None)]
    until = time.monotonic() + _PATIENCE
    try:
        while time.monotonic() < until:
            server = state.read()
            if server is not None and server.keeper == process.pid:
                return server
            if process.poll() is not None:
                break
            time.sleep(0.05)
    except BaseException:
        process.terminate()
        raise
    process.terminate()
    raise EngineError(f"LanguageTool {tool.version} does not start: {_said(home)}")


def _said(home: Path) -> str:
    for name in (keeper.FAILED, "keeper.log"):
        try:
            text = (home / name).read_text("utf-8", "replace").strip()
        except OSError:
            continue
        if text:
            return f"{text.splitlines()[-1]} (more in {home / keeper.LOG})"
    return f"it took too long (see {home / keeper.LOG})"


def check_ngrams(path: Path) -> None:
    """Raise `EngineError` for a folder that is none of n-gram data."""
    needed = [path / "en" / name for name in ("1grams", "2grams", "3grams")]
    if not all(one.is_dir() for one in needed):
        raise EngineError(
            f"languagetool.ngrams: {path} holds no n-gram data of LanguageTool: expected "
            "en/1grams, en/2grams and en/3grams in it"
        )


def why_gone() -> str:
    """What the log of the server ends with, for the message when it has died; perhaps empty."""
    try:
        text = (state.folder() / keeper.LOG).read_text("utf-8", "replace")
    except (OSError, EngineError):
        return ""
    if "OutOfMemoryError" in text:
        return f"it ran out of memory ({MEMORY} MB)"
    return ""
