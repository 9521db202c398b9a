"""What a run leaves behind when it is killed, shares its cache, or is run again and again.

    python benchmarks/faults.py FOLDER [--runs 50]

FOLDER holds posts; they are copied. Killed while fixing: each post must be the old text or the new
one. Two at once with one cache: the same report, no error. Over and over, with 1, 2 and 8
processes: the same bytes. Exits with 1 where that is not so.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

OTLINT = (sys.executable, "-m", "otlint", "check")


def digests(folder: Path) -> dict[str, str]:
    """What is in each file of a folder, the cache aside."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".otlint_cache" not in path.parts
    }


def left_over(folder: Path) -> list[int]:
    """Processes that still work in a folder (Linux alone says)."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if place.readlink() == folder:
                found.append(int(place.parent.name))
        except OSError:
            continue
    return found


def killed(source: Path, scratch: Path, runs: int) -> list[str]:
    """Runs with fixes, killed at random moments."""
    fixing = (*OTLINT, ".", "--fix", "--unsafe-fixes")
    whole = scratch / "whole"
    shutil.copytree(source, whole, copy_function=shutil.copyfile)
    (whole / "otlint.toml").write_text("")
    old = digests(whole)
    started = time.perf_counter()
    subprocess.run(fixing, cwd=whole, capture_output=True, check=False)
    length = time.perf_counter() - started
    new = digests(whole)
    changed = sum(old[name] != new[name] for name in old)
    rng = random.Random(0)
    problems = []
    stopped = 0
    for number in range(runs):
        folder = scratch / f"killed-{number}"
        shutil.copytree(source, folder, copy_function=shutil.copyfile)
        (folder / "otlint.toml").write_text("")
        process = subprocess.Popen(
            fixing, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(rng.uniform(0, length))
        process.send_signal(rng.choice((signal.SIGKILL, signal.SIGINT, signal.SIGTERM)))
        stopped += process.wait() not in (0, 1)
        # Its workers see that it is gone, and end.
        time.sleep(1.5)
        problems += [f"run {number}: process {left} is left" for left in left_over(folder)]
        after = digests(folder)
        extra = [name for name in after if name not in old and not name.endswith(".tmp")]
        problems += [f"run {number}: a new file {name}" for name in extra]
        problems += [
            f"run {number}: {name} is neither old nor new"
            for name in old
            if after.get(name) not in (old[name], new[name])
        ]
        shutil.rmtree(folder)
    print(f"killed: {runs} runs, {stopped} of them before the end; {changed} posts change")
    return problems


def shared(source: Path, scratch: Path, runs: int) -> list[str]:
    """Two processes with one cache."""
    folder = scratch / "shared"
    shutil.copytree(source, folder, copy_function=shutil.copyfile)
    (folder / "otlint.toml").write_text("")
    command = (*OTLINT, ".", "--output-format", "json")
    expected = subprocess.run(
        (*command, "--no-cache"), cwd=folder, capture_output=True, check=False
    ).stdout
    problems = []
    for number in range(runs):
        if number % 5 == 0:
            shutil.rmtree(folder / ".otlint_cache", ignore_errors=True)
        both = [
            subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(2)
        ]
        for process in both:
            out, err = process.communicate()
            if out != expected or process.returncode not in (0, 1):
                problems.append(f"shared, run {number}: {process.returncode} {err.decode()[:200]}")
    print(f"shared cache: {runs} times two processes")
    return problems


def repeated(source: Path, scratch: Path, runs: int) -> list[str]:
    """The same run again and again, with several numbers of processes."""
    folder = scratch / "again"
    shutil.copytree(source, folder, copy_function=shutil.copyfile)
    seen = set()
    for number in range(runs):
        jobs = (1, 2, 8)[number % 3]
        command = (*OTLINT, ".", "--isolated", "--no-cache", "--jobs", str(jobs))
        done = subprocess.run(
            (*command, "--output-format", "json"), cwd=folder, capture_output=True, check=False
        )
        seen.add(done.stdout)
    print(f"again: {runs} runs with 1, 2 and 8 processes, {len(seen)} different reports")
    return [] if len(seen) == 1 else [f"{len(seen)} different reports"]


def main() -> None:
    """Run all of it; exit with 1 where something is wrong."""
    parser = argparse.ArgumentParser(description="Kill runs, share caches, run again.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=50)
    options = parser.parse_args()
    # Started in the background, a shell has it ignored, and so would every run.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        problems = killed(options.folder, scratch, options.runs)
        problems += shared(options.folder, scratch, options.runs)
        problems += repeated(options.folder, scratch, max(6, options.runs * 2 // 5))
    for problem in problems:
        print(problem)
    sys.exit(bool(problems))


if __name__ == "__main__":
    main()
