"""Reports as their readers get them. `OTLINT_UPDATE_GOLDEN=1 pytest` writes tests/golden anew."""

from __future__ import annotations

import io
import itertools
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from otlint.model import Edit, Finding, Fix, Format, Safety, Severity, Source, Span
from otlint.parsing import parse
from otlint.readability import Readability, Scores, SectionScores, measure
from otlint.report import FileReport, Report
from otlint.reporters import READABILITY_REPORTERS, REPORTERS, Options, statistics
from otlint.reporters.cells import cell_width, clean, clusters, shorten, wrap
from otlint.reporters.frame import row
from otlint.reporters.wording import advice, listed
from otlint.targets import targets_for

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
SCHEMA = json.loads((HERE.parent / "docs" / "report.schema.json").read_text(encoding="utf-8"))

ERROR, WARNING, SUGGESTION = Severity.ERROR, Severity.WARNING, Severity.SUGGESTION
SAFE, UNSAFE = Safety.SAFE, Safety.UNSAFE

# What was found at each mark of a golden post: rule, severity, message, suggestions, safety.
FOUND: dict[str, tuple[str, Severity, str, tuple[str, ...], Safety | None]] = {
    "e1": (
        "slips/listed-phrase",
        ERROR,
        '"touch" is a slip here: did you mean "tough"?',
        ("tough",),
        SAFE,
    ),
    "e2": (
        "slips/listed-phrase",
        ERROR,
        '"are" is a slip here: did you mean "or"?',
        ("or",),
        SAFE,
    ),
    "e3": (
        "slips/listed-phrase",
        ERROR,
        '"touch" is a slip here: did you mean "tough"?',
        ("tough",),
        SAFE,
    ),
    "w1": (
        "tone/person-first",
        WARNING,
        "Words that say what a person suffers make the person small: say what they have or do.",
        ("Sam has arthritis", "Sam lives with arthritis"),
        UNSAFE,
    ),
    "w2": ("grammar/repeated-word", WARNING, '"the" stands here twice.', (), SAFE),
    "s1": ("readability/long-sentence", SUGGESTION, "A sentence of 58 words.", (), None),
    "s2": ("consistency/dashes", SUGGESTION, "Most dashes here are en dashes.", (" – ",), UNSAFE),
    "s3": ("consistency/dashes", SUGGESTION, "One dash of its own.", (), None),
    "s4": ("furniture/site-chrome", SUGGESTION, "These lines belong to the website.", (), UNSAFE),
}


def scores(age: float = 14.6, ease: float = 63.4) -> Scores:
    """Scores as a report gets them; the numbers are made up."""
    return Scores(
        flesch_reading_ease=ease,
        flesch_kincaid_grade=8.4,
        smog_index=9.1,
        gunning_fog=9.8,
        automated_readability_index=7.52,
        coleman_liau_index=11.2,
        dale_chall_readability_score=7.91234,
        reading_time=134.2,
        avg_sentence_length=19.0,
        reading_age=age,
        reading_minutes=2.21,
        words=230,
        sentences=12,
        low_confidence=("smog_index",),
    )


def read(file: FileReport, *hardest: Span, age: float | None = 14.6) -> FileReport:
    """The report with made-up readability; the post's worst sentences are at `hardest`."""
    sections = (
        SectionScores("", 0, Span(0, 1), scores(11)),
        SectionScores(
            "Start where the person is, not where the plan is", 2, Span(1, 2), scores(15.2, 40)
        ),
        SectionScores("Tea 🫖 and こんにちは", 2, Span(2, 2), Scores()),
    )
    measured = Scores() if age is None else scores(age)
    readability = Readability(measured, targets_for(file.audience, {}), hardest, sections)
    return replace(file, readability=readability)


def marked(name: str, path: str | None = None) -> FileReport:
    """A golden post, with a finding at each of its marks `{id|text}`."""
    raw = (GOLDEN / f"{name}.post.txt").read_text(encoding="utf-8")
    text, findings = "", []
    for piece in re.split(r"(\{\w\d\|[^}]*\})", raw):
        if piece.startswith("{"):
            key, _, inner = piece[1:-1].partition("|")
            findings.append(made(key, Span(len(text), len(text) + len(inner))))
            text += inner
        else:
            text += piece
    file = file_report(text, findings, path or f"posts/{name}.txt")
    return read(file, *(Span(text.index(start), len(text)) for start in ("We put", "Some")))


def made(key: str, span: Span) -> Finding:
    rule, severity, message, suggestions, safety = FOUND[key]
    fix = None
    if safety is not None:
        title = "Delete the lines" if key == "s4" else "Delete it"
        fix = Fix(title, (Edit(span, suggestions[0] if suggestions else ""),), safety)
    return Finding(rule, span, message, severity, fix, suggestions)


def file_report(text: str, findings: list[Finding], path: str, **more: Any) -> FileReport:
    ordered = tuple(sorted(findings, key=lambda finding: finding.sort_key))
    return FileReport(path, Source(path, text), ordered, **more)


def finding_at(text: str, part: str, severity: Severity = ERROR, message: str = "M") -> Finding:
    start = text.index(part)
    return Finding("slips/x", Span(start, start + len(part)), message, severity)


def show(*files: FileReport, format: str = "text", **options: Any) -> str:
    return REPORTERS[format](Report(files), Options(**options))


def golden(name: str, actual: str) -> None:
    path = GOLDEN / name
    if os.environ.get("OTLINT_UPDATE_GOLDEN"):
        path.write_bytes(actual.encode())
    assert actual.encode() == path.read_bytes()


# Golden reports


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("80", {}),
        ("40", {"width": 40}),
        ("120-all", {"width": 120, "show_all": True}),
        ("80-all-colour", {"show_all": True, "colour": True}),
        ("80-cp1252", {"encoding": "cp1252"}),
        ("80-ascii", {"encoding": "ascii", "show_all": True}),
    ],
)
def test_text_report_is_the_golden_one(name: str, options: dict[str, Any]) -> None:
    report = show(marked("clinic-day"), **options)
    golden(f"clinic-day.{name}.txt", report)
    report.encode(options.get("encoding", "utf-8"))


def test_colours_change_no_character() -> None:
    file = marked("clinic-day")
    coloured = show(file, colour=True)
    assert "\x1b[1;31m" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == show(file)


@pytest.mark.parametrize("width", [1, 30, 40, 57, 80, 100, 400])
@pytest.mark.parametrize("show_all", [False, True])
def test_no_line_is_wider_than_the_terminal(width: int, show_all: bool) -> None:
    report = show(marked("clinic-day"), width=width, show_all=show_all)
    assert max(map(cell_width, report.split("\n"))) <= min(max(width, 40), 100)
    assert all(line == line.rstrip() for line in report.split("\n"))


def test_concise_report_is_the_golden_one() -> None:
    golden("clinic-day.concise.txt", show(marked("clinic-day"), format="concise"))


def test_json_report_is_the_golden_one() -> None:
    golden("clinic-day.json", show(marked("clinic-day"), format="json"))


def test_statistics_are_the_golden_ones() -> None:
    golden("clinic-day.statistics.txt", statistics(Report((marked("clinic-day"),)), Options()))


@pytest.mark.parametrize("width", [40, 80, 100])
def test_readability_table_is_the_golden_one(width: int) -> None:
    table = READABILITY_REPORTERS["text"](Report((marked("clinic-day"),)), Options(width))
    golden(f"clinic-day.readability.{width}.txt", table)
    assert max(map(cell_width, table.split("\n"))) <= width


def test_readability_json_is_the_golden_one() -> None:
    golden(
        "clinic-day.readability.json",
        READABILITY_REPORTERS["json"](Report((marked("clinic-day"),)), Options()),
    )


# Text: what stands where


def underlined(report: str) -> list[str]:
    """The characters above the carets of each frame, by cells."""
    lines = report.split("\n")
    found = []
    for above, line in itertools.pairwise(lines):
        carets = re.search(r"│ ( *)(\^+)$", line)
        if carets:
            first = cell_width(line[: carets.start(2)])
            at, shown = 0, ""
            for cluster in clusters(above):
                if first <= at < first + len(carets[2]):
                    shown += cluster.shown
                at += cluster.width
            found.append(shown)
    return found


@pytest.mark.parametrize(
    "before",
    [
        "",
        "Plain words ",
        "👩‍👩‍👧 🇬🇧 ❤️ 1️⃣ 👍🏽 ",
        "日本語の文 ",
        "cafe\u0301 e\u0301te\u0301 ",
        "\t\ttabs\t",
        "no\u00a0break\u2003wide ",
        "\u200bzero\u200b ",
        "한국어 각 ",
        "a" * 300 + " ",
        "word " * 90,
        "日本" * 90,
        "👩‍👩‍👧" * 50 + " ",
    ],
)
@pytest.mark.parametrize("after", ["", " and on", " more" * 90, "日本" * 90])
@pytest.mark.parametrize("width", [40, 80])
def test_exactly_the_span_is_underlined(before: str, after: str, width: int) -> None:
    text = f"{before}touch{after}\nNext."
    report = show(file_report(text, [finding_at(text, "touch")], "a.txt"), width=width)
    assert underlined(report) == ["touch"]
    assert max(map(cell_width, report.split("\n"))) <= width


def test_wide_characters_are_underlined_whole() -> None:
    text = "We say こんにちは 👩‍👩‍👧 here."
    part = "こんにちは 👩‍👩‍👧"
    report = show(file_report(text, [finding_at(text, part)], "a.txt"))
    assert underlined(report) == [part]
    assert " ^^^^^^^^^^^^^\n" in report


def test_a_frame_shows_about_70_characters_cut_between_words() -> None:
    words = [f"word{number:03}" for number in range(100)]
    text = " ".join(words)
    source = Source("a.txt", text)
    for word in words:
        shown = row(source, 1, Span(text.index(word), text.index(word) + 7), 72, "utf-8", "…")
        line = shown.before + shown.marked + shown.after
        assert 55 <= len(line) <= 72
        assert set(line.strip("…").split(" ")) <= set(words)
        assert line.startswith("…") == (words[0] not in line)
        assert line.endswith("…") == (words[-1] not in line)


def test_a_line_of_megabytes_is_quick() -> None:
    text = "word " * 1_000_000 + "touch " + "word " * 1_000
    finding = finding_at(text, "touch")
    assert underlined(show(file_report(text, [finding], "a.txt"))) == ["touch"]


def test_a_span_across_a_line_break_shows_both_lines() -> None:
    text = "It was the\r\nthe best."
    report = show(file_report(text, [finding_at(text, "the\r\nthe")], "a.txt"))
    assert underlined(report) == ["the", "the"]
    assert "⋮" not in report


def test_a_span_of_many_lines_shows_its_first_and_last() -> None:
    text = "Post.\n\nNext\nPrevious\n\nOther post\n\n"
    report = show(file_report(text, [finding_at(text, text[6:])], "a.txt"))
    assert underlined(report) == ["Next", "Other post"]
    assert "  ⋮\n" in report


def test_an_empty_span_has_one_caret() -> None:
    text = "No full stop"
    finding = Finding("grammar/x", Span(len(text), len(text)), "M", ERROR)
    report = show(file_report(text, [finding], "a.txt"))
    assert "\n1 │ No full stop\n  │             ^\n" in report


def test_the_authors_text_is_never_interpreted() -> None:
    text = "[bold red]touch[/] :smile: \x1b[31mred\x1b[0m \u202eevil\u202c \x07 [link=x]y[/link]"
    file = file_report(
        text, [finding_at(text, "touch", message=f"So: {text}")], "a [red]\x1b[1m.txt"
    )
    for report in (show(file), show(file, colour=True), show(file, format="concise")):
        harmless = re.sub(r"\x1b\[[\d;]*m", "", report)
        assert "[bold red]touch[/] :smile: ␛[31mred␛[0m <U+202E>evil<U+202C> ␇" in harmless
        assert "\x1b" not in harmless
        assert "\u202e" not in harmless
        assert "\x1b]8" not in report, "no hyperlinks"
    assert "\x1b[31mred" not in show(file, colour=True)


def test_worst_first_and_clean_posts_have_no_block() -> None:
    text = "A touch day."
    error, warning = finding_at(text, "touch"), finding_at(text, "day", WARNING)
    report = show(
        file_report(text, [], "clean.txt"),
        file_report(text, [warning], "warning.txt"),
        file_report(text, [error], "b.txt"),
        file_report(text, [error], "a.txt"),
        file_report(text, [error, warning], "worst.txt"),
    )
    headers = [line.split(" ")[0] for line in report.split("\n") if "──" in line]
    assert headers == ["worst.txt", "a.txt", "b.txt", "warning.txt"]
    assert "Found 3 errors and 2 warnings in 4 of 5 files." in report


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ([], "No posts to check.\n"),
        ([file_report("", [], "a.txt"), file_report("", [], "b.txt")], "All checks passed!\n"),
        ([FileReport("a.txt", None, error="No such file.")], "1 file could not be read.\n"),
    ],
)
def test_closing_lines(files: list[FileReport], expected: str) -> None:
    assert show(*files) == expected


def test_a_run_with_an_unreadable_file_has_not_passed() -> None:
    report = show(file_report("", [], "a.txt"), FileReport("b.txt", None, error="No such file."))
    assert "passed" not in report
    assert "1 file could not be read." in report


def test_closing_says_what_was_fixed() -> None:
    text = "A touch day."
    file = file_report(text, [finding_at(text, "touch")], "a.txt")
    report = REPORTERS["text"](Report((file,), fixed=3), Options())
    assert report.endswith("Fixed 3 problems.\nLeft: 1 error in 1 file.\n")


def test_notices_are_shown_even_for_a_clean_post() -> None:
    notes = file_report("", [], "a.txt", notices=("Read as Windows-1252.",))
    report = show(notes, file_report("", [], "b.txt"))
    assert "note: Read as Windows-1252.\n" in report
    assert "b.txt" not in report


def test_a_long_rule_id_has_a_line_of_its_own() -> None:
    text = "\n" * 1200 + "A touch day."
    finding = Finding("readability/" + "x" * 24, Span(1202, 1207), "M", ERROR)
    report = show(file_report(text, [finding], "a.txt"), width=40)
    assert (
        "     ╭─ 1201:3\n     │ readability/xxxxxxxxxxxxxxxxxxxxxxxx\n1201 │ A touch day.\n"
        in report
    )


def test_a_long_path_keeps_its_end() -> None:
    text = "A touch day."
    path = "content/" * 20 + "post.md"
    header = show(file_report(text, [finding_at(text, "touch")], path)).split("\n")[0]
    assert header.startswith("…")
    assert "/post.md ──" in header
    assert cell_width(header) == 80


# Wording


def test_advice() -> None:
    span = Span(0, 1)

    def with_(suggestions: tuple[str, ...] = (), fix: Fix | None = None) -> str | None:
        return advice(Finding("a/b", span, "M", ERROR, fix, suggestions))

    assert with_() is None
    assert with_(("tough",)) == 'write "tough"'
    assert with_(("a", "b", "c")) == 'write "a", "b" or "c"'
    assert with_(("",)) == "delete it"
    assert with_(('"',)) == 'write `"`'
    two = Fix("Make all quotes curly.", (Edit(span, "x"), Edit(Span(2, 3), "y")), SAFE)
    assert with_(("“",), two) == "make all quotes curly (2 places)"
    assert with_((), Fix("OTs it is", (Edit(span, "x"),), SAFE)) == "OTs it is"


def test_listed() -> None:
    assert [listed(list("abc"[:n])) for n in range(4)] == ["", "a", "a and b", "a, b and c"]


# Cells


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("日本", 4),
        ("cafe\u0301", 4),
        ("👩‍👩‍👧", 2),
        ("🇬🇧🇫🇷", 4),
        ("👍🏽", 2),
        ("❤️", 2),
        ("1️⃣", 2),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
        ("각", 2),
        ("\u0301", 1),
        ("a\tb", 6),
        ("\x1b", 1),
        ("\u200b", 8),
        ("a\r\nb", 3),
        ("\ud800", 1),
        ("", 0),
    ],
)
def test_cell_width(text: str, width: int) -> None:
    assert cell_width(text) == width
    assert cell_width(clean(text)) == width


@settings(deadline=None)
@given(st.text(), st.sampled_from(["utf-8", "ascii", "cp1252", "latin-1"]))
def test_clusters_cover_the_text_and_are_harmless(text: str, encoding: str) -> None:
    at = 0
    for cluster in clusters(text, encoding):
        assert cluster.start == at < cluster.end
        assert cluster.width >= 1
        at = cluster.end
        cluster.shown.encode(encoding)
        assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in cluster.shown)
        assert cell_width(cluster.shown) == cluster.width
    assert at == len(text)


@settings(deadline=None)
@given(st.text("ab 日👍", max_size=60), st.integers(4, 30), st.integers(2, 30))
@example("aaaaaaaaaa", 4, 5)
def test_wrap(text: str, width: int, first: int) -> None:
    lines = wrap(text, width, first)
    assert cell_width(lines[0]) <= max(first, 2)
    assert all(cell_width(line) <= width for line in lines[1:])
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_shorten() -> None:
    assert shorten("abcdef", 6) == "abcdef"
    assert shorten("abcdefg", 6) == "abcde…"
    assert shorten("日本語です", 6) == "日本…"
    assert shorten("abcdefg", 6, "...") == "abc..."


@settings(deadline=None)
@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200), st.integers(20, 80))
def test_any_text_can_be_reported(text: str, a: int, b: int, width: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    file = file_report(text, [Finding("a/b", Span(start, end), text, ERROR)], "a.txt")
    for encoding in ("utf-8", "ascii"):
        report = show(file, width=width, encoding=encoding)
        report.encode(encoding)
        assert max(map(cell_width, report.split("\n"))) <= max(width, 40)
    assert show(file, format="concise").count("\n") == 1
    check_json(json.loads(show(file, format="json")))


# Readability


@pytest.mark.parametrize(
    ("age", "hardest", "expected"),
    [
        (14.6, (), "reading age 15; aim for 13 or less (clients)."),
        (12.2, (), "reading age 12, on target (13 or less for clients)."),
        (13.0, (), "reading age 13, on target (13 or less for clients)."),
        (13.2, (), "reading age 13.2; aim for 13 or less (clients)."),
        (12.2, (Span(8, 9),), "{} Most worth splitting: sentence at line 2."),
        (12.2, (Span(9, 10), Span(8, 9)), "{} Most worth splitting: sentences at line 2."),
        (12.2, (Span(9, 10), Span(0, 1)), "{} Most worth splitting: sentences at lines 1 and 2."),
    ],
)
def test_one_line_on_readability(age: float, hardest: tuple[Span, ...], expected: str) -> None:
    file = read(file_report("A post.\nOf two lines.", [], "a.txt"), *hardest, age=age)
    whole = expected.format("reading age 12, on target (13 or less for clients).")
    report = " ".join(show(file).split())
    assert f"readability: {whole} All checks passed!" in report


def test_no_line_on_readability_without_a_score() -> None:
    file = file_report("A post.", [], "a.txt")
    for unmeasured in (file, read(file, age=None)):
        assert "readability" not in show(unmeasured)


def test_readability_table_of_nothing_to_measure() -> None:
    empty = read(file_report("", [], "-"), age=None)
    report = Report((empty, FileReport("b.txt", None, error="No such file.")))
    table = READABILITY_REPORTERS["text"](report, Options())
    assert table == "standard input: no prose to measure.\n\n"
    data = json.loads(READABILITY_REPORTERS["json"](report, Options()))
    assert data["files"][0]["readability"]["reading_age"] is None
    assert data["errors"] == [{"path": "b.txt", "message": "No such file."}]


def test_readability_table_marks_what_is_beyond_the_target_and_what_is_doubtful() -> None:
    table = READABILITY_REPORTERS["text"](Report((marked("clinic-day"),)), Options())
    rows = [line.split() for line in table.split("\n")]
    whole = next(row for row in rows if row[:1] == ["Whole"])
    assert whole[2:6] == ["14.6!", "63.4", "8.4!", "9.1~"]
    assert "\x1b[1;33m" in READABILITY_REPORTERS["text"](
        Report((marked("clinic-day"),)), Options(colour=True)
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "We drink tea with you.",
        "We went out. " * 40,
        "We went out. " * 20 + "\n\n" + "It rained. " * 9,
    ],
)
def test_measured_posts_fit_the_schema_and_the_table(text: str) -> None:
    document = parse(Source("a.txt", text), Format.TEXT)
    file = FileReport("a.txt", document.source, readability=measure(document, sections=True))
    check_json(json.loads(show(file, format="json")))
    assert ("reading age" in show(file)) == bool(text)
    table = READABILITY_REPORTERS["text"](Report((file,)), Options())
    assert ("Whole post" in table) == bool(text)


# Options


class Stream(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("terminal", "environ", "colour"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"NO_COLOR": ""}, True),
        (True, {"TERM": "dumb"}, False),
        (False, {"FORCE_COLOR": "1"}, True),
        (True, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
@pytest.mark.skipif(os.name == "nt", reason="consoles decide there")
def test_colour_by_stream(terminal: bool, environ: dict[str, str], colour: bool) -> None:
    assert Options.for_stream(Stream(terminal), environ).colour is colour


def test_width_and_encoding_by_stream() -> None:
    assert Options.for_stream(Stream(False), {}).width == 80
    assert Options.for_stream(Stream(False), {"COLUMNS": "57"}).width == 57
    assert Options.for_stream(Stream(False), {"COLUMNS": "x"}).width == 80
    windows = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    options = Options.for_stream(windows, {})
    assert options.encoding == "cp1252"
    assert options.plain_marks
    assert not Options().plain_marks


def test_colour_ignores_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    file = marked("clinic-day")
    expected = show(file, colour=True)
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb"), ("COLUMNS", "20")):
        monkeypatch.setenv(name, value)
    assert show(file, colour=True) == expected
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b" not in show(file)


def test_rich_is_imported_only_for_colour() -> None:
    program = (
        "import sys; from otlint.reporters import REPORTERS, Options;"
        "from otlint.report import Report;"
        "[r(Report(()), Options()) for r in REPORTERS.values()];"
        "assert not [m for m in sys.modules if m.split('.')[0] == 'rich'];"
        "REPORTERS['text'](Report(()), Options(colour=True)); assert 'rich' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


# Concise


def test_concise_is_one_line_a_finding() -> None:
    text = "One\r\ntwo touch\nthe\nthe"
    findings = [
        finding_at(text, "touch", message="Not\nso."),
        finding_at(text, "the\nthe", SUGGESTION),
    ]
    assert show(file_report(text, findings, "a b.txt"), format="concise") == (
        "a b.txt:2:5: error slips/x Not so.\na b.txt:3:1: suggestion slips/x M\n"
    )


# JSON


def check_json(data: Any) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(data)


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def objects(schema: Any) -> list[dict[str, Any]]:
    found = []
    if isinstance(schema, dict):
        if "properties" in schema:
            found.append(schema)
        schema = list(schema.values())
    if isinstance(schema, list):
        found += [each for value in schema for each in objects(value)]
    return found


def test_the_schema_is_strict() -> None:
    assert len(objects(SCHEMA)) == 12
    for schema in objects(SCHEMA):
        assert schema["additionalProperties"] is False
        assert sorted(schema["required"]) == sorted(schema["properties"])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.update(extra=1),
        lambda data: data.pop("errors"),
        lambda data: data.update(version=2),
        lambda data: data["files"][0].pop("locale"),
        lambda data: data["files"][0]["readability"].pop("smog_index"),
        lambda data: data["files"][0]["readability"].update(lix=3),
        lambda data: data["files"][0]["findings"][0].update(severity="fatal"),
        lambda data: data["files"][0]["findings"][0].update(confidence="high"),
        lambda data: data["files"][0]["findings"][0]["span"].update(start=-1),
        lambda data: data["files"][0]["findings"][0]["start"].update(line=0),
        lambda data: data["files"][0]["findings"][0]["fix"].update(safety="sure"),
    ],
)
def test_the_schema_can_fail(spoil: Any) -> None:
    data = json.loads(show(marked("clinic-day"), format="json"))
    check_json(data)
    spoil(data)
    with pytest.raises(jsonschema.ValidationError):
        check_json(data)


def test_json_offsets_are_code_points() -> None:
    text = "👩‍👩‍👧 é\r\nA touch day.\rNext"
    start = text.index("touch")
    fix = Fix("Write it", (Edit(Span(start, start + 5), "tough"),), SAFE)
    finding = Finding("slips/x", Span(start, start + 5), "M", ERROR, fix, ("tough",), 0.5)
    unread = FileReport("b.txt", None, error="No such file.")
    data = json.loads(show(file_report(text, [finding], "-"), unread, format="json"))
    check_json(data)
    assert data["files"][0]["path"] == "-"
    assert data["files"][0]["findings"] == [
        {
            "rule": "slips/x",
            "severity": "error",
            "message": "M",
            "span": {"start": start, "end": start + 5},
            "start": {"line": 2, "column": 3},
            "end": {"line": 2, "column": 8},
            "text": "touch",
            "suggestions": ["tough"],
            "confidence": 0.5,
            "fix": {
                "title": "Write it",
                "safety": "safe",
                "edits": [{"start": start, "end": start + 5, "text": "tough"}],
            },
        }
    ]
    assert data["errors"] == [{"path": "b.txt", "message": "No such file."}]
    assert data["summary"] == {"files": 1, "errors": 1, "warnings": 0, "suggestions": 0}


def test_json_is_utf8_whatever_the_path() -> None:
    report = show(file_report("日本", [], "caf\udce9.txt"), format="json")
    check_json(json.loads(report.encode()))


def test_json_of_nothing() -> None:
    check_json(json.loads(show(format="json")))
