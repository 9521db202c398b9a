"""`otlint rules`, `otlint explain` and `otlint test-rules`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otlint import packs, registry
from otlint.cli import FOUND, OK
from otlint.config import load_config
from otlint.examples import failures, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from otlint.rule import Example, Rule


def _rules(config: str | None, isolated: bool) -> Mapping[str, Rule]:
    """The rules that a run in the current folder would know."""
    found = load_config(Path.cwd(), explicit=config, isolated=isolated)
    return registry.load_rules(found.rules)


def list_rules(*, config: str | None, isolated: bool, as_json: bool) -> int:
    """Print all rules: id, severity, summary."""
    rules = _rules(config, isolated).values()
    if as_json:
        print(json.dumps([_data(rule) for rule in rules], ensure_ascii=False, indent=2))
        return OK
    width = max(len(rule.id) for rule in rules)
    for rule in rules:
        preview = " (preview)" if rule.preview else ""
        print(f"{rule.id:<{width}}  {rule.severity.label:<10}  {rule.summary}{preview}")
    return OK


def explain_rule(rule_id: str, *, config: str | None, isolated: bool) -> int:
    """Print everything that a rule says of itself."""
    rule = registry.find_rule(_rules(config, isolated), rule_id)
    preview = ", preview" if rule.preview else ""
    print(f"{rule.id} ({rule.severity.label}{preview})\n\n{rule.summary}\n")
    print(f"Why\n  {rule.why}\n\nSources")
    for source in rule.sources:
        print(f"  - {source}")
    bad = [example for example in rule.examples if "<<" in example.text]
    good = [example for example in rule.examples if "<<" not in example.text]
    if bad:
        print("\nIt reports")
        for example in bad[:5]:
            print(f"  {_line(example)}")
    if good:
        print("\nIt leaves alone")
        for example in good[:5]:
            print(f"  {_line(example)}")
    print(f'\nTo switch it off: ignore = ["{rule.id}"] in otlint.toml, or in the post')
    print(f"  <!-- otlint-disable-next-line {rule.id}: your reason -->")
    return OK


def _line(example: Example) -> str:
    text = shown(example, 200).replace("\n", " ")
    return f"{text}  ->  {example.fixed}" if example.fixed and len(text) <= 100 else text


def _data(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "category": rule.category,
        "severity": rule.severity.label,
        "preview": rule.preview,
        "summary": rule.summary,
        "why": rule.why,
        "sources": list(rule.sources),
    }


def test_rules(paths: Sequence[str]) -> int:
    """Run the examples of packs, or of all rules that ship; list what does not hold."""
    if paths:
        rules = [
            rule
            for path in paths
            for file in registry.pack_files(Path(path))
            for rule in packs.load(file)
        ]
    else:
        for file in registry.pack_files(registry.rules_folder()):
            # In a normal run the patterns of these packs are compiled when first needed.
            packs.load(file)
        rules = list(registry.builtin_rules().values())
    problems = 0
    for rule in rules:
        for problem in failures(rule):
            print(f"{rule.id}: {problem}")
            problems += 1
    examples = sum(len(rule.examples) for rule in rules)
    if problems:
        print(f"{problems} of {examples:,} examples of {len(rules)} rules failed.")
        return FOUND
    print(f"All {examples:,} examples of {len(rules)} rules hold.")
    return OK
