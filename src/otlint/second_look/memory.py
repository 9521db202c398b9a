"""What a judge said of a sentence, kept in the cache of the project.

A file a sentence, named by a digest of all that the answer hangs on. Anything damaged counts as not
there, and a folder that cannot be written keeps nothing. The last answers are at hand without a
file as well: fixes have a post judged again and again.
"""

from __future__ import annotations

import contextlib
import json
import math
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint.caching import FOLDER, prepared
from otlint.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    Answer = list[tuple[float, ...]]


_MOST: Final = 5_000
"""Sentences whose answers are at hand."""
_recent: dict[str, Answer] = {}
"""By the digest of all that they hang on; the oldest goes first."""


class Memory:
    """The answers of one judge."""

    def __init__(self, root: str | None, judge: str) -> None:
        """Touch nothing yet.

        Args:
            root: The folder in which the cache lies; None: nothing is kept.
            judge: Who answers, in any form that differs when the answers might.
        """
        self._root = None if root is None else Path(root)
        self._judge = judge

    def get(self, places: Sequence[Sequence[str]]) -> Answer | None:
        """The figures for each text of each place, if they were kept."""
        name = self._name(places)
        if name in _recent:
            return _recent[name]
        if self._root is None:
            return None
        try:
            kept = json.loads(_path(self._root, name).read_bytes())
            found = [tuple(map(float, one)) for one in kept]
        except (OSError, ValueError, TypeError):
            return None
        fits = list(map(len, found)) == list(map(len, places))
        return found if fits and all(map(math.isfinite, sum(found, ()))) else None

    def put(self, places: Sequence[Sequence[str]], answer: Answer) -> None:
        """Keep an answer."""
        name = self._name(places)
        if len(_recent) >= _MOST:
            _recent.pop(next(iter(_recent)), None)
        _recent[name] = answer
        if self._root is None:
            return
        path = _path(self._root, name)
        data = json.dumps(answer)
        with contextlib.suppress(OSError):
            prepared(self._root)
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, data.encode())

    def _name(self, places: Sequence[Sequence[str]]) -> str:
        key = json.dumps([self._judge, *map(list, places)])
        return blake2b(key.encode(), digest_size=16).hexdigest()


def _path(root: Path, name: str) -> Path:
    return root / FOLDER / "second-look" / name[:2] / name[2:]
