"""Which of LanguageTool's rules are off unless asked for, and why: see docs/languagetool.md.

Decided on edited posts of public bodies: what is off was wrong there, a matter of taste, or said by
otlint already.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPELLING: Final = "spelling/unknown-word knows the words of this field"
_SPACES: Final = "the space comes from markup, or the browser shows one space anyway"
_SIGNS: Final = "consistency/dashes and consistency/quotes hold a post to its own style"
_COMMA: Final = "a comma by taste: on edited posts most of these are right without it"
_FRAGMENT: Final = "headings, captions and list items are not sentences"
_WRONG: Final = "wrong on most edited posts in which it spoke"
_FIELD: Final = "fights words of this field"

RULES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(
            (f"MORFOLOGIK_RULE_EN_{land}" for land in ("US", "GB", "AU", "CA", "NZ", "ZA")),
            _SPELLING,
        ),
        "EN_A_VS_AN": "grammar/a-an says it",
        "ENGLISH_WORD_REPEAT_RULE": "grammar/repeated-word says it",
        "ADVERB_VERB_ADVERB_REPETITION": "grammar/repeated-word says it",
        "WHITESPACE_RULE": _SPACES,
        "CONSECUTIVE_SPACES": _SPACES,
        "COMMA_PARENTHESIS_WHITESPACE": _SPACES,
        "SPACE_BEFORE_PARENTHESIS": _SPACES,
        "EN_UNPAIRED_QUOTES": _SIGNS,
        "EN_QUOTES": _SIGNS,
        "DASH_RULE": _SIGNS,
        "HYPHEN_TO_EN": _SIGNS,
        "EN_UNPAIRED_BRACKETS": "smileys, list marks and shortcodes look like brackets to it",
        "UNLIKELY_OPENING_PUNCTUATION": "smileys, list marks and shortcodes look like stops to it",
        "UPPERCASE_SENTENCE_START": _FRAGMENT,
        "PUNCTUATION_PARAGRAPH_END": _FRAGMENT,
        "COMMA_COMPOUND_SENTENCE": _COMMA,
        "COMMA_COMPOUND_SENTENCE_2": _COMMA,
        "COMMA_COMPOUND_SENTENCE_3": _COMMA,
        "SENT_START_CONJUNCTIVE_LINKING_ADVERB_COMMA": _COMMA,
        "MISSING_COMMA_AFTER_INTRODUCTORY_PHRASE": _COMMA,
        "MISSING_COMMA_AFTER_YEAR": _COMMA,
        "EN_DATE_WEEKDAY_CURRENTYEAR": "takes every date for one of this year",
        "EN_DATE_WEEKDAY_WITHOUT_YEAR": "takes every date for one of this year",
        "SUBJECT_MATTER_HYPHEN": "'subject matter expert' is as good",
        "DECISION_MAKING": f"{_FIELD}: 'decision making' is as good without a hyphen",
        "PROBLEM_SOLVE_HYPHEN": f"{_FIELD}: 'problem solving' is as good without a hyphen",
        "EN_COMPOUNDS_TIME_SHARING": f"{_FIELD}: 'we spent time sharing stories'",
        "IN_THE_MOMENT": f"{_FIELD}: 'in the moment' is what mindfulness is about",
        "SOME_FACULTY": f"{_FIELD}: 'staff' is right",
        "COLLECTIVE_NOUN_VERB_AGREEMENT_VBP": "'the team are' is good British English",
        "ADVISE_VBG": _WRONG,
        "POSSESSIVE_APOSTROPHE": _WRONG,
        "THE_SUPERLATIVE": _WRONG,
        "CONDITIONAL_CLAUSE": _WRONG,
        "ITS_TO_IT_S": _WRONG,
        "PRP_MD_NN": _WRONG,
        "IN_FACEBOOK": _WRONG,
        "EXTREME_ADJECTIVES": "'really good' is how people speak",
        "WHEN_WHERE": "'years where' is how people speak",
        "IVE_I_HAVE_AMERICAN_STYLE": "contractions are plain English",
        "EVERYDAY_EVERY_DAY": f"{_FIELD}: 'everyday activities'; the slip model tells them apart",
    }
)
"""Rules of LanguageTool by id, with the reason."""

CATEGORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "REDUNDANCY": "taste: no mistakes; readability has its say on length",
        "REPETITIONS_STYLE": "three sentences may begin alike on purpose; instructions do",
        "PROPER_NOUNS": "how a brand writes its name is for the house's vocabulary",
        "MULTITOKEN_SPELLING": _SPELLING,
        "CREATIVE_WRITING": "taste",
        "GENDER_NEUTRALITY": "the packs of otlint say it with sources",
    }
)
"""Categories of LanguageTool by id, with the reason."""


FAMILIES: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys(
        (
            f"EN_COMPOUNDS_{prefix}_"
            for prefix in ("CO", "MULTI", "NON", "POST", "PRE", "RE", "SELF")
        ),
        f"{_FIELD}: multi-sensory, co-regulation, non-verbal are good with a hyphen",
    )
)
"""What the ids of rules begin with that are off, with the reason."""


def is_off(rule: str, category: str, enabled: tuple[str, ...]) -> bool:
    """Whether a finding is not reported, as its rule or category is off and was not asked for."""
    return rule not in enabled and (
        rule in RULES or category in CATEGORIES or rule.startswith(tuple(FAMILIES))
    )
