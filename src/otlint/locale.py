"""Which English a post is written in, decided from the post itself.

Three kinds of evidence: spellings that are right in some Englishes only ("colour", "organize"),
words and institutions of one country ("mum", "NHS", "Medicaid"), and the pound sign. A spelling
counts once however often it stands, so that one quoted name cannot outvote a whole post.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from otlint import variants
from otlint.folding import fold
from otlint.occurrences import blocks_by_word, blocks_with
from otlint.segmentation import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from otlint.model import Document

DEFAULT: Final = "en-US"
"""What a post without evidence is taken for."""

_US: Final = ("en-US",)
_GB: Final = ("en-GB",)
_AU: Final = ("en-AU",)
_CA: Final = ("en-CA",)
_BRITISH: Final = ("en-GB", "en-AU")
_AMERICAN: Final = ("en-US", "en-CA")

_VOCABULARY: Final[Mapping[str, tuple[tuple[str, ...], float]]] = {
    # Words that only some countries use. The weight says how sure they are (a variant spelling
    # weighs 1).
    **dict.fromkeys(
        ("mum", "mums", "mummy", "maths", "whilst", "learnt", "nappy", "nappies", "fortnight"),
        (_BRITISH, 1.0),
    ),
    **dict.fromkeys(
        ("pram", "pushchair", "pushchairs", "carer", "carers", "programme", "programmes",
         "reablement"),
        (_BRITISH, 0.5),
    ),
    **dict.fromkeys(
        ("mom", "moms", "mommy", "math", "diaper", "diapers", "kindergartner", "kindergartners"),
        (_AMERICAN, 1.0),
    ),
    **dict.fromkeys(
        ("stroller", "caregiver", "caregivers", "sidewalk", "faucet"), (_AMERICAN, 0.4)
    ),
    "judgement": (_BRITISH, 0.5),
    "judgment": (_AMERICAN, 0.3),
    "ageing": (_BRITISH, 0.5),
    "aging": (_AMERICAN, 0.5),
    "grey": (("en-GB", "en-AU", "en-CA"), 0.3),
    "gray": (_US, 0.3),
    "canceled": (_US, 0.4),
    "arvo": (_AU, 1.0),
}  # fmt: skip

_INSTITUTIONS: Final = re.compile(
    r"""(?<!\w)(?:
      (?P<GB>NHS|HCPC|RCOT|CAMHS|EHCPs?|SENCOs?|Ofsted|GCSEs?|DWP|CQC
        |(?i:royal\ college\ of\ occupational\ therapists)
        |(?i:health\ and\ care\ professions\ council)
        )
    | (?P<gb>GPs?|A&E|hcpc|rcot|nhs)
    | (?P<uk>UK|United\ Kingdom|England|Scotland|Wales|Northern\ Ireland)
    | (?P<AU>NDIS|AHPRA|Ahpra|Centrelink|OTAUS)
    | (?P<au>Australian?|Queensland|Melbourne|Sydney)
    | (?P<CA>CAOT|COTO)
    | (?P<ca>Canadian?|Ontario|Alberta|Saskatchewan|Manitoba|Nova\ Scotia|British\ Columbia)
    | (?P<US>AOTA|NBCOT|OTR/L|COTAs?|Medicaid|IEPs?|HIPAA|IDEA|OSHA|U\.S\.|USA|Medicare)
    )(?!\w)""",
    re.VERBOSE,
)
_INSTITUTION_WEIGHTS: Final[Mapping[str, tuple[tuple[str, ...], float]]] = {
    "GB": (_GB, 1.5),
    "gb": (_GB, 0.75),
    # A place may be where the author lives, or only a place: it settles a near thing, no more.
    "uk": (_GB, 0.3),
    "AU": (_AU, 1.5),
    "au": (_AU, 0.3),
    "CA": (_CA, 1.5),
    "ca": (_CA, 0.5),
    "US": (_US, 1.0),
}
_POUND: Final = re.compile("£[0-9]")
_LEAST: Final = 0.75
"""The evidence that it takes to leave the default."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign of a post's locale: what stands there, the locales it fits, how much it weighs."""

    text: str
    fits: frozenset[str]
    weight: float


def evidence(document: Document) -> tuple[Evidence, ...]:
    """Every distinct sign of a post's locale, in the order of their first places."""
    found: tuple[Evidence, ...] | None = document.cache.get("locale.evidence")
    if found is None:
        signs: dict[str, Evidence] = {}
        telling = {id(block) for block in blocks_with(document, _telling(document))}
        for block in document.blocks:
            if id(block) in telling:
                for sign in _spellings(block.text):
                    signs.setdefault(sign.text, sign)
            for sign in _institutions(block.text):
                signs.setdefault(sign.text, sign)
        # A logo's caption or a copyright line is no prose, but it says where the author works.
        for line in (line for run in document.furniture for line in run.lines):
            for sign in chain(_spellings(line), _institutions(line)):
                signs.setdefault(sign.text, sign)
        found = document.cache["locale.evidence"] = tuple(signs.values())
    return found


def decide(document: Document) -> str:
    """The locale that fits a post best; en-US where nothing tells.

    en-GB where en-AU fits as well. en-CA only for a post that spells like Canada alone (both
    "colour" and "organize") or that names Canadian institutions and spells like neither neighbour.
    """
    signs = evidence(document)
    scores = {
        locale: sum(sign.weight for sign in signs if locale in sign.fits)
        for locale in (DEFAULT, "en-GB", "en-AU", "en-CA")
    }
    if not _looks_canadian(signs):
        del scores["en-CA"]
    # max() keeps the first of equals: en-US without evidence, en-GB before en-AU.
    best = max(scores, key=lambda locale: scores[locale])
    # "organize" fits Britain as well: only what does not fit the default leads away from it.
    against = sum(sign.weight for sign in signs if DEFAULT not in sign.fits and best in sign.fits)
    return best if against >= _LEAST else DEFAULT


def _looks_canadian(signs: tuple[Evidence, ...]) -> bool:
    canadian = any(sign.fits == frozenset(_CA) for sign in signs)
    like_britain = any(
        {"en-GB", "en-CA"} <= sign.fits and "en-US" not in sign.fits for sign in signs
    )
    like_america = any({"en-US", "en-CA"} <= sign.fits for sign in signs)
    return like_britain and (like_america or canadian)


def _telling(document: Document) -> Iterator[str]:
    """The words of a post that may be signs."""
    for word in blocks_by_word(document):
        if word in _VOCABULARY or variants.find(word):
            yield word


def _spellings(text: str) -> Iterator[Evidence]:
    for word in words(fold(text)):
        for part in word.text.lower().split("-"):
            bare = part.removesuffix("'s").removesuffix("'")
            listed = _VOCABULARY.get(bare)
            if listed:
                yield Evidence(bare, frozenset(listed[0]), listed[1])
                continue
            variant = variants.find(bare) if len(bare) > 3 else None
            if variant is not None and variant.twins and not word.text[0].isupper():
                yield Evidence(bare, variant.right_in, 1.0)


def _institutions(text: str) -> Iterator[Evidence]:
    for match in _INSTITUTIONS.finditer(fold(text)):
        name = match.lastgroup
        if name:
            locales, weight = _INSTITUTION_WEIGHTS[name]
            yield Evidence(match[0], frozenset(locales), weight)
    if _POUND.search(text):
        yield Evidence("£", frozenset(_GB), 1.0)
