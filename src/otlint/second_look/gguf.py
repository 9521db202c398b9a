"""Reading GGUF, the file format of llama.cpp for language models.

The layout is that of ggml's `docs/gguf.md`, versions 2 and 3: a table of values, a list of tensors,
then their bytes. The whole head is read at once; tensors are looked at where they lie.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from otlint.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from otlint.second_look.blocks import Array

_NUMBERS: Final = {
    0: "<u1",
    1: "<i1",
    2: "<u2",
    3: "<i2",
    4: "<u4",
    5: "<i4",
    6: "<f4",
    7: "|b1",
    10: "<u8",
    11: "<i8",
    12: "<f8",
}
_STRING: Final = 8
_ARRAY: Final = 9
_KINDS: Final = {
    # number: name, weights in a block, bytes of a block
    0: ("F32", 1, 4),
    1: ("F16", 1, 2),
    2: ("Q4_0", 32, 18),
    3: ("Q4_1", 32, 20),
    6: ("Q5_0", 32, 22),
    7: ("Q5_1", 32, 24),
    8: ("Q8_0", 32, 34),
    10: ("Q2_K", 256, 84),
    11: ("Q3_K", 256, 110),
    12: ("Q4_K", 256, 144),
    13: ("Q5_K", 256, 176),
    14: ("Q6_K", 256, 210),
    30: ("BF16", 1, 2),
}
_DIMENSIONS: Final = 4
_WINDOW: Final = 1 << 22
DAMAGED: Final = "this GGUF file is cut off or damaged"
"""What is said of a file that makes no sense."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """A tensor: its layout (`Q4_1`), its shape with the rows first, its bytes, a row a row."""

    kind: str
    shape: tuple[int, ...]
    raw: Array


def read(path: Path) -> tuple[dict[str, Any], dict[str, Tensor]]:
    """The values and the tensors of a file, by their names.

    Raises:
        InputError: It is no GGUF file, or is damaged, cut off, or in a layout of the future.
        OSError: It cannot be read.
    """
    if path.stat().st_size < _HEADER.size:
        raise InputError("this is no GGUF file")
    data = np.memmap(path, np.uint8, "r")
    try:
        return _read(_Cursor(data))
    except (
        struct.error,
        ValueError,
        LookupError,
        ArithmeticError,
        MemoryError,
        RecursionError,
    ) as error:
        raise InputError(DAMAGED) from error


_HEADER: Final = struct.Struct("<4sIQQ")


class _Cursor:
    """A place in the bytes of a file."""

    def __init__(self, data: Array) -> None:
        self.data = data
        self.at = 0

    def take(self, size: int) -> Array:
        if size > len(self.data) - self.at:
            raise InputError(DAMAGED)
        self.at += size
        return self.data[self.at - size : self.at]

    def number(self, kind: str) -> Any:
        return self.numbers(kind, 1)[0].item()

    def numbers(self, kind: str, count: int) -> Array:
        found: Array = np.frombuffer(self.take(np.dtype(kind).itemsize * count), kind)
        return found

    def string(self) -> str:
        return self.take(self.number("<u8")).tobytes().decode("utf-8")

    def strings(self, count: int) -> list[str]:
        # Hundreds of thousands of pieces: cut from bytes, which is quicker than from an array.
        found: list[str] = []
        window, at = b"", 0
        for _ in range(count):
            end = at + 8 + int.from_bytes(window[at : at + 8], "little")
            if end > len(window) or at + 8 > len(window):
                self.at += at
                here = self.data[self.at : self.at + 8].tobytes()
                end = 8 + int.from_bytes(here, "little")
                window, at = self.data[self.at : self.at + max(end, _WINDOW)].tobytes(), 0
                if end > len(window):
                    raise InputError(DAMAGED)
            found.append(window[at + 8 : end].decode("utf-8"))
            at = end
        self.at += at
        return found

    def value(self, kind: int) -> Any:
        if kind == _STRING:
            return self.string()
        if kind != _ARRAY:
            return self.number(_NUMBERS[kind])
        inner, count = self.number("<u4"), self.number("<u8")
        if inner == _STRING:
            return self.strings(count)
        if inner == _ARRAY:
            return [self.value(_ARRAY) for _ in range(count)]
        return self.numbers(_NUMBERS[inner], count).tolist()


def _read(cursor: _Cursor) -> tuple[dict[str, Any], dict[str, Tensor]]:
    magic, version, tensors, count = _HEADER.unpack(cursor.take(_HEADER.size).tobytes())
    if magic != b"GGUF":
        raise InputError("this is no GGUF file")
    if version not in (2, 3):
        raise InputError(f"this is GGUF of version {version}; otlint reads versions 2 and 3")
    values: dict[str, Any] = {}
    for _ in range(count):
        key = cursor.string()
        values[key] = cursor.value(cursor.number("<u4"))
    listed = [_listed(cursor) for _ in range(tensors)]
    alignment = int(values.get("general.alignment", 32))
    start = -(-cursor.at // alignment) * alignment
    return values, {
        name: _tensor(cursor, start + offset, kind, shape) for name, kind, shape, offset in listed
    }


def _listed(cursor: _Cursor) -> tuple[str, int, tuple[int, ...], int]:
    name = cursor.string()
    dimensions = cursor.number("<u4")
    if dimensions > _DIMENSIONS:
        raise InputError(DAMAGED)
    shape = tuple(cursor.numbers("<u8", dimensions).tolist())
    return name, cursor.number("<u4"), shape[::-1], cursor.number("<u8")


def _tensor(cursor: _Cursor, start: int, number: int, shape: tuple[int, ...]) -> Tensor:
    if number not in _KINDS:
        # Nothing is read from it; whoever needs it says that its kind is not known.
        return Tensor(f"number {number}", shape, np.zeros(0, np.uint8))
    kind, block, size = _KINDS[number]
    *rows, columns = shape
    if columns % block:
        raise InputError(DAMAGED)
    row = columns // block * size
    count = 1
    for length in rows:
        count *= length
    cursor.at = start
    return Tensor(kind, shape, cursor.take(count * row).reshape(-1, row))
