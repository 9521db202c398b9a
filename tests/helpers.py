"""What many tests need: posts from strings, rules on posts, maps held against sources."""

from __future__ import annotations

import html
from dataclasses import replace

from otlint.model import OBJECT, Block, Document, Finding, Format, Source
from otlint.settings import Settings

NAMES = {
    Format.TEXT: "post.txt",
    Format.MARKDOWN: "post.md",
    Format.MDX: "post.mdx",
    Format.HTML: "post.html",
}


def parse_text(
    text: str,
    format: Format = Format.TEXT,  # noqa: A002
    *,
    locale_code: str | None = None,
    audience: str = "clients",
) -> Document:
    """A post from a string, with its locale decided from its text unless one is given."""
    from otlint import locale
    from otlint.parsing import parse

    document = parse(Source(NAMES[format], text), format)
    return replace(document, locale=locale_code or locale.decide(document), audience=audience)


def find(rule_id: str, document: Document, settings: Settings | None = None) -> list[Finding]:
    """What one rule that ships finds in a post, in order."""
    from otlint.registry import builtin_rules

    rule = builtin_rules()[rule_id]
    return sorted(rule.check(document, settings or Settings()), key=lambda f: f.sort_key)


def texts(document: Document, findings: list[Finding]) -> list[str]:
    """The flagged text of each finding."""
    return [document.source.text[f.span.start : f.span.end] for f in findings]


def assert_map_holds(block: Block, source: str) -> None:
    """The source-map property: every stretch of a block maps to the source it came from."""
    at, place = 0, 0
    for segment in block.segments:
        assert segment.text_start == at, "segments cover the text without gaps"
        assert segment.text_end > segment.text_start
        assert place <= segment.start <= segment.end <= len(source), "segments in source order"
        at, place = segment.text_end, segment.end
        read = block.text[segment.text_start : segment.text_end]
        raw = source[segment.start : segment.end]
        if segment.verbatim:
            assert raw == read
        elif read != OBJECT and not read.isspace():
            assert html.unescape(raw) == read or read in raw, (raw, read)
    assert at == len(block.text)
    for start in range(0, len(block.text), max(1, len(block.text) // 12)):
        for end in range(start + 1, len(block.text) + 1, max(1, len(block.text) // 7)):
            span = block.span(start, end)
            assert block.source_span.contains(span)
            if block.contiguous(start, end) and all(
                segment.verbatim
                for segment in block.segments
                if segment.text_start < end and start < segment.text_end
            ):
                assert source[span.start : span.end] == block.text[start:end]
