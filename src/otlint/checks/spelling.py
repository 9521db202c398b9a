"""Spelling: words that no dictionary knows, and two Englishes in one post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from otlint import unknown_words, variants
from otlint.folding import fold, like
from otlint.lexicon import Lexicon
from otlint.model import Finding, Fix, Kind, Safety, Severity
from otlint.rule import Example, Rule
from otlint.segmentation import in_quotation, sentences, words
from otlint.spelling import speller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Block, Document
    from otlint.settings import Settings
    from otlint.unknown_words import Unknown

_SUGGESTIONS: Final = 3
_NAMES: Final = {
    "en-US": "American",
    "en-GB": "British",
    "en-AU": "Australian",
    "en-CA": "Canadian",
}


def _unknown_words(document: Document, settings: Settings) -> Iterator[Finding]:
    own = Lexicon(settings.vocabulary)
    for unknown in unknown_words.find(document, speller(document.locale), own):
        yield _unknown_word(unknown)


def _unknown_word(unknown: Unknown) -> Finding:
    block = unknown.block
    written = block.text[unknown.start : unknown.end]
    curly = "’" in block.text
    meant = tuple(
        dict.fromkeys(like(written, word, curly=curly) for word in unknown.meant[:_SUGGESTIONS])
    )
    fix = None
    if unknown.error and meant:
        edit = block.edit(unknown.start, unknown.end, meant[0])
        if edit:
            safety = Safety.SAFE if unknown.sure else Safety.UNSAFE
            fix = Fix(f'Replace "{written}" by "{meant[0]}"', (edit,), safety)
    if unknown.error:
        message = f'"{written}" is misspelt: did you mean "{meant[0]}"?'
    elif meant:
        message = f'"{written}" is in no dictionary: is it right, or did you mean "{meant[0]}"?'
    else:
        message = f'"{written}" is in no dictionary: if it is right, add it to your vocabulary.'
    return Finding(
        "spelling/unknown-word",
        block.span(unknown.start, unknown.end),
        message,
        Severity.ERROR if unknown.error else Severity.SUGGESTION,
        fix,
        meant,
        unknown.confidence,
    )


def _mixed_variants(document: Document, settings: Settings) -> Iterator[Finding]:
    own = Lexicon(settings.vocabulary)
    places: dict[str, list[tuple[Block, int, int, str]]] = {}
    for block in variants.blocks(document):
        if block.kind is Kind.QUOTE:
            continue
        for start, end, word in _variant_places(block):
            twin = variants.twin(word, document.locale)
            if twin and word not in own:
                places.setdefault(word, []).append((block, start, end, twin))
    for found in places.values():
        yield _mixed_variant(document, found)


def _variant_places(block: Block) -> Iterator[tuple[int, int, str]]:
    """Where a word may stand in the spelling of another country: range and word in lower case.

    Names keep their spelling ("World Health Organization", "Center for Play"), so do quotations.
    """
    text = block.text
    for start, end, part in _parts(text):
        if variants.find(part) is None or in_quotation(text, start, end):
            continue
        if text[start].isupper() and not _opens_plain_sentence(text, start, end):
            continue
        if text[start:end].islower() or text[start + 1 : end].islower():
            yield start, end, part


def _parts(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of a text and the parts of its compounds, without a possessive ending."""
    for word in words(text):
        at = word.start
        for part in fold(word.text).split("-"):
            bare = part.removesuffix("'s").removesuffix("'")
            if len(bare) > 2:
                yield at, at + len(bare), bare.lower()
            at += len(part) + 1


def _opens_plain_sentence(text: str, start: int, end: int) -> bool:
    """Whether a word with a capital has it because it begins a sentence in lower case."""
    for sentence in sentences(text):
        if sentence.start <= start < sentence.end:
            inner = words(text[sentence.start : sentence.end])
            if not inner or inner[0].start + sentence.start != start:
                return False
            after = [word.text for word in inner if word.start + sentence.start >= end]
            return len(after) >= 2 and all(word.islower() for word in after[:3])
    return False


def _mixed_variant(document: Document, found: list[tuple[Block, int, int, str]]) -> Finding:
    block, start, end, twin = found[0]
    written = block.text[start:end]
    instead = like(written, twin)
    edits = [
        edit
        for block, start, end, twin in found
        if (edit := block.edit(start, end, like(block.text[start:end], twin)))
    ]
    fix = None
    if len(edits) == len(found):
        title = f'Write "{instead}" all through the post'
        fix = Fix(title, tuple(edits), Safety.UNSAFE)
    kind = _NAMES[document.locale]
    return Finding(
        "spelling/mixed-variant",
        block.span(start, end),
        f'This post is written in {kind} English, which spells "{written}" as "{instead}".',
        Severity.WARNING,
        fix,
        (instead,),
    )


RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="spelling/unknown-word",
        summary="A word that no dictionary knows.",
        why=(
            "A misspelt word costs a post its reader's trust. It is an error only when it is "
            "very like a common word and stands in running text; names, acronyms, products, terms "
            "that the post uses often and newly made words are left alone."
        ),
        sources=(
            "SCOWL's Hunspell dictionaries (npm dictionary-en, -en-gb, -en-au, -en-ca)",
            "Google Books Ngrams by way of symspellpy",
            "otlint's own lexicon of occupational-therapy and health terms",
        ),
        severity=Severity.ERROR,
        check=_unknown_words,
        examples=(
            Example(
                "We <<recieve>> many questions about splints.",
                fixed="We receive many questions about splints.",
            ),
            Example(
                "Her home was <<accesible>>, and we <<reccommended>> a second rail.",
                fixed="Her home was accessible, and we recommended a second rail.",
            ),
            Example(
                "They <<accomodate>> us. They <<accomodate>> you. They <<accomodate>> all.",
                fixed="They accommodate us. They accommodate you. They accommodate all.",
            ),
            Example(
                "Each child works on <<independant>> dressing. We centre our colour choices.",
                fixed="Each child works on independent dressing. We centre our colour choices.",
                locale="en-GB",
            ),
            Example("We tried a <<zorbly>> swing in the gym."),
            Example("OTs at the HCPC know Maribeth, the COPM and proprioception."),
            Example("A neuro-rehab team, a sensory-friendly room and an antibullying week."),
            Example("We use a snorgle. The snorgle helps. Ask for your snorgle."),
            Example("We use a snorgle here.", vocabulary=("snorgle",)),
            Example("Dysarthria (dis-AR-three-uh), dopamine (DOH-pah-meen), a diet (DYE-ut)."),
            Example("With love, xo"),
            Example("The colour of a person-centred service.", locale="en-GB"),
            Example("It was the end.The child smiled."),
        ),
    ),
    Rule(
        id="spelling/mixed-variant",
        summary="A British spelling in an American post, or the other way round.",
        why=(
            "One spelling all through a post reads as one voice. Names and quotations keep theirs; "
            "so does -ize in British English, where Oxford uses it."
        ),
        sources=(
            "The differences between SCOWL's dictionaries of four Englishes",
            "NHS digital service manual, content style guide",
        ),
        severity=Severity.WARNING,
        check=_mixed_variants,
        examples=(
            Example(
                "The colour and the <<behavior>> of children in our centre.",
                fixed="The colour and the behaviour of children in our centre.",
                locale="en-GB",
            ),
            Example(
                "The <<colour>> helps. Any <<organisation>> can color a wall. A colour is cheap.",
                fixed="The color helps. Any organization can color a wall. A color is cheap.",
                locale="en-US",
            ),
            Example("The World Health Organization and the Center for Play agree.", locale="en-GB"),
            Example("We organize our clinic around the colour wheel.", locale="en-GB"),
            Example("She said, “My favourite color is grey.”", locale="en-US"),
        ),
    ),
)
