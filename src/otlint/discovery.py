"""Which files a run reads: from the paths on the command line to a list of posts."""

from __future__ import annotations

import errno
import glob
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from otlint.model import Format
from otlint.patterns import Patterns, excluded_by, ignored, matching, read_ignore_file

STDIN: Final = "-"

FORMATS: Final = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".mdx": Format.MDX,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".txt": Format.TEXT,
}
"""The suffixes of posts, in lower case; a file with another one is plain text."""

NO_POST_NAMES: Final = (
    "robots.txt",
    "humans.txt",
    "ads.txt",
    "llms.txt",
    "llms-full.txt",
    "security.txt",
    "requirements*.txt",
    "constraints.txt",
    "CMakeLists.txt",
    "LICENSE*",
    "LICENCE*",
    "[Ll]icen[cs]e.*",
)
"""Names that posts have not, as file-name patterns; `licence-renewal.md` may well be a post."""
NO_POST_FOLDERS: Final = frozenset({"_includes", "_layouts", "layouts", "node_modules"})
"""Folders of site generators and tools that hold templates or code."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a config says about the files of a folder."""

    include: tuple[Patterns, ...] = ()
    exclude: tuple[Patterns, ...] = ()
    no_posts: frozenset[Path] = frozenset()
    """Files, absolute, that are no posts although they look like some: vocabularies."""


@dataclass(frozen=True, slots=True)
class File:
    """A post to read: `path` (absolute) opens it, `shown` names it in reports, as given."""

    path: Path
    shown: str
    stdin: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """One line about a path, for standard error or the report's `errors`."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """The posts in the order of the command line and then of their paths, each once."""

    files: tuple[File, ...]
    notices: tuple[Remark, ...] = ()
    errors: tuple[Remark, ...] = ()


FiltersOf = Callable[[Path], Filters]
"""Takes a folder (absolute) and gives the filters that hold for its files."""


def from_here(path: Path) -> Path:
    """An absolute path as people in the current folder name it: relative where it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def format_of(path: str | os.PathLike[str]) -> Format:
    """The format that a file's suffix stands for; plain text where it says nothing."""
    return FORMATS.get(Path(path).suffix.lower(), Format.TEXT)


def discover(
    paths: Sequence[str | os.PathLike[str]],
    filters_of: FiltersOf = lambda _: Filters(),
    exclude: Sequence[str] = (),
) -> Discovery:
    """Find the posts.

    Args:
        paths: Files, folders, `-` for standard input; the current folder when empty. A path that
            does not exist but holds `*`, `?` or `[` is expanded, since not every shell does.
        filters_of: The `include` and `exclude` of the config closest to a folder.
        exclude: Further patterns, from the command line; relative to the current folder.

    Raises:
        ConfigError: A pattern is not valid, or `filters_of` raises it.
    """
    extra = (Patterns(Path.cwd(), tuple(exclude), "--exclude"),) if exclude else ()
    search = _Search(filters_of, extra)
    for path in paths or (".",):
        search.named(os.fspath(path))
    search.finish()
    return search.result()


def shown(path: str | os.PathLike[str]) -> str:
    """A path for reports: forward slashes, and no half characters that no terminal can print."""
    text = os.fspath(path)
    if os.sep == "\\":
        text = text.replace("\\", "/")
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


class _Inclusion:
    """What `include` says, beyond the list of what a post is.

    A pattern for something that is left out by itself (`*.rst`, `robots.txt`, `_includes/`) adds
    it. One for posts anyway (`content/`, `*.md`) keeps the run to them.
    """

    def __init__(self, groups: tuple[Patterns, ...]) -> None:
        self.names: set[str] = set()
        self._suffixes: set[str] = set()
        self._groups = groups
        texts = [text for group in groups for text in group.texts if not text.startswith("!")]
        self._keeps = False
        for text in texts:
            if not self._adds(text):
                self._keeps = True

    def _adds(self, text: str) -> bool:
        """Note what a pattern adds, and say whether it adds anything."""
        parts = [part for part in text.split("/") if part]
        names = {part for part in parts if _skipped_folder(part)}
        if parts and not text.endswith("/"):
            last, suffix = parts[-1], Path(parts[-1]).suffix.lower()
            if not _magic(last) and (_no_post(last) or suffix not in {"", *FORMATS}):
                names.add(last)
            elif suffix not in {"", *FORMATS} and not _magic(suffix):
                self._suffixes.add(suffix)
                return True
        self.names |= names
        return bool(names)

    def considers(self, path: Path) -> bool:
        """Whether a file of this name could be read at all."""
        suffix = path.suffix.lower()
        return suffix in FORMATS or path.name in self.names or suffix in self._suffixes

    def takes(self, path: Path, *, post: bool) -> bool:
        """Whether a file is read, given whether it is a post by its name."""
        added = path.name in self.names or path.suffix.lower() in self._suffixes
        if not post and not added:
            return False
        if not self._keeps and not added:
            return True
        return any(matching(path, group)[0] for group in self._groups)


def _magic(text: str) -> bool:
    return any(character in text for character in "*?[")


def _skipped_folder(name: str) -> bool:
    return name in NO_POST_FOLDERS or (name.startswith(".") and name not in {".", ".."})


def _no_post(name: str) -> bool:
    return name.startswith(".") or any(fnmatchcase(name, pattern) for pattern in NO_POST_NAMES)


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - links must stay as they are


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _loops(path: Path) -> bool:
    """Whether a symbolic link leads to itself."""
    try:
        path.stat()
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder to walk: `given` is its path as shown, with a slash unless it is empty."""

    path: Path
    given: str
    ignores: tuple[Patterns, ...]
    """The ignore files that hold, from the outermost to the innermost."""


@dataclass(frozen=True, slots=True)
class _Found:
    file: File
    real: str
    link: bool = False


class _Search:
    """One run of `discover`."""

    def __init__(self, filters_of: FiltersOf, extra: tuple[Patterns, ...]) -> None:
        self._filters_of = filters_of
        self._extra = extra
        self._groups: list[tuple[str, list[_Found]]] = []  # what was named; what it holds
        self._folders: set[str] = set()  # of the things named
        self._links: list[tuple[_Folder, list[_Found]]] = []
        self._visited: set[str] = set()
        self._inclusions: dict[tuple[Patterns, ...], _Inclusion] = {}
        self._notices: list[Remark] = []
        self._errors: list[Remark] = []

    def named(self, given: str) -> None:
        """Take in one path of the command line."""
        group: list[_Found] = []
        path = _absolute(Path(given)) if "\0" not in given else None
        if not given:  # a variable that is not set; `Path` takes it for the current folder
            self._errors.append(Remark("''", "an empty path names no file or folder"))
        elif given == STDIN:
            group.append(_Found(File(Path(STDIN), STDIN, stdin=True), STDIN))
        elif path is None or not os.path.lexists(path):
            self._expand(given)
        elif path.is_dir():
            self._folders.add(given)
            prefix = "" if given == "." else shown(given).rstrip("/") + "/"
            self._walk(_Folder(path, prefix, self._outer_ignores(path, given)), group)
        else:
            filters = self._filters_of(path.parent)
            by = excluded_by(path, (*filters.exclude, *self._extra))
            if by:
                self._notices.append(Remark(shown(given), f"not checked: excluded by {by}"))
            else:
                group.append(_Found(File(path, shown(given)), os.path.realpath(path)))
        self._groups.append((given, group))

    def _expand(self, given: str) -> None:
        matches: list[str] = []
        if _magic(given) and "\0" not in given:
            matches = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 - keeps "./"
        for match in matches:
            self.named(match)
        if not matches:
            self._errors.append(Remark(shown(given), "there is no such file or folder"))

    def _outer_ignores(self, folder: Path, given: str) -> tuple[Patterns, ...]:
        """The ignore files above a folder, up to the root of its repository."""
        lineage = (folder, *folder.parents)
        repository = next((step for step in lineage if (step / ".git").exists()), None)
        top = repository or Path.cwd()
        above = [step for step in folder.parents if step.is_relative_to(top)]
        ignores: tuple[Patterns, ...] = ()
        if repository:
            ignores = read_ignore_file(repository / ".git" / "info" / "exclude", repository)
        for step in reversed(above):
            ignores += read_ignore_file(step / ".gitignore", step)
        if any(ignored(step, ignores, folder=True) for step in lineage):
            message = "Git ignores this folder; it is read because you named it"
            self._notices.append(Remark(shown(given), message))
            return ()
        return ignores

    def _walk(self, start: _Folder, group: list[_Found]) -> None:
        pending = [start]
        while pending:
            folder = pending.pop()
            real_folder = os.path.realpath(folder.path)
            self._visited.add(real_folder)
            base = real_folder.rstrip(os.sep) + os.sep
            try:
                with os.scandir(folder.path) as scan:
                    entries = list(scan)
            except OSError as error:
                message = f"the folder cannot be read: {(error.strerror or str(error)).lower()}"
                self._errors.append(Remark(folder.given.rstrip("/") or ".", message))
                continue
            ignores = folder.ignores + read_ignore_file(folder.path / ".gitignore", folder.path)
            filters = self._filters_of(folder.path)
            for entry in entries:
                path, given = folder.path / entry.name, folder.given + shown(entry.name)
                if _is_folder(entry):
                    if not self._enters(path, filters, ignores):
                        continue
                    inner = _Folder(path, given + "/", ignores)
                    if entry.is_symlink():
                        self._links.append((inner, group))
                    else:
                        pending.append(inner)
                elif entry.is_symlink() and _loops(path):
                    message = "skipped: this symbolic link leads to itself"
                    self._notices.append(Remark(given, message))
                elif self._takes(path, filters, ignores):
                    link = entry.is_symlink()
                    # Looked up step by step only where it may lead elsewhere.
                    real = os.path.realpath(path) if link else f"{base}{entry.name}"
                    group.append(_Found(File(path, given), real, link))

    def _verdict(self, path: Path, filters: Filters, *, folder: bool) -> bool | None:
        """True: excluded; False: kept by a `!pattern`; None: no pattern says anything."""
        verdicts = [
            matching(path, patterns, folder=folder)[0]
            for patterns in (*filters.exclude, *self._extra)
        ]
        return True if True in verdicts else (False if False in verdicts else None)

    def _inclusion(self, filters: Filters) -> _Inclusion:
        if filters.include not in self._inclusions:
            self._inclusions[filters.include] = _Inclusion(filters.include)
        return self._inclusions[filters.include]

    def _enters(self, path: Path, filters: Filters, ignores: tuple[Patterns, ...]) -> bool:
        verdict = self._verdict(path, filters, folder=True)
        if verdict or path.name == ".git" or ignored(path, ignores, folder=True):
            return False
        kept = verdict is False or path.name in self._inclusion(filters).names
        return kept or not _skipped_folder(path.name)

    def _takes(self, path: Path, filters: Filters, ignores: tuple[Patterns, ...]) -> bool:
        inclusion = self._inclusion(filters)
        if not inclusion.considers(path) or path in filters.no_posts:
            return False
        verdict = self._verdict(path, filters, folder=False)
        if verdict or ignored(path, ignores, folder=False):
            return False
        is_post = path.suffix.lower() in FORMATS and (verdict is False or not _no_post(path.name))
        return inclusion.takes(path, post=is_post)

    def finish(self) -> None:
        """Walk the linked folders last, so that a folder is listed under its own name."""
        while self._links:
            self._links.sort(key=lambda item: item[0].given, reverse=True)
            folder, group = self._links.pop()
            real = os.path.realpath(folder.path)
            if Path(os.path.realpath(folder.path.parent)).is_relative_to(real):
                message = "skipped: this symbolic link leads back to a folder that holds it"
                self._notices.append(Remark(folder.given.rstrip("/"), message))
            elif real not in self._visited:
                self._walk(folder, group)

    def result(self) -> Discovery:
        """What was found, in its final order."""
        own = {found.real for _, group in self._groups for found in group if not found.link}
        files: dict[str, File] = {}
        for given, group in self._groups:
            if not group and given in self._folders:
                wanted = f"no posts found in this folder ({', '.join(FORMATS)})"
                self._errors.append(Remark(shown(given), wanted))
            for found in sorted(group, key=lambda found: found.file.shown.split("/")):
                if not (found.link and found.real in own):
                    files.setdefault(found.real, found.file)
        notices = sorted(set(self._notices), key=lambda remark: (remark.path, remark.message))
        errors = sorted(set(self._errors), key=lambda remark: (remark.path, remark.message))
        return Discovery(tuple(files.values()), tuple(notices), tuple(errors))
