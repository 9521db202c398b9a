"""What a pack's pattern means as RE2."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint.expressions import MARK, compiled


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("pain", "a pain, painful", ["pain"]),
        ("pain|aches?", "pains aches", ["aches"]),
        ("a <<b>> c", "a  b c", ["b"]),
        (
            "<<the old>>(?: (?:are|is)|[.,]|$)",
            "the old, the old are; the old area",
            ["the old"] * 2,
        ),
        (
            "<<the old>>(?:[.,]|$| (?:are|is))",
            "the old, the old are; the old area",
            ["the old"] * 2,
        ),
        ("(?:^|[.!] )<<just>> add", "just add. just add; unjust add", ["just", "just"]),
        ("(?:[.!] |so )<<just>> add", "Yes. just add; also just add", ["just"]),
        ("<<(?:un)?just>>", "unjust, just, adjust", ["unjust", "just"]),
        (r"<<\(a\)|b>>", "(a) b ab", ["(a)", "b"]),
        ("<<[0-9]+%>>", "10%, 5 %", []),
        ("<<[ (]a>>", "x(a) a", ["(a", " a"]),
        ("a, ?b", "a,b a, b a,  b", ["a,b", "a, b"]),
        ("it<<'s>>", "it's its", ["'s"]),
    ],
)
def test_matches(pattern: str, text: str, found: list[str]) -> None:
    assert [
        match[match.re.groupindex.get(MARK, 0)] for match in compiled(pattern, False).finditer(text)
    ] == found


WORDS = st.sampled_from(["pain", "sleep", "child", "one two", "-", "it's", "10%", "[.!] so"])


@given(
    st.recursive(
        WORDS,
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
            st.lists(inner, min_size=2, max_size=3).map(" ".join),
            inner.map(lambda part: f"(?:{part} )?"),
        ),
        max_leaves=6,
    ),
    st.text(alphabet="painslechdotwe' -10%.!", max_size=30),
)
def test_no_match_cuts_a_word(pattern: str, text: str) -> None:
    """Whatever groups and alternatives a pattern nests: it compiles, and words stay whole."""
    for match in compiled(f"{pattern} pain|pain {pattern}|<<pain>>", False).finditer(text):
        start, end = match.span()
        assert not (text[start : start + 1].isalnum() and text[start - 1 : start].isalnum())
        assert not (text[end - 1 : end].isalnum() and text[end : end + 1].isalnum()), pattern
