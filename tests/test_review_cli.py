"""`otlint review` at a terminal: every key, and what is in the files afterwards."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from otlint.cli import main
from tests.terminal import Terminal

SLIP = "After a touch session.\n"
FIXED = "After a tough session.\n"
WORD = "We recieve it.\n"
SELECT = ("--select", "slips/listed-phrase,spelling")
COMMENT = "<!-- otlint-disable-next-line spelling/unknown-word -->\n"

terminal_only = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")


def review(
    folder: Path, *arguments: str, columns: int = 80, stdin: bytes | None = None
) -> Terminal:
    return Terminal("review", *SELECT, *arguments, folder=folder, columns=columns, stdin=stdin)


def press(terminal: Terminal, key: str, then: str = "? help") -> str:
    terminal.press(key)
    return terminal.until(then)


@terminal_only
def test_each_key(tmp_path: Path) -> None:
    post = tmp_path / "post.md"
    post.write_text(f"{SLIP}\n{WORD}\n{SLIP}\nTeh end, and wierd.\n", encoding="utf-8")
    (tmp_path / "otlint.toml").write_text('vocab = "words.txt"\n', encoding="utf-8")
    (tmp_path / "words.txt").write_text("Bobath # a name", encoding="utf-8")
    terminal = review(tmp_path, "post.md")
    first = terminal.until("? help")
    for part in (
        "post.md:1:9", "1 of 5", 'error: "touch" is a slip here', "slips/listed-phrase",
        "  After a touch session.\n          ^^^^^\n", "why: ", "  1  tough\n",
        "s skip  i ignore once  a ignore always  t type  q save and quit",
    ):  # fmt: skip
        assert part in first
    assert "u undo" not in first
    assert "ignore always: add the word" in press(terminal, "?", "Ctrl-C")
    press(terminal, "x", "press one of the keys above")
    press(terminal, "7", "press one of the keys above")
    press(terminal, "\x1b[A", "press one of the keys above")
    assert "now: tough" in press(terminal, "1")
    assert "ignored" in press(terminal, "I")
    assert "skipped" in press(terminal, "s")
    assert "Teh goes into words.txt" in press(terminal, "a")
    press(terminal, "t", "go back): ")
    terminal.type("  ")
    assert "5 of 5" in terminal.until("? help")
    press(terminal, "t", "go back): ")
    terminal.type("strange")
    terminal.until("u undo\n")
    terminal.press("\r")
    terminal.until("Done: 2 changes, 1 comment and 1 new word; 1 skipped.")
    assert terminal.end() == 0
    assert post.read_text(encoding="utf-8") == (
        f"{FIXED}\n{COMMENT}{WORD}\n{SLIP}\nTeh end, and strange.\n"
    )
    assert (tmp_path / "words.txt").read_text(encoding="utf-8") == "Bobath # a name\nTeh\n"


@terminal_only
def test_a_word_for_the_vocabulary_is_not_asked_about_again(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"{WORD}\n{WORD}", encoding="utf-8")
    (tmp_path / "b.md").write_text(WORD, encoding="utf-8")
    (tmp_path / "otlint.toml").write_text('vocab = "words.txt"\n', encoding="utf-8")
    (tmp_path / "words.txt").write_text("", encoding="utf-8")
    terminal = review(tmp_path, ".")
    terminal.until("? help")
    press(terminal, "a", "u undo\n")
    press(terminal, "u")
    press(terminal, "a", "u undo\n")
    terminal.press("\r")
    assert terminal.end() == 0
    assert (tmp_path / "words.txt").read_text(encoding="utf-8") == "recieve\n"


@terminal_only
def test_without_a_vocabulary_always_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(WORD, encoding="utf-8")
    terminal = review(tmp_path, "a.md")
    assert "always" not in terminal.until("? help")
    press(terminal, "a", 'put vocab = "words.txt" into otlint.toml')
    terminal.press("q")
    assert terminal.end() == 0


@terminal_only
def test_undo_leads_back_into_earlier_posts(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(SLIP, encoding="utf-8")
    terminal = review(tmp_path, ".")
    terminal.until("? help")
    assert "b.md:1:9" in press(terminal, "1")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == FIXED
    assert "c.md:1:9" in press(terminal, "s")
    assert "back in b.md" in press(terminal, "u")
    assert "back in a.md" in press(terminal, "u")
    assert "b.md:1:9" in press(terminal, "s")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == SLIP
    assert "c.md:1:9" in press(terminal, "1")
    terminal.press("q")
    assert terminal.end() == 0
    texts = [(tmp_path / f"{name}.md").read_text(encoding="utf-8") for name in "abc"]
    assert texts == [SLIP, FIXED, SLIP]


@terminal_only
def test_quitting_saves(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"{SLIP}\n{WORD}", encoding="utf-8")
    terminal = review(tmp_path, "a.md")
    terminal.until("? help")
    press(terminal, "1")
    terminal.press("q")
    terminal.until("Done: 1 change.")
    assert terminal.end() == 0
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == f"{FIXED}\n{WORD}"


@terminal_only
@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_stopping_writes_nothing_of_this_post(tmp_path: Path, key: str) -> None:
    (tmp_path / "a.md").write_text(SLIP, encoding="utf-8")
    (tmp_path / "b.md").write_text(f"{SLIP}\n{WORD}", encoding="utf-8")
    terminal = review(tmp_path, ".")
    terminal.until("? help")
    press(terminal, "1")
    press(terminal, "1")
    terminal.press(key)
    terminal.until("otlint: stopped: nothing of b.md is written")
    terminal.until("what you chose in 1 earlier post is written")
    assert terminal.end() == 130
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == FIXED
    assert (tmp_path / "b.md").read_text(encoding="utf-8") == f"{SLIP}\n{WORD}"


@terminal_only
def test_a_terminal_that_goes_away_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"{SLIP}\n{WORD}", encoding="utf-8")
    terminal = review(tmp_path, "a.md")
    terminal.until("? help")
    press(terminal, "1")
    terminal.hang_up()
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == f"{SLIP}\n{WORD}"


@terminal_only
def test_forty_columns(tmp_path: Path) -> None:
    text = "Words that go on for a while, so that this line is broken. " * 2
    (tmp_path / "a.md").write_text(f"{text}After a long day came {SLIP}", encoding="utf-8")
    terminal = review(tmp_path, "a.md", columns=40)
    shown = terminal.until("? help")
    assert max(map(len, shown.split("\n"))) <= 40
    assert "  After a long day came After a touch\n" + " " * 32 + "^^^^^\n" in shown
    terminal.press("q")
    assert terminal.end() == 0


@terminal_only
@pytest.mark.parametrize(
    ("name", "before", "keys", "after"),
    [
        ("a.md", f"\ufeff# H\r\n\r\n{SLIP[:-1]}\r\n".encode(), "1",
         f"\ufeff# H\r\n\r\n{FIXED[:-1]}\r\n".encode()),
        ("a.md", f"“Café”.\r\n\r\n{WORD[:-1]}\r\n".encode("cp1252"), "i",
         f"“Café”.\r\n\r\n{COMMENT[:-1]}\r\n{WORD[:-1]}\r\n".encode("cp1252")),
        ("a.html", f"<p>A&nbsp;&amp; b</p><p>{WORD}</p>".encode(), "i",
         f"<p>A&nbsp;&amp; b</p><p>{COMMENT[:-1]}{WORD}</p>".encode()),
        ("a.html", f"<p>A <b>b</b>. {SLIP}</p>".encode(), "1",
         f"<p>A <b>b</b>. {FIXED}</p>".encode()),
        ("a.txt", SLIP.encode("utf-16"), "1", FIXED.encode("utf-16")),
    ],
)  # fmt: skip
def test_files_keep_their_form(
    tmp_path: Path, name: str, before: bytes, keys: str, after: bytes
) -> None:
    (tmp_path / name).write_bytes(before)
    terminal = review(tmp_path, name)
    terminal.until("? help")
    press(terminal, keys, "u undo\n")
    terminal.press("\r")
    assert terminal.end() == 0
    assert (tmp_path / name).read_bytes() == after


@terminal_only
def test_a_post_that_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(SLIP, encoding="utf-8")
    terminal = review(tmp_path, "a.md")
    terminal.until("? help")
    press(terminal, "1", "u undo\n")
    (tmp_path / "a.md").write_text("Other words.\n", encoding="utf-8")
    terminal.press("\r")
    terminal.until("a.md: not written: the file has changed since it was read")
    shown = terminal.until("After a tough session.")
    assert "Find this sentence" in shown
    assert terminal.end() == 2
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "Other words.\n"


@terminal_only
def test_pasted_text_ends_with_what_to_change(tmp_path: Path) -> None:
    terminal = review(tmp_path, "-", stdin=f"One. {SLIP}\n{WORD}".encode())
    assert "i ignore" not in terminal.until("? help")
    press(terminal, "1")
    press(terminal, "t", "go back): ")
    terminal.type("get")
    terminal.until("u undo\n")
    terminal.press("\r")
    terminal.until("standard input: 2 sentences to change")
    assert terminal.end() == 0
    shown = terminal.seen[terminal.seen.index("standard input:") :]
    assert [line.strip() for line in shown.split("\n") if line.startswith("   ")] == [
        "After a touch session.", "Change it to this:", "After a tough session.",
        "We recieve it.", "Change it to this:", "We get it.",
    ]  # fmt: skip


@terminal_only
def test_changes_lists_what_was_written_too(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(SLIP, encoding="utf-8")
    terminal = review(tmp_path, "a.md", "--changes")
    terminal.until("? help")
    press(terminal, "1", "u undo\n")
    terminal.press("q")
    terminal.until("a.md: 1 sentence to change")
    assert terminal.end() == 0


@terminal_only
def test_nothing_to_review(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"{COMMENT}{WORD}", encoding="utf-8")
    terminal = review(tmp_path, "a.md", "gone.md")
    terminal.until("otlint: gone.md: ")
    terminal.until("Nothing to review.")
    assert terminal.end() == 2


@terminal_only
def test_what_the_baseline_knows_is_not_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text(SLIP, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["baseline", "a.md"]) == 0
    (tmp_path / "a.md").write_text(f"{SLIP}\n{WORD}", encoding="utf-8")
    terminal = review(tmp_path, "a.md")
    shown = terminal.until("? help")
    assert "1 of 1" in shown
    assert "recieve" in shown
    terminal.press("q")
    assert terminal.end() == 0


# --- without a terminal


def test_a_terminal_is_needed(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "a.md").write_text(SLIP, encoding="utf-8")
    assert main(["review", str(tmp_path / "a.md")]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "`otlint review --list`" in captured.err
    assert captured.err.count("\n") == 1


def test_list(tmp_path: Path, capfd: Any) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        f"# A post\n\nOne. {SLIP}\nSee `it` and [a touch\nsession](x), we recieve it.\n",
        encoding="utf-8",
    )
    assert main(["review", "--list", *SELECT, str(path)]) == 0
    out = capfd.readouterr().out
    assert out.endswith(
        "2 sentences to change\n"
        "\n"
        "1. Find this sentence:\n"
        "   After a touch session.\n"
        "   Change it to this:\n"
        "   After a tough session.\n"
        "\n"
        "2. Find this sentence:\n"
        "   See `it` and a touch session, we recieve it.\n"
        "   Change it to this:\n"
        "   See `it` and a tough session, we receive it.\n"
        "\n"
    )
    assert path.read_text(encoding="utf-8").startswith(f"# A post\n\nOne. {SLIP}")


def test_list_of_what_may_be_right(tmp_path: Path, capfd: Any) -> None:
    (tmp_path / "a.md").write_text("He is here — and there – so.\n", encoding="utf-8")
    assert main(["review", "--list", "--select", "consistency", str(tmp_path / "a.md")]) == 0
    out = capfd.readouterr().out
    assert "nothing to change" in out
    assert "1 sentence to change, perhaps: look at each" in out
    (tmp_path / "b.md").write_bytes(b"\x00")
    assert main(["review", "--list", *SELECT, str(tmp_path)]) == 2
