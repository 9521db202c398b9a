"""Readability: what the whole post asks of its readers, and which sentences ask too much.

Advice, never more: the NHS uses formulas only to choose what to work on, and so does otlint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from otlint.difficulty import Difficulty, difficulties, is_long, opening, quoted, reasons
from otlint.model import Finding, Kind, Severity
from otlint.prose import prose
from otlint.readability import FORMULAS, SAMPLE_WORDS, age_label, measure
from otlint.rule import Example, Rule
from otlint.targets import targets_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Document
    from otlint.prose import Sentence
    from otlint.readability import Readability
    from otlint.settings import Settings
    from otlint.targets import Targets

_GRADE_LEVEL: Final = "readability/grade-level"
_LONG_SENTENCE: Final = "readability/long-sentence"
_HARD_SENTENCE: Final = "readability/hard-sentence"
_LONG_PARAGRAPH: Final = "readability/long-paragraph"

_NAMES: Final = {
    "flesch_reading_ease": "Flesch Reading Ease",
    "flesch_kincaid_grade": "Flesch-Kincaid grade",
    "smog_index": "SMOG",
    "gunning_fog": "Gunning Fog",
    "automated_readability_index": "Automated Readability Index",
    "coleman_liau_index": "Coleman-Liau",
    "dale_chall_readability_score": "Dale-Chall",
    "avg_sentence_length": "average sentence",
}


def _targets(document: Document, settings: Settings) -> Targets:
    return targets_for(document.audience, settings.readability_targets)


# The whole post


def _grade_level(document: Document, settings: Settings) -> Iterator[Finding]:
    readability = measure(document, settings)
    first = next((block[0] for block in prose(document) if block), None)
    if (
        first is None
        or sum(len(s.tokens) for block in prose(document) for s in block) < SAMPLE_WORDS
    ):
        return
    missed = _missed(readability, document.audience, settings)
    if missed:
        yield Finding(
            _GRADE_LEVEL,
            first.span,
            f"{missed} {_advice(readability, document)}",
            Severity.SUGGESTION,
        )


def _missed(readability: Readability, audience: str, settings: Settings) -> str:
    """What the post is and what its audience needs; empty when it is on target.

    The reading age speaks for the default targets. Other scores count where the user set them.
    """
    scores, targets = readability.scores, readability.targets
    if scores.reading_age is not None and not targets.met("reading_age", scores.reading_age):
        age = age_label(scores.reading_age, targets.reading_age)
        return (
            f"The reading age of this post is {age}; "
            f"for {audience} aim for {targets.reading_age:g} or less."
        )
    parts = []
    for name in (*FORMULAS, "avg_sentence_length"):
        value: float | None = getattr(scores, name)
        if name not in settings.readability_targets or value is None:
            continue
        if not targets.met(name, value) and name not in scores.low_confidence:
            side = "more" if name == "flesch_reading_ease" else "less"
            parts.append(
                f"{_NAMES[name]} is {value:.1f}; aim for {getattr(targets, name):g} or {side}."
            )
    return " ".join(part[0].upper() + part[1:] for part in parts)


def _advice(readability: Readability, document: Document) -> str:
    """What would help most: shorter sentences or shorter words."""
    average = readability.scores.avg_sentence_length or 0
    if not readability.targets.met("avg_sentence_length", average):
        return f"Its sentences have {average:.0f} words on average: split the longest."
    counts: dict[str, int] = {}
    for block in prose(document):
        for sentence in block:
            for token in sentence.tokens:
                if token.text[0].islower() and is_long(token.text):
                    counts[token.text.lower()] = counts.get(token.text.lower(), 0) + 1
    most = sorted(counts, key=lambda word: (-counts[word], word))[:3]
    if not most:
        return "Shorter words and sentences would help."
    return f"Long words weigh most: {quoted(tuple(most))}."


# Sentences


def _over(item: Difficulty, targets: Targets) -> bool:
    return item.words > targets.sentence_words


def _long_sentences(document: Document, settings: Settings) -> Iterator[Finding]:
    targets = _targets(document, settings)
    for item in difficulties(document):
        if _over(item, targets):
            yield Finding(
                _LONG_SENTENCE,
                item.sentence.span,
                f"A sentence of {item.words} words: aim for {targets.sentence_words:g} or fewer. "
                f"{_how_to_split(item)}",
                Severity.SUGGESTION,
            )


def _how_to_split(item: Difficulty) -> str:
    if item.split and item.split.strong:
        return f'It could be split before "{item.split.words}".'
    if item.listing:
        return f"Its list of {item.listing} things could be bullet points."
    if item.split:
        return f'A new sentence could begin at "{item.split.words}".'
    if item.long_words:
        return f"Shorter words would help: {quoted(item.long_words)}."
    return "Try one idea in each sentence."


def _hard_sentences(document: Document, settings: Settings) -> Iterator[Finding]:
    targets = _targets(document, settings)
    for item in difficulties(document):
        if _over(item, targets) or item.grade < targets.sentence_grade:
            continue
        if not _much_to_say(item):
            continue
        yield Finding(
            _HARD_SENTENCE,
            item.sentence.span,
            f"Hard to read, {_level(item.grade)}: {'; '.join(reasons(item))}.",
            Severity.SUGGESTION,
        )


_LAST_GRADE: Final = 16
"""The last year of a United States college; what is harder is for graduates."""


def _level(grade: float) -> str:
    return "graduate level" if grade > _LAST_GRADE else f"about grade {grade:.0f}"


def _much_to_say(item: Difficulty) -> bool:
    """Whether more than one thing makes it hard, so that the message helps to mend it."""
    clauses = len(item.joints) > 1
    return len(item.long_words) + clauses + bool(item.listing) + (item.passive is not None) > 1


# Paragraphs


def _long_paragraphs(document: Document, settings: Settings) -> Iterator[Finding]:
    targets = _targets(document, settings)
    for block in prose(document):
        if not block or block[0].block.kind is not Kind.PARAGRAPH:
            continue
        words = sum(len(sentence.tokens) for sentence in block)
        if words > targets.paragraph_words and len(block) > 1:
            size = f"A paragraph of {words} words: aim for {targets.paragraph_words:g} or fewer."
        elif len(block) > targets.paragraph_sentences:
            size = (
                f"A paragraph of {len(block)} sentences: "
                f"aim for {targets.paragraph_sentences:g} or fewer."
            )
        else:
            continue
        yield Finding(
            _LONG_PARAGRAPH,
            block[0].block.span(block[0].start, block[-1].end),
            f'{size} It could break before "{_middle(block, words)}".',
            Severity.SUGGESTION,
        )


def _middle(block: tuple[Sentence, ...], words: int) -> str:
    """The first words of the sentence that begins nearest to the middle of a paragraph."""
    best, least, before = block[1], float(words), 0
    for index, sentence in enumerate(block):
        if index and abs(before - words / 2) < least:
            best, least = sentence, abs(before - words / 2)
        before += len(sentence.tokens)
    return opening(best, 0)


_NHS: Final = "NHS digital service manual, content guide: how we write"
_GOV: Final = "GOV.UK, content design: writing for GOV.UK (sentence length)"
_PLAIN: Final = "plainlanguage.gov, Federal plain language guidelines"
_HEMINGWAY: Final = "Hemingway editor (as re-implemented in public)"
_ARI: Final = "Smith and Senter 1967, Automated Readability Index"

_EASY: Final = (
    "We sit with you and your child and look at one task. Getting dressed is a good one to start "
    "with. First we lay the clothes out in order. Then your child puts one thing on. You wait, "
    "and you do not help at once. This is hard, but it works. "
)
_HARD: Final = (
    " Consequently, practitioners recommend individualised environmental modifications, "
    "supplementary equipment and systematically graduated participation in meaningful occupations."
)
_OPENING: Final = "Multidisciplinary collaboration facilitates comprehensive rehabilitation."

RULES: Final = (
    Rule(
        id=_GRADE_LEVEL,
        whole_post=True,
        summary="A post that is harder to read than its audience needs.",
        why=(
            "Many adults read at the level of a 9 to 14 year old, and everybody reads worse when "
            "tired or worried. A score cannot tell whether a post is good; it tells where to "
            "look. Posts under 100 words are not judged."
        ),
        sources=(
            _NHS,
            "NIH and AMA: patient material at grade 6 to 8",
            "WCAG 2.2, 3.1.5 Reading Level",
            "Kincaid 1975, by textstat",
        ),
        severity=Severity.SUGGESTION,
        check=_grade_level,
        examples=(
            Example(f"<<{_OPENING}>>{_HARD * 7}"),
            Example(f"<<{_OPENING}>>{_HARD * 7}", audience="clinicians"),
            Example(_EASY * 3),
            Example(_OPENING),
        ),
    ),
    Rule(
        id=_LONG_SENTENCE,
        summary="A sentence of more words than its audience reads with ease.",
        why=(
            "A reader holds a sentence in mind until its full stop. Over 25 words many lose the "
            "thread; over 29 nearly all do. The limit is 25 words for clients, 30 for general "
            "readers and 35 for clinicians."
        ),
        sources=(_GOV, _NHS, _PLAIN),
        severity=Severity.SUGGESTION,
        check=_long_sentences,
        examples=(
            Example(
                "We walk. <<We start with a game that your child already likes and knows well "
                "from home, and then we add one small new step to it on each of the next "
                "visits.>> We stop."
            ),
            Example(
                "<<Pack a hat, a warm coat, two pairs of socks, a spare shirt, a small towel, a "
                "water bottle, some plain crackers and the form from the school for the trip on "
                "Friday.>>"
            ),
            Example(
                "We start with a game that your child likes and then we add one small new step to "
                "it.",
            ),
            Example(
                "We start with a game that your child already likes and knows well from home, and "
                "then we add one small new step to it on each visit.",
                audience="general",
            ),
            Example(
                "She said it herself. “I never thought that I would be able to stand at the stove "
                "again, and now I cook for the whole family on each Sunday of the month.”",
            ),
        ),
    ),
    Rule(
        id=_HARD_SENTENCE,
        summary="A sentence that is not long, yet very hard to read.",
        why=(
            "Long words, clauses within clauses and passives make a reader stop and start again. "
            "The message names the ones that weigh most. Sentences of fewer than 14 words are "
            "left alone, and so are words that an occupational therapist cannot avoid. A sentence "
            "over the limit of readability/long-sentence is reported there."
        ),
        sources=(_HEMINGWAY, _ARI, "Gunning 1952, The Technique of Clear Writing"),
        severity=Severity.SUGGESTION,
        check=_hard_sentences,
        examples=(
            Example(
                "<<Multidisciplinary collaboration facilitates comprehensive management of "
                "neurological impairments, which necessitates considerable organisational "
                "flexibility from everybody.>>"
            ),
            Example("We held a critique to discuss which plan gave the best and the clearest map."),
            Example("Multidisciplinary collaboration facilitates comprehensive management."),
            Example(
                "Your occupational therapist and your physiotherapist will talk about your "
                "rehabilitation and your independence at home."
            ),
        ),
    ),
    Rule(
        id=_LONG_PARAGRAPH,
        summary="A paragraph of more words or sentences than a screen should show in one piece.",
        why=(
            "On a phone a long paragraph is a grey wall, and people skip it. The limits are 100 "
            "words or 6 sentences for clients, 150 or 8 for general readers, 250 or 12 for "
            "clinicians."
        ),
        sources=(
            f"{_NHS} (paragraphs up to 3 sentences)",
            f"{_PLAIN} (150 words, 3 to 8 sentences)",
        ),
        severity=Severity.SUGGESTION,
        check=_long_paragraphs,
        examples=(
            Example(f"<<{(_EASY + _EASY).strip()}>>\n\nThat is all there is to it."),
            Example(_EASY, audience="general"),
            Example("We wait. We look. We talk."),
        ),
    ),
)
