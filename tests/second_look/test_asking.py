"""Switching the second look on and off, and what happens where its judge is not there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from otlint.cli import main
from otlint.second_look import judging, memory, store

PREPARE = "run `otlint second-look prepare`"
SLIP = "It was hard to go on after a touch session.\n"


class Fake:
    """A judge that likes "tough" and counts what it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def log_probs(self, places: Sequence[Sequence[str]]) -> list[tuple[float, ...]]:
        self.asked += len(places)
        return [tuple(15.0 * ("tough" in text) for text in texts) for texts in places]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, and no judge anywhere."""
    monkeypatch.setenv("OTLINT_CACHE_HOME", str(tmp_path / "judges"))
    project = tmp_path / "project"
    project.mkdir()
    monkeypatch.chdir(project)
    Path("otlint.toml").write_text("select = ['slips/real-word', 'slips/real-word-likely']\n")
    Path("post.md").write_text(SLIP)
    return project


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Fake:
    """A judge that is prepared."""
    fake = Fake()
    monkeypatch.setattr(store, "find", lambda _: SimpleNamespace(fingerprint="one"))
    monkeypatch.setattr(judging, "_loaded", lambda _: fake)
    monkeypatch.setattr(memory, "_recent", {})
    return fake


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[tuple[str, str]]:
    main(["check", "--output-format", "json", *arguments])
    report = json.loads(capsys.readouterr().out)
    return [(one["text"], one["suggestions"][0]) for one in report["files"][0]["findings"]]


@pytest.mark.parametrize("text", [SLIP, "Sand play calms.\n", "\n"])
def test_a_judge_that_is_not_there_is_never_a_pass(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("post.md").write_text(text)
    assert main(["check", "post.md"]) in {0, 1}  # its report is kept
    assert main(["check", "--second-look", "post.md"]) == 2
    assert PREPARE in capsys.readouterr().err


def test_many_posts_and_no_judge(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(8):
        Path(f"post-{number}.md").write_text(SLIP)
    assert main(["check", "--second-look", "--jobs", "2", "--no-cache"]) == 2
    assert PREPARE in capsys.readouterr().err


def test_the_config_switches_it_on_and_the_command_line_off(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with Path("otlint.toml").open("a") as file:
        file.write("[slips]\nsecond-look = true\njudge = 'gemma3-270m'\n")
    assert main(["check", "post.md"]) == 2
    assert "run `otlint second-look prepare gemma3-270m`" in capsys.readouterr().err
    assert main(["check", "--no-second-look", "post.md"]) == 0


@pytest.mark.parametrize(
    ("judge", "message"),
    [("smolm2-135m", "did you mean smollm2-135m?"), ("models/own.gguf", "own.gguf is no file")],
)
def test_a_judge_that_does_not_exist(
    judge: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("otlint.toml").open("a") as file:
        file.write(f"[slips]\nsecond-look = true\njudge = '{judge}'\n")
    assert main(["check", "post.md"]) == 2
    assert message in capsys.readouterr().err


def test_where_no_slips_are_looked_for_nothing_is_needed() -> None:
    assert main(["check", "--second-look", "--select", "spelling", "post.md"]) == 0


def test_nothing_of_it_is_imported_where_it_is_off() -> None:
    code = (
        "import sys; from otlint.cli import main; main(['check', 'post.md'])\n"
        "print([name for name in sys.modules if 'second_look' in name])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_what_the_judge_says_is_reported(judge: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    assert ("touch", "tough") in found(capsys, "--second-look", "post.md")
    assert ("touch", "tough") not in found(capsys, "post.md")


def test_each_sentence_is_judged_once(judge: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    first = found(capsys, "--second-look", "post.md")
    asked = judge.asked
    assert asked
    Path("post.md").write_text(f"{SLIP}\nAnd now the something else.\n")
    found(capsys, "--second-look", "post.md")
    asked_then = judge.asked
    Path("other.md").write_text(SLIP)
    assert found(capsys, "--second-look", "other.md") == first
    assert judge.asked == asked_then


def test_reports_of_another_judge_do_not_count(
    judge: Fake, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found(capsys, "--second-look", "post.md")
    asked = judge.asked
    found(capsys, "--second-look", "post.md")
    assert judge.asked == asked
    monkeypatch.setattr(store, "find", lambda _: SimpleNamespace(fingerprint="two"))
    found(capsys, "--second-look", "post.md")
    assert judge.asked == 2 * asked
