"""`otlint baseline`: write down what is found today, so that `check` reports what is new."""

from __future__ import annotations

import enum
import os
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from otlint import baseline
from otlint.checking import Checker
from otlint.cli import BUG, FAILED, OK, complain
from otlint.cli.leaving import warn_before_sending
from otlint.cli.narrowing import Shelf
from otlint.cli.streams import progress
from otlint.config import Configs
from otlint.discovery import from_here
from otlint.errors import UsageError
from otlint.registry import former_ids
from otlint.running import check_all

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from otlint.baseline import Baseline, Known
    from otlint.config import Config, Overrides
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a baseline lies, or would."""

    path: Path
    named: bool
    """Whether the command line or a config names it, so that it must be there to be read."""

    @property
    def holds(self) -> bool:
        """Whether there is something to read, or ought to be."""
        return self.named or self.path.exists()


def place_for(file: str | None, own: Config, here: Config) -> Place:
    """The baseline of a post, whatever folder otlint is run in.

    As the command line names it, else as the config of the post does, else the file beside that
    config. While there is none, that of the current folder counts where it is there.

    Args:
        file: The baseline, where the command line names one.
        own: The config of the post.
        here: That of the current folder.
    """
    if file is not None:
        return Place(Path.cwd() / file, named=True)
    places = [
        Place(one.baseline, named=True)
        if one.baseline is not None
        else Place((one.path.parent if one.path else Path.cwd()) / baseline.NAME, named=False)
        for one in (own, here)
    ]
    return next((place for place in places if place.holds), places[0])


def _places(
    file: str | None, checker: Checker, posts: Sequence[File], here: Config
) -> dict[File, Place]:
    """The baseline of each post, each config looked at once."""
    by_config: dict[Path | None, Place] = {}
    places = {}
    for post in posts:
        own = checker.config_of(post)
        if own.path not in by_config:
            by_config[own.path] = place_for(file, own, here)
        places[post] = by_config[own.path]
    return places


def known(
    file: str | None, checker: Checker, posts: Sequence[File], config: str | None, *, isolated: bool
) -> dict[File, Shelf]:
    """What holds for each post of a run that has a baseline.

    Args:
        file: The baseline, where the command line names one.
        checker: Knows the rules and the configs.
        posts: The posts of the run.
        config: The config that the command line names.
        isolated: Whether no config files are read.

    Raises:
        OtlintError: A baseline is named and not there, or cannot be used.
    """
    if isolated and file is None:
        return {}
    here = Configs(config, isolated=isolated).of(Path.cwd())
    shelves: dict[Path, Shelf] = {}

    def shelf(place: Place) -> Shelf:
        if place.path not in shelves:
            former = former_ids(checker.rules_of(posts))
            shelves[place.path] = Shelf(baseline.read(place.path, former), place.path.parent)
        return shelves[place.path]

    # A damaged one is said where there is no post as well.
    if not posts and (place := place_for(file, here, here)).holds:
        shelf(place)
    places = _places(file, checker, posts, here)
    return {post: shelf(place) for post, place in places.items() if place.holds}


def run(request: Request, overrides: Overrides) -> int:
    """Write the baseline; returns the exit code.

    Raises:
        OtlintError: Nothing could be checked, or the baseline cannot be written.
    """
    here = Configs(request.config).of(Path.cwd())
    make = partial(Checker, overrides, config=request.config, cache=True)
    checker = make()
    files = checker.discover(request.paths, request.exclude)
    if any(file.stdin for file in files.files):
        raise UsageError("a baseline is about files: standard input has no place in it")
    places = _places(request.file, checker, files.files, here)
    paths = sorted(
        {place.path for place in places.values()} or {place_for(request.file, here, here).path}
    )
    former = former_ids(checker.rules_of(files.files))
    old = {path: _old(path, request.mode, former) for path in paths}
    code = OK
    for notice in files.notices:
        complain(f"{notice.path}: {notice.message}")
    for error in files.errors:
        complain(f"{error.path}: {error.message}")
        code = FAILED
    warn_before_sending(checker, files.files)
    found: dict[Path, dict[str, Known]] = {path: {} for path in paths}
    for file, outcome in zip(
        files.files,
        progress(check_all(make, files.files, jobs=request.jobs), len(files.files)),
        strict=True,
    ):
        for text in outcome.report.failures:
            complain(f"{file.shown}: {text}")
            code = max(code, BUG if outcome.bug else FAILED)
        if outcome.report.error is None:
            path = places[file].path
            post = baseline.place_of(file.path, path.parent)
            found[path][post] = baseline.keys(outcome.report.findings)
    if code != OK:
        complain("the baseline is not written: it would hide what could not be checked")
        return code
    for path in paths:
        new = _new(old[path], found[path], path, request)
        baseline.write(new, path)
        print(_said(old[path], new, path))
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


def _new(old: Baseline, found: dict[str, Known], path: Path, request: Request) -> Baseline:
    asked = [Path.cwd() / one for one in request.paths or (".",)]

    def exists(post: str) -> bool:
        return (path.parent / post).exists()

    def stays(post: str) -> bool:
        """A post that is gone may have been renamed to one that this run does not look at."""
        place = Path(os.path.normpath(path.parent / post))
        looked = any(place.is_relative_to(os.path.normpath(one)) for one in asked)
        return exists(post) or not looked

    old = baseline.followed(old, found, exists)
    change = baseline.pruned if request.mode is Mode.PRUNE else baseline.updated
    return change(old, found, stays)


def _said(old: Baseline, new: Baseline, path: Path) -> str:
    findings = "1 finding" if len(new) == 1 else f"{len(new):,} findings"
    posts = "1 post" if len(new.posts) == 1 else f"{len(new.posts):,} posts"
    before = f" ({len(old):,} before)" if len(old) and len(old) != len(new) else ""
    return (
        f"{_shown(path)} holds {findings} in {posts}{before}: `otlint check` reports what is new."
    )


def _shown(path: Path) -> str:
    return from_here(path).as_posix()
