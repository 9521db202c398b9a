"""What the shell offers when Tab is pressed: ids of rules, locales, audiences."""

from __future__ import annotations

from collections.abc import Iterable  # noqa: TC003 - typer reads the annotations


def rules(incomplete: str) -> list[str]:
    """Ids of rules."""
    from otlint.registry import builtin_rules

    return _beginning(incomplete, builtin_rules())


def selectors(incomplete: str) -> list[str]:
    """Ids of rules and categories; what stands before the last comma stays."""
    from otlint.registry import builtin_rules

    known = builtin_rules()
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


def _beginning(start: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if name.lower().startswith(start.lower())]
