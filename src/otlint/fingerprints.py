"""What a finding is recognised by when the post around it changes: the words of its sentence."""

from __future__ import annotations

from bisect import bisect_right
from hashlib import blake2b
from typing import TYPE_CHECKING

from otlint.folding import fold
from otlint.segmentation import sentences

if TYPE_CHECKING:
    from otlint.model import Block, Document, Span


def fingerprint(document: Document, span: Span) -> str:
    """A digest of the sentence in which a span of the source begins: 16 hexadecimal digits.

    It is the same wherever the sentence stands and however its lines are broken, marked up or
    quoted. A place outside of prose (furniture, a suppression) counts with its own characters.
    """
    block = block_at(document, span)
    text = document.source.text[span.start : span.end] if block is None else _sentence(block, span)
    folded = " ".join(fold(text).split())
    return blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def block_at(document: Document, span: Span) -> Block | None:
    """The block of prose in which a span of the source begins; None outside of prose."""
    starts: list[int] | None = document.cache.get("fingerprints.starts")
    if starts is None:
        starts = [block.source_span.start for block in document.blocks]
        document.cache["fingerprints.starts"] = starts
    index = bisect_right(starts, span.start) - 1
    if index < 0:
        return None
    block = document.blocks[index]
    return block if span.start <= block.source_span.end else None


def _sentence(block: Block, span: Span) -> str:
    at = block.offset(span.start)
    inside = [found for found in sentences(block.text) if found.start <= at]
    return block.text[inside[-1].start : inside[-1].end] if inside else block.text
