"""Headings in one case: Every Big Word With a Capital, or as in a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.frequency import zipf
from otlint.model import OBJECT, Finding, Format, Kind, Severity
from otlint.rule import Example, Rule
from otlint.segmentation import begins_sentence, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Block, Document
    from otlint.segmentation import Word
    from otlint.settings import Settings

_ID: Final = "consistency/heading-case"

_SMALL: Final = frozenset(
    """
    a about after against along among an and around as at be before behind below between but by
    can do down during for from has have if in into is it its like near no nor not of off on onto
    or our out over past per so than that the their them then this through till to too under until
    up upon via vs was we were when while with within without yet you your
    """.split()
)
"""Words that either case may leave small."""
_RESTART: Final = re.compile(r"[:.!?–—|/(]\s*[\"'“‘]?$|[\"'“‘(]$")
_PROSE: Final = frozenset((Kind.PARAGRAPH, Kind.LIST_ITEM))


@dataclass(frozen=True, slots=True)
class _Heading:
    block: Block
    titled: bool
    """Whether its big words have capitals."""
    telling: tuple[Word, ...]
    """The words that show its case."""


def _heading_case(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    headings = [b for b in document.blocks if b.kind is Kind.HEADING and b.level > 1]
    if len(headings) < 3:
        return
    names = _names(document)
    # Some sites have one case for sections and the other for what is below them.
    for level in sorted({block.level for block in headings}):
        found = [
            heading
            for block in headings
            if block.level == level and (heading := _read(block, names))
        ]
        titled = sum(heading.titled for heading in found)
        most = 2 * titled > len(found)
        odd = [heading for heading in found if heading.titled is not most]
        if len(found) - len(odd) < 2 * max(1, len(odd)) or not odd:
            continue
        for heading in odd:
            yield _finding(heading, len(found) - len(odd))


def _finding(heading: _Heading, others: int) -> Finding:
    block = heading.block
    how = "as in a sentence" if heading.titled else "with capitals"
    text = block.text
    for word in heading.telling:
        first = text[word.start].lower() if heading.titled else text[word.start].upper()
        text = text[: word.start] + first + text[word.start + 1 :]
    return Finding(
        _ID,
        block.span(0, len(block.text)),
        f"{others} other headings of this level are written {how}: write this one like them.",
        Severity.SUGGESTION,
        suggestions=() if OBJECT in text else (text,),
    )


def _names(document: Document) -> frozenset[str]:
    """Words with a capital inside of sentences: parts of names."""
    return frozenset(
        word.text
        for block in document.blocks
        if block.kind in _PROSE
        for word in words(block.text)
        if word.text[0].isupper() and not begins_sentence(block.text, word.start)
    )


def _read(block: Block, names: frozenset[str]) -> _Heading | None:
    """The case of a heading; None where it is mixed, too short to tell, or a sentence."""
    text = block.text.rstrip()
    if text[-1:] in ".?!…" or text.isupper():
        return None
    telling = []
    for index, word in enumerate(words(text)):
        lower = word.text.lower()
        if index == 0 or _RESTART.search(text, max(0, word.start - 4), word.start):
            continue
        if lower in _SMALL or not word.text.isalpha() or word.text in names:
            continue
        if not (word.text[1:].islower() and zipf(lower) > 0):
            continue
        telling.append(word)
    capitals = sum(word.text[0].isupper() for word in telling)
    if len(telling) < 2 or capitals not in (0, len(telling)):
        return None
    return _Heading(block, capitals > 0, tuple(telling))


RULES: Final = (
    Rule(
        id=_ID,
        whole_post=True,
        summary="Headings with capitals among headings without.",
        why=(
            "Headings of one level that look alike are seen to be alike. As in a sentence is the "
            "easier one to read."
        ),
        sources=(
            "NHS digital service manual: headings (sentence case)",
            "The Chicago Manual of Style: capitals in titles",
        ),
        severity=Severity.SUGGESTION,
        check=_heading_case,
        examples=(
            Example(
                "## Sleep and the Growing Child\n\n## How to Make a Quiet Room\n\n"
                "## <<What helps at bed time>>\n",
                format=Format.MARKDOWN,
            ),
            Example(
                "<h2>Why sleep is hard work</h2><h2>Make the room quiet</h2>"
                "<h2><<Try a Weighted Blanket>></h2>",
                format=Format.HTML,
            ),
            Example(
                "## Why sleep is hard work\n\n## Make the room quiet\n\n"
                "## The Heavy Blanket Trust\n\nWe met the Heavy Blanket Trust.\n",
                format=Format.MARKDOWN,
            ),
            Example(
                "## Why Sleep Is Hard Work\n\n### Make the room quiet\n\n"
                "## How to Make a Quiet Room\n\n### Try a weighted blanket\n",
                format=Format.MARKDOWN,
            ),
            Example(
                "## Sleep and the Growing Child\n\n## How to Make a Quiet Room\n\n"
                "## What helps at bed time?\n\n## Getting dressed\n",
                format=Format.MARKDOWN,
            ),
        ),
    ),
)
