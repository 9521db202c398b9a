"""Columns as other formats count them: in UTF-16 code units or in bytes of UTF-8."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otlint.model import Source


def utf16_column(source: Source, offset: int) -> int:
    """The column of an offset, from 1, in UTF-16 code units."""
    before = _before(source, offset)
    return len(before) + sum(character > "\uffff" for character in before) + 1


def utf8_column(source: Source, offset: int) -> int:
    """The column of an offset, from 1, in bytes of the file as UTF-8, its byte order mark too."""
    before = _before(source, offset)
    mark = 3 if source.bom and len(before) == offset else 0
    return mark + len(before.encode("utf-8", "surrogatepass")) + 1


def _before(source: Source, offset: int) -> str:
    """The line up to an offset."""
    return source.text[source.line_starts[source.position(offset).line - 1] : offset]
