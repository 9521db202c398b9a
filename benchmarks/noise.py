"""How much otlint says on edited posts: findings per 1,000 words, by severity and by rule.

    python benchmarks/noise.py PATHS... [--show ERROR|WARNING|SUGGESTION] [--rule RULE] [--sample N]

Edited posts have few mistakes, so nearly all that is flagged there is noise. `--show` prints the
findings of a severity with the words around them, to be read one by one; `--sample` draws N of them
(always the same ones).
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import subprocess
import sys
from pathlib import Path


def main() -> None:
    """Run otlint once over the paths and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--show", choices=("error", "warning", "suggestion"))
    parser.add_argument("--rule")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    command = [
        *(sys.executable, "-m", "otlint", "check", "--isolated", "--fail-on", "never"),
        *("--output-format", "json", *options.paths),
    ]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(run.stderr)
    report = json.loads(run.stdout)

    words = sum(file["readability"]["words"] or 0 for file in report["files"])
    findings = [(file, finding) for file in report["files"] for finding in file["findings"]]
    print(f"{len(report['files'])} posts, {words:,} words of prose")
    by_severity = collections.Counter(finding["severity"] for _, finding in findings)
    for severity in ("error", "warning", "suggestion"):
        count = by_severity[severity]
        print(f"  {severity:<10} {count:5}  {1000 * count / max(1, words):.3f} per 1,000 words")
    for (rule, severity), count in sorted(
        collections.Counter((f["rule"], f["severity"]) for _, f in findings).items()
    ):
        print(f"    {rule:<32} {severity:<10} {count:5}")

    if options.show or options.rule:
        chosen = [
            pair
            for pair in findings
            if options.show in (None, pair[1]["severity"])
            and options.rule in (None, pair[1]["rule"])
        ]
        if options.sample and len(chosen) > options.sample:
            chosen = random.Random(options.seed).sample(chosen, options.sample)
        for file, finding in chosen:
            print(_line(file["path"], finding))


def _line(path: str, finding: dict[str, object]) -> str:
    from otlint.source import read

    text = read(Path(path))[0].text
    span = finding["span"]
    assert isinstance(span, dict)
    start, end = span["start"], span["end"]
    before = text[max(0, start - 60) : start].replace("\n", " ")
    after = text[end : end + 50].replace("\n", " ")
    marked = f"{before}<<{text[start:end][:80]}>>{after}"
    return f"{finding['rule']}: {marked}  -> {finding['suggestions']}  [{Path(path).name[-40:]}]"


if __name__ == "__main__":
    main()
