"""The phrase engine: what a rule of a YAML pack does with a post.

Patterns run on folded block text (`folding.fold`) and are compiled when their anchor words first
occur in a post.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from otlint.books import Book, candidates
from otlint.conditions import Conditions, explained
from otlint.expressions import MARK, compiled
from otlint.folding import fold
from otlint.model import OBJECT, Document, Finding, Fix, Safety, Severity
from otlint.segmentation import words
from otlint.swaps import article, shaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from otlint.model import Block
    from otlint.settings import Settings


class Match(NamedTuple):
    """A marked range of a block's text, and the match that it is of."""

    block: int
    """The number of the block in its document."""
    start: int
    end: int
    match: Any


@dataclass(frozen=True)
class Phrase:
    """One entry of a pack: what to find, what to write instead, and when to keep silent."""

    find: tuple[str, ...]
    message: str
    severity: Severity
    write: tuple[str, ...] = ()
    safety: Safety | None = None
    when: Conditions = field(default_factory=Conditions)
    by_locale: tuple[tuple[str, Mapping[str, str]], ...] = ()
    """Names that message and `write` use as `{name}`, and their texts by locale."""
    once: bool = False
    """Only the first place in a post is reported."""
    line: int = field(default=0, compare=False)

    @property
    def patterns(self) -> tuple[str, ...]:
        """Every pattern of the entry, for checking that all of them compile."""
        return (*self.find, *self.when.patterns)

    def search(self, find: str, number: int, block: Block) -> Iterator[Match]:
        """Matches in a block, less the exceptions."""
        folded = fold(block.text)
        for match in compiled(find, self.when.case).finditer(folded):
            start, end = match.span(match.re.groupindex.get(MARK, 0))
            if not _whole(folded, *match.span()) or OBJECT in folded[start:end]:
                continue
            if not self.when.excepted(folded, *match.span()):
                yield Match(number, start, end, match)

    def explained(self, document: Document, found: Sequence[Match]) -> bool:
        """Whether the post explains the term at one of its places."""
        plain = tuple(self._localised(text, document.locale) for text in self.write)
        return any(
            explained(document.blocks[one.block], one.start, one.end, plain) for one in found
        )

    def finding(self, rule: str, document: Document, place: Match) -> Finding:
        """The finding for a match."""
        block, start, end = document.blocks[place.block], place.start, place.end
        old = block.text[start:end]
        own = self.when.case and any(old in find for find in self.find)
        new = tuple(
            shaped(
                block.text,
                start,
                end,
                _expand(self._localised(text, document.locale), place.match),
                own_capitals=own,
            )
            for text in self.write
        )
        message = self._localised(self.message, document.locale).replace("{old}", old)
        return Finding(
            rule,
            block.span(start, end),
            message.replace("{new}", new[0] if new else ""),
            self.severity,
            self._fix(document, place, new[0]) if self.safety and new else None,
            new,
        )

    def _fix(self, document: Document, place: Match, new: str) -> Fix | None:
        if self.safety is None:
            return None
        block, start = document.blocks[place.block], place.start
        if before := article(block.text, start, new, document.locale):
            start, end, right = before
            new = f"{right}{block.text[end : place.start]}{new}"
        edit = block.edit(start, place.end, new)
        return Fix(f"Write \u201c{new}\u201d", (edit,), self.safety) if edit else None

    def _localised(self, text: str, locale: str) -> str:
        for name, texts in self.by_locale:
            text = text.replace(f"{{{name}}}", texts.get(locale) or texts["other"])
        return text


def _expand(template: str, match: Any) -> str:
    r"""The replacement with \1, \2 filled in; the mark's own group is not counted."""
    mark = match.re.groupindex.get(MARK)
    groups = [match[i] or "" for i in range(1, match.re.groups + 1) if i != mark]
    return re.sub(r"\\(\d)", lambda found: groups[int(found[1]) - 1], template)


def _whole(text: str, start: int, end: int) -> bool:
    r"""Whether a match cuts no word: RE2's \b knows only ASCII, and "won" is no part of "won't"."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if text[start : start + 1].isalnum() and (before.isalnum() or _joins(text[:start][-2:])):
        return False
    return not (text[end - 1 : end].isalnum() and (after[:1].isalnum() or _joins(after[::-1])))


def _joins(pair: str) -> bool:
    """Whether two characters, outer one first, are a letter and an apostrophe."""
    return len(pair) == 2 and pair[1] == "'" and pair[0].isalpha()


class Cluster(NamedTuple):
    """Findings count only where `least` of them stand within so many words."""

    least: int
    within: int


@dataclass(frozen=True)
class PhraseRule:
    """The check of one rule of a pack: the phrases of a book from `first` to `end`."""

    id: str
    book: Book
    first: int
    end: int
    cluster: Cluster | None = None

    @property
    def phrases(self) -> Iterator[Phrase]:
        """The phrases of the rule."""
        return (self.book.phrase(number) for number in range(self.first, self.end))

    def __call__(self, document: Document, settings: Settings) -> Iterator[Finding]:
        """Yield the findings of every phrase; of overlapping ones the first listed phrase wins."""
        found = sorted(self._places(document, settings), key=lambda pair: pair[1][:3])
        findings = [phrase.finding(self.id, document, place) for phrase, place in found]
        if self.cluster is None:
            yield from findings
            return
        offsets = [_word_offset(document, place.block, place.start) for _, place in found]
        for run in clusters(offsets, self.cluster):
            yield _gathered(findings[run.start : run.stop], document)

    def _places(self, document: Document, settings: Settings) -> Iterator[tuple[Phrase, Match]]:
        taken: dict[int, list[Match]] = {}
        found_in = candidates(document, self.book)
        numbers = document.cache.setdefault(f"phrases.numbers.{id(self.book)}", list(found_in))
        for number in numbers[bisect_left(numbers, self.first) : bisect_left(numbers, self.end)]:
            phrase = self.book.phrase(number)
            if not phrase.when.hold_for(document, settings):
                continue
            found = sorted(
                (
                    place
                    for which, blocks in found_in[number].items()
                    for block in blocks
                    for place in phrase.search(phrase.find[which], block, document.blocks[block])
                ),
                key=lambda place: place[:3],
            )
            if not found or (not phrase.when.explained and phrase.explained(document, found)):
                continue
            for place in found:
                places = taken.setdefault(place.block, [])
                if any(place.start < one.end and one.start < place.end for one in places):
                    continue
                if not phrase.when.hold_at(
                    document, document.blocks[place.block], place.start, place.end
                ):
                    continue
                if phrase.when.silenced(document):
                    break
                places.append(place)
                yield phrase, place
                if phrase.once:
                    break


def clusters(offsets: Sequence[int], cluster: Cluster) -> Iterator[range]:
    """Runs of neighbours in ascending offsets, each in a window with enough others.

    Two windows that share a member make one run.
    """
    begin = end = 0
    for first in range(len(offsets) - cluster.least + 1):
        last = first + cluster.least - 1
        if offsets[last] - offsets[first] >= cluster.within:
            continue
        if end and first >= end:
            yield range(begin, end)
            begin = first
        elif not end:
            begin = first
        end = last + 1
    if end:
        yield range(begin, end)


def _word_offset(document: Document, number: int, start: int) -> int:
    """How many words stand before a place of a post."""
    before = sum(len(words(block.text)) for block in document.blocks[:number])
    return before + sum(word.start < start for word in words(document.blocks[number].text))


def _gathered(findings: Sequence[Finding], document: Document) -> Finding:
    """One finding for a cluster, at the first of its places."""
    text = document.source.text
    seen = (" ".join(text[one.span.start : one.span.end].split()) for one in findings)
    places = ", ".join(f"\u201c{one}\u201d" for one in dict.fromkeys(seen))
    message = findings[0].message.replace("{count}", str(len(findings)))
    return replace(findings[0], message=message.replace("{list}", places))
