"""gitignore-style patterns: which paths `include`, `exclude` and .gitignore files mean."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from otlint.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pathspec import GitIgnoreSpec


@dataclass(frozen=True, slots=True)
class Patterns:
    """gitignore-style patterns, relative to the folder `base`."""

    base: Path
    texts: tuple[str, ...]
    origin: str = ""
    """Where they stand, for messages: `otlint.toml`, `--exclude`."""


@lru_cache(maxsize=512)
def _compiled(patterns: Patterns) -> tuple[GitIgnoreSpec, tuple[str, ...]]:
    """The patterns ready to match, and their texts by the index that a match gives.

    Raises:
        ConfigError: One of them is no gitignore pattern.
    """
    from pathspec import GitIgnoreSpec

    texts = tuple(text for text in patterns.texts if text.strip() and not text.startswith("#"))
    for text in texts:
        if not valid(text):
            where = f"{patterns.origin}: " if patterns.origin else ""
            raise ConfigError(f"{where}{text!r} is not a valid pattern")
    return GitIgnoreSpec.from_lines(texts), texts


def valid(text: str) -> bool:
    """Whether a line is a gitignore pattern."""
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([text])
    except ValueError:
        return False
    return True


def matching(path: Path, patterns: Patterns, *, folder: bool = False) -> tuple[bool | None, str]:
    """Whether the patterns take an absolute path in.

    Returns:
        True or False where the last pattern that matches says so (False for `!pattern`), None
        where none matches or the path lies outside of their folder; and that pattern.

    Raises:
        ConfigError: A pattern is not valid.
    """
    text, start = path.as_posix(), patterns.base.as_posix().rstrip("/") + "/"
    if not text.startswith(start) or text == start:
        return None, ""
    spec, texts = _compiled(patterns)
    result = spec.check_file(text[len(start) :] + "/" * folder)
    if result.include is None or result.index is None:
        return None, ""
    return result.include, texts[result.index]


def excluded_by(path: Path, exclude: Iterable[Patterns]) -> str:
    """The pattern that keeps a file out, and where it stands; empty when none does."""
    for patterns in exclude:
        verdict, text = matching(path, patterns)
        if verdict:
            return f"{text} in {patterns.origin}" if patterns.origin else text
    return ""


def read_ignore_file(path: Path, base: Path) -> tuple[Patterns, ...]:
    """The patterns of a .gitignore; as in Git, a line that is no pattern counts for nothing."""
    try:
        lines = path.read_text("utf-8-sig", "replace").split("\n")
    except OSError:
        return ()
    texts = (line.rstrip("\r") for line in lines)
    good = tuple(text for text in texts if text.strip() and text[0] != "#" and valid(text))
    return (Patterns(base, good, path.name),) if good else ()


def ignored(path: Path, ignores: tuple[Patterns, ...], *, folder: bool) -> bool:
    """Whether Git ignores an entry of a folder that it does not ignore.

    Args:
        path: The entry, absolute.
        ignores: The ignore files above it, the outermost first; the innermost that says anything
            decides.
        folder: Whether the entry is a folder.
    """
    for patterns in reversed(ignores):
        verdict, _ = matching(path, patterns, folder=folder)
        if verdict is not None:
            return verdict
    return False
