"""Rules packed beforehand: the same rules, fewer of them read."""

from __future__ import annotations

from otlint import packed, registry
from otlint.phrases import PhraseRule
from otlint.rule import Rule
from otlint.settings import Settings
from tests.helpers import parse_text

FILES = registry.pack_files(registry.rules_folder())
RULES = registry.read_packs(FILES)
TEXT = packed.pack(RULES, {"state": "1"})


def check(rule: Rule) -> PhraseRule:
    assert isinstance(rule.check, PhraseRule)
    return rule.check


def test_what_ships_is_packed_from_the_packs() -> None:
    shipped = registry.PACKED.read_text(encoding="utf-8")
    assert shipped == packed.pack(RULES, packed.digests(FILES))


def test_packed_rules_are_the_same_rules() -> None:
    again = packed.unpack(TEXT, {"state": "1"})
    assert again is not None
    assert len(again) == len(RULES)
    for old, new in zip(RULES, again, strict=True):
        for name in ("id", "summary", "why", "sources", "severity", "preview", "formerly"):
            assert getattr(old, name) == getattr(new, name)
        assert list(old.examples) == list(new.examples)
        assert list(check(old).phrases) == list(check(new).phrases)
        assert check(old).cluster == check(new).cluster
    assert packed.pack(again, {"state": "1"}) == TEXT


def test_packs_that_changed_are_read_themselves() -> None:
    assert packed.unpack(TEXT, {"state": "2"}) is None


def test_a_post_reads_only_the_phrases_that_it_calls_for() -> None:
    rules = packed.unpack(TEXT, {"state": "1"})
    assert rules is not None
    book = check(rules[0]).book
    assert isinstance(book, packed.PackedBook)
    post = parse_text("Tips for the elderly.")
    assert [finding for rule in rules for finding in rule.check(post, Settings())]
    total = sum(check(rule).end - check(rule).first for rule in rules)
    assert 0 < book.read_count < total / 20
    assert book.patterns("") == book.always
    assert book.patterns("zzzz") == ()
