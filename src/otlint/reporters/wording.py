"""Words that several reporters share: counts, lists, what to write instead, marks of fixes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from otlint.model import Safety
from otlint.reporters.cells import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otlint.model import Finding
    from otlint.reporters.options import Options

SAFE_MARK: Final = "[*]"
UNSAFE_MARK: Final = "[?]"
_MOST_SUGGESTIONS = 5


def fix_mark(finding: Finding) -> str:
    """`[*]` for what `--fix` mends, `[?]` for what needs `--unsafe-fixes` too, else nothing."""
    if finding.fix is None:
        return ""
    return SAFE_MARK if finding.fix.safety is Safety.SAFE else UNSAFE_MARK


def group_mark(findings: Sequence[Finding]) -> str:
    """The mark for the findings of one rule: the best that one of them has."""
    marks = {fix_mark(finding) for finding in findings}
    return SAFE_MARK if SAFE_MARK in marks else UNSAFE_MARK if UNSAFE_MARK in marks else ""


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 error", "2 errors"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def listed(items: Sequence[str], joint: str = "and") -> str:
    """A list in words: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


def severities(errors: int, warnings: int, suggestions: int) -> str:
    """As in "2 errors, 1 warning and 9 suggestions", without the zeros; "" for none at all."""
    numbers = ((errors, "error"), (warnings, "warning"), (suggestions, "suggestion"))
    return listed([counted(number, noun) for number, noun in numbers if number])


def advice(finding: Finding) -> str | None:
    """What to write instead, as it stands after `help:`; None where the rule does not say."""
    fix = finding.fix
    if fix is not None and (len(fix.edits) > 1 or not finding.suggestions):
        title = fix.title.rstrip(".")
        title = title[:1].lower() + title[1:] if title[1:2].islower() else title
        return f"{title} ({len(fix.edits)} places)" if len(fix.edits) > 1 else title
    if not finding.suggestions:
        return None
    if finding.suggestions[0] == "":
        return "delete it"
    texts = [quoted(text) for text in finding.suggestions[:_MOST_SUGGESTIONS] if text]
    return f"write {listed(texts, 'or')}"


def whole_message(finding: Finding) -> str:
    """The message, and what to write instead where the message leaves that out: one line."""
    advised = advice(finding)
    if not advised or not finding.suggestions:
        return finding.message
    # Whole words: "or" does not stand in "for".
    said = rf"(?<!\w){re.escape(finding.suggestions[0])}(?!\w)"
    if re.search(said, finding.message):
        return finding.message
    return f"{finding.message} {advised[0].upper()}{advised[1:]}."


def quoted(text: str) -> str:
    """The text in quotation marks that it does not hold itself."""
    return f'"{text}"' if '"' not in text else f"`{text}`"


def shown_path(path: str, options: Options) -> str:
    """The path of a post as people read it."""
    return "standard input" if path == "-" else clean(path, options.encoding)
