"""Reports of earlier runs, kept so that what has not changed is not checked again.

One small file a post and set of options, in `.otlint_cache`: a changed post overwrites its entry.
An entry counts only when post, options, config, vocabulary, rules, otlint and the packages it
computes with are the same; anything else in its place, a damaged file included, counts as none.
Writing is atomic, so that processes may share the folder. What engines say of single passages lies
beside the entries (`Answers`).
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import shutil
import sys
import time
from functools import cache, cached_property
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from otlint import __version__, serialising
from otlint.registry import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from otlint.model import Source
    from otlint.report import FileReport

FOLDER: Final = ".otlint_cache"
_TAG: Final = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This folder holds a cache of otlint; see https://bford.info/cachedir/\n"
)
_COMPUTE_WITH: Final = (
    "google-re2",
    "language-tool-python",
    "markdown-it-py",
    "onnxruntime",
    "pyyaml",
    "textstat",
)
_OLD: Final = 30 * 24 * 3600
"""Seconds after which the entries of another version of otlint are deleted."""


class Cache:
    """The reports kept in one folder."""

    def __init__(self, root: Path, options: str) -> None:
        """Touch nothing yet.

        Args:
            root: The folder in which `.otlint_cache` lies.
            options: What was asked for, in any form that differs when the findings might.
        """
        self.root = root
        self._top = root / FOLDER
        self._options = options
        self._ready = False

    @cached_property
    def _folder(self) -> Path:
        return self._top / tool_digest()

    def get(self, path: Path, settings: str, source: Source, shown: str) -> FileReport | None:
        """The report of a post as it stands, if one was kept.

        Args:
            path: The post, absolute.
            settings: A digest of the settings that hold for it.
            source: The post as read.
            shown: What reports call it.
        """
        try:
            with open(self._entry(path, settings), "rb") as file:  # noqa: PTH123 - a string
                first, _, payload = file.read().partition(b"\n")
            if first != head(source, payload):
                return None
            return serialising.from_data(json.loads(payload), shown, source)
        except (OSError, ValueError, KeyError, TypeError, IndexError):
            return None

    def put(self, path: Path, settings: str, source: Source, report: FileReport) -> None:
        """Keep the report of a post. A folder that cannot be written keeps nothing."""
        data = serialising.as_data(report)
        payload = json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode()
        entry = Path(self._entry(path, settings))
        with contextlib.suppress(OSError):
            self._prepare()
            entry.parent.mkdir(parents=True, exist_ok=True)
            _write(entry, head(source, payload) + b"\n" + payload)

    def _entry(self, path: Path, settings: str) -> str:
        # Relative, so that a cache restored elsewhere (as CI does) is still good.
        place = os.path.relpath(path, self.root)
        name = _digest(place.encode("utf-8", "surrogateescape"), self._options, settings)
        return f"{self._folder}{os.sep}{name[:2]}{os.sep}{name[2:]}"

    def _prepare(self) -> None:
        if self._ready:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        prepared(self.root)
        for folder in _others(self._folder):
            if time.time() - folder.stat().st_mtime > _OLD:
                shutil.rmtree(folder, ignore_errors=True)
        os.utime(self._folder)
        self._ready = True


class Answers:
    """What an engine said, kept in the cache of a project.

    A file an answer, named by a digest of all that the answer hangs on. Anything damaged counts as
    not there, and a folder that cannot be written keeps nothing.
    """

    def __init__(self, root: str | None, folder: str, engine: str) -> None:
        """Touch nothing yet.

        Args:
            root: The folder in which the cache lies; None: nothing is kept.
            folder: What the answers of such engines are kept in.
            engine: What answers, in any form that differs when the answers might.
        """
        self._root = None if root is None else Path(root)
        self._name = folder
        self._engine = engine

    def name(self, question: Sequence[Any]) -> str:
        """The name of the answer to a question, which is plain data."""
        key = json.dumps([self._engine, *question])
        return blake2b(key.encode(), digest_size=16).hexdigest()

    def read(self, name: str, oldest: float = math.inf) -> Any:
        """The plain data of an answer; None where none was kept that is no older, in seconds."""
        if self._root is None:
            return None
        path = self._path(self._root, name)
        try:
            if time.time() - path.stat().st_mtime > oldest:
                return None
            return json.loads(path.read_bytes())
        except (OSError, ValueError):
            return None

    def write(self, name: str, answer: Sequence[Any]) -> None:
        """Keep an answer, which is plain data."""
        if self._root is None:
            return
        path = self._path(self._root, name)
        with contextlib.suppress(OSError):
            prepared(self._root)
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, json.dumps(answer, separators=(",", ":")).encode())

    def _path(self, root: Path, name: str) -> Path:
        return root / FOLDER / self._name / name[:2] / name[2:]


def prepared(root: Path) -> Path:
    """The folder of the cache in `root`, made and marked as one; raises `OSError`."""
    top = root / FOLDER
    top.mkdir(parents=True, exist_ok=True)
    for name, text in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
        if not (top / name).exists():
            _write(top / name, text.encode())
    return top


def clean(root: Path) -> int:
    """Delete the cache of a folder; returns the number of entries that were in it.

    Raises:
        OSError: It cannot be deleted.
    """
    top = root / FOLDER
    # A link is somebody's doing: what it leads to is not ours.
    if top.is_symlink() or not top.is_dir():
        return 0
    count = sum(path.is_file() for path in top.glob("*/*/*"))
    shutil.rmtree(top)
    return count


def _others(folder: Path) -> Iterator[Path]:
    return (path for path in folder.parent.iterdir() if path.is_dir() and path != folder)


def _write(path: Path, data: bytes) -> None:
    import tempfile

    descriptor, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        os.replace(name, path)  # noqa: PTH105 - the name is a string
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - likewise
        raise


def head(source: Source, payload: bytes) -> bytes:
    """The first line of an entry: what it is of, and that it is whole."""
    text = source.text.encode("utf-8", "surrogatepass")
    form = f"{serialising.VERSION} {source.encoding} {source.bom}"
    return f"{_digest(text, form)} {_digest(payload)}".encode()


def _digest(*parts: bytes | str) -> str:
    digest = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()


def files_digest(paths: Iterable[Path]) -> str:
    """A digest of the content of files; of what is missing, its absence."""
    parts: list[bytes] = []
    for path in paths:
        try:
            parts.append(path.read_bytes())
        except OSError:
            parts.append(b"\0missing")
    return _digest(*parts)


@cache
def tool_digest() -> str:
    """What computes: otlint's own files, and the versions of the packages that it computes with."""
    from importlib import metadata  # slow to import, and not every run keeps anything

    parts: list[Any] = [sys.version_info[:2], _own_files()]
    for name in _COMPUTE_WITH:
        try:
            parts.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            parts.append((name, None))
    return f"{__version__}-{_digest(repr(parts))[:16]}"


def _own_files() -> list[Any]:
    """What tells one state of otlint from another.

    An installed wheel lists the hashes of its files, which are the same on every machine. In a
    checkout that people work on, sizes and times must do.
    """
    from importlib import metadata

    try:
        record = metadata.distribution("otlint").read_text("RECORD") or ""
    except metadata.PackageNotFoundError:
        record = ""
    hashes = [line for line in record.splitlines() if line.startswith("otlint/")]
    if any(line.startswith("otlint/linting.py,") for line in hashes):
        return sorted(line for line in hashes if ".pyc" not in line)
    folders = (Path(__file__).resolve().parent, rules_folder())
    return sorted(file for folder in folders for file in _files(folder))


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(Path(entry.path))
            else:
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns
