"""The command line: one error boundary around the commands, and nothing else.

Exit codes: 0 nothing at or above `--fail-on`; 1 findings; 2 usage, configuration, unreadable input
or something asked for that is not there; 3 a bug in otlint; 130 Ctrl-C.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Any, Final

from otlint.errors import OtlintError

if TYPE_CHECKING:
    from collections.abc import Sequence

OK: Final = 0
FOUND: Final = 1
FAILED: Final = 2
BUG: Final = 3
INTERRUPTED: Final = 130
_NO_ROOM: Final = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code; never raises."""
    try:
        code = _run(list(argv))
        sys.stdout.flush()
    except OtlintError as error:
        complain(str(error))
        return FAILED
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has seen enough. Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            complain(f"the output cannot be written: {error.strerror}: make room for it")
            return FAILED
        import traceback

        traceback.print_exc()
        complain("this is a bug in otlint: please report it with the lines above")
        return BUG
    else:
        return code
    finally:
        _release()


def _release() -> None:
    """Let go of the LanguageTool server, where this run has used one."""
    engine = sys.modules.get("otlint.languagetool.engine")
    if engine is not None:
        try:
            engine.release()
        except (OtlintError, OSError) as error:
            complain(str(error))


def complain(message: str) -> None:
    """One line for a person, on standard error."""
    print(f"otlint: {message}", file=sys.stderr)


def _run(argv: list[str]) -> int:
    import typer

    from otlint.cli.app import app

    # typer keeps click's exceptions to itself in some versions; this one it shows.
    usage_error: type[Any] = typer.BadParameter.__mro__[2]
    try:
        code = app(argv, standalone_mode=False)
    except typer.Exit as error:
        return int(error.exit_code)
    except typer.Abort:
        return INTERRUPTED
    except usage_error as error:
        message = error.format_message()
        complain(f"{message} Try `otlint --help`." if message else "try `otlint --help`")
        return FAILED
    if code == INTERRUPTED:  # what typer makes of Ctrl-C
        raise KeyboardInterrupt
    return code if isinstance(code, int) else OK
