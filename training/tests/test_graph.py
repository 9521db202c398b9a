"""The graph that ships: near to exact arithmetic, and the same on every processor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import onnxruntime
import pytest
from calibrate import ranges, texts
from onnx import numpy_helper
from onnx_graph import build, largest_pair, quantise_columns
from start import by_chance

from otlint.slips.wordpiece import END, START, WordPiece

if TYPE_CHECKING:
    import numpy.typing as npt
    from onnx import ModelProto

    Array = npt.NDArray[Any]

PARAGRAPHS = [
    "We took a brake from the exercises, and the whole team rested.",
    "Ask your therapist.",
    "She could not here what the nurse said to her on Monday morning.",
]


@pytest.fixture(scope="module")
def network() -> tuple[dict[str, Array], list[str]]:
    made, vocabulary = by_chance(2, 48)
    weights = {name: value.numpy() for name, value in made.float().state_dict().items()}
    # As trained encoders have it: one channel is far larger than all others.
    weights["layers.0.l1.weight"][5] *= 20
    return weights, list(vocabulary.pieces)


def run(
    graph: ModelProto, network: tuple[dict[str, Array], list[str]], judged: list[list[int]]
) -> list[Array]:
    """What a graph says of some pieces of the paragraphs, read in one batch."""
    weights, pieces = network
    encode = WordPiece(pieces).encode
    rows = [[START, *encode(text).ids, END] for text in PARAGRAPHS]
    longest = max(map(len, rows))
    ids = np.array([row + [0] * (longest - len(row)) for row in rows])
    embedded = weights["word.weight"][ids] + weights["pos.weight"][:longest] + weights["typ"]
    session = onnxruntime.InferenceSession(graph.SerializeToString())
    found: list[Array] = session.run(
        ["detection", "meaning"],
        {
            "embedded": embedded.astype(np.float32),
            "lengths": np.array([len(row) for row in rows], np.int32),
            "places": np.array([n * longest + at for n, row in enumerate(judged) for at in row]),
        },
    )
    return found


def test_eight_bits_are_nearly_exact(network: tuple[dict[str, Array], list[str]]) -> None:
    weights, pieces = network
    judged = [[1, 2, 3, 4], [1, 2], [5, 6, 7]]
    exact = run(build(weights), network, judged)
    shipped = run(build(weights, ranges(weights, pieces, [*texts(), *PARAGRAPHS])), network, judged)
    for true, found in zip(exact, shipped, strict=True):
        assert np.abs(found - true).max() < 0.1 * np.abs(true).max()


def test_what_is_asked_changes_no_answer(network: tuple[dict[str, Array], list[str]]) -> None:
    weights, pieces = network
    graph = build(weights, ranges(weights, pieces))
    every = run(graph, network, [[1, 2, 3], [1, 2], [1]])
    some = run(graph, network, [[2], [], [1]])
    for all_found, found in zip(every, some, strict=True):
        assert np.array_equal(found, all_found[[1, 5]])


def test_no_pair_of_products_overflows(network: tuple[dict[str, Array], list[str]]) -> None:
    weights, pieces = network
    graph = build(weights, ranges(weights, pieces))
    matrices = [
        matrix
        for tensor in graph.graph.initializer
        if (matrix := numpy_helper.to_array(tensor)).dtype == np.int8 and matrix.ndim == 2
    ]
    assert len(matrices) == 2 * 6 + 2  # q, k, v, o, f1, f2 of each layer; the heads' first
    assert max(map(largest_pair, matrices)) <= 128


def test_columns_come_back() -> None:
    matrix = np.random.default_rng(3).normal(size=(64, 5)).astype(np.float32)
    matrix[8:12, 2] = (3, 3, -3, -3)  # pairs that would overflow
    quantised, scale = quantise_columns(matrix)
    assert largest_pair(quantised) <= 128
    assert np.abs(quantised * scale - matrix).max() <= 0.5001 * scale.max()
