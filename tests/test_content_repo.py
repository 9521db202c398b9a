"""Beginning in a content repository: `otlint init`, the hooks, the action, the example."""

from __future__ import annotations

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from otlint import starting
from otlint.cli import main
from otlint.config import load_config
from otlint.settings import COMMUNITIES

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "examples" / "content-repo"
BIN = Path(sys.executable).parent
HOUSE = """
- id: house/words
  severity: warning
  summary: Our words.
  why: We agreed on them.
  message: "Write '{new}', not '{old}'."
  sources: ["our guide"]
  entries:
    - {find: foo, write: bar, bad: ["A <<foo>>."], good: ["A bar."]}
  examples:
    - {bad: "A <<foo>>."}
    - {good: "A bar."}
"""
SLIP = "After a touch session, rest.\n"


def environ(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return kept | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_AUTHOR_NAME": "A",
        "GIT_AUTHOR_EMAIL": "a@example.org",
        "GIT_COMMITTER_NAME": "A",
        "GIT_COMMITTER_EMAIL": "a@example.org",
        **more,
    }


def run(folder: Path, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, env=environ(**more)
    )


# --- otlint init


@pytest.mark.parametrize("ci", [None, "github", "gitlab"])
def test_what_init_writes_is_valid(
    ci: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    more = ["--ci", ci] if ci else []
    assert main(["init", "--locale", "en-au", "--audience", "clinicians", *more]) == 0
    config = load_config(tmp_path)
    assert (config.locale, config.audience) == ("en-AU", "clinicians")
    hook = yaml.safe_load((tmp_path / starting.HOOK).read_text())
    assert hook["repos"][0]["hooks"] == [{"id": "otlint"}]
    written = {name for name in starting.WORKFLOWS.values() if (tmp_path / name).exists()}
    assert written == ({starting.WORKFLOWS[ci]} if ci else set())
    for name in written:
        assert yaml.safe_load((tmp_path / name).read_text())
    (tmp_path / "post.md").write_text("Rest well.\n")
    assert main(["check"]) == 0


def test_init_without_answers_leaves_the_english_to_each_post(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--yes"]) == 0
    config = load_config(tmp_path)
    assert (config.locale, config.audience) == (None, "clients")


def test_init_overwrites_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".github").mkdir()
    kept = {
        "otlint.toml": 'locale = "en-CA"\n',
        "words.txt": "Riversyde\n",
        starting.HOOK: "repos: []\n",
    }
    for name, text in kept.items():
        (tmp_path / name).write_text(text)
    assert main(["init", "--yes", "--locale", "en-GB"]) == 0
    out = capsys.readouterr().out
    assert out.count("stays as it is") == 2
    assert "- id: otlint" in out  # the lines to add to the hooks
    assert {name: (tmp_path / name).read_text() for name in kept} == kept
    assert (tmp_path / starting.WORKFLOWS["github"]).exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--locale", "fr"], "--locale"),
        (["--audience", "cats"], "--audience"),
        (["--ci", "x"], "--ci"),
    ],
)
def test_init_refuses_other_answers(
    arguments: list[str],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", *arguments]) == 2
    assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_init_asks_at_a_terminal(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "otlint", "init"],
        cwd=tmp_path,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environ(TERM="xterm"),
    )
    os.close(theirs)
    os.write(ours, b"british\nEN-gb\nclinicians\nidentity-first\nnone\n")
    said = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # how Linux ends a pseudo-terminal
            break
        if not part:
            break
        said += part
    os.close(ours)
    assert process.wait(timeout=60) == 0, said.decode()
    assert b"'british' is none of" in said
    config = load_config(tmp_path)
    assert (config.locale, config.audience) == ("en-GB", "clinicians")
    assert config.people_language == dict.fromkeys(COMMUNITIES, "identity-first")
    assert not (tmp_path / ".github").exists()


@pytest.mark.parametrize(
    ("url", "service"),
    [
        ("git@gitlab.com:a/github-theme", "gitlab"),
        ("https://user:secret@GitHub.com/a/gitlab.git", "github"),
        ("ssh://git@gitlab.example.org:2222/a/b", "gitlab"),
        ("../github", None),
    ],
)
def test_the_service_is_seen_from_the_remote(
    url: str, service: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [key for key in os.environ if key.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert starting.service_of(tmp_path) is None
    run(tmp_path, "git", "init", "-q")
    run(tmp_path, "git", "config", "submodule.theme.url", "https://github.com/a/theme")
    assert starting.service_of(tmp_path) is None
    run(tmp_path, "git", "remote", "add", "origin", url)
    assert starting.service_of(tmp_path) == service
    (tmp_path / ".gitlab-ci.yml").touch()
    assert starting.service_of(tmp_path) == "gitlab"
    (tmp_path / ".github").mkdir()
    assert starting.service_of(tmp_path) == "github"


@pytest.mark.parametrize("folder", ["content", "our posts/2026"])
def test_below_the_top_of_a_repository(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(tmp_path, "git", "init", "-q")
    here = tmp_path / folder
    here.mkdir(parents=True)
    monkeypatch.chdir(here)
    for service in starting.WORKFLOWS:
        assert main(["init", "--yes", "--ci", service]) == 0
    up = "../" * (folder.count("/") + 1)
    assert f"Wrote {up}.github/workflows/otlint.yml." in capsys.readouterr().out
    assert sorted(path.name for path in here.iterdir()) == ["otlint.toml", "words.txt"]
    hook = yaml.safe_load((tmp_path / starting.HOOK).read_text())["repos"][0]["hooks"][0]
    assert re.match(hook["files"], f"{folder}/a.md")
    assert not re.match(hook["files"], f"other/{folder}/a.md")
    workflow = yaml.safe_load((tmp_path / starting.WORKFLOWS["github"]).read_text())
    paths = workflow["jobs"]["otlint"]["steps"][1]["with"]["paths"]
    assert shlex.split(paths) == [folder]
    job = yaml.safe_load((tmp_path / starting.WORKFLOWS["gitlab"]).read_text())["otlint"]
    assert shlex.split(job["script"][1])[:3] == ["otlint", "check", folder]


def test_a_config_of_another_place_goes_on_counting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.otlint]\nlocale = "en-GB"\n')
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--yes"]) == 0
    assert "pyproject.toml is there already" in capsys.readouterr().out
    assert not (tmp_path / "otlint.toml").exists()
    assert load_config(tmp_path).locale == "en-GB"
    (tmp_path / "posts").mkdir()
    monkeypatch.chdir(tmp_path / "posts")
    assert main(["init", "--yes"]) == 0
    said = capsys.readouterr().err
    assert "../pyproject.toml no longer holds here" in said
    assert 'extend = "../pyproject.toml"' in said


# --- the example


def test_the_example_holds_what_init_writes() -> None:
    for name, text in starting.files("en-GB", "clients", "github").items():
        shown = (EXAMPLE / name).read_text(encoding="utf-8")
        assert shown == text or name == "words.txt", name


def test_the_example_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--no-cache", str(EXAMPLE), "--fail-on", "suggestion"]) == 0


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """The example as a repository, with the hooks of this checkout."""
    folder = tmp_path / "content"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".otlint_cache"))
    manifest: list[dict[str, Any]] = yaml.safe_load(
        (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    )
    # The otlint of these tests, so that nothing has to be installed from an index.
    hooks = [hook | {"language": "system"} for hook in manifest]
    used = [hook for hook in hooks if hook["id"] == "otlint"]
    fixing = [hook | {"stages": ["manual"]} for hook in hooks if hook["id"] == "otlint-fix"]
    config = {"repos": [{"repo": "local", "hooks": used + fixing}]}
    (folder / starting.HOOK).write_text(yaml.safe_dump(config), encoding="utf-8")
    assert run(folder, "git", "init", "-q").returncode == 0
    installed = run(
        folder, str(BIN / "pre-commit"), "install", PRE_COMMIT_HOME=str(tmp_path / "pc")
    )
    assert installed.returncode == 0, installed.stderr
    assert run(folder, "git", "add", ".").returncode == 0
    first = run(folder, "git", "commit", "-qm", "first", PRE_COMMIT_HOME=str(tmp_path / "pc"))
    assert first.returncode == 0, first.stderr + first.stdout
    return folder


def commit(repo: Path) -> subprocess.CompletedProcess[str]:
    assert run(repo, "git", "add", ".").returncode == 0
    return run(repo, "git", "commit", "-qm", "post", PRE_COMMIT_HOME=str(repo.parent / "pc"))


def test_a_commit_with_a_slip_is_stopped_and_the_fixed_one_passes(repo: Path) -> None:
    post = repo / "posts" / "a new post.md"
    post.write_text(f"# Rest\n\n{SLIP}")
    stopped = commit(repo)
    assert stopped.returncode == 1
    assert '"touch" is a slip here' in stopped.stderr + stopped.stdout
    # What is only in the working tree does not count: pre-commit puts it aside.
    post.write_text("# Rest\n\nAfter a tough session, rest.\n")
    unstaged = run(repo, "git", "commit", "-qm", "post", PRE_COMMIT_HOME=str(repo.parent / "pc"))
    assert unstaged.returncode == 1
    passed = commit(repo)
    assert passed.returncode == 0, passed.stderr + passed.stdout


def test_the_fixing_hook_mends_and_stops(repo: Path) -> None:
    post = repo / "posts" / "new.md"
    post.write_text(f"# Rest\n\n{SLIP}")
    assert run(repo, "git", "add", ".").returncode == 0
    command = (str(BIN / "pre-commit"), "run", "otlint-fix", "--hook-stage", "manual")
    fixed = run(repo, *command, PRE_COMMIT_HOME=str(repo.parent / "pc"))
    assert fixed.returncode == 1
    assert "files were modified by this hook" in fixed.stdout
    assert post.read_text() == "# Rest\n\nAfter a tough session, rest.\n"
    assert run(repo, "git", "add", ".").returncode == 0
    assert run(repo, *command, PRE_COMMIT_HOME=str(repo.parent / "pc")).returncode == 0


def test_other_files_are_none_of_the_hooks_business(repo: Path) -> None:
    (repo / "script.py").write_text("# After a touch session\n")
    assert commit(repo).returncode == 0


def test_the_manifest_is_valid() -> None:
    done = run(ROOT, str(BIN / "pre-commit"), "validate-manifest", ".pre-commit-hooks.yaml")
    assert done.returncode == 0, done.stdout


# --- the action


def script() -> str:
    steps = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    text: str = next(step["run"] for step in steps if step.get("name") == "Check the posts")
    return text


def act(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    values = {
        f"OTLINT_{name.upper().replace('-', '_')}": value["default"]
        for name, value in action["inputs"].items()
    }
    values |= {f"OTLINT_{name}": value for name, value in inputs.items()}
    (folder.parent / "step.py").write_text(script(), encoding="utf-8")
    return run(folder, sys.executable, str(folder.parent / "step.py"), **values)


def test_the_action_annotates_and_fails(repo: Path) -> None:
    assert act(repo).returncode == 0
    (repo / "posts" / "a new post.md").write_text(SLIP)
    done = act(repo, SARIF="out.sarif")
    assert done.returncode == 1
    assert "::error file=posts/a new post.md,line=1" in done.stdout
    assert (repo / "out.sarif").exists()
    assert act(repo, FAIL_ON="never").returncode == 0
    assert act(repo, PATHS="'posts/a new post.md' README.md").returncode == 1
    assert act(repo, PATHS="README.md", ARGS="--select 'slips'").returncode == 0
    for name in ("CHANGED_SINCE", "CHANGED_LINES_SINCE"):
        assert act(repo, **{name: "HEAD"}).returncode == 1
        assert act(repo, **{"PATHS": "README.md", name: "HEAD"}).returncode == 0
    assert act(repo, PATHS="").returncode == 1  # an unset variable: the whole folder


def test_the_action_runs_nothing_that_its_inputs_hold(repo: Path) -> None:
    done = act(repo, PATHS="$(touch pwned) `touch pwned` ; touch pwned", ARGS="")
    assert done.returncode == 2
    assert not (repo / "pwned").exists()


@pytest.mark.parametrize("name", ["PATHS", "ARGS"])
def test_the_action_stops_at_a_quote_that_is_not_closed(name: str, repo: Path) -> None:
    (repo / "it's.md").write_text(SLIP)
    done = act(repo, **{"PATHS": "README.md", name: "README.md it's.md"})
    assert done.returncode == 2
    assert f"::error title=otlint::a quote in `{name.lower()}`" in done.stdout


def test_the_action_declares_what_it_uses() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    assert {"name", "description", "inputs", "runs"} <= set(action)
    used = set()
    for step in action["runs"]["steps"]:
        assert ("uses" in step) != ("run" in step)
        assert "run" not in step or step["shell"] in {"bash", "python"}
        for value in [*step.get("env", {}).values(), *step.get("with", {}).values()]:
            used.add(value.partition("inputs.")[2].partition(" ")[0])
    assert set(action["inputs"]) <= used


# --- completion


def complete(folder: Path, shell: str, words: str) -> list[str]:
    done = run(
        folder,
        str(BIN / "otlint"),
        _OTLINT_COMPLETE=f"complete_{shell}",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split()) - 1),
        _TYPER_COMPLETE_ARGS=words,
        _TYPER_COMPLETE_FISH_ACTION="get-args",
    )
    assert not done.stderr
    return re.findall(r"[\w,/-]+", done.stdout)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("otlint explain gram", {"grammar/a-an", "grammar/repeated-word"}),
        ("otlint check --select slips,gramm", {"slips,grammar", "slips,grammar/a-an"}),
        ("otlint check --locale en-A", {"en-AU"}),
        ("otlint check --audience cli", {"clients", "clinicians"}),
        ("otlint check --output-format s", {"sarif"}),
    ],
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_shell_completes(shell: str, words: str, offered: set[str]) -> None:
    assert offered <= set(complete(ROOT, shell, words))


def test_the_shell_completes_rules_of_the_house(tmp_path: Path) -> None:
    (tmp_path / "house.yaml").write_text(HOUSE)
    (tmp_path / "otlint.toml").write_text('rules = ["house.yaml"]\n')
    assert complete(tmp_path, "bash", "otlint explain hou") == ["house/words"]
    offered = complete(tmp_path, "bash", "otlint check --select slips,hou")
    assert offered == ["slips,house", "slips,house/words"]
    (tmp_path / "otlint.toml").write_text("rules = [\n")
    assert complete(tmp_path, "bash", "otlint explain grammar/a") == ["grammar/a-an"]
