from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from otlint.errors import ConfigError
from otlint.vocabulary import load, load_all

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_load(tmp_path: Path, encoding: str, newline: str) -> None:
    path = tmp_path / "words.txt"
    lines = ["# our words", "Zoë", "", "  Sensory   Profile\t", "C#", "OTR/L # a credential", "#x"]
    path.write_bytes(newline.join(lines).encode(encoding))
    assert load(path) == {"Zoë", "Sensory Profile", "C#", "OTR/L"}


def test_an_empty_vocabulary(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.touch()
    assert load(path) == frozenset()
    assert load_all([]) == frozenset()


def test_several(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / "b.txt").write_text("two\none")
    assert load_all([tmp_path / "a.txt", tmp_path / "b.txt"]) == {"one", "two"}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"ok\n" + b"x" * 101, r"words\.txt:2: .*101 characters"),
        (b"ok\r\n\r\n---\r\n", r"words\.txt:3: '---' is no term"),
        (b"a\x07b", r"words\.txt:1: .*control"),
        (b"a\0b", r"words\.txt: the vocabulary file cannot be used: NUL"),
        (b"PK\x03\x04word/", r"words\.txt: .*Word document"),
    ],
)
def test_bad_files(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=message):
        load(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"vocab/w: the vocabulary file cannot be read: there is"):
        load(tmp_path / "words.txt", "vocab/w")
    with pytest.raises(ConfigError, match="cannot be used: this is a folder"):
        load(tmp_path)
