"""The prefilter must never hide a pattern that could match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint.anchors import anchors, word_set


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("(?:a|an|this) (touch) (?:session|day)", [{"touch"}, {"session", "day"}]),
        ("wheelchair[- ]bound", [{"wheelchair"}]),
        ("victims? of (?:autism|dementia)", [{"autism", "dementia"}, {"victim", "victims"}]),
        ("one in the same", [{"same"}, {"one"}]),
        (
            "stand(?:ing|s)? ?up",
            [{"stand", "standing", "stands", "standup", "standingup", "standsup"}],
        ),
        ("the (?P<mark>elderly)(?: people)?", [{"elderly"}, {"the"}]),
        (r"don't (?:breath|breathes)", [{"breath", "breathes"}, {"don"}]),
        ("(?:[a-z]+ )?[1-3](?:-| )year", [{"1", "2", "3"}]),
        ("aged [7-9]", [{"7", "8", "9"}, {"aged"}]),
        (r"so[a-z]* it's .+ly", [{"s"}]),
        (r"\w+ly", []),
        (r"[a-z]+ \d", []),
        (".*", []),
    ],
)
def test_anchors_of_a_pattern(pattern: str, expected: list[set[str]]) -> None:
    assert list(anchors(pattern)) == expected


WORDS = st.sampled_from(["touch", "session", "a", "the", "well-being", "don't", "OT"])
PIECES = st.deferred(
    lambda: st.one_of(
        WORDS,
        st.lists(WORDS, min_size=1, max_size=3).map(lambda w: f"(?:{'|'.join(w)})"),
        st.tuples(WORDS, WORDS).map(lambda w: f"{w[0]}(?: {w[1]})?"),
        WORDS.map(lambda w: f"{w}s?"),
        WORDS.map(lambda w: f"(?P<mark>{w})"),
        WORDS.map(lambda w: f"{w}[a-z]*"),
        WORDS.map(lambda w: f"(?:[a-z]+ )?{w}"),
    )
)


@given(
    st.lists(PIECES, min_size=1, max_size=4).filter(lambda p: sum("mark" in x for x in p) < 2),
    st.lists(WORDS, max_size=6),
)
def test_whatever_matches_contains_an_anchor(pieces: list[str], words: list[str]) -> None:
    pattern = " ".join(pieces)
    found = anchors(pattern)
    match = re.search(rf"\b(?:{pattern})\b", " ".join(words), re.IGNORECASE)
    if match:
        assert all(words & word_set(match[0]) for words in found)
