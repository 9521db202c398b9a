"""Rule packs: YAML files that become rules. Data, never code.

A pack is a list of rules, each with entries (CONTRIBUTING.md lists the keys). Whatever is unknown,
missing or of the wrong type is a `RuleError` that names the file and the line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import yaml

from otlint.books import PhraseBook
from otlint.errors import RuleError
from otlint.expressions import compiled
from otlint.pack_entries import CONDITION_KEYS, Entries, Shared
from otlint.pack_examples import example
from otlint.pack_nodes import Nodes
from otlint.phrases import Cluster, Phrase, PhraseRule
from otlint.rule import Rule

if TYPE_CHECKING:
    from pathlib import Path

_RULE_KEYS: Final = {
    **dict.fromkeys(
        ("id", "severity", "summary", "why", "message", "sources", "entries", "examples"), True
    ),
    **dict.fromkeys(
        ("words", "by-locale", "once", "cluster", "preview", "formerly", *CONDITION_KEYS), False
    ),
}
"""The keys of a rule, and whether it must have them."""

_CLUSTER_KEYS: Final = {"least": True, "within": True}

_ID: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*/[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


def load(path: Path, *, name: str | None = None, trusted: bool = False) -> tuple[Rule, ...]:
    """The rules of one pack.

    Args:
        path: the YAML file.
        name: how errors call it; by default the path.
        trusted: leave compiling its patterns to the moment they are needed. otlint's own packs are
            compiled by their tests; a user's pack is compiled here, so that a bad pattern stops
            the run instead of being met by chance.

    Raises:
        RuleError: the file cannot be read, is no YAML, or holds something otlint does not know.
    """
    shown = name or path.as_posix()
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise RuleError(f"{shown}: cannot read this rule pack: {reason}") from error
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it cannot be read"
        raise RuleError(f"{shown}{line}: not valid YAML: {problem}") from error
    reader = _Reader(shown)
    rules = tuple(reader.rule(item) for item in reader.items(node, "a list of rules"))
    if not trusted:
        reader.compile_all()
    return rules


_Loader: Final[type] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Reader(Nodes):
    """Turns the nodes of one pack into rules, which share a book of phrases."""

    def __init__(self, shown: str) -> None:
        super().__init__(shown)
        self._entries = Entries(self)
        self._phrases: list[Phrase] = []
        self._book = PhraseBook(self._phrases)

    def rule(self, node: yaml.Node) -> Rule:
        """One rule of the pack."""
        data = self.mapping(node, _RULE_KEYS, "a rule")
        rule_id = self.text(data["id"], "id")
        if not _ID.fullmatch(rule_id):
            raise self.fail(data["id"], f"'{rule_id}' is no rule id: write category/name")
        words = self._entries.words(data.get("words"))
        shared = Shared(
            severity=self.severity(data["severity"]),
            message=self.text(data["message"], "message"),
            when=self._entries.conditions(data, words),
            once=self.flag(data.get("once"), "once", default=False),
            words=words,
            by_locale=self._entries.by_locale(data.get("by-locale")),
        )
        examples = [
            example(self, item) for item in self.items(data["examples"], "a list of examples")
        ]
        first = len(self._phrases)
        for entry in self.items(data["entries"], "a list of entries"):
            phrases, own = self._entries.entry(entry, shared)
            self._phrases += phrases
            examples += own
        return Rule(
            id=rule_id,
            summary=self.text(data["summary"], "summary"),
            why=self.text(data["why"], "why"),
            sources=self.texts(data["sources"], "sources"),
            severity=shared.severity,
            check=PhraseRule(
                rule_id, self._book, first, len(self._phrases), self.cluster(data.get("cluster"))
            ),
            examples=tuple(examples),
            preview=self.flag(data.get("preview"), "preview", default=False),
            formerly=self.texts(data.get("formerly"), "formerly"),
        )

    def cluster(self, node: yaml.Node | None) -> Cluster | None:
        """How many findings must stand how close."""
        if node is None:
            return None
        data = self.mapping(node, _CLUSTER_KEYS, "cluster")
        return Cluster(self.number(data["least"], "least"), self.number(data["within"], "within"))

    def compile_all(self) -> None:
        """Compile every pattern, so that a bad one is met now."""
        import re2

        for phrase in self._phrases:
            for pattern in phrase.patterns:
                try:
                    compiled(pattern, phrase.when.case)
                except re2.error as error:
                    reason = error.args[0] if error.args else error
                    if isinstance(reason, bytes):
                        reason = reason.decode()
                    raise RuleError(
                        f"{self.shown}:{phrase.line}: bad pattern '{pattern}': {reason}"
                    ) from error
