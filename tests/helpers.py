"""What many tests need: posts from strings, and rules on them."""

from __future__ import annotations

from dataclasses import replace

from otlint.model import Document, Finding, Format, Source
from otlint.settings import Settings

NAMES = {
    Format.TEXT: "post.txt",
    Format.MARKDOWN: "post.md",
    Format.MDX: "post.mdx",
    Format.HTML: "post.html",
}


def parse_text(
    text: str,
    format: Format = Format.TEXT,
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
