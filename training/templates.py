"""Paragraphs made from templates of our own: enough to see that the pipeline works.

Nothing is learnt from them that a reader would want; real training takes real text (`--data`).
"""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_SLOT: Final = re.compile(r"\{(\w+)\}")
_WORDS: Final = {
    key: tuple(words.split("|"))
    for key, words in {
        "who": "my mother|my father|our neighbour|your child|her sister|the patient|his friend"
        "|one of our clients|a man with a weak hand|Anna|Mr Brown",
        "worker": "the therapist|a nurse|the doctor|your occupational therapist|the team",
        "part": "hand|wrist|arm|shoulder|knee|hip|back|foot",
        "place": "the kitchen|the bathroom|the garden|her room|the hall|the clinic|school",
        "thing": "a chair|a rail|a splint|the kettle|a walking stick|the brakes|a pair of shoes",
        "when": "in the morning|after lunch|at night|every week|before the session|once a day",
        "feel": "tired|tense|well|weak|better|quite calm|too cold|less sure",
        "do": "rest|walk|wash|write|cook|read|stand up|sit down|breathe slowly",
        "done": "walked to the shop|wrote a letter|made some tea|lost her way|passed the test"
        "|chose a new chair|read the whole story",
        "why": "it saves strength|the hand was still weak|there was no time to lose"
        "|they were tired|that would be too much",
    }.items()
}
_SENTENCES: Final = (
    "{who} could not {do} {when} because of the pain in the {part}.",
    "It was a tough session, and {who} was {feel} by the end of it.",
    "If you {do} {when}, it's easier to stay on your feet.",
    "There are three things that {worker} will ask you {when}.",
    "They said that their {part} was {feel}, and they're right to rest.",
    "{worker} put {thing} in {place}, where {who} could reach it.",
    "You're allowed to {do} as soon as your {part} is {feel}.",
    "We know that {who} {done}, but not whether it helped.",
    "Whether you {do} or not, keep {thing} near the door of {place}.",
    "The principal aim is that {who} can {do} without help.",
    "Take one step at a time, and {do} for an hour {when}.",
    "Some people lose more than they gain if they {do} {when}.",
    "Then {who} {done}, which was quite a piece of work.",
    "{worker} would rather wait and see than {do} too early.",
    "I hear that {place} is the right place for {thing}.",
    "Your {part} needs peace and quiet, so {do} {when}.",
    "He used to {do} {when}, for {why}.",
    "Who knows whose {part} hurts more {when}?",
    "A plain plan is best, since {why}.",
    "She has been {feel} since she {done}.",
)


def paragraphs(count: int, seed: int = 0) -> Iterator[str]:
    """So many paragraphs of two to five sentences; the same ones for the same seed."""
    rng = random.Random(seed)
    for _ in range(count):
        yield " ".join(_sentence(rng) for _ in range(rng.randint(2, 5)))


def _sentence(rng: random.Random) -> str:
    text = _SLOT.sub(lambda slot: rng.choice(_WORDS[slot[1]]), rng.choice(_SENTENCES))
    return text[0].upper() + text[1:]
