"""What a parser notes besides prose: links, images, and headings that say nothing."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from otlint.formats.pieces import in_whole
from otlint.model import Image, Link, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from otlint.formats.pieces import Piece


@dataclass(slots=True)
class OpenLink:
    """A link whose end has not been met yet."""

    start: int
    target: str
    named: bool
    first: int = -1
    """Where what its reader clicks begins, -1 while nothing has been met."""
    last: int = -1

    def extend(self, start: int, end: int) -> None:
        """Take a range into what its reader clicks."""
        self.first = start if self.first < 0 else self.first
        self.last = max(self.last, end)

    def close(self, end: int) -> Link:
        """The link, whose markup ends at `end`."""
        inner = Span(self.first, self.last) if self.first >= 0 else Span(self.start, self.start)
        return Link(Span(self.start, end), inner, self.target, self.named)


@dataclass(slots=True)
class Marks:
    """Links, images and empty headings, in any order."""

    links: list[Link] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    empty_headings: list[Span] = field(default_factory=list)

    def add(self, other: Marks) -> None:
        """Take over those of another part of the same text."""
        self.links += other.links
        self.images += other.images
        self.empty_headings += other.empty_headings

    def relocated(self, pieces: list[Piece]) -> Marks:
        """Those of a part, moved to where they stand in the whole."""

        def moved(span: Span) -> Span:
            return Span(*in_whole(span.start, span.end, pieces))

        return Marks(
            [replace(link, span=moved(link.span), inner=moved(link.inner)) for link in self.links],
            [
                replace(
                    image,
                    span=moved(image.span),
                    alt_span=moved(image.alt_span) if image.alt_span else None,
                )
                for image in self.images
            ],
            [moved(span) for span in self.empty_headings],
        )

    def without(self, spans: Iterable[Span]) -> Marks:
        """Those that begin in none of the spans, which are disjoint."""
        taken = sorted(spans)

        def is_free(own: Span) -> bool:
            index = bisect_right(taken, own.start, key=lambda span: span.start)
            return index == 0 or taken[index - 1].end <= own.start

        return self.where(is_free)

    def where(self, holds: Callable[[Span], bool]) -> Marks:
        """Those whose spans a condition holds for, in source order."""
        return Marks(
            sorted((k for k in self.links if holds(k.span)), key=lambda link: link.span),
            sorted((i for i in self.images if holds(i.span)), key=lambda image: image.span),
            sorted(filter(holds, self.empty_headings)),
        )
