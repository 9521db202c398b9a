"""From paragraphs to batches: pieces in, which words are slips, and which word was meant."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import torch
from corrupt import WORD

from otlint.slips.wordpiece import END, START

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from confusables import Table
    from corrupt import Corrupted, Corrupter
    from torch import Tensor

    from otlint.slips.wordpiece import WordPiece

MOST_PIECES: Final = 142
"""Longer paragraphs are cut: the rest is another sequence."""
BATCH_PIECES: Final = 4096
_POOL_BATCHES: Final = 24
"""Batches made at a time, of sequences of about one length."""
_OTHERS: Final = 0.08
"""The share of words as meant that are asked for as well."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A place where the network is asked which word was meant.

    `place` is the number of the word's first piece in the sequence, `ids` are output words: the one
    meant comes first.
    """

    place: int
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """Pieces with `[CLS]` and `[SEP]`; `words` are places of first pieces, `wrong` are slips."""

    ids: tuple[int, ...]
    words: tuple[int, ...]
    wrong: frozenset[int]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Batch:
    """Sequences as tensors: see `Network.forward`.

    `labels` [batch, length] is 1 at a slip, 0 at another word, -1 elsewhere. Row `n` of `choices`
    [asked, most] are output words for the piece `places[n]` (of the flattened batch); the first is
    the one meant, and -1 fills up.
    """

    ids: Tensor
    lengths: Tensor
    labels: Tensor
    places: Tensor
    choices: Tensor

    def to(self, device: torch.device) -> Batch:
        """The batch on another device."""
        return Batch(
            *(
                tensor.to(device, non_blocking=True)
                for tensor in (self.ids, self.lengths, self.labels, self.places, self.choices)
            )
        )


class Maker:
    """Makes sequences from corrupted paragraphs."""

    def __init__(self, wordpiece: WordPiece, words: Mapping[str, int], table: Table) -> None:
        """Take what cuts text up, the output words by name, and the confusables."""
        self._wordpiece = wordpiece
        self._words = words
        self._table = table
        self._ids: dict[str, tuple[int, ...]] = {}

    def sequences(self, corrupted: Corrupted, rng: random.Random) -> Iterator[Example]:
        """Cut a paragraph into sequences."""
        pieces = self._wordpiece.encode(corrupted.text)
        slips = {slip.start: slip for slip in corrupted.slips}
        words = {word.start(): word[0].lower() for word in WORD.finditer(corrupted.text)}
        for first in range(0, len(pieces), MOST_PIECES):
            last = min(first + MOST_PIECES, len(pieces))
            places, choices, wrong = [], [], set()
            for number in range(first, last):
                start = pieces.starts[number]
                if start not in words:
                    continue
                place = number - first + 1
                places.append(place)
                typed = words[start]
                slip = slips.get(start)
                if slip:
                    wrong.add(place)
                if slip or rng.random() < _OTHERS:
                    choice = self._choice(typed, slip.meant if slip else typed)
                    if len(choice) > 1:
                        choices.append(Choice(place, choice))
            ids = (START, *pieces.ids[first:last], END)
            yield Example(ids, tuple(places), frozenset(wrong), tuple(choices))

    def _choice(self, typed: str, meant: str) -> tuple[int, ...]:
        """Output words for a place, the one meant first; none where that is no output word."""
        number = self._words.get(meant)
        if number is None:
            return ()
        if typed not in self._ids:
            names = dict.fromkeys((typed, *(name for name, _ in self._table.get(typed, ()))))
            self._ids[typed] = tuple(self._words[name] for name in names if name in self._words)
        return (number, *(other for other in self._ids[typed] if other != number))


def batches(
    texts: Iterable[str], corrupter: Corrupter, maker: Maker, rng: random.Random
) -> Iterator[Batch]:
    """Batches of about `BATCH_PIECES` pieces from a stream of paragraphs."""
    pool: list[Example] = []
    pieces = 0
    for text in texts:
        for sequence in maker.sequences(corrupter.corrupt(text, rng), rng):
            pool.append(sequence)
            pieces += len(sequence.ids)
        if pieces >= BATCH_PIECES * _POOL_BATCHES:
            made = list(_packed(pool))
            rng.shuffle(made)
            yield from map(collate, made)
            pool, pieces = [], 0
    yield from map(collate, _packed(pool))


def _packed(pool: list[Example]) -> Iterator[list[Example]]:
    batch: list[Example] = []
    for sequence in sorted(pool, key=lambda sequence: -len(sequence.ids)):
        if batch and (len(batch) + 1) * len(batch[0].ids) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(sequence)
    if batch:
        yield batch


def collate(sequences: Sequence[Example]) -> Batch:
    """Sequences as one batch, padded to the longest."""
    longest = max(len(sequence.ids) for sequence in sequences)
    ids = torch.zeros(len(sequences), longest, dtype=torch.long)
    labels = torch.full((len(sequences), longest), -1.0)
    places: list[int] = []
    asked: list[tuple[int, ...]] = []
    for row, sequence in enumerate(sequences):
        ids[row, : len(sequence.ids)] = torch.tensor(sequence.ids)
        if sequence.words:
            labels[row, list(sequence.words)] = 0.0
        if sequence.wrong:
            labels[row, sorted(sequence.wrong)] = 1.0
        for choice in sequence.choices:
            places.append(row * longest + choice.place)
            asked.append(choice.ids)
    most = max(map(len, asked), default=1)
    choices = torch.full((len(asked), most), -1, dtype=torch.long)
    for row, numbers in enumerate(asked):
        choices[row, : len(numbers)] = torch.tensor(numbers)
    lengths = torch.tensor([len(sequence.ids) for sequence in sequences])
    return Batch(ids, lengths, labels, torch.tensor(places, dtype=torch.long), choices)
