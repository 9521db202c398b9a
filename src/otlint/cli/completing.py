"""What the shell offers when Tab is pressed: ids of rules, locales, audiences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otlint.rule import Rule


def rules(incomplete: str) -> list[str]:
    """Ids of rules."""
    return _beginning(incomplete, _known())


def selectors(incomplete: str) -> list[str]:
    """Ids of rules and categories; what stands before the last comma stays."""
    known = _known()
    before, comma, last = incomplete.rpartition(",")
    names = sorted({*known, *(rule.category for rule in known.values())})
    return [before + comma + name for name in _beginning(last, names)]


def locales(incomplete: str) -> list[str]:
    """Codes of locales."""
    from otlint.settings import LOCALES

    return _beginning(incomplete, LOCALES)


def audiences(incomplete: str) -> list[str]:
    """Names of audiences."""
    from otlint.settings import AUDIENCES

    return _beginning(incomplete, AUDIENCES)


def _known() -> Mapping[str, Rule]:
    """The rules that hold in the current folder, those of the house included."""
    from pathlib import Path

    from otlint.config import load_config
    from otlint.errors import OtlintError
    from otlint.registry import builtin_rules, load_rules

    try:
        return load_rules(load_config(Path.cwd()).rules)
    except (OtlintError, OSError):  # said when the command runs, not in the middle of typing it
        return builtin_rules()


def _beginning(start: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if name.lower().startswith(start.lower())]
