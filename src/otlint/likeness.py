"""Which common words a misspelt word is like, and how like.

A cost of 0.5 is a typical slip of the pen (two letters swapped, a letter doubled, "ie" for "ei");
1 is any one letter wrong. Costs are weighted after what people really get wrong (Kukich 1992,
"Techniques for automatically correcting words in text", and Damerau 1964).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from otlint.frequency import zipf_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_VOWELS: Final = frozenset("aeiouy")
_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SWAP: Final = 0.55
_DOUBLE: Final = 0.5
_SOUND: Final = 0.5
_FIRST_LETTER: Final = 0.5
_MAX_COST: Final = 1.9
_PLAIN_COST: Final = 0.6
_PLAIN_ZIPF: Final = 4.3
"""One slip away from a word as common as this, nothing two slips away needs a look."""
_LEXICON_ZIPF: Final = 3.0
_COMMON_ZIPF: Final = 3.0
_FAR_ZIPF: Final = 3.5
"""How common a word must be to be meant: any, and one that is two letters longer or shorter."""
_SHORTEST: Final = 3
_MOST_AWAY: Final = 2
"""Letters of the shortest word that is meant, and by how many lengths may differ."""
_SAME_START: Final = 4
_LETTERS_APART: Final = 3
_SAME_SOUND: Final = (
    # What sounds alike, written one way. The order matters: endings first.
    (r"(?:[ae]nce|[ae]nse)(s?)$", r"!1\1"),
    (r"[ae]nc(?:y|ies)$", "!2"),
    (r"[ae]nt(s|ly)?$", r"!3\1"),
    (r"[aei]ble(s?)$", r"!4\1"),
    (r"[aei]bly$", "!5"),
    (r"[aei]bilit(?:y|ies)$", "!6"),
    (r"(?:t|s|c|ss)ion(s?)$", r"!7\1"),
    (r"[aeo]r(s?)$", r"!8\1"),
    (r"(?:c|sh|t)i(?:al|ul)(ly|s?)$", r"!9\1"),
    (r"full(y?)$", r"ful\1"),
    (r"(?:all|al)y$", "aly"),
    (r"ei|ie", "i"),
    (r"ph", "f"),
    (r"^(?:kn|gn|pn)", "n"),
    (r"^wr", "r"),
    (r"^(?:ps)", "s"),
    (r"wh", "w"),
    (r"sc(?=[eiy])", "s"),
    (r"c(?=[eiy])", "s"),
    (r"ck|ch(?=r)|q(?=u)", "k"),
    (r"c(?!h)", "k"),
    (r"rh", "r"),
    (r"th", "0"),
    (r"ght", "t"),
    (r"z", "s"),
    (r"y", "i"),
    (r"(.)\1", r"\1"),
)


def _neighbours() -> frozenset[str]:
    pairs = set()
    for row, keys in enumerate(_ROWS):
        for at, key in enumerate(keys):
            near = [keys[at + 1 : at + 2]]
            if row + 1 < len(_ROWS):
                below = _ROWS[row + 1]
                near += [below[at : at + 1], below[at - 1 : at] if at else ""]
            for other in near:
                if other:
                    pairs |= {key + other, other + key}
    return frozenset(pairs)


_SUBSTITUTIONS: Final = {
    **dict.fromkeys(_neighbours(), 0.85),
    **{one + other: 0.7 for one in _VOWELS for other in _VOWELS},
}
"""What it costs to take one letter for another, by the two; for any other pair see `_ANY_OTHER`."""
_ANY_OTHER: Final = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A common word that the typed one may have been meant to be.

    `cost` is how unlike the two are (0.5: one typical slip; 1: one letter; 2: two); `zipf` how
    common the word is; `score` weighs both, the lowest first.
    """

    word: str
    cost: float
    zipf: float
    letters: float
    """The cost by letters alone: more than `cost` where the two sound alike."""

    @property
    def score(self) -> float:
        """Minus the logarithm of how likely the word was meant: one letter weighs 10^3."""
        return 3 * self.cost - self.zipf


@cache
def _sound_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Compiled on first need: most posts have no word to find a likeness for."""
    return tuple((re.compile(pattern), new) for pattern, new in _SAME_SOUND)


@lru_cache(maxsize=20_000)
def sound(word: str) -> str:
    """A key that words which sound alike mostly share ("recieve" and "receive")."""
    for pattern, new in _sound_patterns():
        word = pattern.sub(new, word)
    return word


def cost(typed: str, meant: str) -> tuple[float, float]:
    """How unlike two words in lower case are: over all, and by their letters alone.

    By letters it is a weighted Damerau-Levenshtein distance (adjacent letters may be swapped).
    """
    letters = _distance(typed, meant)
    if typed[:1] != meant[:1]:
        letters += _FIRST_LETTER
    elif letters > _SOUND and sound(typed) == sound(meant):
        return _SOUND + 0.1 * (letters - _SOUND), letters
    return letters, letters


def _gap(word: str, at: int) -> float:
    """What it costs to drop the letter of a word, or to put it in."""
    letter = word[at]
    if letter in {word[at - 1] if at else "", word[at + 1] if at + 1 < len(word) else ""}:
        return _DOUBLE
    if letter == "'":
        return 0.3
    return 0.8 if letter in _VOWELS and at else 0.95


@lru_cache(maxsize=20_000)
def _gaps(word: str) -> tuple[float, ...]:
    return tuple(_gap(word, at) for at in range(len(word)))


def _distance(typed: str, meant: str) -> float:
    # Some thirty words are weighed for each that no dictionary knows: plain comparisons, because
    # min() and a function for each pair of letters would double the time.
    gaps = _gaps(meant)
    before: list[float] = []
    row = [0.0, *accumulate(gaps)]
    for i, (letter, gap) in enumerate(zip(typed, _gaps(typed), strict=True)):
        last = least = row[0] + gap
        now = [last]
        for j, wanted in enumerate(meant):
            best = row[j]
            if letter != wanted:
                best += _SUBSTITUTIONS.get(letter + wanted, _ANY_OTHER)
                if i and j and letter == meant[j - 1] and typed[i - 1] == wanted:
                    swapped = before[j - 1] + _SWAP
                    if swapped < best:
                        best = swapped
            dropped, put_in = row[j + 1] + gap, last + gaps[j]
            if dropped < best:
                best = dropped
            if put_in < best:
                best = put_in
            now.append(best)
            last = best
            if last < least:
                least = last
        if least > _MAX_COST:
            return least
        before, row = row, now
    return row[-1]


class _Shelf(NamedTuple):
    """Common words of one first letter and one length, the most common first."""

    words: list[str]
    """Those that are common enough to be meant whatever their letters."""
    letters: list[int]
    """The letters of each, as `_letters` writes them."""
    most_common: int
    """How many of them may be meant though they are two letters longer or shorter."""
    others: list[str]


@cache
def _shelves(letter: str) -> Mapping[int, _Shelf]:
    """The common words that begin with a letter, by length."""
    lengths: dict[int, list[str]] = {}
    for word in zipf_values():
        if word[0] == letter:
            lengths.setdefault(len(word), []).append(word)
    return {length: _shelf(words) for length, words in lengths.items()}


def _shelf(words: list[str]) -> _Shelf:
    values = zipf_values()

    def rarer(zipf: float) -> int:
        return bisect_right(words, -zipf, key=lambda word: -values[word])

    end = rarer(_COMMON_ZIPF)
    return _Shelf(words[:end], [*map(_letters, words[:end])], rarer(_FAR_ZIPF), words[end:])


def _letters(word: str) -> int:
    """The letters of a word, as bits: how many two words do not share is then a count of bits."""
    bits = 0
    for letter in word:
        bits |= 1 << ord(letter)
    return bits


@cache
def _by_letter(words: frozenset[str]) -> Mapping[str, Sequence[str]]:
    letters: dict[str, list[str]] = {}
    for word in words:
        letters.setdefault(word[0], []).append(word)
    return letters


def _one_slip(word: str) -> set[str]:
    """Every string one swap, gap, extra or wrong letter away."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    found = {left + right[1:] for left, right in splits if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    found |= {left + c + right[1:] for left, right in splits if right for c in letters}
    found |= {left + c + right for left, right in splits for c in letters + "'"}
    found.discard(word)
    return found


def _priced(word: str, pool: Iterable[str], most: float) -> list[Candidate]:
    values = zipf_values()
    found = []
    for other in pool:
        price, letters = cost(word, other)
        if price <= most and other != word:
            found.append(Candidate(other, price, values.get(other, _LEXICON_ZIPF), letters))
    return found


def _alike(word: str, extra: frozenset[str]) -> set[str]:
    """Words of the same first letter and about the same letters: what two slips may reach."""
    letters = _letters(word)
    start = word[:_SAME_START]
    pool: set[str] = set()
    for length, shelf in _shelves(word[0]).items():
        away = abs(length - len(word))
        if length < _SHORTEST or away > _MOST_AWAY:
            continue
        close = shelf.most_common if away == _MOST_AWAY else len(shelf.words)
        pool.update(
            other
            for other, bits in islice(zip(shelf.words, shelf.letters, strict=True), close)
            if (bits ^ letters).bit_count() <= _LETTERS_APART
        )
        pool.update(
            other
            for other in chain(shelf.words[close:], shelf.others)
            if other.startswith(start) and (_letters(other) ^ letters).bit_count() <= _LETTERS_APART
        )
    pool.update(
        other
        for other in _by_letter(extra).get(word[0], ())
        if abs(len(other) - len(word)) <= _MOST_AWAY
        and (_letters(other) ^ letters).bit_count() <= _LETTERS_APART
    )
    return pool


def candidates(
    word: str,
    accept: Callable[[str], bool],
    extra: frozenset[str] = frozenset(),
    limit: int = 3,
) -> tuple[Candidate, ...]:
    """Common words that `word` may be a slip of, the likeliest first.

    Args:
        word: A word in lower case, with straight apostrophes.
        accept: Says whether a candidate is a word (of the locale).
        extra: Words that are no common words but may be meant as well.
        limit: The most to give.
    """
    values = zipf_values()
    most = _MAX_COST if len(word) >= 5 else 1.0 + _FIRST_LETTER
    found = _priced(word, (near for near in _one_slip(word) if near in values), most)
    if len(word) >= 5 and not any(c.cost <= _PLAIN_COST and c.zipf >= _PLAIN_ZIPF for c in found):
        found += _priced(word, _alike(word, extra) - {c.word for c in found}, most)
    found.sort(key=lambda candidate: (candidate.score, candidate.word))
    best: list[Candidate] = []
    for candidate in found:
        if accept(candidate.word):
            best.append(candidate)
            if len(best) == limit:
                break
    return tuple(best)
