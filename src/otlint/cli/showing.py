"""What a run would do: `check --show-files` and `check --show-settings`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otlint.discovery import from_here
from otlint.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from otlint.checking import Checker
    from otlint.config import PostSettings
    from otlint.discovery import File
    from otlint.model import Severity
    from otlint.rule import Rule


def files_text(files: Sequence[File]) -> str:
    """The posts, one a line."""
    return "".join(f"{file.shown}\n" for file in files)


def settings_text(checker: Checker, files: Sequence[File]) -> str:
    """The settings of the posts; posts with the same settings stand together."""
    groups: dict[str, list[str]] = {}
    for file in files:
        try:
            text = "".join(f"  {line}\n" for line in _lines(checker, file))
        except InputError as error:
            text = f"  cannot be checked: {error}\n"
        groups.setdefault(text, []).append(file.shown)
    return "\n".join("\n".join(names) + "\n" + text for text, names in groups.items())


def _lines(checker: Checker, file: File) -> Iterator[str]:
    document, settings, rules, _ = checker.load(file)
    config = checker.config_of(file)
    yield f"config    {_shown(config.path) if config.path else 'none'}"
    seen = "" if settings.locale else " (seen in the post)"
    yield f"locale    {document.locale}{seen}"
    yield f"audience  {settings.audience}"
    yield f"fail-on   {settings.fail_on.label if settings.fail_on is not None else 'never'}"
    for name, paths in (("vocab", config.vocab), ("packs", config.rules)):
        yield f"{name:<8}  {', '.join(map(_shown, paths)) or 'none'}"
    targets = ", ".join(f"{key} {value:g}" for key, value in config.readability_targets.items())
    yield f"targets   {targets or 'those of the audience'}"
    people = ", ".join(f"{name} {wish}" for name, wish in config.people_language.items())
    yield f"people    {people or 'as the communities differ'}"
    look = settings.settings.second_look
    yield f"judge     {look.judge if look else 'none: no second look'}"
    yield f"rules     {len(settings.rules)} of {len(rules)}"
    for rule_id in sorted(settings.rules):
        yield f"  {rule_id}  {_severity(rules[rule_id], settings).label}"
    left_out = ", ".join(sorted(set(rules) - settings.rules))
    yield f"left out  {left_out or 'none'}"


def _severity(rule: Rule, settings: PostSettings) -> Severity:
    given: Mapping[str, Severity] = settings.severities
    return given.get(rule.id, given.get(rule.category, rule.severity))


def _shown(path: Path) -> str:
    return from_here(path).as_posix()
