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
        ("(?:a|an|this) (touch) (?:session|day)", {"touch"}),
        ("wheelchair[- ]bound", {"wheelchair"}),
        ("victims? of (?:autism|dementia)", {"victim", "victims"}),
        (
            "stand(?:ing|s)? ?up",
            {"stand", "standing", "stands", "standup", "standingup", "standsup"},
        ),
        ("the (?P<mark>elderly)(?: people)?", {"elderly"}),
        (r"don't (?:breath|breathes)", {"breath", "breathes"}),
        (r"\w+ly", None),
        (r"[a-z]+ \d", None),
        (".*", None),
    ],
)
def test_anchors_of_a_pattern(pattern: str, expected: set[str] | None) -> None:
    found = anchors(pattern)
    assert found == (None if expected is None else frozenset(expected))


WORDS = st.sampled_from(["touch", "session", "a", "the", "well-being", "don't", "OT"])
PIECES = st.deferred(
    lambda: st.one_of(
        WORDS,
        st.lists(WORDS, min_size=1, max_size=3).map(lambda w: f"(?:{'|'.join(w)})"),
        st.tuples(WORDS, WORDS).map(lambda w: f"{w[0]}(?: {w[1]})?"),
        WORDS.map(lambda w: f"{w}s?"),
        WORDS.map(lambda w: f"(?P<mark>{w})"),
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
    if match and found is not None:
        assert found & word_set(match[0])
