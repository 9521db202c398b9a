"""Which words a pattern cannot match without: the prefilter of the phrase engine.

A pack may hold thousands of patterns, a post holds a few hundred different words. Each pattern is
filed under the words that every match of it must contain, so that a post is only searched for
patterns that can occur in it, and only those are ever compiled.
"""

from __future__ import annotations

import re
from math import fsum
from typing import TYPE_CHECKING, Final

from otlint.frequency import zipf

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_SPELLINGS: Final = 2048
"""How many ways to write one stretch are worth counting out."""
_ANYTHING: Final = "\0"
"""Stands, in a spelling, for what is not counted out."""

_WORD: Final = re.compile(r"[^\W_]+")
_WHOLE: Final = re.compile(r"(?<![^\W_])(?<!\0)[^\W_]+(?![^\W_]|\0)")
"""A word that nothing unknown can be a part of."""
_LITERAL: Final = re.compile(r"[\w' -]*")
_QUANTIFIER: Final = re.compile(r"[*+?]\??|\{\d*,?\d*\}\??")


def word_set(folded: str) -> frozenset[str]:
    """All words of a folded text in lower case, cut at everything but letters and digits."""
    return frozenset(_WORD.findall(folded.lower()))


def anchors(pattern: str) -> tuple[frozenset[str], ...]:
    """What every match of an RE2 pattern contains: of each set at least one word (lower case).

    The rarest sets, two at most, the rarest first; none when nothing can be read off the pattern,
    which must then always be tried. The pattern uses plain spaces between words, as packs do.
    """
    found: dict[frozenset[str], float] = {}
    for stretch in _split(pattern, " "):
        words = frozenset(map(_rarest, _Spellings(stretch).all()))
        if "" not in words:
            found[words] = _frequency(words)
    return tuple(sorted(found, key=lambda words: (found[words], sorted(words)))[:_MOST_SETS])


_MOST_SETS: Final = 2
_UNLISTED: Final = 2.0
"""The Zipf value of a word that the list of common words lacks."""
_SCRAP: Final = 2
_SCRAP_ZIPF: Final = 6.0
"""Letters of a word so short that it is the end of "it's" or "we'll", and how common it is then."""


def _rarest(text: str) -> str:
    """The rarest word that is sure to stand in a text; empty where there is none."""
    words = _WHOLE.findall(text.lower())
    return min(words, key=lambda word: (_zipf(word), word), default="")


def _frequency(words: Iterable[str]) -> float:
    """How often one of some words occurs in a billion."""
    return fsum(10 ** _zipf(word) for word in words)


def _zipf(word: str) -> float:
    return zipf(word) or (_UNLISTED if len(word) > _SCRAP or word.isdigit() else _SCRAP_ZIPF)


def _split(pattern: str, separator: str) -> list[str]:
    """Cut a pattern at a character where it stands outside groups, classes and escapes."""
    parts, depth, in_class, start = [], 0, False, 0
    for token in _SYNTAX.finditer(pattern):
        mark = token[0]
        if mark == "]":
            in_class = False
        elif in_class or len(mark) == 2:
            continue
        elif mark == "[":
            in_class = True
        elif mark == "(":
            depth += 1
        elif mark == ")":
            depth -= 1
        elif mark == separator and depth == 0:
            # A quantified space ("a ?b") joins what it stands between.
            if separator == " " and _QUANTIFIER.match(pattern, token.end()):
                continue
            parts.append(pattern[start : token.start()])
            start = token.end()
    parts.append(pattern[start:])
    return parts


_DIGITS: Final = re.compile("([0-9])-([0-9])")


def _counted_out(digits: re.Match[str]) -> str:
    """Every digit of a range."""
    return "".join(map(str, range(int(digits[1]), int(digits[2]) + 1)))


_SYNTAX: Final = re.compile(r"\\.|[\[\]()| ]")


class _Spellings:
    """Counts out the texts that a small pattern matches."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def all(self) -> list[str]:
        """Every text; what there are too many of, or what may be anything, as `_ANYTHING`."""
        if _LITERAL.fullmatch(self._pattern):
            return [self._pattern]
        if len(branches := _split(self._pattern, "|")) > 1:
            texts = [text for branch in branches for text in _Spellings(branch).all()]
            return texts if len(texts) <= _MOST_SPELLINGS else [_ANYTHING]
        texts = [""]
        at = 0
        while at < len(self._pattern):
            piece, at = self._atom(at)
            if quantifier := _QUANTIFIER.match(self._pattern, at):
                at = quantifier.end()
                piece = ["", *piece] if quantifier[0].startswith("?") else [_ANYTHING]
            if len(texts) * len(piece) > _MOST_SPELLINGS:
                piece = [_ANYTHING]
            texts = [left + right for left in texts for right in piece]
        return texts

    def _atom(self, at: int) -> tuple[list[str], int]:
        """The texts of the atom at an offset, and where it ends."""
        pattern, character = self._pattern, self._pattern[at]
        if character == "(":
            end = self._closing(at)
            inner = re.sub(r"^\((?:\?(?:P?<\w+>|[a-z]*:))?", "", pattern[at:end])
            return _Spellings(inner).all(), end + 1
        if character == "[":
            end = pattern.index("]", at + 2)
            members = pattern[at + 1 : end]
            members = _DIGITS.sub(_counted_out, members)
            if members.startswith("^") or "\\" in members or re.search(r".-.", members):
                return [_ANYTHING], end + 1
            return list(members), end + 1
        if character == "\\":
            escaped = pattern[at + 1 : at + 2]
            if escaped in "bBAz":
                return [""], at + 2
            return [_ANYTHING if escaped.isalnum() else escaped], at + 2
        if character in "^$":
            return [""], at + 1
        return [_ANYTHING if character == "." else character], at + 1

    def _closing(self, at: int) -> int:
        depth, in_class = 0, False
        for place in range(at, len(self._pattern)):
            character = self._pattern[place]
            if place > at and self._pattern[place - 1] == "\\":
                continue
            if in_class:
                in_class = character != "]"
            elif character == "[":
                in_class = True
            elif character == "(":
                depth += 1
            elif character == ")":
                depth -= 1
                if depth == 0:
                    return place
        return len(self._pattern)
