"""The example that shows every pack: `examples/first-draft.md`, as its author gets it back."""

from __future__ import annotations

from pathlib import Path

import pytest

from otlint import packs, registry
from otlint.checking import Checker
from otlint.config import Overrides
from otlint.discovery import File
from otlint.report import FileReport, Report
from otlint.reporters import REPORTERS, Options
from tests.test_reporters import golden

ROOT = Path(__file__).parents[1]
DRAFT = "examples/first-draft.md"
FAMILIES = ("acronyms", "consistency", "structure")
"""Rules in Python that are about posts as the packs are."""


@pytest.fixture(scope="module")
def report() -> FileReport:
    return Checker(Overrides(), isolated=True).check(File(ROOT / DRAFT, DRAFT)).report


def test_every_pack_finds_something(report: FileReport) -> None:
    found = {finding.rule for finding in report.findings}
    for file in registry.pack_files(registry.rules_folder()):
        assert found & {rule.id for rule in packs.load(file)}, file.name
    for family in FAMILIES:
        assert any(rule.startswith(f"{family}/") for rule in found), family


def test_the_report_of_the_draft_is_the_golden_one(report: FileReport) -> None:
    text = REPORTERS["text"](Report((report,)), Options(100, show_all=True))
    golden("first-draft.txt", text)
