"""Diffs that `git apply` and `patch` take, whatever the post's newlines."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otlint.diffing import coloured, unified_diff

OLD = "One\nA touch day.\nThree\nFour\nFive\nSix\n"
NEW = "One\nA tough day.\nThree\nFour\nFive\nSix\n"


def test_a_small_diff() -> None:
    assert unified_diff("posts/a.txt", OLD, NEW) == (
        "--- a/posts/a.txt\n"
        "+++ b/posts/a.txt\n"
        "@@ -1,5 +1,5 @@\n"
        " One\n"
        "-A touch day.\n"
        "+A tough day.\n"
        " Three\n"
        " Four\n"
        " Five\n"
    )


def test_no_change_is_no_diff() -> None:
    assert unified_diff("a.txt", OLD, OLD) == ""


def test_no_newline_at_the_end() -> None:
    assert unified_diff("a.txt", "touch", "tough").split("\n")[3:] == [
        "-touch",
        "\\ No newline at end of file",
        "+tough",
        "\\ No newline at end of file",
        "",
    ]


@pytest.mark.parametrize(
    ("path", "header"),
    [
        ("a.txt", "--- a/a.txt\n"),
        ("./posts//a.txt", "--- a/posts/a.txt\n"),
        ("/home/me/a.txt", "--- a/home/me/a.txt\n"),
        ("-", "--- a/stdin\n"),
        ("my post.txt", "--- a/my post.txt\t\n"),
        ("café.txt", "--- a/café.txt\n"),
        ('a "b"\n.txt', '--- "a/a \\"b\\"\\n.txt"\n'),
        ("a\x1b\u202e.txt", '--- "a/a\\033\\342\\200\\256.txt"\n'),
        ("caf\udce9.txt", '--- "a/caf\\351.txt"\n'),
    ],
)
def test_headers(path: str, header: str) -> None:
    assert unified_diff(path, "a\n", "b\n").startswith(header)


CASES = [
    ("a\nb\nc\n", "a\nB\nc\n"),
    ("a\nb", "a\nB"),
    ("a\nb", "a\nb\n"),
    ("a\nb\n", "a\nb"),
    ("a\r\nb\r\n", "a\r\nB\r\n"),
    ("a\rb\r", "a\rB\r"),
    ("", "a\n"),
    ("a\n", ""),
    ("".join(f"{i}\n" for i in range(60)), "".join(f"{i}\n" for i in range(60) if i % 17)),
    ("a\u2028b\x0cc\x85d\n-- x\n", "a\u2028b\x0cc\x85D\n++ x\n"),
    ("👩‍👩‍👧 touch\n", "👩‍👩‍👧 tough\n"),
]
TOOLS = {
    "git": ["git", "apply", "--whitespace=nowarn", "the.diff"],
    "patch": ["patch", "--binary", "-s", "-p1", "-i", "the.diff"],
}


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(("old", "new"), CASES)
@pytest.mark.parametrize("name", ["a.txt", "my post é.txt"])
def test_tools_apply_it(tool: str, old: str, new: str, name: str, tmp_path: Path) -> None:
    if shutil.which(tool) is None:
        pytest.skip(f"no {tool} here")
    post = tmp_path / name
    post.write_bytes(old.encode())
    (tmp_path / "the.diff").write_bytes(unified_diff(name, old, new).encode())
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    subprocess.run(TOOLS[tool], cwd=tmp_path, check=True, env=environment)
    result = post.read_bytes() if post.exists() else b""
    assert result == new.encode()


@settings(deadline=None)
@given(st.text("ab\r\n é", max_size=9), st.text("ab\r\n é", max_size=9))
def test_a_diff_of_few_lines_holds_both_texts(old: str, new: str) -> None:
    old, new = (text.replace("\n\n", "\n")[:6] for text in (old, new))
    diff = unified_diff("a", old, new)
    if old == new:
        assert diff == ""
        return
    lines = diff.split("\n")[3:-1]
    for side, text in (("-", old), ("+", new)):
        kept = [line[1:] for line in lines if line[0] in (side, " ")]
        assert kept == text.removesuffix("\n").split("\n") or (not text and not kept)


def test_coloured_lines_hold_no_other_control_sequence() -> None:
    shown = coloured(unified_diff("a.txt", "x \x1b[2Jtouch\r\n", "x \x1b[2Jtough\r\n"))
    assert "\x1b[31m-x ␛[2Jtouch\x1b[0m\n\x1b[32m+x ␛[2Jtough\x1b[0m\n" in shown
    assert shown.startswith("\x1b[1m--- a/a.txt\x1b[0m\n")
    assert coloured("+é 👍\n", "ascii") == "\x1b[32m+? ??\x1b[0m\n"
