"""Quotation marks and apostrophes: which are straight, which curly, which way each must turn."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from otlint.model import OBJECT


class Role(enum.Enum):
    """What a mark is; the value is its name in the plural, for messages."""

    APOSTROPHE = "apostrophes"
    """An apostrophe or a single quotation mark: both are the same key on a keyboard."""
    DOUBLE = "double quotation marks"


@dataclass(frozen=True, slots=True)
class Mark:
    """A quotation mark or an apostrophe at `offset` of a text, and the same mark the other way."""

    role: Role
    offset: int
    curly: bool
    other: str
    """The mark in the other style: straight for a curly one, curly for a straight one."""


_MARKS: Final = re.compile("[\"'“”‘’\n]")
_ELISION: Final = re.compile(
    r"(?:tis|twas|twere|twill|em|til|till|cause|cos|cuz|coz|bout|round|neath|nother|fraid|kay"
    r"|n|ere|appen|orrible|ello|ad|im|er|is|e|t|ud|un|stead|\d0s|\d\ds?)(?![^\W_]|['’][^\W_])",
    re.IGNORECASE,
)
"""What stands after an apostrophe that drops the start of a word: ’tis, ’em, the ’90s."""
_SURE_ELISION: Final = re.compile(
    r"(?:tis|twas|twere|em|til|cause|cos|cuz|coz|bout|n|\d0s|\d\d)(?![^\W_]|['’][^\W_])",
    re.IGNORECASE,
)
_LIKE_WORDS: Final = frozenset((OBJECT, *"%$£€#@&"))
_EMPHASIS: Final = 3
"""Asterisks or underscores at most that emphasis puts between a mark and its word."""
_OPENING: Final = "([{“‘\"'—–-/«"
_CLOSING: Final = ".,;:!?…)]}”’\"'—–-/»"


@lru_cache(maxsize=1024)
def quote_marks(text: str) -> tuple[Mark, ...]:
    """The marks of a text whose style can be turned with certainty, in order.

    Left out: primes (5'10"), marks with space on both sides, and straight ones whose direction
    is a guess.
    """
    found: list[Mark] = []
    start = 0
    for line in re.finditer(r"\n|$", text):
        found += _line_marks(text, start, line.start())
        start = line.end()
    return tuple(found)


def _line_marks(text: str, start: int, end: int) -> list[Mark]:
    """The marks of one line; a quotation does not go on after a hard break."""
    doubles: list[tuple[int, str]] = []
    singles: list[tuple[int, str]] = []
    found: list[Mark] = []
    for match in _MARKS.finditer(text, start, end):
        at, mark = match.start(), match[0]
        if mark in "“”":
            found.append(Mark(Role.DOUBLE, at, curly=True, other='"'))
        elif mark in "‘’":
            found.append(Mark(Role.APOSTROPHE, at, curly=True, other="'"))
        (doubles if mark in '"“”' else singles).append((at, mark))
    found += [Mark(Role.DOUBLE, at, False, turned) for at, turned in _doubles(text, doubles)]
    found += [Mark(Role.APOSTROPHE, at, False, turned) for at, turned in _singles(text, singles)]
    return sorted(found, key=lambda mark: mark.offset)


def _around(text: str, at: int) -> tuple[str, str]:
    """The characters next to a mark, emphasis signs aside; an end counts as a space."""
    before, after = at - 1, at + 1
    while before >= 0 and at - before <= _EMPHASIS and text[before] in "*_":
        before -= 1
    while after < len(text) and after - at <= _EMPHASIS and text[after] in "*_":
        after += 1
    return text[before] if before >= 0 else " ", text[after] if after < len(text) else " "


def _is_word(character: str) -> bool:
    return character.isalnum() or character in _LIKE_WORDS


def _doubles(text: str, marks: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The curly form of each straight double mark; nothing unless they pair up all along."""
    turned: list[tuple[int, str]] = []
    open_ = False
    for at, mark in marks:
        before, after = _around(text, at)
        if mark == '"' and not open_ and before.isdigit():
            continue  # inches: a 12" ruler
        opens = (before.isspace() or before in _OPENING) and not after.isspace()
        closes = not before.isspace() and (after.isspace() or after in _CLOSING or after == OBJECT)
        if mark == "“" or (mark == '"' and not open_):
            if open_ or (mark == '"' and not opens):
                return []
            open_ = True
        else:
            if not open_ or (mark == '"' and not closes):
                return []
            open_ = False
        if mark == '"':
            turned.append((at, "“" if open_ else "”"))
    return [] if open_ else turned


class _Single(enum.Enum):
    """What a straight single mark looks like from the characters next to it."""

    APOSTROPHE = enum.auto()
    OPENS = enum.auto()
    CLOSES = enum.auto()
    AFTER_S = enum.auto()
    """Closes, or is the apostrophe of "the kids' toys": curly it looks the same."""
    UNSURE = enum.auto()


def _singles(text: str, marks: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """The curly form of each straight apostrophe or single mark that is sure."""
    turned: list[tuple[int, str]] = []
    waiting = -1  # an opening mark that needs its closing one
    for at, mark in marks:
        look = _look(text, at) if mark == "'" else None
        if look in (_Single.APOSTROPHE, _Single.AFTER_S):
            turned.append((at, "’"))
        elif look is _Single.OPENS:
            waiting = at
        elif look is _Single.CLOSES and waiting >= 0:
            turned += [(waiting, "‘"), (at, "’")]
            waiting = -1
        elif look is _Single.CLOSES and text[at - 1].isalpha():
            turned.append((at, "’"))  # goin' home
        elif mark == "‘" or look is _Single.UNSURE:
            waiting = -1
    return turned


def _look(text: str, at: int) -> _Single:
    before, after = _around(text, at)
    if _is_word(after):
        if _is_word(before):
            prime = before.isdigit() and after.isdigit()  # 5'10
            return _Single.UNSURE if prime else _Single.APOSTROPHE
        if _SURE_ELISION.match(text, at + 1):
            return _Single.APOSTROPHE
        opens = (before.isspace() or before in _OPENING) and not _ELISION.match(text, at + 1)
        return _Single.OPENS if opens else _Single.UNSURE
    if before.isspace() or before.isdigit() or not (after.isspace() or after in _CLOSING):
        return _Single.UNSURE
    if before in "sS" and after not in ".,;:!?)":
        return _Single.AFTER_S
    return _Single.CLOSES
