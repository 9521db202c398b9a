"""The cache: what it holds is exactly what a run would find, or it counts as nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from otlint import caching, serialising
from otlint.checking import Checker
from otlint.cli import main
from otlint.config import Overrides
from otlint.discovery import File
from otlint.model import Source
from otlint.report import FileReport

SLIP = "# Hello\n\nWe tried again after a touch session. We recieve the the post.\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "otlint.toml").write_text("")
    (tmp_path / "post.md").write_text(SLIP)
    return tmp_path


def checker(**options: Any) -> Checker:
    return Checker(options.pop("overrides", Overrides()), cache=True, **options)


POST = File(Path("post.md"), "post.md")
PACK = """\
- id: house/patients
  severity: warning
  summary: Our word for the people we see.
  why: It is our style.
  message: "We write \\"{new}\\"."
  sources: ["editorial"]
  entries:
    - find: "patients"
      write: clients
      fix: safe
      bad: ["Our <<patients>> rest."]
  examples:
    - {bad: "Our <<patients>> rest.", fixed: "Our clients rest."}
    - {good: "Our clients rest."}
"""


def entries(root: Path) -> list[Path]:
    return sorted(path for path in (root / caching.FOLDER).glob("*/*/*") if path.is_file())


# --- what comes back


@pytest.mark.parametrize("sections", [False, True])
@pytest.mark.parametrize("text", [SLIP, "", "Fine.\n", SLIP.replace("\n", "\r\n") * 30])
def test_what_comes_back_is_what_was_found(project: Path, text: str, sections: bool) -> None:
    (project / "post.md").write_bytes(text.encode("utf-16"))
    found = checker(sections=sections).check(POST)
    again = checker(sections=sections).recall(POST)
    assert again == found
    assert bool(found.report.findings) == ("touch" in text)


def test_a_report_survives_json(project: Path) -> None:
    report = checker(sections=True).check(POST).report
    assert report.source is not None
    data = json.loads(json.dumps(serialising.as_data(report)))
    assert serialising.from_data(data, report.path, report.source) == report


def test_nothing_is_known_at_first(project: Path) -> None:
    assert checker().recall(POST) is None
    assert not (project / caching.FOLDER).exists()


# --- what makes an entry void


def test_another_text_is_another_post(project: Path) -> None:
    checker().check(POST)
    (project / "post.md").write_text(SLIP + "More.\n")
    assert checker().recall(POST) is None
    checker().check(POST)
    assert len(entries(project)) == 1, "a changed post takes the place of its old entry"


def test_another_encoding_is_another_post(project: Path) -> None:
    checker().check(POST)
    (project / "post.md").write_bytes(b"\xef\xbb\xbf" + SLIP.encode())
    assert checker().recall(POST) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("otlint.toml", "locale = 'en-GB'\n"),
        ("otlint.toml", "[per-file-ignores]\n'*.md' = ['slips']\n"),
        ("words.txt", "recieve\n"),
        ("base.toml", "audience = 'clinicians'\n"),
        ("own/pack.yaml", PACK.replace("clients", "people")),
    ],
)
def test_another_config_is_another_question(project: Path, name: str, text: str) -> None:
    (project / "otlint.toml").write_text(
        "extend = 'base.toml'\nvocab = ['words.txt']\nrules = ['own']\n"
    )
    (project / "own").mkdir()
    (project / "own" / "pack.yaml").write_text(PACK)
    (project / "base.toml").write_text("")
    (project / "words.txt").write_text("foo\n")
    first = checker().check(POST)
    assert checker().recall(POST) == first
    (project / name).write_text(text)
    assert checker().recall(POST) is None


def test_other_options_are_another_question(project: Path) -> None:
    checker().check(POST)
    assert checker(overrides=Overrides(select=("spelling",))).recall(POST) is None
    assert checker(sections=True).recall(POST) is None
    assert checker().recall(POST) is not None
    assert Checker(Overrides()).recall(POST) is None, "no cache was asked for"


def test_another_otlint_is_another_question(project: Path, monkeypatch: Any) -> None:
    checker().check(POST)
    monkeypatch.setattr(caching, "tool_digest", lambda: "9.9-other")
    assert checker().recall(POST) is None


def test_the_tool_digest_is_steady_across_processes() -> None:
    code = "from otlint.caching import tool_digest; print(tool_digest())"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == caching.tool_digest()


# --- damage


DAMAGES = {
    "empty": lambda _: b"",
    "cut": lambda data: data[: len(data) // 2],
    "one byte": lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    "no JSON": lambda data: data.split(b"\n")[0] + b"\n{",
    "NULs": lambda data: b"\0" * len(data),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_entry_is_ignored_and_written_anew(project: Path, damage: Any) -> None:
    found = checker().check(POST)
    (entry,) = entries(project)
    whole = entry.read_bytes()
    entry.write_bytes(damage(whole))
    assert checker().recall(POST) is None
    assert checker().check(POST) == found
    assert entry.read_bytes() == whole


def test_a_wrong_entry_with_the_right_checksum_is_ignored(project: Path) -> None:
    checker().check(POST)
    (entry,) = entries(project)
    source = Source("post.md", SLIP)
    for payload in (b"[]", b"{}", b"7", b'{"findings": [[1]], "readability": null}'):
        entry.write_bytes(caching.head(source, payload) + b"\n" + payload)
        assert checker().recall(POST) is None


def test_a_folder_in_the_place_of_an_entry_does_no_harm(project: Path) -> None:
    checker().check(POST)
    (entry,) = entries(project)
    entry.unlink()
    entry.mkdir()
    assert checker().recall(POST) is None
    assert checker().check(POST).report.findings


def test_a_cache_that_cannot_be_written_is_no_cache(project: Path) -> None:
    (project / caching.FOLDER).write_text("a file where the folder should be")
    assert checker().check(POST).report.findings
    assert checker().recall(POST) is None


# --- the folder


def test_the_folder_keeps_itself_out_of_git_and_of_backups(project: Path) -> None:
    checker().check(POST)
    folder = project / caching.FOLDER
    assert (folder / ".gitignore").read_text() == "*\n"
    tag = (folder / "CACHEDIR.TAG").read_text()
    assert tag.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert not list(folder.rglob(".new-*"))


def test_outside_of_a_project_nothing_is_written(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path_factory.mktemp("loose")
    monkeypatch.chdir(here)
    Path("post.md").write_text(SLIP)
    main(["check", "post.md"])
    assert [path.name for path in here.iterdir()] == ["post.md"]


def test_in_a_repository_without_a_config_it_lies_at_the_top(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = tmp_path_factory.mktemp("repo")
    (top / ".git").mkdir()
    (top / "posts").mkdir()
    (top / "posts" / "post.md").write_text(SLIP)
    monkeypatch.chdir(top / "posts")
    main(["check", "post.md"])
    assert len(entries(top)) == 1
    assert main(["cache", "clean"]) == 0
    assert not (top / caching.FOLDER).exists()


def test_no_cache_means_none(project: Path) -> None:
    assert main(["check", "--no-cache", "post.md"]) == 1
    assert not (project / caching.FOLDER).exists()


def test_cleaning_deletes_the_folder_and_nothing_else(project: Path, capsys: Any) -> None:
    assert main(["check", "post.md"]) == 1
    capsys.readouterr()
    assert main(["cache", "clean"]) == 0
    assert "1 entry" in capsys.readouterr().out
    assert sorted(path.name for path in project.iterdir()) == ["otlint.toml", "post.md"]
    assert main(["cache", "clean"]) == 0
    assert "There is no cache" in capsys.readouterr().out


def test_cleaning_never_follows_a_link(project: Path, tmp_path_factory: Any) -> None:
    other = tmp_path_factory.mktemp("precious")
    (other / "thesis.txt").write_text("years of work")
    (project / caching.FOLDER).symlink_to(other, target_is_directory=True)
    assert main(["cache", "clean"]) == 0
    assert (other / "thesis.txt").exists()


# --- the command


def test_a_second_run_says_the_same(project: Path, capsys: Any) -> None:
    outputs = []
    for _ in range(2):
        code = main(["check", "."])
        outputs.append((code, capsys.readouterr()))
    assert outputs[0] == outputs[1]
    assert outputs[0][0] == 1


def test_a_fixed_post_is_checked_afresh(project: Path, capsys: Any) -> None:
    main(["check", "post.md"])
    assert main(["check", "--fix", "post.md"]) in (0, 1)
    capsys.readouterr()
    main(["check", "--output-format", "concise", "post.md"])
    assert "touch" not in capsys.readouterr().out


def test_unreadable_posts_are_not_kept(project: Path) -> None:
    (project / "post.md").write_bytes(b"\0\0\0")
    outcome = checker().check(POST)
    assert outcome.report.error
    assert checker().recall(POST) is None
    assert entries(project) == []


def test_the_report_of_another_place_is_shown_at_this_one(project: Path) -> None:
    found = checker().check(POST)
    again = checker().recall(replace(POST, shown="./post.md"))
    assert again is not None
    assert again.report.path == "./post.md"
    assert again.report.findings == found.report.findings
    assert isinstance(again.report, FileReport)


def test_processes_share_a_cache(project: Path) -> None:
    for number in range(12):
        (project / f"post-{number}.md").write_text(SLIP + f"Number {number}.\n")
    command = [sys.executable, "-m", "otlint", "check", "--output-format", "json", "."]
    alone = subprocess.run([*command, "--no-cache"], capture_output=True, check=False)
    for _ in range(3):
        running = [
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(2)
        ]
        for process in running:
            out, err = process.communicate()
            assert (process.returncode, out, err) == (1, alone.stdout, b"")
