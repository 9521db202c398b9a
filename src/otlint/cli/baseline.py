"""`otlint baseline`: write down what is found today, so that `check` reports what is new."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from otlint import baseline
from otlint.checking import Checker
from otlint.cli import BUG, FAILED, OK, complain
from otlint.cli.streams import progress
from otlint.config import Configs
from otlint.errors import UsageError
from otlint.registry import former_ids
from otlint.running import check_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from otlint.baseline import Baseline, Known
    from otlint.config import Overrides
    from otlint.discovery import File


class Mode(enum.Enum):
    """What becomes of a baseline that is there."""

    NEW = "new"
    """It must not be there yet."""
    UPDATE = "update"
    """The posts of this run are written down anew."""
    PRUNE = "prune"
    """What is not found again is taken out."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the command line asks of `baseline`."""

    paths: tuple[str, ...] = ()
    mode: Mode = Mode.NEW
    file: str | None = None
    exclude: tuple[str, ...] = ()
    config: str | None = None
    jobs: int | None = None


def locate(file: str | None, configs: Configs) -> Path:
    """The baseline of the current folder: as named, else beside the config, else right here.

    Raises:
        ConfigError: The config cannot be used.
    """
    if file is not None:
        return Path.cwd() / file
    config = configs.of(Path.cwd())
    if config.baseline is not None:
        return config.baseline
    return (config.path.parent if config.path else Path.cwd()) / baseline.NAME


def known(
    file: str | None, checker: Checker, posts: Sequence[File], config: str | None, *, isolated: bool
) -> tuple[Baseline, Path] | None:
    """The baseline that holds for a run, and its folder; None where there is none.

    Args:
        file: The baseline, where the command line names one.
        checker: Knows the rules.
        posts: The posts of the run.
        config: The config that the command line names.
        isolated: Whether no config files are read.

    Raises:
        OtlintError: It is named and not there, or cannot be used.
    """
    if isolated and file is None:
        return None
    configs = Configs(config, isolated=isolated)
    named = file is not None or configs.of(Path.cwd()).baseline is not None
    path = locate(file, configs)
    if not path.exists() and not named:
        return None
    return baseline.read(path, former_ids(checker.rules_of(posts))), path.parent


def run(request: Request, overrides: Overrides) -> int:
    """Write the baseline; returns the exit code.

    Raises:
        OtlintError: Nothing could be checked, or the baseline cannot be written.
    """
    path = locate(request.file, Configs(request.config))
    make = partial(Checker, overrides, config=request.config, cache=True)
    checker = make()
    files = checker.discover(request.paths, request.exclude)
    old = _old(path, request.mode, former_ids(checker.rules_of(files.files)))
    code = OK
    for notice in files.notices:
        complain(f"{notice.path}: {notice.message}")
    for error in files.errors:
        complain(f"{error.path}: {error.message}")
        code = FAILED
    found: dict[str, Known] = {}
    for file, outcome in zip(
        files.files,
        progress(check_all(make, files.files, jobs=request.jobs), len(files.files)),
        strict=True,
    ):
        for text in outcome.report.unchecked:
            complain(f"{file.shown}: {text}")
            code = max(code, FAILED)
        if outcome.report.error is not None:
            complain(f"{file.shown}: {outcome.report.error}")
            code = max(code, BUG if outcome.bug else FAILED)
        elif file.stdin:
            raise UsageError("a baseline is about files: standard input has no place in it")
        else:
            place = baseline.place_of(file.path, path.parent)
            found[place] = baseline.keys(outcome.report.findings)
    if code != OK:
        complain("the baseline is not written: it would hide what could not be checked")
        return code
    new = _new(old, found, path, request.mode)
    baseline.write(new, path)
    print(_said(old, new, path))
    return OK


def _old(path: Path, mode: Mode, former: Mapping[str, str]) -> Baseline:
    if not path.exists():
        if mode is Mode.PRUNE:
            raise UsageError(f"there is no baseline {_shown(path)} to prune")
        return baseline.Baseline()
    if mode is Mode.NEW:
        raise UsageError(
            f"there is a baseline already, {_shown(path)}: --update writes it anew for these posts,"
            " --prune takes out what is no longer found"
        )
    return baseline.read(path, former)


def _new(old: Baseline, found: dict[str, Known], path: Path, mode: Mode) -> Baseline:
    def exists(post: str) -> bool:
        return (path.parent / post).exists()

    old = baseline.followed(old, found, exists)
    change = baseline.pruned if mode is Mode.PRUNE else baseline.updated
    return change(old, found, exists)


def _said(old: Baseline, new: Baseline, path: Path) -> str:
    findings = "1 finding" if len(new) == 1 else f"{len(new):,} findings"
    posts = "1 post" if len(new.posts) == 1 else f"{len(new.posts):,} posts"
    before = f" ({len(old):,} before)" if len(old) and len(old) != len(new) else ""
    return (
        f"{_shown(path)} holds {findings} in {posts}{before}: `otlint check` reports what is new."
    )


def _shown(path: Path) -> str:
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()
