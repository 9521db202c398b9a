"""The one line on readability in the text report."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from otlint.reporters.wording import listed

if TYPE_CHECKING:
    from otlint.model import Source
    from otlint.readability import Readability


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """What to say of a post's readability, and whether its readers can be happy with it."""

    text: str
    on_target: bool


def score_line(readability: Readability | None, source: Source, audience: str) -> ScoreLine | None:
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
        f", on target ({target:g} or less for {audience})"
        if on_target
        else f"; aim for {target:g} or less ({audience})"
    )
    return ScoreLine(f"reading age {shown}{aim}.{_where_to_split(readability, source)}", on_target)


def _where_to_split(readability: Readability, source: Source) -> str:
    worst = readability.hardest
    if not worst:
        return ""
    lines = sorted({source.position(span.start).line for span in worst})
    sentences = "sentence" if len(worst) == 1 else "sentences"
    noun = "line" if len(lines) == 1 else "lines"
    return f" Most worth splitting: {sentences} at {noun} {listed([str(n) for n in lines])}."
