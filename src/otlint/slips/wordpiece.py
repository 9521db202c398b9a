"""WordPiece as BERT (uncased) cuts text, with the exact place of every piece.

The steps are those of BERT's own tokeniser (Devlin et al. 2019, `BasicTokenizer` and
`WordpieceTokenizer`): drop control characters, lower case, strip accents, cut at white space,
punctuation and CJK characters, then take the longest known piece from the left. Typographic
quotes and apostrophes are folded to plain ones first, because the model has read plain ones.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from otlint.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

UNKNOWN: Final = 100
"""Id of `[UNK]`, a word of which no piece is known."""
START: Final = 101
"""Id of `[CLS]`, the first piece of every sequence."""
END: Final = 102
"""Id of `[SEP]`, the last piece of every sequence."""

_LONGEST_WORD: Final = 100
"""A longer word is unknown as a whole, in characters after normalising."""
_CACHED_CHUNKS: Final = 50_000
_CJK: Final = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)

Piece = tuple[int, int, int]
"""Id of a piece, and the half-open range of code points that it stands for."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a text, in order: piece `i` is `ids[i]` at `text[starts[i]:ends[i]]`."""

    ids: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.ids)


class WordPiece:
    """Cuts text into the pieces of a vocabulary."""

    def __init__(self, pieces: Iterable[str]) -> None:
        """Take the vocabulary: piece by id; pieces inside a word begin with `##`."""
        self._ids: Mapping[str, int] = {piece: number for number, piece in enumerate(pieces)}
        self._chunks: dict[str, tuple[Piece, ...]] = {}

    def id_of(self, word: str) -> int | None:
        """The id of a lower-case word that is one piece, else None."""
        return self._ids.get(word)

    def encode(self, text: str) -> Pieces:
        """Cut a text into pieces, without `[CLS]` and `[SEP]`; offsets are code points."""
        ids: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        for start, chunk in _chunks(fold(text)):
            for piece, left, right in self._encode_chunk(chunk):
                ids.append(piece)
                starts.append(start + left)
                ends.append(start + right)
        return Pieces(tuple(ids), tuple(starts), tuple(ends))

    def _encode_chunk(self, chunk: str) -> tuple[Piece, ...]:
        known = self._chunks.get(chunk)
        if known is None:
            known = tuple(
                piece for word, places in _words(chunk) for piece in self._cut(word, places)
            )
            if len(self._chunks) < _CACHED_CHUNKS:
                self._chunks[chunk] = known
        return known

    def _cut(self, word: str, places: Sequence[int]) -> Iterator[Piece]:
        """Cut a word greedily; `places` are the offsets of its characters and its end."""
        if len(word) > _LONGEST_WORD:
            yield UNKNOWN, places[0], places[-1]
            return
        found: list[Piece] = []
        start = 0
        while start < len(word):
            end = len(word)
            prefix = "##" if start else ""
            while end > start:
                number = self._ids.get(prefix + word[start:end])
                if number is not None:
                    break
                end -= 1
            else:
                yield UNKNOWN, places[0], places[-1]
                return
            found.append((number, places[start], places[end - 1] + 1))
            start = end
        yield from found


def _chunks(text: str) -> Iterator[tuple[int, str]]:
    """Runs of characters that are no plain space, with their offsets (folded text)."""
    at = 0
    for chunk in text.split(" "):
        if chunk:
            yield at, chunk
        at += len(chunk) + 1


def _words(chunk: str) -> Iterator[tuple[str, list[int]]]:
    """Normalised words of a chunk, each with the offsets of its characters and of its end."""
    letters: list[str] = []
    places: list[int] = []
    for offset, character in enumerate(chunk):
        for letter in _normalised(character):
            if letter == " " or _alone(letter):
                if letters:
                    yield "".join(letters), [*places, places[-1] + 1]
                    letters, places = [], []
                if letter != " ":
                    yield letter, [offset, offset + 1]
            else:
                letters.append(letter)
                places.append(offset)
    if letters:
        yield "".join(letters), [*places, places[-1] + 1]


@lru_cache(maxsize=4096)
def _normalised(character: str) -> str:
    """What a character becomes: nothing for a control character, a space for white space."""
    if character == "\ufffd" or unicodedata.category(character)[0] == "C":
        return ""
    if character.isspace():
        return " "
    return "".join(
        letter.lower()
        for letter in unicodedata.normalize("NFD", character)
        if unicodedata.category(letter) != "Mn"
    )


@lru_cache(maxsize=4096)
def _alone(character: str) -> bool:
    """Whether a character is a word of its own: punctuation, ASCII symbols, CJK."""
    code = ord(character)
    if code < 128:
        return not character.isalnum()
    return unicodedata.category(character)[0] == "P" or any(
        first <= code <= last for first, last in _CJK
    )
