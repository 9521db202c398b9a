"""Which words a pattern cannot match without: the prefilter of the phrase engine.

A pack may hold thousands of patterns, a post holds a few hundred different words. Each pattern is
filed under the words that every match of it must contain, so that a post is only searched for
patterns that can occur in it, and only those are ever compiled.
"""

from __future__ import annotations

import re
from typing import Final

_MOST_SPELLINGS: Final = 256
"""How many ways to write one stretch are worth counting out; beyond, it gives no anchor."""

_WORD: Final = re.compile(r"[^\W_]+")
_LITERAL: Final = re.compile(r"[\w' -]*")
_QUANTIFIER: Final = re.compile(r"[*+?]\??|\{\d*,?\d*\}\??")


def word_set(folded: str) -> frozenset[str]:
    """All words of a folded text in lower case, cut at everything but letters and digits."""
    return frozenset(_WORD.findall(folded.lower()))


def anchors(pattern: str) -> frozenset[str] | None:
    """Words (lower case) of which every match of an RE2 pattern contains at least one.

    None when no such set can be read off the pattern: it must then always be tried. The pattern
    uses plain spaces between words, as packs do.
    """
    stretches = _split(pattern, " ")
    plain = max((_PLAIN.sub("", stretch) for stretch in stretches), key=_literal, default="")
    if _literal(plain) >= _RARE and plain.lower() not in _COMMON:
        # One long word that stands as it is: nothing rarer is worth the search.
        return frozenset((plain.lower(),))
    best: frozenset[str] | None = None
    for stretch in sorted(stretches, key=len):
        spellings = _Spellings(stretch).all()
        if spellings is None:
            continue
        words = [max(_WORD.findall(text.lower()), key=len, default="") for text in spellings]
        if all(words) and (best is None or _worth(words) > _worth(best)):
            best = frozenset(words)
            if len(best) <= _FEW and min(map(len, best)) >= _RARE - 1 and not _COMMON & best:
                break
    return best


_PLAIN: Final = re.compile(r"^\((?:\?(?:P?<\w+>|:))?(?=[a-zA-Z]+\)$)|(?<=[a-zA-Z])\)$")
_RARE: Final = 5
_FEW: Final = 8
"""A few words of some length are good enough: searching for better ones costs time too."""


def _literal(stretch: str) -> int:
    """The length of a stretch that is one plain word; 0 for anything else."""
    return len(stretch) if stretch.isascii() and stretch.isalpha() else 0


_COMMON: Final = frozenset(
    "about after again all also always and any are because been before being both but can"
    " children could day did does done each every first for from get give good had has have"
    " help her here his how into its just know less like look made make many may might more"
    " most much must need never new not now of often one only other our out over own part"
    " people place really same see should show side some still such take than that the their"
    " them then there these they thing this those three through time too two under use used"
    " very was way well were what when where which while who will with work would year years"
    " you your".split()
)
"""Words that nearly every post has: to wait for one of them is hardly to wait."""


def _worth(words: frozenset[str] | list[str]) -> tuple[int, bool, int]:
    """Longer words are rarer; a stretch that may be two letters long filters little."""
    shortest = min(len(word) for word in words)
    common = len(_COMMON.intersection(words))
    return (-common, shortest > 3, shortest - len(set(words)) // 4)


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


_SYNTAX: Final = re.compile(r"\\.|[\[\]()| ]")


class _Spellings:
    """Counts out every text that a small pattern matches, or gives up (None)."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def all(self) -> list[str] | None:
        if _LITERAL.fullmatch(self._pattern):
            return [self._pattern]
        if len(branches := _split(self._pattern, "|")) > 1:
            return self._union(branches)
        texts = [""]
        at = 0
        while at < len(self._pattern):
            piece, at = self._atom(at)
            if quantifier := _QUANTIFIER.match(self._pattern, at):
                at = quantifier.end()
                if piece is None or not quantifier[0].startswith("?"):
                    return None
                piece = ["", *piece]
            if piece is None or len(texts) * len(piece) > _MOST_SPELLINGS:
                return None
            texts = [left + right for left in texts for right in piece]
        return texts

    @staticmethod
    def _union(branches: list[str]) -> list[str] | None:
        texts: list[str] = []
        for branch in branches:
            spellings = _Spellings(branch).all()
            if spellings is None:
                return None
            texts += spellings
        return texts if len(texts) <= _MOST_SPELLINGS else None

    def _atom(self, at: int) -> tuple[list[str] | None, int]:
        """The texts of the atom at an offset, and where it ends."""
        pattern, character = self._pattern, self._pattern[at]
        if character == "(":
            end = self._closing(at)
            inner = re.sub(r"^\((?:\?(?:P?<\w+>|[a-z]*:))?", "", pattern[at:end])
            return _Spellings(inner).all(), end + 1
        if character == "[":
            end = pattern.index("]", at + 2)
            members = pattern[at + 1 : end]
            if members.startswith("^") or "\\" in members or re.search(r".-.", members):
                return None, end + 1
            return list(members), end + 1
        if character == "\\":
            escaped = pattern[at + 1 : at + 2]
            if escaped in "bBAz":
                return [""], at + 2
            return ([escaped] if not escaped.isalnum() else None), at + 2
        if character in "^$":
            return [""], at + 1
        return (None if character == "." else [character]), at + 1

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
