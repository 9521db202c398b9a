"""The locale of a post, decided from the post."""

from __future__ import annotations

import pytest

from otlint import locale, variants
from otlint.formats.text import parse
from otlint.model import Document, Furniture, Source, Span


def post(text: str) -> Document:
    return parse(Source("post.txt", text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We play and we learn.", "en-US"),
        ("", "en-US"),
        ("Color and behavior matter.", "en-US"),
        ("Pediatric care for kids whose mom works.", "en-US"),
        ("Colour and behaviour matter.", "en-GB"),
        ("A person-centred plan.", "en-GB"),
        ("Ask the NHS first, then organize a visit.", "en-GB"),
        ("It costs £40 a session.", "en-GB"),
        ("His mum does the maths.", "en-GB"),
        ("Our NDIS plan has colour and behaviour in it.", "en-AU"),
        ("We are AHPRA registered and love the colour of play.", "en-AU"),
        (
            "The colour of the centre: we organize, we analyze and we honour pediatric care.",
            "en-CA",
        ),
        ("We exercise, advise and revise each day.", "en-US"),
        ("We organize and recognize each day.", "en-US"),
        ("The World Health Organisation said so.", "en-US"),
        ("A visit to Wales and Australia.", "en-US"),
        ("We customize, optimize and organize a visit to Wales.", "en-US"),
        ("We customize, optimize, organize and recognize the colour.", "en-GB"),
        ("A programme about colour. Once we wrote honor.", "en-GB"),
    ],
)
def test_decide(text: str, expected: str) -> None:
    assert locale.decide(post(text)) == expected


def test_a_spelling_counts_once_however_often_it_stands() -> None:
    text = "Honor, the label says. He likes honor, honor, honor and honor. A favourite colour."
    assert locale.decide(post(text)) == "en-GB"


def test_furniture_is_evidence_too() -> None:
    furniture = Furniture(Span(0, 4), ("hcpc occupational therapy",))
    document = post("We play.")
    assert locale.decide(document) == "en-US"
    with_logo = Document(document.source, document.format, document.blocks, furniture=(furniture,))
    assert locale.decide(with_logo) == "en-GB"


def test_evidence_names_what_stands_there() -> None:
    signs = locale.evidence(post("Our colour, his mum’s NHS card and £5."))
    assert [sign.text for sign in signs] == ["colour", "mum", "NHS", "£"]
    assert all("en-GB" in sign.fits for sign in signs)


@pytest.mark.parametrize(
    ("word", "here", "expected"),
    [
        ("colour", "en-US", "color"),
        ("colour", "en-CA", None),
        ("behavior", "en-GB", "behaviour"),
        ("organisation", "en-US", "organization"),
        ("organize", "en-GB", None),
        ("organize", "en-AU", "organise"),
        ("analyze", "en-GB", "analyse"),
        ("centred", "en-US", "centered"),
        ("manoeuvring", "en-US", "maneuvering"),
        ("honoree", "en-GB", "honouree"),
        ("programme", "en-US", "program"),
        ("programmes", "en-CA", "programs"),
        ("practise", "en-US", "practice"),
        ("licence", "en-US", "license"),
        ("paediatrician", "en-US", "pediatrician"),
        ("mom", "en-GB", "mum"),
        ("therapy", "en-US", None),
        ("judgement", "en-US", None),
    ],
)
def test_twins(word: str, here: str, expected: str | None) -> None:
    assert variants.twin(word, here) == expected
