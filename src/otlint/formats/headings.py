"""Telling a heading from a sentence by its looks, where nothing marks it up."""

from __future__ import annotations

import re
from typing import Final

MAX_HEADING: Final = 90
"""Code points of the longest line that may be a heading."""

OPENERS: Final = "\"'“‘«([*_"
CLOSERS: Final = "\"'”’»)]*_"
_QUESTION: Final = re.compile(
    r"(?:wh(?:at|y|en|ere|o|ich)|how|is|are|do|does|can|could|should|will|would|did|has|have)\b",
    re.IGNORECASE,
)
_NO_HEADING: Final = re.compile(
    r"(?:by|written by|posted|published|updated|photo|image|source|tel|phone|email)\b"
    r"|\d{1,2}[./]\d{1,2}[./]\d{2,4}$"
    r"|(?:\w{3,9} \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th)? \w{3,9},? \d{4})$",
    re.IGNORECASE,
)
SMALL_WORDS: Final = frozenset(
    """a an and as at because but by for from if in into is of on or our so that the their these
    this to was were which who will with your are be has have my his her its not we they you
    it
    """.split()
)
"""Words that end no line by choice: what follows belongs to the same sentence."""
_SMALL: Final = SMALL_WORDS | frozenset(
    "about after against before between over through under up vs".split()
)


def looks_like_heading(text: str) -> bool:
    """Whether a line that stands alone reads like a heading: short, capitalised, no sentence.

    Args:
        text: The line as its reader sees it.
    """
    bare = text.strip(CLOSERS + OPENERS + " ")
    if not bare or len(text) > MAX_HEADING or bare[-1] in ".,;:" or bare[:1].islower():
        return False
    if _NO_HEADING.match(bare) or not any(character.isalpha() for character in bare):
        return False
    if bare[-1] in "?!":
        words = bare.split()
        return _in_title_case(words) or (
            bare[-1] == "?" and len(words) >= 3 and _QUESTION.match(bare) is not None
        )
    return True


def _in_title_case(words: list[str]) -> bool:
    """Whether all words but the small ones begin with a capital, and there are two at least."""
    big = [word for word in words if word.lower().strip(OPENERS + ",:") not in _SMALL]
    return len(big) >= 2 and not any(word.lstrip(OPENERS)[:1].islower() for word in big)
