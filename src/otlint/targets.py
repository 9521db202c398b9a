"""What each audience should be able to read with ease: one number per score and per limit.

Sources: NHS digital service manual, "How we write" (reading age 9 to 11, 11 to 14 for hard
subjects; sentences up to 20 words, paragraphs up to 3 sentences); NIH and AMA (grade 6 to 8);
GOV.UK (split sentences over 25 words; 29 and more are very difficult); plainlanguage.gov (about 20
words a sentence on average; paragraphs up to 150 words in 3 to 8 sentences, never over 250); WCAG
2.2, 3.1.5 (about nine years of school); Vale's Readability style (the other scores for a general
public). The numbers for clinicians are editorial.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

AGE_OF_GRADE: Final = 5
"""Years between a United States school grade and the age of its pupils at its start."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Upper limits, except that Flesch Reading Ease is a lower one.

    The names are those of `[readability.targets]` in the config; scores bear the names of
    textstat's functions.
    """

    reading_age: float = 13
    """Years; the grade of Flesch-Kincaid plus 5."""
    flesch_kincaid_grade: float = 8
    flesch_reading_ease: float = 60
    """At least."""
    smog_index: float = 10
    gunning_fog: float = 10
    automated_readability_index: float = 8
    coleman_liau_index: float = 9
    dale_chall_readability_score: float = 7.9
    avg_sentence_length: float = 20
    """Words a sentence on average."""
    sentence_words: float = 25
    """Words of a sentence, for `readability/long-sentence`."""
    sentence_grade: float = 14
    """Grade of a single sentence, for `readability/hard-sentence`."""
    paragraph_words: float = 100
    """Words of a paragraph, for `readability/long-paragraph`."""
    paragraph_sentences: float = 6
    """Sentences of a paragraph, for `readability/long-paragraph`."""

    def met(self, name: str, value: float) -> bool:
        """Whether a value keeps to the target of that name, to one decimal as reports show it."""
        target: float = getattr(self, name)
        value = round(value, 1)
        return value >= target if name == "flesch_reading_ease" else value <= target


TARGET_NAMES: Final = tuple(field.name for field in fields(Targets))
"""Every name that `[readability.targets]` may set."""

TARGETS: Final[Mapping[str, Targets]] = MappingProxyType(
    {
        "clients": Targets(),
        "general": Targets(
            reading_age=14,
            flesch_kincaid_grade=9,
            flesch_reading_ease=50,
            smog_index=11,
            gunning_fog=12,
            automated_readability_index=9,
            coleman_liau_index=10,
            dale_chall_readability_score=8.9,
            avg_sentence_length=20,
            sentence_words=30,
            sentence_grade=16,
            paragraph_words=150,
            paragraph_sentences=8,
        ),
        "clinicians": Targets(
            reading_age=18,
            flesch_kincaid_grade=13,
            flesch_reading_ease=30,
            smog_index=15,
            gunning_fog=16,
            automated_readability_index=13,
            coleman_liau_index=14,
            dale_chall_readability_score=9.9,
            avg_sentence_length=25,
            sentence_words=35,
            sentence_grade=18,
            paragraph_words=250,
            paragraph_sentences=12,
        ),
    }
)
"""The targets of each audience. `clients` are parents, patients and carers."""


def targets_for(audience: str, own: Mapping[str, float]) -> Targets:
    """The targets of an audience, with the user's own numbers in place of some.

    Reading age and Flesch-Kincaid grade are one measure: who sets one of them sets both. Names that
    are none of `TARGET_NAMES` raise TypeError: the config rejects them first.
    """
    values = dict(own)
    if "reading_age" in own and "flesch_kincaid_grade" not in own:
        values["flesch_kincaid_grade"] = own["reading_age"] - AGE_OF_GRADE
    if "flesch_kincaid_grade" in own and "reading_age" not in own:
        values["reading_age"] = own["flesch_kincaid_grade"] + AGE_OF_GRADE
    return replace(TARGETS[audience], **values)
