"""Putting slips into paragraphs: real words in place of those that were meant.

A paragraph is corrupted afresh each time that it is seen: with chance 0.40, 0.32, 0.22 and 0.06
at a rate of 0, 1.5, 5 and 12 % of its words. Names are left alone.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from confusables import pull

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from confusables import Table

RATES: Final = (0.0, 0.015, 0.05, 0.12)
CHANCES: Final = (0.40, 0.32, 0.22, 0.06)
WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
"""A word of text with straight apostrophes, as the runtime sees words."""
_STRESS_RATE: Final = 4
"""Words of a stressed pair are replaced so many times as often."""
_STRESS_PULL: Final = 10
"""And the other word of the pair is drawn so many times as readily."""
_MOST: Final = 0.5
_LEAST_ZIPF: Final = 1.0
_CLOSERS: Final = " \"')]}*_“”‘’»"


@dataclass(frozen=True, slots=True)
class Slip:
    """A word that was put in: lower case both, `start` in code points of the corrupted text."""

    start: int
    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Corrupted:
    """A paragraph and the slips in it, in order."""

    text: str
    slips: tuple[Slip, ...]


class Corrupter:
    """Replaces words by confusables, drawn by kind and frequency."""

    def __init__(
        self,
        table: Table,
        words: Mapping[str, float],
        stressed: Iterable[Sequence[str]] = (),
    ) -> None:
        """Take the confusables and the Zipf values.

        Args:
            table: What may be typed for each word.
            words: Zipf values of words.
            stressed: Sets of words to be taken for each other more often than others.
        """
        self._table = table
        self._words = words
        self._mates: dict[str, set[str]] = {}
        for group in stressed:
            for word in group:
                self._mates.setdefault(word, set()).update(set(group) - {word})
        self._draws: dict[str, tuple[list[str], list[float]]] = {}

    def corrupt(self, text: str, rng: random.Random) -> Corrupted:
        """Put slips into a paragraph at a rate that is drawn first.

        Typographic apostrophes become straight ones.
        """
        return self.corrupt_at(text, rng.choices(RATES, CHANCES)[0], rng)

    def corrupt_at(self, text: str, rate: float, rng: random.Random) -> Corrupted:
        """Put slips into a paragraph in place of that share of its words."""
        text = text.replace("’", "'")
        if not rate:
            return Corrupted(text, ())
        out: list[str] = []
        slips: list[Slip] = []
        done = length = 0
        for start, end in replaceable(text):
            shown = text[start:end]
            meant = shown.lower()
            chance = min(_MOST, rate * _STRESS_RATE) if meant in self._mates else rate
            if rng.random() >= chance or not (typed := self.draw(meant, rng)):
                continue
            out += (text[done:start], _like(typed, shown))
            length += start - done
            slips.append(Slip(length, typed, meant))
            length += len(out[-1])
            done = end
        return Corrupted("".join((*out, text[done:])), tuple(slips))

    def draw(self, meant: str, rng: random.Random) -> str | None:
        """A word that might be typed for another one, None where there is none."""
        if meant not in self._draws:
            mates = self._mates.get(meant, set())
            names, pulls = [], []
            for name, kind in self._table.get(meant, ()):
                names.append(name)
                zipf = self._words.get(name, _LEAST_ZIPF)
                pulls.append(pull(kind, zipf) * (_STRESS_PULL if name in mates else 1))
            self._draws[meant] = names, list(accumulate(pulls))
        names, sums = self._draws[meant]
        return rng.choices(names, cum_weights=sums)[0] if names else None


def replaceable(text: str) -> Iterator[tuple[int, int]]:
    """Where words stand that may be replaced: all but names, capitals and parts of codes.

    A word with a capital counts as a name unless it opens a sentence, and one that stands alone as
    a capital is kept as well ("I").
    """
    for word in WORD.finditer(text):
        start, end = word.span()
        around = text[start - 1 : start] + text[end : end + 1]
        if any(character in "-/@_;&#" or character.isdigit() for character in around):
            continue
        shown = word[0]
        if shown.isupper() and len(shown) > 1:
            continue
        if shown[0].isupper() and (shown == "I" or not opens_sentence(text, start)):
            continue
        yield start, end


def opens_sentence(text: str, start: int) -> bool:
    """Whether nothing but quotation marks and brackets parts a word from a sentence's start."""
    before = text[max(0, start - 8) : start].rstrip(_CLOSERS)
    return before[-1:] in {".", "!", "?", "…", "\n"} or (not before and start < 8)


def _like(word: str, shown: str) -> str:
    return word[0].upper() + word[1:] if shown[0].isupper() else word
