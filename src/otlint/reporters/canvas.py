"""Lines of styled text, and how they become a string with colours or without."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from otlint.reporters.options import Options

WIDEST: Final = 100
"""Lines longer than this are hard to read, however wide the terminal."""
NARROWEST: Final = 40
"""Below this a frame has no room for its words; the terminal has to break the lines."""

STYLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "error": "bold red",
        "warning": "bold yellow",
        "suggestion": "bold cyan",
        "good": "bold green",
        "strong": "bold",
        "faint": "dim",
        "frame": "blue",
        "fix": "cyan",
        "help": "bold green",
    }
)
"""The colours of a report, as rich names them; the 16 that every terminal theme has chosen."""

Piece = str | tuple[str, str]
"""Text, or text and the name of its style."""


class Canvas:
    """Collects the lines of a report."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.width = max(NARROWEST, min(options.width, WIDEST))
        self._lines: list[tuple[Piece, ...]] = []

    def line(self, *pieces: Piece) -> None:
        """Add a line of pieces, which are printed as they are: no markup, no emoji codes."""
        self._lines.append(pieces)

    def render(self) -> str:
        """The lines, each with its newline."""
        if not self.options.colour:
            plain = ("".join(map(_text, pieces)).rstrip() for pieces in self._lines)
            return "".join(f"{line}\n" for line in plain)
        return self._coloured()

    def _coloured(self) -> str:
        # Imported here: without colour there is nothing for rich to do.
        import io

        from rich.console import Console
        from rich.text import Text

        out = io.StringIO()
        console = Console(
            file=out,
            force_terminal=True,
            color_system="standard",
            no_color=False,
            legacy_windows=False,
            width=max(self.width, 1000),
            emoji=False,
            markup=False,
            highlight=False,
        )
        for pieces in self._lines:
            line = Text(end="\n")
            for piece in pieces:
                if isinstance(piece, str):
                    line.append(piece)
                else:
                    line.append(piece[0], STYLES[piece[1]])
            line.rstrip()
            console.print(line, soft_wrap=True)
        return out.getvalue()


def _text(piece: Piece) -> str:
    return piece if isinstance(piece, str) else piece[0]
