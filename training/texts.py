"""Paragraphs to train on, in an endless stream of a mixed order."""

from __future__ import annotations

import lzma
import random
import re
from typing import TYPE_CHECKING, Final

from templates import paragraphs as made_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SUFFIXES: Final = (".txt", ".xz", ".md")
SHORTEST: Final = 40
"""A shorter paragraph, in characters, is a caption or a cry: nothing can be learnt from it."""
LONGEST: Final = 1500
_POOL: Final = 20_000
"""Paragraphs among which the next one is drawn: files hold paragraphs of one book in a row."""
_TEMPLATES: Final = 2_000
DATED: Final = re.compile(
    r"\b(?:thou|thee|thy|hath|doth|shew|upon|whilst|madam|sire|squire|ere|nay|yonder)\b",
    re.IGNORECASE,
)
"""Words that old novels have and posts of today have not."""


class Texts:
    """The paragraphs of a folder, or made-up ones where there is none."""

    def __init__(
        self, folder: Path | None, exclude: Iterable[str] = (), *, dated: bool = True
    ) -> None:
        """Say where paragraphs come from.

        Args:
            folder: Files of UTF-8 text, one paragraph a line, plain or packed by xz.
            exclude: Paragraphs never to be given: those of texts to measure with.
            dated: Whether to give paragraphs of old novels as well.

        Raises:
            FileNotFoundError: There is no such file in the folder.
        """
        self._folder = folder
        self._exclude = frozenset(map(key, exclude))
        self._dated = dated
        if folder is not None and not self._files():
            raise FileNotFoundError(f"{folder} holds no {', '.join(SUFFIXES)} file")

    def _files(self) -> list[Path]:
        if self._folder is None:
            return []
        return sorted(path for path in self._folder.rglob("*") if path.suffix in SUFFIXES)

    def once(self, rng: random.Random) -> Iterator[str]:
        """Every paragraph once; files in a drawn order."""
        files = self._files()
        rng.shuffle(files)
        lines = (
            made_up(_TEMPLATES, rng.randrange(10**6))
            if self._folder is None
            else (line for path in files for line in read_lines(path))
        )
        for line in lines:
            if not SHORTEST <= len(line) <= LONGEST or key(line) in self._exclude:
                continue
            if self._dated or not DATED.search(line):
                yield line

    def forever(self, rng: random.Random) -> Iterator[str]:
        """Every paragraph again and again, in a mixed order."""
        pool: list[str] = []
        while True:
            for text in self.once(rng):
                if len(pool) < _POOL:
                    pool.append(text)
                    continue
                at = rng.randrange(_POOL)
                yield pool[at]
                pool[at] = text
            rng.shuffle(pool)
            yield from pool
            pool.clear()


def read_lines(path: Path) -> Iterator[str]:
    """The lines of a text file without their ends, blank ones and comments left out."""
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8", newline="\n") as file:
        for line in file:
            if (text := line.strip()) and not text.startswith("#"):
                yield text


def key(text: str) -> str:
    """What two copies of a paragraph have in common, whatever their markup and quotes."""
    return "".join(letter for letter in text.lower() if letter.isalnum())
