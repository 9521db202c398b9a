"""Books of phrases: which patterns of which phrases to try on a post.

A pattern is filed under words of which every match of it contains one (`anchors`), so that a post
asks only for the few phrases that can occur in it, however many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Protocol

from otlint.anchors import anchors
from otlint.expressions import alternatives
from otlint.occurrences import blocks_by_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from otlint.model import Document
    from otlint.phrases import Phrase


class Entry(NamedTuple):
    """A pattern of a book: the numbers of its phrase and, among those of the phrase, its own.

    Where it can match, one of the words in `also` stands as well, unless there are none.
    """

    phrase: int
    pattern: int
    also: frozenset[str] = frozenset()


class Book(Protocol):
    """The phrases of one or many packs, by number, and which of them a word calls for."""

    def phrase(self, number: int) -> Phrase:
        """A phrase by its number."""

    def patterns(self, word: str) -> Sequence[Entry]:
        """The patterns that may match where a word (lower case) occurs."""

    @property
    def always(self) -> Sequence[Entry]:
        """The patterns that no word announces: they are tried on every block."""

    def entries(self) -> Iterable[tuple[str, Entry]]:
        """The whole index, entry by entry, each with its word."""


@dataclass(frozen=True)
class PhraseBook:
    """A book made of phrases. Not slotted: its index is built on first use."""

    phrases: Sequence[Phrase]

    def phrase(self, number: int) -> Phrase:
        """A phrase by its number."""
        return self.phrases[number]

    def patterns(self, word: str) -> Sequence[Entry]:
        """The patterns that may match where a word occurs."""
        return self.index.get(word, ())

    @property
    def always(self) -> Sequence[Entry]:
        """The patterns that are always tried."""
        return self.index.get("", ())

    def entries(self) -> Iterable[tuple[str, Entry]]:
        """The whole index, entry by entry, each with its word."""
        return ((word, one) for word, found in self.index.items() for one in found)

    @cached_property
    def index(self) -> Mapping[str, Sequence[Entry]]:
        """Patterns by anchor word; under the empty word those that have none."""
        index: dict[str, list[Entry]] = {}
        for number, phrase in enumerate(self.phrases):
            for which, find in enumerate(phrase.find):
                first, *others = anchors(_unmarked(find)) or (("",),)
                entry = Entry(number, which, *others)
                for word in first:
                    index.setdefault(word, []).append(entry)
        return index


def _unmarked(find: str) -> str:
    """The pattern without its mark, which would hide the spaces in it."""
    before, _, rest = find.partition("<<")
    marked, _, after = rest.partition(">>")
    return f"{before}({marked}){after}" if alternatives(marked) > 1 else before + marked + after


def candidates(document: Document, book: Book) -> Mapping[int, Mapping[int, Sequence[int]]]:
    """What to try on a post: by phrase in order, its patterns with the blocks; kept per post."""
    key = f"phrases.candidates.{id(book)}"
    found: dict[int, dict[int, Sequence[int]]] | None = document.cache.get(key)
    if found is None:
        by_word = blocks_by_word(document)
        present = frozenset(by_word)
        blocks: dict[Entry, set[int]] = {}
        for word, numbers in by_word.items():
            for entry in book.patterns(word):
                blocks.setdefault(entry, set()).update(numbers)
        for entry in book.always:
            blocks[entry] = set(range(len(document.blocks)))
        found = {}
        for entry in sorted(blocks, key=lambda entry: entry[:2]):
            here = blocks[entry]
            if entry.also:
                here &= {number for word in entry.also & present for number in by_word[word]}
            if here:
                found.setdefault(entry.phrase, {})[entry.pattern] = sorted(here)
        document.cache[key] = found
    return found
