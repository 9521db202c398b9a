"""Write docs/rules.md from the rules themselves; `--check` only says whether it is fresh."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from otlint.examples import shown
from otlint.model import Severity
from otlint.registry import builtin_rules
from otlint.rule import Example, Rule

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "rules.md"
FIGURES = ROOT / "benchmarks"
"""precision.tsv: what a reader found right; frequency.tsv: how often a rule speaks."""
WHERE = {"posts": "in the posts", "health": "in the pages on health"}
MOST_EXAMPLES = 6
LONGEST_EXAMPLE = 400
"""Code points."""


def page() -> str:
    """The whole page."""
    rules = builtin_rules().values()
    measured = figures()
    parts = [
        "# Rules\n\n"
        "Written by `make docs` from the rules themselves: do not edit by hand. `[so]` marks what\n"
        "a rule reports. `otlint explain RULE` shows the same in a terminal.\n\n"
        "*Measured* says how many findings one reader held for right, of those read, and how many\n"
        "there are per 1,000 words: in 508 posts of a public blog, and in 472 public pages on\n"
        "health. Where mistakes are few, as in edited posts, more of what is found is wrong.\n"
        "`benchmarks/precision.py` fetches those posts and pages and measures them again.\n",
        "\n".join(
            ["| rule | at most | what |", "|---|---|---|"]
            + [
                f"| [{rule.id}](#{rule.id.replace('/', '')}) | {rule.severity.label} | "
                f"{rule.summary}{' (preview)' if rule.preview else ''} |"
                for rule in rules
            ]
        )
        + "\n",
        *(section(rule, measured) for rule in rules),
    ]
    return "\n".join(parts)


def figures() -> dict[tuple[str, str], str]:
    """What was measured of each rule and severity, as a clause."""
    known = builtin_rules()
    clauses: dict[tuple[str, str], list[str]] = {}
    for row in rows("precision.tsv"):
        if not 0 <= int(row["right"]) <= int(row["read"]):
            sys.exit(f"benchmarks/precision.tsv: more right than read for {row['rule']}")
        note = f"; {row['note']}" if row["note"] else ""
        clause = f"{row['right']} of {row['read']} right (read in {row['text']}{note})"
        clauses[row["rule"], row["severity"]] = [clause]
    for row in rows("frequency.tsv"):
        if row["rule"] == "words":
            continue
        clause = ", ".join(f"{row[name]} {where}" for name, where in WHERE.items() if row[name])
        read = clauses.setdefault((row["rule"], row["severity"]), ["rightness not measured"])
        read.append(f"per 1,000 words {clause}")
    for rule, severity in clauses:
        if rule not in known or Severity[severity.upper()] > known[rule].severity:
            sys.exit(f"benchmarks: no rule gives '{rule}' as {severity}: mend the figures")
    return {key: "; ".join(found) for key, found in clauses.items()}


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a file with figures."""
    with (FIGURES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, dialect="excel-tab"))


def section(rule: Rule, measured: dict[tuple[str, str], str]) -> str:
    """One rule."""
    lines = [
        f"- {severity.label}: {measured[rule.id, severity.label]}"
        for severity in sorted(Severity, reverse=True)
        if (rule.id, severity.label) in measured
    ]
    found = "\n".join(lines or ["- not measured: needs more than a post"])
    bad = [example for example in rule.examples if "<<" in example.text][:MOST_EXAMPLES]
    good = [example for example in rule.examples if "<<" not in example.text][:MOST_EXAMPLES]
    sources = "\n".join(f"- {source}" for source in rule.sources)
    preview = " In preview: runs with `preview = true`." if rule.preview else ""
    return (
        f"## {rule.id}\n\n{rule.summary} At most: {rule.severity.label}.{preview}\n\n"
        f"**Why.** {rule.why.strip()}\n\n**Reports**\n\n{examples(bad)}\n"
        f"**Leaves alone**\n\n{examples(good)}\n**Measured**\n\n{found}\n\n"
        f"**Sources**\n\n{sources}\n"
    )


def examples(chosen: list[Example]) -> str:
    """Examples as one text block."""
    lines = []
    for example in chosen:
        lines.append(shown(example, LONGEST_EXAMPLE))
        if example.fixed and len(example.text) < 200:
            lines.append(f"  -> {example.fixed.strip()}")
    return "```text\n" + "\n".join(lines).replace("```", "'''") + "\n```\n"


def main() -> None:
    """Write the page, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    wanted = page()
    if not parser.parse_args().check:
        TARGET.write_text(wanted, encoding="utf-8")
    elif not TARGET.exists() or TARGET.read_text(encoding="utf-8") != wanted:
        sys.exit("docs/rules.md is stale: run `make docs`")


if __name__ == "__main__":
    main()
