"""Acronyms that a post never explains, or explains for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from otlint.acronyms import count, expansion_before, is_explained, spelled_out, uses
from otlint.known_acronyms import expansion, is_known
from otlint.model import Finding, Fix, Format, Safety, Severity
from otlint.rule import Example, Rule
from otlint.segmentation import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.acronyms import Explanation, Use
    from otlint.model import Document
    from otlint.settings import Settings

_UNDEFINED: Final = "acronyms/undefined"
_UNUSED: Final = "acronyms/unused"


def _is_own(name: str, document: Document, settings: Settings) -> bool:
    """Whether readers know an acronym: everybody does, or the author says so."""
    if is_known(name, document.locale, document.audience):
        return True
    return name in settings.vocabulary or f"{name}s" in settings.vocabulary


def _undefined(document: Document, settings: Settings) -> Iterator[Finding]:
    places: dict[str, list[Use]] = {}
    for use in uses(document):
        places.setdefault(use.name, []).append(use)
    for name, found in places.items():
        first = found[0]
        if is_explained(first) or _is_own(name, document, settings):
            continue
        words = spelled_out(document, name)
        later = next((use for use in found[1:] if is_explained(use)), None)
        if words and _comes_first(words, first):
            continue
        yield _finding(document, first, later=bool(words or later))


def _comes_first(words: Explanation, use: Use) -> bool:
    """Whether a post has the words before the acronym, or in the same sentence."""
    if words.block is not use.block:
        return words.block.source_span.start < use.block.source_span.start
    if words.start < use.start:
        return True
    return any(s.start <= use.start and words.start < s.end for s in sentences(use.block.text))


def _finding(document: Document, use: Use, *, later: bool) -> Finding:
    shown = use.block.text[use.start : use.end]
    if later:
        message = f"\u201c{shown}\u201d is explained only later: say what it stands for here."
        suggestions: tuple[str, ...] = ()
    else:
        long = expansion(use.name, document.locale)
        suggestions = (f"{long} ({shown})",) if long else ()
        message = (
            f"Not every reader knows \u201c{shown}\u201d: at its first use, say what it stands for."
        )
    return Finding(
        _UNDEFINED,
        use.block.span(use.start, use.end),
        message,
        Severity.SUGGESTION,
        suggestions=suggestions,
    )


def _unused(document: Document, settings: Settings) -> Iterator[Finding]:
    for use in uses(document):
        words = expansion_before(use)
        text = use.block.text
        closed = text[use.end : use.end + 1] == ")"
        if not words or not closed or _is_own(use.name, document, settings):
            continue
        if count(document, use.name) > 1:
            continue
        edit = use.block.edit(words.end, use.end + 1, "")
        yield Finding(
            _UNUSED,
            use.block.span(use.start - 1, use.end + 1),
            f"\u201c{text[use.start : use.end]}\u201d is not used again: the words alone will do.",
            Severity.SUGGESTION,
            Fix("Leave it out", (edit,), Safety.UNSAFE) if edit else None,
        )


_SOURCES: Final = (
    "NHS digital service manual: abbreviations and acronyms",
    "GOV.UK style guide: abbreviations and acronyms",
    "plainlanguage.gov: minimize abbreviations",
)

RULES: Final = (
    Rule(
        id=_UNDEFINED,
        whole_post=True,
        summary="An acronym that the post does not explain at its first use.",
        why=(
            "What is daily language in a clinic is a riddle to the people who come to it. Who does "
            "not know an acronym seldom looks it up."
        ),
        sources=_SOURCES,
        severity=Severity.SUGGESTION,
        check=_undefined,
        examples=(
            Example("We begin with your <<ADLs>>, one at a time. ADLs are what you do all day."),
            Example("Ask about the <<COPM>> at your visit."),
            Example(
                "We look at your <<ADLs>> first. Activities of daily living (ADLs) are what you do "
                "every day.\n\nThat is all we do."
            ),
            Example("Ask your <<IEP>> team. It’s all in the plan.", locale="en-US"),
            Example("We look at your activities of daily living (ADLs). ADLs are daily."),
            Example("We look at your ADLs (activities of daily living) and at ADLs only."),
            Example("We look at your ADLs (washing, dressing and eating) and at ADLs only."),
            Example(
                "Your activities of daily living matter to us.\n\nEach of your ADLs is unique."
            ),
            Example("Occupational therapists (OTs) are here. An OT works with you. OTs listen."),
            Example("Ask for an OT. OT (occupational therapy) helps, and OTs are kind people."),
            Example(
                "Please STOP and rest. Do NOT push. GO SLOW at first, and TELL US how it goes."
            ),
            Example(
                "Take vitamin B12 after COVID-19, as part II of the plan says, with 5 MG of it."
            ),
            Example("She was seen by Jane Roe, MSc, OTR/L, and by Jo Poe, COTA, in Austin, TX."),
            Example("Your GP can refer you to the NHS.", locale="en-GB"),
            Example("Grade each of the ADLs with the COPM.", audience="clinicians"),
            Example("Our ABLE day is on Monday.", vocabulary=("ABLE",)),
            Example('The <abbr title="Canadian ...">COPM</abbr> asks you.', format=Format.MARKDOWN),
            Example(
                "The ADL Handbook is a name. So is the SPAM Foundation, and “ADLs” is a quote."
            ),
        ),
    ),
    Rule(
        id=_UNUSED,
        whole_post=True,
        summary="An acronym that is introduced and then never used.",
        why="Readers try to remember it, for nothing.",
        sources=_SOURCES,
        severity=Severity.SUGGESTION,
        check=_unused,
        examples=(
            Example(
                "We look at your activities of daily living <<(ADLs)>> together.",
                "We look at your activities of daily living together.",
            ),
            Example("We look at your activities of daily living (ADLs). Each of the ADLs counts."),
            Example("Occupational therapy (OT) helps you to do what you want to do."),
            Example(
                "We look at activities of daily living (ADLs).\n\n# Which ADLs?\n\nAll.",
                format=Format.MARKDOWN,
            ),
        ),
    ),
)
