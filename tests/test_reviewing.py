from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint import reviewing, vocabulary
from otlint.errors import InputError
from otlint.model import Document, Edit, Finding, Fix, Format, Safety, Severity, Source, Span
from otlint.moving import moved, moved_span
from otlint.parsing import parse
from otlint.reviewing import Option, State
from otlint.rewrites import Rewrite, sentence_span, words_of

BETTER = {"touch": ("tough", "torch"), "wodr": ("word",), "odd": ()}
RULES = {"touch": "slips/touch", "wodr": "spelling/word", "odd": "plain/odd"}


def document(text: str, format_: Format = Format.MARKDOWN) -> Document:
    return parse(Source(f"post.{format_.value}", text), format_)


def findings(post: Document) -> list[Finding]:
    return [
        Finding(
            RULES[m[0]], block.span(*m.span()), "m", Severity.ERROR,
            suggestions=BETTER[m[0]], fingerprint="f",
        )
        for block in post.blocks
        for m in re.finditer("touch|wodr|odd", block.text)
    ]  # fmt: skip


def begin(text: str, format_: Format = Format.MARKDOWN) -> State:
    post = document(text, format_)
    return reviewing.begin(post, findings(post))


def flagged(state: State) -> list[str]:
    text = state.document.source.text
    return [text[one.span.start : one.span.end] for one in state.pending]


# --- moving


@pytest.mark.parametrize(
    ("span", "edit", "expected"),
    [
        ((2, 4), (0, 1, "abc"), (4, 6)),
        ((2, 4), (4, 5, ""), (2, 4)),
        ((2, 4), (2, 2, "x"), (3, 5)),
        ((2, 4), (4, 4, "x"), (2, 4)),
        ((2, 6), (3, 4, "xyz"), (2, 8)),
        ((2, 6), (3, 3, "x"), (2, 7)),
        ((2, 6), (2, 6, ""), (2, 2)),
        ((3, 3), (1, 3, ""), (1, 1)),
    ],
)
def test_moved_span(
    span: tuple[int, int], edit: tuple[int, int, str], expected: tuple[int, int]
) -> None:
    assert moved_span(Span(*span), [Edit(Span(*edit[:2]), edit[2])]) == Span(*expected)


def finding(start: int, end: int, *edits: Edit) -> Finding:
    fix = Fix("fix", edits, Safety.SAFE) if edits else None
    return Finding("a/b", Span(start, end), "m", Severity.ERROR, fix, ("s",))


def test_moved_findings() -> None:
    edit = Edit(Span(4, 6), "xyz")
    assert moved(finding(8, 9), (edit,)) == finding(9, 10)
    assert moved(finding(4, 6), (edit,)) is None
    assert moved(finding(5, 6), (edit,)) is None
    assert moved(finding(5, 8), (edit,)) is None
    around = moved(finding(2, 8), (edit,))
    assert around is not None
    assert (around.span, around.suggestions) == (Span(2, 9), ())
    kept = moved(finding(8, 9, Edit(Span(8, 9), "q")), (edit,))
    assert kept is not None
    assert kept.fix == Fix("fix", (Edit(Span(9, 10), "q"),), Safety.SAFE)
    lost = moved(finding(8, 9, Edit(Span(5, 9), "q")), (edit,))
    assert lost is not None
    assert lost.fix is None


# --- what can be done


def test_options_are_the_suggestions() -> None:
    state = begin("A touch day.")
    assert [one.label for one in reviewing.options(state)] == ["tough", "torch"]
    assert [one.edits for one in reviewing.options(state)][1] == (Edit(Span(2, 7), "torch"),)


def test_a_suggestion_with_a_fix_stands_for_the_fix() -> None:
    post = document("He lay down down.")
    edits = (Edit(Span(11, 16), ""),)
    fix = Fix("Delete it", edits, Safety.SAFE)
    one = Finding("grammar/x", Span(7, 16), "m", Severity.ERROR, fix, ("down", "up"))
    found = reviewing.mends(post, one)
    assert [option.label for option in found] == ["down", "up"]
    assert found[0].edits == edits
    other = Finding("grammar/x", Span(7, 16), "m", Severity.ERROR, fix, ())
    assert reviewing.mends(post, other) == (Option("Delete it", edits),)


def test_what_cannot_be_put_in_is_not_offered() -> None:
    post = document("A to**uch** day.")
    (one,) = findings(post)
    assert reviewing.mends(post, one) == ()
    state = reviewing.begin(post, [one])
    assert not reviewing.can_type(state)
    with pytest.raises(InputError, match="without harm"):
        reviewing.typed(state, "tough")


def test_typed_text_is_shown_as_it_is() -> None:
    state = begin("<p>A touch day</p>", Format.HTML)
    state = reviewing.choose(state, reviewing.typed(state, "R&D <b>"))
    assert state.document.source.text == "<p>A R&amp;D &lt;b&gt; day</p>"
    state = begin("<p>A touch day</p>", Format.HTML)
    state = reviewing.choose(state, reviewing.typed(state, "child's"))
    assert state.document.source.text == "<p>A child's day</p>"
    state = begin("<p>A <img alt='touch'></p>", Format.HTML)
    state = reviewing.choose(state, reviewing.typed(state, "child's"))
    assert state.document.source.text == "<p>A <img alt='child&#x27;s'></p>"
    with pytest.raises(InputError, match="control"):
        reviewing.typed(begin("touch"), "a\x07")
    with pytest.raises(InputError, match="without harm"):
        reviewing.typed(begin("---\ntitle: touch\n---\n"), "a: b")


def test_a_word_for_the_vocabulary() -> None:
    assert reviewing.word(begin("The wodr.")) == "wodr"
    assert reviewing.word(begin("The odd.")) is None
    state = reviewing.ignore_always(begin("wodr touch wodr.\n\nWodr wodr"), "wodr")
    assert (flagged(state), state.words) == (["touch"], ("wodr",))
    post = document("wodr touch")
    assert flagged(reviewing.begin(post, findings(post), ["wodr"])) == ["touch"]


def test_ignoring_in_plain_text_is_not_offered() -> None:
    assert reviewing.ignorable(begin("A touch day.", Format.TEXT)) is None


# --- doing it


def test_choices_make_the_text() -> None:
    state = begin("touch one.\n\nA touch two, wodr.\n")
    state = reviewing.choose(state, reviewing.options(state)[0])
    assert flagged(state) == ["touch", "wodr"]
    comment = reviewing.ignorable(state)
    assert comment is not None
    state = reviewing.ignore_once(state, comment)
    assert flagged(state) == ["wodr"]
    state = reviewing.choose(state, reviewing.options(state)[0])
    assert reviewing.final(state).document.source.text == (
        "tough one.\n\n<!-- otlint-disable-next-line slips/touch -->\nA touch two, word.\n"
    )
    assert state.rewrites == (
        Rewrite(Span(0, 10), "touch one.", "tough one."),
        Rewrite(Span(12, 30), "A touch two, wodr.", "A touch two, word."),
    )


def test_a_comment_for_one_keeps_the_others_of_its_place_quiet() -> None:
    state = begin("touch and touch wodr.\n\ntouch")
    comment = reviewing.ignorable(state)
    assert comment is not None
    assert flagged(reviewing.ignore_once(state, comment)) == ["wodr", "touch"]


def test_what_is_replaced_needs_no_comment_any_more() -> None:
    post = document("a touch day")
    one = findings(post)[0]
    whole = Finding("plain/x", Span(0, 11), "m", Severity.ERROR, fingerprint="f")
    state = reviewing.begin(post, [one, whole])
    comment = reviewing.ignorable(state)
    assert comment is not None
    state = reviewing.ignore_once(state, comment)
    state = reviewing.choose(state, reviewing.typed(state, "fine"))
    assert reviewing.final(state).document.source.text == "fine"


def test_sentences_that_change_twice_keep_their_first_text() -> None:
    state = begin("Fine. A touch, wodr day. Fine.")
    for _ in range(2):
        state = reviewing.choose(state, reviewing.options(state)[0])
    assert [(one.before, one.after) for one in state.rewrites] == [
        ("A touch, wodr day.", "A tough, word day.")
    ]


def test_all_suggestions_at_once() -> None:
    post = document("- A `touch` day: touch, *wodr*\n  touch. Odd.\n- Fine.\n- wodr\n")
    found = reviewing.suggested(post, findings(post))
    assert [(one.before, one.after) for one in found] == [
        ("A `touch` day: touch, wodr touch.", "A `touch` day: tough, word tough."),
        ("wodr", "word"),
    ]
    assert reviewing.suggested(post, []) == ()


def test_sentences_outside_of_prose_are_lines() -> None:
    post = document("a\n\n```\none two\n```\n")
    assert words_of(post, sentence_span(post, Span(11, 12))) == "one two"


PIECES = st.sampled_from(
    ["touch ", "wodr ", "odd ", "fine ", "Fine. ", "**touch** ", "`c` ", "\n", "\n\n", "\n- ",
     "\n> ", "# ", "| ", "&amp; "]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join)
STEPS = st.lists(st.sampled_from("12siatu"), max_size=12)


def step(state: State, key: str) -> State | None:
    """The state after a key; None where the key is not offered."""
    if not state.pending:
        return None
    if key.isdigit():
        offered = reviewing.options(state)
        return reviewing.choose(state, offered[int(key) - 1]) if int(key) <= len(offered) else None
    if key == "s":
        return reviewing.skip(state)
    if key == "t" and reviewing.can_type(state):
        return reviewing.choose(state, reviewing.typed(state, "mended"))
    if key == "i" and (comment := reviewing.ignorable(state)):
        return reviewing.ignore_once(state, comment)
    if key == "a" and (term := reviewing.word(state)):
        return reviewing.ignore_always(state, term)
    return None


@given(TEXTS, STEPS, st.sampled_from(list(Format)))
def test_every_place_stays_right_and_every_step_can_be_undone(
    text: str, keys: list[str], format_: Format
) -> None:
    states = [begin(text, format_)]
    expected = [text]
    for key in keys:
        if key == "u":
            if len(states) > 1:
                states.pop()
                expected.pop()
            continue
        state = states[-1]
        after = step(state, key)
        if after is None:
            continue
        start, end = (state.pending[0].span.start, state.pending[0].span.end)
        now = state.document.source.text
        if key in "12t":
            new = "mended" if key == "t" else BETTER[now[start:end]][int(key) - 1]
            now = now[:start] + new + now[end:]
        states.append(after)
        expected.append(now)
        # What is to be done still is where it says, and ever less.
        assert after.document.source.text == now
        assert set(flagged(after)) <= set(BETTER)
        assert len(after.pending) < len(state.pending)
        assert begin(now, format_).document.blocks == after.document.blocks
    assert [state.document.source.text for state in states] == expected
    last = states[-1]
    final = reviewing.final(last).document
    assert [block.text for block in final.blocks] == [b.text for b in last.document.blocks]
    for one in last.rewrites:
        assert one.before != one.after
        assert one.after == words_of(last.document, one.span)


# --- vocabulary files


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "one\ntwo\n"),
        ("a\n", "a\none\ntwo\n"),
        ("a\r\nb # c", "a\r\nb # c\r\none\r\ntwo\r\n"),
        ("one # here\n", "one # here\ntwo\n"),
        ("two\rone", "two\rone"),
    ],
)
def test_adding_to_a_vocabulary(text: str, expected: str) -> None:
    assert vocabulary.with_terms(text, ["one", "two", "one"]) == expected


@pytest.mark.parametrize(
    ("text", "good"),
    [("word", True), ("two words", True), ("C#", True), ("a #b", False), ("...", False),
     ("x" * 101, False), ("", False), ("a\tb", False)],
)  # fmt: skip
def test_terms(text: str, good: bool) -> None:
    assert vocabulary.is_term(text) is good
