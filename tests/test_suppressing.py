from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from otlint import suppression
from otlint.errors import InputError, UsageError
from otlint.formats import markdown
from otlint.model import Document, Finding, Format, Severity, Source, Span
from otlint.parsing import parse
from otlint.suppressing import Suppressed, checked_reason, inserted, suppress

RULES = {"touch": "slips/touch", "wodr": "spelling/word"}


def document(text: str, format_: Format = Format.MARKDOWN) -> Document:
    return parse(Source(f"post.{format_.value}", text), format_)


def in_prose(post: Document) -> list[Finding]:
    """One finding for each of the known words that a reader sees."""
    return [
        Finding(RULES[m[0]], block.span(*m.span()), "m", Severity.ERROR, fingerprint="f")
        for block in post.blocks
        for m in re.finditer("touch|wodr", block.text)
    ]


def quieted(text: str, format_: Format = Format.MARKDOWN, reason: str = "old") -> Suppressed:
    post = document(text, format_)
    found = in_prose(post)
    result = suppress(post, found, reason)
    # Every other byte is the same, and a second look finds what the result says is left.
    assert result.document.source.text == inserted(text, result.edits)
    assert all(len(edit.span) == 0 for edit in result.edits)
    again = in_prose(result.document)
    assert len(again) == len(found)
    outcome = suppression.judge(result.document, again, RULES.values(), RULES.values())
    assert [one.span for one in outcome.kept] == [one.span for one in result.left]
    assert outcome.unused == ()
    return result


def written(text: str, format_: Format = Format.MARKDOWN, reason: str = "old") -> str:
    result = quieted(text, format_, reason)
    assert result.left == ()
    return result.document.source.text


NEXT = "<!-- otlint-disable-next-line slips/touch: old -->"
MDX_NEXT = "{/* otlint-disable-next-line slips/touch: old */}"
FILE = "<!-- otlint-disable-file slips/touch: old -->"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("touch", f"{NEXT}\ntouch"),
        ("a\n\na\ntouch touch\n", f"a\n\n{NEXT}\na\ntouch touch\n"),
        ("a\n# touch\n", f"a\n{NEXT}\n# touch\n"),
        ("touch\n=====\n", f"{NEXT}\ntouch\n=====\n"),
        ("**touch** b", f"{NEXT}\n**touch** b"),
        ("[touch](x) b", f"{NEXT}\n[touch](x) b"),
        ("![touch](x.png)", f"{NEXT}\n![touch](x.png)"),
        ("a\nb ![touch](x.png)", f"{NEXT}\na\nb ![touch](x.png)"),
        # lists are not parted, neither in their first item nor in others
        ("- touch\n- b\n", f"{NEXT}\n- touch\n- b\n"),
        ("- a\n- touch\n- b\n", f"- a\n  {NEXT}\n- touch\n- b\n"),
        ("- a\n\n- touch\n", f"- a\n\n  {NEXT}\n- touch\n"),
        ("1. a\n2. **touch**\n", f"1. a\n   {NEXT}\n2. **touch**\n"),
        ("- a\n  - touch\n  - touch", f"- a\n  {NEXT}\n  - touch\n    {NEXT}\n  - touch"),
        ("- a\n\n  touch\n- b", f"- a\n\n  {NEXT}\n  touch\n- b"),
        ("- [ ] a\n- [ ] touch\n", f"- [ ] a\n  {NEXT}\n- [ ] touch\n"),
        ("> a\n>\n> touch\n", f"> a\n>\n> {NEXT}\n> touch\n"),
        ("> - touch\n", f"> {NEXT}\n> - touch\n"),
        ("> > touch\n", f"> > {NEXT}\n> > touch\n"),
        ("> [!NOTE]\n> touch\n", f"> [!NOTE]\n> {NEXT}\n> touch\n"),
        ("a[^1]\n\n[^1]: touch\n", f"a[^1]\n\n{NEXT}\n[^1]: touch\n"),
        ("term\n: touch\n", f"term\n: {NEXT}\n  touch\n"),
        # tables are not cut
        ("| touch | b |\n|--|--|\n| a | b |\n", f"{NEXT}\n| touch | b |\n|--|--|\n| a | b |\n"),
        ("| a | b |\n|--|--|\n| a | touch |\n", f"| a | b |\n|--|--|\n| a | {NEXT} touch |\n"),
        ("a | b\n--|--\n**touch** | touch\n", f"a | b {NEXT}\n--|--\n**touch** | touch\n"),
        # code, HTML and templates around
        ("```\ntouch\n```\ntouch\n", f"```\ntouch\n```\n{NEXT}\ntouch\n"),
        ("<div>\n<p>touch</p>\n</div>\n", f"<div>\n{NEXT}\n<p>touch</p>\n</div>\n"),
        (
            "{{< box >}}\ntouch\n{{< /box >}}\n",
            f"{{{{< box >}}}}\n{NEXT}\ntouch\n{{{{< /box >}}}}\n",
        ),
        ("    touch, as pasted from a page.\n", f"{NEXT}\n    touch, as pasted from a page.\n"),
        # front matter has no comments of ours: the top of the body has
        ("---\ntitle: touch\n---\n\na\n", f"---\ntitle: touch\n---\n{FILE}\n\na\n"),
        ("+++\ntitle = 'touch'\n+++\na", f"+++\ntitle = 'touch'\n+++\n{FILE}\na"),
        ("---\ntitle: touch\n---", f"---\ntitle: touch\n---\n{FILE}\n"),
        ("---\ntitle: touch\n---\ntouch", f"---\ntitle: touch\n---\n{FILE}\n{NEXT}\ntouch"),
        # another comment stays
        (
            "<!-- otlint-disable-next-line spelling/word -->\ntouch wodr",
            f"<!-- otlint-disable-next-line spelling/word -->\n{NEXT}\ntouch wodr",
        ),
    ],
)
def test_markdown(text: str, expected: str) -> None:
    result = quieted(text) if "spelling/word" not in text else None
    if result is None:
        post = document(text)
        result = suppress(post, [f for f in in_prose(post) if f.rule == "slips/touch"], "old")
    assert result.document.source.text == expected
    windows = expected.replace("\n", "\r\n")
    if "\n" in text and "spelling/word" not in text:
        assert written(text.replace("\n", "\r\n")) == windows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# touch\n", f"{MDX_NEXT}\n\n# touch\n"),
        ("touch\nb\n", f"{MDX_NEXT}\n\ntouch\nb\n"),
        ("- a\n- **touch**\n", f"- a\n- {MDX_NEXT} **touch**\n"),
        ("> touch\n", f"> {MDX_NEXT} touch\n"),
        ("| a |\n|--|\n| touch |\n", f"| a |\n|--|\n| {MDX_NEXT} touch |\n"),
        (
            "---\ntitle: touch\n---\nimport A from 'a'\n\na\n",
            "---\ntitle: touch\n---\n{/* otlint-disable-file slips/touch: old */}\n\n"
            "import A from 'a'\n\na\n",
        ),
    ],
)
def test_mdx(text: str, expected: str) -> None:
    assert written(text, Format.MDX) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>touch</p>", f"<p>{NEXT}touch</p>"),
        ("<p>\n  <b>touch</b> b</p>", f"<p>\n  <b>{NEXT}touch</b> b</p>"),
        ("<p>a <b>touch</b></p>", f"<p>{NEXT}a <b>touch</b></p>"),
        ("<ul>\n<li>a\n<li>touch\n</ul>", f"<ul>\n<li>a\n<li>{NEXT}touch\n</ul>"),
        ("<td>a</td><td>touch</td>", f"<td>a</td><td>{NEXT}touch</td>"),
        ('<p><img alt="touch" src=x></p>', f'<p>{NEXT}<img alt="touch" src=x></p>'),
        ('<p>a <img alt="touch"></p>', f'<p>{NEXT}a <img alt="touch"></p>'),
        (
            "<head><title>touch</title></head><body>a",
            f"<head>{NEXT}<title>touch</title></head><body>a",
        ),
        (
            '<head><meta name="description" content="touch"></head><body>a',
            f'<head>{NEXT}<meta name="description" content="touch"></head><body>a',
        ),
        ("<p>a&nbsp;&amp; touch</p>", f"<p>{NEXT}a&nbsp;&amp; touch</p>"),
    ],
)
def test_html(text: str, expected: str) -> None:
    assert written(text, Format.HTML) == expected


def test_several_findings_of_one_line_are_one_comment() -> None:
    comment = "<!-- otlint-disable-next-line slips/touch, spelling/word: old -->"
    assert written("touch wodr touch\nwodr") == f"{comment}\ntouch wodr touch\nwodr"
    assert written("|a|b|\n|-|-|\n|touch|wodr|") == f"|a|b|\n|-|-|\n|{comment} touch|wodr|"
    html = "<p>touch</p><p>wodr</p>"
    assert written(html, Format.HTML) == f"<p>{comment}touch</p><p>wodr</p>"


def test_without_a_reason() -> None:
    assert written("touch", reason="") == "<!-- otlint-disable-next-line slips/touch -->\ntouch"


@pytest.mark.parametrize(
    ("text", "format_", "expected"),
    [
        ("a\n", Format.MARKDOWN, f"{FILE}\na\n"),
        ("", Format.MARKDOWN, f"{FILE}\n"),
        ("---\ndate: 1\n---\na\n", Format.MARKDOWN, f"---\ndate: 1\n---\n{FILE}\na\n"),
        ("<p>a</p>", Format.HTML, f"{FILE}\n<p>a</p>"),
        ("<!DOCTYPE html>\n<p>a</p>", Format.HTML, f"<!DOCTYPE html>\n{FILE}\n<p>a</p>"),
        ("<!doctype html><p>a</p>", Format.HTML, f"<!doctype html>\n{FILE}\n<p>a</p>"),
        (
            "<?xml version='1.0'?>\n<!DOCTYPE html>\n<html><body>a",
            Format.HTML,
            f"<?xml version='1.0'?>\n<!DOCTYPE html>\n{FILE}\n<html><body>a",
        ),
    ],
)
def test_findings_about_the_whole_post(text: str, format_: Format, expected: str) -> None:
    finding = Finding("slips/touch", Span(0, min(1, len(text))), "m", Severity.ERROR)
    result = suppress(document(text, format_), [finding], "old")
    assert result.document.source.text == expected
    assert (result.left, result.whole_post) == ((), ("slips/touch",))


def test_page_furniture() -> None:
    text = "# A post\n\nSome prose that ends.\n\nLeave a Reply\n\nRequired fields are marked *\n"
    post = document(text)
    (piece,) = post.furniture
    finding = Finding("furniture/site-chrome", piece.span, "m", Severity.ERROR, fingerprint="f")
    result = suppress(post, [finding], "old")
    comment = "<!-- otlint-disable-next-line furniture/site-chrome: old -->\n"
    assert result.document.source.text == text.replace("\nLeave", f"{comment}\nLeave")
    assert result.left == ()


def test_where_no_comment_can_stand_the_top_has_to_do() -> None:
    post = document("a\n\n`touch` touch\n")
    finding = replace(in_prose(post)[0], span=Span(1, 2))  # in no block: nothing to comment on
    assert suppress(post, [finding], "x").left == ()
    post = document("|a|\n|-|\n|touch|\n")
    result = suppress(post, in_prose(post), "a | b")  # the bar would make a cell of its own
    assert result.whole_post == ("slips/touch",)
    assert result.left == ()
    result = suppress(post, in_prose(post), "a | b", whole_post=False)
    assert (result.edits, len(result.left)) == ((), 1)


def test_plain_text_is_refused() -> None:
    post = document("touch", Format.TEXT)
    with pytest.raises(InputError, match="plain text has no comments: save the post as Markdown"):
        suppress(post, in_prose(post), "old")


@pytest.mark.parametrize("reason", ["", " \n", "a --> b", "*/", "{{< x >}}", "a\x07"])
def test_reasons_that_cannot_stand_in_a_comment(reason: str) -> None:
    with pytest.raises(UsageError, match="reason"):
        checked_reason(reason)
    assert checked_reason(" seen \n before ") == "seen before"


WORDS = st.sampled_from(
    ["touch", "wodr", "a", "b", "*touch*", "**b**", "`c`", "[touch](x)", "&amp;"]
)
LINE = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
PREFIX = st.sampled_from(
    ["", "", "- ", "  ", "  - ", "1. ", "   ", "> ", "> - ", "    ", "# ", "| ", "|--|", "```",
     "<div>", "</div>", "<p>", "- [ ] ", "[^1]: ", ": ", "{{< x >}}", "***", "\t", "![touch](y) ",
     "<!-- x -->", "<b>"]
)  # fmt: skip
LINES = st.one_of(st.just(""), st.just("|--|--|"), st.builds(str.__add__, PREFIX, LINE))
POSTS = st.builds(
    lambda lines, newline: newline.join(lines),
    st.lists(LINES, max_size=12),
    st.sampled_from(["\n", "\r\n"]),
)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BETWEEN = re.compile(r"\s*(</?[a-z][^>]*>)\s*")


def shown(html: str) -> str:
    return " ".join(_BETWEEN.sub(r"\1", _COMMENT.sub("", html)).split())


@given(POSTS)
def test_any_markdown_reads_the_same_and_is_quiet(text: str) -> None:
    result = quieted(text)
    new = result.document.source.text
    assert result.left == ()
    assert shown(markdown.to_html(new)) == shown(markdown.to_html(text))


@given(POSTS)
def test_another_renderer_agrees(text: str) -> None:
    # Footnotes, definitions and task lists are no CommonMark: this renderer has none of them.
    text = re.sub(r"\[\^1\]: |(?m:^: )", "", text)
    renderer = MarkdownIt("commonmark").enable("table")
    # Where the two see another post to begin with, nothing can be right for both.
    assume(shown(renderer.render(text)) == shown(markdown.to_html(text)))
    new = quieted(text).document.source.text
    assert shown(renderer.render(new)) == shown(renderer.render(text))


TAGS = st.sampled_from(
    ["<p>", "</p>", "<div>", "</div>", "<ul>", "<li>", "<td>", "<b>", "</b>", "<br>", "<h2>",
     "<img alt='touch'>", "<title>", "</title>", "<pre>", "</pre>", "<script>", "</script>",
     "<!-- x -->", "<!doctype html>", "<body>", "\n", "touch", "wodr ", "a ", "&amp;", "<", ">"]
)  # fmt: skip


@given(st.lists(TAGS, max_size=14).map("".join), st.sampled_from([Format.HTML, Format.MDX]))
def test_any_html_and_mdx_is_quiet(text: str, format_: Format) -> None:
    quieted(text, format_)
