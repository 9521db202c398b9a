"""Rebuild src/otlint/data/medical-words.txt from MedQuAD, a collection of health pages (CC BY 4.0).

Needs git and the network, or `--from CHECKOUT`, a checkout of MedQuAD; nothing else of the project
needs this script, because its output is committed. Run it from the top of the checkout:

    python tools/build_medical_words.py

The words are those that general dictionaries lack and that at least two pages have, and the names
of medicines. Only the pages of five of MedQuAD's publishers are read (FOLDERS), because
benchmarks/precision.py measures on the others. A list that is too long would hide slips. So a word
is doubtful, listed after a line "?", where it is one slip away from a common word or from a word
that far more pages have; and it is left out where it

- is a typical slip of a common word (letters swapped or doubled, the same sound);
- is a common word with a letter or a short word stuck to it, or two words that ran together;
- is a listed misspelling, or right in one of the Englishes alone.

`--left-out FILE` writes what is not taken for known and why, to be read by a person.
"""

from __future__ import annotations

import argparse
import collections
import itertools
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from build_spelling_data import DATA, DICTIONARIES, expand

from otlint import lexicon, likeness, variants

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TARGET: Final = DATA / "medical-words.txt"
URL: Final = "https://github.com/abachaa/MedQuAD"
COMMIT: Final = "577bd37b96c02d1833b2c9eed2de9f96964e96cb"
FOLDERS: Final = (
    "1_CancerGov_QA",
    "2_GARD_QA",
    "3_GHR_QA",
    "4_MPlus_Health_Topics_QA",
    "5_NIDDK_QA",
)
MEDICINES: Final = "11_MPlusDrugs_QA"
"""Its pages are about one medicine each, and have no answers."""

FEWEST_PAGES: Final = 2
_WORD: Final = re.compile(r"(?<![\w'’.@/])[a-z]{4,}(?![\w'’@/])")
_STUCK_PAGES: Final = 5
_WHOLE: Final = 4
"""From this length on both sides, words that ran together tell so by themselves."""
_MEDICINE: Final = re.compile(r"[A-Za-z]{6,}")
_NEAR: Final = 1.0
"""One letter away (see otlint.likeness)."""
_COMMON: Final = 3.0
"""From this Zipf value a word is common enough to be mistyped often."""
_FAR_MORE: Final = 8
"""How many times the pages of a word its likely slip has, at most."""
_WRONG: Final = ("stuck", "misspelling", "variant", "apostrophe", "typical")
"""What tells that a word is no word at all, or nothing for this list."""
_OFTEN: Final = 12
"""On so many pages a word that is no typical slip (more than _TYPICAL) is what was meant."""
_TYPICAL: Final = 0.6
_STUCK: Final = frozenset(
    """
    also and are arent can doctor during each for from have including into may most not one or other
    over some such that the these they this through what when which who will with you your
    """.split()
)
"""What may be stuck to any word where a page lost its line ends."""
_READ: Final = frozenset("daybecause endthrough fasteat gasafter participantsthe showall".split())
"""Words that ran together, found by reading the list."""
_STUCK_LAST: Final = _STUCK | frozenset({"a", "an", "if", "in", "is", "it", "of", "to"})
"""What may be stuck to the end of a word, if that word has _STUCK_PAGES times the pages."""


def pages(checkout: Path, folder: str) -> Iterator[ElementTree.Element]:
    """The pages of a publisher."""
    files = sorted((checkout / folder).glob("*.xml"))
    if not files:
        sys.exit(f"{checkout} has no pages in {folder}: give a checkout of {URL} as of {COMMIT}")
    for file in files:
        yield ElementTree.parse(file).getroot()


def page_counts(checkout: Path) -> collections.Counter[str]:
    """On how many pages each word in lower case stands."""
    counts: collections.Counter[str] = collections.Counter()
    for folder in FOLDERS:
        for page in pages(checkout, folder):
            text = " ".join(answer.text or "" for answer in page.iter("Answer"))
            counts.update(set(_WORD.findall(text)))
    return counts


def medicines(checkout: Path) -> set[str]:
    """The names of medicines, in lower case."""
    return {
        word.lower()
        for page in pages(checkout, MEDICINES)
        for focus in page.iter("Focus")
        for word in _MEDICINE.findall(focus.text or "")
    }


def known_words() -> set[str]:
    """Every word in lower case of the four dictionaries."""
    folder = DATA / "dictionaries"
    return {
        word
        for locale in DICTIONARIES
        for word in expand(folder / f"{locale}.aff", folder / f"{locale}.dic")
        if word.islower()
    }


def fault(word: str, counts: Mapping[str, int], known: set[str], near: set[str]) -> str | None:
    """Why a word that no dictionary has is not to be listed, or None.

    Args:
        word: The word, in lower case.
        counts: On how many pages each word stands.
        known: The words of the dictionaries.
        near: Words besides the common ones that it may be a slip of.
    """
    if word in lexicon.misspellings():
        return "misspelling"
    if variants.find(word):
        return "variant"
    if word.endswith("ys") and word[:-1] in known:
        return "apostrophe"  # "babys"
    pages_of_it = counts.get(word, 0)
    for at in range(1, len(word)):
        left, right = word[:at], word[at:]
        before, after = counts.get(left, 0), counts.get(right, 0)
        if (
            (left in _STUCK and right in known and after > pages_of_it)
            or (right in _STUCK_LAST and before > _STUCK_PAGES * pages_of_it)
            or (
                min(len(left), len(right)) >= _WHOLE
                and {left, right} <= known
                and min(before, after) > pages_of_it
            )
        ):
            return f"stuck: {left} {right}"
    often = pages_of_it >= _OFTEN
    for other in likeness.candidates(word, known.__contains__, limit=10):
        near_enough = other.cost <= (_TYPICAL if often else _NEAR) and other.zipf >= _COMMON
        if near_enough and word not in {f"{other.word}s", other.word.removesuffix("s")}:
            kind = "typical" if other.cost <= _TYPICAL and not often else "near"
            return f"{kind}: {other.word}"
    for neighbour in near:
        if (
            abs(len(neighbour) - len(word)) <= 1
            and neighbour != word
            and counts[neighbour] >= _FAR_MORE * counts.get(word, 1)
            and not _forms_of_one(word, neighbour)
            and likeness.cost(word, neighbour)[1] <= _NEAR
        ):
            kind = "typical" if likeness.cost(word, neighbour)[1] <= _TYPICAL else "slip"
            return f"{kind}: {neighbour}"
    return None


def _forms_of_one(word: str, other: str) -> bool:
    """Whether two words differ in their endings alone ("viruses", "epithelia" and "epithelial")."""
    start = min(len(word), len(other)) - 2
    return word[:start] == other[:start]


def chosen(checkout: Path) -> tuple[list[str], list[str], dict[str, str]]:
    """The words to list, the doubtful ones, and why each of the others is not to be known."""
    counts = page_counts(checkout)
    names = medicines(checkout)
    known = known_words()
    candidates = {word for word, pages in counts.items() if pages >= FEWEST_PAGES} | names
    candidates -= known
    by_start: dict[str, set[str]] = collections.defaultdict(set)
    for word, number in counts.items():
        if number >= FEWEST_PAGES * _FAR_MORE:
            by_start[word[0]].add(word)
    left_out = {
        word: why
        for word in sorted(candidates)
        if (why := fault(word, counts, known, by_start[word[0]]))
    }
    kept = candidates - set(left_out) - _READ
    # Regular forms need no entry: the lexicon knows them.
    regular = {word for word in kept if word.endswith("s") and word[:-1] in kept}
    doubtful = sorted(word for word, why in left_out.items() if not why.startswith(_WRONG))
    return sorted(kept - regular), doubtful, left_out


def lines(words: list[str]) -> str:
    """Sorted words as text, one line for each first letter."""
    grouped = (" ".join(group) for _, group in itertools.groupby(words, key=lambda word: word[0]))
    return "".join(f"{line}\n" for line in grouped)


def fetch(checkout: Path) -> None:
    """Fetch MedQuAD as of the pinned commit."""
    git = ("git", "-C", str(checkout))
    for command in (
        ("git", "init", "--quiet", str(checkout)),
        (*git, "fetch", "--quiet", "--depth=1", URL, COMMIT),
        (*git, "checkout", "--quiet", "FETCH_HEAD"),
    ):
        subprocess.run(command, check=True)


def main() -> int:
    """Fetch MedQuAD where need be, and write the list."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--from", dest="checkout", type=Path, metavar="CHECKOUT")
    parser.add_argument("--left-out", type=Path, metavar="FILE")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        checkout = options.checkout or Path(name)
        if not options.checkout:
            fetch(checkout)
        words, doubtful, left_out = chosen(checkout)
    TARGET.write_text(f"{lines(words)}?\n{lines(doubtful)}", "utf-8", newline="\n")
    if options.left_out:
        rows = "".join(f"{word}\t{why}\n" for word, why in left_out.items())
        options.left_out.write_text(rows, "utf-8", newline="\n")
    print(
        f"{len(words)} words, {len(doubtful)} doubtful, {len(left_out)} not known", file=sys.stderr
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
