"""The user's own words: names and terms that are right although no dictionary knows them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from otlint import source
from otlint.errors import ConfigError, InputError
from otlint.files import replace_file
from otlint.folding import fold
from otlint.model import Severity
from otlint.rule import Example, Rule, found_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from otlint.model import Document, Span

UNUSED: Final = "vocab/unused"
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
    return frozenset(term for _, term in lines(text, name))


def lines(text: str, name: str) -> Iterator[tuple[int, str]]:
    """The terms of a vocabulary file, each with the number of its line; raises as `load` does."""
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
        yield number, term


def add(path: Path, words: Iterable[str]) -> tuple[str, ...]:
    """Put terms at the end of a vocabulary file, which is made where there is none.

    The rest of the file stays as it is, newlines and encoding included.

    Returns:
        The terms that were not in it yet.

    Raises:
        ConfigError: The file cannot be used or written, or a word is no term.
    """
    name = path.as_posix()
    terms = [" ".join(word.split()) for word in words]
    for term in terms:
        if not is_term(term):
            raise ConfigError(f"{term!r} is no term for a vocabulary")
    try:
        before = source.read(path, name)[0] if path.exists() else None
    except InputError as error:
        raise ConfigError(f"{name}: the vocabulary file {_joined(str(error))}") from None
    text = before.text if before else ""
    known = {term for _, term in lines(text, name)}
    new = tuple(term for term in dict.fromkeys(terms) if term not in known)
    if not new:
        return ()
    text = with_terms(text, new)
    try:
        replace_file(path, source.encode(before, text) if before else text.encode())
    except InputError as error:
        raise ConfigError(f"{name}: {error}") from None
    except OSError as error:
        raise ConfigError(f"{name}: cannot be written: {error.strerror}") from error
    return new


def is_term(text: str) -> bool:
    """Whether a text can be a line of a vocabulary file, and means itself there."""
    try:
        return [term for _, term in lines(text, "vocabulary")] == [text]
    except ConfigError:
        return False


def with_terms(text: str, terms: Iterable[str]) -> str:
    """The text of a vocabulary file with further terms at its end, a line each, none twice."""
    known = {term for _, term in lines(text, "vocabulary")}
    new = [term for term in dict.fromkeys(terms) if term not in known]
    newline = found[0] if (found := _LINES.search(text)) else "\n"
    gap = newline if new and text and not text.endswith(("\n", "\r")) else ""
    return text + gap + "".join(f"{term}{newline}" for term in new)


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
        found = tuple(span for _, span in occurrences(document, terms))
        document.cache["vocabulary.spans"] = found
    return found


def used(document: Document, terms: frozenset[str]) -> frozenset[str]:
    """The terms that the post uses."""
    return frozenset(term for term, _ in occurrences(document, terms))


def occurrences(document: Document, terms: frozenset[str]) -> Iterator[tuple[str, Span]]:
    """Where the post uses the terms, as in `spans`, and which of them."""
    by_first: dict[str, list[tuple[str, str, int]]] = {}
    for own in sorted(terms, key=lambda term: (-len(fold(term)), fold(term))):
        term = fold(own)
        if first := _WORD.search(term):
            by_first.setdefault(first[0].lower(), []).append((own, term, first.start()))
    for block in document.blocks:
        folded = fold(block.text)
        for word in _WORD.finditer(folded):
            for own, term, before in by_first.get(word[0].lower(), ()):
                start = max(0, word.start() - before)
                end = start + len(term)
                text = folded[start:end]
                same = text == term or (term.islower() and text.lower() == term)
                if same and not folded[end : end + 1].isalnum():
                    yield own, block.span(start, end)
                    break


def _joined(reason: str) -> str:
    """A reason from `source`, as the end of a sentence."""
    return reason if reason.startswith(("cannot", "is ")) else f"cannot be used: {reason}"


RULES: Final = (
    Rule(
        id=UNUSED,
        summary="A term of the vocabulary that no post uses (`otlint vocab unused`).",
        why=(
            "A term that is no longer needed hides the same letters where they are a misspelling."
        ),
        sources=("editorial",),
        severity=Severity.SUGGESTION,
        check=found_elsewhere,
        examples=(Example("Sand play calms."),),
        external=True,
    ),
)
