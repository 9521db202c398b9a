"""Code frames: the piece of a line in which a finding stands, and where to underline it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.model import Span
from otlint.reporters.cells import Cluster, clusters, is_narrow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otlint.model import Source

PREFERRED: Final = 72
"""Cells of source text in a frame where the terminal has room for them."""
_LONG_WORD: Final = 24
"""A word longer than this (a web address) is cut rather than left out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of source in a frame: what is shown before, in and after the finding.

    `line` counts from 1. `before_width` and `width` are in cells; `width` is at least 1, so that a
    finding between two characters is seen too.
    """

    line: int
    before: str
    marked: str
    after: str
    before_width: int
    width: int


def rows(source: Source, span: Span, room: int, encoding: str, ellipsis: str) -> list[Row]:
    """The rows that show a span: one, or the first and the last with text in them.

    `room` is the cells that a row may take.
    """
    first, last = lines_of(source, span)
    return [
        row(source, line, span, room, encoding, ellipsis)
        for line in ([first] if first == last else [first, last])
    ]


def lines_of(source: Source, span: Span) -> tuple[int, int]:
    """The first and the last line that a span has text in, counted from 1."""
    flagged = source.text[span.start : span.end]
    if ("\n" not in flagged and "\r" not in flagged) or not flagged.strip():
        line = source.line_of(span.start)
        return line, line
    start = span.start + len(flagged) - len(flagged.lstrip())
    end = span.end - len(flagged) + len(flagged.rstrip())
    return source.line_of(start), source.line_of(end - 1)


def row(source: Source, line: int, span: Span, room: int, encoding: str, ellipsis: str) -> Row:
    """The part of a line around a span, cut between words to fit into `room` cells."""
    whole = source.line_span(line)
    start = min(max(span.start, whole.start), whole.end)
    end = max(start, min(span.end, whole.end))
    inside = source.text[start:end]
    if span.start < start:
        start += len(inside) - len(inside.lstrip())
    if span.end > end:
        end = max(start, end - (len(inside) - len(inside.rstrip())))
    # A pasted post can be one line of megabytes: look no farther than could ever be shown.
    near = _near(whole, start, room + _LONG_WORD)
    if not is_narrow(source.text[near.start : near.end]):
        near = _near(whole, start, 3 * room)
    shown = list(clusters(source.text[near.start : near.end], encoding))
    start, end = start - near.start, end - near.start
    first = next((i for i, c in enumerate(shown) if c.end > start), len(shown))
    last = next((i for i, c in enumerate(shown) if c.start >= end), len(shown))
    left, stop, right = _window(
        shown,
        (first, max(first, last)),
        room,
        len(ellipsis),
        more=(near.start > whole.start, near.end < whole.end),
    )
    before = _join(shown[left:first])
    marked = _join(shown[first:stop])
    after = _join(shown[stop:right])
    before_width, width = _width(shown[left:first]), _width(shown[first:stop])
    if left > 0 or near.start > whole.start:
        before, before_width = ellipsis + before, before_width + len(ellipsis)
    else:
        # The indentation of a pasted line tells nothing.
        stripped = before.lstrip(" ")
        before, before_width = stripped, before_width - (len(before) - len(stripped))
    if right < len(shown) or near.end < whole.end:
        after = after.rstrip() + ellipsis
    return Row(line, before, marked, after.rstrip(), before_width, max(1, width))


def _near(whole: Span, start: int, reach: int) -> Span:
    """What may be shown of a line: so much before a finding, and twice as much from there on."""
    return Span(max(whole.start, start - reach), min(whole.end, start + 2 * reach))


def _window(
    shown: Sequence[Cluster],
    mark: tuple[int, int],
    room: int,
    ellipsis: int,
    more: tuple[bool, bool],
) -> tuple[int, int, int]:
    """Choose what to show: from which cluster, where the mark stops, up to which cluster.

    `more` says whether the line goes on beyond `shown` on the left and on the right.
    """
    first, last = mark
    total = len(shown)
    caret = int(first == last == total)  # a finding at the very end is underlined beyond it
    if not any(more) and _width(shown) + caret <= room:
        return 0, last, total
    left_width, mark_width, right_width = (
        _width(shown[:first]),
        _width(shown[first:last]) + caret,
        _width(shown[last:]),
    )
    if mark_width > room - 2 * ellipsis:
        # The finding alone is too long: its beginning, cut between two words.
        left_cut = ellipsis if first > 0 or more[0] else 0
        stop = _forward(shown, first, room - left_cut - ellipsis)
        stop = max(_back_to_space(shown, first, stop), min(first + 1, last))
        return first, stop, stop
    spare = room - mark_width
    # What goes before a slip explains it more often than what follows: it gets the larger part.
    left_room = max(spare * 3 // 5, spare - right_width if not more[1] else 0)
    if not more[0] and left_width <= left_room:
        left, left_room = 0, left_width
    else:
        left = _backward(shown, first, left_room - ellipsis)
        left = _on_to_word(shown, left, first)
        left_room = _width(shown[left:first]) + ellipsis
    right_room = spare - left_room
    if not more[1] and right_width <= right_room:
        return left, last, total
    right = _forward(shown, last, right_room - ellipsis)
    return left, last, _back_to_space(shown, last, right)


def _forward(shown: Sequence[Cluster], start: int, room: int) -> int:
    """How far the clusters from `start` on fit into `room` cells."""
    end = start
    while end < len(shown) and shown[end].width <= room:
        room -= shown[end].width
        end += 1
    return end


def _backward(shown: Sequence[Cluster], end: int, room: int) -> int:
    """From where on the clusters up to `end` fit into `room` cells."""
    start = end
    while start > 0 and shown[start - 1].width <= room:
        room -= shown[start - 1].width
        start -= 1
    return start


def _on_to_word(shown: Sequence[Cluster], start: int, end: int) -> int:
    """The first beginning of a word from `start` to `end`, or `start` where none is near."""
    for i in range(start, min(end, start + _LONG_WORD) + 1):
        if i > 0 and _is_space(shown[i - 1]) and not (i < end and _is_space(shown[i])):
            return i
    return start


def _back_to_space(shown: Sequence[Cluster], start: int, end: int) -> int:
    """The last end of a word from `start` to `end`, or `end` where none is near."""
    if end == len(shown):
        return end
    for i in range(end, max(start, end - _LONG_WORD) - 1, -1):
        if _is_space(shown[i]) and (i == start or not _is_space(shown[i - 1])):
            return i
    return end


def _is_space(cluster: Cluster) -> bool:
    return cluster.shown.isspace()


def _width(shown: Sequence[Cluster]) -> int:
    return sum(cluster.width for cluster in shown)


def _join(shown: Sequence[Cluster]) -> str:
    return "".join(cluster.shown for cluster in shown)
