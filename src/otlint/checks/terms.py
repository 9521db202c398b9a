"""One way of writing a term throughout a post: wellbeing or well-being, but not both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.folding import fold
from otlint.model import Finding, Fix, Format, Kind, Safety, Severity
from otlint.occurrences import blocks_by_word, blocks_with
from otlint.rule import Example, Rule
from otlint.segmentation import begins_sentence, in_quotation, words
from otlint.spelling import speller

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from otlint.model import Block, Document
    from otlint.segmentation import Word
    from otlint.settings import Settings

_TERMS: Final = "consistency/terms"
_HYPHENATION: Final = "consistency/hyphenation"

_GROUPS: Final = tuple(
    tuple(form.strip() for form in line.split("|"))
    for line in """
    adviser | advisor
    afterward | afterwards
    aging | ageing
    bath time | bathtime
    bed time | bedtime
    benefited | benefitted
    care giver | caregiver
    check list | checklist
    child care | childcare
    class room | classroom
    day care | daycare
    day time | daytime
    finger tip | fingertip
    focused | focussed
    gray | grey
    hand writing | handwriting
    health care | healthcare
    judgment | judgement
    life style | lifestyle
    meal time | mealtime
    mind set | mindset
    night time | nighttime
    OK | okay
    percent | per cent
    play ground | playground
    play time | playtime
    skill set | skillset
    time frame | timeframe
    time line | timeline
    tooth brush | toothbrush
    toward | towards
    web site | website
    wheel chair | wheelchair
    work place | workplace
    work sheet | worksheet
    yogurt | yoghurt
    """.strip().split("\n")
)
"""Forms that good dictionaries have side by side, so that either is right, but not both in one
post. Left out are pairs that differ in meaning (every day and everyday, over time and overtime) and
those of one English alone, which the spelling rules know."""

_PREFIXES: Final = frozenset("anti mid multi non post pre self semi".split())
"""What may stand apart, joined or with a hyphen before the same word: "post stroke", "post-stroke".
Of other pairs the open form is often a noun where the one with a hyphen is an adjective."""
_OTHER_WORDS: Final = frozenset("coop makeup unionized unionised".split())
"""Joined forms that mean something else than the form with a hyphen. So do most with "re"."""
_ASIDE: Final = frozenset((Kind.QUOTE, Kind.ALT_TEXT, Kind.DESCRIPTION, Kind.TITLE))
"""Other people's words, and what stands beside the text."""


@dataclass(frozen=True, slots=True)
class _Use:
    """A term in the text of its block; `form` is how it is written, in lower case, in the singular.

    `ending` is what follows the form: "", "s", "'s".
    """

    block: Block
    start: int
    end: int
    form: str
    ending: str

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]


def _own_blocks(document: Document, is_wanted: Callable[[str], bool]) -> list[Block]:
    """The author's own blocks with a word that is wanted, with or without a plural ending.

    Words are as in `occurrences.blocks_by_word`: parts of compounds.
    """
    wanted = [
        word
        for word in blocks_by_word(document)
        if is_wanted(word) or (word[-1] == "s" and is_wanted(word[:-1]))
    ]
    return [block for block in blocks_with(document, wanted) if block.kind not in _ASIDE]


def _is_common(block: Block, start: int, end: int) -> bool:
    """Whether a word is no name and no quotation: small letters but for the start of a sentence."""
    text = block.text[start:end]
    if text != "OK":
        if not text[1:].islower():
            return False
        if text[0].isupper() and not begins_sentence(block.text, start):
            return False
    return not in_quotation(block.text, start, end)


def _split_ending(word: str) -> tuple[str, str]:
    """A folded word without its plural or genitive ending, and that ending as it is written."""
    for ending in ("'s", "s'"):
        if word.endswith(ending):
            return word[: -len(ending)], ending
    if word.endswith("s") and len(word) > 4 and not word.endswith(("ss", "us", "is")):
        return word[:-1], "s"
    return word, ""


def _joined(text: str, first: Word, second: Word) -> bool:
    """Whether one space or line end is all that stands between two words."""
    gap = text[first.end : second.start]
    return len(gap) == 1 and gap.isspace() and gap != "\n"


def _odd_ones(
    rule: str, uses: Sequence[_Use], is_good: Callable[[str], bool] = bool
) -> Iterator[Finding]:
    """A finding for each use that is not written like most; of equals, the first form counts.

    What is no good form is never what to write instead, however often it stands in the post.
    """
    counts: dict[str, int] = {}
    for use in uses:
        counts[use.form] = counts.get(use.form, 0) + 1
    if len(counts) < 2:
        return
    target = max(filter(is_good, counts), key=lambda form: counts[form], default=None)
    if target is None:
        return
    times = "once" if counts[target] == 1 else f"{counts[target]} times"
    for use in uses:
        if use.form == target:
            continue
        new = target + use.ending
        if use.text[0].isupper() and use.text != use.text.upper():
            new = new[0].upper() + new[1:]
        edit = use.block.edit(use.start, use.end, new)
        yield Finding(
            rule,
            use.block.span(use.start, use.end),
            f"\u201c{use.text}\u201d here, but \u201c{target}\u201d {times} in this post: "
            "write it one way.",
            Severity.SUGGESTION,
            Fix(f"Write \u201c{new}\u201d", (edit,), Safety.UNSAFE) if edit else None,
            (new,),
        )


# Terms from the list


def _by_first_word() -> Mapping[str, tuple[tuple[int, str, str], ...]]:
    """For the first word of each form: the number of its group, its second word, the form."""
    table: dict[str, tuple[tuple[int, str, str], ...]] = {}
    for number, group in enumerate(_GROUPS):
        for form in group:
            first, _, second = form.partition(" ")
            table[first.lower()] = (*table.get(first.lower(), ()), (number, second, form))
    return table


_FORMS: Final = _by_first_word()
_HEADS: Final = frozenset(first.partition("-")[0] for first in _FORMS)


def _terms(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    groups: dict[int, list[_Use]] = {}
    for block in _own_blocks(document, _HEADS.__contains__):
        found = words(block.text)
        for at, word in enumerate(found):
            folded = fold(word.text.lower())
            stem, ending = _split_ending(folded)
            forms = _FORMS.get(folded) or _FORMS.get(stem, ())
            if not forms:
                continue
            following = found[at + 1] if at + 1 < len(found) else None
            use = _use(block, word, following, "" if folded in _FORMS else ending, forms)
            if use:
                groups.setdefault(use[0], []).append(use[1])
    for uses in groups.values():
        yield from _odd_ones(_TERMS, uses)


def _use(
    block: Block,
    word: Word,
    following: Word | None,
    ending: str,
    forms: Iterable[tuple[int, str, str]],
) -> tuple[int, _Use] | None:
    """The term that begins at a word, with the number of its group; None where there is none."""
    for number, second, form in forms:
        end = word.end
        if second:
            if ending or not following or not _joined(block.text, word, following):
                continue
            stem, ending = _split_ending(fold(following.text.lower()))
            if second not in (stem, stem + ending):
                ending = ""
                continue
            end = following.end
        if _is_common(block, word.start, end):
            return number, _Use(block, word.start, end, form, ending)
    return None


# Hyphens


def _hyphenation(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    cuts = _hyphenated(block for block in document.blocks if block.kind not in _ASIDE)
    if not cuts:
        return
    heads = {whole[:at] for whole, at in cuts.items()} | cuts.keys()
    uses: dict[str, list[_Use]] = {}
    for block in _own_blocks(document, heads.__contains__):
        found = words(block.text)
        for at, word in enumerate(found):
            use = _spelled(block, word, found[at + 1] if at + 1 < len(found) else None, cuts)
            if use and _is_common(block, use.start, use.end):
                key = use.form.replace("-", "").replace(" ", "")
                uses.setdefault(key, []).append(use)

    def is_word(form: str) -> bool:
        # "highrisk" is none; what has a hyphen or a space is made of words.
        return not form.isalpha() or speller(document.locale).known(form)

    for places in uses.values():
        yield from _odd_ones(_HYPHENATION, places, is_word)


def _hyphenated(blocks: Iterable[Block]) -> dict[str, int]:
    """The compounds that are written with one hyphen, without it, and where it stands."""
    cuts: dict[str, int] = {}
    for block in blocks:
        if "-" not in fold(block.text):
            continue
        for word in words(block.text):
            first, hyphen, second = _split_ending(fold(word.text.lower()))[0].partition("-")
            if not hyphen or not (first.isalpha() and second.isalpha()):
                continue
            if first + second in _OTHER_WORDS or (first == "re" and second[0] != "e"):
                continue
            cuts[first + second] = len(first)
    return cuts


def _spelled(
    block: Block, word: Word, following: Word | None, cuts: Mapping[str, int]
) -> _Use | None:
    """The use of one of the compounds that begins at a word."""
    stem, ending = _split_ending(fold(word.text.lower()))
    if stem.replace("-", "", 1) in cuts:
        return _Use(block, word.start, word.end, stem, ending)
    if stem in _PREFIXES and not ending and following and _joined(block.text, word, following):
        second, ending = _split_ending(fold(following.text.lower()))
        if cuts.get(stem + second) == len(stem):
            return _Use(block, word.start, following.end, f"{stem} {second}", ending)
    return None


RULES: Final = (
    Rule(
        id=_TERMS,
        whole_post=True,
        summary="A term written in two ways in one post.",
        why=(
            "Both forms are right, but a reader who meets both wonders whether they differ. Keep "
            "the one that you use most."
        ),
        sources=(
            "The Chicago Manual of Style: compounds and hyphenation",
            "NHS digital service manual: A to Z of NHS health writing",
            "editorial",
        ),
        severity=Severity.SUGGESTION,
        check=_terms,
        examples=(
            Example(
                "Good health care is local. Rural health care is not. <<Healthcare>> costs money.",
                "Good health care is local. Rural health care is not. Health care costs money.",
            ),
            Example(
                "Ask your advisor. Two <<advisers>> are on call, and one advisor is here.",
                "Ask your advisor. Two advisors are on call, and one advisor is here.",
            ),
            Example(
                "It’s OK to rest. It is <<okay>> to stop.", "It’s OK to rest. It is OK to stop."
            ),
            Example("Good healthcare begins at home. Write to the Department of Health Care."),
            Example("We value healthcare. As she put it: “health care is a right.”"),
            Example(
                "> Good health care is local.\n\nHealthcare is local.\n", format=Format.MARKDOWN
            ),
            Example("Over time, she worked overtime. Every day is an everyday thing."),
        ),
    ),
    Rule(
        id=_HYPHENATION,
        whole_post=True,
        summary="A compound with a hyphen in one place and without in another.",
        why=(
            "Dictionaries differ about hyphens, so either form will do, but a post that has both "
            "looks as if nobody had read it through."
        ),
        sources=(
            "The Chicago Manual of Style: hyphenation table",
            "GOV.UK style guide: hyphens and dashes",
            "editorial",
        ),
        severity=Severity.SUGGESTION,
        check=_hyphenation,
        examples=(
            Example(
                "Well-being matters. Her well-being grew, and their <<wellbeing>> did too.",
                "Well-being matters. Her well-being grew, and their well-being did too.",
            ),
            Example(
                "Send an email. We answer <<e-mails>> on Mondays, and this email too.",
                "Send an email. We answer emails on Mondays, and this email too.",
            ),
            Example(
                "Care after a stroke: post-stroke fatigue is real, and <<post stroke>> pain too.",
                "Care after a stroke: post-stroke fatigue is real, and post-stroke pain too.",
            ),
            Example(
                "<<E-mail>> us. An email is best, or a second email.",
                "Email us. An email is best, or a second email.",
            ),
            Example(
                "A long-term plan helps in the long term, and a well-known face is well known."
            ),
            Example("Ask at the Well-being Centre about wellbeing."),
            Example(
                "She will re-sign the form, then resign. Put on makeup; mind the make-up of it."
            ),
            Example("We wrote “e-mail” then and write email now."),
        ),
    ),
)
