"""The alternative text of pictures: there, of use, and not too long."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from otlint.model import Edit, Finding, Fix, Format, Safety, Severity, Span
from otlint.rule import Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.model import Document
    from otlint.settings import Settings

_MISSING: Final = "structure/alt-missing"
_USELESS: Final = "structure/alt-useless"
_OPENING: Final = "structure/alt-opening"
_LONG: Final = "structure/alt-long"

_LONGEST: Final = 125
_FILE: Final = re.compile(r"\S.*\.(?:jpe?g|png|gif|webp|svg|heic|avif|bmp|tiff?)", re.IGNORECASE)
_PART: Final = r"[^\W_]+"
_STEM: Final = re.compile(
    rf"(?=\S*\d){_PART}(?:[-_.]+{_PART}){{2,}}|{_PART}(?:[-_]+{_PART}){{3,}}|{_PART}(?:_+{_PART})+"
    r"|(?:img|dscn?|pxl)[-_]?\d+",
    re.IGNORECASE,
)
"""Names of files without their ending: "IMG_2041", "bath-seat-2"."""
_GENERIC: Final = re.compile(
    r"(?:an? |the |my |our )?(?:alt(?: ?text)?|image|img|photo(?:graph)?|picture|pic|graphic|icon"
    r"|screen ?shot|untitled(?: ?design)?|placeholder|thumbnail|header|hero|banner|figure|stock)"
    r"(?: ?(?:image|photo|picture))?[ #_-]*\d*",
    re.IGNORECASE,
)
_OF: Final = re.compile(
    r"(?:an? |the |this is an? |stock )?(?:image|photo|picture|pic|photograph|graphic)"
    r"(?: of| showing|:)\s+(?=\S)",
    re.IGNORECASE,
)


def _missing(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    how = 'alt=""' if document.format is Format.HTML else '<img src="..." alt="">'
    for image in document.images:
        if image.alt is None:
            yield Finding(
                _MISSING,
                image.span,
                "This picture has no alternative text: say what it shows, or, if it is decoration, "
                f"write {how}.",
                Severity.WARNING,
            )


def _useless(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    for image in document.images:
        if image.alt and image.alt_span and is_useless(image.alt):
            yield Finding(
                _USELESS,
                image.alt_span,
                "This does not say what the picture shows: write what a reader should know of it.",
                Severity.WARNING,
            )


def is_useless(alt: str) -> bool:
    """Whether an alternative text is the name of a file, or only says that there is a picture."""
    bare = alt.strip(" .:")
    return any(pattern.fullmatch(bare) for pattern in (_FILE, _STEM, _GENERIC))


def _openings(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    text = document.source.text
    for image in document.images:
        if not image.alt or not image.alt_span or is_useless(image.alt):
            continue
        opening = _OF.match(text, image.alt_span.start, image.alt_span.end)
        if not opening:
            continue
        end = opening.end()
        edit = Edit(Span(opening.start(), end + 1), text[end].upper())
        yield Finding(
            _OPENING,
            Span(opening.start(), opening.start() + len(opening[0].rstrip())),
            "A screen reader says that it is a picture: begin with what it shows.",
            Severity.SUGGESTION,
            Fix("Leave it out", (edit,), Safety.UNSAFE),
        )


def _long(document: Document, settings: Settings) -> Iterator[Finding]:
    del settings
    for image in document.images:
        if image.alt and image.alt_span and len(image.alt) > _LONGEST:
            yield Finding(
                _LONG,
                image.alt_span,
                f"An alternative text of {len(image.alt)} characters: keep it to {_LONGEST}, and "
                "put the rest into the post.",
                Severity.SUGGESTION,
            )


RULES: Final = (
    Rule(
        id=_MISSING,
        summary="A picture without alternative text.",
        why=(
            "Who cannot see the picture hears its file name, or nothing. In Markdown an empty text "
            "is the same as none; only HTML can say that a picture is decoration."
        ),
        sources=(
            "NHS digital service manual: images",
            "WCAG 2.2, success criterion 1.1.1",
            "W3C, alt decision tree",
        ),
        severity=Severity.WARNING,
        check=_missing,
        examples=(
            Example("Look:\n\n<<![](bath.png)>>\n", format=Format.MARKDOWN),
            Example("<p>Look: <<<img src='bath.png'>>></p>", format=Format.HTML),
            Example('<<{{< figure src="bath.png" >}}>>\n', format=Format.MARKDOWN),
            Example("![A bath with a seat](bath.png)", format=Format.MARKDOWN),
            Example('<img src="line.png" alt="">', format=Format.HTML),
            Example(
                '{{< figure src="bath.png" caption="A bath with a seat" >}}', format=Format.MARKDOWN
            ),
            Example("`![](bath.png)` shows a picture.", format=Format.MARKDOWN),
        ),
    ),
    Rule(
        id=_USELESS,
        summary='An alternative text that is a file name, or no more than "photo".',
        why="It is read out in place of the picture, so it has to say what the picture says.",
        sources=("NHS digital service manual: images", "WCAG 2.2, failure F30"),
        severity=Severity.WARNING,
        check=_useless,
        examples=(
            Example("![<<IMG_2041.jpg>>](a.jpg)", format=Format.MARKDOWN),
            Example("![<<bath-seat-2>>](a.jpg) ![<<Photo>>](b.jpg)", format=Format.MARKDOWN),
            Example('<img src="a.jpg" alt="<<image 3>>">', format=Format.HTML),
            Example(
                "![A photo album on a lap](a.jpg) ![Logo of Riverside OT](b)",
                format=Format.MARKDOWN,
            ),
            Example("![T-shirt](a.jpg) ![Well-being](b.jpg)", format=Format.MARKDOWN),
        ),
    ),
    Rule(
        id=_OPENING,
        summary='An alternative text that begins with "image of" or "photo of".',
        why="A screen reader has said already that it is a picture.",
        sources=("GOV.UK content design: images", "W3C, Images Tutorial: tips and tricks"),
        severity=Severity.SUGGESTION,
        check=_openings,
        examples=(
            Example(
                "![<<Image of>> a bath with a seat](a.jpg)",
                "![A bath with a seat](a.jpg)",
                format=Format.MARKDOWN,
            ),
            Example(
                "<img src=\"a.jpg\" alt='<<a photo of>> Jo at work'>",
                "<img src=\"a.jpg\" alt='Jo at work'>",
                format=Format.HTML,
            ),
            Example(
                "![A drawing of a bath](a.jpg) ![Image library](b.jpg)", format=Format.MARKDOWN
            ),
        ),
    ),
    Rule(
        id=_LONG,
        summary="An alternative text of more than 125 characters.",
        why=(
            "Nobody can pause in an alternative text or go back in it. What takes longer belongs "
            "into the post, where everybody can read it."
        ),
        sources=("NHS digital service manual: images", "editorial (125 characters)"),
        severity=Severity.SUGGESTION,
        check=_long,
        examples=(
            Example(
                f"![<<A bath {'with a seat ' * 10}and a rail>>](a.jpg)", format=Format.MARKDOWN
            ),
            Example(f"![A bath {'with a seat ' * 8}and a rail](a.jpg)", format=Format.MARKDOWN),
        ),
    ),
)
