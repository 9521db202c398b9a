"""Ids of findings that another tool's rules give: `languagetool/RULE_ID`.

No table lists them, as each version of that tool has other ones. In otlint's table one rule stands
for them all; an id of theirs may stand wherever an id of ours does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Collection

CATEGORY: Final = "languagetool"
RULE: Final = "languagetool/any-rule"
"""The rule of ours that stands for all of LanguageTool's."""

_ID: Final = re.compile(rf"{CATEGORY}/[A-Z][A-Za-z0-9_]+")
_OTHER: Final = re.compile(r"[^A-Za-z0-9_]")


def is_foreign(selector: str) -> bool:
    """Whether a selector names a rule of LanguageTool; whether there is one is not known."""
    return _ID.fullmatch(selector) is not None


def id_of(name: str) -> str:
    """The id that findings of LanguageTool's rule `name` have."""
    name = _OTHER.sub("_", name)
    return f"{CATEGORY}/{name if name[:1].isalpha() and name[0].isupper() else 'X_' + name}"


def own(selector: str) -> str:
    """The selector with which a rule of our table is meant: the one that stands for theirs."""
    return RULE if is_foreign(selector) else selector


def wanted(rule: str, select: Collection[str] | None, ignore: Collection[str]) -> bool:
    """Whether findings with a foreign id are reported: `ignore` wins, as it does for our rules."""
    return (select is None or _names(select, rule)) and not _names(ignore, rule)


def _names(selectors: Collection[str], rule: str) -> bool:
    return not {rule, CATEGORY, RULE}.isdisjoint(selectors)
