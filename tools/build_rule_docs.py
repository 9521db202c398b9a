"""Write docs/rules.md from the rules themselves; `--check` only says whether it is fresh."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from otlint.examples import shown
from otlint.registry import builtin_rules
from otlint.rule import Example, Rule

TARGET = Path(__file__).resolve().parents[1] / "docs" / "rules.md"
MOST_EXAMPLES = 6
LONGEST_EXAMPLE = 400
"""Code points."""


def page() -> str:
    """The whole page."""
    rules = builtin_rules().values()
    parts = [
        "# Rules\n\n"
        "Written by `make docs` from the rules themselves: do not edit by hand. `[so]` marks what\n"
        "a rule reports. `otlint explain RULE` shows the same in a terminal.\n",
        "\n".join(
            ["| rule | at most | what |", "|---|---|---|"]
            + [
                f"| [{rule.id}](#{rule.id.replace('/', '')}) | {rule.severity.label} | "
                f"{rule.summary}{' (preview)' if rule.preview else ''} |"
                for rule in rules
            ]
        )
        + "\n",
        *map(section, rules),
    ]
    return "\n".join(parts)


def section(rule: Rule) -> str:
    """One rule."""
    bad = [example for example in rule.examples if "<<" in example.text][:MOST_EXAMPLES]
    good = [example for example in rule.examples if "<<" not in example.text][:MOST_EXAMPLES]
    sources = "\n".join(f"- {source}" for source in rule.sources)
    preview = " In preview: runs with `preview = true`." if rule.preview else ""
    return (
        f"## {rule.id}\n\n{rule.summary} At most: {rule.severity.label}.{preview}\n\n"
        f"**Why.** {rule.why.strip()}\n\n**Reports**\n\n{examples(bad)}\n"
        f"**Leaves alone**\n\n{examples(good)}\n**Sources**\n\n{sources}\n"
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
