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

    Paths have forward slashes. A post outside the repository keeps the path that it was given;
    standard input takes the name that it stands for.
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
    # Not resolved: a post keeps its place in the repository even where it is a link.
    place = Path(os.path.normpath(Path.cwd() / path))
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else path
