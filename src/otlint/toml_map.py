"""Where the keys and values of a TOML text stand, which `tomllib` does not tell."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SCALAR = re.compile(r"[^\r\n#,\]}]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One key with its value: offsets (code points) into the text."""

    path: tuple[str, ...]
    key_start: int
    value_start: int
    value_end: int


def entries(text: str) -> tuple[Entry, ...]:
    """The keys of a TOML text in its order, with those of inline tables and table headers.

    Args:
        text: TOML that `tomllib` accepts; of other text the entries up to the first trouble.

    Returns:
        One entry a key; for a table header the value is the header itself.
    """
    scanner = _Scanner(text)
    with contextlib.suppress(IndexError, RecursionError, _UnexpectedError):
        scanner.document()
    return tuple(scanner.entries)


def line_of(found: tuple[Entry, ...], text: str, path: tuple[str, ...]) -> int | None:
    """The line (from 1) of a key or table, or of the closest table around it that has one."""
    for length in range(len(path), 0, -1):
        for entry in found:
            if entry.path[:length] == path[:length]:
                return len(re.findall(r"\r\n|\r|\n", text[: entry.key_start])) + 1
    return None


class _UnexpectedError(Exception):
    """This is not the TOML that the scanner knows."""


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.entries: list[Entry] = []

    def document(self) -> None:
        table: tuple[str, ...] = ()
        while True:
            self._blank()
            if self.at >= len(self.text):
                return
            start = self.at
            if self.text[self.at] == "[":
                self.at += 2 if self.text.startswith("[[", self.at) else 1
                table = self._key()
                self._expect("]")
                self.entries.append(Entry(table, start, start, self.at))
                if self.text.startswith("]", self.at):
                    self.at += 1
            else:
                self._pair(table)

    def _blank(self) -> None:
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _space(self) -> None:
        while self.text.startswith((" ", "\t"), self.at):
            self.at += 1

    def _expect(self, character: str) -> None:
        self._space()
        if self.text[self.at] != character:
            raise _UnexpectedError
        self.at += 1

    def _key(self) -> tuple[str, ...]:
        parts: list[str] = []
        while True:
            self._space()
            if self.text[self.at] in "\"'":
                start = self.at
                self._string()
                parts.append(self.text[start + 1 : self.at - 1])
            else:
                match = _BARE.match(self.text, self.at)
                if not match:
                    raise _UnexpectedError
                parts.append(match[0])
                self.at = match.end()
            self._space()
            if not self.text.startswith(".", self.at):
                return tuple(parts)
            self.at += 1

    def _pair(self, table: tuple[str, ...]) -> None:
        key_start = self.at
        path = table + self._key()
        self._expect("=")
        self._space()
        start, index = self.at, len(self.entries)
        self._value(path)
        self.entries.insert(index, Entry(path, key_start, start, self.at))

    def _value(self, path: tuple[str, ...]) -> None:
        opening = self.text[self.at]
        if opening in "\"'":
            self._string()
        elif opening == "[":
            self._items("]", path)
        elif opening == "{":
            self._items("}", path)
        else:
            match = _SCALAR.match(self.text, self.at)
            self.at += len(match[0].rstrip()) if match else 0

    def _items(self, closing: str, path: tuple[str, ...]) -> None:
        self.at += 1
        while True:
            self._blank()
            if self.text[self.at] == closing:
                self.at += 1
                return
            if self.text[self.at] == ",":
                self.at += 1
                continue
            before = self.at
            if closing == "}":
                self._pair(path)
            else:
                self._value(path)
            if self.at == before:
                raise _UnexpectedError

    def _string(self) -> None:
        quote = self.text[self.at]
        closing = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(closing)
        while not self.text.startswith(closing, self.at):
            if self.at >= len(self.text):
                raise _UnexpectedError
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        self.at += len(closing)
        # `"""a"""""` ends with up to two quotes of its own
        extra = 0
        while len(closing) == 3 and extra < 2 and self.text.startswith(quote, self.at):
            self.at, extra = self.at + 1, extra + 1
