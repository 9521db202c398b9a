"""The signs that the text report is drawn with, in Unicode or in ASCII."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otlint.reporters.options import Options


@dataclass(frozen=True, slots=True)
class Marks:
    """One sign for each part of the drawing; each but the ellipsis takes one or two cells."""

    ellipsis: str
    rule: str
    bar: str
    corner: str
    foot: str
    gap: str
    dot: str
    range: str
    at_most: str
    at_least: str

    @classmethod
    def of(cls, options: Options) -> Marks:
        """The signs that the encoding of the report can show."""
        if options.plain_marks:
            return cls("...", "-", "|", "-->", "=", ":", "-", "-", "<", ">")
        return cls("…", "─", "│", "╭─", "╰─", "⋮", "·", "–", "≤", "≥")
