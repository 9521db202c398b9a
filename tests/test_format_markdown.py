"""Markdown: what is prose, what is not, and where each character stands."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint.errors import InputError
from otlint.formats import markdown
from otlint.model import OBJECT, Block, Document, Kind, Source
from tests.maps import assert_map_holds

SPEC: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data/commonmark/spec.json").read_text(encoding="utf-8")
)


def parse(source: Source) -> Document:
    return markdown.parse(source, mdx=source.path.endswith(".mdx"))


def blocks(text: str, path: str = "post.md") -> tuple[Block, ...]:
    found = parse(Source(path, text)).blocks
    for block in found:
        assert_map_holds(block, text)
    return found


def read(text: str, path: str = "post.md") -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in blocks(text, path)]


def test_the_specification_is_whole() -> None:
    assert len(SPEC) == 652


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("example", SPEC, ids=lambda example: str(example["example"]))
def test_commonmark_examples_keep_their_places(example: dict[str, Any], newline: str) -> None:
    blocks(example["markdown"].replace("\n", newline))


CODE_OR_RAW = re.compile(r"<pre|<code|<!--|<\?|<!\[|<script|<style|<textarea|<img|<del|<a href=\"")


@pytest.mark.parametrize(
    "example",
    [
        example
        for example in SPEC
        if example["section"]
        in ("Paragraphs", "ATX headings", "Setext headings", "List items", "Lists",
            "Block quotes", "Emphasis and strong emphasis", "Backslash escapes", "Soft line breaks",
            "Hard line breaks", "Entity and numeric character references", "Thematic breaks")
        and not CODE_OR_RAW.search(example["html"])
    ],
    ids=lambda example: str(example["example"]),
)  # fmt: skip
def test_commonmark_examples_read_as_they_render(example: dict[str, Any]) -> None:
    """The words of the blocks are the words of the rendered page, in its order."""
    rendered = html.unescape(re.sub(r"<[^>]*>", " ", example["html"])).split()
    rendered = [OBJECT if word == "#hashtag" else word for word in rendered]
    ours = " ".join(block.text for block in blocks(example["markdown"]))
    assert re.sub(r"\s", "", ours) == "".join(rendered)


def test_kinds_and_text() -> None:
    text = (
        "# Getting *well*\n\nOne `code` and <b>bold</b> &amp;\nnext  \nline.\n\n- [ ] a task\n\n"
        "> quoted\n> words\n\n| cell |\n|---|\n| two |\n\n![A *cat*](cat.jpg)\n"
    )
    assert read(text) == [
        ("heading", "Getting well"),
        ("paragraph", f"One {OBJECT} and bold & next\nline."),
        ("list-item", "a task"),
        ("quote", "quoted words"),
        ("table-cell", "cell"),
        ("table-cell", "two"),
        ("alt-text", "A cat"),
    ]


def test_a_word_is_found_where_it_stands_behind_wide_characters() -> None:
    text = "Ünïcödé 🧑‍⚕️ *after* a **touch** session.\r\n"
    (block,) = blocks(text)
    at = block.text.index("touch")
    span = block.span(at, at + 5)
    assert text[span.start : span.end] == "touch"


def test_an_edit_across_cut_markup_is_refused() -> None:
    (block,) = blocks("the *the* end")
    assert block.text == "the the end"
    assert block.edit(0, 7, "the") is None
    assert block.edit(4, 7, "an") is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https://example.org/a_b_c, then go.", f"See {OBJECT}, then go."),
        ("Write to jo@example.org.", f"Write to {OBJECT}."),
        ("See <https://example.org>.", f"See {OBJECT}."),
        ("A [link](https://example.org) here.", "A link here."),
        ("A note.[^1]\n\n[^1]: Below.", "A note."),
        ('{{< figure src="x" >}} shows it.', f"{OBJECT} shows it."),
        ("By {{ page.author }}, today.", f"By {OBJECT}, today."),
        ("One {% include x.html %} two.", f"One {OBJECT} two."),
        ("Press <kbd>Ctrl</kbd> now.", f"Press {OBJECT} now."),
        ("A line<br>broken.", "A line\nbroken."),
        ("Fish &amp; chips", "Fish & chips"),
        (r"Five \* stars", "Five * stars"),
        ("Hidden <!-- note --> words", "Hidden  words"),
    ],
)
def test_what_is_no_prose_becomes_an_object_or_nothing(text: str, expected: str) -> None:
    assert blocks(text)[0].text == expected


@pytest.mark.parametrize(
    "text",
    [
        "```\ncode\n```\n",
        "    x = call(1);\n",
        "{% highlight js %}\nvar words;\n{% endhighlight %}\n",
        "{{< highlight go >}}\nwords := 1\n{{< /highlight >}}\n",
        "{: .class}\n",
        "{{< toc >}}\n",
        "<script>\nvar words = 1;\n</script>\n",
        "<!-- only\n\na comment -->\n",
        "[ref]: https://example.org 'Title'\n",
        "---\n",
        "",
        "\n\n",
        "\ufeff",
    ],
)
def test_no_prose_at_all(text: str) -> None:
    assert [block for block in blocks(text) if block.text.strip("\ufeff")] == []


def test_a_paired_shortcode_keeps_its_prose() -> None:
    assert read("{{% note %}}\nRest *well*.\n{{% /note %}}\n") == [("paragraph", "Rest well.")]


def test_prose_indented_by_a_paste_is_prose() -> None:
    text = "  1. Rest\n\n    Try again after a *touch* session, and rest.\n\n    It helps.\n"
    assert [found for _, found in read(text)] == [
        "Rest",
        "Try again after a touch session, and rest.",
        "It helps.",
    ]


def test_indented_code_beside_indented_prose_stays_code() -> None:
    text = "    We rest for a while and then we go on.\n\n    const rest = () => { wait(); };\n"
    assert [found for _, found in read(text)] == ["We rest for a while and then we go on."]


def test_html_inside_markdown_is_read() -> None:
    text = '<div class="x">\n<p>One &amp; two</p>\n<img src="a" alt="A chair">\n</div>\n\nThree.\n'
    assert ("paragraph", "One & two") in read(text)
    assert ("alt-text", "A chair") in read(text)


def test_html_inside_a_quotation_keeps_its_places() -> None:
    assert ("paragraph", "One two") in [
        (kind, found.replace("\n", " "))
        for kind, found in read("> <div>\n> <p>One\n> two</p></div>\n")
    ]


def test_front_matter_gives_title_and_description() -> None:
    text = "---\ntitle: A touch session\ndescription: \"How it 'went'\"\ntags: [a]\n---\nBody.\n"
    document = parse(Source("post.md", text))
    assert document.front_matter is not None
    assert document.front_matter.values["tags"] == ["a"]
    assert [(block.kind, block.text) for block in document.blocks] == [
        (Kind.TITLE, "A touch session"),
        (Kind.DESCRIPTION, "How it 'went'"),
        (Kind.PARAGRAPH, "Body."),
    ]


MDX = """import Card from './card'

# Hi {name}

<Callout type={a > b ? {x: 1} : 'y'}>

Some **text**, <b>bold</b> and <Icon /> more.

</Callout>

{/* otlint-disable */}

Use `{` and `<div`.

    Indented prose.

export const meta = {
  title: 'x'
}

The end.
"""


def test_mdx() -> None:
    assert read(MDX, "post.mdx") == [
        ("heading", f"Hi {OBJECT}"),
        ("paragraph", f"Some text, bold and {OBJECT} more."),
        ("paragraph", f"Use {OBJECT} and {OBJECT}."),
        ("paragraph", "Indented prose."),
        ("paragraph", "The end."),
    ]
    (comment,) = parse(Source("post.mdx", MDX)).comments
    assert comment.text == "otlint-disable"
    assert MDX[comment.span.start : comment.span.end] == "{/* otlint-disable */}"


def test_comments_are_collected_with_their_places() -> None:
    text = "<!-- one -->\n\nA <!-- two --> b\n\n<div><!-- three --></div>\n"
    comments = parse(Source("post.md", text)).comments
    assert [comment.text for comment in comments] == ["one", "two", "three"]
    for comment in comments:
        assert text[comment.span.start : comment.span.end] == f"<!-- {comment.text} -->"


@pytest.mark.parametrize("text", [">" * 1001 + " x", "- " * 1001 + "x"])
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="nested more than"):
        parse(Source("post.md", text))


@pytest.mark.parametrize(
    "text",
    ["[" * 20_000, "`" * 20_000 + "a", "{{<" * 5_000, "{%" * 5_000, "<" * 20_000, "<!--" * 5_000,
     "a" * 200_000, "a@" * 20_000, "x." * 20_000, "    " * 5_000 + "x", "{" * 20_000, "&" * 20_000,
     "![" * 5_000, "*a " * 5_000],
    ids=lambda text: text[:4],
)  # fmt: skip
@pytest.mark.parametrize("path", ["post.md", "post.mdx"])
def test_hostile_text_is_read_in_reasonable_time(text: str, path: str) -> None:
    parse(Source(path, text))


PIECES = st.sampled_from(
    ["a", "touch ", "é", "🧑‍⚕️", "\n", "\n\n", "\r\n", "\r", "*", "**", "_", "`", "&amp;", "&#x41;",
     "\\*", "> ", "- ", "1. ", "# ", "    ", "\t", "<b>", "</b>", "<br>", "<!-- c -->", "<div>",
     "</div>", "[a](b)", "![a](b)", "| a | b |\n|---|---|\n| c | d |\n", "{{< x >}}", "{% y %}",
     "{: .z}", "https://a.b/c", "~~", "[^1]", "[^1]: n", "---\n", "<p>x", "{a}", "<X y={1}/>",
     "import a from 'b'\n", "\ue000", "\ufffc", "\u00a0"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join), st.sampled_from(["post.md", "post.mdx"]))
def test_the_map_holds_on_any_markdown(text: str, path: str) -> None:
    try:
        found = parse(Source(path, text)).blocks
    except InputError:
        return
    for block in found:
        assert_map_holds(block, text)
