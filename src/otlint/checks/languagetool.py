"""LanguageTool's findings, where it is switched on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from otlint import foreign
from otlint.model import Severity
from otlint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from otlint.model import Document, Finding
    from otlint.settings import Settings


def _check(document: Document, settings: Settings) -> Iterable[Finding]:
    if settings.languagetool is None:
        return ()
    from otlint.languagetool import engine  # slow to import, and off for most

    return engine.findings(document, settings.languagetool)


RULES: Final = (
    Rule(
        id=foreign.RULE,
        summary="What LanguageTool finds, with its own ids (languagetool/RULE_ID).",
        why=(
            "LanguageTool knows some thousands of patterns of English grammar. It needs Java or a "
            "server, so it is off until --languagetool or the config switches it on. What doubles "
            "other rules or was wrong on edited posts stays off: docs/languagetool.md lists it."
        ),
        sources=("https://languagetool.org",),
        severity=Severity.WARNING,
        check=_check,
        examples=(Example("Sand play calms."),),
        external=True,
    ),
)
