"""Cutting texts into the pieces that a language model reads.

Two tokenisers, as GGUF files name them: `gpt2` joins bytes by a list of merges (Sennrich et al.
2016, on bytes as in GPT-2), `llama` joins characters to the piece with the best score
(SentencePiece's BPE). Texts hold no commands: what looks like a special piece is read as text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, Protocol

from otlint.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_CACHED: Final = 50_000
SPACE: Final = "\u2581"
"""Stands for a space in pieces of SentencePiece."""
_WORDS: Final = re.compile(f"{SPACE}*[^{SPACE}]+|{SPACE}+")
_NORMAL: Final = (1, 4)
"""Types of pieces that stand for text: normal, and given by whoever made the model."""


class Tokens(Protocol):
    """A tokeniser."""

    start: int
    """The piece that every text begins with."""

    def encode(self, text: str) -> list[int]:
        """The pieces of a text, without the one that texts begin with."""


def build(data: Mapping[str, Any]) -> Tokens:
    """A tokeniser from what `described` made."""
    return Merged(data) if data["kind"] == "gpt2" else Scored(data)


def described(value: Any) -> dict[str, Any]:
    """What a tokeniser needs, as plain data.

    Args:
        value: Looks a key of a GGUF file up, as `Weights.value` does.

    Raises:
        InputError: The file has none, or one that is not understood.
    """
    kind = value("tokenizer.ggml.model")
    pieces = value("tokenizer.ggml.tokens")
    types = value("tokenizer.ggml.token_type")
    start = value("tokenizer.ggml.bos_token_id", 0)
    fits = _strings(pieces) and isinstance(types, list) and len(types) == len(pieces)
    if not fits or not isinstance(start, int) or not 0 <= start < len(pieces):
        raise InputError("this GGUF file holds no tokeniser")
    data: dict[str, Any] = {"kind": kind, "pieces": pieces, "types": types, "start": start}
    if kind == "gpt2":
        split = value("tokenizer.ggml.pre", "default")
        merges = value("tokenizer.ggml.merges")
        if not _strings(merges):
            raise InputError("this GGUF file holds no tokeniser that says what is joined")
        if split not in SPLITS:
            raise InputError(f"the second look does not know how this model cuts words ({split})")
        # Text is scored as a document of its own, which these models know by the piece between
        # documents; the one their tables name begins a turn of a chat.
        if "<|endoftext|>" in pieces:
            data["start"] = pieces.index("<|endoftext|>")
        return {**data, "split": split, "merges": merges}
    if kind == "llama":
        scores = value("tokenizer.ggml.scores")
        if not isinstance(scores, list) or len(scores) != len(pieces):
            raise InputError("the tokeniser in this GGUF file has no scores")
        prefix = bool(value("tokenizer.ggml.add_space_prefix", True))
        return {**data, "scores": scores, "prefix": prefix}
    raise InputError(f"the second look does not know tokenisers of the kind {kind}")


def shown(kind: str, piece: str) -> str:
    """The text that a piece stands for; U+FFFD for parts of characters."""
    if kind == "gpt2":
        codes = [_CODES.get(letter) for letter in piece]
        return bytes(code for code in codes if code is not None).decode("utf-8", "replace")
    return piece.replace(SPACE, " ")


def _strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


class Merged:
    """Bytes joined by a list of merges, the earliest first."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        pieces: Sequence[str] = data["pieces"]
        self._ids = {piece: number for number, piece in enumerate(pieces)}
        self._ranks = {
            tuple(merge.split(" ", 1)): rank for rank, merge in enumerate(data["merges"])
        }
        self._split = SPLITS[data["split"]]
        self._whole = data["split"] == "llama-bpe"
        self.start = int(data["start"])
        self._chunk = lru_cache(_CACHED)(self._encoded)

    def encode(self, text: str) -> list[int]:
        """The pieces of a text."""
        return [number for chunk in self._split(text) for number in self._chunk(chunk)]

    def _encoded(self, chunk: str) -> tuple[int, ...]:
        symbols = [BYTES[byte] for byte in chunk.encode("utf-8", "replace")]
        if self._whole and (whole := self._ids.get("".join(symbols))) is not None:
            return (whole,)
        ranks = self._ranks
        last = len(ranks)
        while len(symbols) > 1:
            pairs = pairwise(symbols)
            rank, at = min((ranks.get(pair, last), at) for at, pair in enumerate(pairs))
            if rank == last:
                break
            symbols[at : at + 2] = [symbols[at] + symbols[at + 1]]
        return tuple(self._ids[symbol] for symbol in symbols if symbol in self._ids)


class Scored:
    """Characters joined to the pieces with the best scores; bytes where no piece fits."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        pieces, types, scores = data["pieces"], data["types"], data["scores"]
        self._found: dict[str, tuple[float, int]] = {
            piece: (-score, number)
            for number, (piece, kind, score) in enumerate(zip(pieces, types, scores, strict=True))
            if kind in _NORMAL
        }
        self._bytes = {
            piece: number
            for number, (piece, kind) in enumerate(zip(pieces, types, strict=True))
            if kind == 6
        }
        self._prefix = bool(data["prefix"])
        # Words are cut one by one, unless a piece that reaches over a space might come in.
        self._crossing = [piece for piece in self._found if SPACE in piece.lstrip(SPACE)]
        self.start = int(data["start"])
        self._chunk = lru_cache(_CACHED)(self.whole)

    def encode(self, text: str) -> list[int]:
        """The pieces of a text."""
        spaced = text.replace(" ", SPACE)
        if self._prefix:
            spaced = SPACE + spaced
        if any(piece in spaced for piece in self._crossing):
            return list(self.whole(spaced))
        return [number for word in _WORDS.findall(spaced) for number in self._chunk(word)]

    def whole(self, word: str) -> tuple[int, ...]:
        """The pieces of a word or a text whose spaces are written out, cut as one."""
        symbols = list(word)
        found = self._found
        nothing = (float("inf"), 0)
        while len(symbols) > 1:
            pairs = pairwise(symbols)
            cost, at = min(
                (found.get(one + two, nothing)[0], at) for at, (one, two) in enumerate(pairs)
            )
            if cost == nothing[0]:
                break
            symbols[at : at + 2] = [symbols[at] + symbols[at + 1]]
        numbers: list[int] = []
        for symbol in symbols:
            if symbol in found:
                numbers.append(found[symbol][1])
            else:
                numbers += (
                    self._bytes[name]
                    for byte in symbol.encode("utf-8", "replace")
                    if (name := f"<0x{byte:02X}>") in self._bytes
                )
        return tuple(numbers)


# --- how texts are cut before bytes are joined

_CONTRACTION: Final = re.compile("'(?:s|t|re|ve|m|ll|d)")
_ANY_CONTRACTION: Final = re.compile("'(?:s|t|re|ve|m|ll|d)", re.IGNORECASE)
# Patterns over classes of characters: L letter, N number, _ space, n end of line, s other white
# space, o anything else.
_GPT2: Final = re.compile(r"_?L+|_?N+|_?o+|[_ns]+(?![^_ns])|[_ns]")
_LLAMA3: Final = re.compile(r"[_so]?L+|N{1,3}|_?o+n*|[_ns]*n|[_ns]+(?![^_ns])|[_ns]")


def _gpt2(text: str) -> Iterator[str]:
    return _cut(text, _GPT2, _CONTRACTION)


def _smollm(text: str) -> Iterator[str]:
    """Digits stand alone, then as in GPT-2."""
    start = 0
    for at, kind in enumerate(_classes(text)):
        if kind == "N":
            yield from _gpt2(text[start:at])
            yield text[at]
            start = at + 1
    yield from _gpt2(text[start:])


def _llama3(text: str) -> Iterator[str]:
    return _cut(text, _LLAMA3, _ANY_CONTRACTION)


def _cut(text: str, pattern: re.Pattern[str], contraction: re.Pattern[str]) -> Iterator[str]:
    classes = _classes(text)
    at = 0
    while at < len(text):
        match = contraction.match(text, at) or pattern.match(classes, at)
        end = match.end() if match else at + 1
        yield text[at:end]
        at = end


def _classes(text: str) -> str:
    return "".join(map(_class, text))


@lru_cache(maxsize=4096)
def _class(character: str) -> str:
    if character == " ":
        return "_"
    if character in "\r\n":
        return "n"
    kind = unicodedata.category(character)[0]
    if kind in "LN":
        return kind
    return "s" if kind == "Z" or character in "\t\x0b\x0c\x85" else "o"


SPLITS: Final[Mapping[str, Callable[[str], Iterator[str]]]] = {
    "smollm": _smollm,
    "gpt-2": _gpt2,
    "llama-bpe": _llama3,
}
"""How texts are cut first, by the names that GGUF files give."""


def _byte_letters() -> list[str]:
    """The character that stands for each byte: itself where it is seen, else one from 256 on."""
    seen = {*range(33, 127), *range(161, 173), *range(174, 256)}
    others = iter(range(256, 512))
    return [chr(byte if byte in seen else next(others)) for byte in range(256)]


BYTES: Final = _byte_letters()
"""Stands for each byte in the pieces of `gpt2`."""
_CODES: Final = {letter: code for code, letter in enumerate(BYTES)}
