"""The source-map property, held against every character and every range of a block."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from otlint.model import OBJECT

if TYPE_CHECKING:
    from otlint.model import Block


def assert_map_holds(block: Block, source: str) -> None:
    """Segments cover the text without gaps, in source order, and stand for what they say."""
    at = place = 0
    assert block.segments
    for segment in block.segments:
        assert segment.text_start == at < segment.text_end
        assert place <= segment.start < segment.end <= len(source)
        at, place = segment.text_end, segment.end
        text = block.text[segment.text_start : segment.text_end]
        raw = source[segment.start : segment.end]
        if segment.verbatim:
            assert raw == text
        elif text not in (OBJECT, " ", "\n"):
            assert html.unescape(raw) == text
        elif text == " " and not raw.startswith("&"):
            assert not raw.strip()
    assert at == len(block.text)
    _assert_ranges_hold(block, source)


def _assert_ranges_hold(block: Block, source: str) -> None:
    length = len(block.text)
    step = max(1, length // 15)
    for start in range(0, length, step):
        for end in range(start + 1, length + 1, step):
            span = block.span(start, end)
            assert block.source_span.contains(span)
            if block.contiguous(start, end):
                touched = [s for s in block.segments if s.text_start < end and start < s.text_end]
                read = "".join(
                    source[max(s.start, span.start) : min(s.end, span.end)]
                    if s.verbatim
                    else block.text[s.text_start : s.text_end]
                    for s in touched
                )
                assert read == block.text[start:end]
                if all(s.verbatim for s in touched):
                    assert source[span.start : span.end] == block.text[start:end]
