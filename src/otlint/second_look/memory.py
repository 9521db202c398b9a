"""What a judge said of a sentence, kept in the cache of the project.

A file a sentence, named by a digest of all that the answer hangs on. Anything damaged counts as not
there, and a folder that cannot be written keeps nothing.
"""

from __future__ import annotations

import contextlib
import json
import math
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from otlint.caching import FOLDER, prepared
from otlint.files import replace_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    Answer = list[tuple[float, ...]]


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
        if self._root is None:
            return None
        try:
            kept = json.loads(self._path(self._root, places).read_bytes())
            found = [tuple(map(float, one)) for one in kept]
        except (OSError, ValueError, TypeError):
            return None
        fits = list(map(len, found)) == list(map(len, places))
        return found if fits and all(map(math.isfinite, sum(found, ()))) else None

    def put(self, places: Sequence[Sequence[str]], answer: Answer) -> None:
        """Keep an answer."""
        if self._root is None:
            return
        path = self._path(self._root, places)
        data = json.dumps(answer)
        with contextlib.suppress(OSError):
            prepared(self._root)
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, data.encode())

    def _path(self, root: Path, places: Sequence[Sequence[str]]) -> Path:
        key = json.dumps([self._judge, *map(list, places)])
        name = blake2b(key.encode(), digest_size=16).hexdigest()
        return root / FOLDER / "second-look" / name[:2] / name[2:]
