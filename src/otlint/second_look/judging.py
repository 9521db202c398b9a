"""A post before the judge: each sentence once, whatever stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from otlint.second_look import store
from otlint.second_look.memory import Memory
from otlint.second_look.phrases import phrases
from otlint.second_look.places import HARDLY, texts, words
from otlint.slips.proposals import propose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otlint.model import Document
    from otlint.second_look.places import Place
    from otlint.settings import SecondLook

    Gains = tuple[float, ...]

_DIGITS: Final = 3
"""Decimals of a figure that count: a judge is no more exact."""


class Judge(Protocol):
    """What tells how likely texts are; see `judge.Judge`."""

    def log_probs(self, places: Sequence[Sequence[str]]) -> list[tuple[float, ...]]:
        """For each place the log probability of each text, in nats, comparable among themselves."""


def places_of(document: Document) -> tuple[Place, ...]:
    """All that is put to the judge, in the order of the text."""
    proposals = propose(document, HARDLY)
    found = (*words(proposals), *phrases(document, proposals))
    return tuple(sorted(found, key=lambda place: (place.block, place.start, place.end, place.kind)))


def gains(
    document: Document, places: Sequence[Place], options: SecondLook, judge: Judge | None = None
) -> tuple[Gains, ...]:
    """How much likelier each option of each place makes its text, in nats.

    Args:
        document: The post.
        places: As `places_of` finds them.
        options: Which judge to ask, and where its answers are kept.
        judge: Another one than that which `options` names.

    Raises:
        EngineError: The judge is not prepared, or damaged; also where nothing is to be asked.
        UsageError: There is no such judge.
    """
    kept = None if judge else store.find(options.judge)
    memory = Memory(options.root, kept.fingerprint) if kept else None
    sentences: dict[str, list[int]] = {}
    shown = [texts(document, place) for place in places]
    for number, versions in enumerate(shown):
        sentences.setdefault(versions[0], []).append(number)
    answers: dict[int, tuple[float, ...]] = {}
    unknown: list[list[int]] = []
    for numbers in sentences.values():
        answer = memory.get([shown[number] for number in numbers]) if memory else None
        if answer is None:
            unknown.append(numbers)
        else:
            answers.update(zip(numbers, answer, strict=True))
    if unknown:
        asked = [shown[number] for numbers in unknown for number in numbers]
        given = iter((judge or _loaded(options.judge)).log_probs(asked))
        for numbers in unknown:
            # What is kept is what is used: a second run finds the same.
            answer = [tuple(round(x, _DIGITS) for x in next(given)) for _ in numbers]
            if memory:
                memory.put([shown[number] for number in numbers], answer)
            answers.update(zip(numbers, answer, strict=True))
    return tuple(_gains(answers[number]) for number in range(len(places)))


def _gains(answer: Sequence[float]) -> Gains:
    return tuple(value - answer[0] for value in answer[1:])


def _loaded(name: str) -> Judge:
    from otlint.second_look.judge import load

    return load(name)
