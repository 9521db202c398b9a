"""The readability rules: what they say, and to whom they say it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from otlint.checks.readability import RULES
from otlint.difficulty import Difficulty, difficulties, is_long, worst_sentences
from otlint.model import Document, Finding, Format, Severity, Source
from otlint.parsing import parse
from otlint.settings import Settings

LONG = (
    "We start with a game that your child already likes and knows well from home, and then we add "
    "one small new step to it on each of the next visits."
)
HARD = (
    "Individualised environmental modifications facilitate participation, which necessitates "
    "collaboration with families, teachers and other professionals."
)


def document(text: str, audience: str = "clients", format: Format = Format.TEXT) -> Document:
    name = "post.txt" if format is Format.TEXT else "post.md"
    return replace(parse(Source(name, text), format), audience=audience)


def found(text: str, audience: str = "clients", **targets: float) -> list[Finding]:
    post = document(text, audience)
    settings = Settings(readability_targets=targets)
    return [finding for rule in RULES for finding in rule.check(post, settings)]


def ids(text: str, audience: str = "clients", **targets: float) -> list[str]:
    return [finding.rule.partition("/")[2] for finding in found(text, audience, **targets)]


def one(text: str) -> Difficulty:
    (item,) = difficulties(document(text))
    return item


def test_everything_is_a_suggestion_without_a_fix() -> None:
    findings = found(f"{LONG} {HARD} " * 8)
    assert {finding.rule for finding in findings} == {rule.id for rule in RULES}
    assert {finding.severity for finding in findings} == {Severity.SUGGESTION}
    assert {finding.fix for finding in findings} == {None}
    assert all(finding.message.endswith(".") for finding in findings)


# --- sentences


def test_a_long_sentence_says_where_to_split() -> None:
    (finding,) = found(LONG)
    assert finding.message == (
        'A sentence of 31 words: aim for 25 or fewer. It could be split before "and then we".'
    )
    assert len(finding.span) == len(LONG)


def test_each_sentence_is_reported_once() -> None:
    assert ids(HARD) == ["hard-sentence"]
    assert ids(HARD, sentence_words=12) == ["long-sentence"]
    assert ids(LONG) == ["long-sentence"]


def test_limits_go_with_the_audience() -> None:
    assert ids(LONG, "general") == ["long-sentence"]
    assert ids(LONG, "clinicians") == []
    assert ids(LONG, sentence_words=31) == []
    assert ids(HARD, sentence_grade=40) == []


def test_a_hard_sentence_names_its_words_and_clauses() -> None:
    (finding,) = found(HARD)
    assert finding.message.startswith("Hard to read, graduate level: long words: ")
    assert '"individualised", "environmental", "modifications", "facilitate"' in finding.message
    assert '"professionals"' not in finding.message


def test_a_hard_sentence_says_its_grade() -> None:
    text = "We held a critique to see which of the plans gave the best conceptual representation."
    (finding,) = found(text, sentence_grade=8)
    assert finding.message == (
        'Hard to read, about grade 8: long words: "conceptual", "representation".'
    )


def test_short_sentences_are_never_hard() -> None:
    assert ids("Individualised environmental modifications facilitate collaboration.") == []


def test_what_an_ot_cannot_avoid_is_not_hard() -> None:
    text = (
        "Your occupational therapist and your physiotherapist will plan your rehabilitation and "
        "your independence at home."
    )
    assert one(text).long_words == ()
    assert ids(text) == []


def test_somebody_elses_words_are_left_alone() -> None:
    assert ids(f"“{LONG}”") == []
    quote = document(f"> {LONG}\n", format=Format.MARKDOWN)
    assert difficulties(quote) == ()
    assert worst_sentences(quote) == ()


@pytest.mark.parametrize(
    ("text", "words", "strong"),
    [
        (
            "We meet each person where they are on that day; nobody has to be ready for more than "
            "they can do.",
            "nobody has to",
            True,
        ),
        (
            "We meet each person where they are on that day – nobody has to be ready for more.",
            "nobody has to",
            True,
        ),
        (
            "Many of the children we see in our small clinic love to swing but they do not love to "
            "wait for their turn.",
            "but they do",
            True,
        ),
        (
            "The clinic has a small quiet room with soft light, which helps children who find "
            "noise and bright light too much.",
            "which helps children",
            False,
        ),
        (
            "If you ask yourself in the evening why nobody wants to put on shoes, you are one of a "
            "great many parents.",
            "you are one",
            False,
        ),
        (
            "We ask you to keep the form at home for now because the school will want to see it.",
            "because the school",
            False,
        ),
    ],
)
def test_where_to_split(text: str, words: str, strong: bool) -> None:
    split = one(text).split
    assert split is not None
    assert (split.words, split.strong) == (words, strong)


@pytest.mark.parametrize(
    "text",
    [
        "We keep in touch with the whole team (the teachers, aides, and they with us) by post.",
        "The small blue box on the top shelf of the tall wardrobe in the back room is ours.",
    ],
)
def test_where_not_to_split(text: str) -> None:
    assert one(text).split is None


def test_a_list_could_be_bullets() -> None:
    text = (
        "Please pack a hat, a warm coat, two pairs of socks, a spare shirt, a small towel, a water "
        "bottle and the form from the school for the trip on Friday."
    )
    (finding,) = found(text)
    assert finding.message.endswith("Its list of 6 things could be bullet points.")


@pytest.mark.parametrize(
    ("text", "passive"),
    [
        ("was carefully written", "was carefully written"),
        ("has been given", "been given"),
        ("is not needed", "is not needed"),
        ("is tired", None),
        ("is red", None),
        ("was a seed", None),
    ],
)
def test_passives(text: str, passive: str | None) -> None:
    item = one(f"The plan that we all liked so much last year {text} to us here today again.")
    assert item.passive == passive


@pytest.mark.parametrize(
    "word", ["collaboration", "well-documentation", "Proprietary", "facilitator’s"]
)
def test_long_words(word: str) -> None:
    assert is_long(word)


@pytest.mark.parametrize(
    "word",
    [
        "therapy",
        "occupational",
        "information",
        "encouraging",
        "step-by-step-by-step",
        "2024",
        "naïve",
    ],
)
def test_words_that_are_not_long(word: str) -> None:
    assert not is_long(word)


# --- the whole post


def test_grade_level_says_what_would_help() -> None:
    words = [f for f in found(HARD.replace(", which", ". This") * 8) if f.rule.endswith("level")]
    assert len(words) == 1
    assert "for clients aim for 13 or less. Long words weigh most:" in words[0].message
    length = [f for f in found(f"{LONG} " * 4) if f.rule.endswith("level")]
    assert [f.message for f in length] == [
        "The reading age of this post is 14; for clients aim for 13 or less. "
        "Its sentences have 31 words on average: split the longest."
    ]
    assert length[0].span.start == 0


def test_grade_level_needs_a_hundred_words() -> None:
    assert "grade-level" not in ids(f"{HARD} " * 6)
    assert "grade-level" in ids(f"{HARD} " * 8)


def test_grade_level_holds_scores_the_user_asked_for() -> None:
    text = "We walk to the park on each dry day. We look for leaves and name what we see. " * 7
    assert "grade-level" not in ids(text)
    messages = [
        f.message
        for f in found(text, flesch_reading_ease=130.0, avg_sentence_length=5.0, smog_index=1)
    ]
    assert any("Flesch Reading Ease is" in message for message in messages)
    assert any("Average sentence is 9.0; aim for 5 or less." in message for message in messages)
    # fewer than 30 sentences: SMOG says too little to be held against anybody
    assert not any("SMOG" in message for message in messages)


# --- paragraphs


def test_long_paragraphs() -> None:
    text = "We wait and we look at what she does with it. " * 7
    (finding,) = found(text)
    assert finding.message == (
        'A paragraph of 7 sentences: aim for 6 or fewer. It could break before "We wait and".'
    )
    assert ids(text, "general") == []
    assert ids(text, paragraph_sentences=7) == []
    assert "long-paragraph" in ids(text, paragraph_sentences=9, paragraph_words=60)


def test_one_long_sentence_is_no_long_paragraph() -> None:
    assert ids(f"{LONG[:-1]}, {LONG[:-1]}, {LONG[:-1]}, {LONG}", sentence_words=400) == [
        "grade-level"
    ]


# --- the worst


def test_the_worst_sentences() -> None:
    post = document(f"{LONG} We rest. {HARD} We wait for her. {LONG[:-1]} and more.")
    worst = worst_sentences(post)
    assert [item.words for item in worst] == [14, 33, 31]
    assert len(worst) == 3
    assert worst[0].why.startswith("long words: ")
    assert len(worst_sentences(post, 1)) == 1


def test_an_easy_post_has_no_worst_sentences() -> None:
    assert (
        worst_sentences(document("We walk to the park on each dry day. We look for leaves.")) == ()
    )
