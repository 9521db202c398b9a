"""What is a word in one of the Englishes, and what a misspelt one was meant to be.

A `Speller` joins SCOWL's Hunspell dictionary of a locale with the shipped lexicon. It knows nothing
of posts: which unknown word is worth a finding, `checks.spelling` decides.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint import lexicon, likeness, variants
from otlint.errors import EngineError
from otlint.folding import fold
from otlint.frequency import zipf
from otlint.settings import LOCALES

if TYPE_CHECKING:
    from collections.abc import Callable

_FOLDER: Final = Path(__file__).parent / "data" / "dictionaries"
_PREFIXES: Final = frozenset(
    """
    aero anti arch astro audio auto bi bio brain cardio cerebro chemo cine co contra counter crypto
    cyber de demi di dis eco electro en endo epi ethno euro ex exo extra flexi fore gastro geo
    gyneco haemo hemi hemo hetero hi holo homo hydro hyper hypo infra inter intra iso kilo kinesio
    macro mega meta micro mid milli mini mis mono multi musculo myo nano neo nephro neuro non novo
    octo oculo off omni on ortho osteo out over paleo pan para patho penta peri pharma pharmaco
    phono photo physio poly post pre pro proto pseudo psycho quad quasi radio re retro self semi
    socio spino step sub super supra tele thermo trans tri turbo twice ultra un under uni up vaso
    ventro vestibulo vice video visuo
    """.split()
)
_LONG_PREFIXES: Final = tuple(
    sorted((prefix for prefix in _PREFIXES if len(prefix) > 3), key=lambda p: (-len(p), p))
)
_SHORT_PREFIXES: Final = ("non", "pre", "bio", "eco", "geo", "sub", "mid", "mis", "un", "re", "co")
_ENDINGS: Final = (
    "ability", "able", "ably", "al", "ally", "ation", "ational", "ative", "based", "centric", "ee",
    "ees", "er", "ers", "esque", "free", "ful", "fully", "hood", "ie", "ification",
    "ified", "ify", "ifying", "ionist", "ish", "ism", "isms", "ist", "ists", "isation", "ise",
    "ised", "ising", "ization", "ize", "ized", "izing", "less", "lessly", "lessness", "like", "ly",
    "ness", "ology", "or", "ors", "proof", "scape", "ship", "ships", "some", "ward", "wards",
    "ware", "ways", "wise", "worthy", "y",
)  # fmt: skip
_FROM_Y: Final = ("ies", "ied", "ier", "iest", "ily", "iness")
_INFLECTIONS: Final = ("s", "es", "ed", "ing", "d", "'s", *_FROM_Y)
_COMPOUND_PART: Final = 3
_SHORTEST_STEM: Final = 4
_NEEDS_ES: Final = re.compile(r"(?:[sxzo]|[cs]h)$")
_CONSONANT_Y: Final = re.compile(r"[^aeiou]y$")
_FUNCTION_WORDS: Final = frozenset(
    """
    a an and any are as at be but by can do each every for from had has have he her his how i if in
    is it its more my no not of on or our out she so some than that the their them then there they
    this to up was we were what when who will with would you your
    """.split()
)
_HYPHEN: Final = re.compile(r"-+")
_REMEMBERED: Final = 2048
"""Misspelt words for which what was meant is remembered."""


class Speller:
    """The words of one locale. Build it with `speller`: loading a dictionary takes 40 ms."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self._spell = _dictionary(locale)
        self._known: dict[str, bool] = {}
        # A blog has its own names, which come in one post after the other.
        self._suggestions = lru_cache(maxsize=_REMEMBERED)(self._likely)
        self._shipped = lexicon.shipped()

    def known(self, word: str) -> bool:
        """Whether a word is right in this locale: dictionary, lexicon, or built from such.

        Args:
            word: A word as it is written, with inner apostrophes and hyphens of any style.
        """
        word = fold(word)
        verdict = self._known.get(word)
        if verdict is None:
            verdict = self._known[word] = self._is_word(word) or self._is_compound(word)
        return verdict

    def _is_word(self, word: str) -> bool:
        if not any(character.isalpha() for character in word):
            return False
        if not word.isascii():
            plain = _without_accents(word)
            if plain.isascii() and self.known(plain):
                return True
        lower = word.lower()
        if self._spell(word) and "-" not in word:
            return True
        if word in self._shipped or lower in variants.EASY_GOING:
            return True
        variant = variants.find(lower)
        if variant is not None and self.locale in variant.right_in:
            return True
        for ending in ("'s", "'", "'ll", "'ve", "'re", "'d"):
            if lower.endswith(ending):
                return self.known(word[: -len(ending)])
        return False

    def _is_compound(self, word: str) -> bool:
        if "-" not in word:
            return False
        parts = [part for part in _HYPHEN.split(word) if part]
        return bool(parts) and all(
            len(part) == 1
            or any(character.isdigit() for character in part)
            or self.known(part)
            or (part.lower() in _PREFIXES and at < len(parts) - 1)
            for at, part in enumerate(parts)
        )

    def built(self, word: str) -> bool:
        """Whether a lower-case word that nobody lists is made of known parts by a living rule.

        True for "gamifiable", "antibullying", "nightstand"; such a word is new rather than wrong,
        unless it is very like a common one.
        """
        return self._has_prefix(word) or self._has_ending(word) or self._is_joined(word)

    def _has_prefix(self, word: str) -> bool:
        for prefix in (*_LONG_PREFIXES, *_SHORT_PREFIXES):
            if word.startswith(prefix):
                rest = word[len(prefix) :]
                if len(rest) >= 4 and self.known(rest):
                    return True
        return False

    def _has_ending(self, word: str) -> bool:
        return any(
            self.known(stem)
            for ending in (*_ENDINGS, *_INFLECTIONS)
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM
            for stem in _stems(word[: len(word) - len(ending)], ending)
        )

    def _is_joined(self, word: str) -> bool:
        for at in range(_COMPOUND_PART, len(word) - _COMPOUND_PART + 1):
            left, right = word[:at], word[at:]
            if (
                zipf(left) >= _least_zipf(left)
                and max(zipf(right), zipf(right.removesuffix("s"))) >= _least_zipf(right)
                and self.known(left)
                and self.known(right)
            ):
                return True
        return False

    def split(self, word: str) -> str | None:
        """Two common words that ran together ("ofthe"), with their space, or None.

        One of the two is a function word, so that no compound ("nightstand") is torn apart.
        """
        best: tuple[float, str] | None = None
        for at in range(1, len(word)):
            left, right = word[:at], word[at:]
            if left not in _FUNCTION_WORDS and right not in _FUNCTION_WORDS:
                continue
            common = min(zipf(left), zipf(right))
            if common >= 4.8 and self.known(left) and self.known(right):
                best = max(best or (0.0, ""), (common, f"{left} {right}"))
        return best[1] if best else None

    def suggest(self, word: str, limit: int = 3) -> tuple[likeness.Candidate, ...]:
        """What a misspelt word was meant to be, the likeliest first.

        Args:
            word: A word in any capitals; the answers are in lower case.
            limit: The most answers to give.
        """
        return self._suggestions(fold(word).lower(), limit)

    def _likely(self, word: str, limit: int) -> tuple[likeness.Candidate, ...]:
        return likeness.candidates(word, self.known, extra=self._shipped.plain, limit=limit)


def _stems(stem: str, ending: str) -> tuple[str, ...]:
    """What an ending may be put to, by the rules of English spelling, to leave `stem` before it."""
    if ending == "s" and (_NEEDS_ES.search(stem) or _CONSONANT_Y.search(stem)):
        return ()
    if ending == "es":
        return (stem,) if _NEEDS_ES.search(stem) else ()
    if ending in _FROM_Y:
        return (f"{stem}y",)
    if ending == "d":
        return (stem,) if stem.endswith("e") else ()
    if ending[0] not in "aeiouy":
        return (stem, f"{stem[:-1]}y") if stem.endswith("i") else (stem,)
    return _before_vowel(stem, ending)


def _before_vowel(stem: str, ending: str) -> tuple[str, ...]:
    """The same for an ending that begins with a vowel, which may swallow, double or change one."""
    if ending == "y" and stem.endswith("e"):
        return (stem,)  # "choosey"
    if stem.endswith("e") and not stem.endswith(("ee", "oe", "ye")):
        return ()
    if _CONSONANT_Y.search(stem) and ending[0] != "i":
        return ()
    stems = [stem, f"{stem}e"]
    if stem[-1] == stem[-2]:
        stems.append(stem[:-1])
    if stem.endswith("i"):
        stems.append(f"{stem[:-1]}y")
    return tuple(stems)


def _without_accents(word: str) -> str:
    """Strip accents ("café"), as many writers do."""
    letters = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _least_zipf(part: str) -> float:
    """How common a part of a compound must be: short parts turn up by chance."""
    return 3.3 if len(part) > _COMPOUND_PART else 4.6


@cache
def speller(locale: str) -> Speller:
    """The speller of a locale, one for the whole process.

    Raises:
        EngineError: its dictionary is missing or damaged, or there is none of that locale.
    """
    return Speller(locale)


def _dictionary(locale: str) -> Callable[[str], bool]:
    if locale not in LOCALES:
        raise EngineError(f"there is no dictionary of {locale}; there are {', '.join(LOCALES)}")
    import hunspell

    try:
        dictionary = hunspell.Hunspell(
            locale, hunspell_data_dir=str(_FOLDER), system_encoding="utf-8"
        )
        # Hunspell says nothing of a damaged file: it merely knows no words.
        sound = dictionary.spell("through") and dictionary.spell("zebras")
    except (OSError, UnicodeError) as error:
        raise EngineError(
            f"the {locale} dictionary cannot be read ({error}): reinstall otlint"
        ) from error
    if not sound:
        raise EngineError(f"the {locale} dictionary is damaged: reinstall otlint")
    spell: Callable[[str], bool] = dictionary.spell
    return spell
