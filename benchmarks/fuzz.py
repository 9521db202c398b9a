"""Posts broken in every way, through parsers, rules and fixes, for so many minutes.

    python benchmarks/fuzz.py FOLDER [--minutes 10] [--seed 0]

Posts of FOLDER are cut, mixed, and strewn with the characters that markup and encodings trip over.
For each, the promises: nothing raises; every finding and every fix lies in the text; fixing twice
is fixing once; code, addresses and front matter other than title and description stay as they are,
byte for byte. What breaks one is written to `fuzz-N.*` in the current folder. Exits with 1 where
something did.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import traceback
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from otlint import fixing, linting, registry
from otlint.discovery import format_of
from otlint.errors import InputError
from otlint.front_matter import KINDS
from otlint.model import Document, Finding, Format, Safety, Source
from otlint.parsing import parse
from otlint.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

PIECES = (
    "`",
    "```\n",
    "~~~\n",
    "*",
    "**",
    "_",
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "&",
    "&amp;",
    "&#x1F9E9;",
    "\\",
    "|",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "    ",
    "> ",
    "- ",
    "1. ",
    "# ",
    "---\n",
    "+++\n",
    "{{< x >}}",
    "{% raw %}",
    "{%",
    "%}",
    "<!--",
    "-->",
    "<p>",
    "</p>",
    "<div\n",
    "<code>",
    "</code>",
    "<script>",
    "</script>",
    "<pre>",
    "![a](b.png)",
    "[a](http://x.org/y)",
    "https://example.org/a_b",
    "\u2028",
    "\x85",
    "\ufeff",
    "\u200b",
    "\u0301",
    "\U0001f468\u200d\U0001f4bb",
    "\u2019",
    "\u201c",
    "\u201d",
    "\u00ad",
    "é",
    "ﬁ",
    "{",
    "}",
    "export const a = 1\n",
    "<!-- otlint-disable -->",
    "touch session",
    " the the ",
    "a hour",
    "recieve",
    "If you are a loved one needs",
    ":::",
    "$x$",
    "^1",
    "~",
    "=",
)
SUFFIXES = (".md", ".txt", ".html", ".mdx")
_FENCE = re.compile(r"^(```|~~~)[^\n]*\n.*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_URL = re.compile(r"(?<![^\W_])https?://[^\s<>()\"'\]]+")


def broken(texts: list[str], rng: random.Random) -> str:
    """A text made of others."""
    text = rng.choice(texts)
    # One in four keeps its front matter, if it has any.
    start = rng.randrange(len(text) + 1) if rng.randrange(4) else 0
    text = text[start : start + rng.randrange(20, 3000)]
    for _ in range(rng.randrange(12)):
        at = rng.randrange(len(text) + 1)
        action = rng.randrange(4)
        if action == 0:
            text = text[:at] + text[at + rng.randrange(1, 30) :]
        elif action == 1:
            other = rng.choice(texts)
            start = rng.randrange(len(other) + 1)
            text = text[:at] + other[start : start + rng.randrange(1, 200)] + text[at:]
        else:
            text = text[:at] + rng.choice(PIECES) * rng.choice((1, 1, 1, 2, 40)) + text[at:]
    return text


def problems(text: str, suffix: str) -> Iterator[str]:
    """Promises that do not hold for a post."""
    kind = format_of(f"post{suffix}")
    rules = tuple(registry.builtin_rules().values())
    plan = linting.Plan(
        rules=rules, settings=Settings(), known_ids=frozenset(rule.id for rule in rules)
    )
    source = Source(f"post{suffix}", text)

    def check(new: str) -> tuple[Document, tuple[Finding, ...]]:
        document = parse(replace(source, text=new), kind)
        return document, linting.lint(document, plan)

    try:
        document, findings = check(text)
    except InputError:
        return  # said in one line: a suppression that names no rule, for example
    for finding in findings:
        if finding.span.end > len(text):
            yield f"{finding.rule}: a span behind the end"
        if finding.fix and any(edit.span.end > len(text) for edit in finding.fix.edits):
            yield f"{finding.rule}: an edit behind the end"
    fixed = fixing.fix_all(text, lambda new: check(new)[1], Safety.UNSAFE).text
    again = fixing.fix_all(fixed, lambda new: check(new)[1], Safety.UNSAFE).text
    if again != fixed:
        yield "fixing twice is not fixing once"
    if kind in (Format.MARKDOWN, Format.MDX) and _code(text) != _code(fixed):
        yield "a code block has changed"
    if _matter(document) != _matter(check(fixed)[0]):
        yield "front matter has changed"
    gone = set(_URL.findall(text)) - set(_URL.findall(fixed))
    removed = any(f.rule.startswith(("furniture/", "suppression/")) for f in findings)
    if gone and not removed:
        yield f"an address has changed: {sorted(gone)[:2]}"


def _code(text: str) -> list[str]:
    """The fenced blocks of a text, as they stand there."""
    return [match[0] for match in _FENCE.finditer(text)]


def _matter(document: Document) -> dict[str, object]:
    """The front matter of a post, without what is prose."""
    values = document.front_matter.values if document.front_matter else {}
    return {key: value for key, value in values.items() if key.casefold() not in KINDS}


def main() -> None:
    """Break posts until the time is over."""
    parser = argparse.ArgumentParser(description="Fuzz parsers, rules and fixes.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    paths = sorted(path for path in options.folder.rglob("*") if path.suffix in SUFFIXES)
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in paths]
    rng = random.Random(options.seed)
    end = time.monotonic() + 60 * options.minutes
    count = failed = 0
    while time.monotonic() < end:
        text, suffix = broken(texts, rng), rng.choice(SUFFIXES)
        count += 1
        try:
            found = list(problems(text, suffix))
        except Exception:  # whatever it is: it is what this looks for
            found = [traceback.format_exc()]
        if found:
            failed += 1
            path = Path(f"fuzz-{options.seed}-{failed}{suffix}")
            path.write_bytes(text.encode("utf-8", "surrogatepass"))
            print(f"{path}: {found[0].strip().splitlines()[-1]}", flush=True)
    print(f"{count:,} posts, {failed} broke a promise")
    sys.exit(bool(failed))


if __name__ == "__main__":
    main()
