"""Where a place in a text is after edits to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from otlint.model import Finding, Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from otlint.model import Edit


def moved_span(span: Span, edits: Iterable[Edit]) -> Span:
    """Where a span is after edits outside of it or within it (sorted, disjoint).

    What is inserted right before a span or right after it does not become part of it.
    """
    start, end = span.start, span.end
    for edit in edits:
        growth = len(edit.text) - len(edit.span)
        if edit.span.end <= span.start:
            start += growth
            end += growth
        elif edit.span.end <= span.end and edit.span.start < span.end:
            end += growth
    return Span(start, end)


def moved(finding: Finding, edits: tuple[Edit, ...]) -> Finding | None:
    """A finding after edits (sorted, disjoint): None where they take away what it is about.

    A finding that holds an edit but is more than it (a long sentence around a word) stays; what it
    suggested was written for the old words, and goes.
    """
    inside = False
    for edit in edits:
        if not len(edit.span):
            inside = inside or finding.span.start < edit.span.start < finding.span.end
        elif edit.span.contains(finding.span):
            return None
        elif finding.span.contains(edit.span):
            inside = True
        elif finding.span.overlaps(edit.span):
            return None
    fix = finding.fix
    if fix and any(_touch(own, edit) for own in fix.edits for edit in edits):
        fix = None
    if fix:
        fix = replace(
            fix, edits=tuple(replace(own, span=moved_span(own.span, edits)) for own in fix.edits)
        )
    return replace(
        finding,
        span=moved_span(finding.span, edits),
        fix=fix,
        suggestions=() if inside else finding.suggestions,
    )


def _touch(one: Edit, other: Edit) -> bool:
    if one.span.overlaps(other.span) or one.span == other.span:
        return True
    inner, outer = (one.span, other.span) if len(one.span) == 0 else (other.span, one.span)
    return len(inner) == 0 and outer.start < inner.start < outer.end
