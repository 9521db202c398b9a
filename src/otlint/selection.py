"""Which rules run: `select` and `ignore`, which hold whole ids and whole categories."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from otlint import foreign

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from otlint.errors import OtlintError


def selected(rule: str, select: Collection[str] | None, ignore: Collection[str]) -> bool:
    """Whether a rule runs: named in `select` (None: all are) and not in `ignore`, which wins."""
    return (select is None or named(rule, select)) and not named(rule, ignore)


def named(rule: str, selectors: Collection[str]) -> bool:
    """Whether selectors hold a rule's id or its category."""
    return rule in selectors or rule.partition("/")[0] in selectors


@lru_cache(maxsize=256)
def choose(
    select: tuple[str, ...] | None, ignore: tuple[str, ...], known: frozenset[str]
) -> frozenset[str]:
    """The rules that run, of all there are (see `selected`)."""
    if select is not None:  # with one of LanguageTool's rules the rule that stands for all runs
        select = tuple(foreign.own(selector) for selector in select)
    return frozenset(rule for rule in known if selected(rule, select, ignore))


def split(given: Iterable[str]) -> tuple[str, ...]:
    """Ids and categories from the command line: comma-separated, repeated, or both."""
    return tuple(part for one in given for part in re.split(r"[,\s]+", one) if part)


def check(
    selectors: Iterable[str], known: frozenset[str], where: str, error: type[OtlintError]
) -> None:
    """Raise `error`, which starts with `where`, for the first selector that means no rule."""
    valid = _selectors(known)
    for selector in selectors:
        if selector not in valid and not foreign.is_foreign(selector):
            near = difflib.get_close_matches(selector, sorted(valid), 1)
            hint = f"did you mean {near[0]!r}?" if near else "`otlint rules` lists them all"
            raise error(f"{where}: there is no rule or category {selector!r}: {hint}")


@lru_cache(maxsize=16)
def _selectors(known: frozenset[str]) -> frozenset[str]:
    return known | {rule.partition("/")[0] for rule in known}
