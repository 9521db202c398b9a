"""The phrase engine: what a rule of a YAML pack does with a post.

Patterns are RE2, so matching takes time linear in the text whatever a pack contains. They run on
folded block text (`folding.fold`) and are compiled when their anchor words first occur.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

from otlint.anchors import anchors, word_set
from otlint.folding import fold, like
from otlint.model import OBJECT, Document, Finding, Fix, Kind, Safety, Severity
from otlint.segmentation import quotation_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Block
    from otlint.settings import Settings

MARK: Final = "mark"
"""The group that `<<...>>` in a pattern becomes."""


def translate(pattern: str) -> str:
    """The RE2 pattern for a pack's pattern: `<<...>>` is a group, a space any white space.

    Folded text has plain spaces alone, so a space becomes " +". Where the pattern begins or ends
    with something of a word, it begins or ends at a word boundary.
    """
    pattern = pattern.replace("<<", f"(?P<{MARK}>").replace(">>", ")")
    out, in_class, at = [], False, 0
    while at < len(pattern):
        character = pattern[at]
        if character == "\\":
            out.append(pattern[at : at + 2])
            at += 2
            continue
        if in_class:
            in_class = character != "]"
        elif character == "[":
            in_class = True
        out.append(" +" if character == " " and not in_class else character)
        at += 1
    left = "" if re.match(rf'(?:\(\?:|\(\?P<{MARK}>|\()*["\'.,;:!?\\^-]', pattern) else r"\b"
    right = "" if re.search(r'(?:["\'.,;:!?$-]|\\[^a-zA-Z])\)*$', pattern) else r"\b"
    return f"{left}(?:{''.join(out)}){right}"


@cache
def compiled(pattern: str, case: bool) -> Any:
    """The compiled RE2 pattern of a pack's pattern; raises `re2.error` on a bad one."""
    import re2

    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = case
    return re2.compile(translate(pattern), options)


@dataclass(frozen=True)
class Phrase:
    """One entry of a pack: what to find, what to write instead, and when to keep silent.

    Not slotted: its anchors are cached on it.
    """

    find: tuple[str, ...]
    message: str
    severity: Severity
    write: tuple[str, ...] = ()
    safety: Safety | None = None
    excepts: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    locales: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    case: bool = False
    quotes: bool = True
    line: int = field(default=0, compare=False)

    @property
    def patterns(self) -> tuple[str, ...]:
        """Every pattern of the entry, for checking that all of them compile."""
        return (*self.find, *self.excepts, *self.unless)

    def applies(self, document: Document) -> bool:
        """Whether the entry is meant for a post of this locale and audience."""
        return (not self.locales or document.locale in self.locales) and (
            not self.audiences or document.audience in self.audiences
        )

    def search(self, find: str, block: Block) -> Iterator[tuple[int, int, Any]]:
        """Marked ranges of the block's text, with their matches, less the exceptions."""
        folded = fold(block.text)
        for match in compiled(find, self.case).finditer(folded):
            start, end = match.span(match.re.groupindex.get(MARK, 0))
            if not _whole(folded, *match.span()) or OBJECT in folded[start:end]:
                continue
            if any(
                _touches(match.span(), other.span())
                for pattern in self.excepts
                for other in compiled(pattern, self.case).finditer(folded)
            ):
                continue
            if not self.quotes and _quoted(block, start, end):
                continue
            yield start, end, match

    def silenced(self, document: Document) -> bool:
        """Whether something in the post says that the entry does not fit it."""
        return any(
            compiled(pattern, self.case).search(fold(block.text))
            for pattern in self.unless
            for block in document.blocks
        )

    def finding(self, rule: str, block: Block, start: int, end: int, match: Any) -> Finding:
        """The finding for a marked range."""
        old = block.text[start:end]
        curly = "\u2019" in block.text
        new = tuple(like(old, _expand(text, match), curly=curly) for text in self.write)
        fix = None
        if self.safety and new and (edit := block.edit(start, end, new[0])):
            fix = Fix(f"Write \u201c{new[0]}\u201d", (edit,), self.safety)
        message = self.message.replace("{old}", old).replace("{new}", new[0] if new else "")
        return Finding(rule, block.span(start, end), message, self.severity, fix, new)


def _expand(template: str, match: Any) -> str:
    r"""The replacement with \1, \2 filled in; the mark's own group is not counted."""
    mark = match.re.groupindex.get(MARK)
    groups = [match[i] or "" for i in range(1, match.re.groups + 1) if i != mark]
    return re.sub(r"\\(\d)", lambda found: groups[int(found[1]) - 1], template)


def _whole(text: str, start: int, end: int) -> bool:
    r"""Whether a match cuts no word: RE2's \b knows only ASCII, and "won" is no part of "won't"."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if text[start : start + 1].isalnum() and (before.isalnum() or _joins(text[:start][-2:])):
        return False
    return not (text[end - 1 : end].isalnum() and (after[:1].isalnum() or _joins(after[::-1])))


def _joins(pair: str) -> bool:
    """Whether two characters, outer one first, are a letter and an apostrophe."""
    return len(pair) == 2 and pair[1] == "'" and pair[0].isalpha()


def _touches(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _quoted(block: Block, start: int, end: int) -> bool:
    return block.kind is Kind.QUOTE or any(
        span.start < end and start < span.end for span in quotation_spans(block.text)
    )


def blocks_by_word(document: Document) -> dict[str, list[Block]]:
    """Which blocks contain a word (lower case, cut at apostrophes and hyphens); kept per post."""
    index: dict[str, list[Block]] | None = document.cache.get("phrases.blocks_by_word")
    if index is None:
        index = {}
        for block in document.blocks:
            for word in word_set(fold(block.text)):
                index.setdefault(word, []).append(block)
        document.cache["phrases.blocks_by_word"] = index
    return index


@dataclass(frozen=True)
class PhraseRule:
    """The check of one rule of a pack. Not slotted: its index is built on first use."""

    id: str
    phrases: tuple[Phrase, ...]

    @cached_property
    def _index(self) -> tuple[dict[str, list[tuple[int, str]]], list[tuple[int, str]]]:
        """Patterns by anchor word, and those that have none; each with its phrase's number."""
        by_word: dict[str, list[tuple[int, str]]] = {}
        always: list[tuple[int, str]] = []
        for number, phrase in enumerate(self.phrases):
            for find in phrase.find:
                words = anchors(find.replace("<<", "(").replace(">>", ")"))
                if words is None:
                    always.append((number, find))
                for word in words or ():
                    by_word.setdefault(word, []).append((number, find))
        return by_word, always

    def __call__(self, document: Document, settings: Settings) -> Iterator[Finding]:
        """Yield the findings of every phrase; of overlapping ones the first listed phrase wins."""
        del settings
        taken: dict[int, list[tuple[int, int]]] = {}
        for number, find, blocks in self._candidates(document):
            phrase = self.phrases[number]
            if not phrase.applies(document):
                continue
            for block in blocks:
                for start, end, match in phrase.search(find, block):
                    places = taken.setdefault(id(block), [])
                    if any(_touches((start, end), place) for place in places):
                        continue
                    if phrase.unless and phrase.silenced(document):
                        continue
                    places.append((start, end))
                    yield phrase.finding(self.id, block, start, end, match)

    def _candidates(self, document: Document) -> Iterator[tuple[int, str, list[Block]]]:
        by_word, always = self._index
        words = blocks_by_word(document)
        found: dict[tuple[int, str], dict[int, Block]] = {}
        for word in words.keys() & by_word.keys():
            for key in by_word[word]:
                found.setdefault(key, {}).update((id(block), block) for block in words[word])
        for key in always:
            found[key] = {id(block): block for block in document.blocks}
        for number, find in sorted(found):
            yield number, find, list(found[number, find].values())
