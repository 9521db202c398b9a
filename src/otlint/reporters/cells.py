"""Text as a terminal shows it: how many cells it takes, and nothing in it that does harm.

An author's text may hold emoji, wide and combining characters, tabs, escape sequences and controls
that turn the direction of writing. Here it is cut into clusters (what a reader sees as one
character), each with what to print for it and how many cells that takes.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_NARROW: Final = re.compile(r"[ -~\u2010-\u2015\u2018-\u201f\u2022\u2026]*")
"""What takes a cell a character: nearly all that otlint itself writes."""
TAB: Final = "    "
_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_MOST_MARKS = 8
"""Combining marks shown on one character; a longer stack is a prank that spills over lines."""


class Cluster(NamedTuple):
    """`text[start:end]` is shown as `shown`, which takes `width` cells."""

    shown: str
    width: int
    start: int
    end: int


def clusters(text: str, encoding: str = "utf-8") -> Iterator[Cluster]:
    """Cut a text into what is shown as one character each.

    Tabs are four spaces, newlines one; control characters are shown by their pictures or numbers;
    what the encoding lacks is "?". Widths follow the East Asian Width property, emoji sequences
    taking two cells as in current terminals.
    """
    at, length = 0, len(text)
    if is_narrow(text) and _fits(text, encoding):
        yield from map(Cluster, text, repeat(1), range(length), range(1, length + 1))
        return
    while at < length:
        # Nearly all text: nothing to look up, and no mark can follow.
        if " " <= text[at] <= "~" and (at + 1 == length or "\n" <= text[at + 1] <= "~"):
            yield Cluster(text[at], 1, at, at + 1)
            at += 1
            continue
        end = _cluster_end(text, at)
        shown, width = _shown(text[at:end])
        if not _fits(shown, encoding):
            # An "e" with a combining accent may still be there as one character.
            composed = unicodedata.normalize("NFC", shown)
            shown = composed if _fits(composed, encoding) else "?" * width
        yield Cluster(shown, width, at, end)
        at = end


def clean(text: str, encoding: str = "utf-8") -> str:
    """The text on one line as it is safe to print."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(cluster.shown for cluster in clusters(text, encoding))


def is_narrow(text: str) -> bool:
    """Whether each character of a text surely takes one cell by itself."""
    return (text.isascii() and text.isprintable()) or _NARROW.fullmatch(text) is not None


def cell_width(text: str) -> int:
    """How many cells a text takes."""
    if is_narrow(text):
        return len(text)
    return sum(cluster.width for cluster in clusters(text))


def shorten(text: str, width: int, ellipsis: str = "…") -> str:
    """The text, cut to `width` cells with an ellipsis at its end where it is longer."""
    if cell_width(text) <= width:
        return text
    room, kept = width - len(ellipsis), ""
    for cluster in clusters(text):
        room -= cluster.width
        if room < 0:
            break
        kept += cluster.shown
    return kept + ellipsis


def wrap(text: str, width: int, first_width: int | None = None) -> list[str]:
    """Break a text between its words into lines of at most `width` cells.

    `first_width` is the room on the first line where it differs. A word that is longer than a line
    is broken anywhere. There is always one line.
    """
    lines: list[str] = []
    room = width if first_width is None else first_width
    if len(text) <= room and not text.startswith(" ") and is_narrow(text):
        return [text]
    line, used = "", 0
    for word in text.split(" "):
        needed = cell_width(word)
        if line and used + 1 + needed <= room:
            line, used = f"{line} {word}", used + 1 + needed
            continue
        if line:
            lines.append(line)
            room = width
        *full, line = _pieces(word, room, width) if needed > room else [word]
        if full:
            lines += full
            room = width
        used = cell_width(line)
    return [*lines, line]


def _pieces(word: str, room: int, width: int) -> list[str]:
    """A word cut to the room on the first line and to the width of the others."""
    pieces, used = [""], 0
    for cluster in clusters(word):
        if used and used + cluster.width > room:
            pieces.append("")
            used, room = 0, width
        pieces[-1] += cluster.shown
        used += cluster.width
    return pieces


def _fits(shown: str, encoding: str) -> bool:
    try:
        shown.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _cluster_end(text: str, at: int) -> int:
    if text.startswith("\r\n", at):
        return at + 2
    first = text[at]
    end = at + 1
    if _is_flag_letter(first) and end < len(text) and _is_flag_letter(text[end]):
        return end + 1
    if _is_hidden(first):
        return end
    while end < len(text):
        if text[end] == _JOINER and end + 1 < len(text) and _is_pictograph(text[end + 1]):
            end += 2
        elif _extends(text[end]):
            end += 1
        else:
            break
    return end


def _shown(cluster: str) -> tuple[str, int]:
    first = cluster[0]
    if first == "\t":
        return TAB, len(TAB)
    if first in "\n\r":
        return " ", 1
    if _is_hidden(first):
        shown = _stand_in(first)
        return shown, len(shown)
    width = _width(first)
    if first.isspace():
        # A no-break space, an em space: as wide as it is, but plain.
        return " " * width, width
    if width == 0:
        # A mark with nothing to sit on; an emoji's style would make the circle wide.
        return f"◌{cluster.replace(_EMOJI_STYLE, '')[:_MOST_MARKS]}", 1
    if len(cluster) > 1 and (_EMOJI_STYLE in cluster or _is_flag_letter(cluster[1])):
        width = 2
    return (cluster if _JOINER in cluster else cluster[: _MOST_MARKS + 1]), width


def _stand_in(character: str) -> str:
    """What to show for a character that is not seen or must not reach a terminal."""
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if unicodedata.category(character) in ("Cs", "Cn", "Co"):
        return "\ufffd"
    return f"<U+{code:04X}>"


def _width(character: str) -> int:
    if "\u1160" <= character <= "\u11ff" or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _is_pictograph(character: str) -> bool:
    return character >= "\u2190" and unicodedata.category(character) in ("So", "Sm")


def _extends(character: str) -> bool:
    return (
        character in (_JOINER, "\u200c")
        or unicodedata.category(character) in ("Mn", "Me")
        or "\u1160" <= character <= "\u11ff"  # Hangul vowels and finals, on their consonant
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= character <= "\U000e007f"  # the letters of a regional flag
    )


def _is_hidden(character: str) -> bool:
    """Controls, direction marks and other formats, private and unassigned characters."""
    return unicodedata.category(character)[0] == "C" or character in "\u2028\u2029"
