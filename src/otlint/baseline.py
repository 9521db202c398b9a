"""The baseline: what was found before otlint was taken up, so that only what is new is reported.

A finding is known by its post, its rule and its sentence (`Finding.fingerprint`), and by how often
the three stand together: edits elsewhere in a post change nothing, and the same slip pasted into
another post is new.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from otlint.errors import ConfigError
from otlint.files import replace_file
from otlint.model import Finding, Severity, Span
from otlint.rule import Example, Rule, found_elsewhere

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


NAME: Final = ".otlint-baseline.json"
VERSION: Final = 1
STALE: Final = "baseline/stale"
_SAME_POST: Final = 0.5
"""A post that was renamed still holds at least this share of what the baseline lists for it."""

Key = tuple[str, str]
"""Rule and fingerprint."""
Known = Counter[Key]


@dataclass(frozen=True)
class Baseline:
    """What is known of each post, by its path from the baseline's folder (forward slashes)."""

    posts: Mapping[str, Known] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(sum(known.values()) for known in self.posts.values())


def keys(findings: Iterable[Finding]) -> Known:
    """What the baseline holds of some findings; those about the baseline itself are left out."""
    return Counter((one.rule, one.fingerprint) for one in findings if one.rule != STALE)


@dataclass(frozen=True, slots=True)
class Sifted:
    """The findings of a post that are new, those known, and how many entries are stale."""

    new: tuple[Finding, ...]
    known: tuple[Finding, ...]
    stale: int


def sift(
    findings: Sequence[Finding], known: Known, changed: Callable[[Finding], bool] | None = None
) -> Sifted:
    """Take out what is known.

    Of more findings of one kind than are known, the last are new: first of those in a place that
    has `changed`, where that can be told.
    """
    left = Counter(known)
    old = set()
    order = range(len(findings))
    for index in sorted(order, key=lambda at: changed(findings[at])) if changed else order:
        key = (findings[index].rule, findings[index].fingerprint)
        if left[key] > 0:
            left[key] -= 1
            old.add(index)
    return Sifted(
        tuple(finding for index, finding in enumerate(findings) if index not in old),
        tuple(finding for index, finding in enumerate(findings) if index in old),
        sum(left.values()),
    )


def followed(
    baseline: Baseline, found: Mapping[str, Known], exists: Callable[[str], bool]
) -> Baseline:
    """The baseline with the posts that were renamed under their new paths.

    A post of the baseline that is no longer there is taken for the post, new to the baseline,
    that holds most of the sentences that were known of it, and at least half. Without sentences
    (what is known is about the whole post) its name must be the same. The order of posts is
    irrelevant.

    Args:
        baseline: What is known.
        found: What was found in the posts of this run, by path.
        exists: Whether there is a post at a path.
    """
    gone = {
        path: known
        for path, known in baseline.posts.items()
        if path not in found and not exists(path)
    }
    fresh = {path: known for path, known in found.items() if path not in baseline.posts and known}
    if not gone or not fresh:
        return baseline
    moved = _unchanged(gone, fresh)
    taken = set(moved.values())
    pairs = _alike(
        {path: known for path, known in gone.items() if path not in moved},
        {path: known for path, known in fresh.items() if path not in taken},
    )
    for old, new in pairs:
        if old not in moved and new not in taken:
            moved[old] = new
            taken.add(new)
    return Baseline({moved.get(path, path): known for path, known in baseline.posts.items()})


def _unchanged(gone: Mapping[str, Known], fresh: Mapping[str, Known]) -> dict[str, str]:
    """Posts that are known to the last entry: most of them where a whole folder was renamed."""
    by_entries: dict[frozenset[tuple[Key, int]], tuple[list[str], list[str]]] = {}
    for side, posts in enumerate((gone, fresh)):
        for path in sorted(posts):
            entries = frozenset(posts[path].items())
            by_entries.setdefault(entries, ([], []))[side].append(path)
    moved: dict[str, str] = {}
    for entries, (olds, news) in by_entries.items():
        by_name: dict[str, list[str]] = defaultdict(list)
        for new in reversed(news):
            by_name[_name(new)].append(new)
        rest = []
        for old in olds:
            if same := by_name[_name(old)]:
                moved[old] = same.pop()
            else:
                rest.append(old)
        if any(sentence for (_, sentence), _ in entries):
            left = sorted(new for same in by_name.values() for new in same)
            moved.update(zip(rest, left, strict=False))
    return moved


def _alike(gone: Mapping[str, Known], fresh: Mapping[str, Known]) -> list[tuple[str, str]]:
    """Old and new paths of posts that may be the same, the likeliest first."""
    holders: dict[Key, list[str]] = defaultdict(list)
    for path, known in fresh.items():
        for key in known:
            holders[key].append(path)
    pairs = []
    for old, known in gone.items():
        about = {key: count for key, count in known.items() if key[1]}
        common: Counter[str] = Counter()
        for key, count in (about or known).items():
            for new in holders[key]:
                common[new] += min(count, fresh[new][key])
        enough = _SAME_POST * sum((about or known).values())
        pairs += [
            # Of equals, the post that kept its name; then by path.
            (-count, _name(old) != _name(new), old, new)
            for new, count in common.items()
            if count >= enough and (about or _name(old) == _name(new))
        ]
    return [(old, new) for _, _, old, new in sorted(pairs)]


def _name(path: str) -> str:
    return PurePosixPath(path).name


def updated(
    baseline: Baseline, found: Mapping[str, Known], exists: Callable[[str], bool]
) -> Baseline:
    """What was found, for the posts of this run; other posts stay, unless they are gone."""
    kept = {path: known for path, known in baseline.posts.items() if exists(path)}
    return Baseline({path: known for path, known in {**kept, **found}.items() if known})


def pruned(
    baseline: Baseline, found: Mapping[str, Known], exists: Callable[[str], bool]
) -> Baseline:
    """The baseline less what was not found again; nothing is added."""
    return updated(
        baseline,
        {path: baseline.posts.get(path, Counter()) & known for path, known in found.items()},
        exists,
    )


# --- the file


def read(path: Path, renamed: Mapping[str, str] | None = None) -> Baseline:
    """Read a baseline; old names of rules become those of today.

    Raises:
        ConfigError: It cannot be read, is damaged, or was written by a newer otlint.
    """
    shown = path.as_posix()
    mend = "take it from version control, or delete it and run `otlint baseline`"
    try:
        data = json.loads(path.read_bytes())
        version = data["version"]
        if version == VERSION and type(version) is int:
            return Baseline(_posts(data["findings"], renamed or {}))
    except OSError as error:
        raise ConfigError(f"{shown}: the baseline cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ConfigError(f"{shown}: the baseline is damaged: {mend}") from error
    if type(version) is not int or version < VERSION:
        raise ConfigError(f"{shown}: the baseline is damaged: {mend}")
    raise ConfigError(
        f"{shown}: the baseline has version {version}, this otlint knows {VERSION}: "
        "use the otlint that wrote it"
    )


def _posts(entries: Iterable[Any], renamed: Mapping[str, str]) -> dict[str, Known]:
    posts: dict[str, Known] = defaultdict(Counter)
    if not isinstance(entries, list):
        raise TypeError(entries)
    seen: dict[tuple[str, str, str], int] = {}
    for entry in entries:
        path, rule, sentence, count = (entry[key] for key in ("path", "rule", "sentence", "count"))
        if not all(isinstance(text, str) for text in (path, rule, sentence)) or (
            type(count) is not int or count < 1
        ):
            raise ValueError(entry)
        # The same entry twice is what a merge of two branches may leave: it counts once.
        before = seen.get((path, rule, sentence), 0)
        seen[path, rule, sentence] = max(before, count)
        posts[path][renamed.get(rule, rule), sentence] += max(0, count - before)
    return dict(posts)


def write(baseline: Baseline, path: Path) -> None:
    """Write a baseline whole or not at all: sorted, an entry a line, so that branches merge.

    Raises:
        ConfigError: It cannot be written.
    """
    lines = ",\n".join(
        json.dumps(
            {"path": post, "rule": rule, "sentence": sentence, "count": count}, ensure_ascii=False
        )
        for post in sorted(baseline.posts)
        for (rule, sentence), count in sorted(baseline.posts[post].items())
    )
    text = f'{{"version": {VERSION}, "findings": [\n{lines}\n]}}\n'
    try:
        replace_file(path, text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise ConfigError(
            f"{path.as_posix()}: the baseline cannot be written: {error.strerror}"
        ) from error


def place_of(path: str | Path, folder: Path) -> str:
    """A post as the baseline in a folder names it."""
    return Path(os.path.relpath(path, folder)).as_posix()


# --- the rule


def stale(count: int) -> Finding:
    """What is said of a post of which the baseline lists more than is found."""
    entries = "1 finding" if count == 1 else f"{count:,} findings"
    return Finding(
        STALE,
        Span(0, 0),
        f"The baseline lists {entries} that this post no longer has: `otlint baseline --prune` "
        "takes such entries out.",
        Severity.SUGGESTION,
    )


RULES: Final = (
    Rule(
        id=STALE,
        summary="The baseline lists what a post no longer has.",
        why=(
            "An entry that is no longer needed would hide the same mistake if it came back. It "
            "never makes a run fail."
        ),
        sources=("editorial",),
        severity=Severity.SUGGESTION,
        check=found_elsewhere,
        examples=(Example("Sand play calms."),),
        whole_post=True,
        external=True,
    ),
)
