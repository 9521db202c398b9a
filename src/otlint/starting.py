"""What a content repository needs to begin with otlint: its config, the hook, the workflow."""

from __future__ import annotations

from pathlib import Path
from string import Template
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from otlint import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

TEMPLATES: Final = Path(__file__).resolve().parent / "data" / "templates"
CONFIG: Final = "otlint.toml"
HOOK: Final = ".pre-commit-config.yaml"
WORKFLOWS: Final[Mapping[str, str]] = MappingProxyType(
    {"github": ".github/workflows/otlint.yml", "gitlab": ".gitlab-ci.yml"}
)
"""Where each service looks for its workflow."""


def files(locale: str | None, audience: str, ci: str | None) -> dict[str, str]:
    """The files to begin with, by their path from the top of the repository.

    Args:
        locale: The English of the posts; None: to be seen from each post.
        audience: Who reads them.
        ci: A key of `WORKFLOWS`, or None.
    """
    said = (
        f'locale = "{locale}"' if locale else '# locale = "en-GB"   # default: seen from each post'
    )
    made = {
        CONFIG: _filled("otlint.toml", locale=said, audience=audience),
        "words.txt": _filled("words.txt"),
        HOOK: _filled("pre-commit.yaml", version=__version__),
    }
    if ci is not None:
        made[WORKFLOWS[ci]] = _filled(f"{ci}.yml", version=__version__)
    return made


def service_of(folder: Path) -> str | None:
    """Which service the repository is hosted by, as far as its files say."""
    if (folder / ".github").is_dir():
        return "github"
    if (folder / ".gitlab-ci.yml").exists():
        return "gitlab"
    try:
        config = (folder / ".git" / "config").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return next((name for name in WORKFLOWS if f"{name}.com" in config), None)


def _filled(name: str, **values: str) -> str:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return Template(text).substitute(values)
