"""What a content repository needs to begin with otlint: its config, the hook, the workflow."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path, PurePosixPath
from string import Template
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from otlint import __version__
from otlint.settings import COMMUNITIES, LANGUAGE_WISHES

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATES: Final = Path(__file__).resolve().parent / "data" / "templates"
CONFIG: Final = "otlint.toml"
WORDS: Final = "words.txt"
HOOK: Final = ".pre-commit-config.yaml"
WORKFLOWS: Final[Mapping[str, str]] = MappingProxyType(
    {"github": ".github/workflows/otlint.yml", "gitlab": ".gitlab-ci.yml"}
)
"""Where each service looks for its workflow."""


_HOST: Final = re.compile(r"^\S+ (?:\w[\w+.-]*://)?(?:[^@/\s]*@)?([^/:\s]+)", re.MULTILINE)


def files(
    locale: str | None,
    audience: str,
    ci: str | None,
    within: str = ".",
    people: str | None = None,
) -> dict[str, str]:
    """The files to begin with, by their path from the top of the repository.

    Args:
        locale: The English of the posts; None: to be seen from each post.
        audience: Who reads them.
        ci: A key of `WORKFLOWS`, or None.
        within: The folder of the posts, from the top. The hook and the workflow are read at the
            top alone; the config belongs to the posts.
        people: What comes first where communities differ, as in `people-language`; None: either.
    """
    said = (
        f'locale = "{locale}"' if locale else '# locale = "en-GB"   # default: seen from each post'
    )
    place = PurePosixPath(within)
    only = "" if within == "." else f"\n        files: ^{re.escape(within)}/"
    language = "".join(
        f'{"" if people else "# "}{community} = "{people or LANGUAGE_WISHES[0]}"\n'
        for community in COMMUNITIES
    )
    table = f"{'' if people else '# '}[people-language]\n{language}"
    made = {
        str(place / CONFIG): _filled("otlint.toml", locale=said, audience=audience, people=table),
        str(place / WORDS): _filled("words.txt"),
        HOOK: _filled("pre-commit.yaml", version=__version__, files=only),
    }
    if ci is not None:
        paths = shlex.quote(within)
        if ci == "github" and paths != within:
            paths = json.dumps(paths)  # split like words of a shell: the quotes are part of it
        made[WORKFLOWS[ci]] = _filled(f"{ci}.yml", version=__version__, paths=paths)
    return made


def service_of(folder: Path) -> str | None:
    """Which service hosts the repository with this top, as far as its files and remotes say."""
    if (folder / ".github").is_dir():
        return "github"
    if (folder / ".gitlab-ci.yml").exists():
        return "gitlab"
    hosts = _HOST.findall(_remotes(folder))
    return next((name for host in hosts for name in WORKFLOWS if name in host.lower()), None)


def _remotes(folder: Path) -> str:
    command = ["git", "config", "--get-regexp", r"^remote\..*\.url$"]
    try:
        done = subprocess.run(  # noqa: S603 - a list of arguments, no shell
            command, cwd=folder, capture_output=True, check=False
        )
    except OSError:  # no git
        return ""
    return done.stdout.decode("utf-8", "replace")


def _filled(name: str, **values: str) -> str:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return Template(text).substitute(values)
