"""The packs of slips and of person-first words: what they find and what they leave alone."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from otlint.model import Format, Safety, Source
from otlint.packs import load
from otlint.parsing import parse
from otlint.phrases import PhraseRule
from otlint.settings import Settings

if TYPE_CHECKING:
    from otlint.model import Finding
    from otlint.rule import Rule

RULES = Path(__file__).parents[1] / "rules"

FIRES = [
    ("It was a slow afternoon after a <touch> session.", "tough"),
    ("Through <touch> times we meet every week.", "tough"),
    ("If you <are> a loved one need help, call us.", "or"),
    ("Whether you <are> your partner needs a rest, stop here.", "or"),
    ("He came home <form> hospital in May.", "from"),
    ("Ask the case <manger> about funding.", "manager"),
    ("She dreads <pubic> speaking.", "public"),
    ("The therapist will <asses> your needs.", "assess"),
    ("They want to <loose> weight safely.", "lose"),
    ("He joined a clinical <trail>.", "trial"),
    ("Play builds fine <rotor> skills.", "motor"),
    ("Boots with rubber <souls> grip well.", "soles"),
    ("<Its> important to rest.", "It's"),
    ("Walk again after a <stoke>, slowly.", "stroke"),
]
"""A text with its slip marked, and the first suggestion."""

SILENT = """
Massage and healing touch can calm a child; a touch session might last an hour.
We held a touch day for the five senses week.
It is a touch time-consuming, a touch tricky and a touch late.
Our Touch Session app is new, and so is Therapeutic Touch.
The touch screen was slow; touch typing helps, and stories that touch emotions do too.
If you are a loved one of someone who needs support, this group is for you.
If you are a parent who needs a rest, ask. If you are a carer needing support, call.
Finding time to rest when you are a parent is hard.
The people who care for you are your family.
These benefits form the core of the plan; in a different form the game is harder.
The better of the two; out of the car; a day of rest.
Do this one thing first, then the other. It was better then than now.
Thank you for your welcome to the team. Please do not outstay your welcome.
The clinic and its staff do its best; its likely effects are known.
It's way too hot, and it's users we listen to.
Were you able to come? As it were, those were the days.
Positive affect on days off; a flat affect; to effect a change.
They compliment each other on their work. A complimentary drink.
He heard the choir sing up front. A real word or a nonsense word? Write around the word.
Join pain management groups; join stroke support groups.
A friend who's job hunting and someone who's hands-on.
The cost of a bed day is high. At this dose not all patients sleep.
Have a bathroom conversion with a ramp. Seeds come in a sowing kit.
Is there maybe a better way? Keep a diary of what you eat.
My brother Brian Injury-Smith drove to Stoke and back.
""".strip().split("\n")


@cache
def rule(name: str) -> Rule:
    """The one rule of a pack, with all its patterns compiled."""
    (only,) = load(RULES / f"{name}.yaml")
    return only


@cache
def entries(name: str) -> list[dict[str, Any]]:
    """The entries of a pack as they stand in the file."""
    (only,) = yaml.safe_load((RULES / f"{name}.yaml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = only["entries"]
    return found


def findings(name: str, text: str) -> list[Finding]:
    document = parse(Source("post.txt", text), Format.TEXT)
    return sorted(rule(name).check(document, Settings()), key=lambda finding: finding.sort_key)


@pytest.mark.parametrize(("marked", "first"), FIRES)
def test_finds_the_wrong_word_alone(marked: str, first: str) -> None:
    text = re.sub("[<>]", "", marked)
    (found,) = findings("slips", text)
    assert f"<{text[found.span.start : found.span.end]}>" in marked
    assert found.suggestions[0] == first


@pytest.mark.parametrize("text", SILENT)
def test_leaves_right_words_alone(text: str) -> None:
    assert findings("slips", text) == []


def test_keeps_capitals_and_the_typographic_apostrophe() -> None:
    (found,) = findings("slips", "It\u2019s late. Its important to rest.")
    assert found.suggestions == ("It\u2019s",)
    assert found.fix is not None
    assert found.fix.safety is Safety.SAFE


def test_holds_well_over_150_pairs() -> None:
    pairs = {
        (wrong.lower(), str(entry["write"]))
        for entry in entries("slips")
        for bad in (entry["bad"] if isinstance(entry["bad"], list) else [entry["bad"]])
        for wrong in re.findall("<<(.+?)>>", bad if isinstance(bad, str) else bad["text"])
    }
    assert len(pairs) > 400


@pytest.mark.parametrize("path", sorted(RULES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_entry_has_an_example_and_all_the_groups_it_writes(path: Path) -> None:
    # Not only by the C parser: it is laxer, and it is not everywhere.
    for rule in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader):
        for entry in rule["entries"]:
            assert entry["bad"], entry
    for loaded in load(path):
        assert isinstance(loaded.check, PhraseRule)
        for phrase in loaded.check.phrases:
            needed = max(
                (int(n) for text in phrase.write for n in re.findall(r"\\(\d)", text)), default=0
            )
            for find in phrase.find:
                assert len(re.findall(r"(?<!\\)\((?!\?)", find)) >= needed, find


def test_every_slip_has_something_to_write() -> None:
    for entry in entries("slips"):
        assert entry["write"], entry["find"]


@pytest.mark.parametrize(
    "text",
    [
        "The elderly man had a stroke, and his kids worry about mental health.",
        "The Association for the Blind offers diabetic eye screening and treats spasticity.",
        "A special needs school near the disabled toilet.",
        "\u201cI am wheelchair-bound,\u201d she said.",
        "He joined Alcoholics Anonymous, pulled down the blind and drank an alcoholic drink.",
        "Memory suffers from poor sleep; the town is suffering from drought.",
    ],
)
def test_person_first_leaves_names_and_quotations_alone(text: str) -> None:
    assert findings("people", text) == []


def test_person_first_never_outranks_a_warning() -> None:
    assert {finding.severity.label for finding in findings("people", "The elderly are here.")} == {
        "warning"
    }
