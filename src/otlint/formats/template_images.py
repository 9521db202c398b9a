"""Pictures that template syntax shows: shortcodes of Hugo, tags of Liquid, components of MDX."""

from __future__ import annotations

import re
from typing import Final

from otlint.model import Image, Span

_NAME: Final = re.compile(r"(?:\{\{[<%]|\{%-?|<)\s*(?:include\s+)?([\w./-]+)")
_ATTRIBUTE: Final = re.compile(
    r"""(?<![\w.-])([A-Za-z][\w-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|(\{))"""
)
_COMPONENTS: Final = frozenset(("img", "Image", "Img"))
"""MDX: the element, and what frameworks and themes call the component that wraps it."""


def image_of(text: str, start: int, end: int) -> Image | None:
    """The picture that a stretch of template syntax shows; None where none can be told.

    Of shortcodes whose names are a theme's own only those with an `alt` count: where the picture's
    text comes from elsewhere, nothing can be said. Hugo's `figure` reads its caption instead.
    """
    name = _NAME.match(text, start, end)
    if not name:
        return None
    jsx = text[start] == "<"
    if jsx and name[1] not in _COMPONENTS:
        return None
    values: dict[str, Span | None] = {}
    for found in _ATTRIBUTE.finditer(text, name.end(), end):
        group = found.lastindex or 0
        values.setdefault(
            found[1], None if found[5] else Span(found.start(group), found.end(group))
        )
    target = values.get("src")
    shown = text[target.start : target.end] if target else ""
    if "alt" in values:
        alt = values["alt"]
        if alt is None or "{" in text[alt.start : alt.end]:
            return None  # an expression
        raw = text[alt.start : alt.end]
        left = alt.start + len(raw) - len(raw.lstrip())
        said = Span(left, left + len(raw.strip())) if raw.strip() else None
        return Image(Span(start, end), shown, " ".join(raw.split()), said)
    bare = text[start:end]
    figure = name[1] == "figure" and "src" in values and "caption" not in values
    if figure or (jsx and "src" in values and "..." not in bare and " alt" not in bare):
        return Image(Span(start, end), shown, None)
    return None
