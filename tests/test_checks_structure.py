"""Headings, links, pictures, lists and front matter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint import fixing
from otlint.checks.images import is_useless
from otlint.errors import InputError
from otlint.model import Format, Source
from otlint.parsing import parse
from otlint.registry import builtin_rules
from tests.helpers import find, parse_text, texts

STRUCTURE = tuple(rule for rule in builtin_rules() if rule.startswith("structure/"))


def found(rule: str, text: str, format: Format = Format.MARKDOWN) -> list[str]:
    document = parse_text(text, format)
    return texts(document, find(f"structure/{rule}", document))


# Headings


def test_plain_text_has_no_levels_links_or_front_matter() -> None:
    text = (
        "---\ntags: a\n---\n\nSleep\n\nNaps help a tired child through the day.\n\n#### When\n\n"
        "After lunch, for a while. [click here](x) ![](y)\n\n# More\n\nAnd then some more of it.\n"
    )
    document = parse_text(text)
    assert [rule for rule in STRUCTURE if find(rule, document)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n\n# B\n\n# C\n", ["B"]),
        ("## A\n\n# B\n", []),
        ("---\ntitle: A b\n---\n\n# A B.\n\n# C\n", ["C"]),
        ("---\ntitle:\n---\n\n# A\n", []),
        ("+++\nTitle = 'A'\n+++\n\n# B\n", ["B"]),
    ],
)
def test_one_title(text: str, expected: list[str]) -> None:
    assert found("second-title", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n\n### B\n\n### C\n\n##### D\n", ["B", "D"]),
        ("#### A\n\n## B\n\n### C\n", []),
        ("---\ntitle: A\n---\n\n### B\n", ["B"]),
        ("# A\n\n## B\n\n#### *C* d\n", ["C* d"]),
    ],
)
def test_levels_in_order(text: str, expected: list[str]) -> None:
    assert found("heading-order", text) == expected


def test_what_is_above_is_named() -> None:
    (finding,) = find(
        "structure/heading-order", parse_text("---\ntitle: A\n---\n\n### B\n", Format.MARKDOWN)
    )
    assert finding.message == "A heading of level 3 below the title: make it level 2."


def test_headings_said_twice() -> None:
    assert found("repeated-heading", "## It’s on\n\n## It's On:\n") == ["It's On:"]
    assert found("repeated-heading", "## `a`\n\n## `b`\n\n## `c` d\n\n## `e` d\n") == []


# Links


@pytest.mark.parametrize(
    "words",
    [
        "here",
        "Here.",
        "click here",
        "Click here to book a visit",
        "“here”",
        "this link",
        "Read more »",
        "learn more",
        "more",
        "find out more…",
        "→ more information",
        "right here",
        "link",
    ],
)
def test_links_that_say_nothing(words: str) -> None:
    (text,) = found("link-text", f"Go on. [{words}](/a) Thanks.")
    assert text == words
    assert found("link-text", f"<p>Go on. <a href='/a'>{words}</a></p>", Format.HTML) == [words]


@pytest.mark.parametrize(
    "words",
    [
        "here is our guide",
        "read more about sleep",
        "this guide",
        "get more sleep",
        "clicker training",
        "more than a feeling",
        "link to others",
        "our fees",
        "¹",
        "[1]",
    ],
)
def test_links_that_say_something(words: str) -> None:
    assert found("link-text", f"<p>Go on. <a href='/a'>{words}</a></p>", Format.HTML) == []


def test_only_the_words_of_a_link_are_flagged() -> None:
    assert found("link-text", "Our fees are [***here***](/a).") == ["here"]
    assert found("link-text", "[![Our fees](a.png) here](/a) and [here `x`](/a).") == []
    text = "<a href='/a'><h3>Read</h3><p>more</p></a>"
    assert found("link-text", text, Format.HTML) == ["Read</h3><p>more"]


def test_addresses_as_text() -> None:
    long = "https://example.org/health/sleep/2024"
    assert found("link-address", f"[{long}]({long}) and [the guide]({long})") == [long]
    assert found("link-address", f"# Sources:\n\n<{long}>\n\n# More\n\n<{long}>\n") == [long]
    assert found("link-address", "<someone.with.a.long.name@example.org>") == []


# Pictures


@pytest.mark.parametrize(
    "alt",
    [
        "IMG_2041",
        "img-20210304.JPG",
        "DSC0012",
        "photo",
        "Image 3",
        "Screenshot",
        "a picture",
        "alt text",
        "600-x-400-bath",
        "bath-with-a-seat",
        "bath_seat_final.png",
        "Untitled design",
        "header image",
    ],
)
def test_texts_that_say_nothing(alt: str) -> None:
    assert is_useless(alt)
    assert found("alt-useless", f"![{alt}](x)") == [alt]


@pytest.mark.parametrize(
    "alt",
    [
        "A bath",
        "well-being",
        "one-to-one",
        "COVID-19",
        "hand-over-hand",
        "Photo album",
        "2024",
        "Jo",
        "Imaging",
        "T-shirt",
        "Picture this",
    ],
)
def test_texts_that_say_something(alt: str) -> None:
    assert not is_useless(alt)


def test_openings_go_and_capitals_stay() -> None:
    text = "![Photo of a bath](x) ![An image showing OT tools](y) ![Images of us](z)"
    findings = find("structure/alt-opening", parse_text(text, Format.MARKDOWN))
    new, _ = fixing.apply(text, [f.fix for f in findings if f.fix])
    assert new == "![A bath](x) ![OT tools](y) ![Images of us](z)"


def test_how_to_say_that_a_picture_is_decoration() -> None:
    (markdown,) = find("structure/alt-missing", parse_text("![](x)", Format.MARKDOWN))
    (html,) = find("structure/alt-missing", parse_text("<img src=x>", Format.HTML))
    assert '<img src="..." alt="">' in markdown.message
    assert html.message.endswith('write alt="".')


# Front matter


@pytest.mark.parametrize(
    ("matter", "missing"),
    [
        ("tags: [a]", True),
        ("layout: post", True),
        ("tags: [a]\ndate: 2024-01-01", False),
        ("tags: [a]\npublishDate: 2024-01-01", False),
        ("tags: [a]\npublished_at: 2024-01-01", False),
        ("tags: [a]\nlastmod: 2024-01-01", False),
        ("tags: [a]\ndraft: true", False),
        ("tags: [a]\npublished: false", False),
        ("tags: [a]\nlayout: page", False),
        ("permalink: /a/", False),
    ],
)
def test_posts_have_dates(matter: str, missing: bool) -> None:
    assert bool(found("date-missing", f"---\ntitle: A\n{matter}\n---\n\nText.\n")) is missing


def test_the_name_of_a_file_may_hold_the_date() -> None:
    text = "---\ntitle: A\ntags: [a]\n---\n\nText.\n"
    for path, count in (("_posts/2024-05-01-a.md", 0), ("posts/a.md", 1)):
        document = parse(Source(path, text), Format.MARKDOWN)
        assert len(find("structure/date-missing", document)) == count


def test_a_description_is_short() -> None:
    long = "word " * 33
    assert found("description-long", f"---\ntitle: A\ndescription: {long}\n---\n") == [long.strip()]
    assert found("description-long", f"---\ntitle: A\nsummary: {long}\n---\n") == []


# Lists


def test_the_odd_item_of_a_list() -> None:
    items = ["Using a timer", "Taking the time", "Going to bed"]
    for odd, new in (
        ("Make a plan", "Making"),
        ("Stop the clock", "Stopping"),
        ("Rest at noon", "Resting"),
    ):
        text = "".join(f"- {item}\n" for item in [*items, odd])
        (finding,) = find("structure/list-parallelism", parse_text(text, Format.MARKDOWN))
        assert finding.suggestions == (new,)
    two = "".join(f"- {item}\n" for item in [*items, "Make a plan", "Stop the clock"])
    assert found("list-parallelism", two) == []
    nested = "- Using a timer\n- Taking the time\n  - Make a plan\n- Going to bed\n- Eating in\n"
    assert found("list-parallelism", nested) == []
    apart = "- Using a timer\n- Taking the time\n\nNow:\n\n- Going to bed\n- Make a plan\n"
    assert found("list-parallelism", apart) == []


PARTS = st.sampled_from(
    [
        "# ",
        "## ",
        "#### ",
        "\n\n",
        "[here](x)",
        "[",
        "](y)",
        "![",
        "](z)",
        "![photo](p)",
        "<img src=x>",
        "- ",
        "Using a timer\n",
        "Make a plan\n",
        "<h2>",
        "</h2>",
        "<a href=x>more</a>",
        "---\ntitle: A\n---\n",
        "é🧑",
        "&amp;",
        "> ",
        "    ",
        "photo of ",
        "https://example.org/health/sleep/2024",
        "<p>",
        "</p>",
    ]
)


@given(st.lists(PARTS, max_size=25).map("".join), st.sampled_from(list(Format)))
def test_any_text_is_looked_through(text: str, format: Format) -> None:
    try:
        document = parse_text(text, format)
    except InputError:
        return
    for rule in STRUCTURE:
        for finding in find(rule, document):
            assert 0 <= finding.span.start < finding.span.end <= len(text)
            assert finding.message
