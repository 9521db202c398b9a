"""Lists whose items begin alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from otlint.frequency import zipf
from otlint.model import Finding, Format, Kind, Severity
from otlint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Block, Document
    from otlint.settings import Settings

_ID: Final = "structure/list-parallelism"

_FEWEST: Final = 3
"""So many other items must begin alike."""
_OPENING: Final = re.compile(r"([A-Z][a-z]+) ([a-z']+)\b")
_OBJECTS: Final = frozenset(
    """
    a an the this that these those your their his her its our my some any each every more less at up
    down out off on to into for with them it yourself between about if how what where when whether
    """.split()
)
"""Words after a verb that show that it is one: "Use a timer", "Using a timer"; no noun has them."""
_VOWEL: Final = re.compile("[aeiouy]")
_NO_FORM: Final = frozenset("during according nothing something anything everything".split())


def _parallelism(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    for items in _lists(document):
        forms = [_form(item) for item in items]
        if len(forms) <= _FEWEST:
            continue
        for odd, usual in (("verb", "ing"), ("ing", "verb")):
            if forms.count(odd) == 1 and forms.count(usual) == len(forms) - 1:
                yield _finding(items[forms.index(odd)], items[forms.index(usual)])


def _lists(document: Document) -> Iterator[list[Block]]:
    """The items of each list; those of a list within it make a list of their own."""
    open_lists: dict[int, list[Block]] = {}
    for block in document.blocks:
        deeper = block.level if block.kind is Kind.LIST_ITEM else 0
        for level in [level for level in open_lists if level > deeper]:
            yield open_lists.pop(level)
        if block.kind is Kind.LIST_ITEM:
            open_lists.setdefault(block.level, []).append(block)
    yield from open_lists.values()


def _form(item: Block) -> str:
    """How an item begins: "ing" (Using a timer), "verb" (Use a timer), or "" where it is unsure."""
    opening = _OPENING.match(item.text)
    if not opening or opening[2] not in _OBJECTS:
        return ""
    word = opening[1].lower()
    if _is_ing(word):
        return "ing"
    return "verb" if _ing(word) else ""


def _is_ing(word: str) -> bool:
    """Whether a word is made of a verb: "using" of "use", but "bring" of nothing."""
    stem = word.removesuffix("ing")
    if stem == word or word in _NO_FORM or not _VOWEL.search(stem):
        return False
    return any(zipf(base) > 0 for base in (stem, f"{stem}e", stem[:-1]))


def _ing(word: str) -> str | None:
    """The form in "ing" of a word, None where there is none."""
    stems = (word.removesuffix("e"), word, word + word[-1:])
    return next((form for stem in stems if zipf(form := f"{stem}ing") > 0), None)


def _finding(odd: Block, other: Block) -> Finding:
    word, model = odd.text.split(" ", 1)[0], other.text.split(" ", 1)[0]
    new = _ing(word.lower()) if not word.endswith("ing") else None
    suggestions = (new.capitalize(),) if new and model.endswith("ing") else ()
    return Finding(
        _ID,
        odd.span(0, len(word)),
        f"The other items begin like \u201c{model}\u201d: begin this one the same way.",
        Severity.SUGGESTION,
        suggestions=suggestions,
    )


RULES: Final = (
    Rule(
        id=_ID,
        preview=True,
        summary="One item of a list that begins in another form than all the others.",
        why=(
            "Items of one form are read at a glance. One that begins otherwise makes readers go "
            "back. Only forms of verbs are looked at, and only where a single item is the odd one."
        ),
        sources=("plainlanguage.gov: use lists", "The Chicago Manual of Style: vertical lists"),
        severity=Severity.SUGGESTION,
        check=_parallelism,
        examples=(
            Example(
                "Try this:\n\n- Using a timer\n- Taking your time\n- <<Give>> them a break\n"
                "- Going to bed early\n",
                format=Format.MARKDOWN,
            ),
            Example(
                "<ul><li>Use a timer</li><li>Take your time</li><li>Go to bed early</li>"
                "<li><<Giving>> them a break</li></ul>",
                format=Format.HTML,
            ),
            Example(
                "- Using a timer\n- Taking your time\n- Play and rest\n- Going to bed early\n",
                format=Format.MARKDOWN,
            ),
            Example("- Use a timer\n- Take your time\n- Bring the whole family\n- Rest at noon\n"),
        ),
    ),
)
