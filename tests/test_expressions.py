"""What a pack's pattern means as RE2."""

from __future__ import annotations

import pytest

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
