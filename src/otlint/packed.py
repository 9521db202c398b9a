"""The packs that ship, in a form that is ready at once however many rules there are.

Reading YAML and finding the anchors of every pattern takes far longer than checking a post. So
`tools/pack_rules.py` does it beforehand: a text file with one header, a line for each phrase, a
sorted line for each anchor word, and a line for the examples of each rule. A run looks up the words
of a post among the sorted lines and reads the few phrases that they call for. The packs themselves
stay what counts: where one has changed since, the file is not used.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final, overload

from otlint.books import Entry
from otlint.conditions import Conditions
from otlint.model import Format, Safety, Severity
from otlint.phrases import Cluster, Phrase, PhraseRule
from otlint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_VERSION: Final = 2


def digests(packs: Iterable[Path]) -> dict[str, str]:
    """What tells one state of the packs from another, by file name."""
    # Git may have given a checkout other line ends.
    return {
        path.name: blake2b(path.read_bytes().replace(b"\r\n", b"\n"), digest_size=16).hexdigest()
        for path in packs
    }


# Writing


def pack(rules: Iterable[Rule], states: Mapping[str, str]) -> str:
    """The rules of packs as one text.

    Args:
        rules: Rules whose checks are those of packs.
        states: The digests of the packs that they come from.
    """
    phrases: list[str] = []
    index: dict[str, list[str]] = {}
    heads, examples = [], []
    for rule in rules:
        check = rule.check
        if not isinstance(check, PhraseRule):
            raise TypeError(f"{rule.id} is no rule of a pack")
        shift = len(phrases) - check.first
        phrases += (_line(_plain(phrase)) for phrase in check.phrases)
        for word, entry in check.book.entries():
            if check.first <= entry.phrase < check.end:
                also = "".join(f"+{one}" for one in sorted(entry.also))
                text = f"{entry.phrase + shift}.{entry.pattern}{also}"
                index.setdefault(word, []).append(text)
        examples.append(_line([_plain(example) for example in rule.examples]))
        heads.append(
            {
                "id": rule.id,
                "summary": rule.summary,
                "why": rule.why,
                "sources": rule.sources,
                "severity": rule.severity,
                "preview": rule.preview,
                "formerly": rule.formerly,
                "first": check.first + shift,
                "end": len(phrases),
                "cluster": check.cluster,
            }
        )
    words = [f"{word}\t{' '.join(index[word])}" for word in sorted(index)]
    head = {
        "version": _VERSION,
        "packs": states,
        "phrases": len(phrases),
        "words": len(words),
        "rules": heads,
    }
    return "\n".join((_line(head), *phrases, *words, *examples)) + "\n"


def _plain(value: Phrase | Conditions | Example) -> dict[str, Any]:
    """The fields of a value that differ from what they are by default."""
    found: dict[str, Any] = {}
    for one in fields(value):
        given = getattr(value, one.name)
        if isinstance(given, Conditions):
            given = _plain(given)
        elif isinstance(given, (Safety, Format)):
            given = given.value
        elif isinstance(given, frozenset):
            given = sorted(given)
        if given not in ((), [], {}, None, one.default):
            found[one.name] = given
    return found


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# Reading


def unpack(text: str, states: Mapping[str, str]) -> tuple[Rule, ...] | None:
    """The rules of a text that `pack` wrote; None where it is about other states of the packs."""
    lines = text.split("\n")
    head = json.loads(lines[0])
    if head["version"] != _VERSION or head["packs"] != states:
        return None
    book = PackedBook(lines, head["phrases"], head["words"])
    first_examples = 1 + head["phrases"] + head["words"]
    return tuple(
        Rule(
            id=one["id"],
            summary=one["summary"],
            why=one["why"],
            sources=tuple(one["sources"]),
            severity=Severity(one["severity"]),
            check=PhraseRule(
                one["id"],
                book,
                one["first"],
                one["end"],
                Cluster(*one["cluster"]) if one["cluster"] else None,
            ),
            examples=PackedExamples(lines[first_examples + number]),
            preview=one["preview"],
            formerly=tuple(one["formerly"]),
        )
        for number, one in enumerate(head["rules"])
    )


class PackedBook:
    """A book of phrases over the lines of a packed text."""

    def __init__(self, lines: Sequence[str], phrases: int, words: int) -> None:
        self._lines = lines
        self._words = (1 + phrases, 1 + phrases + words)
        self._read: dict[int, Phrase] = {}

    def phrase(self, number: int) -> Phrase:
        """A phrase by its number."""
        if number not in self._read:
            data = json.loads(self._lines[1 + number])
            conditions = data.pop("when", {})
            self._read[number] = Phrase(
                find=tuple(data.pop("find")),
                write=tuple(data.pop("write", ())),
                severity=Severity(data.pop("severity")),
                safety=Safety(data.pop("safety")) if "safety" in data else None,
                when=_conditions(conditions),
                by_locale=tuple((name, texts) for name, texts in data.pop("by_locale", ())),
                **data,
            )
        return self._read[number]

    @property
    def read_count(self) -> int:
        """How many phrases were needed so far."""
        return len(self._read)

    def patterns(self, word: str) -> Sequence[Entry]:
        """The patterns that may match where a word occurs."""
        key = f"{word}\t"
        at = bisect_left(self._lines, key, *self._words)
        if at >= self._words[1] or not self._lines[at].startswith(key):
            return ()
        return [_entry(text) for text in self._lines[at][len(key) :].split(" ")]

    @property
    def always(self) -> Sequence[Entry]:
        """The patterns that are always tried."""
        return self.patterns("")

    def entries(self) -> Iterable[tuple[str, Entry]]:
        """The whole index, entry by entry, each with its word."""
        for line in self._lines[slice(*self._words)]:
            word, _, texts = line.partition("\t")
            yield from ((word, _entry(text)) for text in texts.split(" "))


@cache
def _entry(text: str) -> Entry:
    place, *also = text.split("+")
    number, _, which = place.partition(".")
    return Entry(int(number), int(which), frozenset(also))


def _conditions(data: Mapping[str, Any]) -> Conditions:
    values: dict[str, Any] = {}
    for name, value in data.items():
        kind = frozenset if name in ("locales", "audiences") else tuple
        values[name] = kind(value) if isinstance(value, list) else value
    return Conditions(**values)


class PackedExamples(Sequence[Example]):
    """The examples of a rule, read when somebody looks at them."""

    def __init__(self, line: str) -> None:
        self._line = line

    @property
    def _all(self) -> tuple[Example, ...]:
        return _examples(self._line)

    @overload
    def __getitem__(self, index: int) -> Example: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Example]: ...
    def __getitem__(self, index: int | slice) -> Example | Sequence[Example]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)


@cache
def _examples(line: str) -> tuple[Example, ...]:
    return tuple(
        Example(
            **{
                **data,
                "format": Format(data.get("format", Format.TEXT.value)),
                "vocabulary": tuple(data.get("vocabulary", ())),
                "people_language": tuple(
                    (name, wish) for name, wish in data.get("people_language", ())
                ),
            }
        )
        for data in json.loads(line)
    )
