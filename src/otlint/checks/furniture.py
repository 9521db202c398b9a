"""Lines of the website that were copied along with the post."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from otlint.chrome import recognise
from otlint.model import Edit, Finding, Fix, Format, Safety, Severity, Span
from otlint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Document, Furniture
    from otlint.settings import Settings

_ID: Final = "furniture/site-chrome"
_SHOWN: Final = 3
"""How many lines of a run a message quotes."""
_LONGEST: Final = 40
"""Code points of a line that a message quotes."""


def _check(document: Document, settings: Settings) -> Iterator[Finding]:  # noqa: ARG001
    for furniture in document.furniture:
        fix = None
        if document.format is not Format.HTML:
            edit = Edit(furniture.span, "")
            fix = Fix("Delete the lines", (edit,), Safety.UNSAFE)
        yield Finding(
            _ID,
            _bare(document.source.text, furniture.span),
            f"This looks like {_parts(furniture)}, not like your post: {_quoted(furniture)}.",
            Severity.SUGGESTION,
            fix,
        )


def _bare(text: str, span: Span) -> Span:
    """The span without the white space at its ends."""
    raw = text[span.start : span.end]
    start = span.start + len(raw) - len(raw.lstrip())
    return Span(start, start + len(raw.strip()))


def _parts(furniture: Furniture) -> str:
    """What the lines belong to, in order: "the page's menu and the page's footer"."""
    known = [chrome.part for line in furniture.lines if (chrome := recognise(line))]
    parts = list(dict.fromkeys(known))
    return " and ".join((", ".join(parts[:-1]), parts[-1])) if len(parts) > 1 else parts[0]


def _quoted(furniture: Furniture) -> str:
    lines = furniture.lines
    shown = [
        f'"{line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"}"'
        for line in lines[:_SHOWN]
    ]
    rest = len(lines) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


RULES: Final = (
    Rule(
        id=_ID,
        summary="Menus, comment forms, share buttons and footers copied along with the post.",
        why=(
            "A post copied from a web page brings lines of the page with it. They are not yours to "
            "publish again, and they spoil counts and scores."
        ),
        sources=(
            "Lines of Wix, Squarespace and WordPress pages (core, Jetpack and common themes)",
            "editorial",
        ),
        severity=Severity.SUGGESTION,
        check=_check,
        examples=(
            Example(
                "<<top of page\nSearch>>\n\nMornings with less stress\n\n"
                "Lay out clothes in the order in which they go on, and the rush gets smaller.\n",
                fixed=(
                    "Mornings with less stress\n\n"
                    "Lay out clothes in the order in which they go on, and the rush gets smaller.\n"
                ),
            ),
            Example(
                "Pick one routine and keep to it for two weeks before you change it.\n\n"
                "Warmly,\nMaya\n\n<<Comments\n\n© 2024 Riverside OT website by a friend\n\n"
                "registered with the hcpc\nbottom of page>>",
                fixed=(
                    "Pick one routine and keep to it for two weeks before you change it.\n\n"
                    "Warmly,\nMaya\n"
                ),
            ),
            Example(
                "Pick one routine and keep to it for two weeks before you change it.\n\n"
                "<<Next\nNext\n\nWhy Bath Time Can Be Hard>>\n",
                fixed="Pick one routine and keep to it for two weeks before you change it.\n",
            ),
            Example(
                "<p>Pick one routine and keep to it for two weeks.</p>\n"
                "<h3><<Leave a Reply</h3>\n<p>Required fields are marked *>></p>",
                format=Format.HTML,
            ),
            Example(
                "Search\n\nWhen a shoe is lost, wait ten seconds before you help to look for it."
                "\n\nComments\n\nParents told us that waiting was the hardest part of all.\n\n"
                "Next steps\n\nTry it with one game this week, and tell us how it went.\n"
            ),
        ),
    ),
)
