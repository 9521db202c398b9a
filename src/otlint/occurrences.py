"""Where the words of a post occur: what spares most rules from reading all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otlint.anchors import word_set
from otlint.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from otlint.model import Block, Document


def blocks_by_word(document: Document) -> Mapping[str, Sequence[int]]:
    """Which blocks contain a word, by number; in the order of the text, and kept per post.

    Words are in lower case and cut at all that is neither letter nor digit: "carer's" is "carer"
    and "s", "well-being" "well" and "being".
    """
    index: dict[str, list[int]] | None = document.cache.get("occurrences")
    if index is None:
        index = {}
        for number, block in enumerate(document.blocks):
            for word in word_set(fold(block.text)):
                index.setdefault(word, []).append(number)
        document.cache["occurrences"] = index
    return index


def blocks_with(document: Document, words: Iterable[str]) -> Iterator[Block]:
    """The blocks that contain one of some words, which are as in `blocks_by_word`, in order."""
    index = blocks_by_word(document)
    for number in sorted({number for word in words for number in index.get(word, ())}):
        yield document.blocks[number]
