"""Which settings hold for a post: config files, front matter and command line together.

The config of a file is the closest `otlint.toml`, else `[tool.otlint]` in `pyproject.toml`, in its
folder or above. `extend` names a config to build on: a key replaces the one inherited, tables are
joined key by key. Paths (`vocab`, `rules`, `baseline`, `extend`) are relative to the file that
holds them; patterns too, or, where that file lies outside of the folders above the config that
extends it, to the folder of that one.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from otlint import foreign, presets, source, vocabulary
from otlint.config_schema import KEYS, Place, audience_of, locale_of, nearest, validate
from otlint.discovery import Filters, from_here, shown
from otlint.errors import ConfigError, InputError, UsageError
from otlint.model import Severity
from otlint.patterns import Patterns, matching
from otlint.selection import check, choose, named, split
from otlint.settings import AUDIENCES, DEFAULT_JUDGE, LanguageTool, SecondLook, Settings
from otlint.toml_map import entries

OWN_NAME: Final = "otlint.toml"
SHARED_NAME: Final = "pyproject.toml"
DEFAULT_FAIL_ON: Final = "error"

_TOML_LINE = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)")
_JUDGED: Final = frozenset({"slips/real-word", "slips/real-word-likely"})
"""The rules that a second look serves."""
_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Config:
    """What the config files say, inherited values included. None or empty: nothing."""

    path: Path | None = None
    """The closest config file, absolute."""
    locale: str | None = None
    audience: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    include: tuple[Patterns, ...] = ()
    exclude: tuple[Patterns, ...] = ()
    per_file_ignores: tuple[tuple[Patterns, tuple[str, ...]], ...] = ()
    severity: Mapping[str, str] = field(default_factory=dict)
    """By rule id or category: error, warning, suggestion or off."""
    fail_on: str | None = None
    vocab: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    baseline: Path | None = None
    preview: bool = False
    readability_targets: Mapping[str, float] = field(default_factory=dict)
    people_language: Mapping[str, str] = field(default_factory=dict)
    """By community: person-first, identity-first or off."""
    languagetool: Mapping[str, Any] = field(default_factory=dict)
    """The table of that name; `ngrams` is absolute."""
    slips: Mapping[str, Any] = field(default_factory=dict)
    """The table of that name; `judge` is absolute where it is a file."""
    places: Mapping[str, str] = field(default_factory=dict)
    """File and line of each key, for messages."""
    texts: tuple[tuple[str, str], ...] = ()
    """The files that were read, from the closest on: path relative to the closest, and content."""

    @property
    def filters(self) -> Filters:
        """What `discovery.discover` wants to know."""
        return Filters(self.include, self.exclude, frozenset(self.vocab))

    @property
    def judge(self) -> str:
        """The judge of a second look, where one is wanted."""
        return str(self.slips.get("judge", DEFAULT_JUDGE))


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the command line says; it wins over everything else.

    `select` and `ignore` hold ids and categories, each perhaps several with commas. A `select`
    sets those of the config aside, with its `ignore`; `ignore` alone adds to the config's.
    """

    locale: str | None = None
    audience: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    fail_on: str | None = None
    preview: bool = False
    languagetool: bool = False
    """Switched on, whatever the config says."""
    second_look: bool | None = None
    """Switched on or off, whatever the config says."""


@dataclass(frozen=True, slots=True)
class PostSettings:
    """What holds for one post."""

    locale: str | None
    """None: to be decided from the post."""
    audience: str
    rules: frozenset[str]
    """The ids of the rules to run."""
    severities: Mapping[str, Severity]
    """By rule id or category; the id wins."""
    fail_on: Severity | None
    """None: never."""
    settings: Settings = field(default_factory=Settings)


# --- finding and reading the files


class Configs:
    """The configs of a run, each folder looked at once."""

    def __init__(self, explicit: str | Path | None = None, *, isolated: bool = False) -> None:
        """Look at nothing yet.

        Args:
            explicit: `--config`: the one file to use for every post.
            isolated: Use no files at all.

        Raises:
            UsageError: Both are asked for.
        """
        if explicit is not None and isolated:
            raise UsageError("--config and --isolated do not go together")
        self._explicit = None if explicit is None else Path(explicit)
        self._isolated = isolated
        self._by_folder: dict[str, Config] = {}

    def of(self, folder: str | Path) -> Config:
        """The config that holds in a folder (it need not exist).

        Raises:
            ConfigError: The config cannot be read, or holds something otlint does not know.
        """
        if self._isolated:
            return Config()
        # Asked for several times a post: text is compared, and paths are made for new folders only.
        place = os.path.abspath(folder if self._explicit is None else ".")  # noqa: PTH100 - as below
        if place not in self._by_folder:
            self._by_folder[place] = self._find(Path(place))
        return self._by_folder[place]

    def _find(self, folder: Path) -> Config:
        if self._explicit is not None:
            path = _absolute(self._explicit)
            if not path.exists():
                raise ConfigError(f"{shown(self._explicit)}: there is no such config file")
            return _finished(_chain(path), folder)
        chain = _own_chain(folder)
        if chain:
            return _finished(chain, folder)
        return Config() if folder.parent == folder else self.of(folder.parent)

    def project(self) -> Path | None:
        """The folder of the project around the current folder; None outside of any.

        It holds the closest config or, without one, the repository.
        """
        here = Path.cwd()
        if self._explicit is None and (config := self.of(here)).path:
            return config.path.parent
        return next((one for one in (here, *here.parents) if (one / ".git").exists()), None)

    def filters(self, folder: Path) -> Filters:
        """The `include` and `exclude` for the files of a folder."""
        return self.of(folder).filters


def load_config(
    folder: str | Path, *, explicit: str | Path | None = None, isolated: bool = False
) -> Config:
    """The config that holds in a folder; for a whole run see `Configs`."""
    return Configs(explicit, isolated=isolated).of(folder)


@dataclass(frozen=True, slots=True)
class _Layer:
    """One config file, checked."""

    path: Path
    name: str
    values: Mapping[str, Any]
    place: Place


def _own_chain(folder: Path) -> list[_Layer]:
    if (folder / OWN_NAME).is_file():
        return _chain(folder / OWN_NAME)
    shared = folder / SHARED_NAME
    return _chain(shared) if shared.is_file() and _has_table(shared) else []


def _has_table(path: Path) -> bool:
    table = _parsed(path, _display(path))[1].get("tool", {})
    return isinstance(table, dict) and "otlint" in table


def _chain(path: Path) -> list[_Layer]:
    """A config and those it builds on, the closest first."""
    layers: list[_Layer] = []
    seen: list[Path] = []
    while True:
        layer = _layer(path)
        layers.append(layer)
        seen.append(path.resolve())
        extend = layer.values.get("extend")
        if extend is None:
            return layers
        place = layer.place.at("extend")
        if extend.startswith(presets.PREFIX):
            layers.append(_preset(extend, place))
            return layers
        path = _absolute(path.parent / extend)
        if path.resolve() in seen:
            names = " -> ".join(_display(one) for one in (*seen, path.resolve()))
            raise place.error(f"goes round in a circle: {names}")
        if not path.is_file():
            raise place.error(f"names {extend!r}: there is no such config file")


def _preset(extend: str, place: Place) -> _Layer:
    """A config that ships with otlint; it builds on no other."""
    name = extend.removeprefix(presets.PREFIX)
    if name not in presets.names():
        hint = nearest(name, presets.names())
        raise place.error(f"names {extend!r}: there is no such preset: {hint}")
    return _layer(presets.path(name), extend)


def _layer(path: Path, name: str = "") -> _Layer:
    name = name or _display(path)
    text, values = _parsed(path, name)
    prefix: tuple[str, ...] = ()
    if path.name == SHARED_NAME:
        prefix = ("tool", "otlint")
        tool = values.get("tool")
        values = tool.get("otlint") if isinstance(tool, dict) else None
        if not isinstance(values, dict):
            raise ConfigError(f"{name}: there is no table [tool.otlint] in it")
    place = Place(name, text, entries(text), prefix=prefix)
    # First: with another version, other keys may be right.
    if "required-version" in values:
        KEYS["required-version"](place.at("required-version"), values["required-version"])
    return _Layer(path, name, validate(place, values), place)


def _parsed(path: Path, name: str) -> tuple[str, Any]:
    try:
        text = source.read(path, name)[0].text
    except InputError as error:
        raise ConfigError(f"{name}: {error}") from None
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        line = _TOML_LINE.search(message)
        where = f"{name}:{line[1]}" if line and line[1] else name
        raise ConfigError(f"{where}: no valid TOML: {_TOML_LINE.sub('', message)}") from None
    except RecursionError:
        raise ConfigError(f"{name}: it is nested too deep") from None


def _absolute(path: str | Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - links must stay as they are


def _display(path: Path) -> str:
    return shown(from_here(path))


def _finished(chain: list[_Layer], folder: Path) -> Config:
    """The layers put together; `folder` is where the posts are that they are for."""
    values: dict[str, Any] = {}
    owners: dict[str, _Layer] = {}
    places: dict[str, str] = {}
    anchor = chain[0].path.parent
    if not folder.is_relative_to(anchor):
        anchor = folder
    for layer in reversed(chain):
        for key, value in layer.values.items():
            if isinstance(value, Mapping):
                values[key] = {**values.get(key, {}), **value}
                for inner in value:
                    owners[f"{key}.{inner}"] = layer
                    places[f"{key}.{inner}"] = layer.place.at(key).at(inner).where
            else:
                values[key] = value
            owners[key] = layer
            places[key] = layer.place.at(key).where

    def base(key: str) -> Path:
        own = owners[key].path.parent
        return own if anchor.is_relative_to(own) else anchor

    def patterns(key: str) -> tuple[Patterns, ...]:
        texts = values.get(key)
        return (Patterns(base(key), texts, owners[key].name),) if texts else ()

    def paths(key: str) -> tuple[Path, ...]:
        given = values.get(key, ())
        texts = (given,) if isinstance(given, str) else given
        return tuple(_absolute(owners[key].path.parent / text) for text in texts)

    per_file = values.get("per-file-ignores", {})
    return Config(
        path=chain[0].path,
        locale=values.get("locale"),
        audience=values.get("audience"),
        select=values.get("select"),
        ignore=values.get("ignore", ()),
        include=patterns("include"),
        exclude=patterns("exclude"),
        per_file_ignores=tuple(
            (Patterns(base(f"per-file-ignores.{text}"), (text,)), ids)
            for text, ids in per_file.items()
        ),
        severity=MappingProxyType(values.get("severity", {})),
        fail_on=values.get("fail-on"),
        vocab=paths("vocab"),
        rules=paths("rules"),
        baseline=next(iter(paths("baseline")), None),
        preview=values.get("preview", False),
        readability_targets=MappingProxyType(
            dict(values.get("readability", {}).get("targets", {}))
        ),
        people_language=MappingProxyType(dict(values.get("people-language", {}))),
        slips=_slips(values.get("slips", {}), owners),
        languagetool=_languagetool(values.get("languagetool", {}), owners, places),
        places=MappingProxyType(places),
        texts=tuple((_named(one, anchor), one.place.text) for one in chain),
    )


def _named(layer: _Layer, anchor: Path) -> str:
    """What tells a config file from others, wherever the posts and otlint are."""
    if layer.name.startswith(presets.PREFIX):
        return layer.name
    return os.path.relpath(layer.path, anchor)


def _slips(said: Mapping[str, Any], owners: Mapping[str, _Layer]) -> Mapping[str, Any]:
    """The table, with the path of a judge that is a file."""
    judge = Path(said.get("judge", DEFAULT_JUDGE)).expanduser()
    if judge.suffix.lower() != ".gguf" and len(judge.parts) == 1:
        return MappingProxyType(dict(said))
    folder = owners["slips.judge"].path.parent
    return MappingProxyType({**said, "judge": str(_absolute(folder / judge))})


def _languagetool(
    said: Mapping[str, Any], owners: Mapping[str, _Layer], places: Mapping[str, str]
) -> Mapping[str, Any]:
    """The table as a whole: what its keys ask of each other."""
    if said.get("mode") == "server" and "url" not in said:
        place = places["languagetool.mode"]
        raise ConfigError(f"{place}: languagetool.mode is 'server' without url: name the server")
    if "ngrams" not in said:
        return MappingProxyType(dict(said))
    folder = owners["languagetool.ngrams"].path.parent / Path(said["ngrams"]).expanduser()
    return MappingProxyType({**said, "ngrams": str(_absolute(folder))})


# --- what holds for a post


def settings_for(
    config: Config,
    overrides: Overrides,
    known: Collection[str],
    *,
    path: Path | None = None,
    front_matter: Mapping[str, Any] = _EMPTY,
    preview: Collection[str] = (),
    former: Mapping[str, str] = _EMPTY,
) -> PostSettings:
    """What holds for one post: the command line, then its front matter, then the config.

    Args:
        config: The config of its folder.
        overrides: The command line.
        known: Every rule id there is, those of the config's packs included.
        path: The post, absolute, for `per-file-ignores`; None when it has no name.
        front_matter: Its values: `locale` or `lang`, and `audience`, count.
        preview: The ids of rules that are not run by default.
        former: Ids that rules had in earlier versions, with those of today.

    Raises:
        UsageError: The command line names what does not exist.
        ConfigError: The config does, its vocabulary cannot be read, or no rule is left to run.
        InputError: The front matter asks for another language or an unknown audience.
    """
    chosen = _chosen(config, overrides, frozenset(known), frozenset(preview), former)
    ignore = [*(config.ignore if overrides.select is None else ()), *split(overrides.ignore or ())]
    for patterns, ids in config.per_file_ignores:
        if path is not None and matching(path, patterns)[0]:
            ids = _today(ids, former)
            ignore += ids
            chosen = frozenset(rule for rule in chosen if not named(rule, ids))
    tool = languagetool_of(config, overrides, ignore) if foreign.RULE in chosen else None
    if tool is None:
        chosen -= {foreign.RULE}
    return PostSettings(
        locale=locale_of(overrides.locale, front_matter) or config.locale,
        audience=audience_of(overrides.audience, front_matter) or config.audience or AUDIENCES[0],
        rules=chosen,
        severities=MappingProxyType(
            {
                former.get(selector, selector): Severity[name.upper()]
                for selector, name in config.severity.items()
                if name != "off"
            }
        ),
        fail_on=fail_on_of(config, overrides),
        settings=Settings(
            vocabulary=_vocabulary(config.vocab),
            readability_targets=config.readability_targets,
            people_language=config.people_language,
            languagetool=tool,
            second_look=second_look_of(config, overrides) if _JUDGED & chosen else None,
        ),
    )


def second_look_of(config: Config, overrides: Overrides) -> SecondLook | None:
    """How slips are to be judged a second time; None where that is off."""
    on = overrides.second_look
    if not (config.slips.get("second-look", False) if on is None else on):
        return None
    return SecondLook(config.judge)


def languagetool_of(
    config: Config, overrides: Overrides, ignore: Iterable[str] = ()
) -> LanguageTool | None:
    """How LanguageTool is to be asked; None where it is off or nothing of it is selected.

    Args:
        config: The config.
        overrides: The command line.
        ignore: Ids and categories that are ignored.

    Raises:
        UsageError: It is off, but `select` names it.
    """
    said = config.languagetool
    mode = said.get("mode", "off")
    own = config.select if overrides.select is None else split(overrides.select)
    wanted = any(
        name == foreign.CATEGORY or foreign.own(name) == foreign.RULE for name in own or ()
    )
    if own is not None and not wanted:
        return None
    if mode == "off":
        if not overrides.languagetool:
            if wanted:
                raise UsageError(
                    "select names LanguageTool, which is off: add --languagetool, or write "
                    'mode = "local" in [languagetool]'
                )
            return None
        mode = "server" if "url" in said else "local"
    off = [name for name, level in config.severity.items() if level == "off"]
    return LanguageTool(
        url=said["url"] if mode == "server" else None,
        picky=said.get("picky", False),
        disabled_rules=said.get("disabled-rules", ()),
        enabled_rules=said.get("enabled-rules", ()),
        disabled_categories=said.get("disabled-categories", ()),
        ngrams=said.get("ngrams") if mode == "local" else None,
        select=None if own is None else tuple(own),
        ignore=(*ignore, *(off if overrides.select is None else ())),
    )


def fail_on_of(config: Config, overrides: Overrides) -> Severity | None:
    """The least severity that makes a run fail; None: none does."""
    name = overrides.fail_on or config.fail_on or DEFAULT_FAIL_ON
    return None if name == "never" else Severity[name.upper()]


def ignores(config: Config, rule_id: str, path: Path | None) -> bool:
    """Whether a config turns a rule off for a post (absolute; None when it has no name)."""
    off = {selector for selector, name in config.severity.items() if name == "off"}
    return named(rule_id, {*config.ignore, *off}) or any(
        path is not None and matching(path, patterns)[0] and named(rule_id, ids)
        for patterns, ids in config.per_file_ignores
    )


@lru_cache(maxsize=64)
def _vocabulary(paths: tuple[Path, ...]) -> frozenset[str]:
    return frozenset().union(*(vocabulary.load(path, _display(path)) for path in paths))


def names_rules(config: Config, overrides: Overrides) -> bool:
    """Whether the config or the command line names any rule or category."""
    return any(selectors for _, selectors in _mentions(config, overrides))


def former_names(
    config: Config, overrides: Overrides, former: Mapping[str, str]
) -> tuple[str, ...]:
    """Where the config and the command line use ids of earlier versions, a sentence each."""
    return tuple(
        f"{where}: {selector} is called {former[selector]} now"
        for where, selectors in _mentions(config, overrides)
        for selector in selectors
        if selector in former
    )


def _mentions(config: Config, overrides: Overrides) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Ids and categories that are given, each with the option or the place."""
    yield "--select", split(overrides.select or ())
    yield "--ignore", split(overrides.ignore or ())
    for key, where, selectors in _selectors(config):
        yield f"{where}: {key}", selectors


def _selectors(config: Config) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What a config says of rules: key, place, ids and categories."""
    for key, selectors in (
        ("select", config.select or ()),
        ("ignore", config.ignore),
        ("severity", tuple(config.severity)),
        *((f"per-file-ignores.{one.texts[0]}", ids) for one, ids in config.per_file_ignores),
    ):
        for selector in selectors:
            place = config.places.get(f"{key}.{selector}", config.places.get(key, "config"))
            yield key, place, (selector,)


def _today(selectors: Iterable[str], former: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(former.get(selector, selector) for selector in selectors)


def _chosen(
    config: Config,
    overrides: Overrides,
    known: frozenset[str],
    preview: frozenset[str],
    former: Mapping[str, str],
) -> frozenset[str]:
    valid = known | frozenset(former)
    for key, given in (("--select", overrides.select), ("--ignore", overrides.ignore)):
        if given is not None:
            check(split(given), valid, key, UsageError)
    for key, place, selectors in _selectors(config):
        check(selectors, valid, f"{place}: {key}", ConfigError)
    off = tuple(selector for selector, name in config.severity.items() if name == "off")
    ignore = _today(split(overrides.ignore or ()), former)
    if overrides.select is None:
        select = None if config.select is None else _today(config.select, former)
        ignore = (*_today((*config.ignore, *off), former), *ignore)
    else:
        select = _today(split(overrides.select), former)
        if not select:
            raise UsageError("--select names no rule: give an id or a category, such as spelling")
    if not (config.preview or overrides.preview):
        known -= preview - frozenset(select or ())
    chosen = choose(select, ignore, known)
    if not chosen and known:
        raise UsageError("no rule is left to run: ignore takes away all that select chooses")
    return chosen
