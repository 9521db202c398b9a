"""Many posts: the same report whatever the number of processes, and whatever happens to one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from otlint import running
from otlint.checking import Checker, Outcome
from otlint.cli import main
from otlint.config import Overrides
from otlint.discovery import File
from otlint.errors import ConfigError
from otlint.model import Safety

SLIP = "# Hello\n\nWe tried again after a touch session. We recieve the the post.\n"
COUNT = 23
WITHOUT_MODEL = Overrides(ignore=("slips/real-word", "slips/real-word-likely"))

forks = pytest.mark.skipif(sys.platform != "linux", reason="needs processes that are forked")


@pytest.fixture(autouse=True)
def posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[File]:
    monkeypatch.chdir(tmp_path)
    for number in range(COUNT):
        (tmp_path / f"post-{number:02}.md").write_text(f"{SLIP}\nNumber {number}.\n" * (number + 1))
    (tmp_path / "post-05.md").write_bytes(b"\0\1\2")
    (tmp_path / "post-06.md").write_bytes("“Café”\r\nafter a touch session\r\n".encode("cp1252"))
    return [File(Path(f"post-{number:02}.md"), f"post-{number:02}.md") for number in range(COUNT)]


make = partial(Checker, WITHOUT_MODEL)


def outcomes(posts: list[File], jobs: int | None, fix: Safety | None = None) -> list[Outcome]:
    return list(running.check_all(make, posts, fix, jobs))


@pytest.mark.parametrize("fix", [None, Safety.UNSAFE])
def test_any_number_of_processes_finds_the_same(posts: list[File], fix: Safety | None) -> None:
    alone = outcomes(posts, 1, fix)
    assert [outcome.report.path for outcome in alone] == [file.shown for file in posts]
    assert alone[5].report.error
    assert outcomes(posts, 2, fix) == alone
    assert outcomes(posts, 8, fix) == alone
    assert outcomes(posts, None, fix) == alone


def test_no_posts_need_no_processes() -> None:
    assert outcomes([], 4) == []


def test_known_posts_stand_in_their_places(posts: list[File], tmp_path: Path) -> None:
    (tmp_path / "otlint.toml").write_text("")
    keeping = partial(Checker, WITHOUT_MODEL, cache=True)
    first = list(running.check_all(keeping, posts[::2], jobs=2))
    found = list(running.check_all(keeping, posts, jobs=2))
    assert found[::2] == first
    assert found == outcomes(posts, 1)


@forks
def test_a_process_that_dies_is_a_bug_of_one_post(
    posts: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = outcomes(posts, 1)
    real = Checker.check

    def check(self: Checker, file: File, fix: Safety | None = None) -> Outcome:
        if file.shown in ("post-07.md", "post-20.md"):
            os._exit(9)
        return real(self, file, fix)

    monkeypatch.setattr(Checker, "check", check)
    found = outcomes(posts, 2)
    for number in (7, 20):
        assert found[number].bug
        assert "died" in (found[number].report.error or "")
        expected[number] = found[number]
    assert found == expected


@forks
def test_a_bug_in_one_post_leaves_the_others(
    posts: list[File], monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    real = Checker._check

    def check(self: Checker, file: File, fix: Safety | None) -> Outcome:
        if file.shown == "post-09.md":
            raise RuntimeError("surprise")
        return real(self, file, fix)

    monkeypatch.setattr(Checker, "_check", check)
    ignore = ",".join(WITHOUT_MODEL.ignore or ())
    arguments = ["check", "--jobs", "2", "--ignore", ignore, "--output-format", "concise"]
    code = main([*arguments, *(file.shown for file in posts if file.shown != "post-05.md")])
    shown = capsys.readouterr()
    assert code == 3
    assert "post-09.md: a bug in otlint" in shown.err
    assert "surprise" in shown.err
    assert "post-08.md:3:" in shown.out
    assert "post-22.md:3:" in shown.out


@forks
def test_what_makes_checking_impossible_is_raised(
    posts: list[File], monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(self: Checker, file: File, fix: Safety | None = None) -> Outcome:
        raise ConfigError("no good")

    monkeypatch.setattr(Checker, "check", check)
    with pytest.raises(ConfigError, match="no good"):
        outcomes(posts, 2)


def test_ctrl_c_ends_at_once_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "otlint.toml").write_text("")
    for number in range(60):
        (tmp_path / f"long-{number}.md").write_text(f"{SLIP}\nNumber {number}.\n\n" * 400)
    before = {path: path.read_bytes() for path in tmp_path.glob("*.md")}
    process = subprocess.Popen(
        [sys.executable, "-m", "otlint", "check", "--jobs", "2", "--fix", "."],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        # A job in the background of a shell has it ignored, and hands that on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    time.sleep(1.5)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130, (out, err)
    assert err.decode().splitlines()[-1] == "otlint: interrupted"
    assert b"Traceback" not in err
    after = tmp_path.glob("*.md")
    for path in after:
        text = path.read_bytes()
        assert text == before[path] or text == before[path].replace(b"touch", b"tough").replace(
            b"the the", b"the"
        ).replace(b"recieve", b"receive")
    assert {path.name for path in tmp_path.iterdir() if path.suffix == ".md"} == {
        path.name for path in before
    }
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@forks
def test_workers_end_with_the_process_that_started_them(tmp_path: Path) -> None:
    for number in range(100, 160):
        (tmp_path / f"post-{number}.md").write_text(SLIP * 200)
    process = subprocess.Popen(
        [sys.executable, "-m", "otlint", "check", ".", "--no-cache", "--jobs", "2"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def here() -> set[int]:
        found = set()
        for place in Path("/proc").glob("[0-9]*/cwd"):
            try:
                if place.readlink() == tmp_path:
                    found.add(int(place.parent.name))
            except OSError:
                continue
        return found - {os.getpid()}

    end = time.monotonic() + 60
    while len(here()) < 3:
        assert time.monotonic() < end
        time.sleep(0.05)
    process.kill()
    process.wait()
    while here():
        assert time.monotonic() < end
        time.sleep(0.05)
