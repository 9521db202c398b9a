"""Sentences, words, quotations and prose blocks."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint.model import OBJECT, Format
from otlint.segmentation import (
    in_quotation,
    prose_blocks,
    quotation_spans,
    sentences,
    words,
)
from tests.helpers import parse_text


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


@pytest.mark.parametrize(
    "parts",
    [
        ["Sit down.", "Then stand."],
        ["Really?!", "Yes.", "No!"],
        ["Dr. Amal met Mrs. Jones and Prof. Lee.", "They talked."],
        ["Use soft things, e.g. wool, i.e. no sand, etc. and so on.", "Then stop."],
        ["We like swings, slides, etc.", "They help."],
        ["It is A vs. B here.", "Now C."],
        ["We meet on St. Mary Road.", "Come along."],
        ["We meet in Main St.", "The door is red."],
        ["Take No. 5 on p. 12, Fig. 3.", "Then go on."],
        ["The answer is no.", "We tried."],
        ["The U.S. Army came.", "It left."],
        ["She lives in the U.S.", "He does not."],
        ["Come at 9 a.m. on Monday.", "Bring tea."],
        ["Come at 9 a.m.", "The door is open."],
        ["It costs 3.5 pounds and version 2.10.1 is out.", "Buy it."],
        ["See example.com now.", "Or later."],
        ["J. K. Rowling and J.R.R. Tolkien and J. A. Smith wrote.", "We read."],
        ["So did I.", "We went."],
        ["Take vitamin B.", "The rest is up to you."],
        ["Wait... then go.", "Stop."],
        ["Wait…", "Then go."],
        ["Wait . . . then go.", "Stop."],
        ["“I can.”", "She did."],
        ["“I can!” she said.", "He smiled."],
        ['"I can." she said.', "He smiled."],
        ["(We did.", "It worked.)", "Then we went."],
        ["It was good (see above).", "We left."],
        ["Buttons"],
        ["First line", "second line"],
        ["It is the end.", "The next one."],
        ["Great! 😀", "We love it.🎉", "Yes."],
        ["1. First sit.", "2. Then stand."],
        ["a. First sit.", "Then stand."],
        ["It ended.[1]", "Then it began.[12]"],
        [f"It ended.{OBJECT}", "Then it began."],
        ["One more rep.", "Then rest."],
        ["Acme Inc. sells them.", "We do not."],
        ["She has a Ph.D. in health.", "He has none."],
        ["Smith et al. (2019) say so.", "We agree."],
        ["It is on Jan. 5 at noon.", "Come."],
        [f"Use it (e.g. {OBJECT}).", "In time it ends."],
        [f"See the picture. {OBJECT}"],
        ["Why?", "Because 5 of us said so."],
        ["¿Qué?", "Él no."],
        ["これはペンです。", "はい。"],
    ],
    ids=lambda parts: parts[0],
)
def test_sentences(parts: list[str]) -> None:
    joiner = "\n" if parts[0] == "First line" else " "
    assert split(joiner.join(parts)) == parts


def test_a_lost_space_after_a_stop() -> None:
    assert split("It is the end.The next one.") == ["It is the end.", "The next one."]
    assert split("Use Node.Js or e.g.Foo and a.B here") == ["Use Node.Js or e.g.Foo and a.B here"]


def test_no_sentence_in_white_space() -> None:
    assert sentences(" \n\u00a0\t ") == ()
    assert sentences("") == ()


@given(st.text(alphabet=st.sampled_from("aB1.!?… \n\u00a0\"'“”‘’()[]-—’é😀\u0301*_Dr\ufffc")))
def test_sentences_cover_all_that_is_no_space(text: str) -> None:
    spans = sentences(text)
    inside = "".join(text[span.start : span.end] for span in spans)
    assert "".join(inside.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a person-centred plan", ["a", "person-centred", "plan"]),
        ("don’t, don't", ["don’t", "don't"]),
        ("OTR/L and/or", ["OTR", "L", "and", "or"]),
        ("3.5 1,000 10:30am 5th 3.5mm", ["3.5", "1,000", "10:30am", "5th", "3.5mm"]),
        ("It costs 5. Then", ["It", "costs", "5", "Then"]),
        ("one—two one–two one--two", ["one", "two", "one", "two", "one", "two"]),
        ("cafe\u0301s naïve\u2011ish", ["cafe\u0301s", "naïve\u2011ish"]),
        ("8-year-olds' rock'n'roll son-in-law's", ["8-year-olds", "rock'n'roll", "son-in-law's"]),
        (f"x{OBJECT}y {OBJECT}", ["x", "y"]),
        ("_so_ *very* snake_case", ["so", "very", "snake", "case"]),
        ("1\ufe0f\u20e3 first 😀 👩\u200d⚕️", ["first"]),
        ("'quoted' ‘so’", ["quoted", "so"]),
        ("-lead trail- 'tis", ["lead", "trail", "tis"]),
    ],
)  # fmt: skip
def test_words(text: str, expected: list[str]) -> None:
    assert [word.text for word in words(text)] == expected
    assert all(text[word.start : word.end] == word.text for word in words(text))


@given(st.text())
def test_words_are_where_they_say(text: str) -> None:
    found = words(text)
    assert all(text[word.start : word.end] == word.text for word in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(OBJECT not in word.text and word.text[0].isalnum() for word in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She said “I can” today", ["“I can”"]),
        ('She said "I can" today', ['"I can"']),
        ("a ‘sensory diet’ plan", ["‘sensory diet’"]),
        ("a 'sensory diet' plan, isn't it", ["'sensory diet'"]),
        ("‘I don’t know’", ["‘I don’t know’"]),
        ("“outer ‘inner’ x” then", ["“outer ‘inner’ x”"]),
        ("the kids' toys and the dogs' beds", []),
        ("in the '90s and 'tis 'em", []),
        ("the ’90s were ‘fine’", ["‘fine’"]),
        ("It is 5'10\" tall", []),
        ('"a" b "c', ['"a"']),
        ("“never closed", []),
        ("“not\nover lines”", []),
        ("« oui »", ["« oui »"]),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert [text[span.start : span.end] for span in quotation_spans(text)] == expected


@given(st.text(alphabet=st.sampled_from("ab \"'“”‘’\n-9")))
def test_quotations_are_disjoint(text: str) -> None:
    spans = quotation_spans(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for span in spans:
        assert in_quotation(text, span.start, span.end)
        assert in_quotation(text, span.start + 1, span.end - 1) or len(span) == 2


def test_in_quotation_wants_a_shared_character() -> None:
    text = "so “no” so"
    assert in_quotation(text, 3, 4)
    assert in_quotation(text, 0, 4)
    assert not in_quotation(text, 0, 3)
    assert not in_quotation(text, 7, 10)
    assert not in_quotation(text, 3, 3)


def test_prose_blocks() -> None:
    document = parse_text(
        "# Morning routines that work\n\n"
        "Lay out the clothes in order.\n\nGo on!\n\n> They said that it helped them a lot.\n\n"
        "- Socks\n- Put on the socks before anything else.\n"
        "- one long item without any stop at its very end\n\n"
        "| cell one here | cell two here |\n|---|---|\n| a b c d e | f g h i j |\n\n"
        "Photo by Maya Lee on a site\n\nxo,\n\nMaya\n",
        Format.MARKDOWN,
    )
    assert [block.text for block in prose_blocks(document)] == [
        "Lay out the clothes in order.",
        "Go on!",
        "They said that it helped them a lot.",
        "Put on the socks before anything else.",
        "one long item without any stop at its very end",
    ]
    assert prose_blocks(document) is prose_blocks(document)


@pytest.mark.parametrize(
    "piece",
    ["! ", "!", "'a ", '"', "‘", "a-", "e\u0301", "a.", "1.", " ", ". ", "😀", ".😀 ", ".)", "—x"],
)
def test_long_texts_take_no_longer(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.perf_counter()
    sentences.__wrapped__(text)
    words.__wrapped__(text)
    quotation_spans.__wrapped__(text)
    assert time.perf_counter() - start < 4
