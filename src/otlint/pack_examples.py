"""The examples of a rule in a pack, and those that its entries carry in short."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import yaml

from otlint.folding import fold
from otlint.model import Format
from otlint.rule import Example
from otlint.settings import AUDIENCES, LANGUAGE_WISHES, LOCALES
from otlint.swaps import article, shaped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from otlint.pack_nodes import Nodes
    from otlint.phrases import Phrase

_EXAMPLE_KEYS: Final = dict.fromkeys(
    ("bad", "good", "fixed", "locale", "audience", "format", "people-language"), False
)
_BAD_KEYS: Final = {"text": True, "fixed": True}


def example(nodes: Nodes, node: yaml.Node) -> Example:
    """One of a rule's examples."""
    data = nodes.mapping(node, _EXAMPLE_KEYS, "an example")
    if ("bad" in data) == ("good" in data):
        raise nodes.fail(node, "an example is either 'bad' or 'good'")
    text = nodes.text(data.get("bad") or data["good"], "example")
    if ("<<" in text) != ("bad" in data):
        raise nodes.fail(node, "a bad example marks each finding <<so>>, a good one has no mark")
    formats = [one.value for one in Format]
    wishes = data.get("people-language")
    return Example(
        text=text,
        fixed=nodes.text(data["fixed"], "fixed") if "fixed" in data else None,
        format=Format(nodes.choice(data["format"], "format", formats))
        if "format" in data
        else Format.TEXT,
        locale=nodes.choice(data["locale"], "locale", LOCALES) if "locale" in data else None,
        audience=nodes.choice(data["audience"], "audience", AUDIENCES)
        if "audience" in data
        else "clients",
        people_language=tuple(
            (name, nodes.choice(value, name, LANGUAGE_WISHES))
            for _, name, value in (nodes.pairs(wishes, "people-language") if wishes else ())
        ),
    )


def entry_examples(
    nodes: Nodes, data: Mapping[str, yaml.Node], phrases: Sequence[Phrase]
) -> list[Example]:
    """Examples of an entry in short: the fixed text follows from what it writes."""
    when = phrases[0].when
    plain = Example(
        "",
        locale=min(when.locales) if when.locales else None,
        audience=min(when.audiences) if when.audiences else "clients",
        people_language=((when.community, when.prefers),) if when.prefers else (),
    )
    examples = []
    bad = data.get("bad")
    for node in bad.value if isinstance(bad, yaml.SequenceNode) else [bad] if bad else []:
        pair = isinstance(node, yaml.MappingNode)
        given = nodes.mapping(node, _BAD_KEYS, "a bad example") if pair else {"text": node}
        text = nodes.text(given["text"], "bad")
        if "<<" not in text:
            raise nodes.fail(node, "a bad example marks each finding <<so>>")
        fixed = nodes.text(given["fixed"], "fixed") if "fixed" in given else None
        if phrases[0].safety and fixed is None:
            fixed = _derived(text, phrases)
            if fixed is None:
                raise nodes.fail(node, "say what the fix gives: {text: ..., fixed: ...}")
        examples.append(replace(plain, text=text, fixed=fixed))
    for text in nodes.texts(data.get("good"), "good"):
        if "<<" in text:
            raise nodes.fail(data["good"], "a good example has no mark")
        examples.append(replace(plain, text=text))
    return examples


_MARKED: Final = re.compile("<<(.+?)>>")


def _derived(text: str, phrases: Sequence[Phrase]) -> str | None:
    """A bad example after its fix: each mark replaced by what its swap or entry writes.

    None where that cannot be told without matching: groups in what is written, texts by locale,
    several swaps that are patterns.
    """
    while mark := _MARKED.search(text):
        plain = _MARKED.sub(r"\1", text)
        new = _written(mark[1], phrases)
        if new is None:
            return None
        start, end = mark.start(), mark.start() + len(mark[1])
        own = phrases[0].when.case and any(mark[1] in find for find in phrases[0].find)
        new = shaped(plain, start, end, new, own_capitals=own)
        before = text[:start]
        if wrong := article(plain, start, new, "en-US"):
            before = text[: wrong[0]] + wrong[2] + text[wrong[1] : start]
        text = before + new + text[mark.end() :]
    return text


def _written(old: str, phrases: Sequence[Phrase]) -> str | None:
    if len(phrases) > 1:
        marked = f"<<{fold(old).lower()}>>"
        phrases = [one for one in phrases if any(marked in find.lower() for find in one.find)]
        if len(phrases) != 1:
            return None
    new = phrases[0].write[0]
    return None if "\\" in new or re.search(r"\{[a-z-]+\}", new) else new
