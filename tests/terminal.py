"""A program at a terminal of its own: what it shows, and keys for it. For POSIX alone."""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import sys
import time
from pathlib import Path

_CODES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_PATIENCE = 60
"""Seconds after which nothing more is to be expected: only a test that fails waits so long."""


class Terminal:
    """Runs `otlint` in a pseudo-terminal."""

    def __init__(
        self, *arguments: str, folder: Path, columns: int = 80, stdin: bytes | None = None
    ) -> None:
        import fcntl
        import pty
        import termios

        self.seen = ""
        self._read = 0
        self._main, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

        def own_terminal() -> None:
            os.setsid()
            fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)

        environ = {
            name: value
            for name, value in os.environ.items()
            if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
        }
        self._process = subprocess.Popen(
            [sys.executable, "-m", "otlint", *arguments],
            cwd=folder,
            stdin=terminal if stdin is None else subprocess.PIPE,
            stdout=terminal,
            stderr=terminal,
            env={**environ, "TERM": "xterm", "PYTHONUTF8": "1"},
            preexec_fn=own_terminal,
        )
        os.close(terminal)
        if stdin is not None:
            assert self._process.stdin
            self._process.stdin.write(stdin)
            self._process.stdin.close()

    def until(self, text: str) -> str:
        """Wait for a text after the last one that was waited for; returns all up to it."""
        limit = time.monotonic() + _PATIENCE
        while text not in self.seen[self._read :]:
            if not self._more(limit - time.monotonic()):
                raise AssertionError(f"{text!r} was never shown, but this:\n{self.seen}")
        start = self._read
        self._read = self.seen.index(text, start) + len(text)
        return self.seen[start : self._read]

    def press(self, keys: str) -> None:
        """Press keys, once the program waits for one: it throws away what comes before."""
        import termios

        limit = time.monotonic() + _PATIENCE
        while termios.tcgetattr(self._main)[3] & termios.ICANON:
            if time.monotonic() > limit or self._process.poll() is not None:
                raise AssertionError(f"no key was asked for:\n{self.seen}")
            self._more(0.01)
        os.write(self._main, keys.encode())

    def type(self, line: str) -> None:
        """Type a line where one is asked for."""
        os.write(self._main, line.encode() + b"\n")

    def hang_up(self) -> None:
        """Close the terminal."""
        os.close(self._main)
        self._process.wait(_PATIENCE)

    def end(self) -> int:
        """Wait for the end; returns the exit code."""
        while self._more(_PATIENCE):
            pass
        code = self._process.wait(_PATIENCE)
        os.close(self._main)
        return code

    def _more(self, seconds: float) -> bool:
        ready, _, _ = select.select([self._main], [], [], max(0, seconds))
        if not ready:
            return False
        try:
            data = os.read(self._main, 65536)
        except OSError:  # Linux says so when the other side is closed
            return False
        self.seen += _CODES.sub("", data.decode("utf-8", "replace")).replace("\r\n", "\n")
        return bool(data)
