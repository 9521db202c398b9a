"""Commas in lists, small numbers and dates: one way of writing each. All of it in preview."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.model import OBJECT, Finding, Fix, Kind, Safety, Severity
from otlint.rule import Example, Rule
from otlint.segmentation import in_quotation, sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from otlint.model import Block, Document
    from otlint.settings import Settings

_COMMA: Final = "consistency/serial-comma"
_NUMBERS: Final = "consistency/numbers"
_DATES: Final = "consistency/dates"

_READ: Final = frozenset((Kind.PARAGRAPH, Kind.LIST_ITEM))


@dataclass(frozen=True, slots=True)
class _Place:
    """Something that can be written in more than one way; `form` says which this is."""

    block: Block
    start: int
    end: int
    form: str


def _blocks(document: Document) -> Iterator[Block]:
    return (block for block in document.blocks if block.kind in _READ)


def _odd(places: Iterable[_Place]) -> tuple[str, int, list[_Place]]:
    """The form that most places have, how many do, and the others; of equals, the first form."""
    found = list(places)
    counts = Counter(place.form for place in found)
    most = max(counts, key=lambda form: counts[form], default="")
    return most, counts[most], [place for place in found if place.form != most]


# The comma before the last item

_ITEM: Final = r"[^\W\d_][\w'’-]{0,40}(?: [^\W\d_][\w'’-]{0,40})?"
_LIST: Final = re.compile(
    rf"(?<=[\w'’)] ){_ITEM}(?:, {_ITEM}){{2,12}}?(,?) (and|or) (?={_ITEM}(?:[.;:!?)]|$|\n))",
    re.IGNORECASE,
)
"""Three items at least before the "and": with fewer, commas part clauses as often as items. The
sentence ends with the last one: "size and color, weight" is no end of a list."""
_CLAUSE: Final = frozenset(
    """
    i you he she it we they there this that these who which but so if when because then and or in
    on at for with to by as of not including like
    """.split()
)
"""What no item of a list begins with."""


def _serial_commas(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    _, count, odd = _odd(_lists(document))
    others = "1 other list has" if count == 1 else f"{count} other lists have"
    for place in odd:
        block = place.block
        if place.form == "with":
            edit = block.edit(place.start, place.end, "")
            message = f"A comma before the last item; {others} none."
        else:
            edit = block.edit(place.start, place.start, ",")
            message = f"No comma before the last item; {others} one."
        # What is flagged is the comma that is too much, or the word before which one is missing.
        shown = place.start if place.form == "with" else place.start + 1
        yield Finding(
            _COMMA,
            block.span(shown, place.end),
            message,
            Severity.SUGGESTION,
            Fix("Write it like the others", (edit,), Safety.UNSAFE) if edit else None,
        )


def _lists(document: Document) -> Iterator[_Place]:
    for block in _blocks(document):
        for match in _LIST.finditer(block.text):
            last = block.text[match.end() :].partition(" ")[0]
            items = [*block.text[match.start() : match.start(1)].lower().split(", "), last]
            if OBJECT in match[0] or any(item.partition(" ")[0] in _CLAUSE for item in items):
                continue
            if match[1]:
                yield _Place(block, *match.span(1), "with")
            else:
                yield _Place(block, match.end(1), match.end(2), "without")


# Small numbers

_WORDS: Final = dict(
    zip("two three four five six seven eight nine".split(), "23456789", strict=True)
)
_DIGITS: Final = {digit: word for word, digit in _WORDS.items()}
_SMALL_NUMBER: Final = re.compile(
    rf"(?<![\w.,:/£$€#+–-])({'|'.join(_WORDS)}|[2-9]) (?=([a-z]+(?:s|ren|men|people))\b)"
)
_MEASURED: Final = re.compile(
    r"(?:points|times|hours|hrs|minutes|mins|seconds|secs|days|weeks|months|years|inches|miles"
    r"|metres|meters|grams|ounces|pounds|litres|liters|cups|tablespoons|teaspoons|degrees|dollars"
    r"|euros|cents|grades|stars|pages|thousands|millions|hundreds|as|is|was|has|plus|minus)"
)
_NAMED: Final = re.compile(
    r"\b(?:type|grade|stage|level|step|phase|part|chapter|figure|table|day|week|year|page|number|no"
    r"|age|aged|group|class|room|item|rule|tip|version|key stage) $",
    re.IGNORECASE,
)
"""Words after which a number is a name: "step 3"."""
_BIG: Final = re.compile(r"\d\d|\d[.,:]\d|\d%|[£$€]\d")


def _numbers(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    most, count, odd = _odd(_small_numbers(document))
    for place in odd:
        shown = place.block.text[place.start : place.end]
        new = _DIGITS.get(shown) or _WORDS[shown]
        edit = place.block.edit(place.start, place.end, new)
        yield Finding(
            _NUMBERS,
            place.block.span(place.start, place.end),
            f"Elsewhere this post writes small numbers as {most} ({count} times): write "
            f"\u201c{new}\u201d.",
            Severity.SUGGESTION,
            Fix(f"Write \u201c{new}\u201d", (edit,), Safety.UNSAFE) if edit else None,
            (new,),
        )


def _small_numbers(document: Document) -> Iterator[_Place]:
    """Numbers from 2 to 9 before what they count, but for measures, which styles treat apart.

    None at the start of a sentence, where every style writes words, and none beside bigger numbers,
    where most styles write digits for all.
    """
    for block in _blocks(document):
        text = block.text
        for span in sentences(text):
            if _BIG.search(text, span.start, span.end):
                continue
            for match in _SMALL_NUMBER.finditer(text, span.start, span.end):
                start, end = match.span(1)
                measured = _MEASURED.fullmatch(match[2]) or start == span.start
                named = _NAMED.search(text, max(0, start - 12), start)
                if not (measured or named or in_quotation(text, start, end)):
                    yield _Place(block, start, end, "digits" if match[1].isdigit() else "words")


# Dates

_MONTH: Final = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_DATE: Final = re.compile(
    rf"(?<![\w/.-])(?:([0-3]?\d)(st|nd|rd|th)? (?:of )?{_MONTH}(?!\w)"
    rf"|{_MONTH} ([0-3]?\d)(st|nd|rd|th)?(?![\w:]|[.,]\d))"
)
_ORDERS: Final = {
    "day first": "the day before the month",
    "month first": "the month before the day",
}


def _dates(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    most, count, odd = _odd(
        _Place(block, *match.span(), "day first" if match[1] else "month first")
        for block in _blocks(document)
        for match in _DATE.finditer(block.text)
        if not in_quotation(block.text, *match.span())
    )
    for place in odd:
        yield Finding(
            _DATES,
            place.block.span(place.start, place.end),
            f"Elsewhere this post writes {_ORDERS[most]} ({count} times): do so here.",
            Severity.SUGGESTION,
        )


RULES: Final = (
    Rule(
        id=_COMMA,
        whole_post=True,
        preview=True,
        summary="A comma before the last item of some lists and not of others.",
        why="Either style is right. A post that has both makes readers look for a difference.",
        sources=("The Chicago Manual of Style: serial commas", "GOV.UK style guide: commas"),
        severity=Severity.SUGGESTION,
        check=_serial_commas,
        examples=(
            Example(
                "We use balls, blocks, bikes, and swings. We have cups, pens, beads <<and>> pegs. "
                "We like sand, mud, foam, and rain.",
                "We use balls, blocks, bikes, and swings. We have cups, pens, beads, and pegs. "
                "We like sand, mud, foam, and rain.",
            ),
            Example(
                "We use balls, blocks, bikes and swings. We have cups, pens, beads<<,>> and pegs.",
                "We use balls, blocks, bikes and swings. We have cups, pens, beads and pegs.",
            ),
            Example("We use balls, blocks, bikes and swings. We have cups, pens, beads and pegs."),
            Example("We use balls, blocks, bikes and swings. Today, we played, and we won."),
        ),
    ),
    Rule(
        id=_NUMBERS,
        whole_post=True,
        preview=True,
        summary="Small numbers in words in one place and in digits in another.",
        why="Styles differ about numbers below ten, but each keeps to one way.",
        sources=("NHS digital service manual: numbers", "The Chicago Manual of Style: numbers"),
        severity=Severity.SUGGESTION,
        check=_numbers,
        examples=(
            Example(
                "We saw five children. Then <<3>> parents came with two dogs.",
                "We saw five children. Then three parents came with two dogs.",
            ),
            Example(
                "We saw 5 children. Then <<three>> parents came with 2 dogs.",
                "We saw 5 children. Then 3 parents came with 2 dogs.",
            ),
            Example("We saw five children for 5 minutes, and 3 of 12 parents. Two dogs came."),
            Example("We saw 5 children. Two parents came. It took three hours of our time."),
        ),
    ),
    Rule(
        id=_DATES,
        whole_post=True,
        preview=True,
        summary="Dates with the day first in one place and with the month first in another.",
        why="Readers of either kind of date have to stop at the other one.",
        sources=("GOV.UK style guide: dates", "The Chicago Manual of Style: dates"),
        severity=Severity.SUGGESTION,
        check=_dates,
        examples=(
            Example("Come on 3 May, on 4 May or on <<June 5>>."),
            Example("Come on May 3, 2024, on <<4th of May>> or on June 5."),
            Example("Come on 3 May, on the 4th of May or in May 2024. You may 5 times."),
        ),
    ),
)
