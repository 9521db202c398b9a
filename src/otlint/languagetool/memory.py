"""Answers of LanguageTool, kept in the cache of the project: what is unchanged is not asked twice.

A file a passage, named by a digest of all that the answer hangs on. Anything damaged counts as not
there, and a folder that cannot be written keeps nothing.
"""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint.caching import FOLDER, prepared
from otlint.files import replace_file
from otlint.languagetool.client import Match

if TYPE_CHECKING:
    from otlint.languagetool.client import Request

_OLD: Final = 30 * 24 * 3600
"""Seconds for which an answer counts: the server of somebody else may be another one then."""


class Memory:
    """The answers of one engine."""

    def __init__(self, root: str | None, engine: str) -> None:
        """Touch nothing yet.

        Args:
            root: The folder in which the cache lies; None: nothing is kept.
            engine: What answers, in any form that differs when the answers might.
        """
        self._root = None if root is None else Path(root)
        self._engine = engine

    def get(self, request: Request) -> tuple[Match, ...] | None:
        """The answer to a request, if it was kept."""
        if self._root is None:
            return None
        path = self._path(self._root, request)
        try:
            if time.time() - path.stat().st_mtime > _OLD:
                return None
            return tuple(
                Match(**{**one, "replacements": tuple(one["replacements"])})
                for one in json.loads(path.read_bytes())
            )
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def put(self, request: Request, matches: tuple[Match, ...]) -> None:
        """Keep an answer."""
        if self._root is None:
            return
        path = self._path(self._root, request)
        data = json.dumps([asdict(match) for match in matches], separators=(",", ":"))
        with contextlib.suppress(OSError):
            prepared(self._root)
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, data.encode())

    def _path(self, root: Path, request: Request) -> Path:
        key = json.dumps([self._engine, sorted(request.fields().items())])
        name = blake2b(key.encode(), digest_size=16).hexdigest()
        return root / FOLDER / "languagetool" / name[:2] / name[2:]
