"""Reading GGUF, and files that are none."""

from __future__ import annotations

import contextlib
import struct
from pathlib import Path

import gguf as theirs
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otlint.errors import InputError
from otlint.second_look import gguf
from otlint.second_look.weights import Weights
from tests.second_look import tiny


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return tiny.write(tmp_path_factory.mktemp("gguf") / "a.gguf", kind="Q8_0").read_bytes()


def test_the_same_as_the_gguf_package_reads(tmp_path: Path) -> None:
    path = tiny.write(tmp_path / "a.gguf", kind="Q4_1")
    values, tensors = gguf.read(path)
    reader = theirs.GGUFReader(path)
    for key, field in reader.fields.items():
        if not key.startswith("GGUF."):
            assert values[key] == field.contents(), key
    assert list(tensors) == [tensor.name for tensor in reader.tensors]
    for tensor in reader.tensors:
        mine = tensors[tensor.name]
        assert mine.kind == tensor.tensor_type.name
        assert list(mine.shape) == tensor.shape[::-1].tolist()
        assert mine.raw.tobytes() == np.asarray(tensor.data).tobytes()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_file_that_is_cut_off(whole: bytes, tmp_path: Path, share: float) -> None:
    path = tmp_path / "cut.gguf"
    path.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(InputError, match=r"no GGUF|cut off"):
        Weights(path)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 9000), byte=st.integers(0, 255))
def test_a_damaged_head_is_an_error_or_is_read(
    whole: bytes, tmp_path: Path, at: int, byte: int
) -> None:
    path = tmp_path / "damaged.gguf"
    path.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
    with contextlib.suppress(InputError):
        Weights(path)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no GGUF"),
        (b"PK\x03\x04" + bytes(40), "no GGUF"),
        (struct.pack("<4sIQQ", b"GGUF", 1, 0, 0), "version 1"),
        (struct.pack("<4sIQQ", b"GGUF", 3, 0, 2**63), "cut off"),
        (struct.pack("<4sIQQ", b"GGUF", 3, 2**63, 0), "cut off"),
        (struct.pack("<4sIQQQ", b"GGUF", 3, 0, 1, 2**64 - 1), "cut off"),
        (struct.pack("<4sIQQ", b"GGUF", 3, 0, 0), "general.architecture"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "bad.gguf"
    path.write_bytes(data)
    with pytest.raises(InputError, match=says):
        Weights(path)


def test_other_families_are_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "other.gguf"
    writer = theirs.GGUFWriter(path, "qwen2")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    with pytest.raises(InputError, match=r"qwen2.*Llama and Gemma 3"):
        Weights(path)


def test_a_kind_of_network_that_is_not_known(tmp_path: Path) -> None:
    path = tiny.write(tmp_path / "a.gguf", values={"llama.rope.scaling.type": "yarn"})
    with pytest.raises(InputError, match="yarn"):
        Weights(path)
