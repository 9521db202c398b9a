"""Rules that are not default yet, and rules that had other names."""

from __future__ import annotations

from pathlib import Path

import pytest

from otlint.cli import main

PACK = """
- id: house/green
  severity: error
  summary: Green.
  why: It is green.
  message: "Not green."
  sources: [editorial]
  formerly: [house/verdant, colours/green]
  entries: [{find: green, bad: "A <<green>> door.", good: "A red door."}]
  examples: []
- id: house/blue
  severity: error
  preview: true
  summary: Blue.
  why: It is blue.
  message: "Not blue."
  sources: [editorial]
  entries: [{find: blue, bad: "A <<blue>> door.", good: "A red door."}]
  examples: []
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "house.yaml").write_text(PACK)
    (tmp_path / "post.md").write_text("A green door.\n\nA blue door.\n")
    configure(tmp_path)
    return tmp_path


def configure(folder: Path, text: str = 'select = ["house"]') -> None:
    (folder / "otlint.toml").write_text(f'rules = ["house.yaml"]\n{text}\n')


def found(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[set[str], str]:
    main(["check", "--no-cache", "--output-format", "concise", *arguments])
    out, err = capsys.readouterr()
    return {line.split()[2] for line in out.splitlines()}, err


# --- preview


def test_a_rule_in_preview_runs_when_asked_for(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert found(capsys)[0] == {"house/green"}
    assert found(capsys, "--preview")[0] == {"house/green", "house/blue"}
    assert found(capsys, "--select", "house")[0] == {"house/green"}
    assert found(capsys, "--select", "house/blue")[0] == {"house/blue"}
    configure(house, 'select = ["house"]\npreview = true')
    assert found(capsys)[0] == {"house/green", "house/blue"}
    configure(house, 'select = ["house/blue"]')
    assert found(capsys)[0] == {"house/blue"}


def test_the_list_says_what_is_in_preview(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    marked = {line.split()[0] for line in lines if line.endswith("(preview)")}
    assert {rule for rule in marked if rule.startswith("house/")} == {"house/blue"}


# --- former names


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ('select = ["house/verdant"]', {"house/green"}),
        ('select = ["house"]\nignore = ["house/verdant"]\npreview = true', {"house/blue"}),
        ('select = ["house"]\npreview = true\n[severity]\n"house/verdant" = "off"', {"house/blue"}),
        (
            'select = ["house"]\npreview = true\n[per-file-ignores]\n"*.md" = ["colours/green"]',
            {"house/blue"},
        ),
    ],
)
def test_a_config_with_an_old_name_works_and_says_so(
    config: str, expected: set[str], house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    configure(house, config)
    rules, err = found(capsys)
    assert rules == expected
    assert err.count("is called house/green now") == 1
    assert "otlint.toml:" in err


def test_an_old_name_holds_on_the_command_line(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules, err = found(capsys, "--select", "house/verdant")
    assert rules == {"house/green"}
    assert "--select: house/verdant is called house/green now" in err
    assert main(["explain", "house/verdant"]) == 0
    assert capsys.readouterr().out.startswith("house/green (error)")


def test_an_old_name_holds_in_posts(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    comment = "<!-- otlint-disable-next-line house/verdant: ours -->\n"
    (house / "post.md").write_text(f"{comment}A green door.\n")
    rules, err = found(capsys, "--select", "house,suppression")
    assert rules == set()
    assert "post.md: line 1: house/verdant is called house/green now" in err


def test_an_old_name_holds_in_the_baseline(house: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline"]) == 0
    file = house / ".otlint-baseline.json"
    file.write_text(file.read_text().replace("house/green", "house/verdant"))
    capsys.readouterr()
    assert found(capsys)[0] == set()


def test_an_old_severity_holds(house: Path) -> None:
    configure(house, 'select = ["house"]\n[severity]\n"house/verdant" = "warning"')
    assert main(["check", "--no-cache"]) == 0
