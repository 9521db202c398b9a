"""`otlint vocab`: collect, edit, accept; add; and clear out what no post uses."""

from __future__ import annotations

from pathlib import Path

import pytest

from otlint.cli import main
from otlint.vocabulary import add, load, used
from tests.helpers import parse_text

POST = "We use the Wobbleboardo and a sensopad. Each sensopad is soft.\n"


@pytest.fixture
def posts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "otlint.toml").write_text('vocab = ["words.txt"]\nselect = ["spelling"]\n')
    (tmp_path / "words.txt").write_text("# Ours.\nRiversyde\n")
    (tmp_path / "one.md").write_text(POST)
    (tmp_path / "two.md").write_text("Try a sensopad at home, and then a fidgettoy.\n")
    return tmp_path


def test_collected_terms_are_a_vocabulary(posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vocab", "collect", "-o", "new.txt"]) == 0
    err = capsys.readouterr().err
    assert "2 unfamiliar terms" in err
    assert 'vocab = ["words.txt", "new.txt"] in otlint.toml' in err
    lines = (posts / "new.txt").read_text(encoding="utf-8").splitlines()
    assert lines == [
        "sensopad  # 3x, one.md:1: We use the Wobbleboardo and a sensopad.",
        "fidgettoy  # 1x, two.md:1: Try a sensopad at home, and then a fidgettoy.",
    ]
    assert load(posts / "new.txt") == {"sensopad", "fidgettoy"}
    assert main(["check", "--fail-on", "suggestion"]) == 1
    (posts / "otlint.toml").write_text('vocab = ["new.txt"]\nselect = ["spelling"]\n')
    assert main(["check", "--fail-on", "suggestion"]) == 0
    capsys.readouterr()
    assert main(["vocab", "collect", "one.md", "two.md"]) == 0
    out, err = capsys.readouterr()
    assert (out, "no unfamiliar terms" in err) == ("", True)


def test_collecting_overwrites_nothing_and_hides_no_failure(
    posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["vocab", "collect", "-o", "words.txt"]) == 2
    assert "Riversyde" in (posts / "words.txt").read_text()
    (posts / "bad.md").write_bytes(b"\x89PNG\r\n\x1a\n")
    capsys.readouterr()
    assert main(["vocab", "collect"]) == 2
    out, err = capsys.readouterr()
    assert "sensopad" in out
    assert "bad.md" in err


def test_added_words_count_at_once(posts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vocab", "add", "sensopad", "fidgettoy", "sensopad"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("words.txt: added sensopad, fidgettoy.\n", "")
    assert (posts / "words.txt").read_text() == "# Ours.\nRiversyde\nsensopad\nfidgettoy\n"
    assert main(["check", "--fail-on", "suggestion"]) == 0
    capsys.readouterr()
    assert main(["vocab", "add", "sensopad"]) == 0
    assert "has them already" in capsys.readouterr().out


def test_a_new_vocabulary_says_how_it_comes_to_count(
    posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (posts / "otlint.toml").write_text('select = ["spelling"]\n')
    assert main(["vocab", "add", "Jane Roe"]) == 0
    assert (posts / "vocab.txt").read_text() == "Jane Roe\n"
    assert 'vocab = ["vocab.txt"] in otlint.toml' in capsys.readouterr().err


@pytest.mark.parametrize("word", ["", "  ", "a # b", "...", "x" * 200, "a\nb\x00"])
def test_what_is_no_term_is_refused(
    word: str, posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (posts / "words.txt").read_bytes()
    assert main(["vocab", "add", "fine", word]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert (posts / "words.txt").read_bytes() == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"one", b"one\nnew\n"),
        (b"one\r\n", b"one\r\nnew\r\n"),
        ("\ufeffnaïve\r\n".encode(), "\ufeffnaïve\r\nnew\r\n".encode()),
        ("naïve\n".encode("cp1252"), "naïve\nnew\n".encode("cp1252")),
        (b"", b"new\n"),
    ],
)
def test_the_rest_of_a_vocabulary_stays_byte_for_byte(
    before: bytes, after: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes(before)
    assert add(path, ["new"]) == ("new",)
    assert path.read_bytes() == after


def test_unused_terms_are_reported_with_their_lines(
    posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (posts / "words.txt").write_text("# Ours.\nRiversyde\nsensopad\nJane Roe  # she left\n")
    assert main(["vocab", "unused"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        'words.txt:2:1: suggestion vocab/unused None of the posts uses "Riversyde".',
        'words.txt:4:1: suggestion vocab/unused None of the posts uses "Jane Roe".',
    ]


def test_nothing_is_unused_while_a_post_cannot_be_read(
    posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (posts / "bad.md").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert main(["vocab", "unused"]) == 2
    assert capsys.readouterr().out == ""
    (posts / "bad.md").unlink()
    (posts / "otlint.toml").write_text("")
    assert main(["vocab", "unused"]) == 2
    assert "names no vocabulary file" in capsys.readouterr().err


def test_which_terms_a_post_uses() -> None:
    document = parse_text("The Sensopad of Jane Roe. And jane roe.")
    terms = frozenset({"sensopad", "Jane Roe", "JANE ROE", "pad"})
    assert used(document, terms) == {"sensopad", "Jane Roe"}


def test_collected_terms_are_what_a_reader_sees(
    posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (posts / "two.md").unlink()
    (posts / "one.md").write_text(
        "The caf&eacute; has a sens*opa*d. Our sensopad\u2019s soft, `sensopad`\n"
        "[the sensopad's page](https://example.org/sensopad).\n",
        encoding="utf-8",
    )
    assert main(["vocab", "collect"]) == 0
    assert capsys.readouterr().out == "sensopad  # 3x, one.md:1: The café has a sensopad.\n"


def test_whatever_a_post_holds_what_is_collected_is_a_vocabulary_that_settles_it(
    posts: Path,
) -> None:
    (posts / "two.md").rename(posts / "a\nb # c.md")
    (posts / "one.md").write_text(
        "We put the sen\u00adsopad on the floor. Try a fidgettoy-like toy with them at home.\n\n"
        "There is a zzplonk/zzplink in each of the rooms, and ***gru***mblo is soft to touch.\n\n"
        "Here are the sensopads' and the caf&eacute;sso\u2028and wobblo\u0085quorpil.\n",
        encoding="utf-8",
    )
    assert main(["vocab", "collect", "-o", "new.txt"]) == 0
    (posts / "otlint.toml").write_text('vocab = "new.txt"\nselect = ["spelling/unknown-word"]\n')
    assert all(" " not in term for term in load(posts / "new.txt"))
    assert main(["check", "--fail-on", "suggestion"]) == 0


def test_a_term_of_which_posts_use_other_forms_is_used(
    posts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (posts / "words.txt").write_text("sensopad\nBluppo Wobbleboardo\nfidgettoy\nriver bank\n")
    (posts / "one.md").write_text("Our sensopads are Wobbleboardo ones, by the river.\n")
    (posts / "two.md").unlink()
    assert main(["vocab", "unused"]) == 0
    unused = [line.rpartition("uses ")[2] for line in capsys.readouterr().out.splitlines()]
    assert unused == ['"fidgettoy".', '"river bank".']


def test_what_to_write_names_every_vocabulary_from_the_folder_of_the_config(
    posts: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (posts / "kept").mkdir()
    assert main(["vocab", "add", "sensopad", "--file", "kept/more.txt"]) == 0
    naming = 'vocab = ["words.txt", "kept/more.txt"]'
    assert f"{naming} in otlint.toml" in capsys.readouterr().err
    (posts / "otlint.toml").write_text(f"{naming}\n")
    assert main(["vocab", "add", "fidgettoy", "--file", "kept/more.txt"]) == 0
    assert capsys.readouterr().err == ""
    (posts / "otlint.toml").unlink()
    (posts / "pyproject.toml").write_text("[tool.otlint]\n")
    assert main(["vocab", "add", "wobblo"]) == 0
    assert 'vocab = ["vocab.txt"] below [tool.otlint] in pyproject.toml' in capsys.readouterr().err
