"""The phrase engine: where it finds, what it writes, when it keeps silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from otlint import packs
from otlint.errors import RuleError
from otlint.model import Safety, Severity
from otlint.settings import Settings
from tests.helpers import parse_text, texts

if TYPE_CHECKING:
    from pathlib import Path

    from otlint.rule import Rule

PACK = """
- id: house/words
  severity: error
  summary: Words of this house.
  why: So that the tests have some.
  message: "Write '{new}', not '{old}'."
  sources: [editorial]
  entries:
    - find: "(?:a|another) <<touch>> (?:session|days?)"
      write: [tough, rough]
      fix: safe
      except: ["a touch session of massage"]
      unless: ["touchscreen"]
      bad: ["It was a <<touch>> day."]
    - find: "suffers from (autism|dementia)"
      write: 'has \\1'
      fix: unsafe
      severity: warning
      quotes: false
      bad: [{text: "He <<suffers from dementia>>.", fixed: "He has dementia."}]
    - find: "colour"
      locales: [en-US]
    - find: "Ot"
      case: true
      write: OT
      fix: safe
    - find: "won"
  examples:
    - {bad: "After a <<touch>> session.", fixed: "After a tough session."}
    - {good: "Use the touch screen."}
"""


@pytest.fixture
def rule(tmp_path: Path) -> Rule:
    path = tmp_path / "words.yaml"
    path.write_text(PACK, encoding="utf-8")
    return packs.load(path)[0]


def flagged(rule: Rule, text: str, locale_code: str = "en-GB") -> list[str]:
    document = parse_text(text, locale_code=locale_code)
    return texts(document, sorted(rule.check(document, Settings()), key=lambda f: f.sort_key))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("After a touch session we rest.", ["touch"]),
        ("After a  touch\u00a0day we rest.", ["touch"]),
        ("AFTER A TOUCH DAY WE REST.", ["TOUCH"]),
        ("A touch session of massage is fine.", []),
        ("A touch dayé is no word of ours.", []),
        ("Another touch-day is not ours either.", []),
        ("We won’t go.", []),
        ("We won; they won't.", ["won"]),
        ("Ask an Ot or an OT.", ["Ot"]),
        ("The colour red.", []),
        ("She suffers from dementia, we hear.", ["suffers from dementia"]),
        ("“She suffers from dementia,” he said.", []),
    ],
)
def test_what_is_flagged(rule: Rule, text: str, expected: list[str]) -> None:
    assert flagged(rule, text) == expected


def test_an_entry_for_a_locale(rule: Rule) -> None:
    assert flagged(rule, "The colour red.", "en-US") == ["colour"]


def test_unless_silences_the_whole_post(rule: Rule) -> None:
    assert flagged(rule, "It was a touch day.\n\nOur touchscreen broke.") == []


def test_the_finding_says_what_to_write(rule: Rule) -> None:
    text = "Another Touch day."
    (finding,) = rule.check(parse_text(text), Settings())
    assert finding.suggestions == ("Tough", "Rough")
    assert finding.message == "Write 'Tough', not 'Touch'."
    assert finding.severity is Severity.ERROR
    assert finding.fix is not None
    assert finding.fix.safety is Safety.SAFE
    (edit,) = finding.fix.edits
    assert text[: edit.span.start] + edit.text + text[edit.span.end :] == "Another Tough day."


def test_groups_of_the_pattern_fill_the_replacement(rule: Rule) -> None:
    (finding,) = rule.check(parse_text("He suffers from autism."), Settings())
    assert finding.suggestions == ("has autism",)
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("  why:", "  because:", ":5: unknown key 'because' in a rule"),
        ("      write: OT\n", "      writes: OT\n", "did you mean 'write'?"),
        ("severity: error", "severity: fatal", "'severity' must be one of"),
        ("house/words", "house words", "is no rule id"),
        ("suffers from (", "suffers from (?=x)(", "bad pattern"),
        ("suffers from (", "suffers from ((", "missing )"),
        ('- find: "won"', '- find: ["won"', "not valid YAML"),
        ("locales: [en-US]", "locales: [fr-FR]", "'fr-FR' is none of"),
        ("<<touch>> (?", "<<touch>> <<(?", "marks one place"),
        ('good: "Use the touch', 'good: "Use the <<touch>>', "a good one has no mark"),
        ("      write: OT\n", "", "a fix needs 'write'"),
        ("  severity: error\n", "  severity: warning\n  severity: error\n", "stands twice"),
    ],
)
def test_a_bad_pack_is_an_error_with_file_and_line(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    path = tmp_path / "words.yaml"
    assert old in PACK
    path.write_text(PACK.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as error:
        packs.load(path)
    assert problem in str(error.value)
    assert str(error.value).startswith(f"{path.as_posix()}:")
    assert "\n" not in str(error.value)


def test_two_thousand_phrases_do_not_slow_a_post(tmp_path: Path) -> None:
    """No clock: what counts is that only phrases whose words occur are ever compiled."""
    from otlint.expressions import compiled

    entries = "".join(
        f'    - {{find: "(?:a|the) <<word{n}x>> (?:session|day)", write: other}}\n'
        for n in range(2000)
    )
    head, _, tail = PACK.partition("    - find:")
    examples = tail[tail.index("  examples:") :]
    path = tmp_path / "many.yaml"
    path.write_text(head + entries + examples, encoding="utf-8")
    (rule,) = packs.load(path, trusted=True)
    compiled.cache_clear()
    assert flagged(rule, "A word17x session and the word1999x day.") == ["word17x", "word1999x"]
    assert compiled.cache_info().currsize == 2
