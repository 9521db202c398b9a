"""The phrase engine: where it finds, what it writes, when it keeps silent."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otlint import packs
from otlint.errors import RuleError
from otlint.model import Safety, Severity
from otlint.phrases import Cluster, clusters
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


RULE = """
- id: house/words
  severity: warning
  summary: Words of this house.
  why: So that the tests have some.
  message: "{message}"
  sources: [editorial]
  words:
    who: [he, she]
    person: ["{{who}}", the (?:man|woman)]
  by-locale:
    law: {{en-US: the FTC, other: the code}}
{rule}
  entries:
{entry}
  examples:
    - {{bad: "Never <<seen>>."}}
    - {{good: "Seen."}}
"""


def made(tmp_path: Path, entry: str, *, rule: str = "", message: str = "Write {new}.") -> Rule:
    path = tmp_path / "made.yaml"
    lines = "".join(f"  {line}\n" for line in rule.splitlines())
    entry = "".join(
        f"    {'- ' if not number else '  '}{line}\n"
        for number, line in enumerate(entry.splitlines())
    )
    path.write_text(RULE.format(message=message, rule=lines, entry=entry), encoding="utf-8")
    return packs.load(path)[0]


def fixed(rule: Rule, text: str) -> str:
    from otlint import fixing

    findings = list(rule.check(parse_text(text), Settings()))
    return fixing.apply(text, [finding.fix for finding in findings if finding.fix])[0]


SWAPS = """swap:
  suffers from: has
  suffered from: had
  "suffering (from|with)": ["living with", "who has"]
  the blind: blind people
  able-bodied: non-disabled
  disabled actor: actor who is disabled
find: "<<{swap}>>"
fix: unsafe"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She suffers from asthma.", "She has asthma."),
        ("Suffering with asthma, she left.", "Living with asthma, she left."),
        ("THE BLIND READ.", "BLIND PEOPLE READ."),
        ("Meet an able-bodied man.", "Meet a non-disabled man."),
        ("A disabled actor came; a  disabled actor left.", None),
        (
            "Ask an able-bodied, or an  Able-bodied man.",
            "Ask a non-disabled, or a  Non-disabled man.",
        ),
        ("Vitamin A able-bodied.", "Vitamin A non-disabled."),
    ],
)
def test_a_swap_keeps_capitals_and_mends_the_article(
    tmp_path: Path, text: str, expected: str | None
) -> None:
    result = fixed(made(tmp_path, SWAPS), text)
    if expected is None:
        expected = text.replace("A disabled actor", "An actor who is disabled").replace(
            "a  disabled actor", "an  actor who is disabled"
        )
    assert result == expected


def test_a_swap_derives_the_fixed_text_of_its_examples(tmp_path: Path) -> None:
    rule = made(tmp_path, SWAPS + '\nbad: ["Meet an <<able-bodied>> man.", "<<The blind>> read."]')
    assert [one.fixed for one in rule.examples][1:] == [
        None,
        "Meet a non-disabled man.",
        "Blind people read.",
    ]


def test_acronyms_keep_their_capitals_to_themselves(tmp_path: Path) -> None:
    rule = made(tmp_path, 'find: "ADLs|CVA"\ncase: true\nwrite: everyday tasks\nfix: unsafe')
    assert fixed(rule, "ADLs come first. A CVA and ADLs.") == (
        "Everyday tasks come first. An everyday tasks and everyday tasks."
    )


@pytest.mark.parametrize(
    ("conditions", "silent", "found"),
    [
        ('with: ["[0-9]+"]', "Cure. In 3 days.", "A cure in 3 days."),
        ("without: [no, never]", "There is no cure.", "No. It is a cure."),
        ("unless: [helpline]", "A cure.\n\nA helpline.", "A cure."),
        ("except: [cure for pain]", "A cure for pain.", "A cure for all."),
        ("quotes: false", "He said \u201cit is a cure\u201d.", "It is a \u201cgood\u201d cure."),
        ("names: false", "They play The Cure.", "Cure it, or cure me."),
        ("names: false", "Ask Cure Parkinson's about it.", "# Cure"),
        ("links: false", "A cure (https://example.org).", "A cure.\n\nhttps://example.org"),
        ("explained: false", "A cure.\n\nA cure (an end to illness).", "A cure."),
        ("explained: false", "So, what is a cure?", "A cure."),
        ("locales: [en-US]", "A cure.", ""),
        ("audiences: [clinicians]", "A cure.", ""),
    ],
)
def test_conditions(tmp_path: Path, conditions: str, silent: str, found: str) -> None:
    for rule in (
        made(tmp_path, f'find: "<<cure>>"\n{conditions}'),
        made(tmp_path, 'find: "<<cure>>"', rule=conditions),
    ):
        assert flagged(rule, silent) == []
        assert not found or flagged(rule, found) != []


def test_once_is_the_first_place_of_a_post(tmp_path: Path) -> None:
    rule = made(tmp_path, 'find: ["<<cure>>", "<<heal>>"]\nonce: true')
    assert flagged(rule, "We heal.\n\nA cure, and a cure.") == ["heal"]


def test_parts_of_patterns_have_names(tmp_path: Path) -> None:
    rule = made(tmp_path, 'find: "{person} <<runs>>"')
    assert flagged(rule, "She runs. The man runs. It runs.") == ["runs", "runs"]


def test_texts_by_locale(tmp_path: Path) -> None:
    rule = made(tmp_path, 'find: "<<cure>>"\nwrite: "what {law} allows"', message="Ask {law}.")
    for locale_code, law in (("en-US", "the FTC"), ("en-AU", "the code")):
        (finding,) = rule.check(parse_text("A cure.", locale_code=locale_code), Settings())
        assert finding.message == f"Ask {law}."
        assert finding.suggestions == (f"what {law} allows",)


@pytest.mark.parametrize(
    ("wish", "expected"), [("", 1), ("identity-first", 2), ("person-first", 1), ("off", 0)]
)
def test_a_community_has_a_say(tmp_path: Path, wish: str, expected: int) -> None:
    entry = 'find: "<<(?:sufferer)>>"\ncommunity: autistic'
    wished = 'find: "<<with autism>>"\ncommunity: autistic\nprefers: identity-first'
    path = tmp_path / "both.yaml"
    made(tmp_path, entry)
    text = (tmp_path / "made.yaml").read_text(encoding="utf-8")
    second = "\n".join(f"      {line}" for line in wished.splitlines()).replace(
        "      find", "    - find"
    )
    path.write_text(text.replace("  examples:", f"{second}\n  examples:"), encoding="utf-8")
    settings = Settings(people_language={"autistic": wish} if wish else {})
    post = parse_text("A sufferer with autism.")
    assert len(list(packs.load(path)[0].check(post, settings))) == expected


def test_a_cluster_is_one_finding(tmp_path: Path) -> None:
    rule = made(
        tmp_path,
        'find: "<<(?:magic|bliss|wow)>>"',
        rule="cluster: {least: 3, within: 8}",
        message="{count} such words: {list}.",
    )
    text = "Magic.\n\nOne two three four five six seven eight. Wow, magic and\n\nbliss. Wow, wow."
    (finding,) = rule.check(parse_text(text), Settings())
    assert (
        finding.message
        == "5 such words: \u201cWow\u201d, \u201cmagic\u201d, \u201cbliss\u201d, \u201cwow\u201d."
    )
    assert text[finding.span.start :].startswith("Wow, magic")
    assert flagged(rule, "Magic and bliss.") == []


@given(
    st.lists(st.integers(0, 60), max_size=12).map(sorted),
    st.integers(1, 4),
    st.integers(1, 20),
)
def test_clusters_hold_what_is_close_and_nothing_else(
    offsets: list[int], least: int, within: int
) -> None:
    """Against the definition: a place counts when it is in a window with enough places."""
    windows = [
        range(first, first + least)
        for first in range(len(offsets) - least + 1)
        if offsets[first + least - 1] - offsets[first] < within
    ]
    runs = list(clusters(offsets, Cluster(least, within)))
    assert {n for run in runs for n in run} == {n for window in windows for n in window}
    assert all(left.stop <= right.start for left, right in itertools.pairwise(runs))
    assert all(
        any(window.start >= run.start and window.stop <= run.stop for run in runs)
        for window in windows
    )


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ('find: "{nobody} runs"', "'words' has no 'nobody'"),
        ("fix: safe\nswap: {a b: c}\nwrite: d", "either 'swap' or 'write'"),
        ("write: d", "lacks the key 'find' (or 'swap')"),
        ("find: a\nprefers: person-first", "'prefers' needs 'community'"),
        ("find: a\ncommunity: martian", "'community' must be one of"),
        ('find: a\nmessage: "Ask {who-knows}."', "'by-locale' has no 'who-knows'"),
        ('find: "(a|b)"\nwrite: \'\\1\'\nfix: safe\nbad: "<<a>>"', "say what the fix gives"),
    ],
)
def test_a_bad_entry_names_its_line(tmp_path: Path, entry: str, problem: str) -> None:
    with pytest.raises(RuleError, match=r"made\.yaml:\d+: ") as error:
        made(tmp_path, entry)
    assert problem in str(error.value)


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("cluster: {least: 3}", "cluster lacks the key 'within'"),
        ("cluster: {least: 0, within: 3}", "'least' must be a number from 1 on, not '0'"),
        ("cluster: 3", "expected cluster: keys and values"),
    ],
)
def test_a_bad_rule_names_its_line(tmp_path: Path, rule: str, problem: str) -> None:
    with pytest.raises(RuleError) as error:
        made(tmp_path, "find: a", rule=rule)
    assert problem in str(error.value)


def test_a_review_offers_the_article_with_the_words(tmp_path: Path) -> None:
    from otlint.reviewing import mends

    document = parse_text("Ask an able-bodied man.")
    (finding,) = made(tmp_path, SWAPS).check(document, Settings())
    assert finding.suggestions == ("non-disabled",)
    assert [option.edits[0].text for option in mends(document, finding)] == ["a non-disabled"]
