"""Which unknown words of a post are misspelt, which are merely new, and which deserve silence.

A linter that flags every name teaches its users to look away. So: names, acronyms, products and
newly made words are silent; a word is an error only when it is very like a common one and stands in
running text in lower case; what is left is worth one suggestion.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint import lexicon, variants
from otlint.folding import fold
from otlint.model import OBJECT, Kind
from otlint.segmentation import in_quotation, prose_blocks, sentences, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from otlint.likeness import Candidate
    from otlint.model import Block, Document
    from otlint.spelling import Speller

_CODE: Final = ";@#_\\=<>{}|~^$%&+`" + OBJECT + "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""A word that touches one of these is a name in code, a tag, or only a part of a word."""
_ELONGATED: Final = re.compile(r"([a-z])\1\1")
_LAUGHTER: Final = re.compile(r"(?:ha|he|ah|la|na|blah|shh|mm|um|oh|ooh|zz)+h?")
_ROMAN: Final = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_LEARNED: Final = re.compile(
    r"[a-z]+(?:[ae]mia|itis|os[ei]s|pathy|plasty|ectomy|ost?omy|omas?|algia|uria|plegia|trophy|graphy"
    r"|scopy|lysis|cytes?|as[ei]|oid|plasia|penia|ph[ar][gs]ia|kinesia|genesis|eth)"
)
"""Endings of medical terms (and of old verbs), most of which no dictionary of size 60 lists."""
_LATIN_END: Final = re.compile(r".*(?:a|ae|es|i|in|is|us|um|on|ine|ide|ose|os)")
_GENUS: Final = re.compile(r"\b(?:([A-Z][a-z]{3,})|[A-Z]\.) $")
"""What stands before the second half of a species' name: "Trichinella spiralis", "T. spiralis"."""
_LONGEST_GENUS: Final = 30
_HYPHEN: Final = re.compile(r"-+")
_LETTERS: Final = re.compile(r"[a-z']+")

OFTEN: Final = 3
"""A term that a post uses this often is its own business."""
_SHORTEST_ERROR: Final = 4
_SHORTEST_LEARNED: Final = 8
_SHORTEST_HALF: Final = 8
"""A part of a compound that is shorter tells too little to be an error."""
_SURE_COST: Final = 0.6
"""Up to here a candidate is one typical slip away: letters swapped or doubled, the same sound."""
_ACRONYM: Final = 5
_ONE_VOWEL: Final = 0.75
"""Up to here a newly made word is a slip if a vowel at most and nothing of the sound differs
("contributer"; but a "funder" is no finder)."""
_SURE: Final = 0.97
_FAR_AHEAD: Final = 2.0
"""How many times (as a power of ten) likelier the best candidate must be for a safe fix."""
_COMMON: Final = 3.6
_FOREIGN_SHARE: Final = 0.4
_FOREIGN_WORDS: Final = 3
_FOREIGN_SAMPLE: Final = 10
_HASTY_SHARE: Final = 0.6
_TITLE_SHARE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that no dictionary knows, where it stands, and what may have been meant.

    `start` and `end` are code points of `block.text`. `meant` has the likeliest first, in the
    locale's spelling; `sure` means that only its first can be meant.
    """

    block: Block
    text: str
    start: int
    end: int
    error: bool
    meant: tuple[str, ...] = ()
    sure: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    block: Block
    word: str
    """As written, apostrophes and hyphens folded."""
    start: int
    end: int
    opens: bool
    """Whether it begins a sentence, so that its capital says nothing."""
    titled: bool
    """Whether most words around it have capitals."""
    part: bool
    """Whether it is a part of a compound with hyphens."""


def find(document: Document, speller: Speller, vocabulary: lexicon.Lexicon) -> Iterator[Unknown]:
    """The unknown words of a post that deserve a finding.

    Every misspelling is given; of any other unknown word only the first place.
    """
    places = [
        place for block in document.blocks for place in _unknown_places(block, speller, vocabulary)
    ]
    if places:
        yield from _Judge(document, speller, places).verdicts()


def terms_needed(document: Document, speller: Speller, terms: frozenset[str]) -> frozenset[str]:
    """The terms that make words right which the speller does not know.

    Other forms of a term count ("sensopads" for "sensopad"), and single words of a longer one.
    """
    unknown = {
        part
        for block in document.blocks
        for word in words(block.text)
        if not speller.known(folded := fold(word.text))
        for part in (folded, *(part for part, _ in _parts(folded)))
        if not speller.known(part)
    }
    return frozenset(term for part in unknown for term in lexicon.behind(part, terms))


def _unknown_places(
    block: Block, speller: Speller, vocabulary: lexicon.Lexicon
) -> Sequence[_Place]:
    text = block.text
    found: list[tuple[str, int, int, bool]] = []
    total = 0
    for word in words(text):
        if len(word.text) < 2:
            continue
        total += 1
        folded = fold(word.text)
        if speller.known(folded) or not _is_prose(text, folded, word.start, word.end):
            continue
        if vocabulary and folded in vocabulary:
            continue
        found += [
            (part, word.start + at, word.start + at + len(part), part != folded)
            for part, at in _parts(folded)
            if len(part) > 1
            and not (part != folded and (speller.known(part) or part in vocabulary))
        ]
    lower = sum(item[0].islower() for item in found)
    if lower >= _FOREIGN_WORDS and lower > _FOREIGN_SHARE * total and _is_foreign(found, speller):
        return ()
    return [_place(block, *item) for item in found]


def _is_foreign(found: Sequence[tuple[str, int, int, bool]], speller: Speller) -> bool:
    """Whether unknown words are another language (or none) rather than hasty English."""
    sample = [item[0] for item in found if item[0].islower()][:_FOREIGN_SAMPLE]
    slips = 0
    for word in sample:
        near = speller.suggest(word, limit=1)
        slips += word in lexicon.misspellings() or (
            bool(near) and near[0].cost <= 1 and near[0].zipf >= _COMMON
        )
    return slips < _HASTY_SHARE * len(sample)


def _parts(word: str) -> Iterator[tuple[str, int]]:
    """The parts of a compound, and where each begins; a plain word is its only part."""
    at = 0
    for part in _HYPHEN.split(word):
        at = word.index(part, at)
        yield part, at
        at += len(part)


def _is_prose(text: str, word: str, start: int, end: int) -> bool:
    """Whether a word is one to spell: no code, address, number, numeral or sound."""
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    if before in _CODE or after in _CODE[1:]:
        return False
    if any(character.isdigit() or character == "_" for character in word):
        return False
    if before == "-" or (after == "-" and text[end + 1 : end + 2] in " ,"):
        return False  # "-ing", "pre- and post-"
    if after in "'’" and not word.endswith("s"):
        return False  # "watchin'": dialect, or the end of a quotation
    if before == "." and word[0].islower() and text[start - 2 : start - 1].isalnum():
        return False
    if after == "." and text[end + 1 : end + 2].islower():
        return False  # "example.dev"
    if (before in "/:" and after in "/:") or text[start - 2 : start] == "//":
        return False  # in an address, which may be glued to a word before it
    if before == "(" and text[start - 2 : start - 1].isalnum():
        return False  # "child(ren)"
    lower = word.lower()
    if _ELONGATED.search(lower) or _LAUGHTER.fullmatch(lower) or _ROMAN.fullmatch(lower):
        return False
    return (word.isascii() or _is_accented(word)) and not _tells_a_sound(text, word, start, end)


def _tells_a_sound(text: str, word: str, start: int, end: int) -> bool:
    """Whether a word is written as it sounds, with the stress in capitals: "(noo-MO-nee-ah)"."""
    parts = _HYPHEN.split(word)
    bracketed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    return (len(parts) > 2 or (len(parts) == 2 and bracketed)) and any(
        len(part) > 1 and part.isupper() for part in parts
    )


def _is_accented(word: str) -> bool:
    """Whether a word with letters beyond ASCII is still spelt in English letters."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return len(plain) == len(word) and plain.lower() in lexicon.misspellings()


def _place(block: Block, word: str, start: int, end: int, part: bool) -> _Place:
    text = block.text
    for sentence in sentences(text):
        if sentence.start <= start < sentence.end:
            inner = words(text[sentence.start : sentence.end])
            long = [w.text for w in inner if len(w.text) > 3 and w.start + sentence.start != start]
            titled = len(long) > 0 and sum(w[0].isupper() for w in long) > _TITLE_SHARE * len(long)
            opens = bool(inner) and inner[0].start + sentence.start == start
            opens = opens or text[start - 2 : start] == ": "
            return _Place(block, word, start, end, opens, titled, part)
    return _Place(block, word, start, end, opens=start == 0, titled=False, part=part)


class _Judge:
    """Judges the unknown words of one post together: what a post repeats says what it means."""

    def __init__(self, document: Document, speller: Speller, places: Sequence[_Place]) -> None:
        self._speller = speller
        self._places = places
        self._prose = {id(block) for block in prose_blocks(document) if block.kind != Kind.QUOTE}
        self._count: Counter[str] = Counter(place.word.lower() for place in places)
        self._forms: dict[str, set[str]] = defaultdict(set)
        for place in places:
            if place.word.islower() or not (place.opens or place.titled):
                self._forms[place.word.lower()].add(place.word)

    def verdicts(self) -> Iterator[Unknown]:
        suggested: set[str] = set()
        for place in self._places:
            verdict = self._verdict(place)
            if verdict is None:
                continue
            if not verdict.error:
                if place.word.lower() in suggested:
                    continue
                suggested.add(place.word.lower())
            yield verdict

    def _verdict(self, place: _Place) -> Unknown | None:
        word, lower = place.word, place.word.lower()
        bare = lower.removesuffix("'s").removesuffix("'")
        if variants.find(bare) or variants.find(word):
            return None  # right elsewhere: spelling/mixed-variant has its say
        listed = lexicon.misspellings().get(lower)
        if listed:
            return self._listed(place, self._localised(listed))
        if not self._may_be_common_noun(place):
            return None
        if not _LETTERS.fullmatch(lower):
            return None
        if not word.islower():
            return self._capitalised(place)
        return self._lower(place)

    def _may_be_common_noun(self, place: _Place) -> bool:
        """False for what is plainly a name, an acronym or a product."""
        word = place.word
        if word.islower():
            return True
        if word[1:] != word[1:].lower():
            return False
        if not (place.opens or place.titled):
            return False
        seen = self._forms.get(word.lower(), set())
        return word not in seen or word.lower() in seen

    def _listed(self, place: _Place, meant: tuple[str, ...]) -> Unknown | None:
        word = place.word
        if not meant:
            return None
        if not word.islower() and meant[0].islower():
            shouted = word.isupper() and place.titled
            if not shouted and not self._may_be_common_noun(place):
                return None
        error = len(word) >= _SHORTEST_ERROR and not self._is_quoted(place)
        return Unknown(
            place.block, word, place.start, place.end, error, meant, len(meant) == 1, 0.99
        )

    def _localised(self, meant: tuple[str, ...]) -> tuple[str, ...]:
        """Corrections as the locale spells them, without those that it does not know."""
        found: dict[str, None] = {}
        for text in meant:
            here = variants.twin(text, self._speller.locale) or text
            if all(self._speller.known(word) for word in here.split(" ")):
                found[here] = None
        return tuple(found)

    def _capitalised(self, place: _Place) -> Unknown | None:
        """A word whose capital may come from its place alone: only a plain slip is worth a word."""
        near = self._speller.suggest(place.word.lower())
        if (
            len(place.word) >= 7
            and near
            and near[0].cost <= _SURE_COST
            and near[0].zipf >= 4
            and id(place.block) in self._prose
            and not place.titled
            and not self._is_quoted(place)
        ):
            return self._misspelt(place, near)
        return None

    def _lower(self, place: _Place) -> Unknown | None:
        word = place.word
        if place.part and word.endswith("o") and place.block.text[place.end : place.end + 1] == "-":
            return None  # "fronto-temporal"
        near = self._speller.suggest(word)
        if self._is_slip(word, near):
            often = self._count[word] >= OFTEN
            if often and not (near[0].cost <= _SURE_COST and near[0].zipf >= 4):
                return None
            half = place.part and len(word) < _SHORTEST_HALF  # "flim-flam", "git-seekret"
            if id(place.block) in self._prose and not half and not self._is_quoted(place):
                return self._misspelt(place, near)
        elif (
            place.part
            or self._count[word] >= OFTEN
            or self._speller.built(word)
            or self._is_learned(word, near)
            or self._is_species(place)
        ):
            return None
        meant = tuple(candidate.word for candidate in near if candidate.cost <= 1.5)
        for form in (word.capitalize(), word.upper()):
            if self._speller.known(form) and (form[-1].islower() or len(form) <= _ACRONYM):
                meant = (form, *meant)[:3]
                break
        split = self._speller.split(word)
        if split:
            meant = (split, *meant)[:3]
        return Unknown(place.block, word, place.start, place.end, False, meant)

    def _is_slip(self, word: str, near: tuple[Candidate, ...]) -> bool:
        """Whether a word looks like a slip of a common one."""
        if not near or len(word) < _SHORTEST_ERROR or word in lexicon.medical().doubtful:
            return False
        best = near[0]
        length = len(word)
        plain = best.cost <= _SURE_COST and best.letters <= _ONE_VOWEL
        if not plain and (self._speller.built(word) or self._is_name(word)):
            return False
        if best.letters > _SURE_COST and _LEARNED.fullmatch(word):
            return False
        if _LATIN_END.fullmatch(word) and word[:-2] == best.word[: len(word) - 2]:
            return False  # "epithelia" is no slip of "epithelial"
        if length == 4:
            return best.cost <= _SURE_COST and best.zipf >= 5
        if length == 5:
            return best.cost <= 0.8 and best.zipf >= 4.6
        if length == 6:
            return best.cost <= 0.8 and best.zipf >= 4
        if length <= 8:
            return best.cost <= 1 and best.zipf >= 3.6
        return best.cost <= 1 and best.zipf >= (2.6 if best.cost <= _SURE_COST else 3.2)

    @staticmethod
    def _is_learned(word: str, near: tuple[Candidate, ...]) -> bool:
        """Whether a word has the ending of a medical term, and is no slip of a common word."""
        if len(word) < _SHORTEST_LEARNED or not _LEARNED.fullmatch(word.removesuffix("s")):
            return False
        return not near or near[0].cost > 1

    def _is_species(self, place: _Place) -> bool:
        """Whether a word follows a genus, a word with a capital that is no English one either."""
        if not _LATIN_END.fullmatch(place.word):
            return False
        before = place.block.text[max(0, place.start - _LONGEST_GENUS) : place.start]
        genus = _GENUS.search(before)
        if genus is None or place.opens:
            return False
        return genus[1] is None or not self._speller.known(genus[1])

    def _is_name(self, word: str) -> bool:
        return self._speller.known(word.capitalize()) or self._speller.known(word.upper())

    def _misspelt(self, place: _Place, near: tuple[Candidate, ...]) -> Unknown:
        best = near[0]
        weights = [10**-candidate.score for candidate in near]
        confidence = weights[0] / (sum(weights) + 1)
        ahead = min((other.score for other in near[1:]), default=math.inf) - best.score
        close = best.cost <= _SURE_COST and best.zipf >= 3.5
        common = best.cost <= 1 and best.zipf >= 4 and len(place.word) >= 8
        sure = confidence > _SURE and ahead >= _FAR_AHEAD and (close or common)
        meant = tuple(candidate.word for candidate in near if candidate.score - best.score <= 3)
        return Unknown(
            place.block, place.word, place.start, place.end, True, meant, sure, round(confidence, 2)
        )

    @staticmethod
    def _is_quoted(place: _Place) -> bool:
        return place.block.kind is Kind.QUOTE or in_quotation(
            place.block.text, place.start, place.end
        )
