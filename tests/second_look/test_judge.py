"""Judges with random weights, against another implementation of their networks."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otlint.errors import EngineError, InputError
from otlint.second_look import converting, judge
from tests.second_look import tiny

PLACES = [
    ["The other are there.", "The other art there.", "The other there.", "The other are there."],
    ["a the ough", "a the ough thou"],
    ["The caf\u00e9's \u201ctea\u201d: 3.5% of it", "The caf\u00e9's \u201ctea\u201d: 3.5% off it"],
]


def made(folder: Path, path: Path, *, exact: bool = False, threads: int = 1) -> judge.Judge:
    folder.mkdir(exist_ok=True)
    converting.convert(path, folder, exact=exact)
    return judge.Judge("tiny", folder, "", threads)


def expected(path: Path, one: judge.Judge, texts: Sequence[str]) -> list[float]:
    """What `log_probs` must give for texts so short that nothing of them is left out."""
    ids = [[one.tokens.start, *one.tokens.encode(text)] for text in texts]
    shared = 0
    while len({tuple(text[: shared + 1]) for text in ids}) == 1 and shared < min(map(len, ids)):
        shared += 1
    if any(len(text) == shared for text in ids):
        ids = [text + one.tokens.encode("\n") for text in ids]
    return [math.fsum(tiny.log_probs(path, text)[shared - 1 :]) for text in ids]


@pytest.fixture(scope="module", params=["llama", "gemma3"])
def family(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory, family: str) -> Path:
    return tiny.write(tmp_path_factory.mktemp("tiny") / "a.gguf", family)


@pytest.fixture(scope="module")
def tiny_judge(tmp_path_factory: pytest.TempPathFactory, path: Path) -> judge.Judge:
    return made(tmp_path_factory.mktemp("judge"), path, exact=True)


@pytest.mark.parametrize("texts", PLACES)
def test_the_same_as_another_implementation(
    path: Path, tiny_judge: judge.Judge, texts: list[str]
) -> None:
    (found,) = tiny_judge.log_probs([texts])
    # Far fewer pieces follow the differences than are left out.
    assert found == pytest.approx(expected(path, tiny_judge, texts), abs=2e-3)


@pytest.mark.parametrize("kind", ["Q4_0", "Q4_1", "Q5_0", "Q8_0"])
def test_blocks_are_computed_with_without_loss(tmp_path: Path, family: str, kind: str) -> None:
    path = tiny.write(tmp_path / "a.gguf", family, kind=kind)
    one = made(tmp_path / "files", path)
    for texts in PLACES:
        (found,) = one.log_probs([texts])
        assert found == pytest.approx(expected(path, one, texts), abs=2e-3)


def test_a_llama_with_sentencepiece_and_a_matrix_of_its_own_to_speak(tmp_path: Path) -> None:
    path = tiny.write(tmp_path / "a.gguf", tokenizer="llama", tied=False)
    one = made(tmp_path / "files", path, exact=True)
    (found,) = one.log_probs([PLACES[0]])
    assert found == pytest.approx(expected(path, one, PLACES[0]), abs=2e-3)


def test_floats_are_rounded_a_little(tmp_path: Path, path: Path, tiny_judge: judge.Judge) -> None:
    rounded = made(tmp_path / "files", path)
    for one, other in zip(rounded.log_probs(PLACES), tiny_judge.log_probs(PLACES), strict=True):
        assert one == pytest.approx(other, abs=1.0)
        assert one != other


WORDS = st.sampled_from("the are a ough our thou of off is or".split())
SENTENCE = st.lists(WORDS, min_size=3, max_size=30)


@settings(deadline=None, max_examples=25)
@given(data=st.data(), sentences=st.lists(SENTENCE, min_size=1, max_size=5))
def test_the_same_whatever_is_judged_with_it(
    tiny_judge: judge.Judge, data: st.DataObject, sentences: list[list[str]]
) -> None:
    places = []
    for sentence in sentences:
        at = data.draw(st.integers(0, len(sentence) - 1))
        candidates = data.draw(st.lists(WORDS, min_size=1, max_size=4))
        texts = [" ".join([*sentence[:at], word, *sentence[at + 1 :]]) for word in candidates]
        places.append([" ".join(sentence), *texts])
    together = tiny_judge.log_probs(places)
    backwards = tiny_judge.log_probs(places[::-1])[::-1]
    for place, one, other in zip(places, together, backwards, strict=True):
        (alone,) = tiny_judge.log_probs([place])
        assert one == pytest.approx(alone, abs=1e-3)
        assert other == pytest.approx(alone, abs=1e-3)


def test_the_same_with_several_threads(tmp_path: Path, path: Path, tiny_judge: judge.Judge) -> None:
    several = made(tmp_path / "files", path, exact=True, threads=2)
    for one, other in zip(several.log_probs(PLACES), tiny_judge.log_probs(PLACES), strict=True):
        assert one == pytest.approx(other, abs=1e-3)


def test_what_is_far_behind_is_not_read(tiny_judge: judge.Judge) -> None:
    before, after = "the ough a thou " * 3, " the ough a thou" * 3
    one, other = tiny_judge.log_probs(
        [[before + word + after + more for word in ("are", "our")] for more in ("", " the" * 900)]
    )
    assert one == pytest.approx(other, abs=1e-3)


def test_what_is_far_ahead_is_not_read(tiny_judge: judge.Judge) -> None:
    near = "the ough a thou " * 60
    one, other = tiny_judge.log_probs(
        [[far + near + word + " the" for word in ("are", "our")] for far in ("", "a " * 900)]
    )
    assert one == pytest.approx(other, abs=1e-3)


def test_texts_that_are_all_difference(tiny_judge: judge.Judge) -> None:
    ((one, other),) = tiny_judge.log_probs([["are " * 900, "the " * 900]])
    assert one != other
    assert math.isfinite(one)
    assert math.isfinite(other)


@pytest.mark.parametrize(
    ("places", "found"),
    [([], []), ([[]], [()]), ([["the"]], [(0.0,)]), ([["the", "the"], []], [(0.0, 0.0), ()])],
)
def test_nothing_to_compare(
    tiny_judge: judge.Judge, places: list[list[str]], found: list[tuple[float, ...]]
) -> None:
    assert tiny_judge.log_probs(places) == found


def test_a_text_that_begins_as_another_ends_there(path: Path, tiny_judge: judge.Judge) -> None:
    ((short, long),) = tiny_judge.log_probs([["the are", "the are the"]])
    ids = [tiny_judge.tokens.start, *tiny_judge.tokens.encode("the are\n")]
    assert short == pytest.approx(tiny.log_probs(path, ids)[-1], abs=2e-3)
    assert long != short


def test_a_large_vocabulary_is_cut_and_what_is_cut_off_still_counts(
    tmp_path: Path, family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tiny.write(tmp_path / "a.gguf", family, pieces=420)
    whole = made(tmp_path / "whole", path, exact=True)
    monkeypatch.setattr(converting, "LARGE", 100)
    one = made(tmp_path / "cut", path, exact=True)
    measures = json.loads((tmp_path / "cut" / "measures.json").read_bytes())
    assert 80 < measures["spoken"] < 370
    # Pieces stand in another order, and say the same.
    described = json.loads((tmp_path / "cut" / "tokens.json").read_bytes())
    shown = [described["pieces"][number] for number in one.tokens.encode("the \u00e9 are-it")]
    before = json.loads((tmp_path / "whole" / "tokens.json").read_bytes())["pieces"]
    assert shown == [before[number] for number in whole.tokens.encode("the \u00e9 are-it")]
    assert max(one.tokens.encode("the are-it (3)")) < measures["spoken"]
    assert max(one.tokens.encode("\u00e9")) >= measures["spoken"]
    # Of 420 random pieces many are missing in the sum, which favours what is left.
    places = [["the a \u00e9 the", "the are \u00e9 the"], PLACES[0]]
    for place, other in zip(one.log_probs(places), whole.log_probs(places), strict=True):
        for chance, reference in zip(place, other, strict=True):
            assert reference < chance < reference + 30 * math.log(4)


@pytest.mark.parametrize("name", ["blk.1.ffn_up.weight", "token_embd.weight"])
def test_models_that_are_not_whole(tmp_path: Path, name: str) -> None:
    path = tiny.write(tmp_path / "a.gguf", leave_out=name)
    with pytest.raises(InputError, match=f"{name} is missing"):
        made(tmp_path / "files", path)


def test_tensors_that_would_be_left_out_are_refused(tmp_path: Path) -> None:
    path = tiny.write(tmp_path / "a.gguf", more={"blk.0.attn_q.bias": np.ones(64, np.float32)})
    with pytest.raises(InputError, match=r"blk\.0\.attn_q\.bias"):
        made(tmp_path / "files", path)


@pytest.mark.parametrize("name", ["body.onnx", "head.onnx", "measures.json", "tokens.json"])
def test_files_that_make_no_sense(tmp_path: Path, path: Path, name: str) -> None:
    made(tmp_path, path)
    (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(EngineError, match="tiny"):
        judge.Judge("tiny", tmp_path, "", 1)
