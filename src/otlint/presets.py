"""The configs that ship with otlint, for `extend = "otlint:NAME"`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PREFIX: Final = "otlint:"
_FOLDER: Final = Path(__file__).resolve().parent / "data" / "presets"


def names() -> tuple[str, ...]:
    """The names that there are."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def path(name: str) -> Path:
    """The file of a preset; it need not exist."""
    return _FOLDER / f"{name}.toml"
