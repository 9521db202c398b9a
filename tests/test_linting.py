"""One post through all rules: what is said once, what is not said, in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from otlint import linting, registry
from otlint.model import Document, Finding, Severity, Span
from otlint.settings import Settings
from tests.helpers import parse_text

RULES = registry.builtin_rules()


def plan(
    *ids: str, vocabulary: frozenset[str] = frozenset(), **severities: Severity
) -> linting.Plan:
    return linting.Plan(
        rules=tuple(rule for rule in RULES.values() if not ids or rule.id in ids),
        settings=Settings(vocabulary=vocabulary),
        severities=severities,
        known_ids=frozenset(RULES),
    )


def finding(rule: str, start: int, end: int) -> Finding:
    return Finding(rule, Span(start, end), "", Severity.ERROR)


def test_the_more_certain_rule_reports_a_place() -> None:
    slip = finding("slips/listed-phrase", 0, 5)
    word = finding("spelling/unknown-word", 0, 5)
    tool = finding("languagetool/X", 3, 9)
    tone = finding("tone/person-first", 0, 9)
    kept = linting.one_report_a_place([tool, word, slip, tone])
    assert set(kept) == {slip, tone}


def test_an_article_is_no_slip_of_the_model_as_well() -> None:
    article, slip = finding("grammar/a-an", 0, 2), finding("slips/real-word", 0, 2)
    assert linting.one_report_a_place([slip, article]) == [article]


def test_neighbours_are_both_reported() -> None:
    one, two = finding("slips/listed-phrase", 0, 5), finding("spelling/unknown-word", 5, 9)
    assert set(linting.one_report_a_place([one, two])) == {one, two}


def test_findings_come_in_the_order_of_their_places() -> None:
    text = "We recieve the the post.\n\nAfter a touch session we went to a hour of play."
    found = linting.lint(parse_text(text), plan())
    assert [f.span.start for f in found] == sorted(f.span.start for f in found)
    assert {f.rule for f in found} >= {
        "spelling/unknown-word",
        "grammar/repeated-word",
        "slips/listed-phrase",
        "grammar/a-an",
    }


def test_the_id_wins_over_the_category() -> None:
    severities = {"slips": Severity.SUGGESTION, "slips/listed-phrase": Severity.WARNING}
    wanted = replace(plan("slips/listed-phrase"), severities=severities)
    (found,) = linting.lint(parse_text("After a touch session."), wanted)
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("term", "quiet"),
    [
        ("touch", True),
        ("touch session", True),
        ("Touch session", False),
        ("touch sessions", False),
        ("session", False),
    ],
)
def test_the_vocabulary_counts_for_slips(term: str, quiet: bool) -> None:
    document = parse_text("After a touch session we rest.")
    found = linting.lint(document, plan("slips/listed-phrase", vocabulary=frozenset({term})))
    assert (found == ()) is quiet


def test_a_broken_rule_is_named() -> None:
    def broken(document: Document, settings: Settings) -> list[Finding]:
        raise ValueError("oh")

    rule = replace(RULES["grammar/a-an"], check=broken)
    with pytest.raises(linting.BrokenRuleError, match="grammar/a-an"):
        linting.lint(parse_text("Text."), replace(plan(), rules=(rule,)))


def test_suppressions_are_heeded_and_their_use_is_watched() -> None:
    text = (
        "<!-- otlint-disable-next-line slips/listed-phrase: her words -->\n"
        "After a touch session.\n\n"
        "<!-- otlint-disable-next-line grammar/a-an -->\nAll is well.\n"
    )
    found = linting.lint(
        parse_text(text), plan("slips/listed-phrase", "grammar/a-an", "suppression/unused")
    )
    assert [f.rule for f in found] == ["suppression/unused"]
