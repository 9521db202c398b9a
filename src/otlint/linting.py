"""One post through all rules: what is found, less what is said twice or suppressed."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from otlint import suppression, vocabulary
from otlint.errors import OtlintError
from otlint.fingerprints import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from otlint.model import Document, Finding, Severity
    from otlint.rule import Rule
    from otlint.settings import Settings

_PRECEDENCE: Final = (
    "slips/listed-phrase",
    "grammar/modal-of",
    "grammar/verb-form",
    "grammar/set-phrase",
    "grammar/a-an",
    "grammar/repeated-word",
    "slips/",
    "spelling/",
    "languagetool/",
)
"""Rules that may see the same mistake, the one to believe first. Others never hide each other."""
_ABOUT_WORDS: Final = ("slips/", "spelling/", "grammar/", "tone/", "plain/", "languagetool/")
"""Categories for which the user's vocabulary speaks."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run on a post: chosen rules, and what the user says of their severity."""

    rules: tuple[Rule, ...]
    settings: Settings
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """By rule id or category; the id wins."""
    known_ids: frozenset[str] = frozenset()
    """Every id that a suppression may name, chosen or not."""
    former_ids: Mapping[str, str] = field(default_factory=dict)
    """Ids of earlier versions, with those of today."""


def lint(document: Document, plan: Plan) -> tuple[Finding, ...]:
    """The findings of a post in the order of their places.

    Raises:
        InputError: a suppression in the post is not understood.
        EngineError: something that a rule needs is not there.
        BrokenRuleError: a rule raised: a bug in otlint.
    """
    found: list[Finding] = []
    _prepare(plan, document)
    # Those that are being prepared come last.
    for rule in sorted(plan.rules, key=lambda rule: rule.prepare is not None):
        try:
            found += rule.check(document, plan.settings)
        except OtlintError:
            raise
        except Exception as error:
            raise BrokenRuleError(
                f"rule {rule.id} failed: {type(error).__name__}: {error}"
            ) from error
    found = [finding for finding in found if not allowed(document, finding, plan.settings)]
    ran = frozenset(rule.id for rule in plan.rules)
    kept = suppression.apply(
        document, one_report_a_place(found), plan.known_ids, ran, plan.former_ids
    )
    whole = frozenset(rule.id for rule in plan.rules if rule.whole_post)
    return tuple(
        sorted(
            (
                with_fingerprint(with_severity(finding, plan.severities), document, whole)
                for finding in kept
            ),
            key=lambda finding: finding.sort_key,
        )
    )


_prepared: set[Callable[[Document, Settings], None]] = set()


def _prepare(plan: Plan, document: Document) -> None:
    """Let rules begin what takes long the first time; once a process.

    What goes wrong there goes wrong again when the rule runs, and is reported then.
    """
    for prepare in dict.fromkeys(rule.prepare for rule in plan.rules if rule.prepare):
        if prepare not in _prepared:
            _prepared.add(prepare)
            with contextlib.suppress(Exception):
                prepare(document, plan.settings)


class BrokenRuleError(Exception):
    """A rule raised something it should not have: a bug in otlint, exit 3."""


def allowed(document: Document, finding: Finding, settings: Settings) -> bool:
    """Whether the user's vocabulary holds the flagged words, alone or as part of a longer term."""
    if not settings.vocabulary or not finding.rule.startswith(_ABOUT_WORDS):
        return False
    return any(
        span.contains(finding.span) for span in vocabulary.spans(document, settings.vocabulary)
    )


def with_severity(finding: Finding, severities: Mapping[str, Severity]) -> Finding:
    """The finding with the severity that the user gave its rule or category."""
    category = finding.rule.partition("/")[0]
    severity = severities.get(finding.rule, severities.get(category, finding.severity))
    return finding if severity == finding.severity else replace(finding, severity=severity)


def with_fingerprint(finding: Finding, document: Document, whole_post: frozenset[str]) -> Finding:
    """The finding with the fingerprint of its sentence; none where its rule is about the post."""
    if finding.rule in whole_post:
        return finding
    return replace(finding, fingerprint=fingerprint(document, finding.span))


def _rank(rule: str) -> int | None:
    for rank, prefix in enumerate(_PRECEDENCE):
        if rule.startswith(prefix):
            return rank
    return None


def one_report_a_place(findings: Iterable[Finding]) -> Sequence[Finding]:
    """Drop findings that overlap one of a rule to believe before theirs."""
    others: list[Finding] = []
    ranked: list[tuple[int, Finding]] = []
    for finding in findings:
        rank = _rank(finding.rule)
        if rank is None:
            others.append(finding)
        else:
            ranked.append((rank, finding))
    ranked.sort(key=lambda pair: (pair[0], pair[1].sort_key))
    kept: list[tuple[int, Finding]] = []
    for rank, finding in ranked:
        if not any(rank != r and finding.span.overlaps(other.span) for r, other in kept):
            kept.append((rank, finding))
    return others + [finding for _, finding in kept]
