"""What a fix changes in a post, as a unified diff that `patch` and `git apply` take."""

from __future__ import annotations

import difflib
import os
import posixpath
from typing import TYPE_CHECKING, Final

from otlint.reporters.cells import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_NEWLINE: Final = "\n\\ No newline at end of file\n"
_COLOURS: Final = (("--- ", 1), ("+++ ", 1), ("@@ ", 36), ("-", 31), ("+", 32), ("\\", 2))
"""How a line begins, and its colour as an ANSI code; the first that fits counts."""
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def unified_diff(path: str, old: str, new: str) -> str:
    r"""The changes from `old` to `new` with three lines of context; "" where there are none.

    `path` is as the user gave it; it is written with "/" after "a/" and "b/", a leading "/" left
    out, and quoted as git does where it holds control characters, quotes or backslashes. Lines end
    at "\n" alone, as for git: the "\r" of CRLF stays in its line, and a post whose newlines are
    "\r" is one line. A last line without newline is followed by git's remark that says so.
    """
    name = _name(path)
    lines = difflib.unified_diff(
        _lines(old), _lines(new), _header_name(f"a/{name}"), _header_name(f"b/{name}")
    )
    return "".join(line if line.endswith("\n") else line + _NO_NEWLINE for line in lines)


def _lines(text: str) -> list[str]:
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop()[:-1]
    return [*lines, last] if last else lines


def _name(path: str) -> str:
    if path == "-":
        return "stdin"
    if os.sep == "\\":
        path = os.path.splitdrive(path)[1].replace("\\", "/")
    return posixpath.normpath(path).lstrip("/")


def _header_name(name: str) -> str:
    if any(character in _ESCAPES or not character.isprintable() for character in name):
        return f'"{"".join(_quoted(name))}"'
    # `patch` takes the name up to a tab: without one it stops at a space.
    return f"{name}\t" if " " in name else name


def _quoted(name: str) -> Iterator[str]:
    for character in name:
        if character in _ESCAPES:
            yield _ESCAPES[character]
        elif character.isprintable():
            yield character
        else:
            yield from (f"\\{byte:03o}" for byte in character.encode("utf-8", "surrogateescape"))


def coloured(diff: str, encoding: str = "utf-8") -> str:
    """The diff as a terminal may show it: colours, and no other control sequence.

    For eyes only: what `patch` is to read must not pass through here.
    """
    return "".join(f"{_coloured_line(line, encoding)}\n" for line in diff.split("\n")[:-1])


def _coloured_line(line: str, encoding: str) -> str:
    shown = clean(line.removesuffix("\r"), encoding)
    colour = next((code for start, code in _COLOURS if line.startswith(start)), None)
    return shown if colour is None else f"\x1b[{colour}m{shown}\x1b[0m"
