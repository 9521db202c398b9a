"""Elements of HTML that are no prose, and where each of them ends."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from otlint.formats.html_tokens import EndTag, StartTag, Text, Token

OBJECTS: Final = frozenset(
    """code kbd samp var tt del s strike svg math button select object audio video canvas iframe
    textarea meter progress
    """.split()
)
"""Inline elements of which one object is left: no prose, or struck out."""
SKIPPED: Final = frozenset(
    """script style template noscript pre datalist xmp listing noembed noframes rp rt map dialog
    frameset
    """.split()
)
"""Elements of which nothing is left."""
_NOTE_MARKS: Final = frozenset("0123456789,–-[]()*†‡§ \t\r\n")


def ends(text: str, tokens: list[Token]) -> dict[int, int]:
    """For each element that is passed over, by the index of its start tag: that of its end tag.

    An element without an end tag is not among them, so that it hides nothing.
    """
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    found = {}
    for index, token in enumerate(tokens):
        if isinstance(token, StartTag):
            passed = token.name in OBJECTS or token.name in SKIPPED or token.name == "sup"
            if passed and not token.closed:
                waiting[token.name].append(index)
        elif isinstance(token, EndTag) and waiting.get(token.name):
            start = waiting[token.name].pop()
            if token.name != "sup" or _is_note_mark(text, tokens[start + 1 : index]):
                found[start] = index
    return found


def _is_note_mark(text: str, inside: list[Token]) -> bool:
    """Whether what stands raised is a number or sign, such as the mark of a footnote."""
    said = [token for token in inside if isinstance(token, Text)]
    return 0 < len(said) < 9 and all(
        _NOTE_MARKS.issuperset(text[token.start : token.end]) for token in said
    )
