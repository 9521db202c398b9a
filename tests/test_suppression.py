from __future__ import annotations

import re

import pytest

from otlint import fixing
from otlint.errors import InputError
from otlint.model import Document, Finding, Format, Safety, Severity, Source, Span
from otlint.parsing import parse
from otlint.settings import Settings
from otlint.suppression import RULES, UNUSED, apply, directives, judge

KNOWN = frozenset({"slips/touch", "slips/other", "tone/word", "furniture/site-chrome", UNUSED})
RULE_OF = {"touch": "slips/touch", "other": "slips/other", "word": "tone/word"}


def document(text: str, format_: Format = Format.MARKDOWN) -> Document:
    return parse(Source(f"post.{format_.value}", text), format_)


def findings(text: str) -> list[Finding]:
    """One finding for each of the words that the rules of these tests know."""
    return [
        Finding(RULE_OF[m[0]], Span(m.start(), m.end()), "m", Severity.ERROR)
        for m in re.finditer(r"(?<![/-])\b(?:touch|other|word)\b(?![^<]*-->)(?!/)", text)
    ]


def kept(text: str, format_: Format = Format.MARKDOWN) -> list[tuple[int, str]]:
    """Line and word of each finding that is still reported."""
    post = document(text, format_)
    outcome = judge(post, findings(text), KNOWN, KNOWN - {UNUSED})
    return [
        (post.source.position(f.span.start).line, text[f.span.start : f.span.end])
        for f in outcome.kept
    ]


def unused(text: str, ran: frozenset[str] = KNOWN) -> list[str]:
    post = document(text)
    found = judge(post, findings(text), KNOWN, ran).unused
    assert all(f.rule == UNUSED and f.severity is Severity.SUGGESTION for f in found)
    return [f"{post.source.position(f.span.start).line}: {f.message}" for f in found]


# --- next line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<!-- otlint-disable-next-line -->\ntouch\n\ntouch", [(4, "touch")]),
        ("<!-- otlint-disable-next-line slips/touch -->\n\n\ntouch word", [(4, "word")]),
        ("<!-- otlint-disable-next-line slips: it is meant -->\ntouch other word", [(2, "word")]),
        ("<!-- otlint-disable-next-line slips/touch, tone -->\ntouch other word", [(2, "other")]),
        (
            "<!-- otlint-disable-next-line slips/touch tone/word -->\ntouch other word",
            [(2, "other")],
        ),
        ("<!--otlint-disable-next-line: no ids, a reason-->\ntouch", []),
        ("<!--\notlint-disable-next-line\nslips\n-->\ntouch", []),
        # a wrapped paragraph is one block
        ("<!-- otlint-disable-next-line -->\none\ntouch\n\ntouch", [(5, "touch")]),
        # a list item, not the list
        ("- a\n\n<!-- otlint-disable-next-line -->\n- touch\n- touch", [(5, "touch")]),
        ("<!-- otlint-disable-next-line -->\n# touch\ntouch", [(3, "touch")]),
        # the cells of a row
        (
            "<!-- otlint-disable-next-line -->\n| touch | word |\n|--|--|\n| touch | b |",
            [(4, "touch")],
        ),
        # stacked
        (
            "<!-- otlint-disable-next-line slips -->\n"
            "<!-- otlint-disable-next-line tone -->\ntouch word",
            [],
        ),
        # inside a paragraph: the rest of the line and the next one
        ("a touch <!-- otlint-disable-next-line --> b\ntouch\ntouch", [(1, "touch"), (3, "touch")]),
        ("touch\n<!-- otlint-disable-next-line -->", [(1, "touch")]),
        ("> <!-- otlint-disable-next-line -->\n> touch\n\ntouch", [(4, "touch")]),
        # an ordinary comment means nothing
        ("<!-- touch up later; otlint is a linter -->\ntouch", [(2, "touch")]),
        ("<!-- otlinter-disable -->\ntouch", [(2, "touch")]),
        ("`<!-- otlint-disable -->` touch", [(1, "touch")]),
    ],
)
def test_next_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert kept(text) == expected
    assert kept(text.replace("\n", "\r\n")) == expected


def test_next_line_in_other_formats() -> None:
    mdx = "{/* otlint-disable-next-line slips */}\n\ntouch\n\ntouch"
    assert kept(mdx, Format.MDX) == [(5, "touch")]
    html = "<article><p>a</p><!-- otlint-disable-next-line --><p>touch</p>\n<p>touch</p></article>"
    assert kept(html, Format.HTML) == [(2, "touch")]
    html = "<!-- otlint-disable-next-line -->\n<div>\n <div><p>touch</p></div>\n<p>touch</p></div>"
    assert kept(html, Format.HTML) == [(4, "touch")]
    assert kept("<!-- otlint-disable-next-line -->\ntouch\n\ntouch", Format.TEXT) == [(4, "touch")]


# --- ranges and files


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "touch\n\n<!-- otlint-disable -->\n\ntouch\n\n<!-- otlint-enable -->\n\ntouch",
            [(1, "touch"), (9, "touch")],
        ),
        ("<!-- otlint-disable slips -->\n\ntouch word\n\ntouch", [(3, "word")]),
        (
            "<!-- otlint-disable -->\n\n<!-- otlint-enable tone -->\n\ntouch word",
            [(5, "word")],
        ),
        (
            "<!-- otlint-disable slips/touch -->\n\n<!-- otlint-enable slips -->\n\ntouch",
            [(5, "touch")],
        ),
        (
            "<!-- otlint-disable slips/touch -->\n\n<!-- otlint-enable tone -->\n\ntouch",
            [],
        ),
        ("touch <!-- otlint-disable --> touch <!-- otlint-enable --> touch", [(1, "touch")] * 2),
        ("touch word\n\n<!-- otlint-disable-file slips: it is about touch -->", [(1, "word")]),
        ("touch word\n\n<!-- otlint-disable-file -->", []),
        (
            "<!-- otlint-disable-file slips -->\n\n<!-- otlint-enable slips -->\n\ntouch",
            [],
        ),
    ],
)
def test_ranges(text: str, expected: list[tuple[int, str]]) -> None:
    assert kept(text) == expected


@pytest.mark.parametrize(
    "head",
    [
        "---\notlint: {ignore: [slips, tone/word]}\n---\n",
        "---\notlint:\n  ignore: slips, tone/word\n---\n",
        "+++\n[otlint]\nignore = ['slips', 'tone/word']\n+++\n",
        "---\notlint: {}\n---\n<!-- otlint-disable -->\n",
    ],
)
def test_front_matter(head: str) -> None:
    assert kept(head + "\ntouch word") == []
    assert len(kept(head.replace("tone/word", "tone") + "\nother word")) == 0


# --- what does not exist


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a\n\n<!-- otlint-disabel -->",
            r"line 3: unknown comment “otlint-disabel”: .*otlint-disable\?",
        ),
        ("<!-- otlint-disable-nextline x -->", r"did you mean otlint-disable-next-line\?"),
        ("<!-- Otlint-Disable -->", r"did you mean otlint-disable\?"),
        ("<!-- otlint: disable slips -->", r"did you mean otlint-disable\?"),
        ("<!-- otlint disable-file -->", r"did you mean otlint-disable-file\?"),
        ("<!-- otlint-xyzzy -->", "there are otlint-disable-next-line, "),
        (
            "<!-- otlint-disable slips/tuch -->",
            r"line 1: .*“slips/tuch”: did you mean slips/touch\?",
        ),
        ("<!-- otlint-disable slip -->", r"did you mean slips\?"),
        ("<!-- otlint-enable zzz -->", "unknown rule “zzz”: `otlint rules`"),
        ("<!-- otlint-disable slips because I say so -->", "reason stands after a colon"),
        ("---\na: 1\notlint: {ignore: [slps]}\n---\n", r"line 3: .*did you mean slips\?"),
        (
            "---\na: 1\notlint: {ignor: [slips]}\n---\n",
            "line 3: front matter: unknown key otlint.ignor",
        ),
        ("---\notlint: yes\n---\n", "wants a table"),
        ("---\notlint: {ignore: [1]}\n---\n", "wants a list"),
        ("---\notlint: {ignore: {a: b}}\n---\n", "wants a list"),
        ("---\notlint: {ignore: ''}\n---\n", "unknown rule"),
    ],
)
def test_errors(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        apply(document(text), [], KNOWN, KNOWN)
    assert "\n" not in str(caught.value)


# --- unused


def test_used_suppressions_are_not_reported() -> None:
    for comment in ("", " slips", " slips/touch", " slips: reason"):
        assert unused(f"<!-- otlint-disable-next-line{comment} -->\ntouch") == []
        assert unused(f"<!-- otlint-disable{comment} -->\n\ntouch\n") == []
        assert unused(f"touch\n\n<!-- otlint-disable-file{comment} -->") == []
    assert unused("---\notlint: {ignore: [slips]}\n---\ntouch") == []


def test_unused_suppressions() -> None:
    assert unused("a\n\n<!-- otlint-disable-next-line tone -->\ntouch") == [
        "3: This comment suppresses tone, but there is nothing of it here any more."
    ]
    assert unused("<!-- otlint-disable -->\n\n<!-- otlint-enable -->\n\ntouch")[0].startswith("1: ")
    assert len(unused("<!-- otlint-disable-next-line slips, tone -->\ntouch")) == 1
    assert len(unused("<!-- otlint-disable-file -->")) == 1
    assert unused("---\notlint: {ignore: [slips, tone]}\n---\ntouch") == [
        "2: The front matter ignores tone, but there is nothing of it to ignore."
    ]


def test_what_did_not_run_is_not_unused() -> None:
    text = "<!-- otlint-disable-next-line slips -->\na\n\n<!-- otlint-disable-next-line -->\nb"
    assert unused(text, frozenset({"slips/touch", UNUSED})) == []
    assert len(unused(text, frozenset({"slips/touch", "slips/other", UNUSED}))) == 1
    assert len(unused(text)) == 2
    assert unused(text, KNOWN - {UNUSED}) == []


def test_unused_can_be_silenced_by_its_own_name() -> None:
    text = "<!-- otlint-disable-next-line tone -->\na\n"
    assert len(unused(text)) == 1
    assert unused(text + f"\n<!-- otlint-disable-file {UNUSED} -->") == []
    assert unused("---\notlint: {ignore: [suppression]}\n---\n" + text) == []
    assert len(unused(text + "\n<!-- otlint-disable-file -->")) == 2


def test_apply_gives_both() -> None:
    text = "touch <!-- otlint-disable-next-line tone -->\nother"
    result = apply(document(text), findings(text), KNOWN, KNOWN)
    assert [f.rule for f in result] == ["slips/touch", "slips/other", UNUSED]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\n<!-- otlint-disable tone -->\n\nb", "a\n\n\nb"),
        ("<!-- otlint-disable tone -->\nb", "b"),
        ("b\n<!-- otlint-disable tone -->", "b\n"),
        ("a\n<!-- otlint-disable tone -->\nb", "a\n\nb"),
        ("a <!-- otlint-disable tone --> b", "a b"),
        ("a <!-- otlint-disable tone -->\nb", "a\nb"),
        ("a\r\n\r\n  <!-- otlint-disable\n tone -->  \r\nb", "a\r\n\r\nb"),
        ("<!-- otlint-disable tone -->", ""),
    ],
)
def test_fix(text: str, expected: str) -> None:
    (finding,) = judge(document(text), [], KNOWN, KNOWN).unused
    assert finding.fix is not None
    assert finding.fix.safety is Safety.UNSAFE
    assert fixing.apply(text, [finding.fix])[0] == expected


def test_no_fix_for_a_part() -> None:
    text = "<!-- otlint-disable slips, tone -->\n\ntouch"
    (finding,) = judge(document(text), findings(text), KNOWN, KNOWN).unused
    assert finding.fix is None


def test_the_rule_and_its_examples() -> None:
    (rule,) = RULES
    text = "<!-- otlint-disable slips -->\n\n<!-- otlint-enable tone -->\n\ntouch"
    (finding,) = rule.check(document(text), Settings())
    assert text[finding.span.start : finding.span.end] == "<!-- otlint-enable tone -->"
    assert len(directives(document(text))) == 2
