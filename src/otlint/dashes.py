"""The dashes that break a sentence, and the way each is written."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.model import Kind
from otlint.segmentation import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Block


class Form(enum.Enum):
    """One way of writing a dash; the value is how it looks between two words."""

    EM = "—"
    SPACED_EM = " — "
    SPACED_EN = " – "
    SPACED_HYPHEN = " - "
    DOUBLE_HYPHEN = "--"

    @property
    def is_real(self) -> bool:
        """Whether it is made with a dash rather than with hyphens."""
        return self not in (Form.SPACED_HYPHEN, Form.DOUBLE_HYPHEN)


@dataclass(frozen=True, slots=True)
class Dash:
    """A dash in the text of its block: the sign itself, and the range with the spaces around it."""

    form: Form
    sign_start: int
    sign_end: int
    start: int
    end: int

    @property
    def is_spaced(self) -> bool:
        """Whether spaces stand around the sign."""
        return self.start < self.sign_start


_SPACES: Final = " \u00a0\u2002\u2003\u2009\u200a\u202f"
_SIGN: Final = re.compile(r"(?<![-–—<])(?:—|–|-{1,3}+)(?![-–—>])")
_MOST_SPACES: Final = 3
_OPENING: Final = "([{“‘«"
_CLOSING: Final = ")]}”’»,;:.!?…"
_CONTEXT: Final = 40
"""Code points on either side that say what a dash is."""

_LABELS: Final = frozenset((Kind.TITLE, Kind.HEADING, Kind.TABLE_CELL, Kind.CAPTION, Kind.ALT_TEXT))
"""Blocks in which a spaced hyphen or en dash parts labels: "Contact us - Riverside OT"."""
_SHORT: Final = 5
"""So many words make no sentence: "Jane Smith - Team lead"."""
_TERM: Final = 5
"""Words at most before a dash that defines: "Warm-up - Five minutes of ..."."""
_DATES: Final = re.compile(
    r"(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|may|june|july"
    r"|august|september|october|november|december|noon|midnight|spring|summer|autumn|fall|winter)\.?",
    re.IGNORECASE,
)
_ATTRIBUTION: Final = 8
"""Words at most that name the author of a quotation: “It helped.” – Maya, 8."""


def dashes(block: Block) -> Iterator[Dash]:
    """The dashes of a block that break a sentence, in order.

    Left out are ranges (10 – 15, Mon – Fri), minus signs, compounds (work–life), the dash before
    the author of a quotation, a dash that breaks off speech, and what parts labels in headings and
    tables.
    """
    text = block.text
    labels = block.kind in _LABELS
    for match in _SIGN.finditer(text):
        start, end = match.span()
        left, right = start, end
        while left > 0 and start - left < _MOST_SPACES and text[left - 1] in _SPACES:
            left -= 1
        while right < len(text) and right - end < _MOST_SPACES and text[right] in _SPACES:
            right += 1
        form = _form(match[0], left < start, end < right)
        if form is None or left == 0 or right == len(text):
            continue
        dash = Dash(form, start, end, left, right)
        if form in (Form.SPACED_EN, Form.SPACED_HYPHEN) and (labels or _is_label(text, dash)):
            continue
        if _breaks(text, dash):
            yield dash


def _form(sign: str, left: bool, right: bool) -> Form | None:
    """The form of a sign with or without spaces on its sides; None for what is no dash."""
    if left != right:
        return None
    if len(sign) > 1:
        return Form.DOUBLE_HYPHEN
    if sign == "—":
        return Form.SPACED_EM if left else Form.EM
    if not left:
        return None
    return Form.SPACED_EN if sign == "–" else Form.SPACED_HYPHEN


def _is_label(text: str, dash: Dash) -> bool:
    """Whether a dash parts a label from what it labels: "Jane Smith - Team lead"."""
    following = text[dash.end]
    if dash.form is Form.SPACED_HYPHEN and following.isdigit():
        return True  # "Agenda - 825 kB"
    if len(text) <= 2 * _CONTEXT and len(words(text)) <= _SHORT:
        return True
    term = text[max(0, dash.start - 2 * _CONTEXT) : dash.start].rpartition("\n")[2]
    whole = dash.start <= 2 * _CONTEXT or len(term) < 2 * _CONTEXT
    return whole and following.isupper() and len(words(term)) <= _TERM


def _breaks(text: str, dash: Dash) -> bool:
    """Whether a dash parts two parts of a sentence."""
    before, after = text[dash.start - 1], text[dash.end]
    if before.isspace() or after.isspace() or before in _OPENING or after in _CLOSING:
        return False
    if not dash.is_spaced and (before == '"' or after == '"') and dash.form is not Form.EM:
        return False
    left = text[max(0, dash.start - _CONTEXT) : dash.start].split()
    right = text[dash.end : dash.end + _CONTEXT].split()
    return not (_is_range(left, right) or _is_attribution(text, dash))


def _is_range(left: list[str], right: list[str]) -> bool:
    if not left or not right:
        return False
    if any(_has_digit(token) or _is_date(token) for token in left[-2:]) and (
        _has_digit(right[0]) or (_is_date(right[0]) and _has_digit(right[1 % len(right)]))
    ):
        return True  # 10 – 15, 9 am – 5 pm, August 16 – September 15
    if len(left[-1]) == 1 and len(right[0].rstrip(_CLOSING)) == 1 and left[-1].isupper():
        return right[0][0].isupper()  # A – Z
    return _is_date(left[-1]) and _is_date(right[0])


def _has_digit(token: str) -> bool:
    return any(character.isdigit() for character in token)


def _is_date(token: str) -> bool:
    return bool(_DATES.fullmatch(token.strip(_OPENING + _CLOSING)))


def _is_attribution(text: str, dash: Dash) -> bool:
    """Whether what follows to the end of the line names who said what stands before."""
    if text[dash.start - 1] not in ".!?…\"”’'":
        return False
    line_end = text.find("\n", dash.end, dash.end + 2 * _CONTEXT)
    rest = text[dash.end : line_end if line_end >= 0 else dash.end + 2 * _CONTEXT]
    ended = line_end >= 0 or dash.end + len(rest) == len(text)
    return ended and rest[:1].isupper() and len(rest.split()) <= _ATTRIBUTION
