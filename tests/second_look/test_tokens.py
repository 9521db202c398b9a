"""Cutting texts into pieces."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint.errors import InputError
from otlint.second_look import tokens
from otlint.second_look.weights import Weights
from tests.second_look import tiny


def described(path: Path) -> dict[str, Any]:
    return tokens.described(Weights(path).value)


@pytest.fixture(scope="module")
def merged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return described(tiny.write(tmp_path_factory.mktemp("merged") / "a.gguf"))


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return described(tiny.write(tmp_path_factory.mktemp("scored") / "a.gguf", "gemma3"))


def pieces(data: dict[str, Any], text: str) -> list[str]:
    return [data["pieces"][number] for number in tokens.build(data).encode(text)]


def bytes_of(data: dict[str, Any], text: str) -> bytes:
    """The text that pieces of the kind `gpt2` stand for."""
    letters = {letter: byte for byte, letter in enumerate(tokens.BYTES)}
    return bytes(letters[letter] for piece in pieces(data, text) for letter in piece)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the other", ["the", "\u0120", "o", "the", "r"]),
        (" are", ["\u0120are"]),
        ("", []),
        ("caf\u00e9", ["c", "a", "f", "\u00c3", "\u00a9"]),
    ],
)
def test_the_earliest_merge_comes_first(
    merged: dict[str, Any], text: str, expected: list[str]
) -> None:
    assert pieces(merged, text) == expected


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_no_byte_is_lost(merged: dict[str, Any], text: str) -> None:
    assert bytes_of(merged, text) == text.encode()


# What the patterns of the original tokenisers give, by the regex and tokenizers packages.
@pytest.mark.parametrize(
    ("split", "text", "expected"),
    [
        ("gpt-2", "Don't we'll 'S", ["Don", "'t", " we", "'ll", " '", "S"]),
        ("gpt-2", "a  b\t\tc \n", ["a", " ", " b", "\t", "\t", "c", " \n"]),
        ("gpt-2", "in 2026!? (ok)", ["in", " 2026", "!?", " (", "ok", ")"]),
        ("smollm", "in 2026!", ["in", " ", "2", "0", "2", "6", "!"]),
        ("smollm", "\u00bd caf\u00e9\u0301s", ["\u00bd", " caf\u00e9", "\u0301", "s"]),
        (
            "llama-bpe",
            "Don'T 12345 (ok)\n\n x",
            ["Don", "'T", " ", "123", "45", " (", "ok", ")\n\n", " x"],
        ),
        ("llama-bpe", "a\n  \n b", ["a", "\n  \n", " b"]),
    ],
)
def test_how_words_are_cut_first(split: str, text: str, expected: list[str]) -> None:
    assert list(tokens.SPLITS[split](text)) == expected


@given(text=st.text(), split=st.sampled_from(sorted(tokens.SPLITS)))
def test_nothing_is_lost_between_words(text: str, split: str) -> None:
    assert "".join(tokens.SPLITS[split](text)) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the tough", ["the", "\u2581t", "ou", "g", "h"]),
        ("a the", ["a", "\u2581the"]),
        ("\u00e9 \u201c", ["<0xC3>", "<0xA9>", "\u2581", "<0xE2>", "<0x80>", "<0x9C>"]),
        ("a  b", ["a", "\u2581", "\u2581", "b"]),
    ],
)
def test_the_best_piece_comes_first(scored: dict[str, Any], text: str, expected: list[str]) -> None:
    assert pieces(scored, text) == expected


@given(text=st.text(st.sampled_from("the tough< >a/\u2581"), max_size=30))
def test_cutting_word_by_word_changes_nothing(scored: dict[str, Any], text: str) -> None:
    more = {**scored, "pieces": list(scored["pieces"]), "types": [*scored["types"], 1]}
    more["pieces"].append(f">{tokens.SPACE}<")
    more["scores"] = [*scored["scores"], 0.0]
    tokeniser = tokens.Scored(more)
    assert tokeniser.encode(text) == list(tokeniser.whole(text.replace(" ", tokens.SPACE)))


def test_commands_in_a_text_are_text(merged: dict[str, Any]) -> None:
    assert "<|endoftext|>" not in pieces(merged, "<|endoftext|>")
    assert tokens.build(merged).start == merged["pieces"].index("<|endoftext|>")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"tokenizer.ggml.model": "bert"}, "bert"),
        ({"tokenizer.ggml.pre": "qwen2"}, "qwen2"),
        ({"tokenizer.ggml.tokens": None}, "no tokeniser"),
        ({"tokenizer.ggml.token_type": [1]}, "no tokeniser"),
        ({"tokenizer.ggml.model": "llama"}, "no scores"),
        ({"tokenizer.ggml.merges": ["a", 1]}, "no tokeniser"),
        ({"tokenizer.ggml.bos_token_id": None, "tokenizer.ggml.tokens": ["a"] * 9}, "no tokeniser"),
    ],
)
def test_what_is_not_understood_is_said(tmp_path: Path, changes: dict[str, Any], says: str) -> None:
    weights = Weights(tiny.write(tmp_path / "a.gguf"))

    def value(key: str, default: Any = None) -> Any:
        return changes.get(key, weights.value(key, default))

    with pytest.raises(InputError, match=says):
        tokens.described(value)
