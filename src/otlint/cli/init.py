"""`otlint init`: begin in a content repository, with a few questions and without overwriting."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from otlint import starting
from otlint.cli import FAILED, OK, complain
from otlint.config_schema import locale_of
from otlint.errors import UsageError
from otlint.settings import AUDIENCES, LOCALES

AUTO: Final = "auto"


def run(*, locale: str | None, audience: str | None, ci: str | None, yes: bool) -> int:
    """Write what is not there yet; returns the exit code.

    Raises:
        UsageError: An answer is none of the choices, or a file cannot be written.
    """
    here = Path.cwd()
    asking = not yes and sys.stdin.isatty()
    if locale is None and asking:
        locale = _ask("Which English are the posts in", (AUTO, *LOCALES), AUTO)
    if audience is None:
        audience = _ask("Who reads them", AUDIENCES, AUDIENCES[0]) if asking else AUDIENCES[0]
    service = starting.service_of(here)
    if ci is None:
        choices = ("none", *starting.WORKFLOWS)
        ci = _ask("Where is the gate", choices, service or "none") if asking else service or "none"
    files = starting.files(
        None if locale in (None, AUTO) else locale_of(locale, {}),
        audience,
        None if ci == "none" else ci,
    )
    return _write(here, files)


def _ask(question: str, choices: tuple[str, ...], default: str) -> str:
    import typer

    while True:
        shown = f"{question} ({', '.join(choices)})"
        answer: str = typer.prompt(shown, default, err=True).strip()
        for choice in choices:
            if choice.lower() == answer.lower():
                return choice
        complain(f"'{answer}' is none of {', '.join(choices)}")


def _write(folder: Path, files: dict[str, str]) -> int:
    code = OK
    for name, text in files.items():
        path = folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            if path.is_dir() or not path.exists():
                raise UsageError(f"{name} is in the way: it is no file") from None
            print(f"{name} is there already and stays as it is.")
            if name != "words.txt" and "otlint" not in path.read_text("utf-8", errors="replace"):
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
