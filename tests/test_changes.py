"""Only what has changed, in real git repositories."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from otlint.changes import ALL, Lines, changes_since
from otlint.cli import main
from otlint.errors import UsageError
from otlint.model import Source, Span

SLIP = "After a touch session, rest.\n"
FINE = "After a tough session, rest.\n"


def git(folder: Path, *arguments: str) -> str:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    done = subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env=environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
    )
    return done.stdout


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [key for key in os.environ if key.startswith("GIT_")]:
        monkeypatch.delenv(name)
    root = tmp_path / "a repo"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    (root / "otlint.toml").write_text('select = ["slips/listed-phrase"]\n')
    (root / "old.md").write_text(SLIP)
    (root / "long.md").write_text("One.\n\n" + SLIP + "\nThree.\n")
    git(root, "add", ".")
    git(root, "commit", "-qm", "first")
    git(root, "checkout", "-qb", "work")
    monkeypatch.chdir(root)
    return root


def flagged(option: str, capsys: pytest.CaptureFixture[str], *more: str) -> list[str]:
    code = main(["check", option, "main", "--output-format", "concise", *more])
    lines = capsys.readouterr().out.splitlines()
    assert code == bool(lines)
    return [":".join(line.split(":")[:2]) for line in lines]


def test_nothing_has_changed(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--changed-since", "main"]) == 0
    assert "no post has changed since main" in capsys.readouterr().err
    assert main(["check", "--changed-lines-since", "main"]) == 0


def test_staged_unstaged_committed_and_untracked_posts_count(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repo / "staged.md").write_text(SLIP)
    git(repo, "add", "staged.md")
    (repo / "Über uns.md").write_text(SLIP)
    (repo / "committed.md").write_text(SLIP)
    git(repo, "add", "committed.md")
    git(repo, "commit", "-qm", "second", "committed.md")
    (repo / "old.md").write_text(SLIP + "\nMore.\n")
    names = ["committed.md:1", "old.md:1", "staged.md:1", "Über uns.md:1"]
    assert sorted(flagged("--changed-since", capsys)) == sorted(names)
    names.remove("old.md:1")
    assert sorted(flagged("--changed-lines-since", capsys)) == sorted(names)


def test_only_lines_that_changed_are_reported(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repo / "long.md").write_text("One, two.\n\n" + SLIP + "\n" + SLIP)
    assert flagged("--changed-lines-since", capsys) == ["long.md:5"]
    assert flagged("--changed-since", capsys) == ["long.md:3", "long.md:5"]


@pytest.mark.parametrize("staged", [True, False])
def test_a_renamed_post_has_no_new_lines(
    staged: bool, repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(repo, "mv", "long.md", "a new name.md")
    text = (repo / "a new name.md").read_text()
    if not staged:
        (repo / "a new name.md").write_text(text.replace("Three.", "A touch session."))
    found = flagged("--changed-lines-since", capsys)
    assert found == ([] if staged else ["a new name.md:5"])


def test_what_main_has_since_does_not_count(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(repo, "checkout", "-q", "main")
    (repo / "old.md").write_text(FINE)
    git(repo, "commit", "-qam", "on main")
    git(repo, "checkout", "-q", "work")
    assert flagged("--changed-since", capsys) == []


def test_paths_subfolders_and_worktrees(
    repo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo / "sub").mkdir()
    (repo / "sub" / "a.md").write_text(SLIP)
    (repo / "b.md").write_text(SLIP)
    assert flagged("--changed-since", capsys, "sub") == ["sub/a.md:1"]
    monkeypatch.chdir(repo / "sub")
    assert flagged("--changed-since", capsys) == ["a.md:1"]
    git(repo, "worktree", "add", "-q", "../tree", "-b", "other")
    monkeypatch.chdir(repo.parent / "tree")
    (repo.parent / "tree" / "new.md").write_text(SLIP)
    assert flagged("--changed-since", capsys) == ["new.md:1"]


def test_windows_newlines_and_the_users_own_diff_settings(
    repo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, value in (
        ("core.autocrlf", "true"),
        ("diff.noprefix", "true"),
        ("diff.external", "false"),
        ("color.ui", "always"),
        ("diff.context", "9"),
        ("diff.renames", "false"),
        ("diff.interHunkContext", "9"),
    ):
        git(repo, "config", key, value)
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=9")
    text = ("One, two.\n\n" + SLIP + "\nThree.\n" + SLIP).replace("\n", "\r\n")
    (repo / "long.md").write_bytes(text.encode())
    assert flagged("--changed-lines-since", capsys) == ["long.md:6"]


def test_a_post_that_git_takes_for_binary_counts_whole(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repo / "wide.md").write_text(SLIP, encoding="utf-16")
    git(repo, "add", ".")
    git(repo, "commit", "-qm", "wide")
    git(repo, "branch", "-f", "main")
    (repo / "wide.md").write_text(SLIP + "\nMore.\n", encoding="utf-16")
    assert flagged("--changed-lines-since", capsys) == ["wide.md:1"]


def test_rules_about_the_whole_post_count_where_any_line_changed(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repo / "otlint.toml").write_text('select = ["consistency/dashes"]\nfail-on = "suggestion"\n')
    text = "Play is work — for a child.\n\nTry it once more – then try again.\n\n{}\n"
    (repo / "dashes.md").write_text(text.format("End."))
    git(repo, "add", ".")
    git(repo, "commit", "-qm", "dashes")
    git(repo, "branch", "-f", "main")
    assert flagged("--changed-lines-since", capsys) == []
    (repo / "dashes.md").write_text(text.format("The end."))
    assert len(flagged("--changed-lines-since", capsys)) == 1


def test_in_a_merge_the_posts_of_the_other_side_have_not_changed(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repo / "ours.md").write_text(SLIP)
    git(repo, "add", ".")
    git(repo, "commit", "-qm", "ours")
    git(repo, "checkout", "-q", "main")
    (repo / "theirs.md").write_text(SLIP)
    git(repo, "add", ".")
    git(repo, "commit", "-qm", "theirs")
    git(repo, "checkout", "-q", "work")
    git(repo, "merge", "-q", "--no-commit", "main")
    assert flagged("--changed-since", capsys) == ["ours.md:1"]


def test_a_post_in_conflict_counts(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for branch in ("one", "two"):
        git(repo, "checkout", "-q", "-b", branch, "main")
        (repo / "old.md").write_text(f"{SLIP}On branch {branch}.\n")
        git(repo, "commit", "-qam", branch)
    with pytest.raises(subprocess.CalledProcessError):
        git(repo, "merge", "-q", "one")
    (repo / "old.md").write_text((repo / "old.md").read_text() + "\n" + SLIP)
    line = (repo / "old.md").read_text().count("\n")
    assert flagged("--changed-lines-since", capsys) == [f"old.md:{line}"]


def test_what_git_ignores_is_new_where_it_is_named(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repo / ".gitignore").write_text("draft.md\n")
    (repo / "draft.md").write_text(SLIP)
    assert flagged("--changed-since", capsys) == []
    assert flagged("--changed-since", capsys, "draft.md") == ["draft.md:1"]
    assert flagged("--changed-lines-since", capsys, "draft.md") == ["draft.md:1"]


def test_a_file_by_another_form_of_its_name(repo: Path) -> None:
    # As on file systems that do not tell capitals, or ways to write an accent, apart.
    (repo / "über.md").write_text("One.\n")
    git(repo, "add", ".")
    git(repo, "commit", "-qm", "second")
    git(repo, "branch", "-f", "main")
    other = repo / "U\u0308BER.md"
    if not other.exists():
        other.hardlink_to(repo / "über.md")
    assert not changes_since("main", repo).holds(other)
    (repo / "über.md").write_text("One.\nTwo.\n")
    changes = changes_since("main", repo)
    assert changes.holds(other)
    assert changes.lines(other) == Lines(((2, 3),))


def test_a_link_changes_with_what_it_leads_to(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repo / "link.md").symlink_to("long.md")
    git(repo, "add", ".")
    git(repo, "commit", "-qm", "second")
    git(repo, "branch", "-f", "main")
    assert flagged("--changed-since", capsys, "link.md") == []
    (repo / "long.md").write_text("One.\n\n" + SLIP + "\nThree.\n" + SLIP)
    assert flagged("--changed-since", capsys, "link.md") == ["link.md:3", "link.md:6"]
    assert flagged("--changed-lines-since", capsys, "link.md") == ["link.md:6"]
    git(repo, "checkout", "-q", "long.md")
    (repo / "link.md").unlink()
    (repo / "link.md").symlink_to("old.md")
    assert flagged("--changed-lines-since", capsys, "link.md") == ["link.md:1"]


@pytest.mark.parametrize("folder", [".", "sub"])
def test_in_hooks_git_names_its_folder(
    folder: str, repo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo / "sub").mkdir()
    (repo / "sub" / "a.md").write_text(SLIP)
    git(repo, "add", ".")
    git(repo, "commit", "-qm", "second")
    git(repo, "branch", "-f", "main")
    (repo / "sub" / "a.md").write_text(f"{SLIP}\nA touch session.\n")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.chdir(repo / folder)
    shown = "a.md:3" if folder == "sub" else "sub/a.md:3"
    assert flagged("--changed-lines-since", capsys) == [shown]


# --- what can go wrong


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--changed-since", "nowhere"], "no commit 'nowhere'"),
        (["--changed-since", "--all"], "no commit '--all'"),
        (["--changed-since", ""], "no commit ''"),
        (["--changed-lines-since", ""], "no commit ''"),
        (["--changed-since", "main", "-"], "standard input"),
        (["--changed-since", "main", "--changed-lines-since", "main"], "do not go together"),
        (["--changed-lines-since", "main", "--fix"], "--changed-since with --fix"),
    ],
)
def test_what_cannot_be_compared_is_said(
    arguments: list[str], message: str, repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *arguments]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1


def test_a_shallow_clone_says_how_to_fetch_more(
    repo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo / "new.md").write_text(SLIP)
    git(repo, "add", ".")
    git(repo, "commit", "-qm", "second")
    git(repo.parent, "clone", "-q", "--depth=1", f"file://{repo}", "shallow")
    monkeypatch.chdir(repo.parent / "shallow")
    assert main(["check", "--changed-since", "main"]) == 2
    assert "fetch-depth: 0" in capsys.readouterr().err


def test_histories_that_never_met(repo: Path) -> None:
    git(repo, "checkout", "-q", "--orphan", "island")
    git(repo, "commit", "-qm", "island")
    with pytest.raises(UsageError, match="no common history"):
        changes_since("main", repo)


def test_a_repository_without_commits_and_a_folder_without_repository(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="in no git repository"):
        changes_since("main", tmp_path)
    git(tmp_path, "init", "-q")
    with pytest.raises(UsageError, match="no commit 'main'"):
        changes_since("main", tmp_path)


def test_no_git(repo: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert shutil.which("git") is None
    with pytest.raises(UsageError, match="not installed"):
        changes_since("main", repo)


def test_posts_of_other_repositories_are_not_passed_over(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repo.parent / "outside.md").write_text(SLIP)
    assert main(["check", "--changed-since", "main", "../outside.md"]) == 2
    assert "is not in the git repository" in capsys.readouterr().err
    (repo / "nested" / "posts").mkdir(parents=True)
    (repo / "nested" / "posts" / "a.md").write_text(SLIP)
    git(repo / "nested", "init", "-q")
    assert main(["check", "--changed-lines-since", "main"]) == 2
    err = capsys.readouterr().err
    assert "nested/posts/a.md is not in the git repository" in err
    assert err.count("\n") == 1
    assert flagged("--changed-since", capsys, "--exclude", "nested") == []


def test_what_git_says_of_its_failure_is_passed_on(
    repo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Git does so by itself where the checkout is another user's, as in containers of CI services.
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    assert main(["check", "--changed-since", "main"]) == 2
    err = capsys.readouterr().err
    assert "dubious ownership" in err
    assert "safe.directory" in err
    assert err.count("\n") == 1


# --- lines


def test_a_span_touches_the_lines_that_it_has_characters_on() -> None:
    source = Source("a.md", "one\rtwo\nthree\r\nfour")
    lines = Lines(((2, 3),))  # "three", as git counts
    assert not lines.touch(source, Span(0, 7))
    assert not lines.touch(source, Span(0, 8))  # its last character is the newline before
    assert lines.touch(source, Span(7, 9))
    assert lines.touch(source, Span(9, 9))
    assert lines.touch(source, Span(12, 20))
    assert not lines.touch(source, Span(15, 19))
    assert ALL.touch(source, Span(0, 0))
    assert not Lines(()).touch(source, Span(0, 20))
