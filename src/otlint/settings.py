"""What a rule may know of the user's wishes: plain data, already validated by `config`."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCALES = ("en-US", "en-GB", "en-AU", "en-CA")
AUDIENCES = ("clients", "general", "clinicians")


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings that rules read. Locale and audience stand on the document."""

    vocabulary: frozenset[str] = frozenset()
    """The user's own words, as written. An entry in lower case also allows the word capitalised."""
    readability_targets: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Targets that replace the audience's own, by their names in `[readability] targets`."""
