"""Headings: one title, levels in order, none empty or said twice, and enough of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from otlint.folding import fold
from otlint.model import OBJECT, Finding, Format, Kind, Severity, Span
from otlint.prose import prose
from otlint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Block, Document
    from otlint.settings import Settings

_SECOND_TITLE: Final = "structure/second-title"
_ORDER: Final = "structure/heading-order"
_EMPTY: Final = "structure/empty-heading"
_REPEATED: Final = "structure/repeated-heading"
_NONE: Final = "structure/no-headings"

_LONG_POST: Final = 1000
"""Words of running prose from which a post needs headings."""


def _headings(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.kind is Kind.HEADING]


def has_title(document: Document) -> bool:
    """Whether front matter gives the post a title, which its site shows as the first heading."""
    values = document.front_matter.values if document.front_matter else {}
    return any(isinstance(key, str) and key.lower() == "title" and values[key] for key in values)


def _second_title(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    if document.format is Format.TEXT:
        return  # there the levels are guesses
    first = [block for block in _headings(document) if block.level == 1]
    # Some sites show the title of the front matter, others need it said again below.
    extra = first[1:] if not has_title(document) or _says_title(document, first) else first
    if not extra:
        return
    title = "the title in its front matter" if has_title(document) else "the first one"
    many = f"{len(extra)} headings of level 1" if len(extra) > 1 else "a heading of level 1"
    yield Finding(
        _SECOND_TITLE,
        extra[0].source_span,
        f"This post has {many} besides {title}: begin its sections with level 2.",
        Severity.SUGGESTION,
    )


def _says_title(document: Document, headings: list[Block]) -> bool:
    """Whether the first of the headings is the title in the front matter."""
    said = headings[0].text if headings else ""
    return any(b.kind is Kind.TITLE and _same(b.text) == _same(said) for b in document.blocks)


def _same(text: str) -> str:
    return fold(text).casefold().strip(" .:!?")


def _order(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    if document.format is Format.TEXT:
        return
    above, what = (1, "the title") if has_title(document) else (6, "")
    for block in _headings(document):
        if block.level > above + 1:
            yield Finding(
                _ORDER,
                block.source_span,
                f"A heading of level {block.level} below {what}: make it level {above + 1}.",
                Severity.SUGGESTION,
            )
        above, what = block.level, f"one of level {block.level}"


def _empty(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    text = document.source.text
    for span in document.empty_headings:
        bare = text[span.start : span.end].rstrip()
        yield Finding(
            _EMPTY,
            Span(span.start, span.start + len(bare)),
            "This heading is empty: write what the section is about, or delete it.",
            Severity.SUGGESTION,
        )


def _repeated(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    seen: dict[int, set[str]] = {}
    for block in _headings(document):
        for level in [level for level in seen if level > block.level]:
            del seen[level]  # a section of its own: "Example" may stand in each
        said = _same(block.text)
        if OBJECT not in said:
            if said in seen.get(block.level, ()):
                yield Finding(
                    _REPEATED,
                    block.source_span,
                    "An earlier section has the same heading: say what this one adds.",
                    Severity.SUGGESTION,
                )
            seen.setdefault(block.level, set()).add(said)


def _no_headings(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    headings = _headings(document)
    if any(block.level > 1 for block in headings) or len(headings) > 1:
        return
    sentences = [sentence for block in prose(document) for sentence in block]
    count = sum(len(sentence.tokens) for sentence in sentences)
    if count >= _LONG_POST:
        yield Finding(
            _NONE,
            sentences[0].span,
            f"{count:,} words without a heading: a heading every few paragraphs lets readers find "
            "what they came for.",
            Severity.SUGGESTION,
        )


_WORDS: Final = "Small steps help a child more than one big leap. "

RULES: Final = (
    Rule(
        id=_SECOND_TITLE,
        whole_post=True,
        summary="More than one heading of level 1; a title in front matter counts as one.",
        why=(
            "The heading of level 1 names the page, for search engines and for those who listen to "
            "it. With several of them the page seems to be several pages."
        ),
        sources=(
            "NHS digital service manual: headings",
            "W3C, Web Accessibility Tutorials: headings",
        ),
        severity=Severity.SUGGESTION,
        check=_second_title,
        examples=(
            Example("# Sleep\n\nText.\n\n# <<Naps>>\n\nText.\n", format=Format.MARKDOWN),
            Example(
                "---\ntitle: Sleep\n---\n\n# <<Why sleep>>\n\nText.\n\n# Naps\n",
                format=Format.MARKDOWN,
            ),
            Example("<h1>Sleep</h1><p>Text.</p><h1><<Naps>></h1>", format=Format.HTML),
            Example("---\ntitle: Sleep\n---\n\n# Sleep\n\nText.\n", format=Format.MARKDOWN),
            Example("---\ntitle: Sleep\n---\n\n## Why sleep\n\nText.\n", format=Format.MARKDOWN),
            Example("# Sleep\n\n## Naps\n\nText.\n", format=Format.MARKDOWN),
            Example("# Sleep\n\nText of some length.\n\n# Naps\n\nText of some length.\n"),
        ),
    ),
    Rule(
        id=_ORDER,
        summary="A heading that leaves out a level.",
        why=(
            "People who cannot see the page move through it by its headings. A level left out "
            "sounds like a section that is missing."
        ),
        sources=(
            "NHS digital service manual: headings",
            "WCAG 2.2, success criterion 1.3.1, technique G141",
        ),
        severity=Severity.SUGGESTION,
        check=_order,
        examples=(
            Example("# Sleep\n\n## Naps\n\n#### <<When>>\n\n#### Where\n", format=Format.MARKDOWN),
            Example("---\ntitle: Sleep\n---\n\n### <<Naps>>\n\n### Beds\n", format=Format.MARKDOWN),
            Example("<h1>Sleep</h1><h3><<Naps>></h3><p>Text.</p>", format=Format.HTML),
            Example("# Sleep\n\n## Naps\n\n### When\n\n## Beds\n", format=Format.MARKDOWN),
            Example("### Naps\n\nText.\n\n### Beds\n\n## Rooms\n", format=Format.MARKDOWN),
            Example("Sleep\n\nNaps help a tired child in the day.\n\n#### When\n\nAfter lunch."),
        ),
    ),
    Rule(
        id=_EMPTY,
        summary="A heading without text.",
        why=(
            "An empty heading is mostly a blank line that an editor made large. A screen reader "
            "stops at it and says nothing."
        ),
        sources=("WCAG 2.2, success criteria 1.3.1 and 2.4.6", "W3C, ACT rule ffd0e9"),
        severity=Severity.SUGGESTION,
        check=_empty,
        examples=(
            Example("# Sleep\n\n<<##>>\n\nText.\n", format=Format.MARKDOWN),
            Example("<p>Text.</p><<<h3>&nbsp;</h3>>><p>Text.</p>", format=Format.HTML),
            Example('<h2><img src="logo.png" alt="Our logo"></h2>', format=Format.HTML),
            Example("## `otlint`\n\nText.\n", format=Format.MARKDOWN),
        ),
    ),
    Rule(
        id=_REPEATED,
        summary="Two sections beside each other with the same heading.",
        why="In a list of headings, or as a link to a section, the two cannot be told apart.",
        sources=("WCAG 2.2, success criterion 2.4.6", "editorial"),
        severity=Severity.SUGGESTION,
        check=_repeated,
        examples=(
            Example(
                "## Try this\n\nText.\n\n## Why\n\nText.\n\n## <<Try this>>\n",
                format=Format.MARKDOWN,
            ),
            Example("<h2>Tips</h2><p>Text.</p><h2><<Tips:>></h2>", format=Format.HTML),
            Example(
                "## Stairs\n\n### Try this\n\nText.\n\n## Baths\n\n### Try this\n",
                format=Format.MARKDOWN,
            ),
        ),
    ),
    Rule(
        id=_NONE,
        whole_post=True,
        summary="A long post without headings.",
        why=(
            "Most readers scan a page before they read it. Without headings they find nothing to "
            "hold on to, and people who use a screen reader have to hear all of it."
        ),
        sources=(
            "NHS digital service manual: how to write good content, make content easy to find",
            "WCAG 2.2, success criterion 2.4.10",
            "editorial (1,000 words)",
        ),
        severity=Severity.SUGGESTION,
        check=_no_headings,
        examples=(
            Example(f"<<{_WORDS.strip()}>> {_WORDS * 99}".strip()),
            Example(
                f"# Steps\n\n<<{_WORDS.strip()}>> {_WORDS * 99}".strip(), format=Format.MARKDOWN
            ),
            Example(f"{_WORDS * 99}".strip()),
            Example(f"# Steps\n\n## First\n\n{_WORDS * 100}".strip(), format=Format.MARKDOWN),
        ),
    ),
)
