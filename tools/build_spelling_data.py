"""Rebuild the spelling data in src/otlint/data from the packages it comes from.

Needs npm (for `npm pack`) and pip; nothing else of the project needs this script, because its
output is committed. Run it from the top of the checkout:

    python tools/build_spelling_data.py

It writes, for SCOWL's Hunspell dictionaries of American, British, Australian and Canadian English
(npm packages dictionary-en, -en-gb, -en-au, -en-ca):

- `dictionaries/<locale>.aff`, `.dic` and `LICENSE-<locale>`: the dictionaries as they are (UTF-8);
- `dictionaries/variants.txt`: every word that some of the four know and others lack, as
  "word LOCALES twin ..." with one letter for each locale where the word is right (U, G, A, C for
  en-US, en-GB, en-AU, en-CA) and the same word as the other locales spell it;

and, from the word counts in the PyPI package symspellpy (Google Books Ngrams cut down to the words
of SCOWL):

- `frequency.txt`: the common words of the four dictionaries, one line for each tenth of a Zipf unit
  (the base-10 logarithm of a word's count per billion words).
"""

from __future__ import annotations

import difflib
import math
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Final

DATA: Final = Path(__file__).resolve().parents[1] / "src" / "otlint" / "data"
DICTIONARIES: Final = {
    "en-US": "dictionary-en@4.0.0",
    "en-GB": "dictionary-en-gb@3.0.0",
    "en-AU": "dictionary-en-au@3.0.0",
    "en-CA": "dictionary-en-ca@3.0.0",
}
LETTERS: Final = {"en-US": "U", "en-GB": "G", "en-AU": "A", "en-CA": "C"}
COUNTS: Final = "symspellpy==6.9.0"
COUNTS_FILE: Final = "frequency_dictionary_en_82_765.txt"
RAREST: Final = 2.4
"""Words below this Zipf value are nothing to suggest: a third of the list, all of them rare."""

EXTRA_TWINS: Final = {
    # American: British. Pairs that no rule of spelling relates, or where one form is right in both
    # with another meaning, so that only the other one stands in `variants.txt` by itself.
    "aluminum": "aluminium",
    "analyzes": "analyses",
    "check": "cheque",
    "checks": "cheques",
    "curb": "kerb",
    "curbs": "kerbs",
    "jewelry": "jewellery",
    "license": "licence",
    "licenses": "licences",
    "math": "maths",
    "meter": "metre",
    "meters": "metres",
    "mom": "mum",
    "moms": "mums",
    "mustache": "moustache",
    "mustaches": "moustaches",
    "paralyzes": "paralyses",
    "pajama": "pyjama",
    "pajamas": "pyjamas",
    "practice": "practise",
    "practices": "practises",
    "practiced": "practised",
    "practicing": "practising",
    "program": "programme",
    "programs": "programmes",
    "specialties": "specialities",
    "specialty": "speciality",
    "stories": "storeys",
    "story": "storey",
    "tire": "tyre",
    "tires": "tyres",
    "airplane": "aeroplane",
    "airplanes": "aeroplanes",
}

# One way of spelling for all variants of a word, in order; only used to find twins among the few
# thousand words on which the dictionaries differ, so a chance collision is next to impossible.
_MERGE: Final = tuple(
    (re.compile(pattern), new)
    for pattern, new in (
        (r"[éê]", "e"),
        (r"dgem", "dgm"),
        (r"(?<=ag)eing", "ing"),
        (r"is(?=[eai])", "iz"),
        (r"ys(?=[ei])", "yz"),
        (r"oeu", "eu"),
        (r"[ao]e", "e"),
        (r"ogue", "og"),
        (r"ough", "ow"),
        (r"augh", "af"),
        (r"ou", "o"),
        (r"ey", "ay"),
        (r"(.)\1", r"\1"),
        (r"er|re", "r"),
        (r"sce", "ske"),
        (r"sk", "sc"),
        (r"c(?=e|i)", "s"),
        (r"que|ck", "k"),
        (r"ph", "f"),
        (r"ie|y", "i"),
        (r"z", "s"),
        (r"x", "ct"),
        (r"e", ""),
    )
)

_Affixes = dict[str, list[tuple[str, str, "re.Pattern[str]"]]]


def affixes(path: Path) -> tuple[_Affixes, _Affixes]:
    """The prefix and suffix rules of a Hunspell affix file: flag -> (strip, add, condition)."""
    prefixes: _Affixes = defaultdict(list)
    suffixes: _Affixes = defaultdict(list)
    for line in path.read_text("utf-8").split("\n"):
        fields = line.split()
        if len(fields) < 5 or fields[0] not in {"PFX", "SFX"}:
            continue
        strip, add = (field.replace("0", "") for field in fields[2:4])
        if fields[0] == "PFX":
            prefixes[fields[1]].append((strip, add, re.compile(f"^(?:{fields[4]})")))
        else:
            suffixes[fields[1]].append((strip, add, re.compile(f"(?:{fields[4]})$")))
    return prefixes, suffixes


def expand(aff: Path, dic: Path) -> set[str]:
    """Every form that a Hunspell dictionary of English knows."""
    prefixes, suffixes = affixes(aff)
    forms: set[str] = set()
    for line in dic.read_text("utf-8").split("\n")[1:]:
        word, _, flags = line.partition("/")
        if not word or "c" in flags:
            continue
        own = {word}
        for flag in flags:
            for strip, add, condition in suffixes.get(flag, ()):
                if word.endswith(strip) and condition.search(word):
                    own.add(word[: len(word) - len(strip)] + add)
        forms |= own
        for flag in flags:
            for strip, add, condition in prefixes.get(flag, ()):
                forms |= {add + form.removeprefix(strip) for form in own if condition.search(form)}
    return forms


def merged(word: str) -> str:
    """The key that the variants of one word share."""
    key = word.lower()
    for pattern, new in _MERGE:
        key = pattern.sub(new, key)
    return key


def variants(known: dict[str, set[str]]) -> list[str]:
    """The lines of variants.txt."""
    common = set.intersection(*known.values())
    differing = sorted(
        word for word in set.union(*known.values()) - common if not word.endswith("'s")
    )
    right = {
        word: "".join(LETTERS[locale] for locale in LETTERS if word in known[locale])
        for word in differing
    }
    groups: dict[str, list[str]] = defaultdict(list)
    for word in differing:
        groups[merged(word)].append(word)
    twins = {
        word: [
            twin
            for twin in group
            if twin != word
            and twin[0].isupper() == word[0].isupper()
            and set(right[twin]) - set(right[word])
        ]
        for group in groups.values()
        for word in group
    }
    for american, british in EXTRA_TWINS.items():
        for word, twin in ((american, british), (british, american)):
            if word in right:
                twins[word] = [twin]
    lines = []
    for word in differing:
        by_likeness = sorted(twins[word], key=lambda twin: (-likeness(word, twin), twin))
        nearest: dict[str, str] = {}
        for twin in by_likeness:
            nearest.setdefault(right.get(twin, ""), twin)
        where = right[word]
        if "G" not in where and any(_oxford(word, twin) for twin in twins[word]):
            # The dictionary takes -ise alone; Oxford spelling (-ize) is British English too.
            where = where.replace("U", "UG")
        lines.append(" ".join([word, where, *nearest.values()]))
    return lines


def likeness(word: str, twin: str) -> float:
    """How alike two words are, 0 to 1."""
    return difflib.SequenceMatcher(None, word, twin, autojunk=False).ratio()


def _oxford(word: str, twin: str) -> bool:
    return "yz" not in word and "iz" in word and word.replace("iz", "is") == twin


def frequency(counts: Path, known: dict[str, set[str]]) -> list[str]:
    """The lines of frequency.txt."""
    words = set.union(*known.values())
    rows = [line.split() for line in counts.read_text("utf-8-sig").split("\n") if line]
    total = sum(int(count) for _, count in rows)
    steps: dict[str, list[str]] = defaultdict(list)
    for word, count in rows:
        zipf = math.log10(int(count) / total * 1e9)
        listed = word in words and "'" not in word and (len(word) > 1 or word in {"a", "i"})
        if listed and zipf >= RAREST:
            steps[f"{zipf:.1f}"].append(word)
    # Books have few contractions and Ngrams cut them up; blogs are full of them.
    steps["5.0"] += sorted(
        word for word in words if word.endswith(("n't", "'ll", "'re", "'ve")) and word.islower()
    )
    return [f"{step} {' '.join(steps[step])}" for step in sorted(steps, reverse=True)]


def fetch(scratch: Path) -> tuple[dict[str, Path], Path]:
    """Download the packages; the folders of the dictionaries and the file of counts."""
    folders = {}
    for locale, package in DICTIONARIES.items():
        folder = scratch / locale
        folder.mkdir()
        npm = shutil.which("npm") or "npm"
        subprocess.run([npm, "pack", "--silent", package], cwd=folder, check=True)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            archive.extractall(folder, filter="data")
        folders[locale] = folder / "package"
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
            *("--no-binary", ":all:", "--dest", str(scratch), COUNTS),
        ],
        check=True,
    )
    with tarfile.open(next(scratch.glob("symspellpy*.tar.gz"))) as archive:
        archive.extractall(scratch, filter="data")
    return folders, next(scratch.rglob(COUNTS_FILE))


def main() -> int:
    """Fetch everything and write the data files."""
    with tempfile.TemporaryDirectory() as name:
        folders, counts = fetch(Path(name))
        target = DATA / "dictionaries"
        target.mkdir(parents=True, exist_ok=True)
        known = {}
        for locale, folder in folders.items():
            for suffix in ("aff", "dic"):
                shutil.copyfile(folder / f"index.{suffix}", target / f"{locale}.{suffix}")
            shutil.copyfile(folder / "license", target / f"LICENSE-{locale}")
            known[locale] = expand(folder / "index.aff", folder / "index.dic")
        _write(target / "variants.txt", variants(known))
        _write(DATA / "frequency.txt", frequency(counts, known))
    return 0


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
