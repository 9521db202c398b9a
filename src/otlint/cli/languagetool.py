"""`otlint languagetool`: install, start, stop, status and doctor."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from otlint.cli import FAILED, FOUND, OK
from otlint.config import load_config
from otlint.errors import EngineError
from otlint.languagetool import installation, server, state
from otlint.languagetool.client import Client, without_secrets

if TYPE_CHECKING:
    from collections.abc import Callable

    from otlint.languagetool.state import Server

_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def install(source: str | None) -> int:
    """Install LanguageTool; returns the exit code."""
    found = installation.install_from(Path(source)) if source else installation.download()
    print(f"LanguageTool {found.version} is installed in {found.folder}.")
    try:
        installation.find_java()
    except EngineError as error:
        print(f"One thing is missing: {error}.")
    return OK


def start(idle: int, config: str | None) -> int:
    """Start a server that stays for `idle` minutes without use; returns the exit code."""
    ngrams = load_config(Path.cwd(), explicit=config).languagetool.get("ngrams")
    found, new = server.start(ngrams, idle * 60.0)
    print(f"LanguageTool {found.version} {'runs now' if new else 'runs already'} at {found.url}.")
    if new:
        print(f"It ends after {idle} minutes without use, or with `otlint languagetool stop`.")
    return OK


def stop() -> int:
    """End the server; returns the exit code."""
    print("LanguageTool has ended." if server.stop() else "LanguageTool does not run.")
    return OK


def status() -> int:
    """Say whether a server runs: exit code 0 if so, else 1."""
    found = server.running()
    if found is None:
        left = state.read()
        if left is not None and state.runs(left.java, left.java_started):
            print(
                f"A process of LanguageTool ({left.java}) runs, but does not answer at {left.url}."
            )
            print("Run `otlint languagetool stop`.")
        else:
            print("LanguageTool does not run.")
        return FOUND
    print(f"LanguageTool {found.version} runs at {found.url}, process {found.java}.")
    print(f"  memory    {_memory(found)}")
    print(f"  running   {_minutes(time.time() - found.java_started)}")
    print(f"  in use    {state.leases() or 'by no run'}")
    if found.idle is None:
        print("  ends      with the runs that use it")
    else:
        print(f"  ends      after {_minutes(found.idle)} without use")
    if found.ngrams:
        print(f"  n-grams   {found.ngrams}")
    return OK


def doctor(config: str | None) -> int:
    """Look at everything once; returns 0 when LanguageTool can be used as the config says."""
    said = load_config(Path.cwd(), explicit=config).languagetool
    mode = said.get("mode", "off")
    bad = False

    def line(name: str, look: Callable[[], str], *, needed: bool = True) -> None:
        nonlocal bad
        try:
            print(f"ok       {name:<12} {look()}")
        except (EngineError, OSError) as error:
            bad = bad or needed
            print(f"{'MISSING' if needed else 'none'}  {name:<12} {error}")

    local = mode != "server"
    print(f"         {'config':<12} mode is {mode}")
    line("java", _java, needed=local)
    line("installed", _installed, needed=local)
    ngrams = said.get("ngrams")
    if ngrams:
        line("n-grams", lambda: _ngrams(ngrams))
    line("state", lambda: str(state.folder()), needed=local)
    if local:
        print(f"         {'memory':<12} {server.MEMORY} MB at most for Java; {_free()} MB are free")
        line("server", _running, needed=False)
    if url := said.get("url"):
        line("reachable", lambda: _reached(url), needed=mode == "server")
    proxies = [
        f"{name}={without_secrets(value) if '//' in value else value}"
        for name in _PROXIES
        if (value := os.environ.get(name) or os.environ.get(name.upper()))
    ]
    print(f"         {'proxy':<12} {', '.join(proxies) or 'none set'}")
    return FAILED if bad else OK


def _java() -> str:
    java = installation.find_java()
    return f"{java.version} ({java.path})"


def _installed() -> str:
    found = installation.find()
    return f"{found.version} ({found.folder})"


def _ngrams(path: str) -> str:
    server.check_ngrams(Path(path))
    return path


def _running() -> str:
    found = server.running()
    if found is None:
        raise EngineError("does not run: checks start one, or `otlint languagetool start`")
    return f"{found.version} at {found.url}, {_memory(found)}"


def _reached(url: str) -> str:
    began = time.monotonic()
    version = Client(url, answer=10).version()
    return f"LanguageTool {version} at {without_secrets(url)}, {time.monotonic() - began:.1f} s"


def _memory(found: Server) -> str:
    import psutil

    try:
        return f"{psutil.Process(found.java).memory_info().rss // 2**20:,} MB"
    except psutil.Error:
        return "unknown"


def _free() -> str:
    import psutil

    return f"{psutil.virtual_memory().available // 2**20:,}"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 90 else f"{seconds:.0f} seconds"
