"""What has changed in a git repository since a commit: posts, and lines of posts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint.errors import UsageError
from otlint.repository import root_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from otlint.model import Source, Span

_HUNK: Final = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
# Whatever the user's config says of diffs, these come out alike.
_DIFF: Final = (
    *("diff", "--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules"),
    *("--find-renames", "-l1000", "--inter-hunk-context=0"),
)


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
    def _tracked(self) -> frozenset[str]:
        names = _git(self.root, "ls-files", "-z").split(b"\0")
        return frozenset(os.fsdecode(name) for name in names)

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        """Files by what is left of their names where letters are put down in one way alone."""
        return {_fold(name): name for name in sorted({*self._tracked, *self._olds})}

    @cached_property
    def _olds(self) -> Mapping[str, str | None]:
        """Changed files that git keeps, by their place, with the old place or None (new)."""
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
        return found

    def holds(self, path: Path) -> bool:
        """Whether a file has changed, was renamed, or is new.

        What git does not keep is new, ignored or not: which files are posts is not for git to say.

        Raises:
            UsageError: The file is not in this repository, so that nothing is known of it.
        """
        return self._differs(self._place(path)) or (
            # Git keeps where a link leads, not what is there.
            path.is_symlink() and self.holds(Path(os.path.realpath(path)))
        )

    def lines(self, path: Path) -> Lines:
        """The changed lines of a file; none where only its name has changed."""
        place = self._place(path)
        if path.is_symlink():
            return ALL if self._differs(place) else self.lines(Path(os.path.realpath(path)))
        if not self._differs(place):
            return Lines(())
        old = self._olds.get(place)
        if old is None:
            return ALL
        names = dict.fromkeys((old, place))
        diff = _git(self.root, *_DIFF, "--unified=0", self.base, "--", *names)
        hunks = tuple(_ranges(diff))
        return ALL if not hunks and b"\nBinary files " in diff else Lines(hunks)

    def _differs(self, place: str) -> bool:
        return place in self._olds or place not in self._tracked

    def _place(self, path: Path) -> str:
        """Where git keeps a file; a link is a file of its own."""
        real = Path(os.path.realpath(path.parent)) / path.name
        if not real.is_relative_to(self.root) or self._nested(real.parent):
            raise UsageError(
                f"{path.as_posix()} is not in the git repository {self.root.as_posix()} itself, "
                "which cannot say what changed in it: leave it out (`--exclude`) or check it where "
                "it belongs"
            )
        place = real.relative_to(self.root).as_posix()
        if place in self._olds or place in self._tracked:
            return place
        # Some file systems take names in capitals, or with accents apart, for the same.
        other = self._folded.get(_fold(place))
        if other is not None and _same(self.root / other, real):
            return other
        return place

    def _nested(self, folder: Path) -> bool:
        """Whether a folder below the root is in a repository of its own, such as a submodule."""
        between = (one for one in (folder, *folder.parents) if self.root in one.parents)
        return any((one / ".git").exists() for one in between)


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
    if "GIT_DIR" in os.environ and "GIT_WORK_TREE" not in os.environ:
        # As in hooks. Git takes the folder that it runs in for the top then.
        folder = root_of(folder)
    done = _run(folder, "rev-parse", "--show-toplevel")
    if done.returncode:
        said = _words(done)
        if "not a git repository" in said:
            said = f"{folder.as_posix()} is in no git repository"
        raise UsageError(f"nothing says what changed: {said}")
    top = done.stdout
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
    # In the middle of a merge, what comes with the other side has not changed here.
    merging = _try(root, "rev-parse", "--verify", "--quiet", "MERGE_HEAD^{commit}")
    base = _try(root, "merge-base", ref, "HEAD", *(["MERGE_HEAD"] if merging else []))
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
        raise UsageError(f"git {arguments[0]} failed: {_words(done)}")
    return done.stdout


def _try(folder: Path, *arguments: str) -> bytes | None:
    done = _run(folder, *arguments)
    return None if done.returncode else done.stdout


def _words(done: subprocess.CompletedProcess[bytes]) -> str:
    """What git says of its failure, in one line: the mend is at times in the last one."""
    return " ".join(done.stderr.decode("utf-8", "replace").split())


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    # Literal paths: a post may be called "*.md". No lock: another git may be at work.
    command = ["git", "--literal-pathspecs", "--no-optional-locks", *arguments]
    environ = {key: value for key, value in os.environ.items() if key != "GIT_DIFF_OPTS"}
    environ["LC_ALL"] = "C"  # its words are looked at
    try:
        return subprocess.run(  # noqa: S603 - a list of arguments, no shell
            command, cwd=folder, env=environ, capture_output=True, check=False
        )
    except OSError as error:
        raise UsageError(f"git cannot be run: {error.strerror}") from error
