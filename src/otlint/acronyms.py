"""Acronyms in a post: where they are used, and where the post says what they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.frequency import zipf
from otlint.known_acronyms import CREDENTIALS
from otlint.model import Format, Kind
from otlint.segmentation import begins_sentence, in_quotation, prose_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from otlint.model import Block, Document

_ACRONYM: Final = re.compile(
    r"(?<![\w&/.@#'’+-])([A-Z](?:&?[A-Z]){1,5})(s['’]?|['’]s)?(?![\w&/@+]|['’]\w|[.-][A-Z0-9])"
)
_ROMAN: Final = re.compile(r"[IVX]+|[XY]{2,}")
"""Also the names of sex chromosomes."""
_WORD_BEFORE: Final = re.compile(r"(\S{1,40}) $")
_WORD_AFTER: Final = re.compile(r" ([^\W_][^\s(]{0,40})")
_NAMED_BY: Final = re.compile(r"(?:genes?|proteins?|receptors?|alleles?|enzymes?|antibod\w+)\b.*")
"""Words before which capitals are a code and seldom stand for words: "the PTEN gene"."""
_NAME_COMMA: Final = re.compile(r"[A-Z][\w.'’/-]{0,40}, $")
_CONTEXT: Final = 60
_SHOUTING: Final = 0.6
"""The share of capitals among the letters of a block from which all of it is in capitals."""

_OPENS: Final = re.compile(
    r"[(\[](?:(?:the|or|also|aka|called|abbreviated|an?) ){0,2}[\"“'‘]?$", re.IGNORECASE
)
_INSIDE: Final = re.compile(r" ?\(([^()]{3,200})")
_SAYS: Final = re.compile(
    r"['’\"”]?,? (?:which )?(?:(?:stands|is short|short) for|means|meaning|refers to|that is)\b"
    r"|['’\"”]? (?:=|[–—-]) [A-Za-z]"
)
_SMALL: Final = frozenset("a an and at by for from in of on or the to with &".split())
_CHAINED: Final = re.compile(r"[^\W\d_]+(?:['’][a-z]+)?")
_COUNTRY: Final = "U.S."
"""Two initials in the names of offices: U.S. Patent and Trademark Office."""
_CONTENT: Final = re.compile(rf"\b{re.escape(_COUNTRY)}(?=\s)|{_CHAINED.pattern}")

_READ: Final = frozenset((Kind.PARAGRAPH, Kind.LIST_ITEM))


@dataclass(frozen=True, slots=True)
class Use:
    """An acronym in the text of its block; `name` is its singular, `end` lies after any ending."""

    name: str
    block: Block
    start: int
    end: int


def acronyms(block: Block) -> Iterator[Use]:
    """All that is written in capitals like an acronym, in order."""
    for match in _ACRONYM.finditer(block.text):
        yield Use(match[1], block, match.start(), match.end())


def uses(document: Document) -> Iterator[Use]:
    """The acronyms that a reader has to know, in order.

    Those in running prose, but for what is shouted, quoted, a Roman numeral, a unit, a place, a
    degree after a name, or part of a name in capitals.
    """
    for block in prose_blocks(document):
        found = tuple(acronyms(block)) if block.kind in _READ else ()
        if not found or _is_shouted(block.text):
            continue
        for use in found:
            if not (_is_something_else(use) or _is_marked_up(document, use)):
                yield use


def _is_shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(map(str.isupper, letters)) > _SHOUTING * len(letters)


def _is_something_else(use: Use) -> bool:
    """Whether a word in capitals is no acronym to explain."""
    text = use.block.text
    before, after = text[max(0, use.start - _CONTEXT) : use.start], text[use.end :][:_CONTEXT]
    if _ROMAN.fullmatch(use.name) or zipf(use.name.lower()) > 0:
        return True
    if _NAME_COMMA.search(before) or re.search(r"\d[ \u00a0]?$", before) or re.match(r" \d", after):
        return True  # "Austin, TX", "Jane Roe, OTR", "5 GB", "NSW 2000"
    previous, following = _WORD_BEFORE.search(before), _WORD_AFTER.match(after)
    if previous and _in_name(previous[1]) and not _begins_sentence(use, previous[1]):
        return True
    if previous and previous[1][0].isupper() and use.name in CREDENTIALS:
        return True
    if following and (_in_name(following[1]) or _NAMED_BY.fullmatch(following[1])):
        return True
    if following and use.name in CREDENTIALS and following[1] in ("in", "degree", "degrees"):
        return True
    return in_quotation(text, use.start, use.end)


def _in_name(word: str) -> bool:
    """Whether a word beside an acronym says that both are shouted, or a name."""
    bare = word.strip("“”\"'‘’*")
    return len(bare) > 1 and bare[0].isupper() and bare.rstrip(".,;:!?").isalpha()


def _begins_sentence(use: Use, word: str) -> bool:
    return begins_sentence(use.block.text, use.start - 1 - len(word))


_TITLED: Final = re.compile(r"<abbr\b[^<>]*\btitle\s*=[^<>]*>\s*$", re.IGNORECASE)


def _is_marked_up(document: Document, use: Use) -> bool:
    """Whether the tag right before an acronym says what it stands for (`<abbr title="...">`)."""
    if document.format is Format.TEXT:
        return False
    start = use.block.span(use.start, use.end).start
    return _TITLED.search(document.source.text, max(0, start - 300), start) is not None


# What acronyms stand for


@dataclass(frozen=True, slots=True)
class Explanation:
    """A place where a post says what an acronym stands for.

    `start` and `end` are the range of the words, in the text of the block.
    """

    block: Block
    start: int
    end: int


def is_explained(use: Use) -> bool:
    """Whether the text right beside an acronym says what it stands for, either way round."""
    text = use.block.text
    before, after = text[max(0, use.start - _CONTEXT) : use.start], text[use.end :][:220]
    opens = _OPENS.search(before)
    if opens and before[: opens.start()].strip():
        return True
    inside = _INSIDE.match(after)
    if inside and len(inside[1].split()) > 1:
        return True
    return bool(_SAYS.match(after)) or bool(expansion_before(use, glue=", or "))


def expansion_before(use: Use, glue: str = " (") -> Explanation | None:
    """The words before an acronym whose initials it has: "Occupational therapy (OT)".

    Args:
        use: The acronym.
        glue: What must stand between the two.
    """
    text = use.block.text
    if not text.endswith(glue, 0, use.start):
        return None
    end = use.start - len(glue)
    chain = list(_CHAINED.finditer(text, max(0, end - 200), end))
    letters = use.name.replace("&", "").lower()
    at = len(letters)
    for match in reversed(chain):
        if at and match[0][0].lower() == letters[at - 1]:
            at -= 1
            if at == 0:
                return Explanation(use.block, match.start(), end)
        elif match[0].lower() not in _SMALL:
            break
    return None


def spelled_out(document: Document, name: str) -> Explanation | None:
    """The first place where a post has the words of an acronym one after the other.

    Only words of three letters and more count, small words between them aside, so that chance finds
    few. In blocks that readers see, headings and titles included.
    """
    letters = name.replace("&", "").lower()
    for block, chain, initials in _chains(document):
        at = initials.find(letters)
        if at >= 0:
            return Explanation(block, chain[at][0], chain[at + len(letters) - 1][1])
    return None


def _chains(document: Document) -> Sequence[tuple[Block, list[tuple[int, int]], str]]:
    """For each block its content words and their initials; a space where something parts them."""
    found: list[tuple[Block, list[tuple[int, int]], str]] | None = document.cache.get("acronyms")
    if found is None:
        found = [_chain(b) for b in document.blocks if b.kind is not Kind.DESCRIPTION]
        document.cache["acronyms"] = found
    return found


def _chain(block: Block) -> tuple[Block, list[tuple[int, int]], str]:
    ranges: list[tuple[int, int]] = []
    initials = ""
    end = 0
    for match in _CONTENT.finditer(block.text):
        word, gap = match[0], block.text[end : match.start()]
        end = match.end()
        if word.lower() in _SMALL:
            continue
        letters = "us" if word == _COUNTRY else word[0].lower() if _is_content(word) else ""
        if not letters or gap.strip(" -/&,'’\n"):
            ranges.append((match.start(), match.start()))
            initials += " "
        ranges += [match.span()] * len(letters)
        initials += letters
    return block, ranges, initials


def _is_content(word: str) -> bool:
    return len(word) >= 3 and not word.isupper()


def count(document: Document, name: str) -> int:
    """How often a post has an acronym at all, in any block and in compounds too."""
    pattern = re.compile(rf"(?<![A-Za-z]){re.escape(name)}(?:s|['’]s)?(?![A-Za-z])")
    return sum(len(pattern.findall(block.text)) for block in document.blocks)
