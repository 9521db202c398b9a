"""The training pipeline on a small network: it learns, and what ships says what PyTorch says."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import confusables
import numpy as np
import pytest
import torch
from batches import Batch, Maker, batches
from corrupt import RATES, Corrupter
from export import export
from measure import sentences
from network import Network, Vocabulary, load, save
from start import by_chance, converted
from templates import paragraphs
from texts import Texts
from train import Plan, average, train

from otlint.slips.files import ModelFiles
from otlint.slips.model import Question, SlipModel
from otlint.slips.wordpiece import WordPiece

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = Path(__file__).resolve().parents[1] / "build" / "confusables.tsv"


@pytest.fixture(scope="module")
def table() -> confusables.Table:
    return confusables.read(TABLE)


@pytest.fixture(scope="module")
def words() -> dict[str, float]:
    return confusables.read_words(None, confusables.shipped_contractions())


@pytest.fixture(scope="module")
def corrupter(table: confusables.Table, words: dict[str, float]) -> Corrupter:
    return Corrupter(table, words)


# --- confusables


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("touch", "tough"),
        ("are", "or"),
        ("conscience", "conscious"),
        ("stationery", "stationary"),
        ("brakes", "breaks"),
        ("principle", "principal"),
        ("their", "there"),
        ("its", "it's"),
        ("of", "off"),
        ("helped", "helping"),
        ("form", "from"),
    ],
)
def test_what_people_mistake_is_in_the_table(
    table: confusables.Table, one: str, other: str
) -> None:
    assert other in dict(table[one])
    assert one in dict(table[other])


def test_words_of_several_pieces_can_be_scored(
    table: confusables.Table, words: dict[str, float]
) -> None:
    assert {"stationery", "dysphagia"} <= set(confusables.to_score(table, words))


# --- corruption


def test_slips_stand_where_they_are_said_to(corrupter: Corrupter) -> None:
    rng = random.Random(1)
    for text in paragraphs(200):
        made = corrupter.corrupt_at(text, max(RATES), rng)
        back = made.text
        for slip in reversed(made.slips):
            end = slip.start + len(slip.typed)
            assert made.text[slip.start : end].lower() == slip.typed
            assert slip.typed != slip.meant
            first = back[slip.start]
            meant = slip.meant[0].upper() + slip.meant[1:] if first.isupper() else slip.meant
            back = back[: slip.start] + meant + back[end:]
        assert back == text


def test_names_are_left_alone(corrupter: Corrupter) -> None:
    rng = random.Random(2)
    text = "We saw Anna Brown at NASA with 3D glasses and a well-known co-worker."
    for _ in range(200):
        made = corrupter.corrupt_at(text, 1.0, rng).text
        for name in ("Anna Brown", "NASA", "3D", "well-known co-worker"):
            assert name in made


def test_the_same_seed_gives_the_same_slips(corrupter: Corrupter) -> None:
    text = " ".join(paragraphs(3))
    once, again = (corrupter.corrupt(text, random.Random(7)) for _ in range(2))
    assert once == again


# --- training


def made_batches(
    vocabulary: Vocabulary, table: confusables.Table, corrupter: Corrupter
) -> Iterator[Batch]:
    rng = random.Random(0)
    maker = Maker(WordPiece(vocabulary.pieces), vocabulary.outputs(), table)
    return batches(Texts(None).forever(rng), corrupter, maker, rng)


@pytest.fixture(scope="module")
def trained(
    table: confusables.Table,
    corrupter: Corrupter,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, list[tuple[int, float, float]]]:
    folder = tmp_path_factory.mktemp("trained")
    save(*by_chance(2, 48), folder)
    network, vocabulary = load(folder, extra=["stationery", "dysphagia"])
    plan = Plan(rate=3e-3, steps=60, warm_up=10, log=10)
    progress = train(network, made_batches(vocabulary, table, corrupter), plan)
    save(network, vocabulary, folder)
    return folder, progress.losses


def test_the_losses_fall(trained: tuple[Path, list[tuple[int, float, float]]]) -> None:
    losses = trained[1]
    assert losses[-1][1] < 0.8 * losses[0][1]
    assert losses[-1][2] < 0.8 * losses[0][2]


def test_frozen_layers_stay(table: confusables.Table, corrupter: Corrupter) -> None:
    network, vocabulary = by_chance(2, 48)
    before = {name: value.clone() for name, value in network.state_dict().items()}
    train(network, made_batches(vocabulary, table, corrupter), Plan(steps=3, freeze=1, warm_up=1))
    for name, value in network.state_dict().items():
        still = name.startswith(("word.", "pos.", "typ", "ln.", "layers.0."))
        assert torch.equal(value.cpu(), before[name]) == still or name == "extra", name


def test_a_mean_lies_between() -> None:
    network, _ = by_chance(1, 12)
    before = {name: torch.zeros_like(value) for name, value in network.state_dict().items()}
    after = {name: value.clone() for name, value in network.state_dict().items()}
    average(network, before, 0.25)
    for name, value in network.state_dict().items():
        assert torch.allclose(value, after[name] * (1 if name == "extra" else 0.25)), name


def test_what_ships_says_what_pytorch_says(
    trained: tuple[Path, list[tuple[int, float, float]]], tmp_path: Path
) -> None:
    export(trained[0], TABLE, tmp_path)
    shipped = SlipModel(ModelFiles(tmp_path), 1)
    network, vocabulary = load(trained[0])
    text = "She put the stationery on the table and it's to late to rest her week hand."
    ids = shipped.wordpiece.encode(text).ids
    with torch.no_grad():
        detection, meaning = network.float().eval()(
            torch.tensor([[101, *ids, 102]]), torch.tensor([len(ids) + 2])
        )
    reading = shipped.read([Question(ids, range(len(ids)))])[0]
    assert np.abs(reading.detection - detection[0, 1:-1].numpy()).max() < 0.15
    asked = [vocabulary.outputs()[word] for word in ("stationery", "late", "it's", "week")]
    assert asked == [shipped.output(word) for word in ("stationery", "late", "it's", "week")]
    place = ids.index(shipped.output("late"))
    with torch.no_grad():
        scores = network.choose(meaning[0, place + 1][None], torch.tensor([asked]))[0]
    assert np.abs(shipped.scores(reading.meaning[place], asked) - scores.numpy()).max() < 0.3


def test_a_deeper_encoder_is_cut_at_even_distances() -> None:
    network = Network(by_chance(4, 12)[0].sizes)
    theirs = {
        "embeddings.word_embeddings.weight": network.word.weight,
        "embeddings.position_embeddings.weight": network.pos.weight,
        "embeddings.token_type_embeddings.weight": torch.zeros(2, 12),
        "embeddings.LayerNorm.weight": network.ln.weight,
        "embeddings.LayerNorm.bias": network.ln.bias,
    }
    for number in range(4):
        for name in (
            "attention.self.query",
            "attention.self.key",
            "attention.self.value",
            "attention.output.dense",
            "attention.output.LayerNorm",
            "intermediate.dense",
            "output.dense",
            "output.LayerNorm",
        ):
            for part in ("weight", "bias"):
                theirs[f"encoder.layer.{number}.{name}.{part}"] = torch.full((1,), float(number))
    cut = converted(theirs, layers=2)
    assert [float(cut[f"layers.{n}.q.weight"][0]) for n in range(2)] == [1.0, 3.0]


# --- what is measured


def test_hand_made_sentences_hold_one_slip_each() -> None:
    found = list(sentences())
    assert len(found) >= 150
    assert len({sentence.wrong for sentence in found}) == len(found)
    for sentence in found:
        assert sentence.typed != sentence.meant
        assert sentence.part in {"dev", "test"}
        assert sentence.topic in {"ot", "general"}
    assert sum(sentence.topic == "ot" for sentence in found) * 2 >= len(found)
