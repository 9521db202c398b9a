"""The slip model: pieces with exact places, doubts, decisions, and loud failure."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint import linting, registry
from otlint.cli import main
from otlint.errors import EngineError
from otlint.model import Document, Format, Severity
from otlint.settings import Settings
from otlint.slips import decision, proposals
from otlint.slips.confusables import Confusables
from otlint.slips.files import FOLDER, ModelFiles
from otlint.slips.model import LONGEST, Question, SlipModel, load
from tests.helpers import parse_text

SLIPS = [
    ("It is important to no what helps your child to sleep.", "no", "know"),
    ("Each peace of equipment is on loan for a year.", "peace", "piece"),
    ("She could not here what the nurse said to her.", "here", "hear"),
    ("We walk threw the house and look at every room.", "threw", "through"),
    ("My hole family came to the session on Monday.", "hole", "whole"),
    ("They put there shoes on by themselves every morning.", "there", "their"),
]


def decided(document: Document) -> list[tuple[str, str, Severity]]:
    return [(d.proposal.word, d.candidates[0], d.severity) for d in decision.find(document)]


# --- pieces


def test_pieces_and_places() -> None:
    text = "Café’s naïve OT — don’t stop."
    pieces = load().wordpiece.encode(text)
    shown = [text[a:b] for a, b in zip(pieces.starts, pieces.ends, strict=True)]
    assert shown == ["Café", "’", "s", "naïve", "OT", "—", "don", "’", "t", "stop", "."]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=200))
def test_pieces_stand_in_order_inside_the_text(text: str) -> None:
    pieces = load().wordpiece.encode(text)
    place = 0
    for start, end in zip(pieces.starts, pieces.ends, strict=True):
        assert place <= start < end <= len(text)
        place = start


def test_confusables_are_found_by_binary_search() -> None:
    table = Confusables(b"a\tb\nab\tc d\nb\ta\n")
    assert table.of("ab") == ("c", "d")
    assert table.of("b") == ("a",)
    assert table.of("aa") == ()
    assert Confusables(b"").of("a") == ()


# --- deciding


@pytest.mark.parametrize(("text", "typed", "meant"), SLIPS)
def test_a_slip_is_found_and_put_right(text: str, typed: str, meant: str) -> None:
    assert (typed, meant, Severity.WARNING) in decided(parse_text(text))
    corrected = text.replace(f" {typed} ", f" {meant} ")
    assert decided(parse_text(corrected)) == []


@pytest.mark.parametrize(
    "text",
    [
        "An hour a day helps, and a university clinic can help too.",
        "Our OTs see kids and adults, after a stroke or with their mental health.",
        "“Each peace of equipment is on loan,” he wrote.",
        "We met Peace Piece at the clinic.",
        "",
    ],
)
def test_what_is_left_alone(text: str) -> None:
    assert [d for d in decided(parse_text(text)) if d[2] > Severity.SUGGESTION] == []


def test_a_word_that_the_post_repeats_is_meant() -> None:
    once = "Each peace of equipment is on loan for a year."
    assert decided(parse_text(once))
    assert not decided(parse_text(f"{once}\n\nWe talk of peace.\n\nWe want peace.\n"))


def test_the_finding() -> None:
    text = "MY HOME.\n\nEach peace of equipment is on loan. They haven’t got it."
    document = parse_text(text)
    (finding,) = registry.builtin_rules()["slips/real-word"].check(document, Settings())
    assert text[finding.span.start : finding.span.end] == "peace"
    assert finding.message == '"peace" reads like a slip: did you mean "piece"?'
    assert 1 <= len(finding.suggestions) <= 3
    assert finding.confidence is not None
    assert 0.5 < finding.confidence < 1


def test_the_vocabulary_speaks_for_a_word() -> None:
    rules = tuple(
        rule for rule in registry.builtin_rules().values() if rule.id == "slips/real-word"
    )
    document = parse_text("Each peace of equipment is on loan.")
    plan = linting.Plan(rules, Settings(vocabulary=frozenset({"peace"})))
    assert linting.lint(document, plan) == ()


# --- the same findings whatever stands around


def test_batches_and_padding_change_nothing() -> None:
    alone = [d.detection for text, *_ in SLIPS for d in proposals.propose(parse_text(text))]
    together = parse_text("\n\n".join(text for text, *_ in SLIPS), Format.MARKDOWN)
    found = [d.detection for d in proposals.propose(together)]
    assert found == pytest.approx(alone, abs=1e-3)


def test_what_is_asked_of_a_sequence_changes_no_answer() -> None:
    model = load()
    ids = model.wordpiece.encode("Each peace of equipment is on loan for a year.").ids
    (every,) = model.read([Question(ids, range(len(ids)))])
    first, none, second = model.read(
        [Question(ids, [1, 4]), Question(ids[:3], []), Question(ids, [2])]
    )
    assert first.detection == pytest.approx(every.detection[[1, 4]], abs=1e-3)
    assert second.meaning == pytest.approx(every.meaning[[2]], abs=1e-3)
    assert not len(none.detection)


def test_words_that_are_meant_are_not_proposed() -> None:
    document = parse_text(SLIPS[1][0])
    assert [d.word for d in proposals.propose(document)] == ["peace"]
    assert not proposals.propose(document, meant={"peace"})


def test_golden_scores() -> None:
    """Processors may differ a little; what is decided has a margin for that."""
    (found,) = (d for d in proposals.propose(parse_text(SLIPS[1][0])) if d.word == "peace")
    assert found.detection == pytest.approx(11.75, abs=0.5)
    assert found.candidates[0].word == "piece"
    assert found.candidates[0].log_prob == pytest.approx(0, abs=0.3)


def test_a_slip_far_into_a_long_paragraph() -> None:
    filler = "We go to the park and sit in the sun because it is warm. "
    text = filler * 40 + SLIPS[1][0] + " " + filler * 40
    assert ("peace", "piece", Severity.WARNING) in decided(parse_text(text))


@given(st.integers(0, 2000))
def test_windows_judge_every_piece_once(length: int) -> None:
    windows = list(proposals._windows(length))
    judged = [i for w in windows for i in range(w.first, w.last)]
    assert judged == list(range(length))
    for window in windows:
        assert window.end - window.start <= LONGEST - 2
        assert window.start <= window.first
        assert window.last <= window.end


# --- failure is loud


def test_the_shipped_files_are_whole() -> None:
    import hashlib

    manifest = json.loads((FOLDER / "manifest.json").read_bytes())["files"]
    for name, expected in manifest.items():
        data = (FOLDER / name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == expected["sha256"], name


@pytest.mark.parametrize("name", ["encoder.onnx", "vocabulary.txt", "manifest.json"])
@pytest.mark.parametrize("harm", ["missing", "short", "changed"])
def test_a_missing_or_damaged_file_is_named(tmp_path: Path, name: str, harm: str) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    path = folder / name
    data = path.read_bytes()
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(data[:-10] if harm == "short" else b"?" * 10 + data[10:])
    with pytest.raises(EngineError, match="reinstall otlint"):
        SlipModel(ModelFiles(folder), 1)


def test_damaged_thresholds_are_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    (folder / "thresholds.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EngineError):
        decision.thresholds(ModelFiles(folder))


def test_the_articles_are_left_to_the_rule_that_knows_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    place = proposals.Proposal(0, 4, 6, "an", 5.0, -4.0, (proposals.Candidate("a", -0.1),))
    found = decision.Decision(place, ("a", "the"), 1.0, Severity.WARNING)
    monkeypatch.setattr(decision, "find", lambda document: (found,))
    rules = tuple(
        rule for rule in registry.builtin_rules().values() if rule.id.startswith("slips/real")
    )
    plan = linting.Plan(rules, Settings())
    assert linting.lint(parse_text("See an Ope thing."), plan) == ()
    assert linting.lint(parse_text("See as Ope thing."), plan)


def test_without_onnxruntime_the_run_stops_and_says_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    load.cache_clear()
    post = tmp_path / "post.md"
    post.write_text("A quiet day at the clinic with nothing to report.\n", encoding="utf-8")
    assert main(["check", str(post)]) == 2
    err = capfd.readouterr().err
    assert "onnxruntime" in err
    assert "--ignore slips" in err
    assert len(err.strip().split("\n")) == 1
    assert main(["check", str(post), "--ignore", "slips"]) == 0
    load.cache_clear()
