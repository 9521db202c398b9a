"""What a service may offer to put in place of a finding, for somebody to accept with one click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otlint.model import Edit, Fix, Safety

if TYPE_CHECKING:
    from otlint.model import Finding


def replacements(finding: Finding) -> tuple[Fix, ...]:
    """The fix, then the other suggestions for the same words; each is to be applied alone.

    Nothing where the finding has no fix: markup runs through the words, or the sentence around
    them must change too, and suggestions are then for an author to work in.
    """
    fix = finding.fix
    if fix is None:
        return ()
    if [edit.span for edit in fix.edits] != [finding.span]:
        # What the fix edits is known to be plain text, the rest of the span is not.
        return (fix,)
    return (
        fix,
        *(
            Fix(
                f"Write “{text}”" if text else "Delete it",
                (Edit(finding.span, text),),
                Safety.UNSAFE,
            )
            for text in dict.fromkeys(finding.suggestions)
            if text != fix.edits[0].text
        ),
    )
