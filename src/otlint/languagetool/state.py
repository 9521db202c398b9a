"""What the otlint processes of a user know of their one LanguageTool server: files in a folder.

`server.json` says which server runs; `leases/` holds a file for each run that uses it; `used` is
touched by them; `lock` is held while a server is looked for, started or stopped.
"""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from otlint.errors import EngineError
from otlint.files import replace_file
from otlint.locks import held

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Server:
    """A server as `server.json` describes it. Times are seconds since 1970."""

    keeper: int
    """The process of otlint that looks after it."""
    keeper_started: float
    java: int
    java_started: float
    port: int
    version: str
    ngrams: str | None
    idle: float | None
    """Seconds without use after which it ends; None: it ends with the runs that use it."""

    @property
    def url(self) -> str:
        """Where it answers; only on this machine."""
        return f"http://127.0.0.1:{self.port}/v2"


def folder() -> Path:
    """The folder of these files, made where it is missing, for this user alone.

    Raises:
        EngineError: It cannot be made, or is somebody else's.
    """
    given = os.environ.get("OTLINT_STATE_HOME")
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    path = Path(given) if given else Path(base) / "otlint" / "languagetool"
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
        (path / "leases").mkdir(exist_ok=True)
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            raise EngineError(f"{path} belongs to another user: set OTLINT_STATE_HOME to yours")
    except OSError as error:
        raise EngineError(
            f"{path} cannot be used ({error.strerror}): set OTLINT_STATE_HOME to a folder that can"
        ) from error
    return path


def read() -> Server | None:
    """The server that was written down, whether or not it still runs."""
    try:
        return Server(**json.loads((folder() / "server.json").read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def write(server: Server) -> None:
    """Write a server down."""
    replace_file(folder() / "server.json", json.dumps(asdict(server), indent=1).encode())


def forget() -> None:
    """There is no server any more."""
    (folder() / "server.json").unlink(missing_ok=True)


def touch() -> None:
    """The server is in use."""
    with contextlib.suppress(OSError):
        (folder() / "used").touch()


def last_use() -> float:
    """When it was last in use; 0: never."""
    try:
        return (folder() / "used").stat().st_mtime
    except OSError:
        return 0.0


# --- processes


def started(pid: int) -> float | None:
    """When a process began; None where there is none (or only its remains)."""
    import psutil

    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        return float(process.create_time())
    except psutil.Error:
        return None


def runs(pid: int, since: float) -> bool:
    """Whether a process still runs, and is the one that began then."""
    now = started(pid)
    return now is not None and abs(now - since) < 1


def end(pid: int, since: float, patience: float = 10) -> None:
    """End a process, by force when it takes more than `patience` seconds."""
    import psutil

    if not runs(pid, since):
        return
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        process.terminate()
        try:
            process.wait(patience)
        except psutil.TimeoutExpired:
            process.kill()


# --- leases


def take_lease() -> Path:
    """Say that this process needs the server."""
    pid = os.getpid()
    path = folder() / "leases" / str(pid)
    replace_file(path, json.dumps([pid, started(pid)]).encode())
    return path


def leases() -> int:
    """How many processes need the server; what is left of dead ones is deleted."""
    count = 0
    for path in (folder() / "leases").iterdir():
        try:
            pid, since = json.loads(path.read_bytes())
            alive = runs(int(pid), float(since))
        except FileNotFoundError:
            continue
        except (OSError, ValueError, TypeError):
            alive = False
        if alive:
            count += 1
        elif not path.name.startswith("."):
            path.unlink(missing_ok=True)
    return count


# --- the lock


@contextlib.contextmanager
def lock(patience: float = 120) -> Iterator[None]:
    """Nobody else looks for, starts or stops a server meanwhile.

    Raises:
        EngineError: Another one holds it for longer than `patience` seconds.
    """
    too_long = (
        "another otlint has been starting LanguageTool for too long: end it, then see "
        "`otlint languagetool status`"
    )
    with held(folder() / "lock", patience, too_long):
        yield
