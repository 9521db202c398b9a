from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint.fixing import MAX_ROUNDS, FixLoopError, apply, fix_all, fixes_of
from otlint.model import Edit, Finding, Fix, Safety, Severity, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def edit(start: int, end: int, text: str) -> Edit:
    return Edit(Span(start, end), text)


def fix(*edits: Edit, safety: Safety = Safety.SAFE, title: str = "t") -> Fix:
    return Fix(title, edits, safety)


def finding(fixed: Fix | None, rule: str = "a/b") -> Finding:
    return Finding(rule, Span(0, 0), "m", Severity.ERROR, fixed)


def replacing(
    old: str, new: str, rule: str, safety: Safety = Safety.SAFE
) -> Callable[[str], Sequence[Finding]]:
    def lint(text: str) -> list[Finding]:
        return [
            finding(fix(edit(m.start(), m.end(), new), safety=safety), rule)
            for m in re.finditer(old, text)
        ]

    return lint


TEXT = "0123456789"


@pytest.mark.parametrize(
    ("fixes", "expected", "applied"),
    [
        ([], TEXT, []),
        ([fix(edit(2, 4, "x"))], "01x456789", [0]),
        ([fix(edit(6, 7, "y")), fix(edit(2, 4, "x"))], "01x45y789", [1, 0]),
        ([fix(edit(0, 0, "a")), fix(edit(10, 10, "z"))], "a0123456789z", [0, 1]),
        # overlapping: the first to start wins, then the first given
        ([fix(edit(3, 6, "b")), fix(edit(2, 4, "a"))], "01a456789", [1]),
        ([fix(edit(2, 4, "a")), fix(edit(2, 4, "b"))], "01a456789", [0]),
        ([fix(edit(2, 6, "a")), fix(edit(3, 4, "b"))], "01a6789", [0]),
        ([fix(edit(2, 6, "a")), fix(edit(3, 4, "b")), fix(edit(6, 7, "c"))], "01ac789", [0, 2]),
        # meeting is no overlap
        ([fix(edit(2, 4, "a")), fix(edit(4, 6, "b"))], "01ab6789", [0, 1]),
        ([fix(edit(4, 4, "i")), fix(edit(2, 4, "a"))], "01ai456789", [1, 0]),
        ([fix(edit(4, 6, "a")), fix(edit(4, 4, "i"))], "0123ia6789", [1, 0]),
        # an insertion inside of what another replaces
        ([fix(edit(2, 6, "a")), fix(edit(3, 3, "i"))], "01a6789", [0]),
        # insertions at one place
        ([fix(edit(3, 3, "i")), fix(edit(3, 3, "j"))], "012i3456789", [0]),
        ([fix(edit(3, 3, "i")), fix(edit(3, 3, "i"))], "012i3456789", [0, 1]),
        ([fix(edit(3, 3, "i")), fix(edit(3, 5, "x")), fix(edit(3, 3, "j"))], "012ix56789", [0, 1]),
        # the same edit wanted twice
        ([fix(edit(2, 4, "a")), fix(edit(2, 4, "a"))], "01a456789", [0, 1]),
        # several edits: all or nothing
        (
            [fix(edit(0, 1, "A"), edit(8, 9, "B")), fix(edit(3, 4, "c")), fix(edit(8, 10, "d"))],
            "A12c4567B9",
            [0, 1],
        ),
        ([fix(edit(0, 2, "z")), fix(edit(1, 2, "A"), edit(8, 9, "B"))], "z23456789", [0]),
        (
            [fix(edit(2, 3, "m")), fix(edit(2, 3, "m"), edit(8, 9, "n")), fix(edit(8, 9, "q"))],
            "01m34567n9",
            [0, 1],
        ),
        ([fix()], TEXT, []),
    ],
)
def test_apply(fixes: list[Fix], expected: str, applied: list[int]) -> None:
    text, done = apply(TEXT, fixes)
    assert text == expected
    assert [next(i for i, f in enumerate(fixes) if f is one) for one in done] == applied


@pytest.mark.parametrize(
    "bad",
    [
        fix(edit(3, 5, ""), edit(4, 6, "")),
        fix(edit(5, 6, ""), edit(3, 4, "")),
        fix(edit(3, 3, "a"), edit(3, 3, "b")),
        fix(edit(9, 11, "")),
    ],
)
def test_fixes_that_are_bugs(bad: Fix) -> None:
    with pytest.raises(ValueError, match="fix"):
        apply(TEXT, [bad])


def test_neighbours_within_one_fix() -> None:
    assert apply(TEXT, [fix(edit(3, 3, "a"), edit(3, 5, "b"), edit(5, 5, "c"))])[0] == "012abc56789"


@st.composite
def texts_and_fixes(draw: st.DrawFn) -> tuple[str, list[Fix]]:
    text = draw(st.text(max_size=30))
    fixes = []
    for _ in range(draw(st.integers(0, 6))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
        edits = {
            Span(a, b): edit(a, b, draw(st.text(max_size=3)))
            for a, b in zip(cuts[::2], cuts[1::2], strict=False)
        }
        fixes.append(fix(*sorted(edits.values())))
    return text, fixes


@given(texts_and_fixes())
def test_apply_changes_nothing_else(case: tuple[str, list[Fix]]) -> None:
    text, fixes = case
    new, done = apply(text, fixes)
    edits = sorted({e for one in done for e in one.edits})
    for before, after in pairwise(edits):
        assert before.span.end <= after.span.start
        assert before.span != after.span
    expected, at = "", 0
    for one in edits:
        expected += text[at : one.span.start] + one.text
        at = one.span.end
    assert new == expected + text[at:]
    # nothing that could go in was left out
    for left in fixes:
        if not any(left is other for other in done) and left.edits:
            assert len(apply(text, [*done, left])[1]) == len(done)
    # the order in which fixes that differ are given counts only where they start together
    starts = [given.edits[0].span for given in fixes if given.edits]
    if len(set(starts)) == len(starts):
        assert apply(text, reversed(fixes))[0] == new


def test_which_fixes() -> None:
    safe, unsafe = fix(), fix(safety=Safety.UNSAFE)
    found = [finding(safe, "a/a"), finding(unsafe, "b/b"), finding(None, "c/c")]
    assert fixes_of(found, Safety.SAFE) == [("a/a", safe)]
    assert fixes_of(found, Safety.UNSAFE) == [("a/a", safe), ("b/b", unsafe)]


def test_fix_all() -> None:
    result = fix_all("the the the cat, the the end", replacing(r"the the", "the", "g/r"))
    assert result.text == "the cat, the end"
    assert dict(result.applied) == {"g/r": 3}
    assert result.applied_count == 3
    assert result.rounds == 2
    assert result.findings == ()


def test_fix_all_keeps_what_it_may_not_fix() -> None:
    lint = replacing("a", "b", "x/y", Safety.UNSAFE)
    result = fix_all("aa", lint)
    assert (result.text, result.rounds, len(result.findings)) == ("aa", 0, 2)
    assert fix_all("aa", lint, Safety.UNSAFE).text == "bb"


def test_a_fix_that_changes_nothing_ends() -> None:
    assert fix_all("aa", replacing("a", "a", "x/y")).text == "aa"


def test_many_repeats() -> None:
    assert fix_all("the " * 1000, replacing("the the", "the", "g/r")).text == "the "


def test_fix_loops_are_bugs() -> None:
    def lint(text: str) -> list[Finding]:
        return [*replacing("a", "b", "r/two")(text), *replacing("b", "a", "r/one")(text)]

    with pytest.raises(FixLoopError, match="undo each other: r/one, r/two"):
        fix_all("ab", lint)
    with pytest.raises(FixLoopError, match="never end: r/grow"):
        fix_all("a", replacing("$", "a", "r/grow"))
    assert MAX_ROUNDS >= 10


@given(st.text(alphabet="ab ", max_size=40))
def test_fixing_converges(text: str) -> None:
    def lint(text: str) -> list[Finding]:
        found = [*replacing("aa", "a", "r/a")(text), *replacing(" b", "b", "r/b")(text)]
        return [*found, *replacing("ab", "b", "r/c")(text)]

    result = fix_all(text, lint)
    assert lint(result.text) == []
    assert fix_all(result.text, lint).rounds == 0
