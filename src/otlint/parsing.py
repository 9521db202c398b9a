"""From a source to a document: the parser of its format, then the page furniture set apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otlint import furniture
from otlint.model import Format

if TYPE_CHECKING:
    from otlint.model import Document, Source


def parse(source: Source, format: Format) -> Document:  # noqa: A002 - the field's own word
    """Parse a post.

    Raises:
        InputError: front matter that never closes, nesting that is too deep.
    """
    return furniture.separate(_parse(source, format))


def _parse(source: Source, format: Format) -> Document:  # noqa: A002
    # Each parser is imported where it is needed: a run on plain text pays for no other.
    if format is Format.HTML:
        from otlint.formats import html

        return html.parse(source)
    if format is Format.TEXT:
        from otlint.formats import text

        return text.parse(source)
    from otlint.formats import markdown

    return markdown.parse(source, mdx=format is Format.MDX)
