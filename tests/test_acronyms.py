"""Acronyms: what counts as one, what explains it, and for whom it needs no explanation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint import fixing
from otlint.known_acronyms import EXPANSIONS, expansion, is_known
from otlint.model import Document, Format
from otlint.settings import LOCALES, Settings
from tests.helpers import find, parse_text, texts


def undefined(text: str, format: Format = Format.TEXT, **options: str) -> list[str]:
    document = parse_text(text, format, **options)
    return texts(document, find("acronyms/undefined", document))


def unused(document: Document) -> list[str]:
    return texts(document, find("acronyms/unused", document))


@pytest.mark.parametrize(
    "text",
    [
        "We look at activities of daily living (ADLs) first, and ADLs come first.",
        "We look at activities of daily living (or ADLs) first.",
        "We look at ADLs (activities of daily living) first.",
        "Activities of daily living, or ADLs, come first.",
        "ADL stands for activities of daily living, which come first.",
        "ADLs – activities of daily living – come first.",
        "We look at ADLs, which means washing and dressing, first.",
        "We look at activities of daily living first. Then at ADLs that matter.",
        "Activities of Daily Living\n\nWe look at your ADLs first, and at nothing else.",
        "Post-traumatic stress disorder (PTSX) is real. Ask about PTSX.",
        "The U.S. Zebra and Trademark Office (USZTO) is here. The USZTO helps.",
        "The U.S. Zebra and Trademark Office’s head is here. The USZTO helps you.",
    ],
)
def test_explained(text: str) -> None:
    assert undefined(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We look at ADLs, one at a time.", ["ADLs"]),
        ("We look at ADL's role and at ADLs, one at a time.", ["ADL's"]),
        ("An ADL-based plan helps you along.", ["ADL"]),
        ("We use the COPM and the MOHOST, and then the COPM.", ["COPM", "MOHOST"]),
        # The words come too late.
        ("Your ADLs come first. We look at them.\n\nActivities of daily living are it.", ["ADLs"]),
        ("Your ADLs come first here.\n\nNow for activities of daily living (ADLs).", ["ADLs"]),
    ],
)
def test_not_explained(text: str, found: list[str]) -> None:
    assert undefined(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Our OTs listen. An OT is a good listener, and OT's good for you.",
        "DO NOT push, PLEASE. It is NEVER a race, and MUST not be one.",
        "THIS IS ALL SHOUTED, WITH ADLS AND COPM IN IT, FROM START TO END.",
        "Part IV and part XII of the plan are long.",
        "Take B12, and get a COVID-19 jab, 5 MG of it or 10MG.",
        "After COVID many people lack the GAA enzyme, or so we hear.",
        "Ask Jane Roe, MSOT, OTR/L, or write to our Jo Poe OTD for help.",
        "Come and see us in Austin, TX, or in Sydney, NSW 2000, this year.",
        "“Our ADLs are hard,” she said to me that day.",
        "The PTEN gene makes a protein. So do the ALK genes, as we know.",
        "The FLIRP Foundation helps. So does Riverside FLIRP, and all its people.",
        "Write to adl@example.org or read https://example.org/ADL/COPM today.",
        "Short: ADL",
        "- ADL\n- COPM\n",
    ],
)
def test_nothing_to_explain(text: str) -> None:
    assert undefined(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "# All ADLs\n\nWe look at what you do.\n",
        "> We look at ADLs, one at a time.\n",
        "| ADLs | COPM |\n|---|---|\n| a | b |\n",
        "---\ntitle: Your ADLs\n---\n\nWe look at what you do.\n",
        "![All the ADLs in one picture](a.png)\n",
        'We use the <abbr title="Canadian Occupational Performance Measure">COPM</abbr> here.\n',
        "We use the `COPM` here, and so do you.\n",
    ],
)
def test_headings_quotations_and_markup_are_left_alone(text: str) -> None:
    assert undefined(text, Format.MARKDOWN) == []


def test_readers_differ() -> None:
    text = "Your GP looks at your ADLs, one at a time."
    assert undefined(text, locale_code="en-US") == ["GP", "ADLs"]
    assert undefined(text, locale_code="en-GB") == ["ADLs"]
    assert undefined(text, locale_code="en-GB", audience="clinicians") == []
    assert undefined(text, locale_code="en-GB", audience="general") == ["ADLs"]
    own = Settings(vocabulary=frozenset({"ADLs"}))
    assert find("acronyms/undefined", parse_text(text, locale_code="en-GB"), own) == []


@pytest.mark.parametrize("locale", LOCALES)
def test_an_occupational_therapist_need_not_say_what_ot_is(locale: str) -> None:
    for audience in ("clients", "general", "clinicians"):
        assert is_known("OT", locale, audience)


def test_what_it_stands_for_is_suggested_in_the_spelling_of_the_place() -> None:
    (finding,) = find(
        "acronyms/undefined", parse_text("We offer CBT and more of it.", locale_code="en-GB")
    )
    assert finding.suggestions == ("cognitive behavioural therapy (CBT)",)
    assert expansion("CBT", "en-US") == "cognitive behavioral therapy"
    assert expansion("XYZ", "en-US") is None
    assert all(name.isupper() and words for name, words in EXPANSIONS.items())


def test_an_acronym_for_nothing_goes() -> None:
    text = "We use the Canadian Occupational Performance Measure (COPM) with you."
    document = parse_text(text)
    assert unused(document) == ["(COPM)"]
    new, _ = fixing.apply(text, [f.fix for f in find("acronyms/unused", document) if f.fix])
    assert new == "We use the Canadian Occupational Performance Measure with you."


@pytest.mark.parametrize(
    "text",
    [
        "We use the Canadian Occupational Performance Measure (COPM). The COPM is long.",
        "We use the Canadian Occupational Performance Measure (COPM). It is COPM-like.",
        "The COPM\n\nWe use the Canadian Occupational Performance Measure (COPM) with you.",
        "Occupational therapy (OT) helps you do what you want to do.",
        "We went to a place (COPM) that nobody knew of.",
    ],
)
def test_an_acronym_that_is_used(text: str) -> None:
    assert unused(parse_text(text)) == []


WORDS = st.sampled_from(
    [
        "ADL",
        "ADLs",
        "(ADL)",
        "(ADLs",
        "activities",
        "of",
        "daily",
        "living",
        "U.S.",
        "A.",
        "A&E",
        "the",
        "GO",
        ",",
        ".",
        "–",
        "“",
        "”",
        "\n\n",
        "OTR/L",
        "Jane",
        "II",
        "5",
        "stands for",
        "\ufffc",
        "é",
    ]
)


@given(st.lists(WORDS, max_size=30).map(" ".join), st.sampled_from(list(Format)))
def test_one_finding_an_acronym_at_its_very_place(text: str, format: Format) -> None:
    document = parse_text(text, format)
    found = texts(document, find("acronyms/undefined", document))
    names = [name.rstrip("s") for name in found]
    assert len(set(names)) == len(names)
    assert all(name.isupper() for name in names)
    assert all(shown.startswith("(") and shown.endswith(")") for shown in unused(document))
