"""The one line on readability in the text report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.readability import worst_sentences
from otlint.reporters.wording import listed

if TYPE_CHECKING:
    from otlint.model import Document
    from otlint.readability import Readability

_WORST: Final = 3
"""Sentences to name: as many as an author will split at one sitting."""


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """What to say of a post's readability, and whether its readers can be happy with it."""

    text: str
    on_target: bool


def score_line(readability: Readability | None, document: Document) -> ScoreLine | None:
    """Reading age, the audience's target and where to split; None where nothing was measured."""
    age = readability.scores.reading_age if readability else None
    if readability is None or age is None:
        return None
    target = readability.targets.reading_age
    on_target = readability.targets.met("reading_age", age)
    # An age that rounds to the target and is still beyond it needs its decimals.
    shown = f"{age:.0f}"
    if not on_target and shown == f"{target:g}":
        shown = f"{age:.1f}"
    aim = (
        f", on target ({target:g} or less for {document.audience})"
        if on_target
        else f"; aim for {target:g} or less ({document.audience})"
    )
    return ScoreLine(f"reading age {shown}{aim}.{_where_to_split(document)}", on_target)


def _where_to_split(document: Document) -> str:
    worst = worst_sentences(document, _WORST)
    if not worst:
        return ""
    lines = sorted({document.source.position(sentence.span.start).line for sentence in worst})
    sentences = "sentence" if len(worst) == 1 else "sentences"
    noun = "line" if len(lines) == 1 else "lines"
    return f" Most worth splitting: {sentences} at {noun} {listed([str(n) for n in lines])}."
