"""The user's own words: names and terms that are right although no dictionary knows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from otlint import source
from otlint.errors import ConfigError, InputError
from otlint.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from otlint.model import Document, Span

MAX_TERM: Final = 100
"""The longest term, in code points: a longer line is prose, no term."""

_COMMENT = re.compile(r"(?:^|\s)#.*$")
_WORD = re.compile(r"[^\W_]+")
_LINES = re.compile(r"\r\n|\r|\n")


def load(path: Path, shown: str | None = None) -> frozenset[str]:
    """Read a vocabulary file: one term a line, which may be several words.

    What follows a `#` at the start of a line or after a space is a comment. Any encoding that a
    post may have will do.

    Args:
        path: The file.
        shown: How messages name it; the path itself by default.

    Raises:
        ConfigError: It cannot be read, or a line is no term; names the file and the line.
    """
    name = path.as_posix() if shown is None else shown
    try:
        text = source.read(path, name)[0].text
    except InputError as error:
        raise ConfigError(f"{name}: the vocabulary file {_joined(str(error))}") from None
    terms: set[str] = set()
    for number, line in enumerate(_LINES.split(text), 1):
        term = " ".join(_COMMENT.sub("", line).split())
        if not term:
            continue
        if not term.isprintable() and not term.replace("\u00ad", "").isprintable():
            raise ConfigError(f"{name}:{number}: this line holds control characters")
        if len(term) > MAX_TERM:
            raise ConfigError(
                f"{name}:{number}: this line has {len(term)} characters: a vocabulary file holds "
                "one term a line"
            )
        if not any(character.isalnum() for character in term):
            raise ConfigError(f"{name}:{number}: {term!r} is no term: it has no letters")
        terms.add(term)
    return frozenset(terms)


def load_all(paths: Iterable[Path]) -> frozenset[str]:
    """The terms of several files together (see `load`)."""
    return frozenset().union(*(load(path) for path in paths))


def spans(document: Document, terms: frozenset[str]) -> tuple[Span, ...]:
    """Where the post uses the terms (kept on the document).

    A term in lower case is found in any capitals, another one only as written. Terms match whole
    words, whatever the white space and the apostrophes in them.
    """
    found: tuple[Span, ...] | None = document.cache.get("vocabulary.spans")
    if found is None:
        found = tuple(_occurrences(document, terms))
        document.cache["vocabulary.spans"] = found
    return found


def _occurrences(document: Document, terms: frozenset[str]) -> Iterator[Span]:
    by_first: dict[str, list[tuple[str, int]]] = {}
    for term in sorted(map(fold, terms), key=lambda term: (-len(term), term)):
        if first := _WORD.search(term):
            by_first.setdefault(first[0].lower(), []).append((term, first.start()))
    for block in document.blocks:
        folded = fold(block.text)
        for word in _WORD.finditer(folded):
            for term, before in by_first.get(word[0].lower(), ()):
                start = max(0, word.start() - before)
                end = start + len(term)
                text = folded[start:end]
                same = text == term or (term.islower() and text.lower() == term)
                if same and not folded[end : end + 1].isalnum():
                    yield block.span(start, end)
                    break


def _joined(reason: str) -> str:
    """A reason from `source`, as the end of a sentence."""
    return reason if reason.startswith(("cannot", "is ")) else f"cannot be used: {reason}"
