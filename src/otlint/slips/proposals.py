"""Proposing: every word of a post that the model doubts, with what may have been meant.

Nothing is decided here. A low threshold lists some twenty words in a thousand, almost all of them
right: `decision.decide` picks from them, and so may a second, slower judge.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from otlint.folding import fold
from otlint.model import OBJECT, Kind
from otlint.segmentation import in_quotation, sentences
from otlint.slips.model import LONGEST, Question, load

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from otlint.model import Block, Document
    from otlint.slips.model import Reading, SlipModel

KINDS: Final = frozenset((Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.HEADING, Kind.DESCRIPTION))
"""Blocks that are read. Quotations are somebody else's words; cells and captions no sentences."""
DOUBTED: Final = 0.01
"""The probability from which a word is proposed unless the caller says otherwise."""

_OVERLAP: Final = 40
"""Pieces that two windows of a long paragraph share; each gives the half further from its edge."""
WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
"""A word of folded text."""


def logit(chance: float) -> float:
    """The logarithm of the odds."""
    return math.log(chance / (1 - chance))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may have been meant: lower case, straight apostrophes.

    `log_prob` is the natural logarithm of its share among the typed word and all candidates.
    """

    word: str
    log_prob: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A doubtful word: `document.blocks[block].text[start:end]`.

    `detection` is the logit that another word was meant; `typed_log_prob` as
    `Candidate.log_prob`, for the word as typed; candidates stand in the order of their scores.
    """

    block: int
    start: int
    end: int
    word: str
    detection: float
    typed_log_prob: float | None
    candidates: tuple[Candidate, ...]
    opens: bool = False
    """Whether it is the first word of its sentence."""


def propose(
    document: Document,
    threshold: float = DOUBTED,
    model: SlipModel | None = None,
    meant: Collection[str] = (),
) -> tuple[Proposal, ...]:
    """Every word of a post that the model doubts, in the order of the text.

    Left out before the model's opinion counts: quotations, capitalised words inside a sentence
    (names), words in capitals, words joined by a hyphen or a slash or standing beside an object,
    and words that nothing is mistaken for.

    Args:
        document: The post.
        threshold: The probability, from 0 to 1, from which a word is proposed.
        model: Another model than the one that ships with otlint.
        meant: Words in lower case that are not to be proposed; leaving them out saves time.

    Raises:
        EngineError: The model cannot be loaded.
    """
    model = model or load()
    at_least = logit(threshold)
    passages = [
        passage
        for number, block in enumerate(document.blocks)
        if block.kind in KINDS
        for passage in _passages(model, number, block, meant)
    ]
    readings = model.read([passage.question for passage in passages])
    found: list[Proposal] = []
    for passage, reading in zip(passages, readings, strict=True):
        found += _doubts(model, document.blocks[passage.block], passage, reading, at_least)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Passage:
    """Pieces of a block that are read together, and the words that are judged there."""

    block: int
    question: Question
    words: tuple[re.Match[str], ...]


def _passages(
    model: SlipModel, number: int, block: Block, meant: Collection[str]
) -> Iterator[_Passage]:
    """What is to be read of a block: windows with a word that may be doubted."""
    pieces = model.wordpiece.encode(block.text)
    at = {start: index for index, start in reversed(list(enumerate(pieces.starts)))}
    starts = {span.start for span in sentences(block.text)}
    judged = [
        (index, word)
        for word in WORD.finditer(fold(block.text))
        if (index := at.get(word.start())) is not None
        and (word.start() in starts or not word[0][0].isupper())
        and (typed := word[0].lower()) not in meant
        and model.may_be_another(typed)
    ]
    for window in _windows(len(pieces)):
        here = [(index, word) for index, word in judged if window.first <= index < window.last]
        if here:
            yield _Passage(
                number,
                Question(
                    pieces.ids[window.start : window.end],
                    [index - window.start for index, _ in here],
                ),
                tuple(word for _, word in here),
            )


@dataclass(frozen=True, slots=True)
class _Window:
    """Pieces that are read together, and those of them whose words are judged there."""

    start: int
    end: int
    first: int
    last: int


def _windows(length: int) -> Iterator[_Window]:
    """Windows over so many pieces: one where they fit, else overlapping ones."""
    size = LONGEST - 2
    start = 0
    first = 0
    while length:
        end = min(start + size, length)
        last = length if end == length else end - _OVERLAP // 2
        yield _Window(start, end, first, last)
        if end == length:
            return
        start, first = end - _OVERLAP, last


def _doubts(
    model: SlipModel, block: Block, passage: _Passage, reading: Reading, at_least: float
) -> Iterator[Proposal]:
    doubted = [place for place, logit in enumerate(reading.detection) if logit >= at_least]
    if not doubted:
        return
    starts = {span.start for span in sentences(block.text)}
    for place in doubted:
        word = passage.words[place]
        if left_out(block.text, word.start(), word.end(), starts):
            continue
        typed = word[0].lower()
        scores = _log_probs(model, typed, reading.meaning[place])
        candidates = [(word, value) for word, value in scores.items() if word != typed]
        ranked = sorted(candidates, key=lambda pair: (-pair[1], pair[0]))
        yield Proposal(
            passage.block,
            word.start(),
            word.end(),
            typed,
            float(reading.detection[place]),
            scores.get(typed),
            tuple(Candidate(*pair) for pair in ranked),
            opens=word.start() in starts,
        )


def left_out(text: str, start: int, end: int, starts: Collection[int]) -> bool:
    """Whether a word of a text is none to doubt: a name, in capitals, quoted or part of a code.

    Args:
        text: The text of a block.
        start: Where the word begins in it, in code points.
        end: Where it ends.
        starts: Where sentences begin.
    """
    shown = text[start:end]
    if (shown[0].isupper() and start not in starts) or (len(shown) > 1 and shown.isupper()):
        return True
    around = fold(text)[max(0, start - 1) : start] + fold(text)[end : end + 1]
    if any(character in "-/@_;&" for character in around):
        return True
    return OBJECT in text[max(0, start - 2) : end + 2] or in_quotation(text, start, end)


def _log_probs(model: SlipModel, typed: str, meaning: Any) -> dict[str, float]:
    """Log probability of the typed word and of each candidate, among themselves."""
    ids = {
        word: number
        for word in (typed, *model.confusables.of(typed))
        if (number := model.output(word)) is not None
    }
    scores = [float(score) for score in model.scores(meaning, list(ids.values()))]
    top = max(scores)
    total = top + math.log(math.fsum(math.exp(score - top) for score in scores))
    return {word: score - total for word, score in zip(ids, scores, strict=True)}
