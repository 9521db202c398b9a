"""Dashes and quotation marks that are not alike."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint import examples, fixing
from otlint.checks import consistency
from otlint.model import Document, Finding, Format, Safety, Severity
from otlint.quotemarks import quote_marks
from otlint.rule import Rule
from otlint.settings import Settings
from tests.helpers import parse_text

DASHES, QUOTES, ELLIPSIS = consistency.RULES


def run(rule: Rule, document: Document) -> list[Finding]:
    return sorted(rule.check(document, Settings()), key=lambda f: f.sort_key)


def fixed(
    rule: Rule, text: str, format: Format = Format.TEXT, locale_code: str | None = None
) -> str:
    """The text after all fixes, which must leave nothing to fix."""
    findings = run(rule, parse_text(text, format, locale_code=locale_code))
    new, _ = fixing.apply(text, [f.fix for f in findings if f.fix])
    again = run(rule, parse_text(new, format, locale_code=locale_code))
    assert [f for f in again if f.fix] == []
    return new


@pytest.mark.parametrize("rule", consistency.RULES, ids=lambda rule: rule.id)
def test_examples(rule: Rule) -> None:
    assert examples.failures(rule) == ()


# Dashes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # The most used dash wins; a hyphen never does.
        ("Go now—or soon—or not. Try it once – at home.", "— — —"),
        ("We rest - and then go on. They rest - and wait — for us here.", " —  —  — "),
        ("We rest -- and then go on. They rest--and wait – for us here.", " –  –  – "),
        # In a tie the first used wins.
        ("We all rest – now. They all wait — for us.", " –  – "),
        ("We all rest — now. They all wait – for us.", " —  — "),
        # Without a dash, the style of the locale.
        ("We rest -- and then go. They rest - and then they wait.", "——"),
    ],
)
def test_one_dash_for_all(before: str, after: str) -> None:
    new = fixed(DASHES, before, locale_code="en-US")
    assert " - " not in new
    assert "--" not in new
    expected = after.split()
    assert [c for c in new if c in "—–"] == [c for part in expected for c in part]
    spaced = after.startswith(" ")
    assert all((f" {c} " in new) == spaced for c in {c for c in new if c in "—–"})


def test_british_dashes_where_there_is_none() -> None:
    new = fixed(
        DASHES, "We rest -- and then go. They rest - and then they wait.", locale_code="en-GB"
    )
    assert new == "We rest – and then go. They rest – and then they wait."


def test_each_odd_form_is_one_suggestion() -> None:
    text = "We go—now—or not—ever. We wait - and rest - and eat. We try – and fail – at it."
    hyphens, short = run(DASHES, parse_text(text))
    assert hyphens.severity is Severity.SUGGESTION
    assert hyphens.message == (
        "2 hyphens as dashes ( - ): “wait - and”, “rest - and”. "
        "The rest of the post has long dashes without spaces (—)."
    )
    assert text[hyphens.span.start : hyphens.span.end] == " - "
    assert hyphens.suggestions == ("—",)
    assert hyphens.fix is not None
    assert hyphens.fix.safety is Safety.UNSAFE
    assert len(hyphens.fix.edits) == 2
    assert short.message.startswith("2 short dashes with spaces ( – ): “try – and”")


def test_an_address_keeps_what_parts_it_from_the_sentence() -> None:
    dashes = "One—the other—and all. See https://example.org/a - it is good - for us all."
    assert fixed(DASHES, dashes, Format.MARKDOWN) == dashes.replace("good - for", "good—for")
    quotes = "\u201cYes,\u201d he said.\n\nOpen 'https://example.org/b' and \"read\"."
    assert fixed(QUOTES, quotes, Format.MARKDOWN) == quotes
    stopped = quotes.replace("example.org/b'", "example.org/b,'")
    assert fixed(QUOTES, stopped, Format.MARKDOWN) == stopped


def test_one_odd_dash_is_told_in_the_singular_and_many_are_cut() -> None:
    text = "It is so—truly. It is - perhaps - not so - or so - if we try - again - today."
    (finding,) = run(DASHES, parse_text(text))
    assert "6 hyphens" in finding.message
    assert "and 3 more." in finding.message
    (finding,) = run(DASHES, parse_text("It is so—truly—so. It may be - perhaps."))
    assert finding.message.startswith("1 hyphen as dashes")


@pytest.mark.parametrize(
    "text",
    [
        "It is so—truly—so. Pages 10 – 15, 9 am – 5 pm, Mon – Fri, August 16 - September 15.",
        "It is so—truly—so. A work–life balance, a well-known one, 10–15, the A – Z of it.",
        "It is so—truly—so. Download the whole agenda - 825 kB, or the guide - 403 kB.",
        "It is so—truly—so.\n\n“We did it all by ourselves.” – Maya, 8\n",
        "It is so—truly—so.\n\nWarm-up - Five minutes of slow walking on the spot.\n",
        "It is so—truly—so.\n\nJane Smith - Team lead\n",
        "It is so—truly—so. “But I -” he began. x-> y --> z <-- w ---- v",
        "It is so—truly—so.\n\n– first\n– second\n",
        "It is so—truly—so— and then —so.",
    ],
)
def test_what_is_no_dash(text: str) -> None:
    assert run(DASHES, parse_text(text)) == []


def test_headings_and_titles_keep_their_hyphens() -> None:
    text = (
        "---\ntitle: Contact us - Riverside OT\n---\n\n# Step one – Sit down and rest\n\n"
        "It is so—truly—so.\n\n| a - b c d e f | g |\n|---|---|\n| h | i |\n"
    )
    assert run(DASHES, parse_text(text, Format.MARKDOWN)) == []


def test_dashes_between_marked_up_words() -> None:
    text = "It is *so*—truly—**so**. We **wait** - `then` we rest - *well* for now.\n"
    assert fixed(DASHES, text, Format.MARKDOWN) == (
        "It is *so*—truly—**so**. We **wait** - `then` we rest—*well* for now.\n".replace(
            "** - `", "**—`"
        )
    )


def test_a_dash_written_as_an_entity() -> None:
    text = "<p>It is so—truly—so. We wait &ndash; and then we rest here.</p>"
    assert fixed(DASHES, text, Format.HTML) == (
        "<p>It is so—truly—so. We wait—and then we rest here.</p>"
    )


def test_a_line_break_beside_a_dash_stays() -> None:
    text = "It is so — truly — so. We wait\n- perhaps.\n\nWe wait – and\nrest –\nhere for now.\n"
    assert fixed(DASHES, text, Format.MARKDOWN).endswith("We wait — and\nrest —\nhere for now.\n")


# Quotation marks


@pytest.mark.parametrize(
    ("straight", "curly"),
    [
        ("don't", "don’t"),
        ("the kids' toys", "the kids’ toys"),
        ("the '90s, '05, 'tis, 'twas, tell 'em", "the ’90s, ’05, ’tis, ’twas, tell ’em"),
        ("rock 'n' roll", "rock ’n’ roll"),
        ("goin' home", "goin’ home"),
        ("a 'sensory diet' plan", "a ‘sensory diet’ plan"),
        ("('so')", "(‘so’)"),
        ("she said 'no.' Then", "she said ‘no.’ Then"),
        ("the 1990's", "the 1990’s"),
        ('"No," he said. "Yes."', "“No,” he said. “Yes.”"),
        ('("so") and—"so"—and', "(“so”) and—“so”—and"),
        ("\"He said 'no'\"", "“He said ‘no’”"),
        ("\"'No' is fine\"", "“‘No’ is fine”"),
        ('*"so"* and "*so*"', "*“so”* and “*so*”"),
        # Left alone.
        ('5\'10" tall and a 12" ruler', '5\'10" tall and a 12" ruler'),
        ("a ' b \" c", "a ' b \" c"),
        ('an "open one', 'an "open one'),
        ('a"b and "so"', 'a"b and "so"'),
        ("'only open", "'only open"),
        ("'er indoors", "'er indoors"),
    ],
)
def test_which_way_a_mark_turns(straight: str, curly: str) -> None:
    turned = list(straight)
    for mark in quote_marks(straight):
        assert not mark.curly
        turned[mark.offset] = mark.other
    assert "".join(turned) == curly


def test_one_suggestion_per_odd_form() -> None:
    text = "It’s “so”, isn’t it? It's \"so\", isn't it?’’"
    apostrophes, quotes = run(QUOTES, parse_text(text))
    assert apostrophes.message == (
        "2 straight apostrophes: “It's”, “isn't”. The rest of the post has curly ones."
    )
    assert text[apostrophes.span.start : apostrophes.span.end] == "'"
    assert apostrophes.suggestions == ("’",)
    assert apostrophes.fix is not None
    assert apostrophes.fix.safety is Safety.SAFE
    assert len(apostrophes.fix.edits) == 2
    assert quotes.message.startswith("2 straight double quotation marks: ")
    assert quotes.severity is Severity.SUGGESTION


def test_a_tie_goes_to_curly() -> None:
    assert fixed(QUOTES, "It's so, and it’s not.") == "It’s so, and it’s not."


def test_most_marks_win() -> None:
    assert fixed(QUOTES, "It's so, isn't it? It’s “so”.\n\nHe's in, \"now\".") == (
        "It's so, isn't it? It's \"so\".\n\nHe's in, \"now\"."
    )


def test_code_and_addresses_stay() -> None:
    text = "It’s `don't` and [it’s](https://a.org/it's \"don't\") here, isn't it?\n"
    new = fixed(QUOTES, text, Format.MARKDOWN)
    assert new == text.replace("isn't", "isn’t")


def test_a_mark_written_as_an_entity() -> None:
    text = "<p>It's so. It's hers. It&rsquo;s <b>ours</b>.</p>"
    assert fixed(QUOTES, text, Format.HTML) == "<p>It's so. It's hers. It's <b>ours</b>.</p>"


def test_an_attribute_stays() -> None:
    text = "<p>It's so. It's hers.</p><img src=x alt='It’s ours'>"
    assert run(QUOTES, parse_text(text, Format.HTML)) == []


@given(st.text(alphabet=st.sampled_from("ab 's\"“”‘’'.,(—\n9*_")))
def test_turning_marks_twice_is_turning_them_once(text: str) -> None:
    fixed(QUOTES, text)


@given(st.text(alphabet=st.sampled_from("abc Ad.—–--  9\n,")))
def test_fixing_dashes_twice_is_fixing_them_once(text: str) -> None:
    new = fixed(DASHES, text)
    assert new.count(" - ") <= text.count(" - ")


@given(st.text())
def test_marks_are_where_they_say(text: str) -> None:
    marks = quote_marks(text)
    offsets = [mark.offset for mark in marks]
    assert offsets == sorted(set(offsets))
    for mark in marks:
        assert text[mark.offset] in ("“”‘’" if mark.curly else "\"'")
        assert mark.other in ("\"'" if mark.curly else "“”‘’")


def test_long_texts_take_no_longer() -> None:
    start = time.perf_counter()
    for piece in ("a - ", "a—", "-", "' ", '"', "'a ", "a' ", "\n", "— "):
        document = parse_text("x" + piece * (100_000 // len(piece)))
        for rule in consistency.RULES:
            run(rule, document)
    assert time.perf_counter() - start < 15


def test_dashes_that_share_a_space_are_mended_one_after_the_other() -> None:
    document = parse_text("Rest — it helps. Rest — it helps. So we go - - and rest — again.")
    for finding in consistency._dashes(document, Settings()):
        assert finding.fix is not None
        edits = finding.fix.edits
        assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(edits))
