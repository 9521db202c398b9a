"""The real weights: `make test-second-look` prepares judges and runs these tests."""

from __future__ import annotations

import math
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from otlint.errors import EngineError
from otlint.second_look import converting, judge, preparing, store
from otlint.second_look.judges import KNOWN
from tests.second_look.real import JUDGES, needs_judge

pytestmark = needs_judge

SLIPS = [
    # What comes before and after, the word typed, the word meant.
    ("We tried again after a ", "touch", "tough", " session."),
    ("If you ", "are", "or", " a loved one needs support, we can help."),
    ("She ended up ", "be", "being", " too tired to cook."),
    ("Rest before you are ", "to", "too", " tired to go on."),
    ("The brace keeps the wrist ", "form", "from", " bending."),
    ("Bring ", "you're", "your", " own cushion to the class."),
    ("Talk ", "to to", "to", " your therapist about it."),
    ("It may be hard to ", "breath", "breathe", " lying flat."),
    ("He could ", "loose", "lose", " his balance on the stairs."),
]
PLACES = [[before + word + after for word in words] for before, *words, after in SLIPS]


@pytest.fixture(scope="module", params=JUDGES or ["none"])
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def weights(name: str) -> Path:
    """The GGUF file, fetched once."""
    path = store.home().parent / "weights" / f"{name}.gguf"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = path.parent / f"{name}-parts"
        folder.mkdir(exist_ok=True)
        preparing.fetched(KNOWN[name], folder, lambda *_, **__: None).rename(path)
        shutil.rmtree(folder)
    return path


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty cache."""
    monkeypatch.setenv("OTLINT_CACHE_HOME", str(tmp_path))
    judge.load.cache_clear()
    yield tmp_path / "second-look"
    judge.load.cache_clear()


def test_slips_are_told_from_what_was_meant(name: str) -> None:
    for texts, (typed, meant) in zip(PLACES, judge.load(name).log_probs(PLACES), strict=True):
        assert meant - typed > 2, texts


def test_the_same_whatever_the_batch_the_order_and_the_threads(name: str) -> None:
    one = judge.load(name)
    together = one.log_probs(PLACES)
    kept = store.find(name)
    threads = judge.Judge(name, kept.folder, kept.fingerprint, 1)
    for other in (
        one.log_probs(PLACES[::-1])[::-1],
        [one.log_probs([place])[0] for place in PLACES],
        [found[::-1] for found in one.log_probs([place[::-1] for place in PLACES])],
        threads.log_probs(PLACES),
    ):
        for first, second in zip(together, other, strict=True):
            assert first == pytest.approx(second, abs=1e-3)


def test_damage_is_noticed_and_mended(name: str, weights: Path, elsewhere: Path) -> None:
    preparing.prepare(name, weights, lambda *_, **__: None)
    path = elsewhere / name / "weights.bin"
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(bytes(2 << 20))
    with pytest.raises(EngineError, match=r"weights\.bin has changed"):
        judge.load(name)
    assert preparing.prepare(name, weights, lambda *_, **__: None)[1]
    judge.load(name)


def test_two_at_once(name: str, weights: Path, elsewhere: Path) -> None:
    command = [sys.executable, "-m", "otlint", "second-look", "prepare", name]
    command += ["--from", str(weights), "--accept-terms"]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(2)
    ]
    said = [run.communicate(timeout=600)[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert sum("was ready already" in out for out in said) == 1
    store.check(store.find(name))


@pytest.fixture(scope="module")
def whole(name: str, weights: Path, tmp_path_factory: pytest.TempPathFactory) -> judge.Judge:
    """The judge with all of its vocabulary."""
    folder = tmp_path_factory.mktemp("whole")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(converting, "LARGE", 1 << 30)
        converting.convert(weights, folder)
    return judge.Judge(name, folder, "", 2)


def test_the_same_as_transformers(name: str, weights: Path, whole: judge.Judge) -> None:
    torch = pytest.importorskip("torch", reason="not run: needs PyTorch, which is not here")
    transformers = pytest.importorskip("transformers", reason="not run: needs transformers")
    where = {"pretrained_model_name_or_path": str(weights.parent), "gguf_file": weights.name}
    model = transformers.AutoModelForCausalLM.from_pretrained(
        **where, dtype=torch.float32, attn_implementation="eager"
    ).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(**where)
    for texts, found in zip(PLACES, whole.log_probs(PLACES), strict=True):
        shared, ids = whole.pieces(texts)
        for text, cut, chance in zip(texts, ids, found, strict=True):
            theirs = tokenizer(text, add_special_tokens=False)["input_ids"]
            assert [whole.tokens.start, *theirs][: len(cut)] == list(cut)
            with torch.no_grad():
                scores = model(torch.tensor([cut])).logits.double().log_softmax(-1)[0]
            reference = math.fsum(
                scores[place - 1, cut[place]].item() for place in range(shared, len(cut))
            )
            assert chance == pytest.approx(reference, abs=1e-2)


def test_the_cut_vocabulary_changes_little(name: str, whole: judge.Judge) -> None:
    for full, cut in zip(whole.log_probs(PLACES), judge.load(name).log_probs(PLACES), strict=True):
        assert full[1] - full[0] == pytest.approx(cut[1] - cut[0], abs=0.5)
