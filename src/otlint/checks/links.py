"""What a link says: where it leads, in words."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from otlint.folding import fold
from otlint.model import Finding, Format, Kind, Severity, Span
from otlint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Block, Document, Link
    from otlint.settings import Settings

_TEXT: Final = "structure/link-text"
_ADDRESS: Final = "structure/link-address"

_VAGUE: Final = re.compile(
    r"(?:(?:please )?click(?: (?:on )?(?:here|this|the link|this link|link))?(?: (?:to|for) .*)?"
    r"|(?:right |over |go |see |visit )?here|this|this link|the link|link|links?|this one"
    r"|(?:(?:read|learn|find out|see|view|show|discover|get) )?more(?: info| information| details)?"
    r"|info|details|continue|continue reading|read on|go|more here|read more here)"
)
_TRIMMED: Final = " .,:;!?…\"'()[]»›>→-–—*"
_ADDRESS_TEXT: Final = re.compile(
    r"(?:https?://|www\.)[^\s/]+/\S+|[\w.-]+\.[a-z]{2,}/\S+", re.IGNORECASE
)
_SHORT_ADDRESS: Final = 30
"""Code points up to which an address can be read out, or typed from paper."""
_REFERENCES: Final = re.compile(
    r"(?:references?|sources?|bibliography|works cited|further reading|citations?|notes)\b",
    re.IGNORECASE,
)


def _shown(document: Document, link: Link) -> list[tuple[Span, str]]:
    """What the reader of a link sees, block for block; nothing where it is only pictures."""
    blocks: list[Block] | None = document.cache.get("links.blocks")
    if blocks is None:
        # These do not overlap; the text of a picture stands within a paragraph.
        blocks = [block for block in document.blocks if block.kind is not Kind.ALT_TEXT]
        document.cache["links.blocks"] = blocks
    at = bisect_left(blocks, link.inner.end, key=lambda block: block.source_span.start)
    found = []
    while at > 0:
        at -= 1
        block = blocks[at]
        if block.source_span.end <= link.inner.start:
            break
        start, end = block.offset(link.inner.start), block.offset(link.inner.end)
        said = block.text[start:end]
        if said.strip():
            left = start + len(said) - len(said.lstrip())
            found.append((block.span(left, left + len(said.strip())), said.strip()))
        if block.source_span.start <= link.inner.start:
            break
    return found[::-1]


def _vague(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    for link in document.links:
        if link.named or link.target.startswith("#fn"):
            continue
        shown = _shown(document, link)
        if not shown:
            if not document.source.text[link.inner.start : link.inner.end].strip():
                yield Finding(
                    _TEXT,
                    link.span,
                    "This link has no text: nobody can see it. Name where it leads, or delete it.",
                    Severity.WARNING,
                )
            continue
        text = fold(" ".join(text for _, text in shown)).lower().strip(_TRIMMED)
        if _VAGUE.fullmatch(text):
            yield Finding(
                _TEXT,
                Span(shown[0][0].start, shown[-1][0].end),
                f"\u201c{shown[0][1]}\u201d does not say where the link leads: link the words that "
                "name it.",
                Severity.WARNING,
            )


def _addresses(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    text = document.source.text
    listed = _reference_sections(document)
    for link in document.links:
        raw = text[link.inner.start : link.inner.end].strip()
        if len(raw) <= _SHORT_ADDRESS or not _ADDRESS_TEXT.fullmatch(raw) or link.named:
            continue
        if any(section.contains(link.span) for section in listed):
            continue
        yield Finding(
            _ADDRESS,
            link.inner,
            "A long address as the text of a link: link the name of the page instead.",
            Severity.SUGGESTION,
        )


def _reference_sections(document: Document) -> list[Span]:
    """The parts below headings such as "References", where addresses are in their place."""
    headings = [block for block in document.blocks if block.kind is Kind.HEADING]
    ends = [block.source_span.start for block in headings[1:]] + [len(document.source.text)]
    return (
        [
            Span(block.source_span.end, end)
            for block, end in zip(headings, ends, strict=True)
            if _REFERENCES.match(block.text)
        ]
        if headings
        else []
    )


RULES: Final = (
    Rule(
        id=_TEXT,
        summary='Links that do not say where they lead: "click here", "read more".',
        why=(
            "People who use a screen reader go from link to link and hear nothing else. Everybody "
            "else scans for them. A link that names its page works for both."
        ),
        sources=(
            "NHS digital service manual: links",
            "WCAG 2.2, success criteria 2.4.4 and 2.4.9",
            "plainlanguage.gov: add useful links",
        ),
        severity=Severity.WARNING,
        check=_vague,
        examples=(
            Example("To book a visit, [<<click here>>](/book).", format=Format.MARKDOWN),
            Example("Our fees are **[<<here>>](/fees)**.", format=Format.MARKDOWN),
            Example(
                "<p>Sleep matters. <a href='/s'><<Read <b>more</b> »>></a></p>", format=Format.HTML
            ),
            Example('See <a href="/a">  <<this link>> </a> on sleep.\n', format=Format.MARKDOWN),
            Example("A link <<[](/fees)>> of nothing.", format=Format.MARKDOWN),
            Example("[Book a visit](/book), [read more about sleep](/s).", format=Format.MARKDOWN),
            Example("[![Our fees](fees.png)](/fees) [`here`](/h)", format=Format.MARKDOWN),
            Example('<a href="/fees" aria-label="Our fees">Here</a>', format=Format.HTML),
            Example("Click here to book: there is no link in this one."),
        ),
    ),
    Rule(
        id=_ADDRESS,
        summary="A long web address shown as the text of a link.",
        why=(
            "A screen reader spells an address out, sign by sign, and a phone breaks it up. "
            "In a list of references it may stand."
        ),
        sources=("NHS digital service manual: links", "WCAG 2.2, success criterion 2.4.4"),
        severity=Severity.SUGGESTION,
        check=_addresses,
        examples=(
            Example(
                "See [<<https://example.org/health/sleep/2024>>](https://example.org/a).",
                format=Format.MARKDOWN,
            ),
            Example(
                "See <a href='/s'><<www.example.org/health/sleep/2024>></a>.",
                format=Format.MARKDOWN,
            ),
            Example("Go to [rcot.co.uk](https://rcot.co.uk/).", format=Format.MARKDOWN),
            Example("Join at <https://example.org/join>.", format=Format.MARKDOWN),
            Example(
                "## References\n\n1. <https://example.org/health/sleep/2024>\n",
                format=Format.MARKDOWN,
            ),
            Example(
                "See [the guide to sleep](https://example.org/health/sleep).",
                format=Format.MARKDOWN,
            ),
        ),
    ),
)
