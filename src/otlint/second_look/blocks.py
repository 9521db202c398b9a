"""Matrices in blocks of few bits: as GGUF files hold them, and as ONNX Runtime takes them.

A row is cut into blocks of 16 or 32 weights, each a small whole number; a block has a scale and a
zero, and a weight is `(code - zero) * scale`. That is what `MatMulNBits` of ONNX Runtime computes
with, and most layouts of GGUF are of this form, so that they are rearranged without any loss; the
others are rounded to 8 bits. The layouts are those of ggml's `ggml-common.h`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable

    Array = npt.NDArray[Any]

BLOCK: Final = 32
"""Weights in a block of what is rounded here."""
_MIDDLE: Final = 128
"""The zero of 8-bit codes."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A matrix of `codes.shape[0]` rows in blocks.

    Attributes:
        bits: 4 or 8. Two codes of 4 bits share a byte, the first in its lower half.
        block: Weights in a block.
        codes: uint8, of shape (rows, blocks in a row, bytes in a block).
        scales: float32, of shape (rows, blocks in a row).
        zeros: Likewise; None stands for the middle, 8 or 128.
    """

    bits: int
    block: int
    codes: Array
    scales: Array
    zeros: Array | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.codes.shape[0], self.codes.shape[1] * self.block

    @property
    def parts(self) -> tuple[Array, ...]:
        """Codes, scales and, where there are any, zeros: a row a row of the matrix."""
        found = (self.codes, self.scales, self.zeros)
        return tuple(part for part in found if part is not None)

    def rows(self, numbers: Array) -> Array:
        """Some rows as float32."""
        codes = self.codes[numbers]
        if self.bits == 4:
            codes = np.stack((codes & 15, codes >> 4), axis=-1).reshape(*codes.shape[:-1], -1)
        zeros = (1 << (self.bits - 1)) if self.zeros is None else self.zeros[numbers][..., None]
        found: Array = (codes.astype(np.float32) - zeros) * self.scales[numbers][..., None]
        return found.reshape(*numbers.shape, -1).astype(np.float32, copy=False)

    def taken(self, numbers: Array | slice) -> Packed:
        """The matrix with these rows, in this order."""
        zeros = None if self.zeros is None else self.zeros[numbers]
        return replace(self, codes=self.codes[numbers], scales=self.scales[numbers], zeros=zeros)


@dataclass(frozen=True, slots=True)
class Dense:
    """A matrix as plain float32."""

    values: Array

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, columns = self.values.shape
        return rows, columns

    @property
    def parts(self) -> tuple[Array, ...]:
        """The values."""
        return (self.values,)

    def rows(self, numbers: Array) -> Array:
        """Some rows as float32."""
        found: Array = self.values[numbers]
        return found

    def taken(self, numbers: Array | slice) -> Dense:
        """The matrix with these rows, in this order."""
        return Dense(self.values[numbers])


Matrix = Packed | Dense


def rearranged(kind: str, raw: Array) -> Packed | None:
    """A matrix of a GGUF file in blocks of ours, without loss; None where that cannot be.

    Args:
        kind: The name of the layout, such as `Q4_1`.
        raw: Its bytes, a row of the matrix a row.
    """
    unpack = _LAYOUTS.get(kind)
    return None if unpack is None else unpack(raw)


def floats(kind: str, raw: Array) -> Array | None:
    """A matrix of a GGUF file as float32, None for a layout that is not known."""
    packed = rearranged(kind, raw)
    if packed is not None:
        return packed.rows(np.arange(len(raw)))
    unpack = _FLOATS.get(kind)
    return None if unpack is None else unpack(raw)


def rounded(values: Array) -> Packed | Dense:
    """A float matrix in blocks of 8 bits: at most 1/254 of the largest weight of a block is lost.

    It stays as it is where its rows cannot be cut into blocks.
    """
    rows, columns = values.shape
    if columns % BLOCK:
        return Dense(np.ascontiguousarray(values, np.float32))
    blocks = values.astype(np.float32).reshape(rows, -1, BLOCK)
    scales = np.abs(blocks).max(axis=-1) / np.float32(127)
    steps = np.where(scales == 0, np.float32(1), scales)[..., None]
    codes = (np.rint(blocks / steps) + _MIDDLE).astype(np.uint8)
    return Packed(8, BLOCK, codes, scales.astype(np.float32))


def _halves(data: Array) -> Array:
    """Two codes a byte as GGUF has them: the first half of a block in the lower halves."""
    return np.concatenate((data & 15, data >> 4), axis=-1)


def _nibbles(codes: Array) -> Array:
    """Codes of 4 bits, two a byte."""
    found: Array = codes[..., 0::2] | (codes[..., 1::2] << 4)
    return found


def _floats(data: Array) -> Array:
    """Pairs of bytes as float32."""
    found: Array = np.ascontiguousarray(data).view(np.float16)[..., 0].astype(np.float32)
    return found


def _cut(raw: Array, size: int) -> Array:
    return raw.reshape(raw.shape[0], -1, size)


def _q4_0(raw: Array) -> Packed:
    data = _cut(raw, 18)
    return Packed(4, 32, _nibbles(_halves(data[..., 2:])), _floats(data[..., :2]))


def _q4_1(raw: Array) -> Packed:
    data = _cut(raw, 20)
    return _with_least(_halves(data[..., 4:]), _floats(data[..., :2]), _floats(data[..., 2:4]))


def _with_least(codes: Array, scales: Array, least: Array) -> Packed:
    """Blocks whose weights are `code * scale + least`, as 4-bit blocks with zeros."""
    flat = scales == 0
    codes = np.where(flat[..., None], 0, codes).astype(np.uint8)
    scales = np.where(flat, np.float32(1), scales)
    zeros = (-least.astype(np.float64) / scales).astype(np.float32)
    return Packed(4, codes.shape[-1], _nibbles(codes), scales, zeros)


def _q5_0(raw: Array) -> Packed:
    data = _cut(raw, 22)
    high = np.unpackbits(data[..., 2:6], axis=-1, bitorder="little")
    codes = (_halves(data[..., 6:]) | (high << 4)) + (_MIDDLE - 16)
    return Packed(8, 32, codes.astype(np.uint8), _floats(data[..., :2]))


def _q8_0(raw: Array) -> Packed:
    data = _cut(raw, 34)
    return Packed(8, 32, data[..., 2:] ^ 0x80, _floats(data[..., :2]))


def _q4_k(raw: Array) -> Packed:
    data = _cut(raw, 144)
    scales, leasts = _scales_and_leasts(data)
    rows = raw.shape[0]
    return _with_least(
        _pairs(data[..., 16:]).reshape(rows, -1, 32),
        scales.reshape(rows, -1),
        leasts.reshape(rows, -1),
    )


def _scales_and_leasts(data: Array) -> tuple[Array, Array]:
    """Of the eight blocks of 32 in each 256 of Q4_K and Q5_K: 6 bits each in 12 bytes."""
    low, middle, high = data[..., 4:8], data[..., 8:12], data[..., 12:16]
    scales = np.concatenate((low & 63, (high & 15) | ((low >> 6) << 4)), axis=-1)
    leasts = np.concatenate((middle & 63, (high >> 4) | ((middle >> 6) << 4)), axis=-1)
    return _floats(data[..., :2])[..., None] * scales, -_floats(data[..., 2:4])[..., None] * leasts


def _pairs(data: Array) -> Array:
    """Codes of eight blocks: 32 bytes hold one in their lower halves, the next in the upper."""
    pairs = data.reshape(*data.shape[:2], 4, 32)
    return np.stack((pairs & 15, pairs >> 4), axis=-2).reshape(*data.shape[:2], 8, 32)


def _q6_k(raw: Array) -> Packed:
    data = _cut(raw, 210)
    rows, count = data.shape[:2]
    low = data[..., :128].reshape(rows, count, 2, 2, 32)  # halves of 128; 2 runs of 32 bytes
    high = data[..., 128:192].reshape(rows, count, 2, 1, 32)
    lower = np.concatenate((low & 15, low >> 4), axis=-2)
    shifts = np.array([0, 2, 4, 6], np.uint8)[:, None]
    codes = (lower | (((high >> shifts) & 3) << 4)).astype(np.uint8)
    scales = _floats(data[..., 208:])[..., None] * data[..., 192:208].view(np.int8)
    return Packed(
        8,
        16,
        (codes + (_MIDDLE - 32)).reshape(rows, -1, 16),
        scales.reshape(rows, -1).astype(np.float32),
    )


_LAYOUTS: Final[dict[str, Callable[[Array], Packed]]] = {
    "Q4_0": _q4_0,
    "Q4_1": _q4_1,
    "Q5_0": _q5_0,
    "Q8_0": _q8_0,
    "Q4_K": _q4_k,
    "Q6_K": _q6_k,
}


def _f32(raw: Array) -> Array:
    return np.ascontiguousarray(raw).view("<f4").astype(np.float32)


def _f16(raw: Array) -> Array:
    return np.ascontiguousarray(raw).view("<f2").astype(np.float32)


def _bf16(raw: Array) -> Array:
    """The upper halves of float32."""
    wide = np.ascontiguousarray(raw).view("<u2").astype(np.uint32) << 16
    found: Array = wide.view(np.float32)
    return found


def _q5_1(raw: Array) -> Array:
    data = _cut(raw, 24)
    high = np.unpackbits(data[..., 4:8], axis=-1, bitorder="little")
    codes = _halves(data[..., 8:]) | (high << 4)
    found = codes * _floats(data[..., :2])[..., None] + _floats(data[..., 2:4])[..., None]
    joined: Array = found.reshape(raw.shape[0], -1)
    return joined


def _q5_k(raw: Array) -> Array:
    data = _cut(raw, 176)
    scales, leasts = _scales_and_leasts(data)
    shifts = np.arange(8, dtype=np.uint8)[:, None]
    high = (data[..., None, 16:48] >> shifts) & 1
    codes = _pairs(data[..., 48:]) | (high << 4)
    found: Array = codes * scales[..., None] + leasts[..., None]
    return found.reshape(raw.shape[0], -1)


_FLOATS: Final[dict[str, Callable[[Array], Array]]] = {
    "F32": _f32,
    "F16": _f16,
    "BF16": _bf16,
    "Q5_1": _q5_1,
    "Q5_K": _q5_k,
}
