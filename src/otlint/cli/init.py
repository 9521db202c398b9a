"""`otlint init`: begin in a content repository, with a few questions and without overwriting."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

from otlint import starting
from otlint.cli import FAILED, OK, complain
from otlint.config import load_config
from otlint.config_schema import locale_of
from otlint.errors import UsageError
from otlint.repository import root_of
from otlint.settings import AUDIENCES, LANGUAGE_WISHES, LOCALES

AUTO: Final = "auto"
EITHER: Final = "either"


def run(*, locale: str | None, audience: str | None, ci: str | None, yes: bool) -> int:
    """Write what is not there yet; returns the exit code.

    Raises:
        ConfigError: There is a config already, and it cannot be used.
        UsageError: An answer is none of the choices, or a file cannot be written.
    """
    here = Path.cwd()
    root = root_of(here)
    held = load_config(here).path
    begun = held is not None and held.parent == here
    asking = not yes and sys.stdin.isatty()
    if locale is None and asking and not begun:
        locale = _ask("Which English are the posts in", (AUTO, *LOCALES), AUTO)
    if audience is None:
        ask = asking and not begun
        audience = _ask("Who reads them", AUDIENCES, AUDIENCES[0]) if ask else AUDIENCES[0]
    people = EITHER
    if asking and not begun:
        question = "Autistic, disabled and deaf people: which words come first"
        people = _ask(question, (EITHER, *LANGUAGE_WISHES[:2]), EITHER)
    service = starting.service_of(root)
    if ci is None:
        choices = ("none", *starting.WORKFLOWS)
        ci = _ask("Where is the gate", choices, service or "none") if asking else service or "none"
    files = {
        root / name: text
        for name, text in starting.files(
            None if locale in (None, AUTO) else locale_of(locale, {}),
            audience,
            None if ci == "none" else ci,
            here.relative_to(root).as_posix(),
            None if people == EITHER else people,
        ).items()
    }
    if begun and held:
        print(f"{held.name} is there already and stays as it is.")
        # A vocabulary beside it would be one that it does not name.
        del files[here / starting.CONFIG], files[here / starting.WORDS]
    code = _write(files)
    if held and not begun:
        complain(
            f'{_shown(held)} no longer holds here: write `extend = "{_shown(held)}"` into '
            f"{starting.CONFIG} to build on it"
        )
    return code


def _ask(question: str, choices: tuple[str, ...], default: str) -> str:
    import typer

    while True:
        shown = f"{question} ({', '.join(choices)})"
        answer: str = typer.prompt(shown, default, err=True).strip()
        for choice in choices:
            if choice.lower() == answer.lower():
                return choice
        complain(f"'{answer}' is none of {', '.join(choices)}")


def _write(files: dict[Path, str]) -> int:
    code = OK
    for path, text in files.items():
        name = _shown(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            if path.is_dir() or not path.exists():
                raise UsageError(f"{name} is in the way: it is no file") from None
            print(f"{name} is there already and stays as it is.")
            if path.name != starting.WORDS and not _names_otlint(path):
                print(f"It does not name otlint yet; add what fits:\n\n{text}")
        except OSError as error:
            complain(f"{name} cannot be written: {error.strerror}")
            code = FAILED
        else:
            print(f"Wrote {name}.")
    if code == OK:
        print(
            "\nNow run `otlint check`. Where there are many old posts, `otlint baseline` writes"
            "\ndown what they have, so that only what is new is reported; `otlint vocab collect`"
            "\nlists the words that otlint does not know. `pre-commit install` puts the hook in."
        )
    return code


def _shown(path: Path) -> str:
    return Path(os.path.relpath(path)).as_posix()


def _names_otlint(path: Path) -> bool:
    try:
        return "otlint" in path.read_text("utf-8", errors="replace")
    except OSError:
        return False
