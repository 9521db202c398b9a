from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from otlint import __version__, presets
from otlint.config import (
    Config,
    Configs,
    Overrides,
    PostSettings,
    load_config,
    settings_for,
)
from otlint.config_schema import KEYS, version_fits
from otlint.discovery import discover
from otlint.errors import ConfigError, InputError, UsageError
from otlint.model import Severity
from otlint.selection import selected

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = frozenset(
    {"slips/listed-phrase", "tone/person-first", "tone/other", "spelling/unknown-word"}
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def loaded(here: Path, text: str) -> Config:
    put(here / "otlint.toml", text)
    return load_config(here)


def settings(config: Config, **options: Any) -> PostSettings:
    keys = ("path", "front_matter")
    more = {key: options.pop(key) for key in keys if key in options}
    return settings_for(config, Overrides(**options), KNOWN, **more)


# --- finding


def test_no_config(here: Path) -> None:
    assert load_config(here) == Config()
    post = settings(Config())
    assert post.rules == KNOWN
    assert (post.locale, post.audience, post.fail_on) == (None, "clients", Severity.ERROR)


def test_the_closest_config(here: Path) -> None:
    put(here / "otlint.toml", 'locale = "en-GB"')
    put(here / "a" / "pyproject.toml", '[tool.otlint]\nlocale = "en-AU"\n')
    put(here / "a" / "b" / "pyproject.toml", "[tool.other]\nx = 1\n")
    put(here / "a" / "b" / "c" / "otlint.toml", 'locale = "en-CA"')
    put(here / "a" / "b" / "c" / "pyproject.toml", '[tool.otlint]\nlocale = "en-US"\n')
    configs = Configs()
    locales = {
        folder: configs.of(here / folder).locale
        for folder in (".", "a", "a/b", "a/b/c", "a/b/c/d/missing", "z", "a/../z")
    }
    assert locales == {
        ".": "en-GB",
        "a": "en-AU",
        "a/b": "en-AU",
        "a/b/c": "en-CA",
        "a/b/c/d/missing": "en-CA",
        "z": "en-GB",
        "a/../z": "en-GB",
    }
    assert configs.of("a").path == here / "a" / "pyproject.toml"
    assert Configs(isolated=True).of(here) == Config()


def test_an_explicit_config(here: Path) -> None:
    put(here / "otlint.toml", 'locale = "en-GB"')
    put(here / "ci" / "strict.toml", 'locale = "en-AU"\nexclude = ["drafts/"]\nvocab = "w.txt"')
    put(here / "posts" / "otlint.toml", 'locale = "en-CA"')
    configs = Configs("ci/strict.toml")
    assert configs.of(here / "posts").locale == "en-AU"
    assert configs.of(here).vocab == (here / "ci" / "w.txt",)
    assert configs.of(here).exclude[0].base == here  # ci/ holds no posts
    with pytest.raises(ConfigError, match=r"nope\.toml: there is no such config file"):
        load_config(here, explicit="nope.toml")
    with pytest.raises(UsageError, match="--isolated"):
        Configs("ci/strict.toml", isolated=True)
    put(here / "pyproject.toml", "[project]\n")
    with pytest.raises(ConfigError, match=r"no table \[tool\.otlint\]"):
        load_config(here, explicit="pyproject.toml")


def test_every_key_of_this_version(here: Path) -> None:
    put(here / "words.txt", "Zoë\n")
    config = loaded(
        here,
        """
        locale = "en_gb"
        audience = "clinicians"
        select = ["tone", "slips/listed-phrase"]
        ignore = ["tone/other"]
        include = ["posts/"]
        exclude = ["drafts/", "*.tmp.md"]
        fail-on = "warning"
        vocab = ["words.txt"]
        rules = ["./house-rules"]
        preview = true
        required-version = ">=0.0.1"
        [per-file-ignores]
        "old/*" = ["tone"]
        [severity]
        tone = "error"
        "tone/person-first" = "suggestion"
        [slips]
        second-look = false
        judge = "small"
        [readability]
        targets = {smog_index = 6}
        [languagetool]
        mode = "off"
        url = "http://localhost:8081"
        """,
    )
    assert config.locale == "en-GB"
    assert config.rules == (here / "house-rules",)
    assert config.preview is True
    assert config.filters.exclude[0].texts == ("drafts/", "*.tmp.md")
    post = settings(config, path=here / "new.md")
    assert post.rules == {"tone/person-first", "slips/listed-phrase"}
    assert post.severities == {"tone": Severity.ERROR, "tone/person-first": Severity.SUGGESTION}
    assert post.fail_on is Severity.WARNING
    assert post.audience == "clinicians"
    assert post.settings.vocabulary == {"Zoë"}
    assert post.settings.readability_targets == {"smog_index": 6.0}
    assert settings(config, path=here / "old" / "a.md").rules == {"slips/listed-phrase"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_encodings(here: Path, encoding: str) -> None:
    (here / "otlint.toml").write_bytes('audience = "general"\r\n'.encode(encoding))
    assert load_config(here).audience == "general"


# --- what is wrong


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\nlocal = 'en-GB'", r"^otlint\.toml:2: unknown key 'local': did you mean 'locale'\?$"),
        ("fail_on = 'error'", r":1: unknown key 'fail_on': did you mean 'fail-on'\?"),
        ("zzz = 1", r"unknown key 'zzz': there are locale, audience"),
        ("[tool.otlint]\nlocale = 'en-GB'", r":1: .*stand without \[tool\.otlint\]"),
        ("[slips]\n\nsecondlook = false", r":3: unknown key 'slips.secondlook': .*'second-look'"),
        ("[languagetool]\nmode = 'off'\npickey = true", r":3: .*'languagetool.pickey'.*'picky'"),
        ("locale = 'en-UK'", r":1: locale cannot be 'en-UK': did you mean 'en-GB'\?"),
        ("locale = 'fr'", "there are en-US, en-GB"),
        ("locale = 5", "locale wants a string, not a number"),
        ("locale = ''", "locale wants a string"),
        ("audience = 'client'", "audience cannot be 'client': did you mean 'clients'"),
        ("fail-on = 'errors'", "did you mean 'error'"),
        ("select = 'tone'", r"select wants a list of strings such as \[\"tone\"\], not 'tone'"),
        ("select = [1]", "select wants a list of strings"),
        ("select = []", "select is empty: no rule would run"),
        ("ignore = ['']", "ignore wants a list of strings"),
        ("exclude = [\n'a',\n'!']", r":1: exclude holds '!', which is not a valid pattern"),
        ("preview = 'yes'", "preview wants true or false, not 'yes'"),
        ("preview = 2020-01-01", "preview wants true or false, not a date"),
        ("vocab = 3", "vocab wants a list of strings"),
        ("severity = 'error'", "severity wants a table, not 'error'"),
        ("[severity]\n'tone/x' = 'warn'", r":2: severity.tone/x cannot be 'warn': .*'warning'"),
        ("severity = {tone = 'no'}", ":1: severity.tone cannot be 'no'"),
        ("[per-file-ignores]\n'a' = 'tone'", r":2: per-file-ignores.a wants a list"),
        ("[per-file-ignores]\n'!a' = ['tone']", r":2: per-file-ignores.!a is not a valid pattern"),
        (
            "[readability.targets]\nsmog_index = 'x'",
            r":2: readability.targets.smog_index wants a number",
        ),
        ("[readability.targets]\nsmog_index = true", "wants a number, not a boolean"),
        ("[readability.targets]\nsmog_index = nan", "wants a number"),
        ("readability = 3", "readability wants a table"),
        ("[readability]\ntarget = {}", "did you mean 'targets'"),
        # engines that are not there yet: never a silent skip
        ("baseline = 3", "wants a string"),
        ("people-language = {autism = 'x'}", "did you mean 'autistic'"),
        ("[people-language]\nautistic = 'x'", ":2: people-language.autistic cannot be 'x'"),
        ("[slips]\nsecond-look = 'yes'", ":2: slips.second-look wants"),
        ("[languagetool]\nmode = 'server'", ":2: languagetool.mode is 'server' without url"),
        ("[languagetool]\nurl = 'http://x'", "languagetool has no mode: write mode = 'local'"),
        ("[languagetool]\nmode = 'on'", ":2: languagetool.mode cannot be 'on'"),
        ("[languagetool]\nmode = 'off'\nurl = 'host:1'", ":3: languagetool.url cannot be 'host:1'"),
        # versions come first
        (
            "newkey = 1\nrequired-version = '>=99'",
            r":2: required-version asks for otlint >=99, but",
        ),
        ("required-version = 'latest'", "cannot be 'latest': write for example"),
        ("required-version = 1", "wants a string"),
        # TOML
        ("a = 1\nb = [1", r"^otlint\.toml(:2)?: no valid TOML"),
        ("locale = en-GB", r"^otlint\.toml:1: no valid TOML: "),
        ("a = " + "[" * 3000, "nested too deep"),
        ("a = 1\0", "NUL"),
        ("extend = 'other.toml'", r":1: extend names 'other\.toml': there is no such config file"),
        ("extend = 'otlint:nsh'", "extend names 'otlint:nsh': there is no such preset: did you"),
        (
            "extend = 'otlint.toml'",
            r":1: extend goes round in a circle: otlint\.toml -> otlint\.toml",
        ),
    ],
)
def test_errors(here: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        loaded(here, text)
    assert "\n" not in str(caught.value)


def test_errors_in_pyproject(here: Path) -> None:
    put(here / "pyproject.toml", "[project]\nname = 'x'\n\n[tool.otlint.slips]\nlook = true\n")
    with pytest.raises(ConfigError, match=r"^pyproject\.toml:5: unknown key 'slips\.look'"):
        load_config(here)
    put(here / "pyproject.toml", "[tool]\notlint = 3\n")
    with pytest.raises(ConfigError, match=r"no table \[tool\.otlint\]"):
        load_config(here)
    put(here / "pyproject.toml", "[tool\n")
    with pytest.raises(ConfigError, match=r"^pyproject\.toml:1: no valid TOML"):
        load_config(here)


def test_an_unreadable_config(here: Path) -> None:
    (here / "otlint.toml").write_bytes(b"\x81")
    with pytest.raises(ConfigError, match=r"otlint\.toml: byte 0x81"):
        load_config(here)


def test_errors_name_files_elsewhere(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    put(other / "otlint.toml", "x = 1")
    with pytest.raises(ConfigError, match=f"^{other.as_posix()}/otlint.toml:1: "):
        load_config(other)


# --- extend


def test_extend(here: Path) -> None:
    put(here / "words.txt", "Zoë")
    put(
        here / "otlint.toml",
        "locale = 'en-GB'\nignore = ['tone']\nvocab = 'words.txt'\nexclude = ['/posts/old/']\n"
        "[severity]\ntone = 'error'\nspelling = 'off'\n"
        "[per-file-ignores]\n'posts/a.md' = ['slips']\n",
    )
    put(
        here / "posts" / "otlint.toml",
        "extend = '../otlint.toml'\naudience = 'general'\nignore = ['slips']\nrules = ['r']\n"
        "[severity]\nspelling = 'warning'\n[per-file-ignores]\n'b.md' = ['spelling']\n",
    )
    config = load_config(here / "posts")
    assert (config.locale, config.audience, config.ignore) == ("en-GB", "general", ("slips",))
    assert config.severity == {"tone": "error", "spelling": "warning"}
    assert config.rules == (here / "posts" / "r",)
    assert config.exclude[0].base == here
    post = settings(config, path=here / "posts" / "b.md")
    assert post.rules == {"tone/person-first", "tone/other"}
    assert post.settings.vocabulary == {"Zoë"}
    assert len(settings(config, path=here / "posts" / "a.md").rules) == 3
    put(here / "posts" / "old" / "x.md", "x")
    put(here / "posts" / "y.md", "y")
    found = discover(["posts"], Configs().filters)
    assert [file.shown for file in found.files] == ["posts/y.md"]


def test_extend_a_shared_config_from_elsewhere(here: Path) -> None:
    put(here / "shared" / "base.toml", "exclude = ['drafts/']\nrules = ['packs']")
    put(here / "blog" / "otlint.toml", "extend = '../shared/base.toml'")
    config = load_config(here / "blog")
    assert config.exclude[0].base == here / "blog"
    assert config.rules == (here / "shared" / "packs",)


def test_extend_errors(here: Path) -> None:
    put(here / "otlint.toml", "extend = 'b.toml'")
    put(here / "b.toml", "\nextend = 'otlint.toml'")
    with pytest.raises(ConfigError, match=r"^b\.toml:2: .*circle: otlint.toml -> b.toml -> otlint"):
        load_config(here)
    put(here / "b.toml", "locale = 'x'")
    with pytest.raises(ConfigError, match=r"^b\.toml:1: locale"):
        load_config(here)


# --- choosing rules


@pytest.mark.parametrize(
    ("rule", "select", "ignore", "expected"),
    [
        ("a/b", None, (), True),
        ("a/b", ("a",), (), True),
        ("a/b", ("a/b",), (), True),
        ("a/b", ("a/c", "b"), (), False),
        ("a/b", ("a/b",), ("a",), False),
        ("a/b", None, ("a/b",), False),
        ("ab/c", ("a",), (), False),
    ],
)
def test_selected(
    rule: str, select: tuple[str, ...] | None, ignore: tuple[str, ...], expected: bool
) -> None:
    assert selected(rule, select, ignore) is expected


def test_the_command_line_chooses(here: Path) -> None:
    config = loaded(here, "ignore = ['tone']\n[severity]\nspelling = 'off'")
    assert settings(config).rules == {"slips/listed-phrase"}
    assert settings(config, select=("tone/other,spelling", "slips")).rules == {
        "tone/other",
        "spelling/unknown-word",
        "slips/listed-phrase",
    }
    assert settings(Config(), ignore=("tone, slips",)).rules == {"spelling/unknown-word"}
    with pytest.raises(UsageError, match="no rule is left to run"):
        settings(config, ignore=("slips",))
    with pytest.raises(UsageError, match="no rule is left to run"):
        settings(config, select=("tone",), ignore=("tone",))
    with pytest.raises(UsageError, match="--select names no rule"):
        settings(config, select=(",",))


def test_rules_that_do_not_exist(here: Path) -> None:
    with pytest.raises(
        UsageError, match=r"^--select: there is no .* 'tone/persn-first': did you mean"
    ):
        settings(Config(), select=("tone/persn-first",))
    with pytest.raises(UsageError, match=r"^--ignore: .* 'zzz': `otlint rules`"):
        settings(Config(), ignore=("zzz",))
    for text, place in [
        ("\nselect = ['ton']", r"otlint\.toml:2: select: .*did you mean 'tone'"),
        ("ignore = ['slips/x']", r"otlint\.toml:1: ignore: "),
        ("[severity]\n'spellings' = 'off'", r"otlint\.toml:2: severity: .*'spelling"),
        ("[per-file-ignores]\na = ['x']", r"otlint\.toml:2: per-file-ignores\.a: "),
    ]:
        with pytest.raises(ConfigError, match=place):
            settings(loaded(here, text))


def test_rules_of_other_packs_are_known(here: Path) -> None:
    config = loaded(here, "select = ['house/rule']")
    post = settings_for(config, Overrides(), {*KNOWN, "house/rule"})
    assert post.rules == {"house/rule"}


# --- precedence


def test_precedence(here: Path) -> None:
    config = loaded(here, "locale = 'en-CA'\naudience = 'general'\nfail-on = 'never'")
    assert settings(config).locale == "en-CA"
    assert settings(config).fail_on is None
    matter = {"lang": "en-AU", "audience": "clinicians"}
    assert settings(config, front_matter=matter).locale == "en-AU"
    assert settings(config, front_matter=matter).audience == "clinicians"
    post = settings(
        config, front_matter=matter, locale="en-gb", audience="clients", fail_on="suggestion"
    )
    assert (post.locale, post.audience) == ("en-GB", "clients")
    assert post.fail_on is Severity.SUGGESTION


@pytest.mark.parametrize(
    ("matter", "expected"),
    [
        ({}, "en-CA"),
        ({"lang": "en"}, "en-CA"),
        ({"lang": None, "locale": ""}, "en-CA"),
        ({"lang": "en_us"}, "en-US"),
        ({"lang": "en", "locale": "en-AU"}, "en-AU"),
        ({"lang": "en-NZ"}, "en-GB"),
        ({"locale": "EN-IE"}, "en-GB"),
    ],
)
def test_front_matter_locales(here: Path, matter: dict[str, Any], expected: str) -> None:
    config = loaded(here, "locale = 'en-CA'")
    assert settings(config, front_matter=matter).locale == expected


@pytest.mark.parametrize(
    ("matter", "message"),
    [
        ({"lang": "fr"}, "lang is 'fr': otlint checks English"),
        ({"lang": False}, "lang is 'False'"),  # YAML reads Norwegian as no
        ({"locale": ["en-GB"]}, "locale is"),
        ({"locale": "en-UK"}, "locale is 'en-UK'"),
        ({"audience": "client"}, "audience cannot be 'client': did you mean 'clients'"),
        ({"audience": ["clients"]}, "audience cannot be"),
    ],
)
def test_front_matter_errors(matter: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        settings(Config(), front_matter=matter)


def test_bad_overrides() -> None:
    with pytest.raises(UsageError, match="--locale cannot be 'en-UK': did you mean 'en-GB'"):
        settings(Config(), locale="en-UK")
    with pytest.raises(UsageError, match="--audience cannot be 'doctors'"):
        settings(Config(), audience="doctors")


def test_a_missing_vocabulary(here: Path) -> None:
    with pytest.raises(ConfigError, match=r"^words\.txt: the vocabulary file cannot be read"):
        settings(loaded(here, "vocab = 'words.txt'"))


# --- versions


@pytest.mark.parametrize(
    ("clause", "running", "fits"),
    [
        ("0.1.0", "0.1.0", True),
        ("==0.1", "0.1.0", True),
        ("== 0.1.1", "0.1.0", False),
        ("!=0.1", "0.1.0", False),
        (">=0.1", "0.1.0", True),
        (">0.1", "0.1.0", False),
        (">0.1", "0.10.0", True),
        ("<0.2", "0.1.9", True),
        ("<=0.1", "0.1.1", False),
        ("~=0.1.2", "0.1.9", True),
        ("~=0.1.2", "0.2.0", False),
        ("~=0.1", "0.2.0", True),
        ("~=1", "1.0.0", None),
        ("==0.1.*", "0.1.7", True),
        ("!=0.1.*", "0.1.7", False),
        (">0.1.*", "0.1.7", None),
        (">=0.1", "0.2.0.dev1", True),
        ("x", "0.1.0", None),
        ("", "0.1.0", None),
        ("=>1", "0.1.0", None),
    ],
)
def test_versions(clause: str, running: str, fits: bool | None) -> None:
    assert version_fits(clause, running) is fits


def test_this_version_fits_itself(here: Path) -> None:
    assert loaded(here, f"required-version = '>={__version__},<99'").path
    assert "required-version" in KEYS


# --- presets


def test_every_preset_can_be_used(here: Path) -> None:
    from otlint.registry import builtin_rules

    rules = builtin_rules()
    assert presets.names() == ("minimal", "nhs", "plain", "us-clinic")
    for name in presets.names():
        put(here / "otlint.toml", f'extend = "otlint:{name}"')
        settings = settings_for(
            load_config(here),
            Overrides(),
            rules,
            preview=[rule.id for rule in rules.values() if rule.preview],
        )
        assert "slips/listed-phrase" in settings.rules


def test_a_config_builds_on_a_preset(here: Path) -> None:
    put(
        here / "otlint.toml",
        'extend = "otlint:us-clinic"\nlocale = "en-CA"\n[severity]\n"claims/cure" = "warning"\n'
        '[people-language]\nautistic = "off"\n',
    )
    config = load_config(here)
    assert config.locale == "en-CA"
    assert config.severity["claims/cure"] == "warning"
    assert config.severity["claims/guarantee"] == "error"
    assert config.people_language == {"autistic": "off", "disabled": "person-first"}
    assert [name for name, _ in config.texts] == ["otlint.toml", "otlint:us-clinic"]


def test_people_language_reaches_the_rules(here: Path) -> None:
    put(here / "otlint.toml", '[people-language]\ndisabled = "identity-first"')
    settings = settings_for(load_config(here), Overrides(), {"a/b"})
    assert settings.settings.people_language == {"disabled": "identity-first"}
