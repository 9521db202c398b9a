"""Judges that were prepared: a folder each in the user's cache, whole or not there.

A folder is made under another name and moved into place, so that a half-written one is never taken
for a judge. Sizes and samples are checked whenever a judge is loaded, everything on demand.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from otlint.errors import EngineError, UsageError
from otlint.locks import held
from otlint.second_look.judges import KNOWN
from otlint.second_look.names import FILES
from otlint.settings import DEFAULT_JUDGE

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT: Final = 1
"""Counts up when the files of a judge change their form."""
MANIFEST: Final = "manifest.json"
_SMALL: Final = 1 << 20
_SAMPLE: Final = 4096
"""Of a larger file, so many bytes of each megabyte are looked at when a judge is loaded."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A judge that was prepared.

    Attributes:
        name: Its name, or the path of its GGUF file.
        folder: Where its files are.
        manifest: What is known of them.
    """

    name: str
    folder: Path
    manifest: dict[str, Any]

    @property
    def fingerprint(self) -> str:
        """Differs when the judge's answers might."""
        files = {name: said["sha256"] for name, said in self.manifest["files"].items()}
        return hashlib.sha256(json.dumps([FORMAT, files], sort_keys=True).encode()).hexdigest()

    @property
    def size(self) -> int:
        """Bytes of its files."""
        return sum(int(said["bytes"]) for said in self.manifest["files"].values())


def home() -> Path:
    """The folder that judges are kept in; it need not exist."""
    if given := os.environ.get("OTLINT_CACHE_HOME"):
        return Path(given) / "second-look"
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "otlint" / "second-look"


def place(judge: str) -> Path:
    """The folder of a judge, prepared or not.

    Raises:
        UsageError: There is no such judge.
    """
    if judge in KNOWN:
        return home() / judge
    path = gguf(judge)
    digest = hashlib.sha256(os.fsencode(path.resolve())).hexdigest()
    return home() / f"gguf-{digest[:16]}"


def gguf(judge: str) -> Path:
    """The GGUF file of a judge that is not known by name.

    Raises:
        UsageError: There is no such file, or this is no path at all.
    """
    path = Path(judge).expanduser()
    if path.suffix.lower() != ".gguf" and not path.is_file():
        near = get_close_matches(judge, KNOWN, 1)
        hint = f"did you mean {near[0]}?" if near else "or give the path of a GGUF file"
        raise UsageError(f"there is no judge {judge}: there are {', '.join(KNOWN)}; {hint}")
    if not path.is_file():
        raise UsageError(f"the judge {judge} is no file: give the path of a GGUF file")
    return path


def others() -> list[str]:
    """The judges that were prepared from GGUF files of the user's own."""
    found = []
    for path in sorted(home().glob(f"gguf-*/{MANIFEST}")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            judge = str(json.loads(path.read_bytes())["judge"])
            if Path(judge).is_file():
                found.append(judge)
    return found


def find(judge: str) -> Kept:
    """A judge as it was prepared, after a look at its files.

    Raises:
        UsageError: There is no such judge.
        EngineError: It is not prepared, or damaged; says which command mends that.
    """
    folder = place(judge)
    try:
        data = (folder / MANIFEST).read_bytes()
    except FileNotFoundError:
        raise EngineError(
            f"the second look's judge {judge} is not prepared: run `{command(judge)}`"
        ) from None
    except OSError as error:
        raise damaged(judge, f"{error.strerror}") from error
    try:
        manifest = json.loads(data)
        if manifest["format"] != FORMAT:
            raise EngineError(
                f"the second look's judge {judge} was prepared by another version of otlint: run "
                f"`{command(judge)}`"
            )
        kept = Kept(judge, folder, manifest)
        for name in FILES:
            said = manifest["files"][name]
            if (folder / name).stat().st_size != said["bytes"]:
                raise damaged(judge, f"{name} has the wrong size")
            if _sampled(folder / name) != said["sampled"]:
                raise damaged(judge, f"{name} has changed")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(judge) from error
    if judge not in KNOWN and manifest.get("source") != source_of(gguf(judge)):
        raise EngineError(
            f"the second look's judge {judge} has changed since it was prepared: run "
            f"`{command(judge)}`"
        )
    return kept


def check(kept: Kept) -> None:
    """Look at every byte.

    Raises:
        EngineError: Something is damaged.
    """
    for name in FILES:
        try:
            digest = sha256(kept.folder / name)
        except OSError as error:
            raise damaged(kept.name) from error
        if digest != kept.manifest["files"][name]["sha256"]:
            raise damaged(kept.name, f"{name} has changed")


def command(judge: str) -> str:
    """The command that prepares a judge."""
    if judge == DEFAULT_JUDGE:
        return "otlint second-look prepare"
    quoted = judge if " " not in judge else f'"{judge}"'
    return f"otlint second-look prepare {quoted}"


def damaged(judge: str, how: str = "") -> EngineError:
    """The error for a judge that cannot be loaded."""
    more = f" ({how})" if how else ""
    return EngineError(f"the second look's judge {judge} is damaged{more}: run `{command(judge)}`")


def source_of(path: Path) -> dict[str, int]:
    """What tells whether a GGUF file is still the one that was prepared."""
    status = path.stat()
    return {"bytes": status.st_size, "modified": status.st_mtime_ns}


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sampled(path: Path) -> str:
    """A digest of a small file, or of samples of a large one."""
    digest = hashlib.sha256()
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= _SMALL:
            digest.update(file.read())
        else:
            for at in (*range(0, size - _SAMPLE, _SMALL), size - _SAMPLE):
                file.seek(at)
                digest.update(file.read(_SAMPLE))
    return digest.hexdigest()


# --- writing


@contextlib.contextmanager
def making(judge: str) -> Iterator[Path]:
    """An empty folder that becomes the judge's when all goes well.

    Raises:
        OSError: It cannot be made or moved into place.
    """
    target = place(judge)
    home().mkdir(parents=True, exist_ok=True)
    _clear(target)
    folder = Path(tempfile.mkdtemp(prefix=f".new-{target.name}-", dir=home()))
    try:
        yield folder
        _synced(folder)
        if target.exists():
            target.rename(Path(tempfile.mkdtemp(prefix=f".old-{target.name}-", dir=home())) / "old")
        folder.rename(target)
        _synced(home())
    finally:
        _clear(target)


def write_manifest(folder: Path, said: dict[str, Any]) -> None:
    """Write down what lies in a folder.

    Args:
        folder: The folder.
        said: What else is to be known of it.
    """
    files = {
        name: {
            "bytes": (folder / name).stat().st_size,
            "sha256": sha256(folder / name),
            "sampled": _sampled(folder / name),
        }
        for name in FILES
    }
    manifest = {"format": FORMAT, **said, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")


def remove(judge: str) -> int:
    """Delete a judge; returns the bytes that were freed, 0 where there was nothing.

    Raises:
        UsageError: There is no such judge.
        OSError: It cannot be deleted.
    """
    target = place(judge)
    if not target.exists():
        return 0
    size = sum(path.stat().st_size for path in target.iterdir())
    # Moved away first: what is half deleted must not be taken for a judge.
    old = Path(tempfile.mkdtemp(prefix=f".old-{target.name}-", dir=home()))
    target.rename(old / "old")
    shutil.rmtree(old)
    return size


def _clear(target: Path) -> None:
    """Delete what others that were killed have left; nobody else is at work, see `lock`."""
    for kind in ("new", "old"):
        for path in home().glob(f".{kind}-{target.name}-*"):
            shutil.rmtree(path, ignore_errors=True)


def _synced(folder: Path) -> None:
    """Make sure that what was written outlives a loss of power."""
    for path in [*(path for path in folder.iterdir() if path.is_file()), folder]:
        if path.is_dir() and sys.platform == "win32":
            continue
        descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def lock(judge: str, patience: float = 600) -> Iterator[None]:
    """Nobody else prepares or removes the judge meanwhile.

    Raises:
        EngineError: Another one holds it for longer than `patience` seconds, or the cache cannot be
            written.
    """
    name = place(judge).name
    with contextlib.ExitStack() as stack:
        try:
            home().mkdir(parents=True, exist_ok=True)
            too_long = f"another otlint has been at work on {judge} for too long: end it"
            stack.enter_context(held(home() / f".lock-{name}", patience, too_long))
        except OSError as error:
            raise EngineError(
                f"{home()} cannot be written ({error.strerror}): set OTLINT_CACHE_HOME to a "
                "folder that can"
            ) from error
        yield
