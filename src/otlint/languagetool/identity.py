"""Which LanguageTool answers, for what is kept of its answers: another one may answer otherwise."""

from __future__ import annotations

import contextlib
import time
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint.caching import FOLDER, prepared
from otlint.errors import EngineError
from otlint.files import replace_file
from otlint.languagetool import installation, state
from otlint.languagetool.client import without_secrets

if TYPE_CHECKING:
    from otlint.settings import LanguageTool

_PERIOD: Final = 30 * 24 * 3600
"""Seconds after which the server of somebody else is asked anew about what has not changed."""


def identity(options: LanguageTool) -> str:
    """The server, its version and its data, in a form that changes when answers may.

    On this machine that is the one that runs, else the one that would be started; "none" where none
    is installed. Nobody asks the server of somebody else just for its version: what it told with
    its last answer counts.
    """
    if options.url is not None:
        address = without_secrets(options.url)
        return f"{address} {_told(options)} {int(time.time() // _PERIOD)}"
    server = state.read()
    if server is not None and state.runs(server.java, server.java_started):
        return f"{server.version} {server.ngrams}"
    try:
        return f"{installation.find().version} {options.ngrams}"
    except EngineError:
        return "none"


def remember(options: LanguageTool, version: str) -> None:
    """A server that is not ours told its version with an answer."""
    path = _path(options)
    if path is None or version == _told(options):
        return
    with contextlib.suppress(OSError):
        prepared(Path(str(options.root)))
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, version.encode())


def _told(options: LanguageTool) -> str:
    """The version that a server told last; empty where nothing is known."""
    path = _path(options)
    try:
        return "" if path is None else path.read_text("utf-8")
    except (OSError, ValueError):
        return ""


def _path(options: LanguageTool) -> Path | None:
    if options.root is None or options.url is None:
        return None
    name = blake2b(without_secrets(options.url).encode(), digest_size=16).hexdigest()
    return Path(options.root) / FOLDER / "languagetool" / "versions" / name
