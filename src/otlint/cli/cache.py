"""`otlint cache clean`: delete what earlier runs kept."""

from __future__ import annotations

from otlint import caching
from otlint.cli import OK
from otlint.config import Configs
from otlint.errors import UsageError


def clean(*, config: str | None) -> int:
    """Delete the cache of the project around the current folder; returns the exit code."""
    root = Configs(config).project()
    try:
        count = caching.clean(root) if root else 0
    except OSError as error:
        raise UsageError(f"cannot delete {caching.FOLDER}: {error.strerror}") from error
    if count:
        print(f"Deleted {count:,} {'entry' if count == 1 else 'entries'} of {caching.FOLDER}.")
    else:
        print("There is no cache to delete.")
    return OK
