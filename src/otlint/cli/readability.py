"""`otlint readability`: the scores of posts and of their sections."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from otlint.checking import Checker
from otlint.cli import FAILED, OK, complain
from otlint.cli.streams import emit, welcome_paste
from otlint.errors import InputError
from otlint.readability import measure
from otlint.report import FileReport, Report
from otlint.reporters import READABILITY_REPORTERS, Options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otlint.config import Overrides


def run(
    paths: Sequence[str],
    overrides: Overrides,
    *,
    exclude: Sequence[str],
    stdin_filename: str | None,
    config: str | None,
    isolated: bool,
    as_json: bool,
) -> int:
    """Print the scores; returns the exit code."""
    checker = Checker(overrides, config=config, isolated=isolated, stdin_filename=stdin_filename)
    found = checker.discover(paths, exclude)
    reports: list[FileReport] = []
    code = OK
    for notice in found.notices:
        complain(f"{notice.path}: {notice.message}")
    for error in found.errors:
        complain(f"{error.path}: {error.message}")
        reports.append(FileReport(error.path, None, error=error.message))
        code = FAILED
    welcome_paste(found.files)
    for file in found.files:
        try:
            document, settings, _, _ = checker.load(file)
        except InputError as error:
            complain(f"{file.shown}: {error}")
            reports.append(FileReport(file.shown, None, error=str(error)))
            code = FAILED
            continue
        reports.append(
            FileReport(
                file.shown,
                document.source,
                readability=measure(document, settings.settings, sections=True),
                locale=document.locale,
                audience=document.audience,
            )
        )
    text = READABILITY_REPORTERS["json" if as_json else "text"](
        Report(tuple(reports)), Options.for_stream(sys.stdout)
    )
    emit(text, sys.stdout, utf8=as_json)
    return code
