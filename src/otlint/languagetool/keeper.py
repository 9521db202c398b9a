"""The process that looks after a LanguageTool server: starts it, and ends it when it is of no use.

    python -m otlint.languagetool.keeper JSON

It is a process of its own because nobody else can: a run that is killed cannot end its server, and
LanguageTool does not end by itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from typing import IO, TYPE_CHECKING, Any, Final

from otlint.languagetool import state

if TYPE_CHECKING:
    from pathlib import Path
    from types import FrameType

_START: Final = 60.0
"""Seconds within which a server must answer."""
_PORTS: Final = 3
"""Ports to try: another program may take a free one before the server does."""
_LOOK: Final = 0.5
"""Seconds between looks at who still needs the server."""
FAILED: Final = "failed.txt"
LOG: Final = "server.log"


class _StoppedError(Exception):
    """Somebody asks the keeper to end."""


def main(argument: str) -> int:
    """Keep one server; returns when it has ended.

    Args:
        argument: JSON with `java`, `class_path`, `version`, `memory` (MB), `threads`, `ngrams` and
            `idle` (seconds, or null).
    """
    wanted: dict[str, Any] = json.loads(argument)
    home = state.folder()
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server: subprocess.Popen[bytes] | None = None
    try:
        with (home / LOG).open("wb") as log:
            server, port = _start(wanted, home, log)
        if server is None:
            return 1
        mine = state.Server(
            keeper=os.getpid(),
            keeper_started=state.started(os.getpid()) or 0.0,
            java=server.pid,
            java_started=state.started(server.pid) or 0.0,
            port=port,
            version=wanted["version"],
            ngrams=wanted["ngrams"],
            idle=wanted["idle"],
        )
        state.touch()
        state.write(mine)
        try:
            _keep(server, wanted["idle"])
        finally:
            if state.read() == mine:
                state.forget()
    except _StoppedError:
        pass
    finally:
        if server is not None:
            _end(server)
    return 0


def _stop(_: int, __: FrameType | None) -> None:
    raise _StoppedError


def _keep(server: subprocess.Popen[bytes], idle: float | None) -> None:
    """Wait until the server is dead or nobody needs it."""
    while server.poll() is None:
        time.sleep(_LOOK)
        if state.leases():
            continue
        if idle is None or time.time() - state.last_use() > idle:
            return


def _start(
    wanted: dict[str, Any], home: Path, log: IO[bytes]
) -> tuple[subprocess.Popen[bytes] | None, int]:
    for _ in range(_PORTS):
        port = _free_port()
        server = subprocess.Popen(  # noqa: S603 - a list of arguments, no shell
            _command(wanted, home, port),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=home,
            preexec_fn=_die_with_me if sys.platform == "linux" else None,
        )
        try:
            if _answers(server, port):
                return server, port
        except BaseException:
            _end(server)
            raise
        _end(server)
        said = (home / LOG).read_text("utf-8", "replace")
        if "BindException" not in said and "Address already in use" not in said:
            break
    (home / FAILED).write_text(_why(home), "utf-8")
    return None, 0


def _command(wanted: dict[str, Any], home: Path, port: int) -> list[str]:
    settings = {
        "maxCheckThreads": wanted["threads"],
        "maxCheckTimeMillis": 30000,
        "pipelineCaching": "true",  # else each request builds its rules anew
        "maxPipelinePoolSize": 64,
        "pipelineExpireTimeInSeconds": 3600,
    }
    if wanted["ngrams"]:
        settings["languageModel"] = wanted["ngrams"].replace("\\", "\\\\")
    path = home / "server.properties"
    path.write_text("".join(f"{key}={value}\n" for key, value in settings.items()), "utf-8")
    return [
        wanted["java"],
        f"-Xmx{wanted['memory']}m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+UseSerialGC",
        *(["-XX:TieredStopAtLevel=1"] if wanted["idle"] is None else []),  # quick to warm up
        "-Djava.awt.headless=true",
        "-cp",
        wanted["class_path"],
        "org.languagetool.server.HTTPServer",  # without --public: on this machine alone
        "--config",
        str(path),
        "--port",
        str(port),
    ]


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server answers; False when it has died or takes too long."""
    until = time.monotonic() + _START
    while time.monotonic() < until and server.poll() is None:
        if healthy(port):
            return True
        time.sleep(0.1)
    return False


def healthy(port: int) -> bool:
    """Whether a LanguageTool answers at a port of this machine."""
    from http.client import HTTPConnection, HTTPException

    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/v2/healthcheck")
        return connection.getresponse().read(10).strip() == b"OK"
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _end(server: subprocess.Popen[bytes]) -> None:
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(5)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _why(home: Path) -> str:
    """The line of the log that says most."""
    lines = [line.strip() for line in (home / LOG).read_text("utf-8", "replace").splitlines()]
    telling = [line for line in lines if "rror" in line or "xception" in line or "ould not" in line]
    return (telling or [line for line in lines if line] or ["it said nothing"])[0][:300]


def _die_with_me() -> None:
    """Let the kernel end the server when this process is killed; only Linux can."""
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
