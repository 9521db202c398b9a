"""Terms that are right although no dictionary lists them, and misspellings known by heart.

The shipped lexicon (`data/lexicon/*.txt`) and the user's vocabulary are matched alike.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint.errors import EngineError
from otlint.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_FOLDER: Final = Path(__file__).parent / "data" / "lexicon"
_MEDICAL_WORDS: Final = "medical-words.txt"
_DOUBTFUL: Final = "\n?\n"
"""The line between the known and the doubtful ones."""
_MISSPELLINGS: Final = "misspellings.txt"
_SEPARATORS: Final = re.compile(r"[\s/&+()]+")
_STEMS: Final = (
    # An ending, and what to put in its place to come back to the term.
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("ally", ""),
)
_LOWER_TOO: Final = 4
"""From this length an acronym is right in lower case as well ("hcpc" in a logo)."""


class Lexicon:
    """A set of terms. A term in lower case is right in any capitals; others as they are written.

    Of a term of several words each word is right by itself, too.

    Args:
        terms: The terms.
        rare: More words in lower case, which are right but too rare for a slip to mean them.
    """

    def __init__(self, terms: Iterable[str], rare: frozenset[str] = frozenset()) -> None:
        self._rare = rare
        self._terms: set[str] = set()
        self._lower_acronyms: set[str] = set()
        for term in terms:
            if term.isascii() and term.isalpha():
                self._add(term)
                continue
            folded = fold(term)
            self._add(folded)
            for word in _SEPARATORS.split(folded):
                self._add(word.strip("."))

    def _add(self, word: str) -> None:
        if not word:
            return
        self._terms.add(word)
        if not word.islower():
            self._terms.add(word.upper())
            if word.isupper() and len(word) >= _LOWER_TOO:
                self._lower_acronyms.add(word.lower())

    def __contains__(self, word: str) -> bool:
        """Whether a word (with straight apostrophes) is a term or a regular form of one."""
        return word in self._lower_acronyms or any(
            form in self._terms or (lower := form.lower()) in self._terms or lower in self._rare
            for form in _forms(word)
        )

    def __bool__(self) -> bool:
        return bool(self._terms)

    @property
    def entries(self) -> frozenset[str]:
        """What a word, or what it is a form of, must be to be held."""
        return frozenset(self._terms | self._lower_acronyms | self._rare)

    @cached_property
    def plain(self) -> frozenset[str]:
        """The single words in lower case: what a slip may have been meant to be."""
        return frozenset(term for term in self._terms if term.isalpha() and term.islower())


def behind(word: str, terms: frozenset[str]) -> frozenset[str]:
    """The terms because of which a lexicon of all of them would hold a word."""
    by_entry = _by_entry(terms)
    return frozenset(
        term
        for form in _forms(word)
        for entry in (form, form.lower())
        for term in by_entry.get(entry, ())
    )


@lru_cache(maxsize=16)
def _by_entry(terms: frozenset[str]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for term in terms:
        for entry in Lexicon([term]).entries:
            found.setdefault(entry, []).append(term)
    return found


def _forms(word: str) -> Iterator[str]:
    """A word, and what it may be a form of."""
    yield word
    for ending in ("'s", "s'", "'"):
        if word.lower().endswith(ending):
            word = word[: len(word) - len(ending)] + ("s" if ending == "s'" else "")
            yield word
            break
    if len(word) < 4:
        return
    for ending, instead in _STEMS:
        if word.endswith(ending):
            stem = word[: len(word) - len(ending)] + instead
            if ending[0] == "s" or ending == "ies" or stem[-1] not in "aiou":
                yield stem


@cache
def shipped() -> Lexicon:
    """The lexicon that comes with otlint.

    Raises:
        EngineError: its files are missing or damaged.
    """
    terms: list[str] = []
    for name in sorted(path.name for path in _FOLDER.glob("*.txt")):
        if name != _MISSPELLINGS:
            for line in _lines(name):
                terms += line.split(", ")
    lexicon = Lexicon(terms, medical().known)
    if "proprioception" not in terms:
        raise EngineError("otlint's lexicon is missing or damaged: reinstall otlint")
    return lexicon


@cache
def misspellings() -> Mapping[str, tuple[str, ...]]:
    """Common misspellings in lower case, and what is meant, the likeliest first.

    Raises:
        EngineError: the list is missing or damaged.
    """
    table = {}
    for line in _lines(_MISSPELLINGS):
        wrong, _, right = line.partition(" ")
        table[wrong] = tuple(right.split(" | "))
    if "recieve" not in table:
        raise EngineError(f"otlint's list {_MISSPELLINGS} is damaged: reinstall otlint")
    return table


@dataclass(frozen=True, slots=True)
class Medical:
    """Words of health pages that dictionaries lack (see `data/LICENSE-medical-words`).

    `known` are right. `doubtful` are as well, but so like a common word that they may be a slip of
    it ("pleural", "plural"): worth a suggestion, never an error.
    """

    known: frozenset[str]
    doubtful: frozenset[str]


@cache
def medical() -> Medical:
    """The words of health pages.

    Raises:
        EngineError: their list is missing or damaged.
    """
    known, _, doubtful = _text(_FOLDER.parent / _MEDICAL_WORDS).partition(_DOUBTFUL)
    if not doubtful:
        raise EngineError(f"otlint's list {_MEDICAL_WORDS} is damaged: reinstall otlint")
    return Medical(frozenset(known.split()), frozenset(doubtful.split()))


def _lines(name: str) -> Iterator[str]:
    text = _text(_FOLDER / name)
    return (line for line in text.split("\n") if line and not line.startswith("#"))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise EngineError(
            f"otlint's list {path.name} cannot be read ({error}): reinstall otlint"
        ) from error
