"""Links, images and empty headings: which there are, and where exactly they stand."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint.errors import InputError
from otlint.model import Document, Format, Source
from otlint.parsing import parse
from tests.helpers import NAMES

SPEC: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data/commonmark/spec.json").read_text(encoding="utf-8")
)


def read(text: str, format: Format = Format.MARKDOWN) -> Document:
    document = parse(Source(NAMES[format], text), format)
    assert_marks_hold(document)
    return document


def assert_marks_hold(document: Document) -> None:
    """Every span lies in the text, what is inside in what is around it, all in source order."""
    length = len(document.source.text)
    for spans in (
        [link.span for link in document.links],
        [image.span for image in document.images],
        list(document.empty_headings),
    ):
        assert spans == sorted(spans)
        assert all(0 <= span.start < span.end <= length for span in spans)
    assert all(link.span.contains(link.inner) for link in document.links)
    for image in document.images:
        assert bool(image.alt) == (image.alt_span is not None)
        assert image.alt_span is None or image.span.contains(image.alt_span)


def links(text: str, format: Format = Format.MARKDOWN) -> list[tuple[str, str, str]]:
    return [
        (
            text[link.span.start : link.span.end],
            text[link.inner.start : link.inner.end],
            link.target,
        )
        for link in read(text, format).links
    ]


def images(text: str, format: Format = Format.MARKDOWN) -> list[tuple[str, str | None, str]]:
    return [
        (
            text[image.span.start : image.span.end],
            image.alt,
            text[image.alt_span.start : image.alt_span.end] if image.alt_span else "",
        )
        for image in read(text, format).images
    ]


def empty(text: str, format: Format = Format.MARKDOWN) -> list[str]:
    return [text[span.start : span.end] for span in read(text, format).empty_headings]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a [b *c*](u) d", ("[b *c*](u)", "b *c*", "u")),
        ("Ünï 🧑‍⚕️ [**here**](u).", ("[**here**](u)", "**here**", "u")),
        ("[![x](y)](z)", ("[![x](y)](z)", "![x](y)", "z")),
        ("[](e)", ("[](e)", "", "e")),
        ("[r][q]\n\n[q]: /w", ("[r][q]", "r", "/w")),
        ("<https://a.b/c>", ("<https://a.b/c>", "https://a.b/c", "https://a.b/c")),
        ('<a href="x">he *r* re</a>', ('<a href="x">he *r* re</a>', "he *r* re", "x")),
        ('> - [a\n>   b](u) "c"', ("[a\n>   b](u)", "a\n>   b", "u")),
        (
            "<p><a\nhref=x>click <b>me</b></a></p>",
            ("<a\nhref=x>click <b>me</b></a>", "click <b>me</b>", "x"),
        ),
        ('[x]({{< ref "a.md" >}})', ('[x]({{< ref "a.md" >}})', "x", None)),
    ],
)
def test_links_of_markdown(text: str, found: tuple[str, str, str | None]) -> None:
    ((span, inner, target),) = links(text)
    assert (span, inner) == found[:2]
    assert found[2] in (target, None)


def test_what_is_no_link() -> None:
    assert links("`[a](b)` and [a] (b)\n\n    x = call(\"[a](b)\");\n\n<a name='x'>here</a>") == []
    assert links('<a href="x">never closed', Format.HTML) == []
    assert links('<div hidden><a href="x">here</a></div>', Format.HTML) == []
    assert links("[a](b) https://a.b", Format.TEXT) == []


def test_a_link_that_names_itself_elsewhere() -> None:
    named = read('<a href="x" aria-label="Our fees">here</a> <a href="y">there</a>', Format.HTML)
    assert [link.named for link in named.links] == [True, False]
    assert read('[a](b "Our fees")').links[0].named
    assert read('<a href="x" title="Our fees">here</a>').links[0].named


@pytest.mark.parametrize(
    ("text", "format", "found"),
    [
        ("![al *x*](i)", Format.MARKDOWN, ("![al *x*](i)", "al x", "al *x")),
        ("![](i)", Format.MARKDOWN, ("![](i)", None, "")),
        ("![ ](i)", Format.MARKDOWN, ("![ ](i)", None, "")),
        ("![a ![b](c) d](i)", Format.MARKDOWN, ("![a ![b](c) d](i)", "a b d", "a ![b](c) d")),
        ("<img src=q>", Format.HTML, ("<img src=q>", None, "")),
        ("<img src=q>", Format.MARKDOWN, ("<img src=q>", None, "")),
        (
            "See <img src=q alt='a &amp; b'>.",
            Format.MARKDOWN,
            ("<img src=q alt='a &amp; b'>", "a & b", "a &amp; b"),
        ),
        ("<img src=q alt>", Format.HTML, ("<img src=q alt>", "", "")),
        ('<img src=q alt="">', Format.HTML, ('<img src=q alt="">', "", "")),
        (
            '<img src=q role="presentation">',
            Format.HTML,
            ('<img src=q role="presentation">', "", ""),
        ),
        ('<img src=q width="1">', Format.HTML, ('<img src=q width="1">', "", "")),
        ('{{< figure src="f" >}}', Format.MARKDOWN, ('{{< figure src="f" >}}', None, "")),
        (
            'a {{< img src="k" alt=" A cat " >}} b',
            Format.MARKDOWN,
            ('{{< img src="k" alt=" A cat " >}}', "A cat", "A cat"),
        ),
        (
            "{% include pic.html src='k' alt='A cat' %}",
            Format.MARKDOWN,
            ("{% include pic.html src='k' alt='A cat' %}", "A cat", "A cat"),
        ),
        (
            '<Image src={a} alt="A cat" />',
            Format.MDX,
            ('<Image src={a} alt="A cat" />', "A cat", "A cat"),
        ),
        ('<img src="a" />', Format.MDX, ('<img src="a" />', None, "")),
    ],
)
def test_images(text: str, format: Format, found: tuple[str, str | None, str]) -> None:
    assert images(text, format) == [found]


@pytest.mark.parametrize(
    ("text", "format"),
    [
        ('{{< figure src="f" caption="A cat" >}}', Format.MARKDOWN),
        ('{{< img src="f" >}}', Format.MARKDOWN),
        ('`{{< figure src="f" >}}`', Format.MARKDOWN),
        ('```\n{{< figure src="f" >}}\n```', Format.MARKDOWN),
        ("```\n![](x.png)\n```", Format.MARKDOWN),
        ("<Image src={a} alt={b} />", Format.MDX),
        ("<Image {...props} src={a} />", Format.MDX),
        ("<Chart src={a} />", Format.MDX),
        ("<img src=q aria-hidden=true>", Format.HTML),
        ("<nav><img src=q></nav><p>Text.</p>", Format.HTML),
        ("![](x.png)", Format.TEXT),
    ],
)
def test_no_image_that_anything_can_be_said_of(text: str, format: Format) -> None:
    assert images(text, format) == []


@pytest.mark.parametrize(
    ("text", "format", "found"),
    [
        ("##\n\ntext", Format.MARKDOWN, ["##\n"]),
        ("## <!-- note -->", Format.MARKDOWN, ["## <!-- note -->"]),
        ("## `code`\n\n## ![](x)\n\n## {{< x >}}\n", Format.MARKDOWN, []),
        ("<h2>&nbsp;</h2><h3><b> </b></h3>", Format.HTML, ["<h2>&nbsp;</h2>", "<h3><b> </b></h3>"]),
        ("<h2><img src=x alt=y></h2><h2>a</h2>", Format.HTML, []),
        ("<h2><span class='sr-only'>Menu</span></h2>", Format.HTML, []),
        ("<h2 hidden></h2>", Format.HTML, []),
        ("One.\n\n<h2>&nbsp;</h2>\n", Format.MARKDOWN, ["<h2>&nbsp;</h2>"]),
    ],
)
def test_empty_headings(text: str, format: Format, found: list[str]) -> None:
    assert empty(text, format) == found


def test_what_belongs_to_the_page_is_left_out() -> None:
    text = (
        "<html><body><header><a href=/>Home</a><img src=logo></header><article>"
        "<h1>Sleep</h1><p>Try to <a href=/bath>take a bath</a> every night.</p><img src=bath>"
        "</article><footer><h4></h4><a href=/terms>here</a></footer></body></html>"
    )
    assert [inner for _, inner, _ in links(text, Format.HTML)] == ["take a bath"]
    assert [span for span, _, _ in images(text, Format.HTML)] == ["<img src=bath>"]
    assert empty(text, Format.HTML) == []


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("example", SPEC, ids=lambda example: str(example["example"]))
def test_commonmark_examples_keep_their_marks(example: dict[str, Any], newline: str) -> None:
    read(example["markdown"].replace("\n", newline))


PARTS = st.sampled_from(
    [
        "[",
        "](u)",
        "![",
        "](i)",
        "<a href=x>",
        "</a>",
        "<img alt='é'>",
        "# ",
        "\n",
        "\r\n",
        "> ",
        "- ",
        "<h2>",
        "</h2>",
        "&nbsp;",
        "{{< figure src='x' >}}",
        "`",
        "é🧑",
        " ",
        "    ",
        "<p>",
        "</p>",
        "<!--",
        "-->",
        "**",
        "<article>",
        "</article>",
        "[r]",
        "\n[r]: u\n",
        "<nav>",
        "</nav>",
        "words",
    ]
)


@given(st.lists(PARTS, max_size=25).map("".join), st.sampled_from(list(Format)))
def test_marks_hold_in_any_text(text: str, format: Format) -> None:
    with contextlib.suppress(InputError):
        read(text, format)
