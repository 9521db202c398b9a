"""What a judge said of a sentence, kept in the cache of the project.

The last answers are at hand without a file as well: fixes have a post judged again and again.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from otlint.caching import Answers

if TYPE_CHECKING:
    from collections.abc import Sequence

    Answer = list[tuple[float, ...]]


_MOST: Final = 5_000
"""Sentences whose answers are at hand."""
_recent: dict[str, Answer] = {}
"""By the digest of all that they hang on; the oldest goes first."""


class Memory:
    """The answers of one judge; arguments as of `caching.Answers`."""

    def __init__(self, root: str | None, judge: str) -> None:
        self._answers = Answers(root, "second-look", judge)

    def get(self, places: Sequence[Sequence[str]]) -> Answer | None:
        """The figures for each text of each place, if they were kept."""
        name = self._name(places)
        if name in _recent:
            return _recent[name]
        try:
            found = [tuple(map(float, one)) for one in self._answers.read(name)]
        except (ValueError, TypeError):
            return None
        fits = list(map(len, found)) == list(map(len, places))
        return found if fits and all(map(math.isfinite, sum(found, ()))) else None

    def put(self, places: Sequence[Sequence[str]], answer: Answer) -> None:
        """Keep an answer."""
        name = self._name(places)
        if len(_recent) >= _MOST:
            _recent.pop(next(iter(_recent)), None)
        _recent[name] = answer
        self._answers.write(name, answer)

    def _name(self, places: Sequence[Sequence[str]]) -> str:
        return self._answers.name(list(map(list, places)))
