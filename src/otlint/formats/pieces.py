"""Parts of a text that are parsed by themselves: lines without their indent or their `>`.

A part is made of pieces of the whole. What is found in the part is moved back to the whole.
"""

from __future__ import annotations

from itertools import accumulate

from otlint.model import Block, Segment

Piece = tuple[int, int, int]
"""`(at, start, length)`: that many characters at `at` in a part stand at `start` in the whole."""


def placed(pieces: list[Piece]) -> list[Piece]:
    """The pieces with their places in the text that they make together."""
    lengths = [0, *accumulate(length for _, _, length in pieces)]
    return [(at, start, length) for at, (_, start, length) in zip(lengths, pieces, strict=False)]


def in_whole(start: int, end: int, pieces: list[Piece]) -> tuple[int, int]:
    """Where a range of the part begins and ends in the whole."""
    first = _piece(start, pieces)
    last = _piece(max(start, end - 1), pieces)
    return first[1] + start - first[0], last[1] + end - last[0]


def _piece(offset: int, pieces: list[Piece]) -> Piece:
    low, high = 0, len(pieces)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if pieces[middle][0] <= offset else (low, middle)
    return pieces[low]


def relocated(block: Block, pieces: list[Piece]) -> Block:
    """The block with its segments moved from the part to the whole, cut where a piece ends."""
    segments: list[Segment] = []
    for segment in block.segments:
        if not segment.verbatim:
            start, end = in_whole(segment.start, segment.end, pieces)
            segments.append(Segment(segment.text_start, segment.text_end, start, end, False))
            continue
        at, text_at = segment.start, segment.text_start
        while at < segment.end:
            piece_at, start, length = _piece(at, pieces)
            size = min(segment.end, piece_at + length) - at
            moved = start + at - piece_at
            segments.append(Segment(text_at, text_at + size, moved, moved + size, True))
            at += size
            text_at += size
    return Block(block.kind, block.text, tuple(segments), block.level)
