"""What a rule is: its id, its reasons, its examples and the function that finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from otlint.model import Document, Finding, Format, Severity

if TYPE_CHECKING:
    from otlint.settings import Settings

Check = Callable[[Document, "Settings"], Iterable[Finding]]
"""Takes a parsed post and its settings; yields findings in any order. No I/O, no printing."""


def found_elsewhere(_: Document, __: Settings) -> Iterable[Finding]:
    """The check of a rule whose findings a command adds, because a post alone cannot show them."""
    return ()


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what the rule must say of it, exactly: no more findings, no fewer.

    `text` marks each expected span `<<so>>`; without a mark the rule must stay silent. `fixed` is
    the text after all fixes of the rule, safe and unsafe, or None where the findings have no fix.
    """

    text: str
    fixed: str | None = None
    format: Format = Format.TEXT
    locale: str | None = None
    audience: str = "clients"
    vocabulary: tuple[str, ...] = ()
    people_language: tuple[tuple[str, str], ...] = ()
    """Communities and what the house writes of them."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `severity` is the highest that it gives by itself."""

    id: str
    summary: str
    why: str
    sources: tuple[str, ...]
    severity: Severity
    check: Check
    examples: Sequence[Example]
    whole_post: bool = False
    """Its findings are about the post and not about the sentence that they point at."""
    preview: bool = False
    """Not one of the default rules yet: runs with `preview = true`, or when selected by its id."""
    formerly: tuple[str, ...] = ()
    """Ids that it had in earlier versions: they go on working, with a notice."""
    prepare: Callable[[Document, Settings], None] | None = None
    """Begins what takes long the first time: called for the first post of a process, before the
    rules run; what it leaves to a thread goes on while those run that have nothing to prepare."""
    external: bool = False
    """Its findings need more than the post (a baseline): examples can only show what is right."""

    @property
    def category(self) -> str:
        """The part of the id before the slash."""
        return self.id.partition("/")[0]
