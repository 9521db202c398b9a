"""The files of the slip model inside the package, checked before they are used."""

from __future__ import annotations

import json
import mmap
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from otlint.errors import EngineError

FOLDER: Final = Path(__file__).resolve().parents[1] / "data" / "slip-model"
MANIFEST: Final = "manifest.json"
_MEND: Final = "reinstall otlint, or leave the slip model out with `--ignore slips`"


@dataclass(frozen=True)
class ModelFiles:
    """A folder with a model, and the manifest that says what its files must be.

    Size and CRC-32 are checked on every load (a few milliseconds for 23 MB); the manifest also
    records SHA-256, for tests and for people. Not slotted: the manifest is read once.
    """

    folder: Path = FOLDER

    @cached_property
    def _manifest(self) -> dict[str, Any]:
        try:
            manifest = json.loads((self.folder / MANIFEST).read_bytes())
            return dict(manifest["files"])
        except OSError:
            raise _missing(MANIFEST) from None
        except (ValueError, KeyError, TypeError):
            raise _damaged(MANIFEST, "it is no manifest") from None

    def path(self, name: str) -> Path:
        """The path of a file that is what was shipped.

        Raises:
            EngineError: It is missing, unreadable or damaged.
        """
        path = self.folder / name
        expected = self._manifest.get(name)
        if expected is None:
            raise _damaged(MANIFEST, f"it does not list {name}")
        try:
            size = path.stat().st_size
            if size != expected["bytes"]:
                raise _damaged(name, f"{size:,} bytes instead of {expected['bytes']:,}")
            if size and _checksum(path) != expected["crc32"]:
                raise _damaged(name, "its checksum is wrong")
        except OSError:
            raise _missing(name) from None
        return path

    def text(self, name: str) -> str:
        """The text of a file (UTF-8, newlines as they are); raises as `path` does."""
        return self.path(name).read_bytes().decode()


def _checksum(path: Path) -> int:
    """The CRC-32 of a file that is not empty."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return zlib.crc32(data)


def _missing(name: str) -> EngineError:
    return EngineError(f"the slip model's file {name} is missing or cannot be read: {_MEND}")


def _damaged(name: str, how: str) -> EngineError:
    return EngineError(f"the slip model's file {name} is damaged ({how}): {_MEND}")
