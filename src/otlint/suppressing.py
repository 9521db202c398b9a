"""Writing the comments that keep findings quiet, where the post reads the same with them.

A comment may stand in many places, but not in all: in a table it must stay within a cell, in a list
it must not part the list, in HTML it must not fall into a title or an attribute. So every place is
tried: the post is parsed and rendered again, and a comment that changed more than the findings it
is for is moved to the next place, at last to the top of the post.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from otlint import suppression
from otlint.comment_places import Place, places, top
from otlint.errors import InputError, UsageError
from otlint.model import Edit, Finding, Format, Span
from otlint.moving import moved_span
from otlint.parsing import parse
from otlint.rendering import rendered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from otlint.model import Block, Document

PLAIN_TEXT: Final = (
    "plain text has no comments: save the post as Markdown (.md), or name the rules in otlint.toml"
)
"""Why nothing is written into such a post; the end of a message."""

_NOT_IN_COMMENTS: Final = re.compile(r"--|\*/|\{\{|\{%|\{#|%\}|\}\}")


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A post with its new comments, and what they could not do.

    `left` are findings that are still reported: at their places in the new text, in their order.
    """

    document: Document
    edits: tuple[Edit, ...]
    """The insertions, in source order."""
    left: tuple[Finding, ...]
    whole_post: tuple[str, ...] = ()
    """The rules that a comment keeps quiet in the whole post, for want of a better place."""


def checked_reason(reason: str) -> str:
    """The reason on one line, as it may stand in a comment.

    Raises:
        UsageError: It is empty, or holds what would end the comment or start a template tag.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise UsageError("--add-suppressions wants a reason, such as 'seen before we used otlint'")
    found = _NOT_IN_COMMENTS.search(reason)
    if found:
        raise UsageError(
            f"--add-suppressions: a reason cannot hold '{found[0]}', which means something in "
            "comments or templates: write it in other words"
        )
    if not reason.isprintable():
        raise UsageError("--add-suppressions: a reason cannot hold control characters")
    return reason


def can_hold_comments(document: Document) -> bool:
    """Whether the format has comments; to readers of plain text they would be text."""
    return document.format is not Format.TEXT


def suppress(
    document: Document, findings: Iterable[Finding], reason: str = "", *, whole_post: bool = True
) -> Suppressed:
    """Write comments that keep findings quiet and change nothing else that a reader sees.

    Findings of one line share a comment. Those about the whole post (without a fingerprint), those
    in front matter and those for which no better place is found are named at the top of the post.

    Args:
        document: The post.
        findings: Those to keep quiet.
        reason: What the comments say after a colon; see `checked_reason`.
        whole_post: Whether findings about one place may be named at the top of the post.

    Raises:
        InputError: The format has no comments.
    """
    if not can_hold_comments(document):
        raise InputError(PLAIN_TEXT)
    writer = _Writer(document, reason)
    local = [finding for finding in findings if finding.fingerprint]
    general = [finding for finding in findings if not finding.fingerprint]
    general += writer.add(_groups(document, local))
    return writer.finish(general, whole_post=whole_post)


@dataclass(frozen=True, slots=True)
class _Group:
    """Findings that one comment is for: those of one line, by the block that they start in."""

    block: Block | None
    at: int
    """Where the text begins that the comment is for."""
    findings: tuple[Finding, ...]

    def places(self, document: Document) -> Iterator[Place]:
        """Where its comment may stand, the best place first; none in front matter."""
        matter = document.front_matter
        if matter is None or self.at >= matter.span.end:
            yield from places(document, self.block, self.at)


def _findings(groups: Iterable[_Group]) -> list[Finding]:
    return [finding for group in groups for finding in group.findings]


def _groups(document: Document, findings: Sequence[Finding]) -> list[_Group]:
    """The groups in the order of the post."""
    source = document.source
    by_line: dict[int, list[tuple[Finding, Block | None, int]]] = {}
    for finding in findings:
        block, at = _beginning(document, finding.span)
        by_line.setdefault(source.position(at).line, []).append((finding, block, at))
    groups = []
    for members in by_line.values():
        _, block, at = min(members, key=lambda member: member[2])
        groups.append(_Group(block, at, tuple(finding for finding, _, _ in members)))
    return sorted(groups, key=lambda group: group.at)


def _beginning(document: Document, span: Span) -> tuple[Block | None, int]:
    """The block or the page furniture that a place belongs to, and where it begins."""
    for block in document.blocks:
        whole = block.source_span
        if whole.start <= span.start < max(whole.end, whole.start + 1):
            return block, whole.start
    for piece in document.furniture:
        if piece.span.start <= span.start < piece.span.end:
            return None, piece.span.start
    return None, span.start


class _Writer:
    """Adds comments to a post one after the other, each at the first place that will do."""

    def __init__(self, document: Document, reason: str) -> None:
        self._before = document
        self._look = _look(document)
        self._reason = reason
        self._document = document
        self._edits: tuple[Edit, ...] = ()

    def add(self, groups: Sequence[_Group]) -> list[Finding]:
        """Write a comment for each group; returns the findings for which there is no place.

        The first places mostly do: all groups are tried together, then each half of them.
        """
        tries = [(group, next(iter(group.places(self._before)), None)) for group in groups]
        edits = [place.edit(self._for(group)) for group, place in tries if place]
        if len(edits) == len(groups) and self._insert(edits, _findings(groups)):
            return []
        if len(groups) > 1:
            half = len(groups) // 2
            return self.add(groups[:half]) + self.add(groups[half:])
        for group in groups:
            for place in list(group.places(self._before))[1:]:
                if self._insert([place.edit(self._for(group))], group.findings):
                    return []
        return _findings(groups)

    def finish(self, general: Sequence[Finding], *, whole_post: bool) -> Suppressed:
        """Name what is left at the top of the post, and give the result."""
        named = [one for one in general if whole_post or not one.fingerprint]
        left = [one for one in general if one not in named]
        comment = self._comment(suppression.FILE, named)
        if named and not self._insert([top(self._before).edit(comment)], named):
            left, named = [*left, *named], []
        return Suppressed(
            self._document,
            self._edits,
            tuple(
                replace(finding, span=moved_span(finding.span, self._edits))
                for finding in sorted(left, key=lambda finding: finding.sort_key)
            ),
            tuple(sorted({finding.rule for finding in named})),
        )

    def _for(self, group: _Group) -> str:
        return self._comment(suppression.NEXT_LINE, group.findings)

    def _comment(self, name: str, findings: Iterable[Finding]) -> str:
        rules = ", ".join(sorted({finding.rule for finding in findings}))
        reason = f": {self._reason}" if self._reason else ""
        text = f"{name} {rules}{reason}"
        return f"{{/* {text} */}}" if self._before.format is Format.MDX else f"<!-- {text} -->"

    def _insert(self, comments: Sequence[Edit], findings: Sequence[Finding]) -> bool:
        """Insert comments, if that keeps the findings quiet and changes nothing else."""
        # The sort is stable: of two insertions at one place, the later one comes first, as the
        # comment about the whole post should.
        edits = tuple(sorted((*comments, *self._edits), key=lambda one: one.span))
        source = self._before.source
        try:
            document = parse(
                replace(source, text=inserted(source.text, edits)), self._before.format
            )
        except InputError:
            return False
        count = len(self._before.comments) + len(edits)
        if len(document.comments) != count or _look(document) != self._look:
            return False
        directives = suppression.directives(document)
        for finding in findings:
            there = replace(finding, span=moved_span(finding.span, edits))
            if suppression.directive_for(there, directives) is None:
                return False
        before = self._before
        self._document = replace(document, locale=before.locale, audience=before.audience)
        self._edits = edits
        return True


def inserted(text: str, insertions: Iterable[Edit]) -> str:
    """The text with insertions, which are in source order."""
    pieces: list[str] = []
    at = 0
    for insertion in insertions:
        pieces += (text[at : insertion.span.start], insertion.text)
        at = insertion.span.start
    return "".join((*pieces, text[at:]))


def _look(document: Document) -> tuple[object, ...]:
    """What must stay the same: what a reader sees, and what rules see."""
    matter = document.front_matter
    return (
        [(block.kind, block.level, block.text) for block in document.blocks],
        [piece.lines for piece in document.furniture],
        matter and matter.values,
        rendered(document),
    )
