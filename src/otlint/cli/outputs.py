"""Reports of `check`: on standard output, and in the files that `-o FORMAT=FILE` names."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from otlint.errors import UsageError
from otlint.files import replace_file
from otlint.reporters import DESCRIBE_RULES, FROM_ROOT, REPORTERS, Options
from otlint.repository import from_root, root_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from otlint.discovery import File
    from otlint.report import Report
    from otlint.rule import Rule


@dataclass(frozen=True, slots=True)
class Output:
    """A report to write: its format and its file."""

    format: str
    path: Path


def outputs(texts: Iterable[str]) -> tuple[Output, ...]:
    """`FORMAT=FILE`, read, and refused before a long run where the file cannot be written.

    Raises:
        UsageError: No such format, no such folder or none to write in, no file, or one file twice.
    """
    found: list[Output] = []
    for text in texts:
        name, equals, path = text.partition("=")
        if not equals or not path or name not in REPORTERS:
            raise UsageError(
                f"-o wants FORMAT=FILE with one of {', '.join(REPORTERS)}, not '{text}'"
            )
        output = Output(name, Path(path))
        _refuse(output.path, found)
        found.append(output)
    return tuple(found)


def _refuse(path: Path, others: Iterable[Output]) -> None:
    shown, folder = path.as_posix(), path.parent.as_posix()
    if shown == "-":
        raise UsageError("-o writes files: for standard output use --output-format")
    if path.is_dir():
        raise UsageError(f"-o: {shown} is a folder: name a file in it")
    if not path.parent.is_dir():
        raise UsageError(f"-o: there is no folder {folder} for {path.name}: make it first")
    # A report is put in place of the old one; what is no regular file (a pipe) is written to.
    place = path if path.exists() and not path.is_file() else Path(os.path.realpath(path)).parent
    if not os.access(place, os.W_OK):
        raise UsageError(f"-o: {folder} cannot be written in: name a file somewhere else")
    if any(_place(path) == _place(other.path) for other in others):
        raise UsageError(f"-o: two reports cannot both be written to {shown}")


def _place(path: Path | str) -> str:
    """What two names of one file have in common."""
    return os.path.normcase(os.path.realpath(path))


def refuse_posts(found: Iterable[Output], files: Iterable[File]) -> None:
    """Keep a report from being written over a post.

    Raises:
        UsageError: A report and a post are the same file.
    """
    taken = {_place(output.path): output for output in found}
    for file in files if taken else ():
        if not file.stdin and (output := taken.get(_place(file.path))):
            raise UsageError(f"-o: {output.path.as_posix()} is one of the posts: name another file")


def rendered(
    name: str,
    report: Report,
    options: Options,
    rules: Callable[[], Mapping[str, Rule]],
    stdin_filename: str | None = None,
) -> str:
    """The report in a format, with what that format needs: paths of the repository, rules."""
    if name in FROM_ROOT:
        report = from_root(report, root_of(Path.cwd()), stdin_filename)
    if name in DESCRIBE_RULES:
        report = replace(report, rules=rules())
    return REPORTERS[name](report, options)


def write(text: str, path: Path) -> None:
    """Write a report whole or not at all.

    Raises:
        UsageError: It cannot be written.
    """
    try:
        replace_file(path, text.encode("utf-8", "replace"))
    except OSError as error:
        raise UsageError(
            f"cannot write the report to {path.as_posix()}: {error.strerror}"
        ) from error
