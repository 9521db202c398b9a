"""Which servers this user was told of before text went to them."""

from __future__ import annotations

import contextlib

from otlint.errors import EngineError
from otlint.files import replace_file
from otlint.languagetool import state

_NAME = "told.txt"


def knows(address: str) -> bool:
    """Whether the user was told of a server."""
    try:
        return address in (state.folder() / _NAME).read_text("utf-8").splitlines()
    except (OSError, ValueError, EngineError):
        return False


def remember(address: str) -> None:
    """The user was told of a server. Where that cannot be kept, it is said again next time."""
    with contextlib.suppress(OSError, ValueError, EngineError):
        path = state.folder() / _NAME
        before = path.read_text("utf-8") if path.exists() else ""
        replace_file(path, f"{before}{address}\n".encode())
