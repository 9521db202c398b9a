"""Going through the findings of a post one by one: what can be done with each, what comes of it.

A state never changes: every step gives a new one, and to undo a step is to take the one before.
Nothing here reads keys, prints or writes.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from otlint import fixing, suppression, vocabulary
from otlint.errors import InputError
from otlint.model import Document, Edit, Finding, Fix, Format, Kind, Safety, Span
from otlint.moving import moved, moved_span
from otlint.parsing import parse
from otlint.rewrites import Rewrite, block_at, rewrites, words_of
from otlint.suppressing import Suppressed, can_hold_comments, suppress

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_OPTIONS: Final = 9
"""One for each number key."""
_WORDS: Final = ("spelling/", "slips/", "tone/")
"""Categories whose findings a word in the vocabulary answers for good."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to mend a finding: how it is offered, and its edits."""

    label: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class State:
    """How far the review of one post has come.

    Findings are at their places in the text as it is now.
    """

    document: Document
    pending: tuple[Finding, ...]
    """Those still to be looked at; the first one is up."""
    ignored: tuple[Finding, ...] = ()
    """Those to get a comment that keeps them quiet."""
    words: tuple[str, ...] = ()
    """Those to go into the vocabulary."""
    rewrites: tuple[Rewrite, ...] = ()
    replaced: int = 0
    skipped: int = 0

    @property
    def finding(self) -> Finding:
        """The finding that is up."""
        return self.pending[0]


def begin(document: Document, findings: Iterable[Finding], words: Iterable[str] = ()) -> State:
    """The state in which a review of a post starts.

    Args:
        document: The post.
        findings: What was found, in order.
        words: Those that the author has taken into the vocabulary since.
    """
    return State(document, _not_covered(document, findings, frozenset(words)))


# --- what can be done


def options(state: State) -> tuple[Option, ...]:
    """The ways to mend the finding that is up: its fix, and each suggestion that can be put in."""
    return mends(state.document, state.finding)


def mends(document: Document, finding: Finding) -> tuple[Option, ...]:
    """The ways to mend a finding, best first; a suggestion that is the fix stands for the fix."""
    fix = finding.fix
    found: list[Option] = []
    suggested = [(text, edit_of(document, finding.span, text)) for text in finding.suggestions]
    if fix and fix.edits:
        outcome = _outcome(document, finding.span, fix)
        same = next((text for text in finding.suggestions if text == outcome), None)
        found.append(Option(_label(fix.title if same is None else same), fix.edits))
        # A fix that mends the article as well says more than the words alone.
        wider = [text for text in finding.suggestions if fix.edits[-1].text.endswith(f" {text}")]
        suggested = [(text, edit) for text, edit in suggested if text not in (same, *wider)]
    found += [Option(_label(text), (edit,)) for text, edit in suggested if edit]
    return tuple(found[:MOST_OPTIONS])


def can_type(state: State) -> bool:
    """Whether a text of the author's own can be put in the place of the finding that is up."""
    return edit_of(state.document, state.finding.span, "word") is not None


def typed(state: State, text: str) -> Option:
    """The option to put a text of the author's own in the place of the finding.

    Raises:
        InputError: It cannot stand there.
    """
    if not text.isprintable():
        raise InputError("control characters cannot stand in a post")
    if state.document.format is Format.HTML:
        block = block_at(state.document, state.finding.span)
        in_attribute = block is not None and block.kind in (Kind.ALT_TEXT, Kind.DESCRIPTION)
        text = html.escape(text, quote=in_attribute)
    edit = edit_of(state.document, state.finding.span, text)
    if edit is None:
        raise InputError("that cannot be put there without harm to what is around: edit the file")
    return Option(text, (edit,))


def edit_of(document: Document, span: Span, text: str) -> Edit | None:
    """The edit that puts a text in place of a span; None where markup would be lost."""
    block = block_at(document, span)
    if block is None:
        return None
    start = block.offset(span.start)
    for end in range(start, min(len(block.text), start + len(span)) + 1):
        if block.span(start, end) == span:
            return block.edit(start, end, text)
    return None


def ignorable(state: State) -> Suppressed | None:
    """The post with a comment for the finding that is up; None where none can keep it quiet."""
    if not can_hold_comments(state.document):
        return None
    result = suppress(state.document, [state.finding])
    return None if result.left else result


def word(state: State) -> str | None:
    """The word or term that the vocabulary could take, so that it is never reported again."""
    finding = state.finding
    if not finding.rule.startswith(_WORDS):
        return None
    term = words_of(state.document, finding.span)
    return term if vocabulary.is_term(term) else None


# --- doing it


def choose(state: State, option: Option) -> State:
    """Put an option in place of the finding that is up.

    Raises:
        InputError: The post could not be read any more.
    """
    before = state.document
    fix = Fix(option.label, option.edits, Safety.UNSAFE)
    text = fixing.apply(before.source.text, [fix])[0]
    after = _parsed(before, text)
    return replace(
        state,
        document=after,
        pending=_moved(state.pending[1:], option.edits),
        ignored=_moved(state.ignored, option.edits),
        rewrites=rewrites(before, after, option.edits, state.rewrites),
        replaced=state.replaced + 1,
    )


def skip(state: State) -> State:
    """Leave the finding that is up as it is."""
    return replace(state, pending=state.pending[1:], skipped=state.skipped + 1)


def ignore_once(state: State, comment: Suppressed) -> State:
    """Have a comment written for the finding that is up.

    What that comment keeps quiet besides (the same rule in the same paragraph) is done with too.

    Args:
        state: The state.
        comment: What `ignorable` gives.
    """
    directives = suppression.directives(comment.document)
    pending = tuple(
        finding
        for finding in state.pending[1:]
        if not suppression.directive_for(
            replace(finding, span=moved_span(finding.span, comment.edits)), directives
        )
    )
    return replace(state, pending=pending, ignored=(*state.ignored, state.finding))


def ignore_always(state: State, term: str) -> State:
    """Have a word taken into the vocabulary; it is not asked about again."""
    pending = _not_covered(state.document, state.pending[1:], frozenset((term,)))
    return replace(state, pending=pending, words=(*state.words, term))


def final(state: State) -> Suppressed:
    """The post as it is to be written: with the comments of what is ignored."""
    if not state.ignored:
        return Suppressed(state.document, (), ())
    return suppress(state.document, state.ignored)


def suggested(document: Document, findings: Iterable[Finding]) -> tuple[Rewrite, ...]:
    """The sentences that the best suggestion of each finding would change."""
    fixes = []
    for finding in findings:
        found = mends(document, finding)
        if found:
            fixes.append(Fix(found[0].label, found[0].edits, Safety.UNSAFE))
    text, applied = fixing.apply(document.source.text, fixes)
    edits = sorted({edit for fix in applied for edit in fix.edits})
    return rewrites(document, _parsed(document, text), edits)


def _moved(findings: Sequence[Finding], edits: tuple[Edit, ...]) -> tuple[Finding, ...]:
    return tuple(there for finding in findings if (there := moved(finding, edits)))


def _parsed(before: Document, text: str) -> Document:
    document = parse(replace(before.source, text=text), before.format)
    return replace(document, locale=before.locale, audience=before.audience)


def _not_covered(
    document: Document, findings: Iterable[Finding], terms: frozenset[str]
) -> tuple[Finding, ...]:
    """The findings that are not about words of the vocabulary."""
    spans = [span for _, span in vocabulary.occurrences(document, terms)]
    return tuple(
        finding
        for finding in findings
        if not finding.rule.startswith(_WORDS)
        or not any(span.contains(finding.span) for span in spans)
    )


def _outcome(document: Document, span: Span, fix: Fix) -> str | None:
    """What a fix puts in place of a span; None where it changes more."""
    if not all(span.contains(edit.span) for edit in fix.edits):
        return None
    text = fixing.apply(document.source.text, [fix])[0]
    there = moved_span(span, fix.edits)
    if len(fix.edits) == 1 and fix.edits[0].span == span:
        return fix.edits[0].text
    return text[there.start : there.end]


def _label(text: str) -> str:
    return text or "(delete it)"
