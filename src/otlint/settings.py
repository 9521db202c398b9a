"""What a rule may know of the user's wishes: plain data, already validated by `config`."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCALES = ("en-US", "en-GB", "en-AU", "en-CA")
AUDIENCES = ("clients", "general", "clinicians")
COMMUNITIES = ("autistic", "disabled", "deaf")
"""People of whom some want to be named first, and others what they are."""
DEFAULT_JUDGE = "smollm2-135m"
"""Who takes the second look unless the user names another."""
LANGUAGE_WISHES = ("person-first", "identity-first", "off")


@dataclass(frozen=True, slots=True)
class LanguageTool:
    """How LanguageTool is to be asked."""

    url: str | None = None
    """The server to ask; None: one on this machine."""
    picky: bool = False
    disabled_rules: tuple[str, ...] = ()
    """Rules of LanguageTool, by its own ids; so are those of `enabled_rules`."""
    enabled_rules: tuple[str, ...] = ()
    """Rules that are off unless they are named here."""
    disabled_categories: tuple[str, ...] = ()
    ngrams: str | None = None
    """The folder with its n-gram data, absolute."""
    select: tuple[str, ...] | None = None
    """What `select` names; None: everything."""
    ignore: tuple[str, ...] = ()
    """What `ignore` names, of this post or everywhere."""
    root: str | None = None
    """The folder in which answers are kept; None: they are not."""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """How slips are to be judged a second time."""

    judge: str
    """The name of a judge, or the absolute path of a GGUF file."""
    root: str | None = None
    """The folder in which answers are kept; None: they are not."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings that rules read. Locale and audience stand on the document."""

    vocabulary: frozenset[str] = frozenset()
    """The user's own words, as written. An entry in lower case also allows the word capitalised."""
    readability_targets: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Targets that replace the audience's own, by their names in `[readability] targets`."""
    people_language: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """By community, what the house writes of it: one of `LANGUAGE_WISHES`."""
    languagetool: LanguageTool | None = None
    """None: it is off."""
    second_look: SecondLook | None = None
    """None: it is off."""
