"""The patterns of rule packs as RE2, so that matching takes time linear in the text."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

MARK: Final = "mark"
"""The group that `<<...>>` in a pattern becomes."""


def translate(pattern: str) -> str:
    """The RE2 pattern for a pack's pattern: `<<...>>` is a group, a space any white space.

    Folded text has plain spaces alone, so a space becomes " +". Where the pattern begins or ends
    with something of a word, it begins or ends at a word boundary, in each of its alternatives.
    """
    parts = _TOKEN.findall(pattern.replace("<<", f"(?P<{MARK}>").replace(">>", ")"))
    closing = _closing(parts)
    begin, end = _begins(parts, closing), _ends(parts, closing)
    out = []
    for at, part in enumerate(parts):
        if at in begin:
            out.append(r"\b")
        after = parts[at + 1] if at + 1 < len(parts) else ""
        out.append(" +" if part == " " and after[:1] not in _QUANTIFIERS else part)
        if at in end:
            out.append(r"\b")
    return f"(?:{''.join(out)})"


_TOKEN: Final = re.compile(
    r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*\]|\((?:\?(?:P?<\w+>|[a-z]*:))?|\{\d*,?\d*\}|[\w'-]+(?![?*+{])|.",
    re.DOTALL,
)
"""An escape, a class, the start of a group, a count, letters, or a single character."""
_QUANTIFIERS: Final = frozenset("?*+{")
_NO_WORD_FIRST: Final = re.compile(r"[\"'.,;:!?\\^-]|\[[^\w\\^]+\]")
_NO_WORD_LAST: Final = re.compile(r".*[\"'.,;:!?$-]$|\\[^a-zA-Z]$|\[[^\w\\^]+\]$", re.DOTALL)


def _closing(parts: list[str]) -> dict[int, int]:
    """Where each group ends, by where it begins."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for at, part in enumerate(parts):
        if part[0] == "(":
            opened.append(at)
        elif part == ")" and opened:
            found[opened.pop()] = at
    return found


def _begins(parts: list[str], closing: dict[int, int]) -> set[int]:
    """Before which parts a word boundary belongs."""
    found: set[int] = set()
    todo = [(0, len(parts))]
    while todo:
        for first, last in _alternatives(parts, closing, *todo.pop()):
            if first == last:
                continue
            inner = closing.get(first)
            # A group that may be missing leaves the start to what follows.
            if inner is not None and parts[min(inner + 1, len(parts) - 1)][0] not in "?*{":
                todo.append((first + 1, inner))
            elif inner is not None or not _NO_WORD_FIRST.match(parts[first]):
                found.add(first)
    return found


def _ends(parts: list[str], closing: dict[int, int]) -> set[int]:
    """After which parts a word boundary belongs."""
    found: set[int] = set()
    opening = {inner: first for first, inner in closing.items()}
    todo = [(0, len(parts))]
    while todo:
        for first, last in _alternatives(parts, closing, *todo.pop()):
            at = last - 1
            if first == last:
                continue
            if at in opening:
                todo.append((opening[at] + 1, at))
                continue
            # What is counted ("!{2,}") decides, but "?" leaves it to the check of whole words.
            while at > first and parts[at][0] in "+*{":
                at -= 1
            if not _NO_WORD_LAST.match(parts[at]):
                found.add(last - 1)
    return found


def _alternatives(
    parts: list[str], closing: dict[int, int], first: int, last: int
) -> list[tuple[int, int]]:
    """The ranges between the bars of a range that stand in no group of their own."""
    found, start, at = [], first, first
    while at < last:
        if parts[at] == "|":
            found.append((start, at))
            start = at + 1
        at = closing.get(at, at) + 1
    return [*found, (start, last)]


def alternatives(pattern: str) -> int:
    """How many alternatives a pattern has that stand in no group."""
    parts = _TOKEN.findall(pattern)
    return len(_alternatives(parts, _closing(parts), 0, len(parts)))


@cache
def compiled(pattern: str, case: bool) -> Any:
    """The compiled RE2 pattern of a pack's pattern; raises `re2.error` on a bad one."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = case
    return re2.compile(translate(pattern), options)
