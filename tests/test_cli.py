"""The command line as a person and a CI job meet it: files in, reports and exit codes out."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from otlint import __version__
from otlint.cli import main

SLIP = "We tried again after a touch session.\n"
FINE = "We tried again after a tough session.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Each test works in a folder of its own, at no terminal."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "OTLINT_OUTPUT_FORMAT"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


class Result:
    def __init__(self, code: int, out: bytes, err: bytes) -> None:
        self.code = code
        self.raw = out
        self.out = out.decode("utf-8", "replace")
        self.err = err.decode("utf-8")

    @property
    def data(self) -> Any:
        return json.loads(self.out)

    @property
    def rules(self) -> list[str]:
        return [f["rule"] for file in self.data["files"] for f in file["findings"]]


@pytest.fixture
def otlint(capfdbinary: pytest.CaptureFixture[bytes]) -> Any:
    def run(*arguments: str) -> Result:
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        captured = capfdbinary.readouterr()
        return Result(code, captured.out, captured.err)

    return run


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def write(name: str, text: str | bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return path


# --- checking


def test_a_slip_is_an_error(otlint: Any) -> None:
    write("post.md", SLIP)
    result = otlint("check", "post.md")
    assert result.code == 1
    assert "slips/listed-phrase" in result.out
    assert "^^^^^" in result.out
    assert "tough" in result.out
    assert result.err == ""


def test_both_slips_of_the_promise(otlint: Any) -> None:
    write("post.md", SLIP + "\nIf you are a loved one needs support, call us.\n")
    result = otlint("check", "--output-format", "json", "post.md")
    found = [
        (f["text"], f["suggestions"][0], f["severity"], f["fix"]["safety"])
        for f in result.data["files"][0]["findings"]
        if f["rule"] == "slips/listed-phrase"
    ]
    assert found == [("touch", "tough", "error", "safe"), ("are", "or", "error", "safe")]


def test_a_clean_post_passes(otlint: Any) -> None:
    write("post.md", FINE)
    result = otlint("check", "post.md")
    assert (result.code, result.err) == (0, "")
    assert "All checks passed!" in result.out


QUIET = """# Life after a stroke

Our OTs see kids and adults. An OT looks at mental health as well as the body, and every person is
at the centre of what we do. We practise person-centred care, and we colour in the details with you.
Neuro-rehab takes time. An hour a day helps, and a university clinic can help too.
"""


def test_what_other_tools_shout_at_is_quiet(otlint: Any) -> None:
    write("post.md", QUIET)
    result = otlint("check", "--output-format", "json", "post.md")
    assert result.data["files"][0]["locale"] == "en-GB"
    asides = ("readability/", "slips/real-word-likely")
    assert [rule for rule in result.rules if not rule.startswith(asides)] == []


def test_json_is_what_the_schema_says(otlint: Any) -> None:
    import jsonschema

    schema = json.loads(
        (Path(__file__).parents[1] / "docs/report.schema.json").read_text(encoding="utf-8")
    )
    write("post.md", "\ufeffÜber 🧑‍⚕️ " + SLIP.replace("\n", "\r\n") + "We recieve the the post.")
    write("bad.md", b"\x00")
    result = otlint("check", "--output-format", "json", "post.md", "bad.md", "gone.md")
    assert result.code == 2
    jsonschema.validate(result.data, schema)
    text = Path("post.md").read_bytes().decode("utf-8-sig")
    for found in result.data["files"][0]["findings"]:
        span = found["span"]
        assert text[span["start"] : span["end"]] == found["text"]
        for edit in (found["fix"] or {"edits": []})["edits"]:
            assert 0 <= edit["start"] <= edit["end"] <= len(text)
    assert [error["path"] for error in result.data["errors"]] == ["gone.md", "bad.md"] or [
        error["path"] for error in result.data["errors"]
    ] == ["bad.md", "gone.md"]
    assert result.data["summary"]["files"] == 1


def test_the_same_run_twice_says_the_same(otlint: Any) -> None:
    for number in range(5):
        write(f"post{number}.md", SLIP * number + "We recieve post.\n\n" + QUIET)
    first = otlint("check", "--output-format", "json", ".")
    assert otlint("check", "--output-format", "json", ".").raw == first.raw
    assert otlint("check", "--all", ".").raw == otlint("check", "--all", ".").raw


def test_concise_is_one_line_a_finding(otlint: Any) -> None:
    write("post.md", SLIP)
    result = otlint("check", "--select", "slips", "--output-format", "concise", "post.md")
    assert result.out.startswith("post.md:1:24: error slips/listed-phrase ")


def test_statistics(otlint: Any) -> None:
    write("post.md", SLIP * 2)
    result = otlint("check", "--statistics", "--select", "slips", "post.md")
    assert result.code == 1
    assert "2  slips/listed-phrase" in result.out


def test_reports_to_files(otlint: Any) -> None:
    write("post.md", SLIP)
    result = otlint("check", "post.md", "-o", "json=report.json", "-o", "concise=report.txt")
    assert "slips/listed-phrase" in result.out
    assert json.loads(Path("report.json").read_text(encoding="utf-8"))["version"] == 1
    assert Path("report.txt").read_text(encoding="utf-8").startswith("post.md:1:24: error")


@pytest.mark.parametrize("output", ["json", "xml=report.xml", "json="])
def test_a_report_needs_a_format_and_a_file(otlint: Any, output: str) -> None:
    write("post.md", SLIP)
    result = otlint("check", "post.md", "-o", output)
    assert result.code == 2
    assert "FORMAT=FILE" in result.err


def test_no_colour_outside_a_terminal(otlint: Any) -> None:
    write("post.md", SLIP)
    assert "\x1b" not in otlint("check", "post.md").out


@pytest.mark.parametrize(
    ("fail_on", "code"),
    [("error", 0), ("warning", 1), ("suggestion", 1), ("never", 0)],
)
def test_fail_on(otlint: Any, fail_on: str, code: int) -> None:
    write("post.md", "She is wheelchair-bound.\n")
    result = otlint("check", "post.md", "--select", "tone", "--fail-on", fail_on)
    assert result.code == code
    assert "tone/person-first" in result.out


def test_select_and_ignore(otlint: Any) -> None:
    write("post.md", SLIP + "\nIt is is here.\n")
    both = otlint("check", "post.md", "--output-format", "json", "--select", "slips,grammar")
    assert both.rules == ["slips/listed-phrase", "grammar/repeated-word"]
    one = otlint(
        "check", "post.md", "--output-format", "json", "--select", "slips,grammar",
        "--ignore", "slips/listed-phrase",
    )  # fmt: skip
    assert one.rules == ["grammar/repeated-word"]


def test_an_unknown_rule_is_a_usage_error(otlint: Any) -> None:
    write("post.md", SLIP)
    result = otlint("check", "post.md", "--select", "slip")
    assert result.code == 2
    assert "slips" in result.err
    assert len(result.err.strip().split("\n")) == 1


def test_an_unknown_option_is_one_line(otlint: Any) -> None:
    result = otlint("check", "--frobnicate")
    assert result.code == 2
    assert len(result.err.strip().split("\n")) == 1


# --- fixing


def test_fix_writes_safe_fixes_and_nothing_else(otlint: Any) -> None:
    path = write("post.md", "\ufeff" + SLIP.replace("\n", "\r\n") + "A — b – c.\r\n")
    path.chmod(0o640)
    result = otlint("check", "--fix", "--select", "slips", "post.md")
    assert result.code == 0
    assert path.read_bytes() == ("\ufeff" + FINE.replace("\n", "\r\n") + "A — b – c.\r\n").encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [entry.name for entry in Path().iterdir()] == ["post.md"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_fix_keeps_the_encoding(otlint: Any, encoding: str) -> None:
    path = write("post.md", ("“Café” — " + SLIP).encode(encoding))
    otlint("check", "--fix", "--select", "slips", "post.md")
    assert path.read_bytes() == ("“Café” — " + FINE).encode(encoding)


def test_windows_1252_is_read_with_a_notice(otlint: Any) -> None:
    write("post.md", "It’s “fine” here.\n".encode("cp1252"))
    result = otlint("check", "post.md")
    assert result.code == 0
    assert "Windows-1252" in result.err
    assert len(result.err.strip().split("\n")) == 1


def test_diff_shows_and_writes_nothing(otlint: Any) -> None:
    path = write("post.md", SLIP)
    result = otlint("check", "--diff", "post.md")
    assert result.code == 1
    assert result.out == (
        "--- a/post.md\n+++ b/post.md\n@@ -1 +1 @@\n"
        "-We tried again after a touch session.\n+We tried again after a tough session.\n"
    )
    assert "All checks passed!" in result.err
    assert path.read_text(encoding="utf-8") == SLIP


def test_diff_of_a_clean_post_passes(otlint: Any) -> None:
    write("post.md", FINE)
    result = otlint("check", "--diff", "post.md")
    assert (result.code, result.out) == (0, "")


def test_unsafe_fixes_need_fix(otlint: Any) -> None:
    write("post.md", SLIP)
    result = otlint("check", "--unsafe-fixes", "post.md")
    assert result.code == 2
    assert "--fix" in result.err


def test_standard_input(otlint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, SLIP.encode())
    result = otlint("check", "-", "--output-format", "json")
    assert result.code == 1
    assert result.data["files"][0]["path"] == "-"


def test_standard_input_has_the_format_of_its_name(
    otlint: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    html = "<p>Fine.</p><script>after a touch session</script>"
    stdin(monkeypatch, html.encode())
    assert otlint("check", "-").code == 1
    stdin(monkeypatch, html.encode())
    assert otlint("check", "-", "--stdin-filename", "post.html").code == 0
    mdx = "Text {/* after a touch session */} here.\n"
    stdin(monkeypatch, mdx.encode())
    assert otlint("check", "-", "--stdin-filename", "post.mdx").code == 0


def test_exclude_holds_for_the_name_of_standard_input(
    otlint: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin(monkeypatch, SLIP.encode())
    result = otlint("check", "-", "--stdin-filename", "drafts/a.md", "--exclude", "drafts/")
    assert result.code == 0
    assert "drafts/a.md is left out" in result.err


def test_fix_of_standard_input_prints_the_post(
    otlint: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin(monkeypatch, SLIP.encode("utf-16"))
    result_code = otlint("check", "--fix", "-")
    assert result_code.raw == FINE.encode("utf-16")
    assert result_code.code == 0
    assert "fixed" in result_code.err.lower()


def test_a_symlink_is_not_written_through(otlint: Any, folder: Path) -> None:
    outside = folder / "outside"
    outside.mkdir()
    (outside / "post.md").write_text(SLIP, encoding="utf-8")
    inside = folder / "inside"
    inside.mkdir()
    (inside / "link.md").symlink_to(outside / "post.md")
    result = otlint("check", "--fix", "inside")
    assert result.code == 2
    assert (outside / "post.md").read_text(encoding="utf-8") == SLIP
    assert (inside / "link.md").is_symlink()


# --- bad input: one clear line, exit 2, the others still checked


BAD = {
    "missing": None,
    "nul": b"text\x00text",
    "png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "undecodable": b"caf\x81",
    "front-matter": b"---\ntitle: x\n\nText that goes on.\n",
    "deep": b"> " * 1001 + b"x",
    "long-line": b"a" * 5_000_001,
    "odd-utf-16": b"\xff\xfea\x00b",
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line(otlint: Any, name: str) -> None:
    data = BAD[name]
    if data is not None:
        write("bad.md", data)
    write("post.md", SLIP)
    result = otlint("check", "bad.md", "post.md")
    assert result.code == 2
    assert "touch" in result.out
    lines = result.err.strip().split("\n")
    assert len(lines) == 1
    assert lines[0].startswith("otlint: bad.md: ")
    assert len(lines[0]) > len("otlint: bad.md: ") + 15


def test_no_permission(otlint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    write("bad.md", FINE)
    write("post.md", FINE)
    real = os.open

    def refuse(path: Any, *rest: Any, **more: Any) -> int:
        if str(path).endswith("bad.md"):
            raise PermissionError(13, "Permission denied")
        return real(path, *rest, **more)

    monkeypatch.setattr(os, "open", refuse)
    result = otlint("check", "bad.md", "post.md")
    assert result.code == 2
    assert "bad.md: cannot be read: no permission" in result.err


def test_a_folder_without_posts(otlint: Any, folder: Path) -> None:
    (folder / "empty").mkdir()
    result = otlint("check", "empty")
    assert result.code == 2
    assert result.err.startswith("otlint: empty: ")


def test_a_symlink_loop_is_skipped_with_a_note(otlint: Any, folder: Path) -> None:
    write("posts/post.md", FINE)
    (folder / "posts/loop").symlink_to(folder / "posts")
    result = otlint("check", "posts")
    assert result.code == 0
    assert "loop" in result.err


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_post_passes_with_a_note(otlint: Any, data: bytes) -> None:
    write("post.md", data)
    result = otlint("check", "post.md")
    assert result.code == 0
    assert "empty" in result.err


def test_a_bug_is_told_and_the_rest_is_checked(
    otlint: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from otlint import parsing

    real = parsing.parse

    def broken(source: Any, format: Any) -> Any:
        if source.path == "bad.md":
            raise ZeroDivisionError("oh")
        return real(source, format)

    monkeypatch.setattr(parsing, "parse", broken)
    write("bad.md", FINE)
    write("post.md", SLIP)
    result = otlint("check", "bad.md", "post.md", "missing.md")
    assert result.code == 3
    assert "touch" in result.out
    assert "bug in otlint" in result.err


def test_ctrl_c(otlint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from otlint import parsing

    def interrupted(*_: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr(parsing, "parse", interrupted)
    write("post.md", FINE)
    result = otlint("check", "post.md")
    assert result.code == 130
    assert "Traceback" not in result.err


# --- configuration


def test_the_config_beside_the_post_counts(otlint: Any) -> None:
    write("otlint.toml", 'ignore = ["slips"]\n')
    write("post.md", SLIP)
    assert otlint("check", "post.md").code == 0
    assert otlint("check", "post.md", "--isolated").code == 1


def test_an_unknown_key_is_an_error(otlint: Any) -> None:
    write("otlint.toml", 'ignores = ["slips"]\n')
    write("post.md", SLIP)
    result = otlint("check", "post.md")
    assert result.code == 2
    assert "otlint.toml:1" in result.err
    assert "'ignore'" in result.err


def test_a_vocabulary(otlint: Any) -> None:
    write("otlint.toml", 'vocab = "words.txt"\n')
    write("words.txt", "# ours\ntouch session\nrecieve\n")
    write("post.md", SLIP + "\nWe recieve you kindly here.\n")
    assert otlint("check", "post.md").code == 0


def test_house_rules(otlint: Any) -> None:
    write("otlint.toml", 'rules = ["house"]\n')
    write(
        "house/words.yaml",
        '- id: house/tea\n  severity: error\n  summary: S.\n  why: W.\n  message: "Write {new}."\n'
        "  sources: [us]\n  entries:\n    - {find: coffee, write: tea, fix: safe}\n"
        '  examples:\n    - {bad: "A <<coffee>>.", fixed: "A tea."}\n    - {good: "A tea."}\n',
    )
    write("post.md", "A cup of Coffee.\n")
    result = otlint("check", "post.md", "--output-format", "json")
    assert (result.code, result.rules) == (1, ["house/tea"])
    assert otlint("test-rules", "house").code == 0
    assert "house/tea" in otlint("rules").out
    write("house/words.yaml", "- id: house/tea\n  colour: red\n")
    broken = otlint("check", "post.md")
    assert broken.code == 2
    assert "words.yaml:2" in broken.err


def test_front_matter_wins_over_the_config(otlint: Any) -> None:
    write("otlint.toml", 'locale = "en-US"\naudience = "general"\n')
    write("post.md", "---\nlang: en-GB\naudience: clinicians\n---\nThe colour.\n")
    file = otlint("check", "post.md", "--output-format", "json").data["files"][0]
    assert (file["locale"], file["audience"]) == ("en-GB", "clinicians")
    again = otlint("check", "post.md", "--output-format", "json", "--locale", "en-AU")
    assert again.data["files"][0]["locale"] == "en-AU"


def test_exclude_holds_for_named_files_too(otlint: Any) -> None:
    write("drafts/post.md", SLIP)
    write("post.md", FINE)
    result = otlint("check", "drafts/post.md", "post.md", "--exclude", "drafts/")
    assert result.code == 0
    assert "drafts/post.md" in result.err


# --- the other commands


def test_version_and_help(otlint: Any) -> None:
    assert otlint("--version").out == f"otlint {__version__}\n"
    help_text = otlint("--help")
    assert help_text.code == 0
    assert "check" in help_text.out


def test_rules_and_explain(otlint: Any) -> None:
    listed = otlint("rules", "--output-format", "json").data
    assert {"slips/listed-phrase", "spelling/unknown-word"} <= {rule["id"] for rule in listed}
    explained = otlint("explain", "grammar/a-an")
    assert explained.code == 0
    assert "Why" in explained.out
    unknown = otlint("explain", "grammar/an-a")
    assert unknown.code == 2
    assert "grammar/a-an" in unknown.err


def test_test_rules(otlint: Any) -> None:
    result = otlint("test-rules")
    assert result.code == 0
    assert "hold" in result.out


def test_readability(otlint: Any) -> None:
    write("post.md", QUIET * 3)
    table = otlint("readability", "post.md")
    assert table.code == 0
    assert "post.md" in table.out
    data = otlint("readability", "post.md", "--output-format", "json").data
    assert data["files"][0]["path"] == "post.md"
    assert otlint("readability", "gone.md").code == 2


# --- as a program of its own


def test_the_program(folder: Path) -> None:
    write("post.md", SLIP)
    run = subprocess.run(
        [sys.executable, "-m", "otlint", "check", "post.md"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
    )
    assert run.returncode == 1, run.stderr
    assert "slips/listed-phrase" in run.stdout


def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    write("post.md", SLIP * 2000)
    run = subprocess.run(
        f'"{sys.executable}" -m otlint check post.md --select slips '
        "--output-format concise | head -n 1",
        shell=True,
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
    )
    assert run.stdout.startswith("post.md:1:24")
    assert run.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device to write to")
@pytest.mark.parametrize("arguments", ["check post.md", "rules", "--help"])
def test_a_full_disk_is_said_in_one_line(folder: Path, arguments: str) -> None:
    write("post.md", SLIP)
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "otlint", *arguments.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd=folder,
        )
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "cannot be written" in run.stderr


# --- what a run would do


def test_show_files_lists_and_checks_none(otlint: Any) -> None:
    write("b.md", SLIP)
    write("a/post.txt", SLIP)
    write("a/script.py", SLIP)
    write("out/old.md", SLIP)
    result = otlint("check", "--show-files", "--exclude", "out/")
    assert (result.code, result.out) == (0, "a/post.txt\nb.md\n")
    assert otlint("check", "--show-files", "gone.md").code == 2


def test_show_settings_says_what_holds_where(otlint: Any) -> None:
    write("otlint.toml", 'locale = "en-GB"\nignore = ["tone"]\n[severity]\nslips = "warning"\n')
    write("a.md", SLIP)
    write("b.md", SLIP)
    write("sub/otlint.toml", 'audience = "clinicians"\nfail-on = "never"\n')
    write("sub/c.md", SLIP)
    result = otlint("check", "--show-settings")
    assert result.code == 0
    first, second = result.out.split("\n\n")
    assert first.startswith("a.md\nb.md\n  config    otlint.toml\n  locale    en-GB\n")
    assert "    slips/listed-phrase  warning\n" in first
    left_out = next(line for line in first.splitlines() if line.startswith("  left out"))
    assert "tone/person-first" in left_out
    assert "audience  clinicians\n  fail-on   never\n" in second


# --- suppressing what is there


def test_add_suppressions_makes_the_next_run_clean(otlint: Any) -> None:
    data = ("\ufeff---\ntitle: A touch session\n---\n\nWe recieve it.\n\n- " + SLIP).encode("utf-8")
    path = write("post.md", data.replace(b"\n", b"\r\n"))
    path.chmod(0o640)
    result = otlint("check", "post.md", "--fail-on", "suggestion", "--add-suppressions", "old post")
    assert result.code == 0
    assert result.err == "otlint: suppressed 3 findings in 1 post\n"
    assert "All checks passed!" in result.out
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    lines = path.read_bytes().split(b"\r\n")
    assert lines[3].startswith(b"<!-- otlint-disable-file ")
    assert b"\r\n".join(line for line in lines if b"otlint-" not in line) == data.replace(
        b"\n", b"\r\n"
    )
    again = otlint("check", "post.md", "--no-cache", "--fail-on", "suggestion")
    assert (again.code, again.err) == (0, "")
    before = path.read_bytes()
    otlint("check", "post.md", "--add-suppressions", "again")
    assert path.read_bytes() == before


def test_add_suppressions_keeps_the_encoding(otlint: Any) -> None:
    path = write("post.md", ("“Café”. " + SLIP).encode("cp1252"))
    otlint("check", "--select", "slips", "post.md", "--add-suppressions", "naïve")
    assert path.read_bytes() == (
        "<!-- otlint-disable-next-line slips/listed-phrase: naïve -->\n“Café”. " + SLIP
    ).encode("cp1252")
    path = write("post.md", ("“Café”. " + SLIP).encode("cp1252"))
    result = otlint("check", "--select", "slips", "post.md", "--add-suppressions", "\U0001f600")
    assert (result.code, "does not exist in Windows-1252" in result.err) == (2, True)
    assert path.read_bytes() == ("“Café”. " + SLIP).encode("cp1252")


def test_add_suppressions_refuses_plain_text(otlint: Any) -> None:
    path = write("post.txt", SLIP)
    write("fine.txt", FINE)
    result = otlint("check", ".", "--add-suppressions", "old")
    assert result.code == 2
    assert "otlint: post.txt: 1 finding not suppressed: plain text has no comments" in result.err
    assert "touch" in result.out
    assert path.read_text(encoding="utf-8") == SLIP


@pytest.mark.parametrize(
    "options", [["--add-suppressions", ""], ["--add-suppressions", "x", "--fix"],
                ["--add-suppressions", "x", "--diff"], ["--add-suppressions", "a -->"]],
)  # fmt: skip
def test_add_suppressions_that_do_not_fit(otlint: Any, options: list[str]) -> None:
    path = write("post.md", SLIP)
    result = otlint("check", "post.md", *options)
    assert (result.code, result.out) == (2, "")
    assert len(result.err.strip().split("\n")) == 1
    assert path.read_text(encoding="utf-8") == SLIP


def test_add_suppressions_to_standard_input(otlint: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"<p>" + SLIP.encode() + b"</p>")
    result = otlint("check", "-", "--stdin-filename", "p.html", "--add-suppressions", "old")
    comment = "<!-- otlint-disable-next-line slips/listed-phrase: old -->"
    assert (result.code, result.out) == (0, f"<p>{comment}{SLIP}</p>")
