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
    with something of a word, it begins or ends at a word boundary.
    """
    pattern = pattern.replace("<<", f"(?P<{MARK}>").replace(">>", ")")
    out, in_class, at = [], False, 0
    while at < len(pattern):
        character = pattern[at]
        if character == "\\":
            out.append(pattern[at : at + 2])
            at += 2
            continue
        if in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        out.append(" +" if character == " " and not in_class else character)
        at += 1
    left = "" if re.match(rf'(?:\(\?:|\(\?P<{MARK}>|\()*["\'.,;:!?\\^-]', pattern) else r"\b"
    right = "" if re.search(r'(?:["\'.,;:!?$-]|\\[^a-zA-Z])\)*$', pattern) else r"\b"
    return f"{left}(?:{''.join(out)}){right}"


@cache
def compiled(pattern: str, case: bool) -> Any:
    """The compiled RE2 pattern of a pack's pattern; raises `re2.error` on a bad one."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = case
    return re2.compile(translate(pattern), options)
