"""Java and LanguageTool on this machine: where they are, whether they fit, how to install."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from otlint.errors import EngineError, UsageError

VERSION: Final = "6.8"
"""The version that is installed unless another one is asked for."""
LEAST_JAVA: Final = 17
_JAVA_VERSION: Final = re.compile(r'version "(?:1\.)?(\d+)')
_FOLDER: Final = re.compile(r"LanguageTool-(\d+(?:\.\d+)*)")
_CORE: Final = re.compile(r"languagetool-core-(\d+(?:\.\d+)*)\.jar")
_MOST: Final = 2 * 1024**3
"""Bytes that a zip may unpack to: all of LanguageTool takes some 400 MB."""


@dataclass(frozen=True, slots=True)
class Java:
    """A Java that is new enough."""

    path: str
    version: int


@dataclass(frozen=True, slots=True)
class Installation:
    """An unpacked LanguageTool."""

    folder: Path
    version: str

    @property
    def class_path(self) -> str:
        """What Java needs to find its classes, whatever the layout of the jars."""
        places = (self.folder / "languagetool-server.jar", self.folder / "libs" / "*")
        return os.pathsep.join(map(str, places))


def find_java() -> Java:
    """The Java in JAVA_HOME, else the one on the path.

    Raises:
        EngineError: There is none, or it is too old; says what to install.
    """
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin")) if home else None
    found = found or shutil.which("java")
    mend = f"install Java {LEAST_JAVA} or newer (for example Temurin), or set JAVA_HOME"
    if found is None:
        raise EngineError(f"LanguageTool needs Java, and there is none: {mend}")
    try:
        done = subprocess.run(  # noqa: S603 - the path comes from `which`
            [found, "-version"], capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise EngineError(f"{found} does not run ({error}): {mend}") from error
    match = _JAVA_VERSION.search((done.stderr + done.stdout).decode("utf-8", "replace"))
    if match is None:
        raise EngineError(f"{found} does not say its version: {mend}")
    if int(match[1]) < LEAST_JAVA:
        raise EngineError(f"{found} is Java {match[1]}, too old for LanguageTool: {mend}")
    return Java(found, int(match[1]))


def folder() -> Path:
    """Where LanguageTool is installed; language-tool-python looks there as well."""
    given = os.environ.get("LTP_PATH")
    return Path(given) if given else Path.home() / ".cache" / "language_tool_python"


def find() -> Installation:
    """The newest LanguageTool that is installed.

    Raises:
        EngineError: None is; says how to install it.
    """
    found = [one for path in folder().glob("LanguageTool-*") if (one := at(path))]
    if not found:
        raise EngineError(
            f"LanguageTool is not installed (looked in {folder()}): run "
            "`otlint languagetool install`, or set [languagetool] mode and url to use a server"
        )
    return max(found, key=lambda one: _number(one.version))


def at(path: Path) -> Installation | None:
    """The LanguageTool unpacked in a folder, if there is one in it."""
    libs = path / "libs"
    if not libs.is_dir() or not any(libs.glob("languagetool-core*.jar")):
        return None
    version = _version_of(path)
    return Installation(path, version) if version else None


def _version_of(path: Path) -> str | None:
    if match := _FOLDER.fullmatch(path.name):
        return match[1]
    for jar in sorted((path / "libs").glob("languagetool-core*.jar")):
        if match := _CORE.fullmatch(jar.name):
            return match[1]
        try:
            with zipfile.ZipFile(jar) as opened:
                name = "META-INF/maven/org.languagetool/languagetool-core/pom.properties"
                for line in opened.read(name).decode("utf-8", "replace").splitlines():
                    if line.startswith("version="):
                        return line.removeprefix("version=").strip()
        except (OSError, KeyError, zipfile.BadZipFile):
            continue
    return None


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))


def download() -> Installation:
    """Fetch LanguageTool through language-tool-python, which checks its checksum.

    A download that breaks off leaves nothing behind: the next one starts anew.

    Raises:
        EngineError: No Java, no network, no space, a wrong checksum.
    """
    find_java()
    present = at(folder() / f"LanguageTool-{VERSION}")
    if present:
        return present
    from language_tool_python.download_lt import LocalLanguageTool

    hint = "or take a zip from languagetool.org and give it with --from"
    try:
        folder().mkdir(parents=True, exist_ok=True)
        LocalLanguageTool.from_version_name(VERSION).download()
    except Exception as error:  # of requests, of zipfile, of its own: all mean the same here
        raise EngineError(
            f"LanguageTool {VERSION} cannot be downloaded ({error}): check the network and the "
            f"proxy and try again, {hint}"
        ) from error
    return _installed(folder() / f"LanguageTool-{VERSION}")


def install_from(source: Path) -> Installation:
    """Install from a zip or a folder that holds LanguageTool, at its top or one level down.

    Raises:
        UsageError: It holds none.
        EngineError: It cannot be copied; nothing is left behind.
    """
    if not source.exists():
        raise UsageError(f"--from {source}: there is no such file or folder")
    try:
        folder().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder()) as name:
            unpacked = Path(name) / "unpacked"
            if source.is_dir():
                top = _top(source)
            else:
                _unpack(source, unpacked)
                top = _top(unpacked)
            version = _version_of(top) if top else None
            if top is None or version is None:
                raise UsageError(
                    f"--from {source}: there is no LanguageTool in it: expected the folder "
                    "'libs' with its jars"
                )
            target = folder() / f"LanguageTool-{version}"
            if top.resolve() == target.resolve():
                return _installed(target)
            new = Path(name) / "new"
            shutil.copytree(top, new)
            if target.exists():
                target.rename(Path(name) / "old")
            new.rename(target)
    except zipfile.BadZipFile as error:
        raise UsageError(f"--from {source}: this is no whole zip file: {error}") from error
    except OSError as error:
        raise EngineError(f"LanguageTool cannot be installed in {folder()}: {error}") from error
    return _installed(target)


def _installed(path: Path) -> Installation:
    found = at(path)
    if found is None:
        raise EngineError(f"{path} holds no whole LanguageTool: delete that folder and try again")
    return found


def _top(path: Path) -> Path | None:
    places = (path, *sorted(one for one in path.iterdir() if one.is_dir()))
    return next((one for one in places if any(one.glob("libs/languagetool-core*.jar"))), None)


def _unpack(source: Path, target: Path) -> None:
    with zipfile.ZipFile(source) as opened:
        if sum(info.file_size for info in opened.infolist()) > _MOST:
            raise UsageError(f"--from {source}: it unpacks to more than 2 GB: no LanguageTool")
        opened.extractall(target)  # zipfile keeps every member within the target
