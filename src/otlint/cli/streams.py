"""Standard output and error: what goes there, in which encoding, and what only a terminal sees."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, TextIO, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from otlint.discovery import File

T = TypeVar("T")
_LONG_RUN: Final = 30
"""How many posts make a run long enough for a progress bar."""


def emit(text: str, stream: TextIO, *, utf8: bool = False) -> None:
    """Write a report. What the stream's encoding lacks is replaced; `utf8` forces UTF-8.

    Newlines are written as they are: a diff must keep the ones it shows.
    """
    stream.flush()
    encoding = "utf-8" if utf8 else (stream.encoding or "utf-8")
    data = text.encode(encoding, "replace")
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(data.decode(encoding))
    else:
        buffer.write(data)
    stream.flush()


def welcome_paste(files: Sequence[File]) -> None:
    """Tell a person at a terminal how to paste a post."""
    if any(file.stdin for file in files) and sys.stdin.isatty():
        print("Paste your post, then Ctrl-D (Windows: Ctrl-Z, Enter)", file=sys.stderr, flush=True)


def progress(items: Iterable[T], count: int) -> Iterable[T]:
    """The items, with a progress bar on standard error for long runs at a terminal."""
    if count < _LONG_RUN or not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    return track(items, "Checking", count, console=console, transient=True, update_period=0.2)
