"""Plain text: what its lines are taken for, and that every place is exact."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otlint.formats.code import looks_like_code
from otlint.formats.text import parse
from otlint.model import OBJECT, Block, Document, Kind, Source
from tests.maps import assert_map_holds


def read(text: str) -> Document:
    return parse(Source("post.txt", text))


def shown(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read(text).blocks]


def whole(text: str) -> Block:
    (block,) = read(text).blocks
    return block


PROSE = (
    "Lay out the clothes in the order in which they go on, and mornings get easier for everyone."
)


def test_title_headings_and_paragraphs() -> None:
    text = f"Calm mornings: a plan\n\n{PROSE}\n\n\nWhat Helps\n\n{PROSE}\n"
    blocks = read(text).blocks
    assert [(b.kind, b.level) for b in blocks] == [
        (Kind.HEADING, 1),
        (Kind.PARAGRAPH, 0),
        (Kind.HEADING, 2),
        (Kind.PARAGRAPH, 0),
    ]
    assert text[blocks[2].source_span.start : blocks[2].source_span.end] == "What Helps"


@pytest.mark.parametrize(
    "line",
    [
        "That is where a routine comes in.",
        "Most of all,",
        "Here is how:",
        "and then there was breakfast",
        "Sound familiar?",
        "By Maya Jones, OTR/L",
        "12 May 2024",
        "May 12th, 2024",
        "It works!",
        "1234",
    ],
)
def test_no_heading(line: str) -> None:
    kinds = [block.kind for block in read(f"{PROSE}\n\n{line}\n\n{PROSE}").blocks]
    assert Kind.HEADING not in kinds


@pytest.mark.parametrize(
    "line",
    [
        "What Is Sensory Processing?",
        "How do I know whether my child needs help?",
        "Big Feelings, Small Steps!",
        "It’s Not About Fixing—It’s About Understanding",
        "“Just try harder”",
    ],
)
def test_heading(line: str) -> None:
    assert shown(f"{PROSE}\n\n{line}\n\n{PROSE}")[1] == ("heading", line)


def test_a_short_last_line_is_no_heading() -> None:
    assert shown(f"{PROSE}\n\nWarmly,\n\nMaya\n\n{PROSE}")[1:3] == [
        ("paragraph", "Warmly,"),
        ("paragraph", "Maya"),
    ]
    assert shown(f"{PROSE}\n\nMore To Come")[-1] == ("paragraph", "More To Come")


def test_headings_without_blank_lines() -> None:
    text = f"Calm mornings\n{PROSE}\nWhat helps\n{PROSE}\n"
    assert [kind for kind, _ in shown(text)] == ["heading", "paragraph", "heading", "paragraph"]


def test_short_lines_in_a_row_are_a_list() -> None:
    text = f"You Will Need\n\nA towel\n\nA mirror\n\nA toothbrush\n\nA timer\n\n{PROSE}"
    assert [kind for kind, _ in shown(text)][:5] == ["heading"] + ["list-item"] * 4


def test_underlined_and_hashed_headings() -> None:
    text = f"The plan.\n=========\n\n{PROSE}\n\n## What helps.\n{PROSE}"
    assert [(b.kind, b.level) for b in read(text).blocks if b.kind is Kind.HEADING] == [
        (Kind.HEADING, 1),
        (Kind.HEADING, 2),
    ]


@pytest.mark.parametrize(
    ("marker", "text"),
    [
        ("1.", "First of all."),
        ("  12)", "Second of all."),
        ("(3)", "Third."),
        ("a)", "Lettered."),
        ("-", "Dash."),
        ("*", "Star."),
        ("•", "Bullet."),
        ("•\t", "Bullet and tab."),
        ("o\t", "Word's hollow bullet."),
        ("–", "En dash."),
        ("✓", "Tick."),
        ("✔️", "Tick with variation selector."),
        ("→", "Arrow."),
        ("👉", "Finger."),
        ("\u00a0\u00a0-", "Indented by no-break spaces."),
    ],
)
def test_list_markers_are_cut(marker: str, text: str) -> None:
    block = whole(f"{marker} {text}")
    assert (block.kind, block.level, block.text) == (Kind.LIST_ITEM, 1, text)


@pytest.mark.parametrize(
    "line",
    [
        "2024. What a year it was for us.",
        "-5 degrees is cold.",
        "I. Newton said so.",
        "*Note the star.",
    ],
)
def test_no_list_marker(line: str) -> None:
    assert whole(line).kind is Kind.PARAGRAPH


def test_indented_prose_under_a_numbered_item_is_prose() -> None:
    text = f"  1. Patience is quiet.\n\n    {PROSE}\n\n  2. Growth is slow.\n\n    {PROSE}\n"
    assert shown(text) == [
        ("list-item", "Patience is quiet."),
        ("paragraph", PROSE),
        ("list-item", "Growth is slow."),
        ("paragraph", PROSE),
    ]


WRAPPED = (
    "When the morning rush begins, most of us talk faster, and that is the\n"
    "moment when a child who needs time needs it most. Slow down, get on the\n"
    "the same level, and say one thing.\n"
)


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    block = whole(WRAPPED)
    assert "get on the the same level" in block.text
    at = block.text.index("the the")
    span = block.span(at, at + 7)
    assert WRAPPED[span.start : span.end] == "the\nthe"
    assert block.contiguous(at, at + 7)


@pytest.mark.parametrize("newline", ["\r\n", "\r", "  \n", "\t\r\n   "])
def test_wrapping_keeps_places_with_every_newline(newline: str) -> None:
    text = WRAPPED.strip().replace("\n", newline)
    block = whole(text)
    at = block.text.index("same level")
    span = block.span(at, at + 10)
    assert text[span.start : span.end] == "same level"
    assert "\n" not in block.text
    assert "\r" not in block.text


def test_a_small_word_at_the_end_joins_short_lines() -> None:
    assert whole("We looked at the\nthe chart.").text == "We looked at the the chart."


def test_short_lines_stay_apart() -> None:
    assert shown("Warmly,\nMaya\nmaya@example.org") == [
        ("paragraph", "Warmly,"),
        ("paragraph", "Maya"),
    ]
    assert len(read(f"{PROSE}\n{PROSE}{PROSE}\n{PROSE}").blocks) == 3


def test_unmarked_list_lines_stay_apart() -> None:
    text = (
        "Practise with a weighted pencil for ten minutes a day\n"
        "Use a picture plan to help with the morning routine\n"
        "Offer two choices so that your child can feel in control\n"
    )
    assert len(read(text).blocks) == 3


def test_wrapped_list_item_and_broken_word() -> None:
    text = "- Ask the team to plan for person-\n  centred goals, short-\n  and long-term ones."
    block = whole(text)
    assert block.text == "Ask the team to plan for person-centred goals, short- and long-term ones."
    at = block.text.index("person-centred")
    assert not block.contiguous(at, at + len("person-centred"))


def test_quoted_lines() -> None:
    text = "> She said that mornings\n> were a fight.\n\nNow they are calm."
    assert shown(text) == [
        ("quote", "She said that mornings were a fight."),
        ("paragraph", "Now they are calm."),
    ]
    block = read(text).blocks[0]
    at = block.text.index("mornings were")
    assert not block.contiguous(at, at + len("mornings were"))


def test_lines_that_look_blank_are_blank() -> None:
    text = f"{PROSE}\n\u00a0 \n\u200b\n\ufeff\n{PROSE}\n---\n* * *\n{PROSE}"
    assert [text for _, text in shown(text)] == [PROSE] * 3


def test_soft_hyphens_and_zero_width_characters_leave_words_whole() -> None:
    text = "The pro\u00adprio\u00adception game\u200b is \ufefffun for every\u2060one."
    block = whole(text)
    assert block.text == "The proprioception game is fun for everyone."
    at = block.text.index("proprioception")
    assert not block.contiguous(at, at + 14)
    span = block.span(at, at + 14)
    assert text[span.start : span.end] == "pro\u00adprio\u00adception"


def test_emoji_and_joiners_stay() -> None:
    assert whole("We 👩‍👧 play every day.").text == "We 👩‍👧 play every day."


def test_comments_are_cut_and_kept() -> None:
    text = f"<!-- otlint-disable a/b: why -->\n{PROSE} <!-- one\n two --> And so on.\n<!-- open"
    document = read(text)
    assert [comment.text for comment in document.comments] == [
        "otlint-disable a/b: why",
        "one\n two",
    ]
    spans = [comment.span for comment in document.comments]
    assert text[spans[0].start : spans[0].end] == "<!-- otlint-disable a/b: why -->"
    assert [block.text for block in document.blocks] == [PROSE, "And so on.", "<!-- open"]


def test_addresses_are_objects() -> None:
    assert whole("Write to maya@example.org or see https://example.org/a.b?c=d.").text == (
        f"Write to {OBJECT} or see {OBJECT}."
    )
    assert read("https://example.org\n").blocks == ()


def test_empty() -> None:
    for text in ("", "\n", " \u00a0\r\n", "----", "1."):
        assert read(text).blocks == ()


LINES = st.sampled_from(
    [
        "",
        " ",
        "\u00a0",
        "- ",
        "1. One",
        "    12) Two and then some more words",
        "> quoted words here",
        "A Heading Here",
        "# Hash",
        "===",
        "xo,",
        "👍🏽 emoji bullet",
        "pro\u00adprio\u00adception is a wo\u200brd",
        "see https://example.org/x or a@b.org now",
        "<!-- comment -->",
        "text <!-- open",
        "closed --> text",
        "this line is long enough to have been wrapped by a program at the",
        "the next one runs on in lower case and is about as long as that on-",
        "e ends here.",
        PROSE,
    ]
)
NEWLINES = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\x85", "\u2028", "\x0c"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.one_of(LINES, st.text(max_size=12)), NEWLINES), max_size=12))
def test_source_map_property(lines: list[tuple[str, str]]) -> None:
    text = "".join(line + newline for line, newline in lines)
    place = 0
    for block in read(text).blocks:
        assert_map_holds(block, text)
        assert block.text == block.text.strip()
        assert place <= block.source_span.start
        place = block.source_span.end


CODE = [
    "def main():\n    return 0",
    "if (x > 3) {\n    go();\n}",
    "npm install otlint",
    "$ otlint check posts",
    "<div class='a'>\n  <p>Hello</p>\n</div>",
    "import os",
    "from pathlib import Path",
    "const total = items.length;",
    "function greet(name) {",
    '{\n  "name": "value",\n  "other": 3\n}',
    "key: 'value'\nother: true",
    "/usr/local/bin/python",
    "git commit -m message",
    "for item in items:\n    print(item)",
    "SELECT name FROM posts WHERE id == 3;",
    "# a comment for the reader of the code\nx = 3",
    "some_function_name",
    "return x",
    "#include <stdio.h>",
    "export PATH=$HOME/bin",
]
NO_CODE = [
    PROSE,
    "In OT, progress shows up in small wins: trying again, one more time.",
    "Every small act - standing a little longer, trying a new skill - builds toward independence.",
    "xo,\nMaya",
    "Fine motor skills",
    "She said (and we agree) that it was hard; we let it rest.",
    "Let us know if you want to return to work.",
    "If you need help, call us:",
    "For parents and carers:",
    "Import duties made the weighted blanket dear, so we made one.",
    "Class sizes were small, and that helped.",
    "While you wait: breathe.",
    "Ask your OT (occupational therapist) for a home visit.",
    "1. Perseverance is quiet.",
    "Use scores of 3/5 & above; repeat each week.",
    "Note: this is not medical advice.",
    "Weight = effort for many children, and that is fine.",
    "Git is a word that some people use for a fool.",
    "“Try again,” she said, “and then we play.”",
    "",
]


@pytest.mark.parametrize("text", CODE)
def test_code(text: str) -> None:
    assert looks_like_code("\n".join("    " + line for line in text.split("\n")))


@pytest.mark.parametrize("text", NO_CODE)
def test_prose_is_no_code(text: str) -> None:
    assert not looks_like_code("\n".join("    " + line for line in text.split("\n")))


def test_hostile_text_takes_linear_time() -> None:
    for text in ("<!--" * 50_000, "> " * 100_000, "1. " * 60_000, "(" * 200_000, "a@" * 90_000):
        read(text)
    for text in ("x = " * 50_000, "a." * 90_000, "((" * 90_000, "'" * 90_000):
        looks_like_code(text)
