"""The events of pulldown-cmark for a text, and where in its code points each stands."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from otlint.model import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pyromark

_STRETCH: Final = 256


def events(text: str) -> Iterable[tuple[Any, Any]]:
    """Each event with its range of bytes (see `named` and `code_points`)."""
    import pyromark

    return pyromark.events_with_range(text, options=options())


def options() -> pyromark.Options:
    """What is understood beyond CommonMark."""
    import pyromark

    option = pyromark.Options
    return (
        option.ENABLE_TABLES
        | option.ENABLE_FOOTNOTES
        | option.ENABLE_STRIKETHROUGH
        | option.ENABLE_TASKLISTS
        | option.ENABLE_HEADING_ATTRIBUTES
        | option.ENABLE_GFM
        | option.ENABLE_DEFINITION_LIST
    )


def code_points(text: str) -> Callable[[int], int]:
    """The function from an offset in the text's UTF-8 bytes to an offset in code points."""
    if text.isascii():
        return lambda offset: offset
    data = text.encode("utf-8")
    # A table of every byte would cost more than the parsing: one entry for each stretch will do.
    stretches = (text[at : at + _STRETCH] for at in range(0, len(text), _STRETCH))
    starts = [0, *accumulate(len(stretch.encode("utf-8")) for stretch in stretches)]

    def at(offset: int) -> int:
        index = bisect_right(starts, offset) - 1
        before = min(index * _STRETCH, len(text))
        return before + len(data[starts[index] : offset].decode("utf-8"))

    return at


def code_spans(text: str) -> list[Span]:
    """Where the text has code spans and fenced blocks."""
    at = code_points(text)
    spans = []
    for event, where in events(text):
        if isinstance(event, dict):
            start = event.get("Start")
            fenced = isinstance(start, dict) and isinstance(start.get("CodeBlock"), dict)
            if "Code" in event or fenced:
                spans.append(Span(at(where["start"]), at(where["end"])))
    return spans


def named(event: Any) -> tuple[str, Any]:
    """An event or tag as its name and its value."""
    if isinstance(event, str):
        return event, None
    ((name, value),) = event.items()
    return name, value
