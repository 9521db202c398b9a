"""Words that the Englishes spell differently: where a form is right, and what it is elsewhere.

The table `data/dictionaries/variants.txt` is made from the four dictionaries by
`tools/build_spelling_data.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint.errors import EngineError
from otlint.occurrences import blocks_by_word, blocks_with

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from otlint.model import Block, Document

_FILE: Final = Path(__file__).parent / "data" / "dictionaries" / "variants.txt"
_LETTERS: Final = {"U": "en-US", "G": "en-GB", "A": "en-AU", "C": "en-CA"}

EASY_GOING: Final = frozenset(
    """
    adapter adapters adaptor adaptors advisor advisors afterward aging ageing ambiance amidst
    amongst analog analogs artefact artefacts artifact artifacts canceled canceling cancelled
    cancelling cataloged cataloging catalogued cataloguing cozier cozy czar dialog enquire enquired
    enquires enquiries enquiring enquiry focussed focusses focussing benefitted benefitting
    encyclopaedia encyclopaedias gray grays grayer grey greys greyer greyish grayish greying
    graying impostor imposter imposters judgement judgements judgment judgments judgmental
    judgemental learnt spelt spilt dreamt leveled leveling levelled levelling likable likeable
    sizable sizeable livable liveable movable moveable onwards sheikh sheik skeptic skeptics
    sulfur sulphur theater theaters theatre theatres tidbit tidbits whiskey whisky yogurt yogurts
    yoghurt yoghurts racquet racquets smoky smokey phony phoney lasagna lasagne licorice meow hippie
    hippies hanky hankie peddler peddlers oversize oversized collectible collectibles collectable
    collectables performative worshiped worshiping worshiper worshipers specialty specialties
    programed programing programmable programmer programmers programmed programming
    catalog catalogs catalogue catalogues flier fliers flyer flyers ax axe aeon aeons eon eons
    bandana bandanna bandanas bandannas chili chilli guerilla guerrilla guerillas guerrillas manila
    manilla tranquility tranquillity saber sabre specter spectre louver louvre councilor councillor
    councilors councillors moustache mustache moustaches mustaches speciality specialities
    orthopaedic orthopaedics orthopedic orthopedics worshipped worshipping worshipper worshippers
    acknowledgement acknowledgements mums prev perv whiz whizz cosy cosier
    acknowledgment acknowledgments checkered chequered imperiled unbeknown unbeknownst
    """.split()
)
"""Forms that dictionaries or good newspapers of both sides accept (Merriam-Webster, Oxford, Collins
give them as equal or secondary variants): right everywhere and evidence of nothing."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A form that is not right everywhere.

    `right_in` are the locales where it is; `twins` the same word as other locales spell it, the
    most alike first (empty where no rule of spelling relates one).
    """

    form: str
    right_in: frozenset[str]
    twins: tuple[str, ...]


@cache
def _lines() -> Mapping[str, str]:
    try:
        text = _FILE.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise EngineError(
            f"otlint's table {_FILE.name} cannot be read ({error}): reinstall otlint"
        ) from error
    lines = {line.partition(" ")[0]: line for line in text.split("\n") if line}
    if "colour" not in lines:
        raise EngineError(f"otlint's table {_FILE.name} is damaged: reinstall otlint")
    return lines


@lru_cache(maxsize=8192)
def find(form: str) -> Variant | None:
    """The variant that a word (in lower case, or a name as it is written) is, or None.

    Raises:
        EngineError: the table is missing or damaged.
    """
    line = _lines().get(form)
    if line is None or form in EASY_GOING:
        return None
    _, where, *twins = line.split(" ")
    return Variant(form, frozenset(_LETTERS[letter] for letter in where), tuple(twins))


def blocks(document: Document) -> Iterator[Block]:
    """The blocks of a post in which a variant may stand, in order.

    Raises:
        EngineError: the table is missing or damaged.
    """
    return blocks_with(document, filter(find, blocks_by_word(document)))


def twin(form: str, locale: str) -> str | None:
    """How a locale spells a word that it does not spell like `form`; None for "just so".

    Also None where no form of that locale is known.
    """
    variant = find(form)
    if variant is None or locale in variant.right_in:
        return None
    for candidate in variant.twins:
        other = find(candidate)
        if other is None or locale in other.right_in:
            return candidate
    return None
