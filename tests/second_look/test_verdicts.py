"""What becomes of what a judge says; the judges here are made up."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otlint import registry
from otlint.errors import EngineError
from otlint.model import Document, Severity
from otlint.second_look import judging, places, verdicts
from otlint.second_look import memory as memory_module
from otlint.second_look.memory import Memory
from otlint.settings import DEFAULT_JUDGE, SecondLook
from tests.helpers import parse_text

OPTIONS = SecondLook(DEFAULT_JUDGE)


class Fake:
    """A judge that finds some words likelier than others wherever they stand."""

    def __init__(self, **nats: float) -> None:
        self.nats = nats
        self.asked = 0

    def log_probs(self, places: Sequence[Sequence[str]]) -> list[tuple[float, ...]]:
        self.asked += len(places)
        return [tuple(map(self._figure, texts)) for texts in places]

    def _figure(self, text: str) -> float:
        return -100 + sum(
            nats for word, nats in self.nats.items() if f" {word.replace('_', ' ')} " in f" {text} "
        )


def decided(document: Document, **nats: float) -> list[tuple[str, str, Severity]]:
    return [
        (one.place.word, one.candidates[0], one.severity)
        for one in verdicts.decide(document, OPTIONS, Fake(**nats))
    ]


def test_what_the_judge_finds_far_likelier_is_reported() -> None:
    document = parse_text("It was hard to go on after a touch session.")
    assert [found[:2] for found in decided(document, tough=14.0)] == [("touch", "tough")]
    assert decided(document, tough=14.0)[0][2] >= Severity.WARNING


def test_what_the_judge_finds_unlikely_is_dropped() -> None:
    document = parse_text("The exercises help him to lose weight, and the two of us to rest.")
    assert decided(document) == []


def test_where_slip_model_and_judge_disagree_it_is_a_suggestion() -> None:
    document = parse_text("It is important to no what helps your child to sleep.")
    assert ("no", "know", Severity.ERROR) in decided(document, know=15.0)
    assert decided(document, no=0.5) == [("no", "know", Severity.SUGGESTION)]
    assert decided(document, no=15.0) == []


def test_places_do_not_overlap() -> None:
    document = parse_text("Cooking is an every day task for him.")
    found = verdicts.decide(document, OPTIONS, Fake(everyday=15.0, days=14.0))
    assert [(one.place.word, one.candidates[0]) for one in found] == [("every day", "everyday")]


@settings(deadline=None)  # the first of them loads the slip model
@given(st.floats(-0.004, 0.004))
def test_a_hundredth_of_a_nat_changes_nothing(nats: float) -> None:
    document = parse_text("It was hard to go on after a touch session.")
    assert decided(document, tough=12.02 + nats) == decided(document, tough=12.02)


@settings(deadline=None)
@given(st.lists(st.floats(-30, 30), min_size=2, max_size=2))
def test_more_gain_is_never_less_chance(gains: list[float]) -> None:
    place = next(
        one
        for one in judging.places_of(parse_text("It was hard after a touch session."))
        if one.word == "touch"
    )
    low, high = sorted(gains)
    for kinds in verdicts.formulas().values():
        scores = [
            verdicts.score(verdicts.figures(place, place.options[0], nats), kinds[places.WORD])
            for nats in (low, high)
        ]
        assert scores[0] <= scores[1]


def test_a_formula_for_each_judge() -> None:
    from otlint.second_look.judges import KNOWN

    assert set(verdicts.formulas()) == set(KNOWN)


def test_damaged_formulas(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: object) -> None:
    monkeypatch.setattr(verdicts, "FOLDER", places.FOLDER / "nowhere")
    verdicts.formulas.cache_clear()
    with pytest.raises(EngineError, match=r"formulas\.json is missing or damaged: reinstall"):
        verdicts.formulas()
    monkeypatch.undo()
    verdicts.formulas.cache_clear()


# --- as findings


def findings(
    document: Document, monkeypatch: pytest.MonkeyPatch, **nats: float
) -> list[tuple[str, str, float | None, str]]:
    from dataclasses import replace

    from otlint.settings import Settings

    fake = Fake(**nats)
    decide = verdicts.decide
    monkeypatch.setattr(verdicts, "decide", lambda document, look: decide(document, look, fake))
    rules = registry.builtin_rules()
    found = [
        finding
        for name in ("slips/real-word", "slips/real-word-likely")
        for finding in rules[name].check(document, replace(Settings(), second_look=OPTIONS))
    ]
    assert len({finding.span for finding in found}) == len(found)
    text = document.source.text
    return [
        (
            text[finding.span.start : finding.span.end],
            finding.suggestions[0],
            finding.confidence,
            text[: finding.fix.edits[0].span.start]
            + finding.fix.edits[0].text
            + text[finding.fix.edits[0].span.end :],
        )
        for finding in found
        if finding.fix
    ]


def test_a_fix_of_two_words(monkeypatch: pytest.MonkeyPatch) -> None:
    document = parse_text("Play is apart of all we do. Apart of it is fun.")
    ((old, new, confidence, fixed),) = findings(document, monkeypatch, is_a_part=15.0)
    assert (old, new) == ("apart", "a part")
    assert confidence is not None
    assert confidence >= 0.5
    assert fixed == "Play is a part of all we do. Apart of it is fun."


def test_a_fix_keeps_the_capital(monkeypatch: pytest.MonkeyPatch) -> None:
    document = parse_text("May be the shoes are too tight for her feet.")
    found = findings(document, monkeypatch, Maybe=15.0)
    assert [(old, new) for old, new, *_ in found] == [("May be", "Maybe")]


# --- what is kept


@pytest.mark.parametrize("root", [None, "nowhere"])
def test_the_last_answers_are_at_hand(
    root: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.chdir(str(tmp_path))
    monkeypatch.setattr(memory_module, "_recent", {})
    monkeypatch.setattr(memory_module, "_MOST", 2)
    for number in range(4):
        Memory(None, "one").put([(f"{number}", "b")], [(-1.0, -2.0)])
    found = [Memory(root, "one").get([(f"{number}", "b")]) for number in range(4)]
    assert found == [None, None, [(-1.0, -2.0)], [(-1.0, -2.0)]]


def test_what_is_known_is_not_asked_again(tmp_path: object) -> None:
    memory = Memory(str(tmp_path), "one")
    texts = [("a b", "a c"), ("b", "c", "d")]
    answer = [(-1.5, -2.25), (-1.0, -2.0, -3.125)]
    assert memory.get(texts) is None
    memory.put(texts, answer)
    memory_module._recent.clear()
    assert memory.get(texts) == answer
    assert Memory(str(tmp_path), "another").get(texts) is None
    assert memory.get(texts[:1]) is None


@pytest.mark.parametrize(
    "data", ["", "[", "[[1]]", '[["a", 2], [1, 2, 3]]', "[[1, NaN], [1, 2, 3]]"]
)
def test_what_is_damaged_counts_as_not_there(tmp_path: object, data: str) -> None:
    from pathlib import Path

    memory = Memory(str(tmp_path), "one")
    texts = [("a b", "a c"), ("b", "c", "d")]
    memory.put(texts, [(-1.5, -2.25), (-1.0, -2.0, -3.0)])
    memory_module._recent.clear()
    (path,) = (one for one in Path(str(tmp_path)).glob("*/second-look/*/*") if one.is_file())
    path.write_text(data)
    assert memory.get(texts) is None
