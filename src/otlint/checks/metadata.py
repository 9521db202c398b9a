"""What a post says of itself: its title, date and description."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from otlint.checks.headings import has_title
from otlint.model import Finding, Format, Kind, Severity, Span
from otlint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from otlint.model import Document
    from otlint.settings import Settings

_TITLE: Final = "structure/title-missing"
_DATE: Final = "structure/date-missing"
_DESCRIPTION: Final = "structure/description-long"

_LONGEST: Final = 160
_DATED_NAME: Final = re.compile(r"_?\d{4}-\d{1,2}-\d{1,2}\b")
_DATE_KEY: Final = re.compile(
    r".*date|(?:.*[-_])?(?:day|time)|(?:last[-_]?)?mod(?:ified)?|(?:pub|publish|updat|creat)(?:ed)?"
    r"(?:[-_]?(?:at|on))?"
)
_POST_KEYS: Final = frozenset("author authors tags categories category topics topic series".split())
_PAGES: Final = frozenset("page home default index archive about contact docs".split())


def _own_values(document: Document) -> Mapping[str, Any] | None:
    """The front matter that the author wrote; None where there is none."""
    matter = document.front_matter
    if matter is None or document.format is Format.HTML:
        return None
    return {str(key).lower(): value for key, value in matter.values.items()}


def _title(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    values = _own_values(document)
    if not values or has_title(document) or _name(document).startswith("_index"):
        return
    if any(block.kind is Kind.HEADING and block.level == 1 for block in document.blocks):
        return
    yield Finding(
        _TITLE,
        Span(0, 3),
        "The front matter has no title, and the post has no heading of level 1: add a `title`.",
        Severity.SUGGESTION,
    )


def _name(document: Document) -> str:
    return PurePath(document.source.path).name


def _date(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    values = _own_values(document)
    if not values or not _is_post(values) or _DATED_NAME.match(_name(document)):
        return
    if any(_DATE_KEY.fullmatch(key) for key in values):
        return
    yield Finding(
        _DATE,
        Span(0, 3),
        "The front matter has no date: add one, so that readers can tell how old the advice is.",
        Severity.SUGGESTION,
    )


def _is_post(values: Mapping[str, Any]) -> bool:
    """Whether front matter belongs to a post that is out, and not to a page or a draft."""
    kinds = {str(values.get(key, "")).lower() for key in ("layout", "type")}
    if values.get("draft") is True or values.get("published") is False or kinds & _PAGES:
        return False
    return "post" in kinds or not _POST_KEYS.isdisjoint(values)


def _description(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    values = _own_values(document)
    for block in document.blocks:
        if block.kind is not Kind.DESCRIPTION or len(block.text) <= _LONGEST:
            continue
        if values is not None and str(values.get("description")).split() != block.text.split():
            continue  # a summary or excerpt: the site shows it whole
        yield Finding(
            _DESCRIPTION,
            block.source_span,
            f"A description of {len(block.text)} characters: search engines cut it after about "
            f"{_LONGEST}.",
            Severity.SUGGESTION,
        )


_LONG_ONE: Final = (
    "How small steps help a child to sleep, " + "and then to sleep on, " * 6 + "all night"
)

RULES: Final = (
    Rule(
        id=_TITLE,
        whole_post=True,
        summary="Front matter without a title, in a post without a heading of level 1.",
        why="The title is what lists, search engines and screen readers show first.",
        sources=("WCAG 2.2, success criterion 2.4.2", "editorial"),
        severity=Severity.SUGGESTION,
        check=_title,
        examples=(
            Example("<<--->>\ndate: 2024-05-01\n---\n\nText.\n", format=Format.MARKDOWN),
            Example("---\ntitle: Sleep\n---\n\nText.\n", format=Format.MARKDOWN),
            Example("---\ndate: 2024-05-01\n---\n\n# Sleep\n", format=Format.MARKDOWN),
            Example("Text without front matter.\n", format=Format.MARKDOWN),
        ),
    ),
    Rule(
        id=_DATE,
        whole_post=True,
        summary="Front matter of a post without a date.",
        why="Advice about health ages. Without a date nobody can tell how far to trust it.",
        sources=(
            "NHS England, Standard for creating health content: show when it was reviewed",
            "editorial",
        ),
        severity=Severity.SUGGESTION,
        check=_date,
        examples=(
            Example("<<--->>\ntitle: Sleep\nauthor: Jo\n---\n\nText.\n", format=Format.MARKDOWN),
            Example(
                "---\ntitle: Sleep\nauthor: Jo\npubDate: 2024-05-01\n---\n", format=Format.MARKDOWN
            ),
            Example("---\ntitle: Sleep\nauthor: Jo\ndraft: true\n---\n", format=Format.MARKDOWN),
            Example("---\ntitle: About us\nlayout: page\n---\n", format=Format.MARKDOWN),
        ),
    ),
    Rule(
        id=_DESCRIPTION,
        summary="A description of more than 160 characters.",
        why="Search results show its beginning only, and may break off before the point.",
        sources=("Google Search Central: snippets and meta descriptions", "editorial (160)"),
        severity=Severity.SUGGESTION,
        check=_description,
        examples=(
            Example(
                f"---\ntitle: Sleep\ndescription: <<{_LONG_ONE}>>\n---\n\nText.\n",
                format=Format.MARKDOWN,
            ),
            Example(
                f'<meta name="description" content="<<{_LONG_ONE}>>"><p>Text.</p>',
                format=Format.HTML,
            ),
            Example(f"---\ntitle: Sleep\nsummary: {_LONG_ONE}\n---\n", format=Format.MARKDOWN),
            Example(
                "---\ntitle: Sleep\ndescription: Small steps help.\n---\n", format=Format.MARKDOWN
            ),
        ),
    ),
)
