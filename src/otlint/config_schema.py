"""What a config may hold: every key with its check. Values come out plain and validated."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from otlint import __version__
from otlint.errors import ConfigError, InputError, UsageError
from otlint.patterns import valid
from otlint.settings import AUDIENCES, COMMUNITIES, LANGUAGE_WISHES, LOCALES
from otlint.targets import TARGET_NAMES
from otlint.toml_map import Entry, line_of

SEVERITIES: Final = ("error", "warning", "suggestion", "off")
FAIL_ON: Final = ("error", "warning", "suggestion", "never")
LANGUAGETOOL_MODES: Final = ("off", "local", "server")
_LOCALE_HINTS: Final = {
    "en-uk": "en-GB",
    "uk": "en-GB",
    "gb": "en-GB",
    "british": "en-GB",
    "us": "en-US",
    "american": "en-US",
    "australian": "en-AU",
    "canadian": "en-CA",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A key of a config file, for messages."""

    shown: str
    text: str
    entries: tuple[Entry, ...]
    keys: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    """What stands before the keys in the file: `("tool", "otlint")`."""

    def at(self, key: str) -> Place:
        """The place of a key below this one."""
        return Place(self.shown, self.text, self.entries, (*self.keys, key), self.prefix)

    @property
    def where(self) -> str:
        """File and line."""
        path = self.prefix + self.keys
        line = line_of(self.entries, self.text, path) if path else None
        return f"{self.shown}:{line}" if line else self.shown

    @property
    def name(self) -> str:
        """The key with the tables around it."""
        return ".".join(self.keys)

    def error(self, message: str) -> ConfigError:
        """An error about this key."""
        return ConfigError(f"{self.where}: {self.name} {message}")


Check = Callable[[Place, object], Any]
"""Takes the place of a key and its value; gives the value to use, or raises `ConfigError`."""


def nearest(word: str, choices: Iterable[str]) -> str:
    """The end of a message: the choice that is most like a word, or all of them."""
    choices = list(choices)
    hint = difflib.get_close_matches(word.lower().replace("_", "-"), choices, 1)
    if hint:
        return f"did you mean {hint[0]!r}?"
    return f"there are {', '.join(choices)}"


def _given(value: object) -> str:
    kinds = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "a table"}
    if isinstance(value, str):
        return repr(value) if len(value) < 40 else "a long string"
    return kinds.get(type(value), "a date" if hasattr(value, "isoformat") else "something else")


def string(place: Place, value: object) -> str:
    """Any string but an empty one."""
    if not isinstance(value, str) or not value.strip():
        raise place.error(f"wants a string, not {_given(value)}")
    return value


def boolean(place: Place, value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise place.error(f"wants true or false, not {_given(value)}")
    return value


def number(place: Place, value: object) -> float:
    """A number that can be compared."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise place.error(f"wants a number, not {_given(value)}")
    return float(value)


def strings(place: Place, value: object) -> tuple[str, ...]:
    """A list of strings."""
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        example = f'["{value}"]' if isinstance(value, str) and value else '["one", "two"]'
        raise place.error(f"wants a list of strings such as {example}, not {_given(value)}")
    return tuple(value)


def string_or_strings(place: Place, value: object) -> tuple[str, ...]:
    """A string, or a list of them."""
    return (value,) if isinstance(value, str) and value else strings(place, value)


def one_of(choices: tuple[str, ...]) -> Check:
    """One of a few words."""

    def check(place: Place, value: object) -> str:
        text = string(place, value)
        if text not in choices:
            raise place.error(f"cannot be {text!r}: {nearest(text, choices)}")
        return text

    return check


def locale(place: Place, value: object) -> str:
    """A locale; upper and lower case and `_` do not matter."""
    text = string(place, value)
    found = known_locale(text)
    if not found:
        raise place.error(f"cannot be {text!r}: {locale_hint(text)}")
    return found


def known_locale(text: str) -> str | None:
    """The locale that a text names, in its usual spelling."""
    return next((one for one in LOCALES if one.lower() == text.lower().replace("_", "-")), None)


def locale_hint(text: str) -> str:
    """What to say of a locale that there is not."""
    hint = _LOCALE_HINTS.get(text.lower().replace("_", "-"))
    return f"did you mean {hint!r}?" if hint else f"there are {', '.join(LOCALES)}"


def patterns(place: Place, value: object) -> tuple[str, ...]:
    """A list of gitignore-style patterns."""
    texts = strings(place, value)
    for text in texts:
        if not valid(text):
            raise place.error(f"holds {text!r}, which is not a valid pattern")
    return texts


def selectors(place: Place, value: object) -> tuple[str, ...]:
    """A list of rule ids and categories; which exist is not known yet."""
    return tuple(item.strip() for item in strings(place, value))


def some_selectors(place: Place, value: object) -> tuple[str, ...]:
    """The same, and at least one."""
    found = selectors(place, value)
    if not found:
        raise place.error("is empty: no rule would run; leave the key out to run all")
    return found


def version(place: Place, value: object) -> str:
    """A version of otlint that must fit the one that runs."""
    text = string(place, value)
    for clause in text.split(","):
        fits = version_fits(clause.strip(), __version__)
        if fits is None:
            raise place.error(f'cannot be {text!r}: write for example ">=0.1,<1"')
        if not fits:
            raise place.error(f"asks for otlint {text}, but this is {__version__}")
    return text


_CLAUSE = re.compile(r"(==|!=|>=|<=|~=|>|<|)\s*(\d{1,9}(?:\.\d{1,9}){0,5})(\.\*)?")


def version_fits(clause: str, running: str) -> bool | None:
    """Whether a version satisfies one clause such as `>=0.1`; None when it is none.

    A part of PEP 440: release numbers alone, `==1.2.*` and `~=1.2`; no pre-releases or epochs.
    """
    match = _CLAUSE.fullmatch(clause)
    release = re.match(r"\d+(?:\.\d+)*", running)
    if not match or not release:
        return None
    operator, wanted = match[1] or "==", [int(part) for part in match[2].split(".")]
    have = [int(part) for part in release[0].split(".")]
    if match[3]:
        same = (have + [0] * len(wanted))[: len(wanted)] == wanted
        return {"==": same, "!=": not same}.get(operator)
    if operator == "~=" and len(wanted) < 2:
        return None
    prefix = len(wanted) - 1
    length = max(len(have), len(wanted))
    left, right = have + [0] * (length - len(have)), wanted + [0] * (length - len(wanted))
    return {
        "==": left == right,
        "!=": left != right,
        ">=": left >= right,
        "<=": left <= right,
        ">": left > right,
        "<": left < right,
        "~=": left >= right and left[:prefix] == right[:prefix],
    }[operator]


def address(place: Place, value: object) -> str:
    """The address of a server."""
    text = string(place, value)
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text):
        raise place.error(f"cannot be {text!r}: write for example 'https://host.example/v2'")
    return text


def table_of(check: Check) -> Check:
    """A table whose keys are free."""

    def check_table(place: Place, value: object) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise place.error(f"wants a table, not {_given(value)}")
        return MappingProxyType({key: check(place.at(key), inner) for key, inner in value.items()})

    return check_table


def table(keys: Mapping[str, Check]) -> Check:
    """A table whose keys are known."""

    def check_table(place: Place, value: object) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise place.error(f"wants a table, not {_given(value)}")
        return MappingProxyType(validate(place, value, keys))

    return check_table


def _language_tool(place: Place, value: object) -> Mapping[str, Any]:
    found: Mapping[str, Any] = table(_LANGUAGE_TOOL)(place, value)
    if found and "mode" not in found:  # to take the other keys and do nothing would be silent
        raise place.error("has no mode: write mode = 'local', 'server' or 'off'")
    return found


def _file_patterns(place: Place, value: object) -> Mapping[str, Any]:
    found: Mapping[str, Any] = table_of(selectors)(place, value)
    for text in found:
        if text.startswith("!") or not valid(text):
            raise place.at(text).error("is not a valid pattern")
    return found


_LANGUAGE_TOOL: Mapping[str, Check] = {
    "mode": one_of(LANGUAGETOOL_MODES),
    "url": address,
    "may-send": boolean,
    "picky": boolean,
    "enabled-rules": strings,
    "disabled-rules": strings,
    "disabled-categories": strings,
    "ngrams": string,
}

KEYS: Mapping[str, Check] = MappingProxyType(
    {
        "locale": locale,
        "audience": one_of(AUDIENCES),
        "select": some_selectors,
        "ignore": selectors,
        "include": patterns,
        "exclude": patterns,
        "per-file-ignores": _file_patterns,
        "severity": table_of(one_of(SEVERITIES)),
        "fail-on": one_of(FAIL_ON),
        "vocab": string_or_strings,
        "rules": string_or_strings,
        "extend": string,
        "baseline": string,
        "preview": boolean,
        "required-version": version,
        "people-language": table(dict.fromkeys(COMMUNITIES, one_of(LANGUAGE_WISHES))),
        "slips": table({"second-look": boolean, "judge": string}),
        "readability": table({"targets": table(dict.fromkeys(TARGET_NAMES, number))}),
        "languagetool": _language_tool,
    }
)
"""The keys of a config; those in tables have checks of their own."""


def validate(
    place: Place, values: Mapping[str, object], keys: Mapping[str, Check] = KEYS
) -> dict[str, Any]:
    """The values of a table, checked.

    Raises:
        ConfigError: An unknown key, or a value that is not what the key wants; names file, line
            and key.
    """
    found: dict[str, Any] = {}
    for key, value in values.items():
        inner = place.at(key)
        if key not in keys:
            hint = nearest(key, keys)
            if not place.keys and key == "tool" and not place.prefix:
                hint = "in otlint.toml the keys stand without [tool.otlint]"
            raise ConfigError(f"{inner.where}: unknown key {inner.name!r}: {hint}")
        found[key] = keys[key](inner, value)
    return found


def locale_of(given: str | None, front_matter: Mapping[str, Any]) -> str | None:
    """The locale that the command line (`given`) or the front matter asks for.

    Raises:
        UsageError: The command line asks for one that there is not.
        InputError: The front matter does.
    """
    if given:
        found = known_locale(given)
        if not found:
            hint = locale_hint(given)
            raise UsageError(f"--locale cannot be {given!r}: {hint}")
        return found
    for key in ("locale", "lang"):
        value = front_matter.get(key)
        if value in (None, ""):
            continue
        text = str(value).replace("_", "-")
        found = known_locale(text)
        if found:
            return found
        if text.lower() in {"en", "english"}:
            continue
        if re.fullmatch(r"en-[a-z]{2}", text.lower()) and text.lower() != "en-uk":
            return "en-GB"  # Irish, New Zealand, South African ... spelling is British
        raise InputError(
            f"front matter: {key} is {str(value)!r}: otlint checks English ({', '.join(LOCALES)}); "
            "if this post is not, name it in exclude"
        )
    return None


def audience_of(given: str | None, front_matter: Mapping[str, Any]) -> str | None:
    """The audience that the command line (`given`) or the front matter asks for.

    Raises:
        UsageError: The command line asks for one that there is not.
        InputError: The front matter does.
    """
    if given:
        if given not in AUDIENCES:
            hint = nearest(given, AUDIENCES)
            raise UsageError(f"--audience cannot be {given!r}: {hint}")
        return given
    value = front_matter.get("audience")
    if value in (None, ""):
        return None
    if value not in AUDIENCES:
        hint = nearest(str(value), AUDIENCES)
        raise InputError(f"front matter: audience cannot be {str(value)!r}: {hint}")
    return str(value)
