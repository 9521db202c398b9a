"""What a site shows of a post, as far as two versions of the post are to be compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from otlint.formats.masking import CUT
from otlint.model import Format

if TYPE_CHECKING:
    from otlint.model import Document

_COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
_BLOCK_TAG: Final = re.compile(
    r"\s*(</?(?:p|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|table|thead|tbody|tr|th|td|div|section|"
    r"article|figure|figcaption|hr|pre|html|head|body|br)\b[^>]*>)\s*",
    re.IGNORECASE,
)
_SPACE: Final = re.compile(r"\s+")


def rendered(document: Document) -> str:
    """The HTML of a post without comments and without white space that shows nowhere.

    Plain text is shown as it is.
    """
    text = document.source.text
    if document.format is Format.TEXT:
        return text
    if document.format is not Format.HTML:
        from otlint.formats import markdown

        text = markdown.to_html(text, mdx=document.format is Format.MDX).replace(CUT, "")
    text = _BLOCK_TAG.sub(r"\1", _COMMENT.sub("", text))
    return _SPACE.sub(" ", text).strip()
