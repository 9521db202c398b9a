"""One way of writing dashes, quotation marks and ellipses throughout a post."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from otlint.dashes import Dash, Form, dashes
from otlint.model import OBJECT, Finding, Fix, Format, Kind, Safety, Severity
from otlint.quotemarks import Mark, Role, quote_marks
from otlint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from otlint.model import Block, Document, Edit
    from otlint.settings import Settings

_SHOWN: Final = 3
"""How many places a message quotes."""
_ATTRIBUTES: Final = frozenset((Kind.ALT_TEXT, Kind.DESCRIPTION))
"""Blocks that stand in attributes in HTML, where a straight mark may end the value."""

_STYLE_BY_LOCALE: Final = {"en-US": Form.EM, "en-CA": Form.EM}
_OTHER_STYLE: Final = Form.SPACED_EN
"""British and Australian style, where the post itself uses no dash."""
_NAMES: Final = {
    Form.EM: ("long dash", "long dashes", "without spaces (—)"),
    Form.SPACED_EM: ("long dash", "long dashes", "with spaces ( — )"),
    Form.SPACED_EN: ("short dash", "short dashes", "with spaces ( – )"),
    Form.SPACED_HYPHEN: ("hyphen", "hyphens", "as dashes ( - )"),
    Form.DOUBLE_HYPHEN: ("double hyphen", "double hyphens", "as dashes (--)"),
}
"""What to call a form: one, several, and how they are written."""


def _listed(kind: str, places: Sequence[str]) -> str:
    """Count the places and quote the first: "5 hyphens: “a - b”, “c - d”, “e - f” and 2 more"."""
    more = len(places) - _SHOWN
    rest = f" and {more} more" if more > 0 else ""
    return f"{len(places)} {kind}: {', '.join(places[:_SHOWN])}{rest}"


def _snippet(text: str, start: int, end: int) -> str:
    """The words around a range, for a message."""
    left = text[max(0, start - 20) : start].replace("\n", " ").rpartition(" ")[2]
    right = text[end : end + 20].replace("\n", " ").partition(" ")[0]
    return f"\u201c{left}{text[start:end]}{right}\u201d".replace(OBJECT, "…")


def _with_edits(fix: Fix, edits: Iterable[Edit | None]) -> Fix | None:
    """The fix with the edits that are possible; None without any."""
    possible: list[Edit] = []
    for edit in sorted({edit for edit in edits if edit}):
        # Two dashes may share the space between them: the second waits for the next round.
        if not possible or possible[-1].span.end <= edit.span.start:
            possible.append(edit)
    return replace(fix, edits=tuple(possible)) if possible else None


_ADDRESS: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)|[^\s<>`]*@", re.IGNORECASE)


def _is_address(document: Document, block: Block, at: int) -> bool:
    """Whether a bare address stands at an offset of a block: nothing marks where it ends."""
    if block.text[at] != OBJECT:
        return False
    span = block.span(at, at + 1)
    return bool(_ADDRESS.match(document.source.text, span.start, span.end))


# Dashes


def _dashes(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    found = [
        (block, dash)
        for block in document.blocks
        for dash in dashes(block)
        # Without a space between them, a dash would become part of an address.
        if not _is_address(document, block, dash.start - 1)
        and not _is_address(document, block, dash.end)
    ]
    counts = Counter(dash.form for _, dash in found)
    if len(counts) < 2:
        return
    # `max` takes the first of those used equally often, and a Counter keeps the order of the text.
    real = [form for form in counts if form.is_real]
    by_locale = _STYLE_BY_LOCALE.get(document.locale, _OTHER_STYLE)
    target = max(real, key=lambda form: counts[form]) if real else by_locale
    _, dashes_wanted, how = _NAMES[target]
    wanted = f"{dashes_wanted} {how}"
    advice = f"The rest of the post has {wanted}" if real else f"Write {wanted} everywhere"
    for form in counts:
        if form is target:
            continue
        places = [place for place in found if place[1].form is form]
        yield _odd_dashes(places, target, advice, Fix(f"Write {wanted}", (), Safety.UNSAFE))


def _odd_dashes(
    places: Sequence[tuple[Block, Dash]], target: Form, advice: str, fix: Fix
) -> Finding:
    block, first = places[0]
    start, end, new = _range(first, target)
    one, many, how = _NAMES[places[0][1].form]
    kind = f"{one if len(places) == 1 else many} {how}"
    quoted = [_snippet(b.text, dash.start, dash.end) for b, dash in places]
    return Finding(
        "consistency/dashes",
        block.span(start, end),
        f"{_listed(kind, quoted)}. {advice}.",
        Severity.SUGGESTION,
        _with_edits(fix, (b.edit(*_range(dash, target)) for b, dash in places)),
        (new,),
    )


def _range(dash: Dash, target: Form) -> tuple[int, int, str]:
    """What to replace by what: spaces that stay are left as they are."""
    sign = target.value.strip()
    if target is Form.EM:
        return dash.start, dash.end, sign
    if dash.is_spaced:
        return dash.sign_start, dash.sign_end, sign
    return dash.sign_start, dash.sign_end, target.value


# Quotation marks


_QUOTED_OBJECT: Final = re.compile(OBJECT + "[.,;:!?*_~]*['\"]")


def _quotes(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    found = [
        (block, mark)
        for block in document.blocks
        if not (document.format is Format.HTML and block.kind in _ATTRIBUTES)
        # A curly mark right after an address, or after a stop there, would become part of it.
        and not any(
            _is_address(document, block, match.start())
            for match in _QUOTED_OBJECT.finditer(block.text)
        )
        for mark in quote_marks(block.text)
    ]
    curly = sum(mark.curly for _, mark in found)
    if curly in (0, len(found)):
        return
    # In a tie the curly ones stay: they are what print and word processors have.
    odd_curly = 2 * curly < len(found)
    for role in Role:
        odd = [(b, mark) for b, mark in found if mark.curly is odd_curly and mark.role is role]
        if odd:
            yield _odd_marks(odd, role, curly=odd_curly)


def _odd_marks(places: Sequence[tuple[Block, Mark]], role: Role, *, curly: bool) -> Finding:
    block, first = places[0]
    odd, usual = ("curly", "straight") if curly else ("straight", "curly")
    kind = f"{odd} {role.value.removesuffix('s') if len(places) == 1 else role.value}"
    quoted = [_snippet(b.text, mark.offset, mark.offset + 1) for b, mark in places]
    return Finding(
        "consistency/quotes",
        block.span(first.offset, first.offset + 1),
        f"{_listed(kind, quoted)}. The rest of the post has {usual} ones.",
        Severity.SUGGESTION,
        _with_edits(
            Fix(f"Make them {usual}", (), Safety.SAFE),
            (b.edit(mark.offset, mark.offset + 1, mark.other) for b, mark in places),
        ),
        (first.other,),
    )


# Ellipses

_ELLIPSIS: Final = re.compile(r"…|(?<![.…])\.\.\.(?![.…])|(?<![.…])\. \. \.(?! ?[.…])")
_ELLIPSIS_NAMES: Final = {
    "…": "the single character (…)",
    "...": "three full stops (...)",
    ". . .": "three full stops with spaces (. . .)",
}


def _ellipses(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    found = [(b, match) for b in document.blocks for match in _ELLIPSIS.finditer(b.text)]
    counts = Counter(match[0] for _, match in found)
    if len(counts) < 2:
        return
    target = max(counts, key=lambda form: counts[form])
    for form in counts:
        if form == target:
            continue
        places = [(block, match) for block, match in found if match[0] == form]
        block, first = places[0]
        quoted = [_snippet(b.text, *match.span()) for b, match in places]
        kind = f"{'ellipsis' if len(places) == 1 else 'ellipses'} written {form}"
        yield Finding(
            "consistency/ellipsis",
            block.span(*first.span()),
            f"{_listed(kind, quoted)}. The rest of the post has {_ELLIPSIS_NAMES[target]}.",
            Severity.SUGGESTION,
            _with_edits(
                Fix(f"Write {_ELLIPSIS_NAMES[target]}", (), Safety.SAFE),
                (b.edit(*match.span(), target) for b, match in places),
            ),
            (target,),
        )


RULES: Final = (
    Rule(
        id="consistency/dashes",
        whole_post=True,
        summary="Dashes written in more than one way.",
        why=(
            "A post that has long dashes, short ones and hyphens between its words looks "
            "unfinished. Any one style will do, but a hyphen joins words and cannot part them."
        ),
        sources=(
            "GOV.UK style guide: hyphens and dashes",
            "The Chicago Manual of Style: em dashes, en dashes, hyphens",
            "editorial",
        ),
        severity=Severity.SUGGESTION,
        check=_dashes,
        examples=(
            Example(
                "Play is work — for a child.\n\nTry it once more <<–>> then try again.\n",
                "Play is work — for a child.\n\nTry it once more — then try again.\n",
            ),
            Example(
                "Rest helps<< - >>a lot. So does tea—and a friend—on a grey day.",
                "Rest helps—a lot. So does tea—and a friend—on a grey day.",
            ),
            Example(
                "It is slow <<->> and steady. It is hard - but fair. We try – and try again.",
                "It is slow – and steady. It is hard – but fair. We try – and try again.",
            ),
            Example(
                "We wait<<-->>then we begin. Go slowly—very slowly. Stop--then go on.",
                "We wait—then we begin. Go slowly—very slowly. Stop—then go on.",
            ),
            Example(
                "We wait<<-->>then we begin with one small step. It is hard<< - >>but fair.",
                "We wait—then we begin with one small step. It is hard—but fair.",
                locale="en-US",
            ),
            Example("We go slowly - and then we stop - and then we wait for you to begin again."),
            Example("Read pages 10 – 15 on Mon – Fri, 9 am - 5 pm, and rest—well—at weekends."),
            Example("# Contact us - Riverside OT\n\nCall us—any day.\n", format=Format.MARKDOWN),
            Example("- Sit\n- Stand\n\nThen rest—well—for a while.\n", format=Format.MARKDOWN),
            Example("A work–life balance is a well-known aim—and a hard one."),
        ),
    ),
    Rule(
        id="consistency/quotes",
        whole_post=True,
        summary="Straight and curly quotation marks or apostrophes mixed in one post.",
        why=(
            "Both kinds are right, but together they show where text was pasted in. Word "
            "processors and phones make curly marks, other keyboards make straight ones."
        ),
        sources=("Butterick, Practical Typography: straight and curly quotes", "editorial"),
        severity=Severity.SUGGESTION,
        check=_quotes,
        examples=(
            Example(
                "We don’t rush, and it’s fine. They don<<'>>t either, and it's good.",
                "We don’t rush, and it’s fine. They don’t either, and it’s good.",
            ),
            Example(
                '“Can I?” she asked. <<">>You can," I said.',
                "“Can I?” she asked. “You can,” I said.",
            ),
            Example(
                "It's his. It's hers. It's mine. It isn<<’>>t ours. She said <<“>>no” and I'd go.",
                "It's his. It's hers. It's mine. It isn't ours. She said \"no\" and I'd go.",
            ),
            Example(
                "It’s fun, isn’t it? They’re up. Tell <<'>>em 'twas fun in the '90s. I’m goin' in.",
                "It’s fun, isn’t it? They’re up. Tell ’em ’twas fun in the ’90s. I’m goin’ in.",
            ),
            Example(
                "It’s ‘fine’, she’d said. A <<'>>sensory diet' is a plan.",
                "It’s ‘fine’, she’d said. A ‘sensory diet’ is a plan.",
            ),
            Example('It’s 5\'10" tall, and the ruler is 12" long.'),
            Example("It's a \"good\" day, isn't it?"),
            Example("It’s a “good” day, isn’t it?"),
            Example("It’s written as `don't` in code.\n", format=Format.MARKDOWN),
        ),
    ),
    Rule(
        id="consistency/ellipsis",
        whole_post=True,
        summary="An ellipsis written in more than one way.",
        why="Any form will do; together they show where text was pasted in.",
        sources=("The Chicago Manual of Style: ellipses", "editorial"),
        severity=Severity.SUGGESTION,
        check=_ellipses,
        examples=(
            Example(
                "Wait… and breathe… Then go on<<...>> slowly.",
                "Wait… and breathe… Then go on… slowly.",
            ),
            Example(
                "Wait... and breathe<<…>> Then go on<<. . .>> slowly... so.",
                "Wait... and breathe... Then go on... slowly... so.",
            ),
            Example("Wait... and breathe... Then go on."),
            Example("Wait… and then. . Then go on.... And on."),
            Example("Wait… Then type `...` here.\n", format=Format.MARKDOWN),
        ),
    ),
)
