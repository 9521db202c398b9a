"""Real words in the wrong place, as the slip model sees them."""

from __future__ import annotations

import contextlib
from threading import Lock, Thread
from typing import TYPE_CHECKING, Final, Protocol

from otlint.folding import like
from otlint.model import Finding, Fix, Safety, Severity
from otlint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from otlint.model import Document
    from otlint.settings import SecondLook, Settings

_reading: Final = Lock()
"""One thread reads a post, another may wait for what it decides."""


class _Place(Protocol):
    """Where a slip is."""

    @property
    def block(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class _Decided(Protocol):
    """A slip to report."""

    @property
    def place(self) -> _Place: ...
    @property
    def candidates(self) -> tuple[str, ...]: ...
    @property
    def severity(self) -> Severity: ...
    @property
    def confidence(self) -> float: ...


_ARTICLES: Final = {"a", "an"}
"""`grammar/a-an` goes by the sound of the next word; a guess against it would undo its fix."""
SURE: Final = "slips/real-word"
LIKELY: Final = "slips/real-word-likely"


def _decisions(document: Document, settings: Settings) -> Sequence[_Decided]:
    """What is decided of a post; both rules share one reading."""
    key = f"slips.decisions {settings.second_look}"
    with _reading:
        decisions: Sequence[_Decided] | None = document.cache.get(key)
        if decisions is None:
            look = settings.second_look
            decisions = _first(document) if look is None else _second(document, look)
            document.cache[key] = decisions
        return decisions


def _prepare(document: Document, settings: Settings) -> None:
    """Import what the model runs on, then load it and read the post in a thread.

    Imports hold the interpreter's lock: nothing else could run meanwhile.
    """
    from otlint.slips.model import runtime

    runtime()
    Thread(target=_read, args=(document, settings)).start()


def _read(document: Document, settings: Settings) -> None:
    # What goes wrong here goes wrong again when the rules run, and is reported then.
    with contextlib.suppress(Exception):
        _decisions(document, settings)


def _first(document: Document) -> Sequence[_Decided]:
    """What the slip model decides by itself."""
    from otlint.slips.decision import find

    return find(document)


def _second(document: Document, look: SecondLook) -> Sequence[_Decided]:
    """What the judge of the second look makes of it."""
    from otlint.second_look.verdicts import decide  # nothing of it is imported where it is off

    return decide(document, look)


def _findings(document: Document, settings: Settings, *, sure: bool) -> Iterator[Finding]:
    for decision in _decisions(document, settings):
        if sure == (decision.severity is Severity.SUGGESTION):
            continue
        place = decision.place
        block = document.blocks[place.block]
        old = block.text[place.start : place.end]
        if {old.lower(), decision.candidates[0]} == _ARTICLES:
            continue
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


def _sure(document: Document, settings: Settings) -> Iterator[Finding]:
    return _findings(document, settings, sure=True)


def _likely(document: Document, settings: Settings) -> Iterator[Finding]:
    return _findings(document, settings, sure=False)


_WHY: Final = (
    "A real word in the wrong place passes every spelling checker. A small model that has read 36 "
    "million words says for each word of a post how likely another one was meant."
)
_SOURCES: Final = (
    "the model card: src/otlint/data/slip-model/MODEL_CARD.md",
    "the second look, a language model as judge: docs/second-look.md",
)

RULES: Final = (
    Rule(
        id=SURE,
        summary="A real word where the slip model is sure that another was meant.",
        why=_WHY,
        sources=_SOURCES,
        severity=Severity.ERROR,  # with a second look; the slip model alone goes up to a warning
        check=_sure,
        prepare=_prepare,
        examples=(
            Example(
                "Each <<peace>> of equipment is on loan for a year.",
                "Each piece of equipment is on loan for a year.",
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
                "Take a <<brake>> after an hour at the desk.",
                "Take a break after an hour at the desk.",
            ),
            Example("The exercises help him to lose weight."),
        ),
    ),
)
