"""Reports for services: SARIF, GitHub, GitLab, JUnit, reviewdog, JSON Lines; `-o FORMAT=FILE`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from referencing import Registry, Resource

from otlint import __version__
from otlint.cli import main
from otlint.linting import Plan, lint
from otlint.model import Edit, Finding, Fix, Format, Safety, Severity, Source, Span
from otlint.parsing import parse
from otlint.registry import builtin_rules
from otlint.report import FileReport, Report, Unchecked
from otlint.reporters import FROM_ROOT, REPORTERS, Options
from otlint.reporters.columns import utf8_column, utf16_column
from otlint.repository import from_root, root_of
from otlint.settings import Settings
from tests.test_reporters import SCHEMA, file_report, finding_at, golden, made, marked

DATA = Path(__file__).parent / "data"
DOCS = Path(__file__).parents[1] / "docs"
SARIF = json.loads((DATA / "sarif" / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
RDJSON = json.loads((DATA / "rdjson" / "DiagnosticResult.json").read_text(encoding="utf-8"))
LINES = json.loads((DOCS / "report-lines.schema.json").read_text(encoding="utf-8"))
UNREAD = FileReport("posts/gone.md", None, error="there is no such file: check the name")
PART = "Tea first.\r\n\r\n🫖 This one breaks.\r\n"
PARTLY = FileReport(
    "posts/part.md",
    Source("posts/part.md", PART),
    unchecked=(
        Unchecked(
            Span(PART.index("🫖"), len(PART) - 2), "LanguageTool could not check this: split it."
        ),
    ),
)
# An emoji (two UTF-16 units, four bytes), an umlaut (one unit, two bytes), CRLF.
ODD = "Tea.\r\n🫖 für the touch session.\r\n"


def report(*files: FileReport) -> Report:
    return Report(files, rules=builtin_rules())


def show(name: str, *files: FileReport) -> str:
    return REPORTERS[name](report(*files), Options())


def odd_post(path: str = "posts/tea.md") -> FileReport:
    start = ODD.index("touch")
    return file_report(ODD, [made("e1", Span(start, start + 5))], path)


def sarif(*files: FileReport) -> dict[str, Any]:
    log: dict[str, Any] = json.loads(show("sarif", *files))
    jsonschema.Draft4Validator(SARIF).validate(log)
    (run,) = log["runs"]
    assert isinstance(run, dict)
    return run


@pytest.mark.parametrize("name", ["jsonl", "sarif", "github", "gitlab", "junit", "rdjson"])
def test_report_is_the_golden_one(name: str) -> None:
    text = show(name, marked("clinic-day"), UNREAD, PARTLY).replace(__version__, "0.0.0")
    golden(f"clinic-day.{name}.{'xml' if name == 'junit' else 'txt'}", text)


@pytest.mark.parametrize("name", REPORTERS)
def test_what_was_not_checked_is_never_a_silent_pass(name: str) -> None:
    text = show(name, PARTLY)
    assert "passed" not in text
    assert "not be checked" in text if name == "text" else "could not check this: split it." in text
    assert show(name, PARTLY, UNREAD).count("there is no such file") == (name != "text")


def test_places_that_were_not_checked() -> None:
    (notification,) = sarif(PARTLY)["invocations"][0]["toolExecutionNotifications"]
    (place,) = notification["locations"]
    assert place["physicalLocation"]["region"] == {
        "startLine": 3,
        "startColumn": 1,
        "endLine": 3,
        "endColumn": 20,
    }
    assert show("concise", PARTLY).startswith("posts/part.md:3:1: error Lang")
    assert "line=3,endLine=3,col=1,endColumn=18," in show("github", PARTLY)


# --- SARIF


def test_sarif_is_valid_and_describes_its_rules() -> None:
    run = sarif(marked("clinic-day"), odd_post())
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({r["ruleId"] for r in run["results"]})
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    slip = next(rule for rule in rules if rule["id"] == "slips/listed-phrase")
    assert "After a [touch] session." in slip["help"]["text"]
    assert "Sources" in slip["help"]["markdown"]
    page = (DOCS / "rules.md").read_text(encoding="utf-8")
    for rule in rules:
        assert f"(#{rule['helpUri'].partition('#')[2]})" in page
    assert run["invocations"][0]["executionSuccessful"]


def test_sarif_describes_rules_of_a_house(post: Path) -> None:
    (post.parent / "house.yaml").write_text(
        """
        - id: house/tea
          severity: warning
          summary: Tea is served.
          why: We do not brew.
          message: "Write '{new}'."
          sources: [our own]
          entries:
            - find: brew
              write: tea
              bad: ["A <<brew>>."]
          examples:
            - {bad: "A <<brew>>."}
            - {bad: "<b>A</b> ```<<brew>>```."}
        """
    )
    (post.parent / "otlint.toml").write_text('rules = ["house.yaml"]\n')
    post.write_text("We had a brew.\n")
    main(["check", "post.md", "-o", "sarif=a.sarif"])
    (run,) = json.loads((post.parent / "a.sarif").read_text(encoding="utf-8"))["runs"]
    rule = next(rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "house/tea")
    assert rule["fullDescription"]["text"] == "We do not brew."
    assert "helpUri" not in rule
    assert rule["help"]["markdown"].count("```") == 2


def test_an_unreadable_post_makes_a_sarif_run_unsuccessful() -> None:
    invocation = sarif(UNREAD)["invocations"][0]
    assert not invocation["executionSuccessful"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"] == UNREAD.error


def test_sarif_columns_are_utf16_code_units() -> None:
    (result,) = sarif(odd_post())["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    line = ODD.split("\r\n")[1].encode("utf-16-le")
    start, end = ((region[key] - 1) * 2 for key in ("startColumn", "endColumn"))
    assert region["startLine"] == region["endLine"] == 2
    assert line[start:end].decode("utf-16-le") == "touch"
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0] == {
        "deletedRegion": region,
        "insertedContent": {"text": "tough"},
    }


@pytest.mark.parametrize(
    "path", ["posts/über uns #1.md", "a%20b/c?d.md", "naïve—post.md", "1:2.md"]
)
def test_sarif_paths_are_addresses(path: str) -> None:
    (result,) = sarif(odd_post(path))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert unquote(artifact["uri"]) == path
    assert not set(artifact["uri"]) & set(" #?:")
    assert artifact["uriBaseId"] == "%SRCROOT%"


@pytest.mark.skipif(os.name == "nt", reason="a path of other systems")
def test_a_post_outside_the_repository_has_a_whole_address_in_sarif() -> None:
    (result,) = sarif(odd_post("/elsewhere/a post.md"))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "file:///elsewhere/a%20post.md"}


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text_stands_in_sarif_byte_by_byte() -> None:
    (result,) = sarif(odd_post(os.fsdecode(b"caf\xe9.md")))["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "caf%E9.md"


def test_fingerprints_stay_when_other_parts_change_and_tell_repeats_apart() -> None:
    def found(text: str) -> list[str]:
        from otlint.linting import with_fingerprint
        from otlint.model import Format
        from otlint.parsing import parse

        document = parse(Source("post.txt", text), Format.TEXT)
        starts = [i for i in range(len(text)) if text.startswith("touch", i)]
        findings = [
            with_fingerprint(made("e1", Span(i, i + 5)), document, frozenset()) for i in starts
        ]
        file = FileReport("post.txt", document.source, tuple(findings))
        results = sarif(file)["results"]
        return [result["partialFingerprints"]["otlint/v1"] for result in results]

    once = found("It was a touch session.")
    moved = found("Words before.\n\nIt was a touch session. And after.")
    twice = found("It was a touch session.\n\nIt was a touch session.")
    assert once == moved
    assert twice[0] == once[0]
    assert twice[1] not in once
    assert found("That was a touch session.") != once


# --- what a click may change


def linted(text: str, format: Format, path: str = "post.md") -> FileReport:
    """A post through the rules that ship."""
    document = parse(Source(path, text), format)
    document = replace(document, locale="en-US")
    rules = builtin_rules()
    plan = Plan(tuple(rules.values()), Settings(), {}, frozenset(rules))
    return FileReport(path, document.source, tuple(lint(document, plan)))


@pytest.mark.parametrize(
    ("text", "format", "rule"),
    [
        ("After a to**uch** session, rest.", Format.MARKDOWN, "slips/listed-phrase"),
        ("We walk the **the** path.", Format.MARKDOWN, "grammar/repeated-word"),
        ("<p>After a to<b>uch</b> session.</p>", Format.HTML, "slips/listed-phrase"),
        ("She is wheelchair-bound today.", Format.MARKDOWN, "tone/person-first"),
    ],
)
def test_nothing_is_offered_where_the_rule_held_its_fix_back(
    text: str, format: Format, rule: str
) -> None:
    file = linted(text, format)
    (finding,) = (finding for finding in file.findings if finding.rule == rule)
    assert finding.suggestions
    assert finding.fix is None
    file = replace(file, findings=(finding,))
    assert "fixes" not in sarif(file)["results"][0]
    (diagnostic,) = json.loads(show("rdjson", file))["diagnostics"]
    assert "suggestions" not in diagnostic


def test_the_fix_comes_first_then_other_words_for_the_same_place() -> None:
    file = file_report("Sam suffers from arthritis.", [made("w1", Span(0, 26))], "a.md")
    (diagnostic,) = json.loads(show("rdjson", file))["diagnostics"]
    texts = ["Sam has arthritis", "Sam lives with arthritis"]
    assert [one["text"] for one in diagnostic["suggestions"]] == texts
    fixes = sarif(file)["results"][0]["fixes"]
    contents = [fix["artifactChanges"][0]["replacements"][0]["insertedContent"] for fix in fixes]
    assert contents == [{"text": text} for text in texts]


def test_edits_that_belong_together_are_one_fix_in_sarif_and_no_suggestion() -> None:
    text = "colour and honour"
    edits = (Edit(Span(0, 6), "color"), Edit(Span(11, 17), "honor"))
    fix = Fix("Write American English", edits, Safety.UNSAFE)
    finding = replace(finding_at(text, "colour"), fix=fix, suggestions=("color",))
    file = file_report(text, [finding], "a.md")
    ((change,),) = (fix["artifactChanges"] for fix in sarif(file)["results"][0]["fixes"])
    assert len(change["replacements"]) == 2
    assert "suggestions" not in json.loads(show("rdjson", file))["diagnostics"][0]


@given(
    st.text(alphabet="aé🫖 \r\n", min_size=1, max_size=30),
    st.integers(0, 30),
    st.integers(0, 6),
    st.text(alphabet="bü🦻", max_size=4),
)
def test_replacements_by_line_and_column_make_the_edit(
    text: str, start: int, length: int, new: str
) -> None:
    start = min(start, len(text))
    end = min(start + length, len(text))
    # Between the two characters of CRLF there is no place for either.
    start, end = (at - (text[at - 1 : at + 1] == "\r\n") for at in (start, end))
    edit = Edit(Span(start, end), new)
    finding = Finding("slips/x", edit.span, "M", Severity.ERROR, Fix("F", (edit,), Safety.SAFE))
    file = file_report(text, [finding], "a.md")
    wanted = text[:start] + new + text[end:]
    lines = re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)

    region = sarif(file)["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    place = region["deletedRegion"]
    sides = [(place[f"{side}Line"], (place[f"{side}Column"] - 1) * 2) for side in ("start", "end")]
    assert replaced(lines, sides, new, "utf-16-le") == wanted

    (suggestion,) = json.loads(show("rdjson", file))["diagnostics"][0]["suggestions"]
    sides = [
        (suggestion["range"][side]["line"], suggestion["range"][side]["column"] - 1)
        for side in ("start", "end")
    ]
    assert replaced(lines, sides, suggestion["text"], "utf-8") == wanted


def replaced(lines: list[str], sides: list[tuple[int, int]], new: str, encoding: str) -> str:
    """The text with what is between two places (line from 1, bytes of the line) replaced."""
    encoded = [line.encode(encoding) for line in lines]
    (first, start), (last, end) = sides
    before = b"".join(encoded[: first - 1]) + encoded[first - 1][:start]
    after = encoded[last - 1][end:] + b"".join(encoded[last:])
    return (before + new.encode(encoding) + after).decode(encoding)


# --- GitHub


def test_github_commands_cannot_be_broken_out_of() -> None:
    file = file_report(
        "A b c.", [finding_at("A b c.", "b", message="50%\r\n::error::x")], "a,b:c%.md"
    )
    (line,) = show("github", file).splitlines()
    assert line == (
        "::error file=a%2Cb%3Ac%25.md,line=1,endLine=1,col=3,endColumn=3,title=slips/x"
        "::50%25%0D%0A::error::x"
    )


def test_github_gives_no_columns_over_several_lines() -> None:
    text = "A b\nc d."
    (line,) = show("github", file_report(text, [finding_at(text, "b\nc")], "a.md")).splitlines()
    assert "line=1,endLine=2,title" in line


# --- GitLab, JUnit, reviewdog, JSON Lines


def test_gitlab_fingerprints_are_all_different() -> None:
    entries = json.loads(show("gitlab", marked("clinic-day"), odd_post(), UNREAD, PARTLY))
    prints = [entry["fingerprint"] for entry in entries]
    assert len(set(prints)) == len(prints)
    assert {entry["severity"] for entry in entries} <= {"info", "minor", "major", "blocker"}


def test_junit_counts_what_it_holds() -> None:
    clean = FileReport("posts/fine.md", Source("posts/fine.md", "Fine."))
    suites = ElementTree.fromstring(show("junit", marked("clinic-day"), clean, UNREAD, PARTLY))
    assert [suite.get("name") for suite in suites] == [
        "posts/clinic-day.txt",
        "posts/fine.md",
        "posts/gone.md",
        "posts/part.md",
    ]
    for suite in suites:
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(suite.get("failures", "")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors", "")) == len(suite.findall("testcase/error"))
    for count in ("tests", "errors"):
        assert sum(int(suite.get(count, "")) for suite in suites) == int(suites.get(count, ""))
    assert not suites[1].findall("testcase/*")


@given(st.text(max_size=40), st.text(max_size=40))
def test_junit_is_xml_whatever_the_text(message: str, path: str) -> None:
    text = f"before {message} after"
    file = file_report(text, [finding_at(text, "after", message=message)], path)
    ElementTree.fromstring(show("junit", file).encode("utf-8", "replace"))


def test_rdjson_is_valid_and_counts_bytes() -> None:
    data = json.loads(show("rdjson", odd_post(), UNREAD, marked("clinic-day"), PARTLY))
    jsonschema.Draft4Validator(RDJSON).validate(data)
    first = data["diagnostics"][0]
    span = first["location"]["range"]
    line = ODD.split("\r\n")[1].encode()
    assert line[span["start"]["column"] - 1 : span["end"]["column"] - 1] == b"touch"
    assert first["suggestions"] == [{"range": span, "text": "tough"}]


def test_json_lines_hold_what_json_holds() -> None:
    files = (marked("clinic-day"), PARTLY, UNREAD)
    lines = [json.loads(line) for line in show("jsonl", *files).splitlines()]
    data = json.loads(show("json", *files))
    jsonschema.validate(data, SCHEMA)
    whole = Resource.from_contents(SCHEMA)
    schema = jsonschema.Draft202012Validator(
        LINES, registry=Registry().with_resource("report.schema.json", whole)
    )
    for line in lines:
        schema.validate(line)
        assert not schema.is_valid({**line, "more": 1})
        assert not any(schema.is_valid({k: line[k] for k in line if k != key}) for key in line)
    findings = [line for line in lines if line.pop("type") == "finding"]
    assert [{k: v for k, v in f.items() if k != "path"} for f in findings] == data["files"][0][
        "findings"
    ]
    assert lines[-1] == data["summary"]
    assert lines[-3:-1] == data["errors"]


@given(st.text(alphabet="aé🫖\r\n", max_size=30), st.integers(0, 30))
def test_columns_agree_with_the_encodings(text: str, offset: int) -> None:
    source = Source("a.md", text)
    offset = min(offset, len(text))
    line = text[source.line_starts[source.position(offset).line - 1] : offset]
    assert utf8_column(source, offset) == len(line.encode()) + 1
    assert utf16_column(source, offset) == len(line.encode("utf-16-le")) // 2 + 1


def test_bytes_of_the_first_line_include_the_byte_order_mark() -> None:
    source = Source("a.md", "é touch\nb touch", bom=True)
    data = b"\xef\xbb\xbf" + source.text.encode()
    lines = data.split(b"\n")
    for line, offset in ((0, 2), (1, 10)):
        column = utf8_column(source, offset)
        assert lines[line][column - 1 :] == b"touch"


# --- paths


def test_paths_are_those_of_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = tmp_path / "repo" / "content" / "posts"
    posts.mkdir(parents=True)
    (tmp_path / "repo" / ".git").mkdir()
    monkeypatch.chdir(posts.parent)
    assert root_of(Path.cwd()) == tmp_path / "repo"

    def shown(path: str, stdin_filename: str | None = None) -> str:
        made_of = Report((FileReport(path, Source(path, "")),))
        return from_root(made_of, root_of(Path.cwd()), stdin_filename).files[0].path

    assert shown("posts/a.md") == "content/posts/a.md"
    assert shown("./posts/../b.md") == "content/b.md"
    assert shown("../c.md") == "c.md"
    assert shown(str(posts / "d.md")) == "content/posts/d.md"
    assert shown("../../elsewhere.md") == (tmp_path / "elsewhere.md").as_posix()
    assert shown(f"posts{os.sep}f.md") == "content/posts/f.md"
    assert shown("-") == "-"
    assert shown("-", "posts/e.md") == "content/posts/e.md"


def test_links_on_the_way_to_a_post_do_not_hide_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "repo"
    (root / ".git").mkdir(parents=True)
    (root / "real.md").touch()
    (root / "alias.md").symlink_to("real.md")
    (tmp_path / "link").symlink_to("repo", target_is_directory=True)
    monkeypatch.chdir(root)
    paths = [str(tmp_path / "link" / name) for name in ("real.md", "alias.md")]
    shown = from_root(Report(tuple(FileReport(path, None) for path in paths)), root_of(Path.cwd()))
    assert [file.path for file in shown.files] == ["real.md", "alias.md"]


def test_a_file_marks_the_root_of_a_worktree(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: elsewhere\n")
    (tmp_path / "posts").mkdir()
    assert root_of(tmp_path / "posts") == tmp_path


@pytest.mark.parametrize("name", sorted(FROM_ROOT))
def test_services_get_paths_of_the_repository(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "post.md").write_text("After a touch session, rest.\n")
    monkeypatch.chdir(tmp_path / "content")
    assert main(["check", "post.md", "--output-format", name]) == 1
    assert "content/post.md" in capsys.readouterr().out


# --- -o FORMAT=FILE and OTLINT_OUTPUT_FORMAT


@pytest.fixture
def post(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "post.md"
    path.write_text("After a touch session, rest.\n")
    return path


def test_several_reports_at_once(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (post.parent / "old.sarif").write_text("an older and much longer report " * 1000)
    code = main(
        ["check", "post.md", "-o", "sarif=old.sarif", "-o", "junit=j.xml", "-o", "jsonl=l.jsonl"]
    )
    assert code == 1
    assert "touch" in capsys.readouterr().out
    log = json.loads((post.parent / "old.sarif").read_text())
    jsonschema.Draft4Validator(SARIF).validate(log)
    assert log["runs"][0]["tool"]["driver"]["rules"][0]["help"]["text"]
    ElementTree.parse(post.parent / "j.xml")
    assert len((post.parent / "l.jsonl").read_text().splitlines()) == 3
    assert sorted(path.name for path in post.parent.iterdir() if path.name[0] != ".") == [
        "j.xml",
        "l.jsonl",
        "old.sarif",
        "post.md",
    ]


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("sarif", "FORMAT=FILE"),
        ("pdf=a.pdf", "FORMAT=FILE"),
        ("json=", "FORMAT=FILE"),
        ("json=nowhere/a.json", "no folder nowhere"),
        ("json=.", "is a folder"),
        ("json=post.md", "is one of the posts"),
        ("json=./link.md", "is one of the posts"),
        ("json=-", "use --output-format"),
    ],
)
def test_a_report_that_cannot_be_written_is_refused_before_the_run(
    output: str, message: str, post: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (post.parent / "link.md").symlink_to("post.md")
    before = post.read_bytes()
    assert main(["check", "post.md", "--fix", "-o", output]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1
    assert post.read_bytes() == before


@pytest.mark.parametrize("other", ["{}/a", "sub/../a", "link"])
def test_two_reports_in_one_file_are_refused(
    other: str, post: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (post.parent / "sub").mkdir()
    (post.parent / "link").symlink_to("a")
    second = f"sarif={other.format(post.parent)}"
    assert main(["check", "post.md", "-o", "json=a", "-o", second]) == 2
    assert "two reports" in capsys.readouterr().err
    assert not (post.parent / "a").exists()


@pytest.mark.skipif(
    os.name == "nt" or getattr(os, "geteuid", int)() == 0, reason="needs a folder closed to us"
)
def test_a_folder_closed_to_us_is_refused(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (post.parent / "closed").mkdir(mode=0o555)
    assert main(["check", "post.md", "-o", "json=closed/a.json"]) == 2
    captured = capsys.readouterr()
    assert "cannot be written in" in captured.err
    assert not captured.out


def test_a_report_that_fails_keeps_none_of_the_others_back(
    post: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from otlint import files
    from otlint.cli import outputs

    def full(path: Path, data: bytes) -> None:
        if path.name == "a.json":
            raise OSError(28, "No space left on device")
        files.replace_file(path, data)

    monkeypatch.setattr(outputs, "replace_file", full)
    assert main(["check", "post.md", "-o", "json=a.json", "-o", "jsonl=b.jsonl"]) == 2
    captured = capsys.readouterr()
    assert "a.json: No space left" in captured.err
    assert "touch" in captured.out
    assert (post.parent / "b.jsonl").exists()


def test_reports_are_written_though_nobody_reads_standard_output(post: Path) -> None:
    command = [sys.executable, "-m", "otlint", "check", "post.md", "-o", "json=a.json"]
    closed, end = os.pipe()
    os.close(closed)
    try:
        ended = subprocess.run(
            command, stdout=end, stderr=subprocess.PIPE, check=False, cwd=post.parent
        )
    finally:
        os.close(end)
    assert ended.returncode == 1
    assert ended.stderr == b""
    assert json.loads((post.parent / "a.json").read_text())["summary"]["errors"] == 1


def test_the_environment_names_a_format(post: Path) -> None:
    def run(value: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "otlint", "check", str(post)],
            capture_output=True,
            text=True,
            check=False,
            env=os.environ | {"OTLINT_OUTPUT_FORMAT": value},
        )

    assert run("github").stdout.startswith("::error file=")
    wrong = run("pdf")
    assert wrong.returncode == 2
    assert "OTLINT_OUTPUT_FORMAT" in wrong.stderr
