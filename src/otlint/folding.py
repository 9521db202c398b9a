"""Typographic folding: one way of writing for matching, the author's way for reporting."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_APOSTROPHES: Final = "\u2018\u2019\u201b\u02bc\u2032\u00b4`"
_QUOTES: Final = "\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb"
_SPACES: Final = (
    "\t\n\r\x0b\x0c\u00a0\u1680"
    + "".join(map(chr, range(0x2000, 0x200B)))
    + ("\u2028\u2029\u202f\u205f\u3000")
)
_HYPHENS: Final = "\u2010\u2011"

_FOLD: Final = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_QUOTES, '"'),
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_HYPHENS, "-"),
    }
)


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """The text with straight quotes, plain hyphens and plain spaces; the same length as `text`.

    Every replacement is one character for one, so an offset in the result is an offset in `text`.
    Dashes stay: they are punctuation of their own.
    """
    return text.translate(_FOLD)


def like(model: str, word: str, *, curly: bool = False) -> str:
    """`word` in the capitals of `model` ("Touch", "tough" -> "Tough"; "TOUCH" -> "TOUGH").

    `curly` turns its apostrophes into typographic ones.
    """
    if curly:
        word = word.replace("'", "\u2019")
    letters = [character for character in model if character.isalpha()]
    if len(letters) > 1 and all(character.isupper() for character in letters):
        return word.upper()
    if letters and letters[0].isupper():
        return word[:1].upper() + word[1:]
    return word
