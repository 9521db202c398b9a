"""Where the repository begins, and paths as the services that host it name them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from otlint.report import Report


def root_of(folder: Path) -> Path:
    """The nearest folder upwards that holds `.git`; the folder itself where there is none."""
    folder = folder.absolute()
    for place in (folder, *folder.parents):
        # A folder in a clone, a file in a worktree or a submodule.
        if (place / ".git").exists():
            return place
    return folder


def from_root(report: Report, root: Path, stdin_filename: str | None = None) -> Report:
    """The report with paths relative to a repository, as GitHub and GitLab want them.

    Paths have forward slashes. A post outside the repository has its whole path; standard input
    takes the name that it stands for, and is "-" without one.
    """
    return replace(
        report,
        files=tuple(
            replace(file, path=_from_root(file.path, root, stdin_filename)) for file in report.files
        ),
    )


def _from_root(path: str, root: Path, stdin_filename: str | None) -> str:
    if path == "-":
        if stdin_filename is None:
            return path
        path = stdin_filename
    # A post that is a link keeps its own place in the repository, but the folders on the way to it
    # may be links from elsewhere.
    place = Path(os.path.normpath(Path.cwd() / path))
    for known in (place, Path(os.path.realpath(place.parent), place.name)):
        if known.is_relative_to(root):
            return known.relative_to(root).as_posix()
    return place.as_posix()
