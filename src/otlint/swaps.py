"""Putting other words in a place: capitals, typographic apostrophes, and the article before."""

from __future__ import annotations

import re
from typing import Final

from otlint.articles import begins_with_vowel_sound
from otlint.folding import like
from otlint.segmentation import sentences

_ARTICLE: Final = re.compile(r"(?<![\w'’-])([Aa]n?)[ \u00a0]+$")
_FIRST_WORD: Final = re.compile(r"[^\s.,;:!?()\"“”]+")


def shaped(text: str, start: int, end: int, new: str, *, own_capitals: bool = False) -> str:
    """`new` as it must be written in place of `text[start:end]`.

    Args:
        text: The text of a block.
        start: Where the old words begin.
        end: Where they end.
        new: The new words, as they stand inside a sentence.
        own_capitals: The capitals of the old words are their own (ADLs), not those of their place.
    """
    curly = "\u2019" in text
    if not own_capitals and text[start:end] != "I":
        return like(text[start:end], new, curly=curly)
    begins = any(span.start in (start, start - 1) for span in sentences(text))
    return like("X" if begins else "x", new, curly=curly)


def article(text: str, start: int, new: str, locale: str) -> tuple[int, int, str] | None:
    """The article before `start` that does not go with the new word: its range, and the right one.

    None where there is no article, it goes with the word, or usage leaves it open.
    """
    found = _ARTICLE.search(text[:start])
    word = _FIRST_WORD.match(new)
    if not found or not word:
        return None
    vowel = begins_with_vowel_sound(word[0], locale)
    if vowel is None or vowel == found[1].lower().endswith("n"):
        return None
    return found.start(1), found.end(1), found[1][0] + "n" * vowel
