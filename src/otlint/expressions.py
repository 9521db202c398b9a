"""The patterns of rule packs as RE2, so that matching takes time linear in the text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK: Final = "mark"
"""The group that `<<...>>` in a pattern becomes."""


def translate(pattern: str) -> str:
    """The RE2 pattern for a pack's pattern: `<<...>>` is a group, a space any white space.

    Folded text has plain spaces alone, so a space becomes " +". Where the pattern begins or ends
    with something of a word, it begins or ends at a word boundary, in each of its alternatives.
    """
    pattern = pattern.replace("<<", f"(?P<{MARK}>").replace(">>", ")")
    parts = _TOKEN.findall(pattern)
    spaced = "".join(
        " +" if part == " " and after not in _QUANTIFIERS else part
        for part, after in zip(parts, [*parts[1:], ""], strict=True)
    )
    return f"(?:{_ended(_begun(spaced))})"


_QUANTIFIERS: Final = ("?", "*", "+", "{")
_TOKEN: Final = re.compile(r"\\.|\[\^?\]?(?:[^\]\\]|\\.)*\]|.", re.DOTALL)
"""An escape, a class or a character."""
_OPENING: Final = re.compile(r"\((?:\?(?:P?<\w+>|[a-z]*:))?")
_NO_WORD_FIRST: Final = re.compile(r"[\"'.,;:!?\\^-]|\[[^\w\\^]+\]")
_NO_WORD_LAST: Final = re.compile(
    r"(?:[\"'.,;:!?$-]|\\[^a-zA-Z]|\[[^\w\\^]+\])(?:[+*]|\{\d+,?\d*\})?$"
)


def _begun(pattern: str) -> str:
    """The pattern with a word boundary at the start of each alternative that begins a word."""
    if len(parts := alternatives(pattern)) > 1:
        return "|".join(map(_begun, parts))
    if opening := _OPENING.match(pattern):
        end = next(end for start, end in _groups(pattern) if start == 0)
        # A group that may be missing leaves the start to what follows.
        if pattern[end : end + 1] not in ("?", "*", "{"):
            at = opening.end()
            return pattern[:at] + _begun(pattern[at : end - 1]) + pattern[end - 1 :]
        return rf"\b{pattern}"
    return pattern if _NO_WORD_FIRST.match(pattern) else rf"\b{pattern}"


def _ended(pattern: str) -> str:
    """The same at the end of each alternative."""
    if len(parts := alternatives(pattern)) > 1:
        return "|".join(map(_ended, parts))
    for start, end in _groups(pattern):
        if end == len(pattern) and (opening := _OPENING.match(pattern, start)):
            at = opening.end()
            return f"{pattern[:at]}{_ended(pattern[at:-1])})"
    return pattern if _NO_WORD_LAST.search(pattern) else rf"{pattern}\b"


def _groups(pattern: str) -> Iterator[tuple[int, int]]:
    """The ranges of the groups that stand in no other group."""
    depth = at = start = 0
    for part in _TOKEN.findall(pattern):
        if part == "(":
            start = start if depth else at
            depth += 1
        at += len(part)
        if part == ")":
            depth -= 1
            if not depth:
                yield start, at


def alternatives(pattern: str) -> list[str]:
    """The pattern cut at the bars that stand in no group."""
    parts, depth = [""], 0
    for part in _TOKEN.findall(pattern):
        depth += (part == "(") - (part == ")")
        if part == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += part
    return parts


@cache
def compiled(pattern: str, case: bool) -> Any:
    """The compiled RE2 pattern of a pack's pattern; raises `re2.error` on a bad one."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = case
    return re2.compile(translate(pattern), options)
