"""Single keys and typed lines from the terminal, wherever standard input comes from."""

from __future__ import annotations

import os
import sys
from typing import TextIO

import typer

_END = ("\x04", "\x1a")
"""Ctrl-D, and Ctrl-Z on Windows."""


def at_terminal() -> bool:
    """Whether there is a person to show things to and to read keys from."""
    if not sys.stdout.isatty():
        return False
    if sys.stdin.isatty() or os.name == "nt":
        return True
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        return False
    return True


class Keys:
    """Reads from the terminal: keys as they are pressed, or a line."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        """Keys that came together: somebody types faster than we ask."""

    def key(self) -> str:
        """The next key; that of an arrow or the like is more than one character.

        Raises:
            KeyboardInterrupt: It is Ctrl-C.
            EOFError: It is Ctrl-D, or the terminal has gone.
        """
        if not self._waiting:
            text = typer.getchar()
            if text.startswith(("\x1b", "\x00", "\xe0")):
                return text
            self._waiting = list(text)
        if not self._waiting:
            raise EOFError
        key = self._waiting.pop(0)
        if key == "\x03":
            raise KeyboardInterrupt
        if key in _END:
            raise EOFError
        return key

    def line(self, prompt: str) -> str:
        """A line, with the editing that the terminal offers; without white space around it.

        Raises:
            KeyboardInterrupt: Ctrl-C is pressed.
        """
        begun = "".join(self._waiting).replace("\r", "\n")
        self._waiting.clear()
        print(f"{prompt}{begun}", end="", flush=True)
        if "\n" not in begun:
            begun += _read_line()
        line, _, rest = begun.partition("\n")
        self._waiting.extend(rest)
        return line.strip()


def _read_line() -> str:
    if sys.stdin.isatty():
        return sys.stdin.readline()
    with _terminal() as terminal:
        return terminal.readline()


def _terminal() -> TextIO:
    name = "CONIN$" if os.name == "nt" else "/dev/tty"
    return open(name, encoding=sys.stdin.encoding, errors="replace")  # noqa: PTH123 - no file
