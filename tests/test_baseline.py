"""The baseline: what was found once is not reported again, and nothing else is hidden."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint import baseline
from otlint.baseline import Baseline, Known
from otlint.cli import main
from otlint.errors import ConfigError
from otlint.model import Finding, Severity, Span

SLIP = "After a touch session, rest.\n"
OTHER = "If you are a loved one needs support, call us.\n"


def found(*keys: tuple[str, str]) -> list[Finding]:
    return [
        Finding(rule, Span(n, n + 1), "M.", Severity.ERROR, fingerprint=sentence)
        for n, (rule, sentence) in enumerate(keys)
    ]


some_keys = st.lists(
    st.tuples(st.sampled_from(["a/b", "c/d"]), st.sampled_from(["", "x", "y", "z"])), max_size=8
)
some_posts = st.dictionaries(st.sampled_from(["a.md", "b.md", "c/d.md", "e.md"]), some_keys)


def known(posts: dict[str, list[tuple[str, str]]]) -> dict[str, Known]:
    return {path: Counter(keys) for path, keys in posts.items()}


# --- sifting


@given(some_keys)
def test_nothing_is_new_of_what_is_written_down(keys: list[tuple[str, str]]) -> None:
    findings = found(*keys)
    sifted = baseline.sift(findings, baseline.keys(findings))
    assert sifted == baseline.Sifted((), tuple(findings), 0)


@given(some_keys, some_keys)
def test_every_finding_is_new_or_known_and_every_entry_used_or_stale(
    keys: list[tuple[str, str]], before: list[tuple[str, str]]
) -> None:
    sifted = baseline.sift(found(*keys), Counter(before))
    assert len(sifted.new) + len(sifted.known) == len(keys)
    assert len(sifted.known) + sifted.stale == len(before)
    new = Counter((one.rule, one.fingerprint) for one in sifted.new)
    assert new == Counter(keys) - Counter(before)


def test_of_more_than_were_known_the_last_are_new() -> None:
    findings = found(("a/b", "x"), ("a/b", "x"), ("a/b", "x"))
    assert baseline.sift(findings, Counter([("a/b", "x")])).new == tuple(findings[1:])


# --- renames


@given(some_posts, some_posts, st.randoms())
def test_the_order_of_posts_does_not_matter(
    before: dict[str, list[tuple[str, str]]],
    after: dict[str, list[tuple[str, str]]],
    rng: object,
) -> None:
    import random

    assert isinstance(rng, random.Random)
    known_before, known_after = known(before), known(after)
    mixed = list(known_after.items())
    rng.shuffle(mixed)
    once, again = (
        baseline.followed(Baseline(known_before), dict(one), lambda _: False)
        for one in (known_after.items(), mixed)
    )
    assert once == again
    assert len(once) == len(Baseline(known_before))


def test_a_renamed_post_is_followed_and_a_copied_one_is_new() -> None:
    old = Baseline(known({"old.md": [("a/b", "x"), ("a/b", "y")]}))
    new = known({"new.md": [("a/b", "x"), ("a/b", "z")]})
    assert list(baseline.followed(old, new, lambda _: False).posts) == ["new.md"]
    assert list(baseline.followed(old, new, lambda _: True).posts) == ["old.md"]


def test_a_post_with_little_of_the_old_one_is_another_post() -> None:
    old = Baseline(known({"old.md": [("a/b", "x"), ("a/b", "y"), ("a/b", "z")]}))
    new = known({"new.md": [("a/b", "x")]})
    assert list(baseline.followed(old, new, lambda _: False).posts) == ["old.md"]


def test_what_holds_of_whole_posts_alone_makes_no_other_post_the_same() -> None:
    about = [("a/b", ""), ("c/d", "")]
    old = Baseline(known({"old.md": about}))
    for name, path in (("new.md", "old.md"), ("there/old.md", "there/old.md")):
        assert list(baseline.followed(old, known({name: about}), lambda _: False).posts) == [path]
    # Nor do they outweigh other sentences.
    old = Baseline(known({"old.md": [*about, ("a/b", "x")]}))
    new = known({"new.md": [*about, ("a/b", "y")]})
    assert list(baseline.followed(old, new, lambda _: False).posts) == ["old.md"]


@given(st.dictionaries(st.sampled_from(["a.md", "b.md", "c.md", "e.md"]), some_keys))
def test_a_renamed_folder_is_followed_post_by_post(
    posts: dict[str, list[tuple[str, str]]],
) -> None:
    old = Baseline({f"old/{path}": entries for path, entries in known(posts).items() if entries})
    new = {f"new/{path}": entries for path, entries in known(posts).items()}
    again = baseline.followed(old, new, lambda _: False)
    assert again.posts == {path: entries for path, entries in new.items() if entries}


# --- updating and pruning


@given(some_posts, some_posts)
def test_updating_twice_is_updating_once(
    before: dict[str, list[tuple[str, str]]], after: dict[str, list[tuple[str, str]]]
) -> None:
    once = baseline.updated(Baseline(known(before)), known(after), lambda _: True)
    assert baseline.updated(once, known(after), lambda _: True) == once
    for path, keys in after.items():
        assert once.posts.get(path, Counter()) == Counter(keys)


@given(some_posts, some_posts)
def test_pruning_adds_nothing(
    before: dict[str, list[tuple[str, str]]], after: dict[str, list[tuple[str, str]]]
) -> None:
    old = Baseline(known(before))
    new = baseline.pruned(old, known(after), lambda _: True)
    for path, entries in new.posts.items():
        assert entries <= old.posts[path]
        if path in after:
            assert entries <= Counter(after[path])


# --- the file


@given(some_posts)
def test_what_is_written_is_read(posts: dict[str, list[tuple[str, str]]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "b.json"
        written = Baseline({name: Counter(keys) for name, keys in posts.items() if keys})
        baseline.write(written, path)
        assert baseline.read(path) == written


def test_the_file_is_sorted_with_an_entry_a_line(tmp_path: Path) -> None:
    posts = known({"b.md": [("c/d", "x")], "a.md": [("c/d", "y"), ("a/b", "x"), ("c/d", "y")]})
    baseline.write(Baseline(posts), tmp_path / "b.json")
    text = (tmp_path / "b.json").read_text(encoding="utf-8")
    assert text == (
        '{"version": 1, "findings": [\n'
        '{"path": "a.md", "rule": "a/b", "sentence": "x", "count": 1},\n'
        '{"path": "a.md", "rule": "c/d", "sentence": "y", "count": 2},\n'
        '{"path": "b.md", "rule": "c/d", "sentence": "x", "count": 1}\n'
        "]}\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "damaged"),
        ("[]", "damaged"),
        ('{"version": 1}', "damaged"),
        ('{"version": 1, "findings": [{"path": "a"}]}', "damaged"),
        (
            '{"version": 1, "findings": [{"path": "a", "rule": "b", "sentence": "c", "count": 0}]}',
            "damaged",
        ),
        ("<<<<<<< HEAD\n", "damaged"),
        ("[" * 100_000, "damaged"),
        ('{"version": 1, "findings": {}}', "damaged"),
        ('{"version": true, "findings": []}', "damaged"),
        ('{"version": "1", "findings": []}', "damaged"),
        ('{"version": 2, "findings": []}', "has version 2"),
    ],
)
def test_a_bad_baseline_stops_the_run(
    text: str,
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / baseline.NAME).write_text(text)
    (tmp_path / "post.md").write_text(SLIP)
    for command in ("check", "post.md"), ("baseline", "--update"):
        assert main([*command]) == 2
        err = capsys.readouterr().err
        assert message in err
        assert err.count("\n") == 1
    # What the message tells to do helps.
    (tmp_path / baseline.NAME).unlink()
    assert main(["baseline"]) == 0


def test_an_entry_that_a_merge_doubled_counts_once(tmp_path: Path) -> None:
    entry = '{"path": "a.md", "rule": "a/b", "sentence": "x", "count": %d}'
    entries = ", ".join(entry % count for count in (1, 2, 1))
    (tmp_path / "b.json").write_text(f'{{"version": 1, "findings": [{entries}]}}')
    assert baseline.read(tmp_path / "b.json").posts == known({"a.md": [("a/b", "x")] * 2})


def test_old_names_of_rules_are_read_as_new_ones(tmp_path: Path) -> None:
    baseline.write(Baseline(known({"a.md": [("old/name", "x")]})), tmp_path / "b.json")
    again = baseline.read(tmp_path / "b.json", {"old/name": "new/name"})
    assert again.posts == known({"a.md": [("new/name", "x")]})


def test_a_baseline_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be written"):
        baseline.write(Baseline(), tmp_path / "nowhere" / "b.json")


# --- the command line


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "otlint.toml").write_text('select = ["slips/listed-phrase"]\n')
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "one.md").write_text(SLIP)
    (tmp_path / "posts" / "two.md").write_text(OTHER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_after_a_baseline_only_what_is_new_fails(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 1
    assert main(["baseline"]) == 0
    assert "2 findings in 2 posts" in capsys.readouterr().out
    assert main(["check"]) == 0
    assert "2 findings are in the baseline" in capsys.readouterr().err
    # Edits elsewhere change nothing; the sentence may move and be wrapped anew.
    (repo / "posts" / "one.md").write_text("A new start.\n\nAfter a\ntouch session, rest.\n")
    assert main(["check"]) == 0
    # The same slip again, in the same post or in another one, is new.
    (repo / "posts" / "one.md").write_text(SLIP + "\n" + SLIP)
    assert main(["check"]) == 1
    (repo / "posts" / "one.md").write_text(SLIP)
    (repo / "posts" / "three.md").write_text(SLIP)
    assert main(["check"]) == 1
    out = capsys.readouterr().out
    assert "three.md" in out
    assert "one.md" not in out.rpartition("three.md")[2]


def test_it_holds_from_every_folder_and_under_new_names(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["baseline"]) == 0
    monkeypatch.chdir(repo / "posts")
    assert main(["check", "one.md"]) == 0
    (repo / "posts" / "one.md").rename(repo / "posts" / "first.md")
    assert main(["check"]) == 0
    (repo / "posts" / "one.md").write_text(SLIP)
    assert main(["check"]) == 1


def test_update_prune_and_refusal(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline"]) == 0
    file = repo / baseline.NAME
    before = file.read_bytes()
    assert main(["baseline"]) == 2
    assert "--update" in capsys.readouterr().err
    (repo / "posts" / "one.md").write_text("After a tough session, rest.\n")
    (repo / "posts" / "three.md").write_text(SLIP)
    assert main(["check", "posts/one.md", "--fail-on", "suggestion"]) == 0
    assert "baseline/stale" in capsys.readouterr().out
    assert main(["baseline", "--prune"]) == 0
    entries = json.loads(file.read_text())["findings"]
    assert [entry["path"] for entry in entries] == ["posts/two.md"]
    # Only the posts of the run are written down anew.
    assert main(["baseline", "--update", "posts/three.md"]) == 0
    entries = json.loads(file.read_text())["findings"]
    assert [entry["path"] for entry in entries] == ["posts/three.md", "posts/two.md"]
    assert main(["check"]) == 0
    file.write_bytes(before)
    assert main(["baseline", "--update", "--prune"]) == 2
    assert file.read_bytes() == before


def test_no_baseline_is_written_over_what_could_not_be_read(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repo / "posts" / "bad.md").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert main(["baseline"]) == 2
    assert "is not written" in capsys.readouterr().err
    assert not (repo / baseline.NAME).exists()


def test_a_baseline_that_is_named_must_be_there(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--baseline", "gone.json"]) == 2
    assert "gone.json" in capsys.readouterr().err
    (repo / "otlint.toml").write_text('select = ["slips"]\nbaseline = "kept/known.json"\n')
    assert main(["check"]) == 2
    (repo / "kept").mkdir()
    assert main(["baseline"]) == 0
    assert (repo / "kept" / "known.json").exists()
    entries = json.loads((repo / "kept" / "known.json").read_text())["findings"]
    assert entries[0]["path"] == "../posts/one.md"
    assert main(["check"]) == 0
    assert main(["check", "--isolated", "--select", "slips"]) == 1


def test_standard_input_is_known_by_the_name_it_stands_for(
    repo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import types

    assert main(["baseline"]) == 0
    for name, code in (("posts/one.md", 0), ("posts/other.md", 1)):
        stdin = types.SimpleNamespace(buffer=io.BytesIO(SLIP.encode()), isatty=lambda: False)
        monkeypatch.setattr("sys.stdin", stdin)
        assert main(["check", "-", "--stdin-filename", name]) == code


def test_a_baseline_lies_beside_the_config_of_its_posts_wherever_otlint_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("blog", "news"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "otlint.toml").write_text('select = ["slips/listed-phrase"]\n')
        (tmp_path / name / "one.md").write_text(SLIP)
    monkeypatch.chdir(tmp_path / "blog")
    assert main(["baseline"]) == 0
    monkeypatch.chdir(tmp_path)
    assert main(["check", "blog"]) == 0
    assert main(["check", "blog/one.md", "news/one.md"]) == 1
    assert main(["review", "blog", "--list"]) == 0
    assert main(["baseline"]) == 2
    assert "blog/.otlint-baseline.json" in capsys.readouterr().err
    assert main(["baseline", "--update"]) == 0
    assert not (tmp_path / baseline.NAME).exists()
    entries = json.loads((tmp_path / "news" / baseline.NAME).read_text())["findings"]
    assert [entry["path"] for entry in entries] == ["one.md"]
    assert main(["check"]) == 0
    (tmp_path / "blog" / "one.md").write_text(OTHER)
    assert main(["check"]) == 1


def test_one_baseline_in_the_current_folder_does_for_posts_of_several_configs(repo: Path) -> None:
    (repo / baseline.NAME).write_text('{"version": 1, "findings": []}')
    (repo / "posts" / "otlint.toml").write_text('select = ["slips/listed-phrase"]\n')
    assert main(["baseline", "--update"]) == 0
    assert not (repo / "posts" / baseline.NAME).exists()
    assert main(["check"]) == 0


def test_among_changed_lines_the_baseline_counts_the_whole_post(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *arguments], cwd=repo, check=True, capture_output=True)

    several = f"{SLIP}\n{OTHER}\nThe end.\n"
    (repo / "posts" / "one.md").write_text(several)
    assert main(["baseline"]) == 0
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "Begin")
    changed = ["check", "--changed-lines-since", "HEAD"]
    # The same slip once more, above the known one and below it.
    above = f"We begin.\n\n{SLIP}\n{several}"
    for text, line in ((above, 3), (f"{several}\n{SLIP}", 7)):
        (repo / "posts" / "one.md").write_text(text)
        capsys.readouterr()
        assert main([*changed, "--output-format", "concise"]) == 1
        out, err = capsys.readouterr()
        assert out.startswith(f"posts/one.md:{line}:")
        assert out.count("slips/") == 1
        assert err == ""
    # A renamed post is known by all it holds, not by the lines that changed.
    (repo / "posts" / "one.md").unlink()
    (repo / "posts" / "first.md").write_text(several.replace("The end", "An end"))
    assert main(changed) == 0


def test_an_update_of_some_posts_keeps_what_other_renamed_posts_are_known_by(repo: Path) -> None:
    assert main(["baseline"]) == 0
    (repo / "posts" / "one.md").rename(repo / "posts" / "first.md")
    for mode in ("--update", "--prune"):
        assert main(["baseline", mode, "posts/two.md"]) == 0
        assert main(["check"]) == 0
    assert main(["baseline", "--update"]) == 0
    entries = json.loads((repo / baseline.NAME).read_text())["findings"]
    assert [entry["path"] for entry in entries] == ["posts/first.md", "posts/two.md"]
    # Where the run looks at all of a folder, what is gone from it goes.
    (repo / "posts" / "two.md").unlink()
    assert main(["baseline", "--prune", "posts"]) == 0
    entries = json.loads((repo / baseline.NAME).read_text())["findings"]
    assert [entry["path"] for entry in entries] == ["posts/first.md"]


def test_stale_entries_are_ignored_like_any_rule(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["baseline"]) == 0
    (repo / "posts" / "one.md").write_text("After a tough session, rest.\n")
    for keys, shown in (
        ('ignore = ["baseline"]', False),
        ('[severity]\n"baseline/stale" = "off"', False),
        ('[per-file-ignores]\n"posts/*" = ["baseline/stale"]', False),
        ('[per-file-ignores]\n"posts/two.md" = ["baseline/stale"]', True),
        ("", True),
    ):
        (repo / "otlint.toml").write_text(f'select = ["slips/listed-phrase"]\n{keys}\n')
        capsys.readouterr()
        assert main(["check", "--fail-on", "suggestion", "--all"]) == 0
        assert ("baseline/stale" in capsys.readouterr().out) is shown
