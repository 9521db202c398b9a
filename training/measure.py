"""What thresholds are fitted on and figures counted over: sentences, posts, posts with slips."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import confusables
from corrupt import Corrupter

from otlint import source
from otlint.model import OBJECT, Document, Format, Source
from otlint.parsing import parse
from otlint.segmentation import words
from otlint.slips.proposals import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SENTENCES: Final = Path(__file__).resolve().parent / "data" / "slips.tsv"
PHRASES: Final = SENTENCES.with_name("phrases.tsv")
SLIP_RATE: Final = 0.02
"""The share of words that are replaced in a post with slips made by machine."""
_MARKED: Final = re.compile(r"\{(.*?)\|(.*?)\}")
_SHORTEST: Final = 80

Places = dict[tuple[int, int], str]
"""Which word was meant, by block and place in its text."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A hand-made slip: the sentence with it and without, and where it stands."""

    part: str
    topic: str
    wrong: str
    right: str
    start: int
    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Case:
    """A post and the slips in it: all of them, as far as anybody knows."""

    name: str
    document: Document
    slips: Mapping[tuple[int, int], str]

    @property
    def words(self) -> int:
        """Words of the post."""
        return sum(len(words(block.text)) for block in self.document.blocks)


def sentences(path: Path = SENTENCES) -> Iterator[Sentence]:
    """The hand-made slips."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line or line.startswith("#"):
            continue
        part, topic, marked = line.split("\t")
        slip = _MARKED.search(marked)
        if slip is None:
            raise ValueError(f"no {{typed|meant}} in: {marked}")
        before, after = marked[: slip.start()], marked[slip.end() :]
        typed, meant = slip.groups()
        yield Sentence(
            part,
            topic,
            before + typed + after,
            before + meant + after,
            len(before),
            typed.lower(),
            meant.lower(),
        )


def hand_made(part: str, path: Path = SENTENCES) -> Iterator[Case]:
    """Each sentence of a part as a post with one slip."""
    for sentence in sentences(path):
        if sentence.part == part:
            yield Case(part, text_post(sentence.wrong), {(0, sentence.start): sentence.meant})


def twins(part: str, path: Path = SENTENCES) -> Iterator[Case]:
    """Each sentence of a part as a post without its slip."""
    for sentence in sentences(path):
        if sentence.part == part:
            yield Case(part, text_post(sentence.right), {})


def posts(folder: Path, leave_out: Iterable[str] = ()) -> Iterator[Case]:
    """The Markdown posts of a folder, less those that the model has seen."""
    seen = frozenset(leave_out)
    for path in sorted(folder.rglob("*.md")):
        name = path.relative_to(folder).as_posix()
        if name not in seen:
            yield Case(name, parse(source.read(path)[0], Format.MARKDOWN), {})


def corrupter() -> Corrupter:
    """What puts slips into posts: the same for every model, whatever its own confusables."""
    known = confusables.read_words(None, confusables.shipped_contractions())
    return Corrupter(confusables.build(known), known)


def with_slips(case: Case, corrupter: Corrupter, rate: float = SLIP_RATE) -> Case:
    """The paragraphs of a post with slips made by machine; the same ones each time."""
    rng = random.Random(case.name)
    made = [
        corrupter.corrupt_at(block.text, rate, rng)
        for block in case.document.blocks
        if block.kind in KINDS
        and len(block.text) >= _SHORTEST
        and not {OBJECT, "\n"} & set(block.text)
    ]
    document = text_post("\n\n".join(paragraph.text for paragraph in made))
    numbers = {block.text: number for number, block in enumerate(document.blocks)}
    slips = {
        (numbers[paragraph.text], slip.start): slip.meant
        for paragraph in made
        if paragraph.text in numbers
        for slip in paragraph.slips
    }
    return Case(case.name, document, slips)


def text_post(text: str) -> Document:
    """Plain text as a post."""
    return parse(Source("post.txt", text), Format.TEXT)
