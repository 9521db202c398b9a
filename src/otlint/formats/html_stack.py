"""The open elements of an HTML document: what an end tag closes, and what closes without one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.errors import InputError

if TYPE_CHECKING:
    from otlint.formats.html_tokens import StartTag
    from otlint.model import Kind

MAX_NESTING: Final = 1000

# Names as one string a group: fifty quoted words a line apart read worse.
INLINE: Final = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark meter
    nobr output progress q rb rp rt ruby s samp small span strike strong sub sup time tt u var
    button select svg math picture audio video canvas object map slot img input br wbr
    noscript script template style textarea embed iframe
    """.split()
)
"""Elements that stand within a line. Every other one begins a block."""
LISTS: Final = frozenset(("ul", "ol", "menu", "dir", "dl"))
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_ITEMS: Final = frozenset(("li", "dt", "dd"))
_ROWS: Final = ("td", "th", "tr", "thead", "tbody", "tfoot")
_TABLE_PARTS: Final = frozenset((*_ROWS, "caption"))
_IN_HEAD: Final = frozenset(("title", "head"))
_CLOSES: Final = {
    "li": ("li",),
    "dt": ("dt", "dd"),
    "dd": ("dt", "dd"),
    "td": ("td", "th"),
    "th": ("td", "th"),
    "tr": ("td", "th", "tr"),
    "thead": _ROWS,
    "tbody": _ROWS,
    "tfoot": _ROWS,
    **dict.fromkeys(HEADINGS, HEADINGS),
}
"""Which open elements a start tag ends, besides a paragraph (WHATWG, optional tags)."""

_Key = tuple[str, int, str]


@dataclass(slots=True)
class Element:
    """An open element and what holds for the text in it."""

    name: str
    start: int
    """Where its start tag begins."""
    silent: bool = False
    """No text of it is taken."""
    outside: bool = False
    """It belongs to the page rather than to the post."""
    foreign: bool = False
    """It stands in a line, in another language: one object is left of it."""
    kind: Kind | None = None
    level: int = 0
    container: int | None = None
    link: StartTag | None = None
    """Its start tag, when it is a link that can be seen."""
    said: int = 0
    """For a heading: how many things the reader had met when it began."""


class OpenElements:
    """The stack of open elements. Every operation takes constant time, closings amortised.

    An end tag finds its element within its own scope alone: a table cell hides what is open around
    it, a block hides the inline elements around it, a list hides the items of the outer list.
    """

    def __init__(self) -> None:
        self._stack: list[tuple[Element, _Key]] = [(Element("", 0), ("", 0, ""))]
        self._open: Counter[_Key] = Counter()
        self._blocks = self._tables = self._cells = 0
        self.lists = 0
        """How many lists are open around the text."""

    @property
    def top(self) -> Element:
        """The innermost open element; a nameless one when none is open."""
        return self._stack[-1][0]

    def _key(self, name: str) -> _Key:
        if name in INLINE:
            return ("inline", self._blocks, name)
        if name in _ITEMS:
            return ("item", self.lists + self._cells, name)
        if name in _TABLE_PARTS:
            return ("part", self._tables, name)
        if name == "table":
            return ("table", self._tables, name)
        return ("block", self._cells, name)

    def push(self, element: Element) -> None:
        """Open an element.

        Raises:
            InputError: it would be the 1,001st within another.
        """
        if len(self._stack) > MAX_NESTING:
            raise InputError(
                f"nested more than {MAX_NESTING:,} deep: take out elements around the text, or "
                "close those that were left open"
            )
        key = self._key(element.name)
        self._stack.append((element, key))
        self._open[key] += 1
        self._count(element.name, 1)

    def _count(self, name: str, step: int) -> None:
        self._blocks += step * (name not in INLINE)
        self._tables += step * (name == "table")
        self._cells += step * (name in _TABLE_PARTS or name == "table")
        self.lists += step * (name in LISTS)

    def finds(self, name: str) -> _Key | None:
        """What an end tag of that name closes; None when it closes nothing."""
        key = self._key(name)
        if name == "table":  # it raised the count that stands in its key
            key = ("table", self._tables - 1, name)
        return key if self._open[key] else None

    def implied(self, name: str) -> str | None:
        """The name of an open element that the start of a block called `name` ends, if any."""
        if name not in _IN_HEAD and self.finds("head"):
            return "head"
        if self.finds("p"):
            return "p"
        return next((other for other in _CLOSES.get(name, ()) if self.finds(other)), None)

    def close(self, key: _Key) -> list[Element]:
        """Close the element that `finds` gave, and all in it; returns them, innermost first."""
        closed = []
        while True:
            element, own = self._stack.pop()
            self._open[own] -= 1
            self._count(element.name, -1)
            closed.append(element)
            if own == key:
                return closed
