"""What has changed in a git repository since a commit: posts, and lines of posts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from otlint.model import Source, Span

_HUNK: Final = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
# Whatever the user's config says of diffs, these come out alike.
_DIFF: Final = ("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--find-renames")


@dataclass(frozen=True, slots=True)
class Lines:
    r"""Lines of a post that changed: half-open ranges of numbers from 1, as git counts (by \n)."""

    ranges: tuple[tuple[int, int], ...]

    def touch(self, source: Source, span: Span) -> bool:
        """Whether a span of a post has a character on one of these lines."""
        first = source.text.count("\n", 0, span.start) + 1
        last = first + source.text.count("\n", span.start, max(span.start, span.end - 1))
        return any(first < end and start <= last for start, end in self.ranges)


ALL: Final = Lines(((1, 10**12),))
"""Every line: of a new post, or of one that git takes for binary."""


@dataclass(frozen=True)
class Changes:
    """What differs between a commit and the working tree; staged, not staged, or untracked.

    Not slotted: the lists are made when they are asked for.
    """

    root: Path
    base: str

    @cached_property
    def _olds(self) -> Mapping[str, str | None]:
        """Changed files by their place in the repository, with the old place or None (new)."""
        found: dict[str, str | None] = {}
        fields = iter(_git(self.root, *_DIFF, "--name-status", "-z", self.base, "--").split(b"\0"))
        for status in fields:
            if not status:
                break
            old = os.fsdecode(next(fields))
            if status[:1] in b"RC":
                found[os.fsdecode(next(fields))] = old
            elif status[:1] != b"D":
                found[old] = None if status[:1] == b"A" else old
        untracked = _git(self.root, "ls-files", "--others", "--exclude-standard", "-z")
        return found | {os.fsdecode(name): None for name in untracked.split(b"\0") if name}

    def holds(self, path: Path) -> bool:
        """Whether a file has changed, was renamed, or is new."""
        return self._place(path) in self._olds

    def lines(self, path: Path) -> Lines:
        """The changed lines of a file; none where only its name has changed."""
        place = self._place(path)
        if place not in self._olds:
            return Lines(())
        old = self._olds[place]
        if old is None:
            return ALL
        names = dict.fromkeys((old, place))
        diff = _git(self.root, *_DIFF, "--unified=0", self.base, "--", *names)
        hunks = tuple(_ranges(diff))
        return ALL if not hunks and b"\nBinary files " in diff else Lines(hunks)

    def _place(self, path: Path) -> str:
        # A link counts as itself: git keeps links, not what they lead to.
        real = Path(os.path.realpath(path.parent)) / path.name
        return Path(os.path.relpath(real, self.root)).as_posix()


def changes_since(ref: str, folder: Path) -> Changes:
    """What has changed since the working tree and a commit parted ways.

    Args:
        ref: The commit, by any name that git takes (`origin/main`).
        folder: A folder of the repository.

    Raises:
        UsageError: There is no git, no repository, no such commit, or no common history; names the
            mend.
    """
    if shutil.which("git") is None:
        raise UsageError("what has changed is for git to say, and it is not installed")
    top = _try(folder, "rev-parse", "--show-toplevel")
    if top is None:
        raise UsageError(f"{folder.as_posix()} is in no git repository: nothing says what changed")
    root = Path(os.path.realpath(os.fsdecode(top.removesuffix(b"\n"))))
    shallow = _try(root, "rev-parse", "--is-shallow-repository") == b"true\n"
    mend = (
        "this clone is shallow: fetch the history (`git fetch --unshallow`; in GitHub Actions "
        "`fetch-depth: 0` at actions/checkout, in GitLab `GIT_DEPTH: 0`)"
    )
    if (
        ref.startswith("-")
        or _try(root, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}") is None
    ):
        hint = f"; {mend}" if shallow else ": is it spelt right, and fetched?"
        raise UsageError(f"git knows no commit '{ref}'{hint}")
    if _try(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}") is None:
        raise UsageError("this repository has no commits yet: there is nothing to compare with")
    base = _try(root, "merge-base", ref, "HEAD")
    if base is None:
        hint = mend if shallow else "they have no common history"
        raise UsageError(f"git cannot compare with '{ref}': {hint}")
    return Changes(root, base.decode().strip())


def _ranges(diff: bytes) -> Iterator[tuple[int, int]]:
    for hunk in _HUNK.finditer(diff):
        start = int(hunk[1])
        count = int(hunk[2]) if hunk[2] else 1
        if count:
            yield start, start + count


def _git(folder: Path, *arguments: str) -> bytes:
    done = _run(folder, *arguments)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        raise UsageError(f"git {arguments[0]} failed: {said}")
    return done.stdout


def _try(folder: Path, *arguments: str) -> bytes | None:
    done = _run(folder, *arguments)
    return None if done.returncode else done.stdout


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    # Literal paths: a post may be called "*.md". No lock: another git may be at work.
    command = ["git", "--literal-pathspecs", "--no-optional-locks", *arguments]
    try:
        return subprocess.run(  # noqa: S603 - a list of arguments, no shell
            command, cwd=folder, capture_output=True, check=False
        )
    except OSError as error:
        raise UsageError(f"git cannot be run: {error.strerror}") from error
