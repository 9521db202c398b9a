"""Texts side by side: what several begin with is read once.

The pieces of all texts form a tree, and a piece sees its ancestors alone. Written in a row with a
mask that says so, the tree is read in one go: nothing is padded, nothing is read twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from otlint.second_look.blocks import Array

LARGEST: Final = 384
"""Pieces in a tree, unless one text alone has more: larger ones take longer for their masks."""
_HIDDEN: Final = -1e30


@dataclass(slots=True)
class Tree:
    """A tree in a row, parents before their children."""

    pieces: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    """The place of each piece's parent; -1 for the first."""
    _places: dict[tuple[int, int], int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.pieces)

    def missing(self, text: Sequence[int]) -> int:
        """How many pieces a text would add."""
        parent = -1
        for depth, piece in enumerate(text):
            found = self._places.get((parent, piece))
            if found is None:
                return len(text) - depth
            parent = found
        return 0

    def add(self, text: Sequence[int]) -> None:
        """Add a text."""
        parent = -1
        for piece in text:
            place = self._places.get((parent, piece))
            if place is None:
                place = len(self.pieces)
                self._places[parent, piece] = place
                self.pieces.append(piece)
                self.parents.append(parent)
            parent = place

    def path(self, text: Sequence[int]) -> list[int]:
        """The places of the pieces of a text that was added."""
        places = []
        parent = -1
        for piece in text:
            parent = self._places[parent, piece]
            places.append(parent)
        return places

    def depths(self) -> Array:
        """How many ancestors each piece has."""
        depths = np.zeros(len(self), np.int64)
        for place, parent in enumerate(self.parents):
            depths[place] = depths[parent] + 1 if parent >= 0 else 0
        return depths

    def mask(self) -> Array:
        """What is added to how much a piece (row) looks at another (column): 0, or far below."""
        seen = np.zeros((len(self), len(self)), bool)
        for place, parent in enumerate(self.parents):
            if parent >= 0:
                seen[place] = seen[parent]
            seen[place, place] = True
        return np.where(seen, np.float32(0), np.float32(_HIDDEN))


def planted(
    texts: Iterable[Sequence[int]], largest: int = LARGEST
) -> Iterator[tuple[Tree, list[tuple[int, ...]]]]:
    """Trees that hold all texts, each with its texts.

    The same set of texts always makes the same trees, whatever its order.
    """
    tree, inside = Tree(), list[tuple[int, ...]]()
    for text in sorted(set(map(tuple, texts))):
        if inside and len(tree) + tree.missing(text) > largest:
            yield tree, inside
            tree, inside = Tree(), []
        tree.add(text)
        inside.append(text)
    if inside:
        yield tree, inside
