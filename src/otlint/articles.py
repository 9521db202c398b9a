"""Whether a word begins with the sound of a vowel, which is what decides between "a" and "an"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_HYPHEN: Final = re.compile(r"[-\u2010\u2011]")

_SILENT_H: Final = re.compile(r"hour(?!i)|honest|honou?r|heir|hors$")
_HERB: Final = re.compile(r"herb(?:s|al|alist|alists|y|ed)?$")

_EITHER: Final = re.compile(
    # An h in a weak first syllable, or one that some drop.
    r"histor|hotel|habit|hyster|heredit|hispanic|homage|hilar|herb|hypoth|humb|heroi|halluc"
    r"|horiz|horren|horrif|harmon|heretic|hermit|herit|hallel"
    # Read in two ways, or not English.
    r"|ulul|uu|ubunt|euler|ew(?!e$|es$|er$|ers$|ing)|y[^aeiou]|ye$"
)
"""Words that careful writers give both articles, and words that are hard to say."""

_GLIDE: Final = re.compile(
    r"""(?:
      eu|ew|ouija|oui(?!j)|ouag
    | one(?:s|self|sie|sies|ness|time)?$|once
    | uni(?:$|[abcefjkopqtvwxy]|l(?!l)|s(?!s|ol)|d(?:im|ir)|mod|gr)|unanim
    | us(?:[eu]|ab|ag)
    | ut(?:il|op|en|er|ah)|ubiq|ukr|ukul|ugand|ulys
    | u[rv][aeiou]|uy
    | u$
    )""",
    re.VERBOSE,
)
"""Words that begin with the letter of a vowel and the sound of "you" or "won"."""

_ONSETS: Final = frozenset(
    "bl br ch cl cr dr dw fl fr gh gl gn gr gy kh kl kn kr kw ph pl pn pr ps pt rh sc sh sk sl sm"
    " sn sp sq st sv sw th tr ts tw vl vr wh wr zh by cy dy fy ky ly my ny py ry sy ty wy xy ye zy"
    " hy vy".split()
)
"""Pairs of letters that an English word can begin with, where the second is no vowel."""

_LETTER_VOWELS: Final = frozenset("AEFHILMNORSX")
"""Letters whose names begin with a vowel: an F, an MRI."""
_TWO_NAMES: Final = "H"
"""The letter is "aitch" to some and "haitch" to others."""

_READ_AS_WORDS: Final = {
    "AA": None, "AAA": None, "AIDS": True, "AMPS": True, "ASHA": True, "FEES": False,
    "FIFA": False, "FIM": False,
    "HIIT": False, "HIPAA": False, "LASER": False, "LEGO": False, "MASH": False,
    "MENSA": False, "MOHO": False, "NAPLAN": False, "NASA": False, "NATO": False, "NICE": False,
    "NICU": False, "NIOSH": False, "OSHA": True, "RAM": False, "REM": False, "SALT": False,
    "SAM": False, "SARS": False, "SCOPE": False, "SEND": False, "SIM": False, "SIPT": False,
    "SMART": False, "SWOT": False, "UNESCO": False, "UNICEF": False, "WIFI": False,
}  # fmt: skip
"""Abbreviations in capitals that are read as words, and whether with a vowel first."""

_SPELLED: Final = frozenset(
    "FAA FBI FDA FMLA FOI LED LGBT LGBTQ LGBTQI LGBTQIA LMS MA MBA MCI MD"
    " ME MFA MIT MOT MP MRA MRI MRSA MS NBA NBC NDA NDIS NFL NGO NHS NHSE NIH NPI NPR NSAID RCOT"
    " RNA RSI RSS SDR SEC SEN SEO SLA SMS SNF SOP SOS SSA SSDI SSI SSRI STI SUV UCL UCLA UI UK"
    " UN UPS URL US USA USB UTI UV UX".split()
)
"""Abbreviations that are read letter by letter although they could be read as words."""

_ROMAN: Final = re.compile(r"I{2,3}|IX|VI{1,3}|X[IVX]+|[LDM]I{1,3}")
_LONGEST: Final = 5
"""Letters of an abbreviation; what is longer is a word in capitals."""


@lru_cache(maxsize=8192)
def begins_with_vowel_sound(word: str, locale: str = "en-US") -> bool | None:
    """Whether a word takes "an"; None where usage or pronunciation leaves it open.

    Args:
        word: A word, a number, an abbreviation, or a compound with hyphens.
        locale: The h of "herb" is silent in American English alone.

    Source: the pronunciations of current dictionaries (Merriam-Webster, Oxford).
    """
    first, *rest = _HYPHEN.split(word, maxsplit=1)
    if not first:
        return None
    if first[0].isdigit():
        return _number(first, compound=bool(rest))
    if len(first) == 1:
        if first.isupper() or (rest and first != "a"):
            return None if first == "I" and not rest else _letter(first.upper())
        return None
    letters = re.match(r"[^\W\d_]+", first)
    stem = letters[0] if letters else ""
    if stem != first and "'" not in first and "’" not in first:
        # "N95", "MP3": the letter has its name. "mp3", "x86": anything goes.
        return _letter(stem[0]) if 0 < len(stem) <= 2 and stem.isupper() else None
    plain = re.sub(r"(?:['’]?s)$", "", first)
    if len(plain) > 1 and plain.isupper():
        return _abbreviation(plain)
    if any(character.isupper() for character in first[1:]):
        return None  # iPhone, eLearning, McDonald
    return _word(first, locale)


def _letter(letter: str) -> bool | None:
    if not letter.isascii() or not letter.isalpha() or letter in _TWO_NAMES:
        return None
    return letter in _LETTER_VOWELS


def _number(text: str, *, compound: bool) -> bool | None:
    digits = re.match(r"\d+", text)
    whole = digits[0] if digits else ""
    if not whole.isascii():
        return None
    if whole.startswith("8") or whole in ("11", "18"):
        return True
    if len(whole) == 4 and whole[:2] in ("11", "18"):
        # A year, "an 1850 map"; but "a 1800-calorie day", and "eleven hundred".
        return None if compound or whole[:2] == "11" or whole.endswith("00") else True
    if whole == "0" or (len(whole) > 4 and whole[:2] in ("11", "18")):
        return None  # "oh point five"
    return False


def _abbreviation(text: str) -> bool | None:
    if text in _READ_AS_WORDS:
        return _READ_AS_WORDS[text]
    if text[:2] == text[1:3]:
        return None  # "triple A"
    spelled = _letter(text[0])
    if text in _SPELLED:
        return spelled
    if not re.search(r"[AEIOUY]", text):
        return None if text == "SQL" else spelled
    if _ROMAN.fullmatch(text) or len(text) > _LONGEST:
        return None  # a numeral, a word in capitals
    # Read as a word, an abbreviation begins with the sound of its first letter.
    return spelled if spelled == (text[0] in "AEIO") and text[0] != "U" else None


def _word(word: str, locale: str) -> bool | None:
    letters = unicodedata.normalize("NFD", word.lower())
    letters = "".join(c for c in letters if not unicodedata.combining(c))
    if not letters[:2].isascii() or not letters[:1].isalpha():
        return None
    if letters[0] == "h":
        if _SILENT_H.match(letters):
            return True
        if _HERB.match(letters):
            return {"en-US": True, "en-CA": None}.get(locale, False)
    if _EITHER.match(letters) or not re.search(r"[aeiouy]", letters):
        return None
    if letters[0] not in "aeiou" and letters[1] not in "aeiou'’" and letters[:2] not in _ONSETS:
        return None  # Xbox, nginx
    if _GLIDE.match(letters):
        return False
    if word[0].isupper() and letters[0] == "u" and not letters.startswith("un"):
        return None  # a name such as Udacity
    return letters[0] in "aeiou"
