"""The vocabulary files that a review adds words to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from otlint import source, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from otlint.model import Source


class WordFiles:
    """Keeps each file as it was found, so that words can be taken back."""

    def __init__(self) -> None:
        self._found: dict[Path, Source] = {}
        self._on_disk: dict[Path, Source] = {}

    def save(self, path: Path, words: Iterable[str]) -> None:
        """Make a file hold what it held at first, and the words.

        Raises:
            InputError: It cannot be read or written, or somebody else has changed it.
        """
        if path not in self._found:
            self._found[path] = self._on_disk[path] = source.read(path)[0]
        text = vocabulary.with_terms(self._found[path].text, words)
        source.write(path, self._on_disk[path], text)
        self._on_disk[path] = replace(self._on_disk[path], text=text)
