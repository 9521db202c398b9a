"""Fingerprints stay with a sentence and change with it."""

from __future__ import annotations

from otlint import linting, registry
from otlint.fingerprints import fingerprint
from otlint.model import Document, Format, Source, Span
from otlint.parsing import parse
from otlint.settings import Settings


def post(text: str, format: Format = Format.MARKDOWN) -> Document:
    return parse(Source("post.md", text), format)


def at(text: str, part: str, format: Format = Format.MARKDOWN) -> str:
    start = text.index(part)
    return fingerprint(post(text, format), Span(start, start + len(part)))


PLAIN = "We met. After a touch session we rest. Then we go home.\n"


def test_what_stands_around_a_sentence_does_not_matter() -> None:
    moved = "# Hello\n\nAnother start!\nAfter a touch\nsession  we rest. And so on.\n"
    assert at(moved, "touch") == at(PLAIN, "touch") == at(PLAIN, "session")
    assert len(at(PLAIN, "touch")) == 16


def test_markup_and_quotation_marks_do_not_matter() -> None:
    assert at("After a **touch** [session](x) we rest.\n", "touch") == at(PLAIN, "touch")
    straight, curly = "We don't see a touch here.\n", "We don\u2019t see a touch here.\n"
    assert at(straight, "touch") == at(curly, "touch")


def test_another_sentence_has_another_fingerprint() -> None:
    assert at(PLAIN, "touch") != at(PLAIN, "met")
    assert at(PLAIN, "touch") != at(PLAIN.replace("rest", "sleep"), "touch")


def test_a_place_outside_of_prose_counts_with_its_characters() -> None:
    text = "One.\n\n<!-- otlint: off slips/x -->\n\nTwo.\n"
    comment = "<!-- otlint: off slips/x -->"
    assert at(text, comment) == at("\n" * 5 + text, comment) != at(text, "One")


def test_an_empty_post_has_one_too() -> None:
    assert fingerprint(post(""), Span(0, 0)) == fingerprint(post("\n"), Span(0, 0))


def test_findings_carry_it_and_those_about_the_post_do_not() -> None:
    hard = (
        "Notwithstanding institutional considerations, practitioners individualise rehabilitation"
    )
    document = post(f"We rest after a touch session. {hard} considerably. " * 12)
    rules = registry.builtin_rules()
    chosen = tuple(rules[name] for name in ("slips/listed-phrase", "readability/grade-level"))
    found = linting.lint(document, linting.Plan(chosen, Settings(), {}, frozenset(rules)))
    by_rule = {finding.rule: finding.fingerprint for finding in found}
    assert by_rule["readability/grade-level"] == ""
    assert by_rule["slips/listed-phrase"] == at("We rest after a touch session.", "touch")
