"""Comments and front matter that keep findings quiet, and those that no longer need to.

    <!-- otlint-disable-next-line rule-id, category: reason -->
    <!-- otlint-disable rule-id --> ... <!-- otlint-enable rule-id -->
    <!-- otlint-disable-file rule-id -->

In MDX `{/* ... */}`; in front matter `otlint: {ignore: [rule-id, category]}`. Without ids a comment
counts for every rule. Where a finding starts decides.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from otlint import foreign, front_matter
from otlint.errors import InputError
from otlint.model import (
    Comment,
    Document,
    Edit,
    Finding,
    Fix,
    Format,
    Safety,
    Severity,
    Span,
)
from otlint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from otlint.settings import Settings

UNUSED: Final = "suppression/unused"
_ALL: Final = "*"
"""The selector of a comment without ids."""

NEXT_LINE: Final = "otlint-disable-next-line"
DISABLE: Final = "otlint-disable"
ENABLE: Final = "otlint-enable"
FILE: Final = "otlint-disable-file"
FRONT_MATTER: Final = "otlint.ignore"
_NAMES: Final = (NEXT_LINE, DISABLE, ENABLE, FILE)

_DIRECTIVE = re.compile(
    r"otlint(?=[-:\s]|$)(?P<name>-[^\s:,]*)?(?P<rest>.*)", re.IGNORECASE | re.DOTALL
)
_IDS = re.compile(r"[\s,]+")
_REASON = re.compile(r":(?=\s|$)")
_BLANK = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Directive:
    """One suppression: where it stands, what it names, and where it reaches."""

    name: str
    ids: tuple[str, ...]
    """Rule ids and categories; `("*",)` for all rules."""
    span: Span
    """The comment, or the list in front matter."""
    reach: Span
    """Findings that start in here are meant (for enable: from here on)."""
    reason: str = ""

    def covers(self, rule: str) -> bool:
        """Whether it names a rule, its category, or all."""
        return any(_selects(selector, rule) for selector in self.ids)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The findings of a post, sorted into what is said and what is not."""

    kept: tuple[Finding, ...]
    suppressed: tuple[tuple[Finding, Directive], ...]
    unused: tuple[Finding, ...]


def former_names(document: Document, former: Mapping[str, str]) -> Iterator[str]:
    """Where the post names rules as they were called in earlier versions, a sentence each."""
    for directive in directives(document) if former else ():
        for selector in directive.ids:
            if selector in former:
                line = document.source.position(directive.span.start).line
                yield f"line {line}: {selector} is called {former[selector]} now"


def apply(
    document: Document,
    findings: Iterable[Finding],
    known: Collection[str],
    ran: Collection[str],
    former: Mapping[str, str] | None = None,
) -> tuple[Finding, ...]:
    """The findings that no suppression keeps quiet, and those about suppressions without use.

    Args:
        document: The post.
        findings: What its rules found.
        known: Every rule id there is; a suppression may name any of them.
        ran: The ids of the rules that ran: a suppression of any other is not without use.
        former: Ids that rules had in earlier versions, with those of today.

    Raises:
        InputError: A comment or the front matter names what does not exist.
    """
    outcome = judge(document, findings, known, ran, former)
    return (*outcome.kept, *outcome.unused)


def judge(
    document: Document,
    findings: Iterable[Finding],
    known: Collection[str],
    ran: Collection[str],
    former: Mapping[str, str] | None = None,
) -> Outcome:
    """As `apply`, with each suppressed finding and the directive that did it."""
    known = {*known, *ran, UNUSED}
    all_directives = tuple(
        replace(one, ids=tuple((former or {}).get(name, name) for name in one.ids))
        for one in directives(document)
    )
    for directive in all_directives:
        _check_ids(document, directive, known)
    kept: list[Finding] = []
    suppressed: list[tuple[Finding, Directive]] = []
    used: set[tuple[Directive, str]] = set()
    for finding in findings:
        by = directive_for(finding, all_directives)
        if by is None:
            kept.append(finding)
            continue
        suppressed.append((finding, by))
        used |= {(by, selector) for selector in by.ids if _selects(selector, finding.rule)}
    unused: list[Finding] = []
    if UNUSED in ran:
        for directive in all_directives:
            idle = [
                selector
                for selector in directive.ids
                if (directive, selector) not in used and _all_ran(selector, known, ran)
            ]
            remark = _unused(document, directive, idle) if idle else None
            if remark and directive_for(remark, all_directives) is None:
                unused.append(remark)
    return Outcome(tuple(kept), tuple(suppressed), tuple(unused))


def _all_ran(selector: str, known: Collection[str], ran: Collection[str]) -> bool:
    """Whether a selector had its chance: every rule it means has run."""
    selector = foreign.own(selector)
    meant = {rule for rule in known if _selects(selector, rule) and rule != UNUSED}
    if selector == _ALL and foreign.RULE not in ran:
        meant.discard(foreign.RULE)  # off for most people: they have nothing else to wait for
    return bool(meant) and meant <= set(ran)


def _selects(selector: str, rule: str) -> bool:
    if rule == UNUSED:  # only by its own name: else "all" would hide that it hides nothing
        return selector in {UNUSED, "suppression"}
    return selector in {_ALL, rule, rule.partition("/")[0]}


def directive_for(finding: Finding, all_directives: tuple[Directive, ...]) -> Directive | None:
    """The directive that keeps a finding quiet: next line, then range, then the whole post."""
    start = finding.span.start
    ranged: Directive | None = None
    whole: Directive | None = None
    for directive in all_directives:
        if not directive.covers(finding.rule):
            continue
        reached = directive.reach.start <= start
        if directive.name == NEXT_LINE and reached and start < directive.reach.end:
            return directive
        if directive.name in {DISABLE, ENABLE} and reached:
            ranged = directive  # the last one before the finding counts
        if directive.name in {FILE, FRONT_MATTER}:
            whole = whole or directive
    return ranged if ranged and ranged.name == DISABLE else whole


# --- reading them


def directives(document: Document) -> tuple[Directive, ...]:
    """The suppressions of a post, in the order of the text.

    Raises:
        InputError: A comment starts like one of otlint's and is none, or the front matter's
            `otlint` holds something else.
    """
    key = "suppression"
    if key not in document.cache:
        found = [*_from_front_matter(document)]
        for comment in document.comments:
            directive = _from_comment(document, comment)
            if directive:
                found.append(directive)
        document.cache[key] = tuple(sorted(found, key=lambda one: one.span))
    cached: tuple[Directive, ...] = document.cache[key]
    return cached


def _from_comment(document: Document, comment: Comment) -> Directive | None:
    match = _DIRECTIVE.match(comment.text)
    if not match:
        return None
    name = "otlint" + (match["name"] or "")
    if name not in _NAMES:
        word = match["name"] or _IDS.split(match["rest"].strip(": \t\r\n"))[0]
        stems = {known.removeprefix("otlint-"): known for known in _NAMES}
        near = difflib.get_close_matches(word.lstrip("-").lower(), stems, 1)
        if not match["name"] and not near:
            return None  # "otlint: disable" is a slip, "otlint is a linter" a remark like any other
        line = document.source.position(comment.span.start).line
        words = " ".join(match[0].split())[:40]
        hint = f"did you mean {stems[near[0]]}?" if near else f"there are {', '.join(_NAMES)}"
        raise InputError(f"line {line}: unknown comment \u201c{words}\u201d: {hint}")
    rest = match["rest"]
    colon = _REASON.search(rest)
    ids, reason = (rest[: colon.start()], rest[colon.end() :]) if colon else (rest, "")
    reach = Span(comment.span.end, len(document.source.text))
    if name == NEXT_LINE:
        reach = _next(document, comment)
    elif name == FILE:
        reach = Span(0, len(document.source.text))
    named = tuple(dict.fromkeys(part for part in _IDS.split(ids) if part))
    return Directive(name, named or (_ALL,), comment.span, reach, " ".join(reason.split()))


def _next(document: Document, comment: Comment) -> Span:
    """What "next line" means: the block or the page furniture that follows the comment.

    All blocks that start on the same line count (the cells of a table row). Within a block it is
    the next line of the source; where nothing follows, the next line that is not blank.
    """
    source, at = document.source, comment.span.end
    line = source.position(at).line
    for block in document.blocks:
        whole = block.source_span
        if whole.start < comment.span.start and at < whole.end:
            after = min(line + 1, len(source.line_starts))
            return Span(at, max(at, source.line_span(after).end))
    first = next(
        (block.source_span for block in document.blocks if block.source_span.start >= at), None
    )
    piece = next((piece.span for piece in document.furniture if piece.span.start >= at), None)
    if piece and (first is None or piece.start < first.start):
        return Span(at, piece.end)
    if first:
        end_of_line = source.line_span(source.position(first.start).line).end
        ends = [
            block.source_span.end
            for block in document.blocks
            if first.start <= block.source_span.start <= end_of_line
        ]
        return Span(at, max(ends))
    for number in range(line + 1, len(source.line_starts) + 1):
        span = source.line_span(number)
        if source.text[span.start : span.end].strip():
            return Span(at, span.end)
    return Span(at, len(source.text))


def _from_front_matter(document: Document) -> Iterator[Directive]:
    matter = document.front_matter
    if matter is None or "otlint" not in matter.values:
        return
    text = document.source.text
    span = front_matter.locate(text, matter, ("otlint",))
    where = f"line {document.source.position(span.start).line}: front matter"
    table = matter.values["otlint"]
    if not isinstance(table, dict):
        raise InputError(f"{where}: otlint wants a table such as {{ignore: [rule-id]}}")
    for key in table:
        if key != "ignore":
            raise InputError(f"{where}: unknown key otlint.{key}: did you mean otlint.ignore?")
    ignore = table.get("ignore", [])
    ids = _IDS.split(ignore.strip()) if isinstance(ignore, str) else ignore
    if not isinstance(ids, list) or not all(isinstance(part, str) for part in ids):
        raise InputError(f"{where}: otlint.ignore wants a list of rule ids or categories")
    for index, part in enumerate(ids):
        place = front_matter.locate(text, matter, ("otlint", "ignore", index))
        yield Directive(FRONT_MATTER, (part.strip(),), place, Span(0, len(text)))


def _check_ids(document: Document, directive: Directive, known: Collection[str]) -> None:
    selectors = {_ALL, *known, *(rule.partition("/")[0] for rule in known)}
    for selector in directive.ids:
        if selector not in selectors and not foreign.is_foreign(selector):
            line = document.source.position(directive.span.start).line
            near = difflib.get_close_matches(selector, sorted(selectors), 1)
            hint = (
                f"did you mean {near[0]}?"
                if near
                else "`otlint rules` lists them; a reason stands after a colon"
            )
            raise InputError(
                f"line {line}: {directive.name}: unknown rule \u201c{selector}\u201d: {hint}"
            )


# --- reporting those without use


def _unused(document: Document, directive: Directive, idle: list[str]) -> Finding | None:
    if directive.name == ENABLE:
        return None  # `_check_enables` sees to these
    ids = ", ".join(idle)
    if directive.name == FRONT_MATTER:
        message = f"The front matter ignores {ids}, but there is nothing of it to ignore."
        return Finding(UNUSED, directive.span, message, Severity.SUGGESTION)
    if idle == [_ALL]:
        message = "This comment suppresses nothing: there is nothing to suppress here any more."
    else:
        message = f"This comment suppresses {ids}, but there is nothing of it here any more."
    fix = _deletion(document, directive.span) if len(idle) == len(directive.ids) else None
    return Finding(UNUSED, directive.span, message, Severity.SUGGESTION, fix)


def _check_enables(document: Document, _: Settings) -> Iterator[Finding]:
    """Enable comments with nothing to enable; `judge` finds the other kinds of idle comments."""
    open_selectors: set[str] = set()
    for directive in directives(document):
        if directive.name == DISABLE:
            open_selectors |= set(directive.ids)
        elif directive.name == ENABLE:
            if not any(_overlap(one, other) for one in directive.ids for other in open_selectors):
                yield Finding(
                    UNUSED,
                    directive.span,
                    "This comment enables what no otlint-disable before it has disabled.",
                    Severity.SUGGESTION,
                    _deletion(document, directive.span),
                )
            if _ALL in directive.ids:
                open_selectors.clear()
            open_selectors -= set(directive.ids)


def _overlap(one: str, other: str) -> bool:
    return (
        _ALL in {one, other}
        or one == other
        or one == other.partition("/")[0]
        or other == one.partition("/")[0]
    )


def _deletion(document: Document, span: Span) -> Fix:
    """Delete a comment, with its line where it stands alone and no two lines of text would meet."""
    source, text = document.source, document.source.text
    start, end = span.start, span.end
    first, last = source.position(start).line, source.position(end).line
    line_start, line_end = source.line_starts[first - 1], source.line_span(last).end
    alone = not text[line_start:start].strip() and not text[end:line_end].strip()

    def blank(line: int) -> bool:
        if not 1 <= line <= len(source.line_starts):
            return True
        at = source.line_span(line)
        return not text[at.start : at.end].strip()

    if alone and (blank(first - 1) or blank(last + 1)):
        after = source.line_starts[last] if last < len(source.line_starts) else len(text)
        start, end = line_start, after
    elif text[:start].endswith(" ") and (text[end : end + 1] in {"", " ", "\r", "\n"}):
        start -= 1
    return Fix("Delete this comment", (Edit(Span(start, end), ""),), Safety.UNSAFE)


RULES: Final = (
    Rule(
        id=UNUSED,
        summary="A comment or front matter that suppresses nothing.",
        why=(
            "A suppression that is no longer needed hides the next mistake of its kind, and makes "
            "readers of the source wonder what is wrong there."
        ),
        sources=("editorial",),
        severity=Severity.SUGGESTION,
        check=_check_enables,
        examples=(
            Example(
                "Sand play calms.\n\n<<{/* otlint-enable */}>>\n\nSo does water.",
                "Sand play calms.\n\n\nSo does water.",
                Format.MDX,
            ),
            Example(
                "{/* otlint-disable */}\n\nSand play calms.\n\n{/* otlint-enable */}\n",
                format=Format.MDX,
            ),
        ),
    ),
)
