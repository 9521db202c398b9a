"""What a rule says of itself, for services that show it beside a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.rule import Rule

_EXAMPLES: Final = 3
"""Examples of each kind."""


def as_text(rule: Rule) -> str:
    """Why, examples with what is flagged in [brackets], and sources."""
    parts = [rule.why]
    parts += ["\n".join((f"{title}:", *_indented(lines))) for title, lines in _examples(rule)]
    if rule.sources:
        parts.append("\n".join(("Sources:", *_indented(rule.sources))))
    return "\n\n".join((*parts, f'To switch it off: ignore = ["{rule.id}"] in otlint.toml'))


def as_markdown(rule: Rule) -> str:
    """The same in Markdown; examples stand in code, as they may hold markup of their own."""
    parts = [rule.why]
    for title, lines in _examples(rule):
        shown = "\n".join(lines).replace("```", "'''")
        parts.append(f"**{title}**\n\n```text\n{shown}\n```")
    if rule.sources:
        parts.append("\n".join(("**Sources**\n", *(f"- {source}" for source in rule.sources))))
    return "\n\n".join((*parts, f'To switch it off: `ignore = ["{rule.id}"]` in `otlint.toml`.'))


def _examples(rule: Rule) -> Iterator[tuple[str, list[str]]]:
    """The title and the lines of each kind of example that the rule has."""
    bad = [example for example in rule.examples if "<<" in example.text]
    good = [example for example in rule.examples if "<<" not in example.text]
    for title, examples in (("It reports", bad), ("It leaves alone", good)):
        if examples:
            yield title, [_line(example.text) for example in examples[:_EXAMPLES]]


def _line(text: str) -> str:
    return " ".join(text.replace("<<", "[").replace(">>", "]").split())


def _indented(lines: tuple[str, ...] | list[str]) -> list[str]:
    return [f"  {line}" for line in lines]
