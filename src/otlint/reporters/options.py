"""How a report is to be shown, decided from the stream that it goes to."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKS: Final = "…·–─│╭╰⋮≤≥"
"""What the drawing of the text report needs from an encoding."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a reporter may know of where its report goes.

    `width` is in terminal cells. `encoding` is that of the stream: what it cannot show is replaced
    in reports for people. JSON ignores all of this.
    """

    width: int = 80
    colour: bool = False
    show_all: bool = False
    encoding: str = "utf-8"

    @property
    def plain_marks(self) -> bool:
        """Whether the encoding lacks the lines and dots of the drawing: use ASCII instead."""
        try:
            MARKS.encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            return True
        return False

    @classmethod
    def for_stream(
        cls, stream: TextIO, environ: Mapping[str, str] | None = None, *, show_all: bool = False
    ) -> Options:
        """Options that suit a stream: width, colour and encoding as it has them.

        Colour needs a terminal that is not dumb. `NO_COLOR`, set to anything but nothing, forbids
        it (no-color.org); `FORCE_COLOR` allows it where there is no terminal, as in CI logs.
        """
        environ = os.environ if environ is None else environ
        terminal = stream.isatty()
        if environ.get("NO_COLOR"):
            colour = False
        elif environ.get("FORCE_COLOR"):
            colour = True
        else:
            colour = terminal and environ.get("TERM") != "dumb" and _understands_ansi(stream)
        return cls(
            width=_width(environ, terminal=terminal),
            colour=colour,
            show_all=show_all,
            encoding=getattr(stream, "encoding", None) or "utf-8",
        )


def _width(environ: Mapping[str, str], *, terminal: bool) -> int:
    columns = environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns) > 0:
        return int(columns)
    return shutil.get_terminal_size().columns if terminal else 80


def _understands_ansi(stream: TextIO) -> bool:
    if os.name != "nt":
        return True
    from rich.console import Console

    return not Console(file=stream).legacy_windows
