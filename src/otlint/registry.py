"""All rules of a run, in one explicit table."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from otlint import foreign, packed
from otlint.errors import RuleError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from otlint.rule import Rule

PACK_SUFFIXES: Final = (".yaml", ".yml")
PACKED: Final = Path(__file__).resolve().parent / "data" / "rules.packed"
"""What `tools/pack_rules.py` made of otlint's own packs."""


def rules_folder() -> Path:
    """The folder of otlint's own packs: inside the wheel, or at the top of a checkout.

    Raises:
        RuleError: neither is there; the installation is damaged.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "rules", here.parents[1] / "rules"):
        if folder.is_dir():
            return folder
    raise RuleError("otlint's own rules are missing: the installation is damaged; reinstall otlint")


@cache
def builtin_rules() -> Mapping[str, Rule]:
    """The rules that ship with otlint, sorted by id."""
    from otlint.baseline import RULES as BASELINE_RULES
    from otlint.checks import (
        acronyms,
        consistency,
        furniture,
        grammar,
        heading_case,
        headings,
        house_style,
        images,
        languagetool,
        links,
        lists,
        metadata,
        readability,
        slips,
        spelling,
        terms,
    )
    from otlint.suppression import RULES as SUPPRESSION_RULES
    from otlint.vocabulary import RULES as VOCABULARY_RULES

    rules: list[Rule] = [
        *slips.RULES,
        *grammar.RULES,
        *spelling.RULES,
        *readability.RULES,
        *furniture.RULES,
        *consistency.RULES,
        *terms.RULES,
        *heading_case.RULES,
        *headings.RULES,
        *links.RULES,
        *lists.RULES,
        *house_style.RULES,
        *images.RULES,
        *metadata.RULES,
        *acronyms.RULES,
        *languagetool.RULES,
        *SUPPRESSION_RULES,
        *BASELINE_RULES,
        *VOCABULARY_RULES,
    ]
    return _table([*rules, *_shipped()])


def _shipped() -> Sequence[Rule]:
    """The rules of otlint's own packs: packed beforehand, or else as the packs say."""
    files = pack_files(rules_folder())
    try:
        text = PACKED.read_text(encoding="utf-8")
    except FileNotFoundError:
        text = ""
    states = packed.digests(files)
    return (packed.unpack(text, states) if text else None) or read_packs(files)


def read_packs(files: Iterable[Path]) -> list[Rule]:
    """The rules of otlint's own packs, read from the YAML."""
    from otlint import packs  # with it comes the YAML library

    return [
        rule for path in files for rule in packs.load(path, name=f"rules/{path.name}", trusted=True)
    ]


def load_rules(extra: Iterable[Path] = ()) -> Mapping[str, Rule]:
    """The rules that ship with otlint and those of the user's packs (files or folders), by id.

    Raises:
        RuleError: a pack is missing or bad, or an id is taken.
    """
    files = [file for path in extra for file in pack_files(path)]
    if not files:
        return builtin_rules()
    from otlint import packs

    return _table(
        [*builtin_rules().values(), *(rule for file in files for rule in packs.load(file))]
    )


def pack_files(path: Path) -> list[Path]:
    """The packs at a path: itself if a file, else the YAML files right inside the folder."""
    if path.is_file():
        return [path]
    if not path.is_dir():
        raise RuleError(f"{path.as_posix()}: no such rule pack: give a YAML file or a folder")
    files = sorted(file for file in path.iterdir() if file.suffix in PACK_SUFFIXES)
    if not files:
        raise RuleError(f"{path.as_posix()}: no rule packs in this folder: expected .yaml files")
    return files


def _table(rules: Sequence[Rule]) -> dict[str, Rule]:
    table: dict[str, Rule] = {}
    for rule in rules:
        if rule.id in table:
            raise RuleError(f"two rules are called '{rule.id}': rename one of them")
        table[rule.id] = rule
    return dict(sorted(table.items()))


def former_ids(rules: Mapping[str, Rule]) -> dict[str, str]:
    """Ids that rules had in earlier versions, with those of today."""
    return {old: rule.id for rule in rules.values() for old in rule.formerly}


def find_rule(rules: Mapping[str, Rule], rule_id: str) -> Rule:
    """The rule of that id, today's or a former one; raises `UsageError` with the nearest id."""
    rule_id = former_ids(rules).get(rule_id, rule_id)
    rule_id = foreign.own(rule_id)
    if rule_id in rules:
        return rules[rule_id]
    import difflib

    near = difflib.get_close_matches(rule_id, rules, 1)
    hint = f"did you mean '{near[0]}'?" if near else "`otlint rules` lists them all"
    raise UsageError(f"there is no rule '{rule_id}'; {hint}")
