"""Applying fixes to a text: which of them go together, and how often to look again."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from otlint.model import Edit, Finding, Fix, Safety

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

MAX_ROUNDS: Final = 100
"""Each round applies at least one fix; no post needs as many."""


class FixLoopError(Exception):
    """Fixes undo each other, or never end: a bug in the rules that the message names."""


@dataclass(frozen=True, slots=True)
class FixResult:
    """What fixing came to.

    `findings` are those of the new text; `applied` counts the fixes by rule id.
    """

    text: str
    findings: tuple[Finding, ...]
    applied: Mapping[str, int] = field(default_factory=dict)
    rounds: int = 0

    @property
    def applied_count(self) -> int:
        """Number of fixes applied."""
        return sum(self.applied.values())


def apply(text: str, fixes: Iterable[Fix]) -> tuple[str, tuple[Fix, ...]]:
    """Apply the fixes that do not touch each other's text.

    A fix is applied whole or not at all. Of fixes that overlap, the one that starts first wins, of
    those that start together the one given first. Fixes that want the same edit share it. Edits
    that only meet (one ends where the other starts) go together, but two different insertions at
    one place do not: which comes first would be chance.

    Args:
        text: The text that the offsets of the edits count in.
        fixes: In any order.

    Returns:
        The new text, and the fixes applied, in the order of the text.

    Raises:
        ValueError: The edits of a fix overlap, are out of order, or lie outside of the text.
    """
    taken: list[Edit] = []
    applied: list[Fix] = []
    for fix in sorted(fixes, key=_place):
        _check(fix, len(text))
        new = [edit for edit in fix.edits if not _shared(edit, taken)]
        if not fix.edits or any(_collides(edit, taken) for edit in new):
            continue
        for edit in new:
            insort(taken, edit, key=_order)
        applied.append(fix)
    pieces: list[str] = []
    at = 0
    for edit in taken:
        pieces += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join([*pieces, text[at:]]), tuple(applied)


def _place(fix: Fix) -> tuple[int, int]:
    return _order(fix.edits[0]) if fix.edits else (0, 0)


def _order(edit: Edit) -> tuple[int, int]:
    """By start; an insertion before the edit that replaces what follows it."""
    return edit.span.start, edit.span.end


def _check(fix: Fix, length: int) -> None:
    for before, after in zip(fix.edits, fix.edits[1:], strict=False):
        if before.span.end > after.span.start or before.span == after.span:
            raise ValueError(f"the edits of the fix {fix.title!r} overlap or are out of order")
    if fix.edits and fix.edits[-1].span.end > length:
        raise ValueError(f"the fix {fix.title!r} lies outside of the text")


def _shared(edit: Edit, taken: Sequence[Edit]) -> bool:
    index = bisect_left(taken, _order(edit), key=_order)
    return index < len(taken) and taken[index] == edit


def _collides(edit: Edit, taken: Sequence[Edit]) -> bool:
    """Whether an edit meets one that is taken; those are sorted and disjoint."""
    index = bisect_left(taken, _order(edit), key=_order)
    # An insertion may stand right before its neighbour, hence two of them after.
    near = (*taken[max(0, index - 1) : index], *taken[index : index + 2])
    return any(
        other.span == edit.span
        or max(edit.span.start, other.span.start) < min(edit.span.end, other.span.end)
        or _inside(edit, other)
        or _inside(other, edit)
        for other in near
    )


def _inside(insertion: Edit, other: Edit) -> bool:
    at = insertion.span.start
    return at == insertion.span.end and other.span.start < at < other.span.end


def fixes_of(findings: Iterable[Finding], safety: Safety) -> list[tuple[str, Fix]]:
    """The fixes that may be applied, each with the id of its rule.

    Args:
        findings: What was found.
        safety: SAFE for safe fixes alone, UNSAFE for all.
    """
    return [
        (finding.rule, finding.fix)
        for finding in findings
        if finding.fix and (safety is Safety.UNSAFE or finding.fix.safety is Safety.SAFE)
    ]


def fix_all(
    text: str, lint: Callable[[str], Sequence[Finding]], safety: Safety = Safety.SAFE
) -> FixResult:
    """Fix a text and check it again until nothing changes.

    Args:
        text: The text.
        lint: Gives the findings of a text, those that count alone (no suppressed ones).
        safety: SAFE for safe fixes alone, UNSAFE for all.

    Raises:
        FixLoopError: The fixes lead back to an earlier text, or never end.
        ValueError: See `apply`.
    """
    findings = tuple(lint(text))
    applied: Counter[str] = Counter()
    seen = {text}
    for round_number in range(MAX_ROUNDS):
        rules = fixes_of(findings, safety)
        new, done = apply(text, (fix for _, fix in rules))
        if new == text:
            return FixResult(text, findings, dict(sorted(applied.items())), round_number)
        identities = {id(fix) for fix in done}
        by_rule = Counter(rule for rule, fix in rules if id(fix) in identities)
        if new in seen:
            raise FixLoopError(f"fixes undo each other: {', '.join(sorted(by_rule))}")
        seen.add(new)
        applied += by_rule
        text, findings = new, tuple(lint(new))
    raise FixLoopError(f"fixes never end: {', '.join(sorted(by_rule))}")
