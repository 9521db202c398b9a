"""Terms, hyphens, headings, lists, numbers and dates written in two ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint import fixing
from otlint.model import Format, Severity
from otlint.registry import builtin_rules
from tests.helpers import find, parse_text, texts

CONSISTENCY = tuple(rule for rule in builtin_rules() if rule.startswith("consistency/"))


def found(rule: str, text: str, format: Format = Format.TEXT) -> list[str]:
    document = parse_text(text, format)
    return texts(document, find(f"consistency/{rule}", document))


def fixed(rule: str, text: str) -> str:
    findings = find(f"consistency/{rule}", parse_text(text))
    return fixing.apply(text, [f.fix for f in findings if f.fix])[0]


# Terms


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "A web site and a website and a website.",
            "A website and a website and a website.",
        ),
        (
            "Check lists help. A checklist helps. My checklists.",
            "Checklists help. A checklist helps. My checklists.",
        ),
        (
            "The advisor's view, an adviser, my advisor.",
            "The advisor's view, an advisor, my advisor.",
        ),
        (
            "Ten per cent, five percent, two\npercent.",
            "Ten percent, five percent, two\npercent.",
        ),
        # In a tie the first form stays.
        ("A skill set. Our skillset.", "A skill set. Our skill set."),
    ],
)
def test_terms_become_alike(before: str, after: str) -> None:
    assert fixed("terms", before) == after


@pytest.mark.parametrize(
    "text",
    [
        "Our Health Care Trust values healthcare.",
        "“Health care is a right,” she said of healthcare.",
        "Toward the end, toward the start.",
        "It is OK. OK, go on. ok then.",
        "A time\n\nframe is a timeframe.",
    ],
)
def test_terms_that_are_alike(text: str) -> None:
    assert found("terms", text) == []


# Hyphens


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "A pre-school, a preschool, two preschools.",
            "A preschool, a preschool, two preschools.",
        ),
        (
            "Non verbal, non-verbal, nonverbal, nonverbal.",
            "Nonverbal, nonverbal, nonverbal, nonverbal.",
        ),
        (
            "A co-worker’s chair. My coworker, my co-workers.",
            "A co-worker’s chair. My co-worker, my co-workers.",
        ),
        # What is no word is never what to write.
        (
            "A highrisk plan, a highrisk day, a high-risk job.",
            "A high-risk plan, a high-risk day, a high-risk job.",
        ),
    ],
)
def test_hyphens_become_alike(before: str, after: str) -> None:
    assert fixed("hyphenation", before) == after


@pytest.mark.parametrize(
    "text",
    [
        "We re-cover a chair and recover from it.",
        "A well-known face is well known. The long-term plan works in the long term.",
        "A state-of-the-art stateoftheart.",
        "The Well-Being Trust is for wellbeing.",
        "Write to co-op@example.org about the coop.",
        "“Pre-school is fun,” she said of preschool.",
    ],
)
def test_hyphens_that_may_differ(text: str) -> None:
    assert found("hyphenation", text) == []


def test_block_quotations_and_alternative_texts_are_left_alone() -> None:
    text = "Our preschool.\n\n> A pre-school.\n\n![A pre-school](x)\n"
    assert found("hyphenation", text, Format.MARKDOWN) == []


# Ellipses


def test_each_odd_ellipsis_is_mended_at_once() -> None:
    text = "One... two… three... four… five..."
    (finding,) = find("consistency/ellipsis", parse_text(text))
    assert finding.message == (
        "2 ellipses written …: “two…”, “four…”. The rest of the post has three full stops (...)."
    )
    assert fixed("ellipsis", text) == "One... two... three... four... five..."


# Headings


def test_headings_of_one_level_are_alike() -> None:
    text = "## Plan the Whole Day\n\n## Rest and Play Outside\n\n## Go and see people\n"
    (finding,) = find("consistency/heading-case", parse_text(text, Format.MARKDOWN))
    assert finding.suggestions == ("Go and See People",)
    assert found("heading-case", text + "\n## Eat all that people bring\n", Format.MARKDOWN) == []


@pytest.mark.parametrize(
    "heading",
    [
        "What helps most?",
        "Getting dressed",
        "OT and HCPC",
        "SHORT AND SWEET",
        "Read: the Play Plan",
    ],
)
def test_headings_that_tell_nothing(heading: str) -> None:
    text = f"## Plan the Whole Day\n\n## Rest and Play Outside\n\n## {heading}\n"
    assert found("heading-case", text, Format.MARKDOWN) == []


# In preview


def test_what_waits_in_preview() -> None:
    waiting = {rule.id for rule in builtin_rules().values() if rule.preview}
    assert {
        "consistency/serial-comma",
        "consistency/numbers",
        "consistency/dates",
        "structure/list-parallelism",
    } <= waiting


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        (
            "We eat figs, nuts, peas, and ham. Eat figs, peas, ham and nuts. "
            "Or eat figs, nuts, ham, and peas.",
            ["and"],
        ),
        (
            "We eat figs, nuts, peas and ham. Eat figs, peas, ham and nuts. "
            "Or eat figs, nuts, ham, and peas.",
            [","],
        ),
        ("We eat figs, nuts, peas and ham. We came, we saw, we sat, and we won.", []),
        (
            "We eat figs, nuts, peas and ham. They see size, weight, form, and color, all of them.",
            [],
        ),
    ],
)
def test_commas_before_the_last_item(text: str, odd: list[str]) -> None:
    assert found("serial-comma", text) == odd


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("We met two nurses, 3 doctors and four aides.", ["3"]),
        ("We met two nurses at step 3 runs, on 3-4 days, for 3 hours.", []),
        ("We met two nurses. 3 doctors came. “4 aides,” he said.", []),
        ("We met two nurses and 3 of 15 doctors, or 3 people of 20.", []),
    ],
)
def test_small_numbers(text: str, odd: list[str]) -> None:
    assert found("numbers", text) == odd


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("On 3 May, on 4th June 2024 and on Oct. 5, 2024.", ["Oct. 5"]),
        ("On May 3rd, on June 4 and on the 5th of July.", ["5th of July"]),
        ("In May 2024 and on 3 May; in May 12.5 and at 3/4.", []),
    ],
)
def test_dates(text: str, odd: list[str]) -> None:
    assert found("dates", text) == odd


PARTS = st.sampled_from(
    [
        "well-being ",
        "wellbeing ",
        "Wellbeing",
        "health care ",
        "healthcare",
        "…",
        "...",
        ". . .",
        ", ",
        "and ",
        "3 dogs",
        "three cats",
        "3 May",
        "May 4",
        "\n\n",
        "## ",
        "# ",
        "Play and See People",
        "“",
        "”",
        "&hellip;",
        "<p>",
        "<b>",
        "</b>",
        "- ",
        "a, b, c",
        "é🧑",
        "pre-",
        "pre ",
        "preschool",
        "`x`",
    ]
)


@given(st.lists(PARTS, max_size=30).map("".join), st.sampled_from(list(Format)))
def test_fixes_settle(text: str, format: Format) -> None:
    document = parse_text(text, format)
    for rule in CONSISTENCY:
        findings = find(rule, document)
        assert all(f.severity is Severity.SUGGESTION for f in findings)
        new, _ = fixing.apply(text, [f.fix for f in findings if f.fix])
        if rule in ("consistency/terms", "consistency/hyphenation", "consistency/ellipsis"):
            again = find(rule, parse_text(new, format))
            assert len([f for f in again if f.fix]) <= len([f for f in findings if not f.fix])
