"""How common a word is: the shipped word list with its Zipf values.

The list comes from Google Books Ngrams by way of symspellpy (see `data/LICENSE-frequency`); it
holds only lower-case words of the dictionaries that ship with otlint.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE: Final = Path(__file__).parent / "data" / "frequency.txt"


@cache
def zipf_values() -> Mapping[str, float]:
    """Every common word in lower case with its Zipf value, the most common first.

    A Zipf value is the base-10 logarithm of the count per billion words: 7.6 for "the", 4 for a
    word met once in 100,000 words, 2.4 for the rarest listed here.

    Raises:
        EngineError: the list is missing or damaged.
    """
    values: dict[str, float] = {}
    try:
        for line in _FILE.read_text("utf-8").split("\n"):
            if line:
                step, *words = line.split(" ")
                values.update(dict.fromkeys(words, float(step)))
    except (OSError, ValueError) as error:
        raise EngineError(
            f"otlint's word list {_FILE.name} cannot be read ({error}): reinstall otlint"
        ) from error
    if "the" not in values:
        raise EngineError(f"otlint's word list {_FILE.name} is damaged: reinstall otlint")
    return values


def zipf(word: str) -> float:
    """The Zipf value of a word in lower case, 0 for one that is not among the common ones."""
    return zipf_values().get(word, 0.0)
