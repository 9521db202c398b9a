"""What otlint reports with a real judge: `make test-second-look` runs these tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from otlint.cli import main
from tests.second_look.real import JUDGES, needs_judge

pytestmark = needs_judge

SLIPS = [
    # What comes before and after, the text flagged, what to write instead.
    ("We tried again after a ", "touch", "tough", " session, and it went better."),
    ("Your mental health matters. If you ", "are", "or", " a loved one needs support, call us."),
    ("Rest before you are ", "to", "too", " tired to go on."),
    ("He was so tired that he could ", "loose", "lose", " his balance on the stairs."),
    ("Play is ", "apart", "a part", " of every session that we run."),
    ("Every evening she takes her tablets ", "in to", "into", " the kitchen."),
]


@pytest.fixture(params=JUDGES or ["none"])
def project(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A project with a judge; lists of slips are off."""
    monkeypatch.chdir(tmp_path)
    Path("otlint.toml").write_text(
        "select = ['slips/real-word', 'slips/real-word-likely']\nfail-on = 'warning'\n"
        f"[slips]\nsecond-look = true\njudge = '{request.param}'\n"
    )
    return tmp_path


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    main(["check", "--output-format", "json", *arguments])
    files = json.loads(capsys.readouterr().out)["files"]
    return [finding for file in files for finding in file["findings"]]


def test_slips_are_found_at_their_place_and_put_right(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = "\n\n".join(before + typed + after for before, typed, _, after in SLIPS) + "\n"
    right = "\n\n".join(before + meant + after for before, _, meant, after in SLIPS) + "\n"
    Path("post.txt").write_text(wrong)
    found = report(capsys, "post.txt")
    assert [(one["text"], one["suggestions"][0]) for one in found] == [  # type: ignore[index]
        (typed, meant) for _, typed, meant, _ in SLIPS
    ]
    assert {one["rule"] for one in found} == {"slips/real-word"}
    main(["check", "--fix", "--unsafe-fixes", "post.txt"])
    assert Path("post.txt").read_text() == right
    capsys.readouterr()
    assert report(capsys, "post.txt") == []


def test_processes_threads_and_company_change_nothing(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, (before, typed, _, after) in enumerate(SLIPS):
        Path(f"post-{number}.txt").write_text(f"{before}{typed}{after}\n" * (1 + number % 2))
    alone = [
        finding
        for number in range(len(SLIPS))
        for finding in report(capsys, "--no-cache", f"post-{number}.txt")
    ]
    assert report(capsys, "--no-cache") == alone
    assert report(capsys, "--no-cache", "--jobs", "2") == alone
    assert report(capsys) == alone
    assert report(capsys) == alone
