"""Books of phrases: which patterns of which phrases to try on a post.

A pattern is filed under the words that every match of it contains (`anchors`), so that a post asks
only for the few phrases that can occur in it, however many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from otlint.anchors import anchors, word_set
from otlint.expressions import alternatives
from otlint.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from otlint.model import Document
    from otlint.phrases import Phrase


class Book(Protocol):
    """The phrases of one or many packs, by number, and which of them a word calls for.

    A pattern is a pair of numbers: that of its phrase, and its own among those of the phrase.
    """

    def phrase(self, number: int) -> Phrase:
        """A phrase by its number."""

    def patterns(self, word: str) -> Sequence[tuple[int, int]]:
        """The patterns that may match where a word (lower case) occurs."""

    @property
    def always(self) -> Sequence[tuple[int, int]]:
        """The patterns that no word announces: they are tried on every block."""

    def entries(self) -> Iterable[tuple[str, int, int]]:
        """The whole index: word, number of the phrase, number of its pattern."""


@dataclass(frozen=True)
class PhraseBook:
    """A book made of phrases. Not slotted: its index is built on first use."""

    phrases: Sequence[Phrase]

    def phrase(self, number: int) -> Phrase:
        """A phrase by its number."""
        return self.phrases[number]

    def patterns(self, word: str) -> Sequence[tuple[int, int]]:
        """The patterns that may match where a word occurs."""
        return self.index.get(word, ())

    @property
    def always(self) -> Sequence[tuple[int, int]]:
        """The patterns that are always tried."""
        return self.index.get("", ())

    def entries(self) -> Iterable[tuple[str, int, int]]:
        """The whole index: word, number of the phrase, number of its pattern."""
        return ((word, *one) for word, found in self.index.items() for one in found)

    @cached_property
    def index(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        """Patterns by anchor word; under the empty word those that have none."""
        index: dict[str, list[tuple[int, int]]] = {}
        for number, phrase in enumerate(self.phrases):
            for which, find in enumerate(phrase.find):
                found = anchors(_unmarked(find))
                for word in ("",) if found is None else found:
                    index.setdefault(word, []).append((number, which))
        return index


def _unmarked(find: str) -> str:
    """The pattern without its mark, which would hide the spaces in it."""
    before, _, rest = find.partition("<<")
    marked, _, after = rest.partition(">>")
    return f"{before}({marked}){after}" if alternatives(marked) > 1 else before + marked + after


def _blocks_by_word(document: Document) -> Mapping[str, Sequence[int]]:
    """Which blocks contain a word (lower case, cut at apostrophes and hyphens); kept per post."""
    index: dict[str, list[int]] | None = document.cache.get("phrases.blocks_by_word")
    if index is None:
        index = {}
        for number, block in enumerate(document.blocks):
            for word in word_set(fold(block.text)):
                index.setdefault(word, []).append(number)
        document.cache["phrases.blocks_by_word"] = index
    return index


def candidates(document: Document, book: Book) -> Mapping[int, Mapping[int, Sequence[int]]]:
    """What to try on a post: by phrase in order, its patterns with the blocks; kept per post."""
    key = f"phrases.candidates.{id(book)}"
    found: dict[int, dict[int, Sequence[int]]] | None = document.cache.get(key)
    if found is None:
        blocks: dict[tuple[int, int], set[int]] = {}
        for word, numbers in _blocks_by_word(document).items():
            for pattern in book.patterns(word):
                blocks.setdefault(pattern, set()).update(numbers)
        for pattern in book.always:
            blocks[pattern] = set(range(len(document.blocks)))
        found = {}
        for number, which in sorted(blocks):
            found.setdefault(number, {})[which] = sorted(blocks[number, which])
        document.cache[key] = found
    return found
