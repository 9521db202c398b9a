"""Real words in the wrong place, as the slip model sees them."""

from __future__ import annotations

import contextlib
from threading import Lock, Thread
from typing import TYPE_CHECKING, Final

from otlint.folding import like
from otlint.model import Finding, Fix, Safety, Severity
from otlint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Document
    from otlint.settings import Settings
    from otlint.slips.decision import Decision

_reading: Final = Lock()
"""One thread reads a post, another may wait for what it decides."""

SURE: Final = "slips/real-word"
LIKELY: Final = "slips/real-word-likely"


def _decisions(document: Document) -> tuple[Decision, ...]:
    """What the model decides of a post; both rules share one reading."""
    with _reading:
        decisions: tuple[Decision, ...] | None = document.cache.get("slips.decisions")
        if decisions is None:
            from otlint.slips.decision import DECIDABLE, decide
            from otlint.slips.proposals import propose

            decisions = decide(document, propose(document, DECIDABLE))
            document.cache["slips.decisions"] = decisions
        return decisions


def _prepare(document: Document) -> None:
    """Import what the model runs on, then load it and read the post in a thread.

    Imports hold the interpreter's lock: nothing else could run meanwhile.
    """
    from otlint.slips.model import runtime

    runtime()
    Thread(target=_read, args=(document,)).start()


def _read(document: Document) -> None:
    # What goes wrong here goes wrong again when the rules run, and is reported then.
    with contextlib.suppress(Exception):
        _decisions(document)


def _findings(document: Document, *, sure: bool) -> Iterator[Finding]:
    for decision in _decisions(document):
        if sure == (decision.severity is Severity.SUGGESTION):
            continue
        place = decision.proposal
        block = document.blocks[place.block]
        old = block.text[place.start : place.end]
        curly = "\u2019" in block.text
        new = tuple(like(old, word, curly=curly) for word in decision.candidates)
        edit = block.edit(place.start, place.end, new[0])
        question = "did you mean" if sure else "might you mean"
        yield Finding(
            SURE if sure else LIKELY,
            block.span(place.start, place.end),
            f'"{old}" reads like a slip: {question} "{new[0]}"?',
            decision.severity,
            Fix(f"Write \u201c{new[0]}\u201d", (edit,), Safety.UNSAFE) if edit else None,
            new,
            decision.confidence,
        )


def _sure(document: Document, _: Settings) -> Iterator[Finding]:
    return _findings(document, sure=True)


def _likely(document: Document, _: Settings) -> Iterator[Finding]:
    return _findings(document, sure=False)


_WHY: Final = (
    "A real word in the wrong place passes every spelling checker. A small model that has read 36 "
    "million words says for each word of a post how likely another one was meant."
)
_SOURCES: Final = ("the model card: src/otlint/data/slip-model/MODEL_CARD.md",)

RULES: Final = (
    Rule(
        id=SURE,
        summary="A real word where the slip model is sure that another was meant.",
        why=_WHY,
        sources=_SOURCES,
        severity=Severity.WARNING,
        check=_sure,
        prepare=_prepare,
        examples=(
            Example(
                "We took a <<brake>> from the exercises.", "We took a break from the exercises."
            ),
            Example(
                "We went to the park, and it <<were>> raining all day long.",
                "We went to the park, and it was raining all day long.",
            ),
            Example("The exercises help him to lose weight."),
            Example("Our OTs see kids, adults and people after a stroke."),
            Example("He said \u201cwe took a brake from the exercises\u201d and laughed."),
        ),
    ),
    Rule(
        id=LIKELY,
        summary="A real word where the slip model suspects that another was meant.",
        why=_WHY,
        sources=_SOURCES,
        severity=Severity.SUGGESTION,
        check=_likely,
        prepare=_prepare,
        examples=(
            Example(
                "Being <<conscience>> of your posture is the first step.",
                "Being conscious of your posture is the first step.",
            ),
            Example("The exercises help him to lose weight."),
        ),
    ),
)
