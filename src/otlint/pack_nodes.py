"""Reading the nodes of a rule pack: whatever is not as it should be names file and line."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import yaml

from otlint.errors import RuleError
from otlint.model import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Nodes:
    """Takes YAML nodes apart; knows the file's name for its errors."""

    def __init__(self, shown: str) -> None:
        self.shown = shown

    def fail(self, node: yaml.Node | None, problem: str) -> RuleError:
        """The error for a node."""
        line = node.start_mark.line + 1 if node else 1
        return RuleError(f"{self.shown}:{line}: {problem}")

    def items(self, node: yaml.Node | None, wanted: str) -> list[yaml.Node]:
        """The members of a list."""
        if not isinstance(node, yaml.SequenceNode):
            raise self.fail(node, f"expected {wanted}")
        return list(node.value)

    def pairs(self, node: yaml.Node, what: str) -> list[tuple[yaml.Node, str, yaml.Node]]:
        """The keys of a mapping, their texts, and what belongs to them; no key twice."""
        if not isinstance(node, yaml.MappingNode):
            raise self.fail(node, f"expected {what}: keys and values")
        found: dict[str, tuple[yaml.Node, str, yaml.Node]] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name in found:
                raise self.fail(key, f"key '{name}' stands twice in {what}")
            found[name] = (key, name, value)
        return list(found.values())

    def mapping(self, node: yaml.Node, keys: Mapping[str, bool], what: str) -> dict[str, yaml.Node]:
        """A mapping with known keys; `keys` says which it must have."""
        found: dict[str, yaml.Node] = {}
        for key, name, value in self.pairs(node, what):
            if name not in keys:
                near = difflib.get_close_matches(name, keys, 1)
                hint = f"did you mean '{near[0]}'?" if near else f"valid keys: {', '.join(keys)}"
                raise self.fail(key, f"unknown key '{name}' in {what}; {hint}")
            found[name] = value
        for name, required in keys.items():
            if required and name not in found:
                raise self.fail(node, f"{what} lacks the key '{name}'")
        return found

    def text(self, node: yaml.Node, what: str) -> str:
        """A text that is not empty."""
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.fail(node, f"'{what}' must be text")
        return str(node.value)

    def texts(self, node: yaml.Node | None, what: str) -> tuple[str, ...]:
        """A text or a list of them; none without a node."""
        if node is None:
            return ()
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.text(item, what) for item in node.value)
        return (self.text(node, what),)

    def choice(self, node: yaml.Node, what: str, choices: Iterable[str]) -> str:
        """One of a few words."""
        value = self.text(node, what)
        if value not in choices:
            raise self.fail(node, f"'{what}' must be one of {', '.join(choices)}, not '{value}'")
        return value

    def choices(self, node: yaml.Node | None, what: str, valid: tuple[str, ...]) -> frozenset[str]:
        """Some of a few words."""
        values = frozenset(self.texts(node, what))
        if unknown := sorted(values - set(valid)):
            raise self.fail(node, f"'{unknown[0]}' is none of {', '.join(valid)}")
        return values

    def flag(self, node: yaml.Node | None, what: str, default: bool) -> bool:
        """True or false."""
        if node is None:
            return default
        return self.choice(node, what, ("true", "false")) == "true"

    def number(self, node: yaml.Node, what: str) -> int:
        """A whole number from 1 on."""
        value = self.text(node, what)
        if not value.isascii() or not value.isdigit() or not int(value):
            raise self.fail(node, f"'{what}' must be a number from 1 on, not '{value}'")
        return int(value)

    def severity(self, node: yaml.Node) -> Severity:
        """A severity by its name."""
        labels = {severity.label: severity for severity in Severity}
        return labels[self.choice(node, "severity", labels)]
