"""Grammar that can be told with near certainty: a word written twice, and a or an."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.articles import begins_with_vowel_sound
from otlint.folding import fold, like
from otlint.model import Edit, Finding, Fix, Format, Safety, Severity
from otlint.repeats import repeats
from otlint.rule import Example, Rule
from otlint.segmentation import sentences, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Block, Document
    from otlint.repeats import Repeat
    from otlint.segmentation import Word
    from otlint.settings import Settings

# A word twice

_LINE_BREAK: Final = re.compile(r"[ \t]*[\r\n][\s>]*")
"""A line break inside a paragraph, with the marks of a block quotation."""


def _repeated_words(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    for block in document.blocks:
        for repeat in repeats(block):
            certain = repeat.severity is Severity.ERROR
            edit = _without_second(document, block, repeat)
            safety = Safety.SAFE if certain else Safety.UNSAFE
            yield Finding(
                "grammar/repeated-word",
                block.span(repeat.first.start, repeat.last.end),
                f'"{repeat.first.text}" stands here twice.'
                + ("" if certain else " Is that meant?"),
                repeat.severity,
                Fix("Delete the second word", (edit,), safety) if edit else None,
                (repeat.first.text,),
            )


def _without_second(document: Document, block: Block, repeat: Repeat) -> Edit | None:
    """The edit that leaves the first word alone; a line break before the second stays."""
    first, last = repeat.first, repeat.last
    gap_start = block.span(first.start, first.end).end
    gap = document.source.text[gap_start : block.span(last.start, last.end).start]
    if _LINE_BREAK.fullmatch(gap):
        follows = block.text[last.end : last.end + 1] == " "
        return block.edit(last.start, last.end + follows, "")
    if not block.contiguous(first.start, last.end):
        return None  # one of the two is emphasised or linked: which should stay?
    return block.edit(first.end, last.end, "")


# A or an

_ARTICLES: Final = frozenset(("a", "an", "A", "An", "AN"))
_LETTER_CONTEXT: Final = frozenset(
    "vitamin hepatitis grade plan type group option part section schedule appendix class"
    " level point team influenza letter step figure table column row list category model"
    " series block from and or unit phase tier zone band note key study cohort answer"
    " question war title factor scenario choice side node company person patient variant"
    " version room building ward sample".split()
)
"""Words after which "A" is a name: vitamin A, plan A, from A to Z."""

_NO_NOUN: Final = frozenset(
    "and or is in as at if it its of on are am us our i all any a an another each every"
    " either other others under over off out up into about after although also always among"
    " anyone anything again against around ever even earlier else everyone everything"
    " everybody anybody across afterwards instead onto once until unless upon along already"
    " using allowed appeared occur exist the to he she they we you ye that this these those"
    " was were not with for from by be been will would can could have has had do does did so"
    " but my his her their your then than there here how what when where which who why some"
    " many more no now just though both such them me him it's it'll i'm i'd i've i'll he's"
    " she's they're we're you're that's there's came went la le los las el de del que un una"
    " uno y e o au en et al avec usted ella usually enable accomplish cultivate tell die"
    " utilize".split()
)
"""Words before which "a" or "an" is some other slip ("an the" for "and the"), or no English."""
_FOREIGN: Final = frozenset(
    "de la el los las que por para con del y en una le les des du et un".split()
)


_BEFORE_ARTICLES: Final = frozenset(
    "is was are were be been being am isn't wasn't it's that's there's he's she's you're"
    " they're we're i'm as with for of in on at to by from into onto like than that and but"
    " or nor not never have has had having gets got getting makes made making take takes took"
    " taking gives gave giving needs needed wants wanted uses used using such just only also"
    " about over under without within through during before after since per plus what when"
    " where if because so then which while sees seen saw creates created provides includes"
    " including becomes became called found adds use try need get make give want ask buy"
    " choose see find provide create include offer keep you them us him her me it there here"
    " still always often even maybe perhaps almost quite rather more less both".split()
)
"""Words after which "an" is an article and no slip for "and" ("salt an pepper")."""


@dataclass(frozen=True, slots=True)
class _Wrong:
    article: Word
    word: Word
    wanted: str
    certain: bool


def _articles(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    for block in document.blocks:
        for wrong in _wrong_articles(block, document.locale):
            article, word, wanted = wrong.article, wrong.word.text, wrong.wanted
            edit = block.edit(article.start, article.end, wanted)
            sound = "a vowel sound" if wanted.lower() == "an" else "a consonant sound"
            safety = Safety.SAFE if wrong.certain else Safety.UNSAFE
            yield Finding(
                "grammar/a-an",
                block.span(article.start, article.end),
                f'Write "{wanted} {word}": "{word}" begins with {sound}.'
                if wrong.certain
                else f'"an {word}": is that "{wanted} {word}", or "and {word}"?',
                Severity.ERROR if wrong.certain else Severity.WARNING,
                Fix(f'Write "{wanted}"', (edit,), safety) if edit else None,
                (wanted,) if wrong.certain else (wanted, "and"),
            )


def _wrong_articles(block: Block, locale: str) -> Iterator[_Wrong]:
    """The wrong articles of a block."""
    text = block.text
    found = words(text)
    starts: frozenset[int] | None = None
    for index in range(len(found) - 1):
        article, word = found[index], found[index + 1]
        if article.text not in _ARTICLES:
            continue
        gap = text[article.end : word.start]
        if not gap.isspace() or "\n" in gap or not _is_word_of_its_own(text, article.start):
            continue
        vowel = begins_with_vowel_sound(word.text, locale)
        if vowel is None or vowel == (article.text.lower() == "an"):
            continue
        if article.text in ("A", "An"):
            starts = starts if starts is not None else _first_words(text)
            if article.start not in starts:
                continue  # a letter, a name, or a heading in capitals
        if not _may_be_meant(text, found, index):
            new = "an" if vowel else "a"
            wanted = new.upper() if article.text == "AN" else like(article.text, new)
            sure = vowel or _is_after_its_like(text, found, index)
            name = article.text == "An" and word.text.istitle()  # An Lushan's rebellion
            yield _Wrong(article, word, wanted, sure and not name)


def _is_after_its_like(text: str, found: tuple[Word, ...], index: int) -> bool:
    """Whether "an" comes after a word that articles follow, or begins its sentence."""
    if index == 0 or not text[found[index - 1].end : found[index].start].isspace():
        return True
    return fold(found[index - 1].text).lower() in _BEFORE_ARTICLES


def _is_word_of_its_own(text: str, start: int) -> bool:
    if start > 1 and text[start - 1] in "*_" and text[start - 2].isalnum():
        return False  # schedule_a
    return start == 0 or text[start - 1].isspace() or text[start - 1] in "\"'“‘([{—–-*_"


def _first_words(text: str) -> frozenset[int]:
    """Offsets of the first words of the sentences, past quotation marks and brackets."""
    first: set[int] = set()
    found = iter(words(text))
    word = next(found, None)
    for sentence in sentences(text):
        while word and word.start < sentence.start:
            word = next(found, None)
        if word:
            first.add(word.start)
    return frozenset(first)


def _may_be_meant(text: str, found: tuple[Word, ...], index: int) -> bool:
    """Whether an "a" before this word may be a letter or another slip than the wrong article."""
    article, word = found[index], found[index + 1]
    following = fold(word.text).lower()
    if following in _NO_NOUN or _is_plural(word.text):
        return True
    if len(word.text) == 1 and text[word.end : word.end + 1] == ".":
        return True  # A. E. Housman
    before = [fold(other.text).lower() for other in found[max(0, index - 2) : index]]
    if before and (before[-1] in _LETTER_CONTEXT and article.text.lower() == "a"):
        joins = before[-1] in (
            "and",
            "or",
            "from",
            "list",
            "point",
            "key",
            "team",
            "person",
            "patient",
        )
        if article.text == "A" or not joins:
            return article.text == "A"
    if before and following == "one" and before[-1] in ("such", "many"):
        return True  # such an one
    near = {*before, *(fold(other.text).lower() for other in found[index + 2 : index + 4])}
    return bool(near & _FOREIGN)


def _is_plural(word: str) -> bool:
    """Whether a word looks like a plural or a verb: then it is not the article that is wrong."""
    return (
        len(word) > 3
        and word.islower()
        and word.endswith("s")
        and not word.endswith(("ss", "us", "is", "'s", "’s"))
    )


RULES: Final = (
    Rule(
        id="grammar/repeated-word",
        summary="A word that stands twice in a row.",
        why=(
            "The eye skips a doubled word, above all across a line break, and so does its author. "
            "The reader stumbles."
        ),
        sources=("editorial",),
        severity=Severity.ERROR,
        check=_repeated_words,
        examples=(
            Example("We went to <<the the>> clinic.", "We went to the clinic."),
            Example("<<The the>> clinic is open.", "The clinic is open."),
            Example("Bring a cup <<and and>> a spoon.", "Bring a cup and a spoon."),
            Example("Most <<of of>> us need it.", "Most of us need it."),
            Example("She was able <<to to>> dress herself.", "She was able to dress herself."),
            Example("It can <<be be>> hard.", "It can be hard."),
            Example("It was <<a a>> good day.", "It was a good day."),
            Example(
                "Ask <<your your>> OT, or <<the the the>> nurse.", "Ask your OT, or the nurse."
            ),
            Example(
                "We talk about <<the\nthe>> plan.\n", "We talk about the\nplan.\n", Format.MARKDOWN
            ),
            Example("Bring <<the *the>>* plan.\n", None, Format.MARKDOWN),
            Example("Your <<health health>> matters.", "Your health matters."),
            Example("Therapy <<is is>> slow.", "Therapy is slow."),
            Example("You may meet online <<in in>> person.", "You may meet online in person."),
            Example("She had had enough, and I knew that that was all."),
            Example("What it is is a start. It was very very good."),
            Example("We drove to Walla Walla. No no, said the boy. Bye bye!"),
            Example("Kids play play play all day."),
            Example("It is for the. The end."),
            Example("Log in in the morning. The clinic you go to to see her is here."),
            Example("The people you work with with care. Join our in-house house team."),
            Example("Run `the` the test.\n", None, Format.MARKDOWN),
            Example("Read <<the The>> Sensory Guide.", "Read the Sensory Guide."),
            Example("Take vitamin A a day. The The, a band. Go go go!"),
            Example('"I I do not know," he said.'),
            Example("Count one one, two two, and 3 3."),
        ),
    ),
    Rule(
        id="grammar/a-an",
        summary='"a" before the sound of a vowel, or "an" before that of a consonant.',
        why="The sound decides, not the letter: an hour, a university, an OT, a UK clinic.",
        sources=("Merriam-Webster and Oxford dictionaries: a, an",),
        severity=Severity.ERROR,
        check=_articles,
        examples=(
            Example("It takes <<a>> hour.", "It takes an hour."),
            Example("She is at <<an>> university.", "She is at a university."),
            Example("Ask <<a>> OT.", "Ask an OT."),
            Example("<<A>> occupational therapist helps.", "An occupational therapist helps."),
            Example("<<An>> wheelchair user.", "A wheelchair user."),
            Example(
                "It is <<an>> UK clinic and <<a>> NHS one.", "It is a UK clinic and an NHS one."
            ),
            Example(
                "<<A>> 8-week course with <<a>> 11-year-old.",
                "An 8-week course with an 11-year-old.",
            ),
            Example("<<A>> x-ray or <<a>> MRI.", "An x-ray or an MRI."),
            Example(
                "It is <<an>> one-off with <<an>> European.", "It is a one-off with a European."
            ),
            Example("Do <<an>> U-turn for <<a>> honest heir.", "Do a U-turn for an honest heir."),
            Example("Try <<a>> **easy** step.\n", "Try an **easy** step.\n", Format.MARKDOWN),
            Example("Add salt <<an>> pepper.", "Add salt a pepper."),
            Example(
                "An hour, an heir, an honest answer, an honour, an LED, an FBI, an 80 % share."
            ),
            Example(
                "A university, a one-off, a European, a unit, a useful tool, a ewe, a UN body."
            ),
            Example("An OT, an NHS clinic, an MRI, an SOS, a NICE guideline, a PT, a UTI."),
            Example("An 18, an 11, an 8th, a 100, a 1 in 80 chance, a unicorn, a uniform."),
            Example("Vitamin A is fine. Plan A or B. Hepatitis A infection. An A to Z."),
            Example("Grade A English. A & E. a) one. An A-level. A. E. Housman. Point A in it."),
            Example("An uninvited guest, an unimportant one, an umbrella, an urgent call."),
            Example("An historic day, and a historic one. A HCPC number, an HCPC number."),
            Example("<<A>> herb garden.", "An herb garden.", locale="en-US"),
            Example("<<An>> herb garden.", "A herb garden.", locale="en-GB"),
            Example("A herb garden.", locale="en-GB"),
            Example("An herb garden.", locale="en-US"),
            Example("Mother an the child. Fish an chips. Food a la carte, a priori."),
            Example("Sort on the schedule_a endpoint."),
            Example("Use a `item` here, and an `thing` there.\n", None, Format.MARKDOWN),
        ),
    ),
)
