"""Which sentences change, as a list for somebody who makes the changes on a website."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from otlint.model import OBJECT, Block, Document, Edit, Span
from otlint.moving import moved_span
from otlint.segmentation import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A sentence, as its reader sees it, before and after; `span` is its place in the new text.

    `after` is empty where the sentence goes.
    """

    span: Span
    before: str
    after: str


def block_at(document: Document, span: Span) -> Block | None:
    """The block that holds a span of the source; of nested ones the smallest."""
    holding = [block for block in document.blocks if block.source_span.contains(span)]
    return min(holding, key=lambda block: len(block.source_span), default=None)


def sentence_span(document: Document, span: Span) -> Span:
    """The place of the sentences that a span stands in; outside of prose, of its lines."""
    block = block_at(document, span)
    if block is not None:
        start, end = block.offset(span.start), end_offset(block, span)
        inside = [one for one in sentences(block.text) if one.start <= end and one.end > start]
        # A place between two sentences belongs to the one that it ends.
        inside = [one for one in inside if one.start < max(end, start + 1)] or inside
        if inside:
            return _united(block.span(inside[0].start, inside[-1].end), span)
    source = document.source
    first = source.line_span(source.position(span.start).line)
    last = source.line_span(source.position(max(span.start, span.end - 1)).line)
    return _united(Span(first.start, last.end), span)


def words_of(document: Document, span: Span) -> str:
    """What a reader sees of a span, on one line; code and addresses as the source has them."""
    block = block_at(document, span)
    if block is None:
        return " ".join(document.source.text[span.start : span.end].split())
    return " ".join(readable(document, block, block.offset(span.start), end_offset(block, span)))


def end_offset(block: Block, span: Span) -> int:
    """Where in the block's text a span ends."""
    if span.end <= span.start:
        return block.offset(span.start)
    for segment in reversed(block.segments):
        if segment.start < span.end:
            if not segment.verbatim:
                return segment.text_end
            return segment.text_start + min(span.end, segment.end) - segment.start
    return 0


def readable(document: Document, block: Block, start: int, end: int) -> list[str]:
    """The words of a range of a block; what is no prose stands as in the source."""
    pieces = []
    for segment in block.segments:
        left, right = max(start, segment.text_start), min(end, segment.text_end)
        if left < right:
            text = block.text[left:right]
            if text == OBJECT:
                text = document.source.text[segment.start : segment.end]
            pieces.append(text)
    return "".join(pieces).split()


def rewrites(
    before: Document, after: Document, edits: Sequence[Edit], known: Iterable[Rewrite] = ()
) -> tuple[Rewrite, ...]:
    """The sentences that edits change, in source order.

    Args:
        before: The post.
        after: The post with the edits.
        edits: In source order, disjoint.
        known: What was changed before that: a sentence that changes again keeps its first text.
    """
    spans: list[Span] = []
    for edit in edits:
        span = sentence_span(before, edit.span)
        if spans and span.start <= spans[-1].end and spans[-1].overlaps(span):
            span = _united(spans.pop(), span)
        spans.append(span)
    found = []
    old = list(known)
    for span in spans:
        same = [one for one in old if one.span.overlaps(span) or one.span == span]
        old = [one for one in old if one not in same]
        moved = moved_span(span, edits)
        found.append(
            Rewrite(
                moved,
                same[0].before if same else words_of(before, span),
                words_of(after, moved) if len(moved) else "",
            )
        )
    found += [Rewrite(moved_span(one.span, edits), one.before, one.after) for one in old]
    return tuple(
        sorted((one for one in found if one.before != one.after), key=lambda one: one.span)
    )


def _united(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))
