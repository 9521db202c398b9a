"""The entries of a rule in a pack, which become phrases, and the examples they carry."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from otlint.conditions import Conditions
from otlint.model import Safety, Severity
from otlint.pack_examples import entry_examples
from otlint.phrases import Phrase
from otlint.settings import AUDIENCES, COMMUNITIES, LANGUAGE_WISHES, LOCALES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import yaml

    from otlint.pack_nodes import Nodes
    from otlint.rule import Example

CONDITION_KEYS: Final = (
    "except", "with", "without", "unless", "locales", "audiences", "community", "prefers", "case",
    "quotes", "names", "links", "explained",
)  # fmt: skip
"""Keys that a rule may have for all of its entries, and an entry for itself."""

_ENTRY_KEYS: Final = dict.fromkeys(
    ("find", "swap", "write", "fix", "message", "severity", "once", "bad", "good", *CONDITION_KEYS),
    False,
)

_NAME: Final = re.compile(r"\{([a-z][a-z-]*)\}")
_OWN_NAMES: Final = frozenset(("old", "new", "count", "list"))
"""What a message may name of the finding itself."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What the entries of a rule have in common."""

    severity: Severity
    message: str
    when: Conditions
    once: bool
    words: Mapping[str, str]
    """Parts of patterns by name, ready to be put in place of `{name}`."""
    by_locale: Mapping[str, Mapping[str, str]]
    """Texts by locale, or "other", by name."""


class Entries:
    """Reads entries and examples."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes

    # What a rule shares with its entries

    def words(self, node: yaml.Node | None) -> Mapping[str, str]:
        """The parts of patterns that a rule names; later ones may use earlier ones."""
        found: dict[str, str] = {}
        for key, name, value in self._nodes.pairs(node, "words") if node else ():
            if not _NAME.fullmatch(f"{{{name}}}") or name == "swap":
                raise self._nodes.fail(key, f"'{name}' cannot be a name: write small-letters")
            parts = (self._filled(value, part, found) for part in self._nodes.texts(value, name))
            found[name] = f"(?:{'|'.join(parts)})"
        return found

    def by_locale(self, node: yaml.Node | None) -> Mapping[str, Mapping[str, str]]:
        """The texts that differ by locale."""
        found: dict[str, Mapping[str, str]] = {}
        for key, name, value in self._nodes.pairs(node, "by-locale") if node else ():
            data = self._nodes.mapping(value, dict.fromkeys((*LOCALES, "other"), False), name)
            texts = {locale: self._nodes.text(text, name) for locale, text in data.items()}
            if "other" not in texts and len(texts) < len(LOCALES):
                raise self._nodes.fail(key, f"'{name}' lacks a text for 'other' locales")
            found[name] = texts
        return found

    def conditions(
        self,
        data: Mapping[str, yaml.Node],
        words: Mapping[str, str],
        base: Conditions | None = None,
    ) -> Conditions:
        """The conditions among the keys of a rule or, on top of those (`base`), of an entry."""
        nodes, base = self._nodes, base or Conditions()

        def flag(key: str, default: bool) -> bool:
            return nodes.flag(data.get(key), key, default)

        def word(key: str, default: str, choices: tuple[str, ...]) -> str:
            return nodes.choice(data[key], key, choices) if key in data else default

        locales = nodes.choices(data.get("locales"), "locales", LOCALES)
        audiences = nodes.choices(data.get("audiences"), "audiences", AUDIENCES)
        when = Conditions(
            excepts=base.excepts + self._patterns(data.get("except"), "except", words),
            with_=base.with_ + self._patterns(data.get("with"), "with", words),
            without=base.without + self._patterns(data.get("without"), "without", words),
            unless=base.unless + self._patterns(data.get("unless"), "unless", words),
            locales=locales or base.locales,
            audiences=audiences or base.audiences,
            community=word("community", base.community, COMMUNITIES),
            prefers=word("prefers", base.prefers, LANGUAGE_WISHES[:2]),
            case=flag("case", base.case),
            quotes=flag("quotes", base.quotes),
            names=flag("names", base.names),
            links=flag("links", base.links),
            explained=flag("explained", base.explained),
        )
        if when.prefers and not when.community:
            raise nodes.fail(data["prefers"], "'prefers' needs 'community': who prefers it")
        return when

    # Entries

    def entry(self, node: yaml.Node, shared: Shared) -> tuple[list[Phrase], list[Example]]:
        """The phrases of an entry, one for each swap, and its examples."""
        nodes = self._nodes
        data = nodes.mapping(node, _ENTRY_KEYS, "an entry")
        severity = nodes.severity(data["severity"]) if "severity" in data else shared.severity
        if severity > shared.severity:
            raise nodes.fail(data["severity"], "an entry cannot be more severe than its rule")
        write = nodes.texts(data.get("write"), "write")
        fix = nodes.choice(data["fix"], "fix", ("safe", "unsafe", "none")) if "fix" in data else ""
        if fix in ("safe", "unsafe") and not write and "swap" not in data:
            raise nodes.fail(node, "a fix needs 'write': the text to put in place")
        phrase = Phrase(
            find=(),
            message=nodes.text(data["message"], "message") if "message" in data else shared.message,
            severity=severity,
            write=write,
            safety=Safety(fix) if fix in ("safe", "unsafe") else None,
            when=self.conditions(data, shared.words, shared.when),
            once=nodes.flag(data.get("once"), "once", shared.once),
            line=node.start_mark.line + 1,
        )
        phrases = [
            self._localised(one, shared, node) for one in self._found(node, data, phrase, shared)
        ]
        return phrases, entry_examples(nodes, data, phrases)

    def _found(
        self, node: yaml.Node, data: Mapping[str, yaml.Node], phrase: Phrase, shared: Shared
    ) -> list[Phrase]:
        """The phrase with its patterns or, with swaps, a phrase for each of them."""
        if "swap" not in data:
            if "find" not in data:
                raise self._nodes.fail(node, "an entry lacks the key 'find' (or 'swap')")
            return [replace(phrase, find=self._patterns(data["find"], "find", shared.words))]
        if phrase.write:
            raise self._nodes.fail(data["write"], "an entry has either 'swap' or 'write'")
        phrases = []
        for key, _, value in self._nodes.pairs(data["swap"], "swap"):
            old = self._patterns(key, "swap", shared.words)[0]
            find: tuple[str, ...] = (f"<<{old}>>",)
            if "find" in data:
                find = self._patterns(data["find"], "find", {**shared.words, "swap": old})
            phrases.append(
                replace(
                    phrase,
                    find=find,
                    write=self._nodes.texts(value, "swap"),
                    line=key.start_mark.line + 1,
                )
            )
        return phrases

    def _patterns(
        self, node: yaml.Node | None, what: str, words: Mapping[str, str]
    ) -> tuple[str, ...]:
        found = []
        for text in self._nodes.texts(node, what):
            pattern = self._filled(node, text, words)
            if pattern.count("<<") != pattern.count(">>") or pattern.count("<<") > 1:
                raise self._nodes.fail(node, f"a pattern marks one place <<so>>: {text}")
            found.append(pattern)
        return tuple(found)

    def _filled(self, node: yaml.Node | None, pattern: str, words: Mapping[str, str]) -> str:
        def part(name: re.Match[str]) -> str:
            if name[1] not in words:
                raise self._nodes.fail(node, f"'words' has no '{name[1]}': {pattern}")
            return words[name[1]]

        return _NAME.sub(part, pattern)

    def _localised(self, phrase: Phrase, shared: Shared, node: yaml.Node) -> Phrase:
        """The phrase with the texts by locale that it names."""
        used = [
            name[1] for text in (phrase.message, *phrase.write) for name in _NAME.finditer(text)
        ]
        names = [name for name in dict.fromkeys(used) if name not in _OWN_NAMES]
        for name in names:
            if name not in shared.by_locale:
                raise self._nodes.fail(node, f"'by-locale' has no '{name}'")
        return replace(phrase, by_locale=tuple((name, shared.by_locale[name]) for name in names))
