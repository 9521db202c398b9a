"""Locks between processes: a file that one of them holds."""

from __future__ import annotations

import contextlib
import sys
import time
from typing import IO, TYPE_CHECKING, Any

from otlint.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextlib.contextmanager
def held(path: Path, patience: float, too_long: str) -> Iterator[None]:
    """Nobody else holds the lock meanwhile. The system lets go of it when a process dies.

    Args:
        path: The file, made where it is missing.
        patience: Seconds to wait for another one.
        too_long: What to say when that one takes longer.

    Raises:
        EngineError: Another one holds it for longer.
        OSError: The file cannot be made.
    """
    with path.open("a+b") as file:
        until = time.monotonic() + patience
        while not _taken(file):
            if time.monotonic() > until:
                raise EngineError(too_long)
            time.sleep(0.1)
        yield  # closing the file lets go


def _taken(file: IO[Any]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
