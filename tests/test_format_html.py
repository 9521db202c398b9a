"""HTML: what of a page is the post, what a browser would show, and exact places."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otlint.errors import InputError
from otlint.formats.html import parse
from otlint.formats.html_tokens import Text, Tokenizer
from otlint.model import OBJECT, Block, Document, Kind, Source
from tests.maps import assert_map_holds


def read(text: str) -> Document:
    return parse(Source("post.html", text))


def shown(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read(text).blocks]


def texts(text: str) -> list[str]:
    return [block.text for block in read(text).blocks]


def whole(text: str) -> Block:
    (block,) = read(text).blocks
    return block


PROSE = "Lay out the clothes in the order in which they go on, and mornings get easier."


def test_kinds_and_levels() -> None:
    text = (
        "<h1>One</h1><h3 class=x>Three</h3><p>Para</p>bare<ul><li>A<ol><li>B</ol><li>C</ul>"
        "<blockquote><p>Q</p><ul><li>QL</ul></blockquote><table><caption>Cap</caption><tr><th>H"
        "<td><p>D</table><figure><img alt='Alt'><figcaption>Fig</figcaption></figure>"
        "<dl><dt>T<dd>E</dl>"
    )
    assert [(b.kind, b.level, b.text) for b in read(text).blocks] == [
        (Kind.HEADING, 1, "One"),
        (Kind.HEADING, 3, "Three"),
        (Kind.PARAGRAPH, 0, "Para"),
        (Kind.PARAGRAPH, 0, "bare"),
        (Kind.LIST_ITEM, 1, "A"),
        (Kind.LIST_ITEM, 2, "B"),
        (Kind.LIST_ITEM, 1, "C"),
        (Kind.QUOTE, 0, "Q"),
        (Kind.QUOTE, 0, "QL"),
        (Kind.CAPTION, 0, "Cap"),
        (Kind.TABLE_CELL, 0, "H"),
        (Kind.TABLE_CELL, 0, "D"),
        (Kind.ALT_TEXT, 0, "Alt"),
        (Kind.CAPTION, 0, "Fig"),
        (Kind.LIST_ITEM, 1, "T"),
        (Kind.LIST_ITEM, 1, "E"),
    ]


def test_white_space_as_a_browser_shows_it() -> None:
    text = "<p>\n  One <b> two</b>\r\n\tthree\u00a0 four <br> \n five&#32; &nbsp;six </p>"
    assert whole(text).text == "One two three\u00a0 four\nfive \u00a0six"


def test_two_breaks_end_a_paragraph() -> None:
    assert texts("<div>One<br>still one<br/><br>\n<br>Two</div>") == ["One\nstill one", "Two"]


@pytest.mark.parametrize(
    ("raw", "decoded"),
    [
        ("&amp;", "&"),
        ("&#8217;", "’"),
        ("&#x2019;", "’"),
        ("&rsquo;", "’"),
        ("&copy", "©"),
        ("&copy2024", "©2024"),
        ("&notit;", "¬it;"),
        ("&#150;", "–"),
        ("AT&T", "AT&T"),
        ("&unknown;", "&unknown;"),
        ("& and &;", "& and &;"),
        ("&#xD800;", "\ufffd"),
        ("&#99999999999999;", "\ufffd9999;"),
        ("&NotEqualTilde;", "≂̸"),
        ("pro&shy;prio\u00adception", "proprioception"),
        ("wo<wbr>rd", "word"),
    ],
)
def test_entities(raw: str, decoded: str) -> None:
    text = f"<p>a {raw} b</p>"
    block = whole(text)
    assert block.text == f"a {decoded} b"
    assert_map_holds(block, text)


def test_an_entity_maps_as_a_whole() -> None:
    text = "<p>It&rsquo;s a touch session.</p>"
    block = whole(text)
    span = block.span(0, 4)
    assert text[span.start : span.end] == "It&rsquo;s"
    assert block.contiguous(0, 4)
    at = block.text.index("touch")
    edit = block.edit(at, at + 5, "tough")
    assert edit
    assert text[edit.span.start : edit.span.end] == "touch"


def test_a_tag_inside_a_word_costs_the_fix() -> None:
    block = whole("<p>a <b>t</b>ouch session</p>")
    assert "touch session" in block.text
    assert block.edit(2, 7, "tough") is None
    assert block.edit(8, 15, "week") is not None


def test_objects() -> None:
    text = (
        "<p>Use <code>x = <b>1</b></code> or <kbd>Ctrl</kbd>, <del>the</del> the <img src=a> end, "
        "see https://example.org/a and <svg><title>Icon</title><path d=''/></svg>.</p><pre>x</pre>"
    )
    o = OBJECT
    assert whole(text).text == f"Use {o} or {o}, {o} the {o} end, see {o} and {o}."


def test_footnote_marks_are_objects_and_ordinals_are_not() -> None:
    text = '<p>It helps<sup class=fn><a href="#1">[1]</a></sup>. The 1<sup>st</sup> of May.</p>'
    assert whole(text).text == f"It helps{OBJECT}. The 1st of May."


def test_what_is_not_shown_is_not_read() -> None:
    text = (
        "<style>p{}</style><script>if (a<b) '<p>no</p>'</script><p>Yes<span hidden>no</span>.</p>"
        "<p hidden>no<p>Yes 2.<div aria-hidden=true><p>no</div><div style='x:y; display: none'>no"
        "</div><template><p>no</template><noscript>no</noscript><textarea>no</textarea>"
        "<select><option>no</select><button>no</button><span class='sr-only'>no</span>"
    )
    assert texts(text) == ["Yes.", "Yes 2."]


def test_other_languages_are_not_read() -> None:
    text = '<p>Feel <i lang="fr">la joie</i> now.</p><p lang=de>Nein.</p><p lang=en-AU>Yes.</p>'
    assert texts(text) == [f"Feel {OBJECT} now.", "Yes."]
    page = '<html lang="fr"><body><p lang="fr-CA">Bonjour tout le monde.</p></body></html>'
    assert texts(page) == ["Bonjour tout le monde."]


def test_alt_texts() -> None:
    text = """<img alt="A &amp; b"><img alt='It is "c"'><img alt=d><img alt=""><img alt><img ALT = "
      e  f "><p>Before <img alt="g"> after</p>"""
    document = read(text)
    alts = [b for b in document.blocks if b.kind is Kind.ALT_TEXT]
    assert [b.text for b in alts] == ["A & b", 'It is "c"', "d", "e f", "g"]
    for block in document.blocks:
        assert_map_holds(block, text)
    assert [b.source_span for b in document.blocks] == sorted(
        b.source_span for b in document.blocks
    )


def test_head_and_language() -> None:
    text = (
        "<!DOCTYPE html>\r\n<html lang=en-GB><head><title>Calm &amp; kind | Site</title>"
        '<meta name="Description" content="How to have\r\n calm &quot;mornings&quot;">'
        f"<meta name=viewport content=width><body><p>{PROSE}</p></body></html>"
    )
    document = read(text)
    assert [(b.kind, b.text) for b in document.blocks] == [
        (Kind.TITLE, "Calm & kind | Site"),
        (Kind.DESCRIPTION, 'How to have calm "mornings"'),
        (Kind.PARAGRAPH, PROSE),
    ]
    assert document.front_matter
    assert document.front_matter.values == {"lang": "en-GB"}
    for block in document.blocks:
        assert_map_holds(block, text)


def test_comments() -> None:
    text = (
        "<!-- otlint-disable a/b --><p>One <!-- c --> two</p><!--[if IE]><p>no</p><![endif]-->"
        "<![CDATA[ <p>no</p> ]]><?php echo '<p>'; ?><script>'<!-- d -->'</script>"
    )
    document = read(text)
    assert [comment.text for comment in document.comments] == ["otlint-disable a/b", "c"]
    span = document.comments[0].span
    assert text[span.start : span.end] == "<!-- otlint-disable a/b -->"
    assert document.blocks[0].text == "One two"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>a<p>b", ["a", "b"]),
        ("</div></p>a</span>", ["a"]),
        ("<b><p>one</b> two</p>", ["one two"]),
        ("<p>a <i>b <b>c</i> d</b></p>", ["a b c d"]),
        ("<div>a<p>b</div>c", ["a", "b", "c"]),
        ("<ul><li>a</ul></li>b", ["a", "b"]),
        ("<table><tr><td>a</div><td>b</table>c", ["a", "b", "c"]),
        ("<h2>a<h3>b</h3>", ["a", "b"]),
        ("a < b and c > d", ["a < b and c > d"]),
        ("1 <2 <a href=x>l</a>", ["1 <2 l"]),
        ("<p>a <b", ["a <b"]),
        ("<p>a <!-- never closed <b>b</b>", ["a <!-- never closed b"]),
        ("<p>a <img alt='never closed> <b>b</b>", ["a <img alt='never closed> b"]),
        ("<p>a <code>b never closed</p><p>c</p>", ["a b never closed", "c"]),
        ("a<script>never closed <p>b</p>", ["a"]),
        ("<p title='a > b' data-x=\"<p>\">c</p>", ["c"]),
        ("<P>a</P\n><DIV>b</DIV >", ["a", "b"]),
        ("<p>a</br>b</p>", ["a\nb"]),
        ("<p>a<hr>b", ["a", "b"]),
        ("a<!>b<!-->c<!--->d</>e</ x>f", ["abcdef"]),
        ("", []),
        ("<p> &nbsp; </p>", []),
    ],
)
def test_odd_markup(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


def page(body: str) -> str:
    return f"<html><head><title>T</title></head><body>{body}</body></html>"


def body_texts(body: str) -> list[str]:
    return [block.text for block in read(page(body)).blocks][1:]


SITE = "<header><p>Site</p><nav><ul><li>Home</ul></nav></header>"


@pytest.mark.parametrize(
    "body",
    [
        f"{SITE}<main><article><header><h1>H</h1></header><p>{PROSE}</p><footer>Tags</footer>"
        "</article><section id=comments><p>Nice!</p></section></main><footer><p>2024</p></footer>",
        f"{SITE}<article><h1>H</h1><p>{PROSE}</p></article><article><p>Other post</p></article>",
        f"{SITE}<div role=main><h1>H</h1><p>{PROSE}</p><aside>Join us</aside></div><div>Side</div>",
        # WordPress: the headline stands beside the body
        f"<div class=site-header>Site</div><h1>H</h1><div class='entry-content x'><p>{PROSE}</p>"
        "<div class='sharedaddy'>Share this</div></div><div id=secondary><p>Side</p></div>",
        # Squarespace
        f"<header>Site</header><h1>H</h1><div class='sqs-layout'><p>{PROSE}</p></div><p>More",
        # Wix
        f"<h1>H</h1><div data-hook=post-description><p>{PROSE}</p></div>"
        "<div data-hook='recent-posts'><p>Side</p></div>",
        # The only headline stands in the header of the page
        f"<header><nav>Home</nav><h1>H</h1></header><main><p>{PROSE}</p></main>",
        f"<form id=aspnet><nav>Home</nav><h1>H</h1><p>{PROSE}</p></form>",
    ],
)
def test_the_post_of_a_page(body: str) -> None:
    read_ = body_texts(body)
    assert "H" in read_
    assert PROSE in read_
    assert not {
        "Site",
        "Home",
        "Tags",
        "Nice!",
        "2024",
        "Other post",
        "Join us",
        "Side",
        "More",
    } & (set(read_) if "<form" not in body else set())


def test_a_page_without_known_containers_is_read_whole() -> None:
    assert body_texts(f"<h1>H</h1><div><p>{PROSE}</p></div><div>End.</div>") == ["H", PROSE, "End."]


def test_a_small_article_in_a_page_is_not_the_post() -> None:
    assert body_texts(f"<main><p>{PROSE}</p><article><p>Card</p></article></main>") == [
        PROSE,
        "Card",
    ]


def test_a_fragment_is_all_post() -> None:
    text = "<header><h2>H</h2></header><aside>Tip.</aside><nav>Home</nav><footer>Sources.</footer>"
    assert texts(text) == ["H", "Tip.", "Sources."]


def test_nesting_has_a_limit() -> None:
    read("<div>" * 999 + "deep" + "</div>" * 999)
    with pytest.raises(InputError, match="nested more than 1,000 deep"):
        read("<div>" * 1001 + "deep")
    read("<p><b>x" * 900)
    read("<svg>" + "<path/>" * 5000 + "</svg><p>" + "<br/>" * 5000 + "<li>x" * 3000)


@pytest.mark.parametrize(
    "unit",
    ["<", "<a ", "<a<a", "<a b=", "<a/b=", "<a b='", "<a b=\"<a b='", "<!--", "<!", "<![CDATA[",
     "</", "<?", "<script>", "<title>"],
)  # fmt: skip
@pytest.mark.parametrize("end", ["", ">", ' "'])
def test_hostile_markup_takes_linear_time(unit: str, end: str) -> None:
    began = time.perf_counter()
    list(Tokenizer(unit * (120_000 // len(unit)) + end).tokens())
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    "unit",
    ["<b>", "</b>", "<p>", "<code>", "<code></b>", "<sup>", "</p><b><p>", "&", "&#9", " ", "<td>",
     "<li></b>", "<b></p>", "x<br>"],
)  # fmt: skip
def test_hostile_structure_takes_linear_time(unit: str) -> None:
    began = time.perf_counter()
    with contextlib.suppress(InputError):
        read(unit * (40_000 // len(unit)))
    assert time.perf_counter() - began < 2


PARTS = st.sampled_from(
    [
        "<p>", "</p>", "<b>", "</b>", "<i lang=fr>", "</i>", "<div>", "</div>", "<ul>", "<li>",
        "</ul>", "<br>", "<br/>", "<table>", "<td>", "</table>", "<code>", "</code>", "<sup>",
        "</sup>", "<pre>", "</pre>", "<img alt='a &amp; b'>", "<img alt=c&copy>", "<h2>", "</h2>",
        "<blockquote>", "</blockquote>", "<span hidden>", "</span>", "<script>", "</script>",
        "<!-- c -->", "<!--", "-->", "<title>", "</title>", "<", ">", "&", ";", "&amp;", "&nbsp;",
        "&shy;", "&#10;", "&#32;", "&copy", "&rsquo;", "&#x1F600;", "&#0;", "&#xFFFE;", "word",
        "wo\xadrd", "it’s", "😀", "\U0001f469\u200d\U0001f467", " ", "  ", "\n", "\r\n", "\r",
        "\t", "\xa0", "\u200b", "é", "https://example.org/x", "a@b.org", "<article>",
        "</article>", "<main>", "<html lang=en>", "<body>",
        "<meta name=description content='x  y'>",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PARTS, st.text(max_size=6)), max_size=40))
def test_source_map_property(parts: list[str]) -> None:
    text = "".join(parts)
    document = read(text)
    for block in document.blocks:
        assert_map_holds(block, text)
        assert block.text.strip(f"{OBJECT} \n\u00a0")
        assert "  " not in block.text.replace("\u00a0", "x")
    spans = [block.source_span for block in document.blocks]
    assert spans == sorted(spans)
    for comment in document.comments:
        assert text[comment.span.start : comment.span.end].startswith("<!--")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.one_of(PARTS, st.text(alphabet="<>/='\"!- &;ax", max_size=8)), max_size=30))
def test_tokens_are_in_order_and_text_holds_no_tags(parts: list[str]) -> None:
    text = "".join(parts)
    at = 0
    for token in Tokenizer(text).tokens():
        assert at <= token.start < token.end <= len(text)
        at = token.end
        if isinstance(token, Text):
            assert "</p>" not in text[token.start : token.end]
