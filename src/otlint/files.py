"""Writing files of our own (reports, baselines, vocabularies): whole, or not at all.

Posts are written by `source.write`, which also keeps their encoding.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Put bytes in place of a file, or make it; readers see the old file or the new one.

    A link is written through, permissions stay, and what is no regular file (a pipe) is written to
    as it is.

    Raises:
        OSError: It cannot be written; nothing has changed then.
    """
    import tempfile  # slow to import, and most runs write nothing

    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    target = Path(os.path.realpath(path))
    mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
    descriptor, name = tempfile.mkstemp(prefix=".otlint-", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - it is a descriptor
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise


def _umask() -> int:
    """The permissions that new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
