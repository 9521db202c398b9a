"""Blocks of few bits, against the gguf package's own reading of them."""

from __future__ import annotations

import gguf
import numpy as np
import pytest

from otlint.second_look import blocks

LOSSLESS = ["Q4_0", "Q4_1", "Q5_0", "Q8_0", "Q4_K", "Q6_K"]
OTHERS = ["F32", "F16", "BF16", "Q5_1", "Q5_K"]


def raw_of(kind: str, rows: int = 6, blocks: int = 3) -> np.ndarray:
    """Random bytes in a layout, with scales that are numbers."""
    layout = gguf.GGMLQuantizationType[kind]
    weights, size = gguf.GGML_QUANT_SIZES[layout]
    rng = np.random.default_rng(7)
    if weights == 1:
        values = rng.standard_normal((rows, 64)).astype(np.float32)
        return np.asarray(gguf.quantize(values, layout)).view(np.uint8)
    raw = rng.integers(0, 256, (rows, blocks, size), dtype=np.uint8)
    halves = {"Q6_K": [208]}.get(kind, [0, 2] if kind in ("Q4_1", "Q5_1", "Q4_K", "Q5_K") else [0])
    for at in halves:
        scales = rng.standard_normal((rows, blocks)).astype(np.float16)
        scales[0, 0] = 0
        raw[..., at : at + 2] = scales[..., None].view(np.uint8)
    return raw.reshape(rows, -1)


def reference(kind: str, raw: np.ndarray) -> np.ndarray:
    return np.asarray(gguf.dequantize(raw, gguf.GGMLQuantizationType[kind]))


@pytest.mark.parametrize("kind", LOSSLESS)
def test_most_layouts_are_rearranged_without_loss(kind: str) -> None:
    raw = raw_of(kind)
    expected = reference(kind, raw)
    packed = blocks.rearranged(kind, raw)
    assert packed is not None
    assert packed.shape == expected.shape
    found = packed.rows(np.arange(len(raw)))
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6 * np.abs(expected).max())


@pytest.mark.parametrize("kind", [*LOSSLESS, *OTHERS])
def test_every_layout_is_read_as_floats(kind: str) -> None:
    raw = raw_of(kind)
    expected = reference(kind, raw)
    found = blocks.floats(kind, raw)
    assert found is not None
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-6 * np.abs(expected).max())


def test_layouts_that_are_not_known() -> None:
    assert blocks.rearranged("Q5_1", raw_of("Q5_1")) is None
    assert blocks.floats("IQ2_XS", raw_of("F32")) is None


def test_rounding_loses_half_a_step_at_most() -> None:
    values = np.random.default_rng(3).standard_normal((5, 96)).astype(np.float32)
    values[2] = 0
    packed = blocks.rounded(values)
    assert isinstance(packed, blocks.Packed)
    steps = np.abs(values).reshape(5, 3, 32).max(-1).repeat(32, -1) / 127
    assert (np.abs(packed.rows(np.arange(5)) - values) <= steps / 2 + 1e-7).all()


def test_rows_that_cannot_be_cut_into_blocks_stay() -> None:
    values = np.ones((2, 33), np.float32)
    assert isinstance(blocks.rounded(values), blocks.Dense)


def test_rows_are_taken_in_any_order() -> None:
    for kind in ("Q4_1", "Q8_0"):
        packed = blocks.rearranged(kind, raw_of(kind))
        assert packed is not None
        order = np.array([3, 0, 5])
        np.testing.assert_array_equal(packed.taken(order).rows(np.arange(3)), packed.rows(order))
