"""Answers of LanguageTool, kept in the cache: what is unchanged is not asked twice."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from otlint.caching import Answers
from otlint.languagetool.client import Match

if TYPE_CHECKING:
    from otlint.languagetool.client import Request

_OLD: Final = 30 * 24 * 3600
"""Seconds for which an answer counts: the server of somebody else may be another one then."""


class Memory:
    """The answers of one engine; arguments as of `caching.Answers`."""

    def __init__(self, root: str | None, engine: str) -> None:
        self._answers = Answers(root, "languagetool", engine)

    def get(self, request: Request) -> tuple[Match, ...] | None:
        """The answer to a request, if it was kept."""
        kept = self._answers.read(self._name(request), _OLD)
        if kept is None:
            return None
        try:
            return tuple(
                Match(**{**one, "replacements": tuple(one["replacements"])}) for one in kept
            )
        except (TypeError, KeyError):
            return None

    def put(self, request: Request, matches: tuple[Match, ...]) -> None:
        """Keep an answer."""
        self._answers.write(self._name(request), [asdict(match) for match in matches])

    def _name(self, request: Request) -> str:
        return self._answers.name([sorted(request.fields().items())])
