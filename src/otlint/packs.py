"""Rule packs: YAML files that become rules. Data, never code.

A pack is a list of rules, each with entries (CONTRIBUTING.md lists the keys). Whatever is unknown,
missing or of the wrong type is a `RuleError` that names the file and the line.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Final

import yaml

from otlint.errors import RuleError
from otlint.folding import like
from otlint.model import Safety, Severity
from otlint.phrases import Phrase, PhraseRule, compiled
from otlint.rule import Example, Rule
from otlint.settings import AUDIENCES, LOCALES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_RULE_KEYS: Final = {
    "id": True,
    "severity": True,
    "summary": True,
    "why": True,
    "message": True,
    "sources": True,
    "entries": True,
    "examples": True,
    "except": False,
    "quotes": False,
    "preview": False,
    "formerly": False,
}
"""The keys of a rule, and whether it must have them."""

_ENTRY_KEYS: Final = {
    "find": True,
    **dict.fromkeys(
        (
            "write", "fix", "except", "unless", "locales", "audiences", "message", "severity",
            "case", "quotes", "bad", "good",
        ),
        False,
    ),
}  # fmt: skip

_EXAMPLE_KEYS: Final = dict.fromkeys(("bad", "good", "fixed", "locale", "audience"), False)

_BAD_KEYS: Final = {"text": True, "fixed": True}

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


class _Reader:
    """Turns YAML nodes into rules; knows the file's name for its errors."""

    def __init__(self, shown: str) -> None:
        self._shown = shown
        self._phrases: list[Phrase] = []

    def fail(self, node: yaml.Node | None, problem: str) -> RuleError:
        line = node.start_mark.line + 1 if node else 1
        return RuleError(f"{self._shown}:{line}: {problem}")

    # Reading nodes

    def items(self, node: yaml.Node | None, wanted: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self.fail(node, f"expected {wanted}")
        return list(node.value)

    def mapping(self, node: yaml.Node, keys: dict[str, bool], what: str) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self.fail(node, f"expected {what}: keys and values")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name not in keys:
                near = difflib.get_close_matches(name, keys, 1)
                hint = f"did you mean '{near[0]}'?" if near else f"valid keys: {', '.join(keys)}"
                raise self.fail(key, f"unknown key '{name}' in {what}; {hint}")
            if name in found:
                raise self.fail(key, f"key '{name}' stands twice in {what}")
            found[name] = value
        for name, required in keys.items():
            if required and name not in found:
                raise self.fail(node, f"{what} lacks the key '{name}'")
        return found

    def text(self, node: yaml.Node, what: str) -> str:
        if not isinstance(node, yaml.ScalarNode) or not node.value.strip():
            raise self.fail(node, f"'{what}' must be text")
        return str(node.value)

    def texts(self, node: yaml.Node | None, what: str) -> tuple[str, ...]:
        if node is None:
            return ()
        if isinstance(node, yaml.SequenceNode):
            return tuple(self.text(item, what) for item in node.value)
        return (self.text(node, what),)

    def choice(self, node: yaml.Node, what: str, choices: Iterable[str]) -> str:
        value = self.text(node, what)
        if value not in choices:
            raise self.fail(node, f"'{what}' must be one of {', '.join(choices)}, not '{value}'")
        return value

    def flag(self, node: yaml.Node | None, what: str, default: bool) -> bool:
        if node is None:
            return default
        return self.choice(node, what, ("true", "false")) == "true"

    # Building rules

    def rule(self, node: yaml.Node) -> Rule:
        data = self.mapping(node, _RULE_KEYS, "a rule")
        rule_id = self.text(data["id"], "id")
        if not _ID.fullmatch(rule_id):
            raise self.fail(data["id"], f"'{rule_id}' is no rule id: write category/name")
        severity = self.severity(data["severity"])
        entries = self.items(data["entries"], "a list of entries")
        shared = self.texts(data.get("except"), "except")
        quotes = self.flag(data.get("quotes"), "quotes", default=True)
        message = self.text(data["message"], "message")
        phrases: list[Phrase] = []
        examples = [
            self.example(item) for item in self.items(data["examples"], "a list of examples")
        ]
        for entry in entries:
            phrase, own = self.entry(entry, severity, message, shared, quotes)
            phrases.append(phrase)
            examples += own
        self._phrases += phrases
        return Rule(
            id=rule_id,
            summary=self.text(data["summary"], "summary"),
            why=self.text(data["why"], "why"),
            sources=self.texts(data["sources"], "sources"),
            severity=severity,
            check=PhraseRule(rule_id, tuple(phrases)),
            examples=tuple(examples),
            preview=self.flag(data.get("preview"), "preview", default=False),
            formerly=self.texts(data.get("formerly"), "formerly"),
        )

    def severity(self, node: yaml.Node) -> Severity:
        labels = {severity.label: severity for severity in Severity}
        return labels[self.choice(node, "severity", labels)]

    def entry(
        self,
        node: yaml.Node,
        severity: Severity,
        message: str,
        shared: tuple[str, ...],
        quotes: bool,
    ) -> tuple[Phrase, list[Example]]:
        data = self.mapping(node, _ENTRY_KEYS, "an entry")
        own_severity = self.severity(data["severity"]) if "severity" in data else severity
        if own_severity > severity:
            raise self.fail(data["severity"], "an entry cannot be more severe than its rule")
        fix = self.choice(data["fix"], "fix", ("safe", "unsafe", "none")) if "fix" in data else ""
        write = self.texts(data.get("write"), "write")
        if fix in ("safe", "unsafe") and not write:
            raise self.fail(node, "a fix needs 'write': the text to put in place")
        phrase = Phrase(
            find=self.patterns(data["find"], "find"),
            message=self.text(data["message"], "message") if "message" in data else message,
            severity=own_severity,
            write=write,
            safety=Safety(fix) if fix in ("safe", "unsafe") else None,
            excepts=shared + self.patterns(data.get("except"), "except"),
            unless=self.patterns(data.get("unless"), "unless"),
            locales=self.choices(data.get("locales"), "locales", LOCALES),
            audiences=self.choices(data.get("audiences"), "audiences", AUDIENCES),
            case=self.flag(data.get("case"), "case", default=False),
            quotes=self.flag(data.get("quotes"), "quotes", default=quotes),
            line=node.start_mark.line + 1,
        )
        return phrase, self.entry_examples(data, phrase)

    def choices(self, node: yaml.Node | None, what: str, valid: tuple[str, ...]) -> frozenset[str]:
        values = frozenset(self.texts(node, what))
        if unknown := sorted(values - set(valid)):
            raise self.fail(node, f"'{unknown[0]}' is none of {', '.join(valid)}")
        return values

    def patterns(self, node: yaml.Node | None, what: str) -> tuple[str, ...]:
        found = self.texts(node, what)
        for pattern in found:
            if pattern.count("<<") != pattern.count(">>") or pattern.count("<<") > 1:
                raise self.fail(node, f"a pattern marks one place <<so>>: {pattern}")
        return found

    def compile_all(self) -> None:
        import re2

        for phrase in self._phrases:
            for pattern in phrase.patterns:
                try:
                    compiled(pattern, phrase.case)
                except re2.error as error:
                    reason = error.args[0] if error.args else error
                    if isinstance(reason, bytes):
                        reason = reason.decode()
                    raise RuleError(
                        f"{self._shown}:{phrase.line}: bad pattern '{pattern}': {reason}"
                    ) from error

    # Examples

    def example(self, node: yaml.Node) -> Example:
        data = self.mapping(node, _EXAMPLE_KEYS, "an example")
        if ("bad" in data) == ("good" in data):
            raise self.fail(node, "an example is either 'bad' or 'good'")
        text = self.text(data.get("bad") or data["good"], "example")
        if ("<<" in text) != ("bad" in data):
            raise self.fail(node, "a bad example marks each finding <<so>>, a good one has no mark")
        return Example(
            text=text,
            fixed=self.text(data["fixed"], "fixed") if "fixed" in data else None,
            locale=self.choice(data["locale"], "locale", LOCALES) if "locale" in data else None,
            audience=self.choice(data["audience"], "audience", AUDIENCES)
            if "audience" in data
            else "clients",
        )

    def entry_examples(self, data: dict[str, yaml.Node], phrase: Phrase) -> list[Example]:
        """Examples of an entry in short: the fixed text follows from what it writes."""
        locale = min(phrase.locales) if phrase.locales else None
        audience = min(phrase.audiences) if phrase.audiences else "clients"
        examples = []
        bad = data.get("bad")
        for node in bad.value if isinstance(bad, yaml.SequenceNode) else [bad] if bad else []:
            pair = isinstance(node, yaml.MappingNode)
            given = self.mapping(node, _BAD_KEYS, "a bad example") if pair else {"text": node}
            text = self.text(given["text"], "bad")
            if "<<" not in text:
                raise self.fail(node, "a bad example marks each finding <<so>>")
            fixed = self.text(given["fixed"], "fixed") if "fixed" in given else None
            if phrase.safety and fixed is None:
                if any("\\" in new for new in phrase.write):
                    raise self.fail(node, "say what the fix gives: {text: ..., fixed: ...}")
                fixed = _derived(text, phrase.write[0])
            examples.append(Example(text, fixed, locale=locale, audience=audience))
        for text in self.texts(data.get("good"), "good"):
            if "<<" in text:
                raise self.fail(data["good"], "a good example has no mark")
            examples.append(Example(text, locale=locale, audience=audience))
        return examples


def _derived(text: str, write: str) -> str:
    """A bad example after its fix: each mark replaced by what the entry writes."""
    return re.sub(
        "<<(.+?)>>", lambda mark: like(mark[1], write, curly="\u2019" in mark.string), text
    )
