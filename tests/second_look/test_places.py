"""What is put to a judge: words and phrases, and the text that it sees."""

from __future__ import annotations

import pytest

from otlint.model import Document, Format
from otlint.second_look import places
from otlint.second_look.judging import places_of
from otlint.second_look.phrases import DOUBLED, JOINED, SPLIT
from otlint.second_look.places import WORD, Place
from otlint.slips.proposals import Candidate
from tests.helpers import parse_text


def kinds(document: Document) -> list[tuple[str, str]]:
    return [
        (place.kind, document.blocks[place.block].text[place.start : place.end])
        for place in places_of(document)
    ]


def place(document: Document, typed: str, *options: str) -> Place:
    start = document.blocks[0].text.index(typed)
    given = tuple(Candidate(option, 0.0) for option in options)
    return Place(WORD, 0, start, start + len(typed), typed.lower(), given, 0.0)


@pytest.mark.parametrize(
    ("text", "kind", "typed", "meant"),
    [
        ("Play is apart of every session we run.", JOINED, "apart", ["a part"]),
        ("Cooking is an every day task for him.", SPLIT, "every day", ["everyday"]),
        ("Some one will help you on the stairs.", SPLIT, "Some one", ["someone"]),
        ("Put the cushion behind the your back.", DOUBLED, "the your", ["the", "your"]),
    ],
)
def test_phrases(text: str, kind: str, typed: str, meant: list[str]) -> None:
    document = parse_text(text)
    found = {
        text[place.start : place.end]: [option.word for option in place.options]
        for place in places_of(document)
        if place.kind == kind
    }
    assert found == {typed: meant}


@pytest.mark.parametrize(
    "text",
    [
        "He said \u201cplay is apart of life\u201d and left.",  # somebody else's words
        "The Every Day Club meets on Mondays.",  # a name
        "We read an every  day more.",  # two spaces: who knows
        "They knew that that is so.",  # a word twice is another rule's
    ],
)
def test_no_phrases(text: str) -> None:
    assert [kind for kind, _ in kinds(parse_text(text)) if kind != WORD] == []


def test_a_confused_word_is_asked_about_although_it_is_hardly_doubted() -> None:
    text = "We are here to help you build a path filled with strength, resilience, are hope."
    found = {p.word: [o.word for o in p.options] for p in places_of(parse_text(text))}
    assert "or" in found["are"]


def test_every_confused_word_has_mates_and_no_word_itself() -> None:
    for word, mates in places.confused().items():
        assert mates
        assert word not in mates
        assert len(mates) == len(set(mates))


def test_the_judge_sees_the_sentence_and_the_one_before() -> None:
    document = parse_text("One. Two is here. After a Touch session, we rest. Four.")
    assert places.texts(document, place(document, "Touch", "tough")) == (
        "Two is here. After a Touch session, we rest.",
        "Two is here. After a Tough session, we rest.",
    )


def test_the_judge_sees_no_markup() -> None:
    document = parse_text("Type `ls` and\\\nthe nurse\u2019s *touch* day.\n", Format.MARKDOWN)
    assert places.texts(document, place(document, "touch", "tough"))[1] == (
        "Type it and the nurse's tough day."
    )


def test_the_judge_sees_no_more_than_it_needs() -> None:
    words = " ".join(["word"] * 400)
    document = parse_text(f"{words} touch {words}.")
    shown, _ = places.texts(document, place(document, "touch", "tough"))
    assert "touch" in shown
    assert len(shown) < 900
