"""Sentences, words and quotations of a block's text, and which blocks are running prose.

Everything here is linear in the text: candidates for a sentence end are found by one pattern, and
each is judged by the few characters around it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from otlint.model import OBJECT, Kind, Span

if TYPE_CHECKING:
    from otlint.model import Block, Document


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its range in the text of its block, in code points."""

    text: str
    start: int
    end: int


_MARKS: Final = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20dc"
"""Combining marks, which `\\w` leaves out."""
_EMOJI: Final = (
    r"\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\u200d\u20e3\ufe0e\ufe0f"
    r"\U0001f000-\U0001faff\U000e0020-\U000e007f"
)

_WORD: Final = re.compile(
    r"(?![0-9]\ufe0f?\u20e3)(?:"  # no keycap emoji
    r"\d++(?:[.,:]\d++)++[^\W_]{0,2}+(?![^\W_])"  # 3.5, 1,000, 10:30am
    rf"|[^\W_](?:[^\W_{_MARKS}]|[{_MARKS}])*+"
    rf"(?:['’ʼ\-\u2010\u2011\u00ad][^\W_](?:[^\W_]|[{_MARKS}])*+)*+)"
)
"""Possessive throughout: what is taken is never given back, so that no text takes longer."""

_NAMED: Final = frozenset(
    "mr mrs ms mx dr drs prof rev fr st mt ft gen col lt sgt capt cmdr hon pres gov sen rep messrs"
    " mme mlle".split()
)
"""Written with a capital, these come before a name: the sentence goes on."""

_INNER: Final = frozenset("eg ie cf viz vs v approx incl resp dept assoc".split())
"""Abbreviations that are never the end of a sentence."""

_LAST_OR_NOT: Final = frozenset("jr sr inc ltd co corp al bros univ st ave blvd rd esq ext".split())
"""Abbreviations that may end a sentence: the next word decides."""

_NUMBERED: Final = frozenset(
    "no nos p pp vol vols ch chs fig figs ed eds art sec secs para paras est ca max min tel ext app"
    " jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
"""Abbreviations before a number; before anything else most are words of their own."""

_CLOSING: Final = "\"'”’»)]"
_ENDS: Final = re.compile(
    # A stop, what closes after it (marks, footnote numbers, objects), emoji, and white space. The
    # look behind keeps a long run of stops from being tried from each of its characters.
    rf"(?<![.!?…])[.!?…]++(?:[\"'”’»)\]*_{OBJECT}]|\[\d{{1,3}}\])*+"
    rf"(?:[ \u00a0]{{0,3}}[{_EMOJI}]++)*+(?=\s|$)"
    r"|[。！？]++"
    r"|\n"
    r"|(?<=[a-z][a-z])[.!?](?=[A-Z][a-z])"  # "the end.The next": a lost space
)
_BEFORE: Final = re.compile(r"[^\s(\[\"“‘'—–/]*+$")
_SKIPPED: Final = re.compile(r"[\s\"'“‘«(\[*_]*+")
_DOTTED: Final = re.compile(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}")
_ITEM: Final = re.compile(r"\s*\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})")
_STARTERS: Final = frozenset(
    "the a an this that these those we you they he she it i our your their my his her its if when"
    " while but and so or as at in on for from with to after before because since although though"
    " there here what how why who where some many most all both each every one not let please"
    " however then once during by".split()
)
"""Words that begin a sentence when they have a capital, and seldom a name."""


_KEPT: Final = 1024
"""Texts whose parts are remembered: those of a long post. A run over many needs no more memory."""


@lru_cache(maxsize=_KEPT)
def sentences(text: str) -> tuple[Span, ...]:
    r"""Ranges of the sentences of a text, without white space at their ends.

    Together they cover all that is no white space, in order and without overlap. A hard break
    ("\n") ends a sentence; a text without any stop is one sentence. The stops of abbreviations,
    initials, decimals and numbers of items end none.
    """
    spans: list[Span] = []
    start = 0
    for mark in _ENDS.finditer(text):
        if _ends_sentence(text, start, mark):
            _add(spans, text, start, mark.end())
            start = mark.end()
    _add(spans, text, start, len(text))
    return tuple(spans)


def begins_sentence(text: str, at: int) -> bool:
    """Whether a sentence of a text begins at an offset."""
    spans = sentences(text)
    index = bisect_left(spans, at, key=lambda span: span.start)
    return index < len(spans) and spans[index].start == at


def _add(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if left >= right:
        return
    if spans and not any(map(str.isalnum, piece)) and "\n" not in text[spans[-1].end : left]:
        # A picture, a dash, an emoji: no sentence of its own.
        left = spans.pop().start
    spans.append(Span(left, right))


def _ends_sentence(text: str, start: int, mark: re.Match[str]) -> bool:
    """Whether a stop ends the sentence from `start`, by the word before and what comes after."""
    if mark[0][0] in "\n。！？":
        return True
    skipped = _SKIPPED.match(text, mark.end())
    at = skipped.end() if skipped else mark.end()
    after = text[at : at + 1]
    if not after:
        return True
    # "Why?" she asked. "..." and "e.g. this": a small letter or a comma goes on. A brand such as
    # iPad at the start of a sentence is the price.
    if after.islower() or after in ",;:.!?…)]":
        return False
    if mark[0][0] in "!?…" or mark[0].startswith(".."):
        return True
    if mark.start() - start <= 8 and _ITEM.fullmatch(text, start, mark.start()):
        return text[start : mark.start()].strip() == "I"  # "1. First", "a. Then"; "I. We"?
    before = _BEFORE.search(text, max(start, mark.start() - 40), mark.start())
    word = before[0] if before else ""
    if text[mark.end()].isalpha():  # "the end.The next", but no "Node.Js"
        return word.isalpha() and word.islower()
    return not _goes_on(text, word, mark, after)


def _goes_on(text: str, word: str, mark: re.Match[str], after: str) -> bool:
    """Whether the word before a stop is an abbreviation inside its sentence."""
    bare = word.lower()
    if bare in _NUMBERED and (after.isdigit() or after == "#"):
        return True
    if mark[0] != ".":
        # "(see Jr.)": something closes after the stop.
        return bare in _INNER
    if bare in _INNER:
        return True
    if bare in _LAST_OR_NOT and not _begins_sentence(text, mark.end()):
        # "Acme Inc. builds" goes on by its small letter; "Acme Inc. Ltd" by its next word.
        return True
    if bare in _NAMED and word[0].isupper():
        return bare not in _LAST_OR_NOT or not _begins_sentence(text, mark.end())
    if len(word) == 1 and word.isalpha():
        # An initial, but "so did I. We" and "vitamin B. We".
        return word != "I" and not _begins_sentence(text, mark.end())
    return bool(_DOTTED.fullmatch(word)) and not _begins_sentence(text, mark.end())


def _begins_sentence(text: str, at: int) -> bool:
    """Whether the next word is one that begins sentences rather than goes on with a name."""
    skipped = _SKIPPED.match(text, at)
    word = _WORD.match(text, skipped.end() if skipped else at)
    if word is None:
        return False
    # "J. A. Smith": an initial is no article.
    initial = len(word[0]) == 1 and text[word.end() : word.end() + 1] == "."
    return word[0].lower().partition("'")[0].partition("’")[0] in _STARTERS and not initial


@lru_cache(maxsize=_KEPT)
def words(text: str) -> tuple[Word, ...]:
    """The words of a text: letters and digits with inner apostrophes and hyphens; never an object.

    "person-centred", "don’t" and "3.5" are one word each, "and/or" and "OTR/L" two. Combining marks
    belong to their letter; emoji are no words.
    """
    return tuple(Word(match[0], *match.span()) for match in _WORD.finditer(text))


_QUOTE_MARKS: Final = re.compile("[\"“”„«»‘’'\n]")
_ELISION: Final = re.compile(
    r"['’](?:\d\ds?\b|(?:tis|twas|em|til|cause|cuz|bout|round|n|kay)\b)", re.IGNORECASE
)
"""An apostrophe at the start of a word that opens no quotation: ’90s, ’twas, ’em."""


@lru_cache(maxsize=_KEPT)
def quotation_spans(text: str) -> tuple[Span, ...]:
    """Ranges of the quotations in a text, with their marks, ascending and disjoint.

    An apostrophe inside or at the start of a word is none, and a quotation that does not close on
    its line is none. A quotation within a quotation is part of the outer one.
    """
    found: list[Span] = []
    double = single = -1  # where a quotation is open
    for match in _QUOTE_MARKS.finditer(text):
        mark, at = match[0], match.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        opens = not before.isalnum() and bool(after) and not after.isspace()
        closes = bool(before) and not before.isspace()
        if mark == "\n":
            double = single = -1
        elif mark in "“„«" or (mark == '"' and double < 0 and opens):
            double = at
        elif mark in "”»" or (mark == '"' and closes):
            if double >= 0:
                found.append(Span(double, at + 1))
            double = -1
        elif mark in "‘'" and opens and (mark == "‘" or not _ELISION.match(text, at)):
            if mark == "‘" or single < 0 or not closes:
                single = at
            elif not after.isalnum():
                found.append(Span(single, at + 1))
                single = -1
        elif mark in "’'" and single >= 0 and closes and not after.isalnum():
            found.append(Span(single, at + 1))
            single = -1
    return tuple(_outer(found))


def _outer(spans: list[Span]) -> list[Span]:
    """The spans that lie within no other, in order; of two that cross, the earlier."""
    outer: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not outer or span.start >= outer[-1].end:
            outer.append(span)
    return outer


def in_quotation(text: str, start: int, end: int) -> bool:
    """Whether the range `text[start:end]` touches a quotation."""
    spans = quotation_spans(text)
    index = bisect_left(spans, end, key=lambda span: span.start)
    return index > 0 and spans[index - 1].end > start


_STOP: Final = re.compile(r"[.!?…][\"'”’»)\]*_]*+$")
_CREDIT: Final = re.compile(
    r"(?:(?:cover|featured|header)\s)?(?:photos?|images?|pictures?|illustrations?|credits?|source)"
    r"(?:\s(?:by|from|courtesy|credits?)\b|:)",
    re.IGNORECASE,
)
_LIST_PROSE: Final = 8
"""A list item without a stop counts as prose from this many words on."""
_PARAGRAPH_PROSE: Final = 4
"""A paragraph of fewer words without a stop is a sign-off, a name or a label."""


def prose_blocks(document: Document) -> tuple[Block, ...]:
    """The blocks that count for readability: sentences that a reader reads through.

    Paragraphs and quotations, and list items that are sentences; no headings, cells, captions,
    alternative texts, titles or sign-offs.
    """
    found: tuple[Block, ...] | None = document.cache.get("segmentation.prose_blocks")
    if found is None:
        found = tuple(block for block in document.blocks if _is_prose(block))
        document.cache["segmentation.prose_blocks"] = found
    return found


def _is_prose(block: Block) -> bool:
    text = block.text.strip(f"{OBJECT} \n")
    length = len(words(block.text))
    stop = bool(_STOP.search(text, max(0, len(text) - 20)))
    if block.kind in (Kind.PARAGRAPH, Kind.QUOTE):
        if _CREDIT.match(text) and length <= 12:
            return False
        return length >= _PARAGRAPH_PROSE or (length > 1 and stop)
    if block.kind is Kind.LIST_ITEM:
        return length >= _LIST_PROSE or (length >= _PARAGRAPH_PROSE and stop)
    return False
