"""Every rule that ships keeps its promises: the examples it carries, and the form of its words."""

from __future__ import annotations

import re

import pytest

from otlint import examples, packs, registry
from otlint.errors import RuleError, UsageError
from otlint.model import Severity
from otlint.rule import Example, Rule
from otlint.settings import LOCALES

RULES = registry.builtin_rules()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_examples_of_a_rule_hold(rule: Rule) -> None:
    assert examples.failures(rule) == ()


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_says_what_a_reader_needs(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*/[a-z]+(-[a-z]+)*", rule.id)
    assert rule.summary.endswith(".")
    assert rule.why.endswith(".")
    assert all(rule.sources)
    assert rule.sources
    assert all(example.locale in (None, *LOCALES) for example in rule.examples)


def test_the_packs_compile() -> None:
    for file in registry.pack_files(registry.rules_folder()):
        assert packs.load(file)


def test_the_table_is_sorted() -> None:
    assert list(RULES) == sorted(RULES)


def test_a_slip_pack_of_some_size() -> None:
    from otlint.phrases import PhraseRule

    check = RULES["slips/listed-phrase"].check
    assert isinstance(check, PhraseRule)
    pairs = {(find, phrase.write[:1]) for phrase in check.phrases for find in phrase.find}
    assert len(pairs) >= 150
    assert all(phrase.severity is Severity.ERROR for phrase in check.phrases)


def test_an_example_that_does_not_hold_is_told() -> None:
    from dataclasses import replace

    rule = RULES["grammar/repeated-word"]
    bad = replace(
        rule,
        examples=(
            Example("It is <<the>> end."),
            Example("The the end."),
        ),
    )
    problems = examples.failures(bad)
    assert any("found nothing" in problem for problem in problems)
    assert len(problems) == 2  # the second example is a good one that is reported


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(UsageError, match="did you mean 'grammar/a-an'"):
        registry.find_rule(RULES, "grammar/an-a")


def test_a_pack_must_be_there() -> None:
    from pathlib import Path

    with pytest.raises(RuleError, match="no such rule pack"):
        registry.load_rules([Path("nowhere")])
