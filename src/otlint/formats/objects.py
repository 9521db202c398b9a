"""Addresses, handles, file names and template tags in prose: one object character each."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from otlint.model import OBJECT, Block, Segment

_TLD: Final = (
    "com|org|net|gov|edu|mil|int|info|io|co|ai|app|blog|care|clinic|dev|health|me|online|site|tv|"
    "uk|us|au|ca|ie|nz|eu|de|fr|nhs"
)
_FILE: Final = (
    "pdf|docx?|xlsx?|pptx?|csv|txt|md|html?|jpe?g|png|gif|svg|webp|mp[34]|mov|zip|json|ya?ml|js|css"
)

# Each alternative begins where no word runs on, and bounds what it repeats: linear time on one
# endless word.
_PATTERN: Final = re.compile(
    rf"""
      (?<![^\W_])(?:https?|ftp)://[^\s<>"“”{OBJECT}]+
    | (?<![\w.@/-])www\.[^\s<>"“”{OBJECT}]+
    | (?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,6}}
    | (?<![\w.@/-])(?:[A-Za-z0-9-]{{1,63}}\.){{1,5}}(?:{_TLD})(?![\w-]|\.\w)
      (?:/[^\s<>"“”{OBJECT}]*)?
    | (?<![\w.@/-])[\w-]{{1,80}}\.(?:{_FILE})(?![\w-])
    | (?<![\w@/.])@\w{{2,40}}
    | (?<![\w&/])\#(?=\w{{0,60}}[^\W\d_])\w{{2,60}}
    | \{{\{{[^{{}}]{{1,500}}\}}\}} | \{{%[^%{{}}]{{1,500}}%\}}
    | (?<![\w:]):[a-z][a-z0-9_+-]{{1,40}}:(?![\w:])
    """,
    re.VERBOSE,
)
_HINT: Final = re.compile(r"[.@#]\w|:[/a-z]|\{[{%]")
_AFTER: Final = ".,;:!?'’”)]}*_"
"""What may follow an address in a sentence and is no part of it."""


def with_objects(block: Block) -> Block:
    """The block with each address, handle, hashtag, file name and template tag an `OBJECT`."""
    text = block.text
    if not _HINT.search(text):
        return block
    ranges = []
    for match in _PATTERN.finditer(text):
        start, end = match.span()
        while end > start + 1 and text[end - 1] in _AFTER:
            if text[end - 1] == ")" and "(" in text[start:end]:
                break
            if match[0].startswith((":", "{")):
                break
            end -= 1
        ranges.append((start, end))
    return _replace(block, ranges) if ranges else block


def _replace(block: Block, ranges: list[tuple[int, int]]) -> Block:
    """Let one object stand for each range (ascending, disjoint) of the block's text."""
    texts: list[str] = []
    segments: list[Segment] = []
    length = 0

    def keep(start: int, end: int) -> None:
        nonlocal length
        for segment in block.segments:
            left, right = max(start, segment.text_start), min(end, segment.text_end)
            if left >= right:
                continue
            if segment.verbatim:
                source = segment.start + left - segment.text_start
                moved = (source, source + right - left)
            else:
                moved = (segment.start, segment.end)
            segments.append(Segment(length, length + right - left, *moved, segment.verbatim))
            texts.append(block.text[left:right])
            length += right - left

    at = 0
    for start, end in ranges:
        keep(at, start)
        where = block.span(start, end)
        segments.append(Segment(length, length + 1, where.start, where.end, False))
        texts.append(OBJECT)
        length += 1
        at = end
    keep(at, len(block.text))
    # `replace` keeps the kind of block: a front-matter value refuses edits that break its quotes.
    return replace(block, text="".join(texts), segments=tuple(segments))
