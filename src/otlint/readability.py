"""Readability scores of a post and of its sections, by textstat.

textstat's formulas need totals only: words, sentences, syllables, letters. Its own way of counting
sentences splits at "Dr." and "3.5" and leaves out those of one or two words, so it is given a text
in which each sentence that we know ends with the one full stop it has (`text_for`).
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from otlint import syllables
from otlint.difficulty import WorstSentence, worst_sentences
from otlint.model import Kind, Span
from otlint.prose import prose
from otlint.targets import (
    AGE_OF_GRADE,
    TARGET_NAMES,
    TARGETS,
    Targets,
    targets_for,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from otlint.model import Block, Document
    from otlint.prose import Sentence
    from otlint.settings import Settings

__all__ = [
    "COLUMNS",
    "TARGETS",
    "TARGET_NAMES",
    "Cell",
    "Readability",
    "Row",
    "Scores",
    "SectionScores",
    "Targets",
    "WorstSentence",
    "age_label",
    "as_json",
    "measure",
    "rows",
    "worst_sentences",
]

WORDS_PER_MINUTE: Final = 238
"""Silent reading of English non-fiction (Brysbaert 2019, a review of 190 studies)."""
SMOG_SENTENCES: Final = 30
"""Sentences that SMOG was made for (McLaughlin 1969)."""
SAMPLE_WORDS: Final = 100
"""Words of the samples that the formulas were made for (Flesch 1948, Coleman and Liau 1975)."""
_GRADUATE: Final = 22
_YOUNGEST: Final = 5.0
"""No reading age is lower: before school nobody reads."""
_WORST: Final = 3
_SHORTEST: Final = 3
"""Words of the shortest sentence that textstat counts."""

FORMULAS: Final = (
    "flesch_reading_ease",
    "flesch_kincaid_grade",
    "smog_index",
    "gunning_fog",
    "automated_readability_index",
    "coleman_liau_index",
    "dale_chall_readability_score",
)
"""The textstat functions that give scores, by their names. Its Coleman-Liau takes 0.058 for the
published 0.0588: about 0.4 grades lower; otlint reports textstat's number."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The readability of a stretch of prose. Every score is None where there is no prose.

    Scores bear the names of textstat's functions; all but the first are United States school grades
    or, for Dale-Chall, a scale that rises with them.
    """

    flesch_reading_ease: float | None = None
    """100 is very easy, 0 very hard."""
    flesch_kincaid_grade: float | None = None
    smog_index: float | None = None
    gunning_fog: float | None = None
    automated_readability_index: float | None = None
    coleman_liau_index: float | None = None
    dale_chall_readability_score: float | None = None
    reading_time: float | None = None
    """Seconds, as textstat has it: 14.69 ms a character (Demberg and Keller 2008), the time of the
    eye on the words. People take longer over a post: see `reading_minutes`."""
    avg_sentence_length: float | None = None
    """Words a sentence."""
    reading_age: float | None = None
    """Years: Flesch-Kincaid grade plus 5, and 5 at least."""
    reading_minutes: float | None = None
    """Minutes at 238 words a minute: the time to promise to readers."""
    words: int = 0
    sentences: int = 0
    low_confidence: tuple[str, ...] = ()
    """Names of the scores that this text is too short for: SMOG below 30 sentences, every formula
    below 100 words."""


@dataclass(frozen=True, slots=True)
class SectionScores:
    """The scores of the prose below one heading, up to the next one of any level.

    `heading` is empty and `level` 0 for prose before the first heading. `span` goes from the
    heading to the end of the section's last block.
    """

    heading: str
    level: int
    span: Span
    scores: Scores


@dataclass(frozen=True, slots=True)
class Readability:
    """The readability of a post against the targets of its audience."""

    scores: Scores
    targets: Targets
    hardest: tuple[Span, ...] = ()
    """The sentences most worth splitting, the hardest first: as many as an author will split at one
    sitting."""
    sections: tuple[SectionScores, ...] | None = None
    """The scores of each section that has prose, in order; None where nobody asked for them."""

    @property
    def on_target(self) -> bool | None:
        """Whether the reading age keeps to its target; None for a post without prose."""
        age = self.scores.reading_age
        return None if age is None else self.targets.met("reading_age", age)


def measure(
    document: Document, settings: Settings | None = None, *, sections: bool = False
) -> Readability:
    """The readability of a post, against the targets of `document.audience`.

    `settings.readability_targets` replace some of them. Scores are worked out once a document;
    those of its sections only when asked for, because they cost as much again.
    """
    own = settings.readability_targets if settings else {}
    scores = _scores(document)
    return Readability(
        scores,
        targets_for(document.audience, own),
        tuple(sentence.span for sentence in worst_sentences(document, _WORST)),
        tuple(_sections(document, scores)) if sections else None,
    )


def _scores(document: Document) -> Scores:
    cache = document.cache
    if "readability.scores" not in cache:
        cache["readability.scores"] = score(
            [sentence for block in prose(document) for sentence in block]
        )
    found: Scores = cache["readability.scores"]
    return found


def age_label(age: float, target: float) -> str:
    """A reading age as reports show it: whole years, and "22+" for what only graduates read.

    With a decimal where it rounds to the target and is still above it.
    """
    if round(age) >= _GRADUATE:
        return f"{_GRADUATE}+"
    return f"{age:.1f}" if round(age) <= target < round(age, 1) else f"{age:.0f}"


# Scoring


def score(sentences: Sequence[Sentence]) -> Scores:
    """The scores of some sentences, together."""
    words = sum(len(sentence.tokens) for sentence in sentences)
    if not words:
        return Scores()
    textstat = syllables.textstat()
    text = text_for(sentences)
    values = {name: float(getattr(textstat, name)(text)) for name in FORMULAS}
    short = words < SAMPLE_WORDS
    return Scores(
        **values,
        reading_time=float(textstat.reading_time(text)),
        # textstat's function of this name is deprecated; it is this ratio.
        avg_sentence_length=words / len(sentences),
        reading_age=max(_YOUNGEST, values["flesch_kincaid_grade"] + AGE_OF_GRADE),
        reading_minutes=words / WORDS_PER_MINUTE,
        words=words,
        sentences=len(sentences),
        low_confidence=tuple(
            name
            for name in FORMULAS
            if short or (name == "smog_index" and len(sentences) < SMOG_SENTENCES)
        ),
    )


_APOSTROPHES: Final = str.maketrans("’ʼ", "''", ".!?\u00ad\u2026")
"""In a word: straight apostrophes, as the dictionary has them, and no stops ("3.5", "e.g")."""
_KEPT: Final = frozenset(",;:()[]\"'“”‘’«»%$£€&#*+=°")
"""Signs beside words that textstat counts as characters; dashes, slashes and objects part words."""


def text_for(sentences: Sequence[Sentence]) -> str:
    """A text in which textstat counts the words and sentences that we have counted.

    It is the prose as it stands, less headings and other fragments, with one full stop after each
    sentence and none elsewhere. textstat leaves out sentences of one or two words, so the stop of
    such a sentence moves on until three words stand before it: its formulas take totals, and do not
    ask where a sentence ends. (Where words are fewer than three a sentence on average, some
    sentences remain uncounted.)
    """
    pieces: list[str] = []
    ends: list[int] = []
    for sentence in sentences:
        for token in sentence.tokens:
            signs = _signs(token.before)
            if pieces and token is not sentence.tokens[0]:
                pieces[-1] += signs
                signs = ""
            pieces.append(signs + token.text.translate(_APOSTROPHES))
        pieces[-1] += _signs(sentence.after)
        ends.append(len(pieces))
    for end in _spaced(ends):
        pieces[end - 1] += "."
    return " ".join(pieces)


def _signs(text: str) -> str:
    return "".join(sign for sign in text if sign in _KEPT)


def _spaced(ends: list[int]) -> list[int]:
    """The ends of sentences as numbers of words, moved until at least three lie between any two."""
    most = max(1, ends[-1] // _SHORTEST)
    moved = [0]
    for end in ends[:-1]:
        moved.append(max(end, moved[-1] + _SHORTEST))
    moved = [*moved[1:most], ends[-1]]
    for index in range(len(moved) - 2, -1, -1):
        moved[index] = min(moved[index], moved[index + 1] - _SHORTEST)
    return moved


def _sections(document: Document, whole: Scores) -> Iterable[SectionScores]:
    sentences = {id(block[0].block): block for block in prose(document) if block}
    parts: list[tuple[Block | None, list[Block]]] = [(None, [])]
    for block in document.blocks:
        if block.kind is Kind.HEADING:
            parts.append((block, []))
        elif id(block) in sentences:
            parts[-1][1].append(block)
    parts = [(heading, blocks) for heading, blocks in parts if blocks]
    for heading, blocks in parts:
        found = [sentence for block in blocks for sentence in sentences[id(block)]]
        start = (heading or blocks[0]).source_span.start
        yield SectionScores(
            " ".join(heading.text.split()) if heading else "",
            heading.level if heading else 0,
            Span(start, blocks[-1].source_span.end),
            whole if len(parts) == 1 else score(found),
        )


# Plain data


def as_json(readability: Readability) -> dict[str, Any]:
    """Scores, targets and sections (`measure` must have been asked for them) as plain data.

    Numbers to two decimals. The scores stand at the top level, under the names of textstat's
    functions. Spans are code points of the source.
    """
    return {
        **_scores_as_json(readability.scores),
        "on_target": readability.on_target,
        "targets": {name: getattr(readability.targets, name) for name in TARGET_NAMES},
        "sections": [
            {
                "heading": section.heading,
                "level": section.level,
                "span": {"start": section.span.start, "end": section.span.end},
                **_scores_as_json(section.scores),
            }
            for section in _measured(readability)
        ],
    }


def _measured(readability: Readability) -> tuple[SectionScores, ...]:
    if readability.sections is None:
        raise ValueError("the sections of this post were not measured")
    return readability.sections


def _scores_as_json(scores: Scores) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for field in fields(scores):
        value = getattr(scores, field.name)
        if isinstance(value, tuple):
            value = list(value)
        data[field.name] = round(value, 2) if isinstance(value, float) else value
    return data


COLUMNS: Final = (
    "words",
    "sentences",
    "reading_minutes",
    "avg_sentence_length",
    "reading_age",
    "flesch_kincaid_grade",
    "flesch_reading_ease",
    "smog_index",
    "gunning_fog",
    "automated_readability_index",
    "coleman_liau_index",
    "dale_chall_readability_score",
)
"""The columns of a table of scores: names of `Scores`."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the table; `target` and `met` are None where there is none to hold it against.

    `sure` is False for a score that the text is too short for.
    """

    name: str
    value: float | None
    target: float | None
    met: bool | None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: the whole post (`level` -1, no label) or one of its sections.

    `level` is that of the heading, 0 for prose before the first one.
    """

    label: str
    level: int
    cells: tuple[Cell, ...]


def rows(readability: Readability) -> tuple[Row, ...]:
    """A post's scores, then those of its sections if it has more than one; cells as `COLUMNS`."""
    found = [_row("", -1, readability.scores, readability.targets)]
    sections = _measured(readability)
    if len(sections) > 1:
        found += [
            _row(section.heading, section.level, section.scores, readability.targets)
            for section in sections
        ]
    return tuple(found)


def _row(label: str, level: int, scores: Scores, targets: Targets) -> Row:
    cells = []
    for name in COLUMNS:
        value: float | None = getattr(scores, name)
        target: float | None = getattr(targets, name, None)
        met = None if value is None or target is None else targets.met(name, value)
        cells.append(Cell(name, value, target, met, name not in scores.low_confidence))
    return Row(label, level, tuple(cells))
