"""When an entry of a pack keeps silent: by reader, by place, by what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.expressions import compiled
from otlint.folding import fold
from otlint.model import Block, Document, Kind
from otlint.segmentation import in_quotation, sentences, words

if TYPE_CHECKING:
    from otlint.settings import Settings

_TITLES: Final = frozenset((Kind.HEADING, Kind.TITLE))


@dataclass(frozen=True, slots=True)
class Conditions:
    """All of them must hold for a finding. The names are those of a pack's keys."""

    excepts: tuple[str, ...] = ()
    """`except`: patterns; none may touch the match."""
    with_: tuple[str, ...] = ()
    """`with`: patterns; each must stand in the sentence."""
    without: tuple[str, ...] = ()
    """Patterns; none may stand in the sentence."""
    unless: tuple[str, ...] = ()
    """Patterns; none may stand in the post."""
    locales: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    community: str = ""
    """Whose words these are: silent where `people-language` has "off" for them."""
    prefers: str = ""
    """Only where `people-language` has this for the community."""
    case: bool = False
    """Capitals must match."""
    quotes: bool = True
    """False: silent inside quotations."""
    names: bool = True
    """False: silent inside names, which capitals tell."""
    links: bool = True
    """False: silent in paragraphs with a link or a footnote."""
    explained: bool = True
    """False: silent about a term that the post explains."""

    @property
    def patterns(self) -> tuple[str, ...]:
        """Every pattern, for checking that all of them compile."""
        return (*self.excepts, *self.with_, *self.without, *self.unless)

    def hold_for(self, document: Document, settings: Settings) -> bool:
        """Whether the entry is meant for such posts and such a house."""
        if self.community:
            wish = settings.people_language.get(self.community, "")
            if wish == "off" or (self.prefers and wish != self.prefers):
                return False
        return (not self.locales or document.locale in self.locales) and (
            not self.audiences or document.audience in self.audiences
        )

    def excepted(self, folded: str, start: int, end: int) -> bool:
        """Whether an exception touches the match `folded[start:end]`."""
        return any(
            other.start() < end and start < other.end()
            for pattern in self.excepts
            for other in compiled(pattern, self.case).finditer(folded)
        )

    def hold_at(self, document: Document, block: Block, start: int, end: int) -> bool:
        """Whether a finding may stand at a range of the block's text."""
        if not self.quotes and (block.kind is Kind.QUOTE or in_quotation(block.text, start, end)):
            return False
        if not self.names and _in_name(block, start, end):
            return False
        if (self.with_ or self.without) and not self._sentence_fits(block, start):
            return False
        return self.links or not _has_link(document, block)

    def _sentence_fits(self, block: Block, at: int) -> bool:
        span = next((span for span in sentences(block.text) if at < span.end), None)
        text = fold(block.text)[span.start : span.end] if span else ""
        return all(compiled(pattern, self.case).search(text) for pattern in self.with_) and not any(
            compiled(pattern, self.case).search(text) for pattern in self.without
        )

    def silenced(self, document: Document) -> bool:
        """Whether something in the post says that the entry does not fit it."""
        return any(
            compiled(pattern, self.case).search(fold(block.text))
            for pattern in self.unless
            for block in document.blocks
        )


def _in_name(block: Block, start: int, end: int) -> bool:
    """Whether capitals say that the range is part of a name.

    A capital at the start of a sentence says nothing, nor do capitals in a title where most words
    have them, in an abbreviation, or in a text that is all capitals.
    """
    if block.kind in _TITLES or block.text.isupper():
        long = [word.text for word in words(block.text) if len(word.text) > 3]
        if sum(text[0].isupper() for text in long) * 2 > len(long):
            return False
    starts = {span.start for span in sentences(block.text)}
    return any(
        word.text[0].isupper()
        and word.text[1:2].islower()
        and not {word.start, word.start - 1} & starts
        for word in words(block.text)
        if word.start < end and start < word.end
    )


_LINK: Final = re.compile(r"\]\(|\]\[|<a\s|https?:|\bwww\.|\[\^|<sup|\[\d{1,3}\]|[¹²³⁴-⁹]")


def _has_link(document: Document, block: Block) -> bool:
    """Whether the lines of a block hold a link or the number of a note."""
    text, span = document.source.text, block.source_span
    end = text.find("\n", span.end)
    start = text.rfind("\n", 0, span.start) + 1
    return bool(_LINK.search(text, start, end if end >= 0 else len(text)))


_EXPLAINED_AFTER: Final = re.compile(
    r"(?:'?s)?(?:\"|')?(?: [a-z]+)?"
    r"(?: ?\(|,? or\b|,? ?[–—:] ?| (?:is|are|means|refers to|describes) (?:an?|the|one|how|when"
    r"|what|where|to|about|your|our)\b|,? (?:meaning|which (?:means|is|are)|that is|i\.e\."
    r"|also (?:called|known)|known as|sometimes called)\b)"
)
_EXPLAINED_BEFORE: Final = re.compile(
    r"(?:\(|, or |[–—] ?|\bwhat (?:is|are|does) "
    r"|\b(?:called|known as|named|termed|means|meaning|define|the (?:term|word|name)) )"
    r"(?:an? |the |your )?[\"'(]?$"
)


def explained(block: Block, start: int, end: int, plain: tuple[str, ...]) -> bool:
    """Whether a term at a range of the block's text is explained there.

    Args:
        block: The block.
        start: Where the term begins.
        end: Where it ends.
        plain: Plain words for it: one of them in the sentence explains it.
    """
    folded = fold(block.text).lower()
    if _EXPLAINED_AFTER.match(folded, end) or _EXPLAINED_BEFORE.search(folded[:start][-40:]):
        return True
    span = next((span for span in sentences(block.text) if start < span.end), None)
    sentence = folded[span.start : span.end] if span else ""
    return any(re.search(rf"\b{re.escape(word.lower())}\b", sentence) for word in plain)
