"""Running the examples that every rule carries: exact spans, exact counts, exact fixed text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from otlint import fixing, locale
from otlint.model import Format, Source, Span
from otlint.parsing import parse
from otlint.settings import Settings

if TYPE_CHECKING:
    from otlint.model import Document, Finding
    from otlint.rule import Example, Rule

_MARK: Final = re.compile(r"<<|>>(?!>)")
_NAMES: Final = {
    Format.TEXT: "example.txt",
    Format.MARKDOWN: "example.md",
    Format.MDX: "example.mdx",
    Format.HTML: "example.html",
}


@dataclass(frozen=True, slots=True)
class Marked:
    """An example's text without its marks, and the spans they marked."""

    text: str
    spans: tuple[Span, ...]


def unmark(text: str) -> Marked:
    """Read the `<<marks>>` out of an example."""
    spans: list[Span] = []
    plain = ""
    at = start = 0
    for mark in _MARK.finditer(text):
        plain += text[at : mark.start()]
        at = mark.end()
        if mark[0] == "<<":
            start = len(plain)
        else:
            spans.append(Span(start, len(plain)))
    return Marked(plain + text[at:], tuple(spans))


def shown(example: Example, most: int) -> str:
    """The text of an example for people: marks as brackets, cut after about `most` code points."""
    text = _MARK.sub(lambda mark: "[" if mark[0] == "<<" else "]", example.text.strip())
    return text if len(text) <= most else f"{text[:most].rpartition(' ')[0]} …"


def document_of(example: Example, text: str) -> Document:
    """The example as a post, parsed."""
    document = parse(Source(_NAMES[example.format], text), example.format)
    return replace(
        document,
        locale=example.locale or locale.decide(document),
        audience=example.audience,
    )


def run(rule: Rule, example: Example, text: str) -> tuple[Finding, ...]:
    """What the rule finds in the text of an example, in order."""
    settings = Settings(
        vocabulary=frozenset(example.vocabulary), people_language=dict(example.people_language)
    )
    found = rule.check(document_of(example, text), settings)
    return tuple(sorted(found, key=lambda finding: finding.sort_key))


def failures(rule: Rule) -> tuple[str, ...]:
    """What is wrong with the rule's examples, a sentence each; empty when all hold."""
    problems = []
    if not rule.external and not any("<<" in example.text for example in rule.examples):
        problems.append("it has no bad example")
    if not any("<<" not in example.text for example in rule.examples):
        problems.append("it has no good example")
    problems += [
        f"example {example.text!r}: {problem}"
        for example in rule.examples
        if (problem := _failure(rule, example))
    ]
    return tuple(problems)


def _failure(rule: Rule, example: Example) -> str | None:
    marked = unmark(example.text)
    findings = run(rule, example, marked.text)
    spans = tuple(finding.span for finding in findings)
    if spans != marked.spans:
        found = ", ".join(repr(marked.text[span.start : span.end]) for span in spans) or "nothing"
        return f"found {found}"
    if over := [finding for finding in findings if finding.severity > rule.severity]:
        return f"{over[0].severity.label} is more than the rule's severity"
    if foreign := [finding for finding in findings if finding.rule != rule.id]:
        return f"reports as {foreign[0].rule}"
    fixes = [finding.fix for finding in findings if finding.fix]
    if example.fixed is None:
        return "has a fix, but no fixed text to hold it against" if fixes else None
    fixed, _ = fixing.apply(marked.text, fixes)
    return None if fixed == example.fixed else f"fixed to {fixed!r}, expected {example.fixed!r}"
