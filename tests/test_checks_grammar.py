"""Repeated words, and a or an."""

from __future__ import annotations

import time

import pytest

from otlint import examples, fixing
from otlint.articles import begins_with_vowel_sound
from otlint.checks import grammar
from otlint.model import Document, Finding, Format, Safety, Severity
from otlint.rule import Rule
from otlint.settings import Settings
from tests.helpers import parse_text

REPEATED, A_AN = grammar.RULES


def run(rule: Rule, document: Document) -> list[Finding]:
    return sorted(rule.check(document, Settings()), key=lambda f: f.sort_key)


def flagged(rule: Rule, text: str, format: Format = Format.TEXT) -> list[str]:
    document = parse_text(text, format, locale_code="en-US")
    return [text[f.span.start : f.span.end] for f in run(rule, document)]


@pytest.mark.parametrize("rule", grammar.RULES, ids=lambda rule: rule.id)
def test_examples(rule: Rule) -> None:
    assert examples.failures(rule) == ()


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("We like the the park.", Severity.ERROR),
        ("The the park is open.", Severity.ERROR),
        ("He said that if if it rains we go.", Severity.ERROR),
        ("It was a group of of friends.", Severity.ERROR),
        ("When it comes to to sleep, wait.", Severity.ERROR),
        ("It must be be safe.", Severity.ERROR),
        ("It has been been safe.", Severity.ERROR),
        ("Ask them or or wait.", Severity.ERROR),
        ("It works as as a toy for us.", Severity.ERROR),
        ("In their their home they rest.", Severity.ERROR),
        ("It came from their home, then from from ours.", Severity.ERROR),
        ("Every every day we play.", Severity.ERROR),
        ("Wash your hands hands well.", Severity.WARNING),
        ("The therapy is is slow.", Severity.WARNING),
        ("It is is slow. What it is is slow.", Severity.WARNING),
        ("The prognosis for for adults is good.", Severity.WARNING),
        ("Read the The Big Book.", Severity.WARNING),
    ],
)
def test_a_repeated_word(text: str, severity: Severity) -> None:
    (finding,) = run(REPEATED, parse_text(text))
    assert finding.severity is severity
    assert finding.fix is not None
    assert (finding.fix.safety is Safety.SAFE) == (severity is Severity.ERROR)


@pytest.mark.parametrize(
    "text",
    [
        "I had had it. I know that that is so. No no. Very very good. Bye bye.",
        "What it is is a start. The truth is is hard. That was what it was was it.",
        "Walla Walla, New York New York, Duran Duran, Sing Sing, Will will go.",
        "You you and her her. It it was. There there, now now, hear hear.",
        "Play play play. Go go go. Stop stop stop now.",
        "the. The, the; the: the (the) the — the the-atre",
        "I heard of of late. The town you come from from May. He is known as as such a man.",
        "Go to to see. The person you talk to to ask. Log in in time. Turn it on on time.",
        "An and and or gate. An or or nothing. It is and/or or so.",
        "Choice A a voter made. It is a a.b address. World War I I read of.",
        "as as much as",
        "“I I do,” she said. “But but why?” “and and”",
        "Type 5 5 times. 3 3. x x",
        "We can can it. We do do that. So so far. Who who are you?",
        "in in-house out out-of-hours",
        "his ha ha ha and la la la and knock knock",
        "My my! What big eyes.",
        "Sleep\nSleep is good.",
    ],
)
def test_a_word_that_may_stand_twice(text: str) -> None:
    assert flagged(REPEATED, text) == []


def test_a_word_in_two_blocks_or_around_code() -> None:
    text = "# The the\n\nWe like the\n\nthe park and the `x` the y.\n"
    assert flagged(REPEATED, text, Format.MARKDOWN) == ["The the"]


def test_a_repeated_word_in_a_heading_of_capitals() -> None:
    assert flagged(REPEATED, "# How To To Play\n\nText.\n", Format.MARKDOWN) == ["To To"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Sit on the\nthe mat.\n", "Sit on the\nmat.\n"),
        ("- Sit on the\n  the mat.\n", "- Sit on the\n  mat.\n"),
        ("Sit on the\r\nthe mat.\r\n", "Sit on the\r\nmat.\r\n"),
        ("Sit on the\nthe\nmat.\n", "Sit on the\nmat.\n"),
        ("> Sit on the\n> the mat.\n", "> Sit on the\n> mat.\n"),
        ("Sit on the the  mat.\n", "Sit on the  mat.\n"),
        ("Sit on the   the mat.\n", "Sit on the mat.\n"),
    ],
)
def test_the_line_break_stays(before: str, after: str) -> None:
    findings = run(REPEATED, parse_text(before, Format.MARKDOWN))
    text, _ = fixing.apply(before, [f.fix for f in findings if f.fix])
    assert text == after
    assert run(REPEATED, parse_text(text, Format.MARKDOWN)) == []


def test_across_markup_without_a_fix() -> None:
    (finding,) = run(REPEATED, parse_text("Sit on *the* the mat.\n", Format.MARKDOWN))
    assert finding.severity is Severity.ERROR
    assert finding.fix is None
    assert finding.suggestions == ("the",)


AN = """
hour honest heir honour honor hourly OT OTs MRI NHS FBI LED SOS LLM 8 8-week 11 11-year-old 18
80 85% 8th x-ray X-ray F-word e-mail apple umbrella uninvited unimportant unusual uneasy urgent
unissued unilluminated usher utter onerous ounce Easter IEP ADL AAC élan AOTA RCOT NDIS SLP hors
MD A30 N95 SENs ill-timed under-fives upset inner
""".split()
A = """
university unit union unique uniform unicorn UK UN US USA UTI user use useful usual utensil
utility uranium eulogy European ewe one one-off once ouija hospital house wheelchair NICE NASA
PT COPM TED 1 10 100 180 7-year-old U-turn T-shirt yoga year y-axis unison unidirectional
unanimous ubiquitous uterus oneness UNESCO GP
""".split()
OPEN = """
historic hotel habitual herbivore hilarious HCPC H HIPS SQL FAQ AAA II VII iPhone eLearning nginx
Xbox mp3 x86 1100 1800-calorie 18000 SCUBA Ubuntu Udemy ye Yves 0 α ١ UNIQUE
""".split()


@pytest.mark.parametrize("word", AN)
def test_words_after_an(word: str) -> None:
    assert begins_with_vowel_sound(word, "en-US") is True


@pytest.mark.parametrize("word", A)
def test_words_after_a(word: str) -> None:
    assert begins_with_vowel_sound(word, "en-US") is False


@pytest.mark.parametrize("word", OPEN)
def test_words_that_take_both(word: str) -> None:
    assert begins_with_vowel_sound(word, "en-GB") is None


def test_a_herb() -> None:
    assert [
        begins_with_vowel_sound("herbs", code) for code in ("en-US", "en-GB", "en-AU", "en-CA")
    ] == [True, False, False, None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask a OT or an physio.", ["a", "an"]),
        ("“A hour,” she said. (An user.)", ["A", "An"]),
        ("It is a\u00a0easy step.", ["a"]),
        ("It is A hour.", []),
        ("Such an one is rare. Many an one.", []),
        ("Vitamin A is good. Hepatitis A infection. Type A exam. Plan A or B.", []),
        ("She has a grade A essay.", []),
        ("Write a, an or a e. A is for all. The letter a ends it.", []),
        ("a) One. A. E. Housman wrote. From A to Z. A & E.", []),
        ("comida a la carta, a un amigo, a los otros", []),
        ("General An Lushan came. Dr An wrote.", []),
        ("a of an the an he an they a it", []),
        ("It is a antigens test. Fish an chips.", []),
        ("A historic day. An historic day. An MP3. A mp3.", []),
        ("THIS IS A OT CLINIC", []),
    ],
)
def test_articles(text: str, expected: list[str]) -> None:
    assert flagged(A_AN, text) == expected


def test_an_that_may_be_and_is_no_error() -> None:
    (finding,) = run(A_AN, parse_text("Add salt an pepper to it."))
    assert finding.severity is Severity.WARNING
    assert finding.suggestions == ("a", "and")
    assert finding.fix is not None
    assert finding.fix.safety is Safety.UNSAFE


def test_fixes_converge() -> None:
    text = "A hour in an UK park is a easy way to to calm the the child. An user.\n"
    rules = grammar.RULES
    fixed = fixing.fix_all(
        text, lambda t: [f for rule in rules for f in run(rule, parse_text(t))], Safety.UNSAFE
    )
    assert fixed.text == "An hour in a UK park is an easy way to to calm the child. A user.\n"


def test_long_texts_take_no_longer() -> None:
    start = time.perf_counter()
    for piece in ("the ", "is is ", "a ", "an a ", "in ", "word word. "):
        document = parse_text("x " + piece * (60_000 // len(piece)))
        for rule in grammar.RULES:
            run(rule, document)
    assert time.perf_counter() - start < 10
