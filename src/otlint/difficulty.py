"""What makes a sentence hard to read, and where it could be split.

A sentence's grade is the Automated Readability Index (Smith and Senter 1967) of that sentence, as
the Hemingway editor uses it: 10 to 13 hard, 14 and more very hard, and sentences of fewer than 14
words never. Words that nobody can avoid in the field count as words of usual length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from otlint import syllables
from otlint.model import OBJECT, Kind
from otlint.prose import Sentence, prose
from otlint.segmentation import quotation_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Document, Span
    from otlint.prose import Token

SHORT: Final = 14
"""Sentences of fewer words are never hard (Hemingway)."""
HARD: Final = 10
"""The grade from which a sentence counts as hard (Hemingway)."""
VERY_HARD: Final = 14
"""The grade from which it counts as very hard (Hemingway)."""
WORTH_SPLITTING: Final = 20
"""Words up to which a sentence need not be split (NHS, how we write)."""
_USUAL: Final = 5
"""Letters of a word of usual length."""
_LONG: Final = 4
"""Syllables of a long word."""

FIELD: Final = frozenset(
    "occupational occupation occupations therapist therapists therapy therapies physiotherapist"
    " physiotherapists physiotherapy rehabilitation disability disabilities developmental"
    " development developing assessment assessments evaluation evaluations activity activities"
    " coordination sensory vestibular proprioception proprioceptive practitioner practitioners"
    " paediatric pediatric paediatrician pediatrician kindergarten elementary diagnosis"
    " anxiety emotional independent independence independently accessibility accessible"
    " medication medications medical operation operations recovery".split()
)
"""Long words of the field, for which no shorter one stands in: they never make a sentence hard."""

EVERYDAY: Final = frozenset(
    "information community experience experiences available availability actually especially"
    " everybody anybody usually generally particularly definitely obviously naturally"
    " personally eventually immediately absolutely necessary necessarily ordinary january"
    " february military secretary society education educational material materials television"
    " conversation conversations situation situations relationship relationships opportunity"
    " opportunities responsible responsibility difficulty difficulties ability abilities variety"
    " security emergency political economy population university hospitality american americans"
    " individual individuals comfortable uncomfortable reality creativity curiosity personality"
    " impossible original traditional additional professional professionals international"
    " category identity supermarket refrigerator avocado alligator helicopter caterpillar"
    " calculator elevator watermelon motorcycle macaroni".split()
)
"""Words of four or more syllables that everybody knows: no reason to look for another."""

_SUBJECTS: Final = frozenset(
    "i you he she it we they there when if once please let then i'm i've you're you'll he's she's"
    " it's we're we've we'll they're they'll there's don't".split()
)
"""Words that begin a clause after "and", "but" or "so"."""
_NOUN_STARTS: Final = frozenset(
    "the a an my your his her its our their this these some many most each every both all one"
    " people parents children".split()
)
"""Words that may begin a clause there, or go on with a list."""
_JOINING: Final = frozenset("and but so yet".split())
_RELATIVE: Final = frozenset("which who whom whose where".split())
_SUBORDINATE: Final = frozenset(
    "because although though while whereas unless since until if when whenever once".split()
)
_MEANS: Final = frozenset("by after before without through".split())
_CLAUSES: Final = _RELATIVE | _SUBORDINATE | {"but", "so"}
_DASH: Final = re.compile(r"—|--|\s[–-]\s")
_NO_BREAK: Final = re.compile(r"[(\[\"“]")
_MIN_SIDE: Final = 6
"""Words that each half of a split sentence should have."""

_BE: Final = frozenset("is are was were be been being".split())
_PARTICIPLE: Final = re.compile(
    r"[a-z]{3,}ed|(?:given|taken|made|done|seen|known|shown|found|held|kept|brought|taught|thought"
    r"|written|chosen|built|sent|told|understood|driven|drawn|led|set|put|felt|left|met|paid)"
)
_NO_PARTICIPLE: Final = frozenset(
    "need indeed speed seed feed weed bed red used supposed interested excited tired worried"
    " concerned scared pleased married retired stressed bored limited related involved".split()
)
_ADVERB: Final = re.compile(r"[a-z]+ly|not|often|also|always|never|then|being|been")


@dataclass(frozen=True, slots=True)
class Split:
    """A place where a sentence could become two.

    `words` are the first words of the second half; `strong` where a full stop can stand with hardly
    another change.
    """

    words: str
    strong: bool


@dataclass(frozen=True)
class Difficulty:
    """A sentence and what makes it hard. Not slotted: its parts are found when asked for."""

    sentence: Sentence

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.sentence.tokens)

    @cached_property
    def grade(self) -> float:
        """Its Automated Readability Index, a United States school grade."""
        letters = sum(
            _USUAL if token.text.lower() in FIELD else sum(map(str.isalnum, token.text))
            for token in self.sentence.tokens
        )
        return 4.71 * letters / self.words + 0.5 * self.words - 21.43

    @cached_property
    def long_words(self) -> tuple[str, ...]:
        """Its words of four and more syllables that could be others, each once, in order."""
        found: dict[str, None] = {}
        for index, token in enumerate(self.sentence.tokens):
            name = token.text[0].isupper() and index > 0
            if not name and is_long(token.text):
                found.setdefault(token.text if index else token.text.lower())
        return tuple(found)

    @cached_property
    def joints(self) -> tuple[str, ...]:
        """The words inside it that open a further clause, in order."""
        return tuple(
            token.text.lower()
            for token in self.sentence.tokens[1:]
            if token.text.lower() in _CLAUSES
        )

    @cached_property
    def passive(self) -> str | None:
        """Its first passive ("was given"), or None."""
        tokens = self.sentence.tokens
        for index, token in enumerate(tokens[:-1]):
            if token.text.lower() not in _BE:
                continue
            end = index + 1
            while (
                end < len(tokens) - 1 and end < index + 3 and _ADVERB.fullmatch(_low(tokens, end))
            ):
                end += 1
            word = _low(tokens, end)
            if _PARTICIPLE.fullmatch(word) and word not in _NO_PARTICIPLE:
                return self.sentence.block.text[token.start : tokens[end].end]
        return None

    @cached_property
    def listing(self) -> int:
        """How many short items it lists between commas, 0 for fewer than four."""
        most = run = last = 0
        for index, token in enumerate(self.sentence.tokens):
            if "," in token.before:
                run = run + 1 if index - last <= _USUAL else 1
                most = max(most, run)
                last = index
        return most + 1 if most >= 3 else 0  # three commas part four items

    @cached_property
    def split(self) -> Split | None:
        """The best place to split it: where a clause begins, nearest to the middle."""
        best: tuple[float, int, int] | None = None
        for index, kind in _joints(self.sentence, listing=self.listing > 0):
            cost = 3 * kind + abs(index - self.words / 2)
            if best is None or (cost, index) < best[:2]:
                best = (cost, index, kind)
        if best is None:
            return None
        return Split(opening(self.sentence, best[1]), best[2] <= _STRONG)


_STRONG: Final = 1


def _low(tokens: tuple[Token, ...], index: int) -> str:
    return tokens[index].text.lower().replace("’", "'")


def _joints(sentence: Sentence, *, listing: bool) -> Iterator[tuple[int, int]]:
    """Places where a clause begins, as numbers of words before them, and how weak each is (0 to 3).

    None inside brackets or quotation marks.
    """
    tokens = sentence.tokens
    dashes = sum(_DASH.search(token.before) is not None for token in tokens)
    depth = 0
    for index, token in enumerate(tokens):
        opened = len(_NO_BREAK.findall(token.before))
        depth += token.before.count("(") + token.before.count("[") - token.before.count(")")
        depth -= token.before.count("]")
        if depth > 0 or opened or not _MIN_SIDE <= index <= len(tokens) - _MIN_SIDE:
            continue
        word = _low(tokens, index)
        following = _low(tokens, index + 1)
        kind = _kind(token.before, word, following, listing=listing, aside=dashes > 1)
        if kind is not None:
            yield index, kind


def _kind(before: str, word: str, following: str, *, listing: bool, aside: bool) -> int | None:
    """How weak a joint is at a word, 0 to 3, or None where no clause begins."""
    comma = "," in before
    if ";" in before or (not aside and _DASH.search(before)):
        return 0
    if word in _JOINING and following in _SUBJECTS:
        return 0 if comma else 1
    if word in _JOINING and comma and following in _NOUN_STARTS and not listing:
        return 1
    if ":" in before or (comma and word in _RELATIVE | _SUBORDINATE):
        return 2
    if word in _SUBORDINATE and following in _SUBJECTS | _NOUN_STARTS:
        return 3
    if word in _MEANS and following.endswith("ing"):
        return 3
    return 3 if comma and not listing and word not in _JOINING | {"or", "nor"} else None


def opening(sentence: Sentence, index: int) -> str:
    """The three words from there on, as written, without what closes after them."""
    tokens = sentence.tokens
    last = min(index + 2, len(tokens) - 1)
    text = sentence.block.text[tokens[index].start : tokens[last].end].replace(OBJECT, "…")
    return " ".join(text.split())


@lru_cache(maxsize=4096)
def is_long(word: str) -> bool:
    """Whether a word has four or more syllables that it could do without.

    Endings -es, -ed and -ing are not counted and compounds are judged by their longest part, as
    Gunning (1952) does for his complex words.
    """
    word = word.lower()
    return any(_is_long_part(part) for part in re.split(r"[-\u2010\u2011]", word))


def _is_long_part(part: str) -> bool:
    bare = part.replace("’", "'").removesuffix("'s")
    if bare in FIELD or bare in EVERYDAY or not bare.isalpha():
        return False
    count = syllables.count(bare)
    return count > _LONG or (count == _LONG and not bare.endswith(("es", "ed", "ing")))


def difficulties(document: Document) -> tuple[Difficulty, ...]:
    """The author's own sentences of 14 and more words, with what makes them hard.

    Block quotations and sentences that are one quotation are somebody else's words.
    """
    found: tuple[Difficulty, ...] | None = document.cache.get("difficulty")
    if found is None:
        found = tuple(
            Difficulty(sentence)
            for block in prose(document)
            for sentence in block
            if len(sentence.tokens) >= SHORT
            and sentence.block.kind is not Kind.QUOTE
            and not _is_quotation(sentence)
        )
        document.cache["difficulty"] = found
    return found


def _is_quotation(sentence: Sentence) -> bool:
    first, last = sentence.tokens[0].start, sentence.tokens[-1].end
    spans = quotation_spans(sentence.block.text)
    index = bisect_right(spans, first, key=lambda span: span.start)
    return index > 0 and last <= spans[index - 1].end


@dataclass(frozen=True, slots=True)
class WorstSentence:
    """A sentence worth splitting: its span in the source, its words and its reasons, a phrase."""

    span: Span
    words: int
    why: str


def worst_sentences(document: Document, n: int = 3) -> tuple[WorstSentence, ...]:
    """The `n` sentences most worth splitting, the hardest first; none that is not hard."""
    hard = [
        item
        for item in difficulties(document)
        if item.grade >= VERY_HARD or (item.grade >= HARD and item.words > WORTH_SPLITTING)
    ]
    hard.sort(key=lambda item: -item.grade)
    return tuple(
        WorstSentence(item.sentence.span, item.words, "; ".join(reasons(item))) for item in hard[:n]
    )


_SHOWN: Final = 4
_MANY_JOINTS: Final = 2


def reasons(item: Difficulty) -> tuple[str, ...]:
    """What makes a sentence hard, a phrase each: its words first of all, then its clauses."""
    found = []
    if item.long_words:
        found.append(f"long words: {quoted(item.long_words)}")
    if len(item.joints) >= _MANY_JOINTS:
        found.append(f"{len(item.joints) + 1} clauses ({quoted(item.joints)})")
    if item.listing:
        found.append(f"a list of {item.listing} things")
    if item.passive:
        found.append(f'passive "{item.passive}"')
    return tuple(found or [f"{item.words} words"])


def quoted(words: tuple[str, ...]) -> str:
    """Words in quotation marks, at most four, each once."""
    words = tuple(dict.fromkeys(words))
    shown = ", ".join(f'"{word}"' for word in words[:_SHOWN])
    return shown + (f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else "")
