"""From what LanguageTool finds to findings of otlint, or to silence."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from otlint import foreign, lexicon
from otlint.folding import fold
from otlint.languagetool import quiet
from otlint.languagetool.passages import code_points
from otlint.model import OBJECT, Finding, Fix, Kind, Safety, Severity
from otlint.segmentation import in_quotation, sentences, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.languagetool.client import Match
    from otlint.languagetool.passages import Passage
    from otlint.model import Block
    from otlint.settings import LanguageTool

_WARNINGS: Final = frozenset({"GRAMMAR", "CONFUSED_WORDS", "TYPOS"})
"""Categories of mistakes; all others are suggestions."""
_BETWEEN_WORDS: Final = frozenset({"whitespace", "typographical"})
_MOST: Final = 5
"""Suggestions that a finding keeps."""


def finding(passage: Passage, match: Match, options: LanguageTool) -> Finding | None:
    """The finding that a match becomes; None where it is no news or not to be trusted."""
    place = code_points(passage.text, match.start, match.length)
    if place is None:
        return None
    start, end = passage.start + place[0], passage.start + place[1]
    rule = foreign.id_of(match.rule)
    if start == end or not _wanted(rule, match, options):
        return None
    block = passage.block
    if _is_doubtful(block, start, end, match) or _is_known(block.text[start:end], match):
        return None
    new = tuple(dict.fromkeys(match.replacements))[:_MOST]
    new = tuple(text for text in new if text != block.text[start:end])
    edit = block.edit(start, end, new[0]) if len(new) == 1 else None
    return Finding(
        rule,
        block.span(start, end),
        " ".join(match.message.split()) or "LanguageTool finds this odd.",
        Severity.WARNING if match.category in _WARNINGS else Severity.SUGGESTION,
        Fix(f"Write \u201c{new[0]}\u201d", (edit,), Safety.UNSAFE) if edit else None,
        new,
    )


def _wanted(rule: str, match: Match, options: LanguageTool) -> bool:
    if quiet.is_off(match.rule, match.category, options.enabled_rules):
        return False
    if match.rule in options.disabled_rules or match.category in options.disabled_categories:
        return False
    return foreign.wanted(rule, options.select, options.ignore)


def _is_doubtful(block: Block, start: int, end: int, match: Match) -> bool:
    """Whether the place itself speaks against a finding: quoted, a name, beside what was cut."""
    text = block.text
    if block.kind is Kind.QUOTE or in_quotation(text, start, end):
        return True  # somebody else's words
    left, right = text[:start].rstrip(), text[end:].lstrip()
    if OBJECT in text[start:end] or left.endswith(OBJECT) or right.startswith(OBJECT):
        return True
    if match.issue in _BETWEEN_WORDS and not block.contiguous(
        max(0, start - 1), min(len(text), end + 1)
    ):
        return True  # markup or an entity stands here: what a reader sees is another thing
    return match.category != "CASING" and _is_name(text, start, end)


def _is_name(text: str, start: int, end: int) -> bool:
    """Whether a flagged word has a capital that the beginning of a sentence does not explain."""
    begins = _beginnings(text)
    return any(
        word.text[0].isupper() and word.text not in {"I", "A"} and word.start not in begins
        for word in words(text)
        if word.start < end and start < word.end and not word.text.startswith(("I'", "I\u2019"))
    )


@lru_cache(maxsize=512)
def _beginnings(text: str) -> frozenset[int]:
    """Where the first word of each sentence begins."""
    return frozenset(_first_words(text))


def _first_words(text: str) -> Iterator[int]:
    found = words(text)
    for sentence in sentences(text):
        first = next((word.start for word in found if word.start >= sentence.start), None)
        if first is not None:
            yield first


def _is_known(text: str, match: Match) -> bool:
    """Whether a text that is said to be misspelt is a term of the field.

    The house's own words are seen to where all findings are (`linting.allowed`).
    """
    spelling = match.issue == "misspelling" and match.category != "CONFUSED_WORDS"
    return spelling and fold(text.strip()) in lexicon.shipped()
