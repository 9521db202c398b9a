"""Hiding template syntax from the Markdown parser without moving a character.

Hugo and Jekyll shortcodes, Liquid, kramdown attribute lists, and the imports, components and
expressions of MDX are overwritten in a copy of the text that is exactly as long as the text, so
that every offset the parser gives is an offset of the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.formats.template_images import image_of
from otlint.model import Comment, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from otlint.model import Image

HIDDEN: Final = "\ue000"
"""Stands for what becomes one object character. Private use: no parser gives it a meaning."""

CUT: Final = "\ue001"
"""Stands for a tag that leaves nothing behind, as `<b>` does."""

_LIQUID_OPEN: Final = re.compile(r"\{\{[<%]?|\{%")
_CLOSE: Final = {"{{<": ">}}", "{{%": "%}}", "{{": "}}", "{%": "%}"}
_RAW: Final = ("highlight", "raw", "comment", "mermaid", "code", "math", "katex", "gist", "style")
"""Paired tags whose content is no prose."""

_TAG_NAME: Final = re.compile(r"[-\s]*(\w+)")
_KRAMDOWN: Final = re.compile(r"^[ \t]*\{:[^\n{}]*\}[ \t]*$", re.MULTILINE)
_MODULE: Final = re.compile(
    r"^(?:import\s+(?:[\w*{][^\n]*\sfrom\s+)?['\"]|import\s*\{|"
    r"export\s+(?:const|let|var|default|function|async|class|\{|\*))",
    re.MULTILINE,
)
_JSX_OPEN: Final = re.compile(r"</?[A-Za-z][\w.:-]*|</?(?=>)")
_BLANK_LINE: Final = re.compile(r"\n[ \t]*(?=\n|\Z)")


@dataclass(frozen=True, slots=True)
class Masked:
    """The text as the parser may see it, and the comments met on the way."""

    text: str
    comments: tuple[Comment, ...] = ()
    images: tuple[Image, ...] = ()
    """The pictures that shortcodes, tags and components show, those in code among them."""


def mask(text: str, *, mdx: bool = False, code: Iterable[Span] = ()) -> Masked:
    """Hide template syntax.

    Args:
        text: Markdown; lone CRs are already newlines.
        mdx: hide MDX's modules, tags and expressions too.
        code: where MDX has code, in which braces and tags mean nothing.
    """
    comments: list[Comment] = []
    regions = [(start, end, HIDDEN) for start, end in _template_regions(text)]
    regions += [(*match.span(), HIDDEN) for match in _KRAMDOWN.finditer(text)]
    if mdx:
        regions += _mdx_regions(text, sorted(code), comments)
    images = (image_of(text, start, end) for start, end, mark in regions if mark == HIDDEN)
    return Masked(_overwrite(text, regions), tuple(comments), tuple(filter(None, images)))


def _template_regions(text: str) -> Iterator[tuple[int, int]]:
    """Shortcodes and Liquid tags, raw ones with their content."""
    missing: set[str] = set()
    at = 0
    while opening := _LIQUID_OPEN.search(text, at):
        at = opening.end()
        close = _CLOSE[opening[0]]
        # A closing mark that is missing once is missing from there on: one search is enough.
        end = -1 if close in missing else text.find(close, at)
        if end < 0:
            missing.add(close)
            continue
        name = _TAG_NAME.match(text, at)
        end += len(close)
        if name and name[1] in _RAW:
            closing = re.compile(rf"\{{[{{%][<%]?-?\s*(?:end|/){name[1]}\b")
            if found := closing.search(text, end):
                end = max(text.find(close, found.end()) + len(close), found.end())
        yield opening.start(), end
        at = end


def _mdx_regions(
    text: str, code: list[Span], comments: list[Comment]
) -> Iterator[tuple[int, int, str]]:
    token = re.compile(f"{_MODULE.pattern}|{_JSX_OPEN.pattern}|\\{{", re.MULTILINE)
    at, code_at = 0, 0
    while found := token.search(text, at):
        start = found.start()
        while code_at < len(code) and code[code_at].end <= start:
            code_at += 1
        if code_at < len(code) and code[code_at].start <= start:
            at = code[code_at].end
            continue
        if found[0] == "{":
            end = _braces_end(text, start)
            mark = HIDDEN
            inner = text[start + 1 : end - 1].strip()
            if inner.startswith("/*") and inner.endswith("*/"):
                comments.append(Comment(inner[2:-2].strip(), Span(start, end)))
                mark = CUT
        elif found[0].startswith("<"):
            end = _tag_end(text, found.end())
            mark = HIDDEN if text[end - 2 : end] == "/>" else CUT
        else:
            blank = _BLANK_LINE.search(text, start)
            end, mark = (blank.start() if blank else len(text)), HIDDEN
        if end <= start:
            at = found.end()
            continue
        yield start, end, mark
        at = end


_BRACE_TOKEN: Final = re.compile(r"[{}]|\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`|/\*.*?\*/", re.DOTALL)
_TAG_TOKEN: Final = re.compile(r"[{>]|\"[^\"]*\"|'[^']*'")
_FAR: Final = 20_000
"""How far a tag or an expression may reach: an unclosed brace must not swallow the post."""


def _braces_end(text: str, start: int) -> int:
    """Where the expression that opens at `start` is closed, or -1."""
    depth = 0
    for token in _BRACE_TOKEN.finditer(text, start, min(len(text), start + _FAR)):
        if token[0] == "{":
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                return token.end()
    return -1


def _tag_end(text: str, at: int) -> int:
    """Where the tag whose attributes begin at `at` is closed, or -1."""
    limit = min(len(text), at + _FAR)
    while token := _TAG_TOKEN.search(text, at, limit):
        if token[0] == ">":
            return token.end()
        at = token.end()
        if token[0] == "{":
            at = _braces_end(text, token.start())
            if at < 0:
                return -1
    return -1


def _overwrite(text: str, regions: list[tuple[int, int, str]]) -> str:
    """Overwrite the regions; lines on which nothing else stands become blank lines."""
    if not regions:
        return text
    out: list[str] = []
    at = 0
    for start, end, mark in sorted(regions):
        if start < at:
            continue
        out += (text[at:start], mark * (end - start))
        at = end
    masked = "".join((*out, text[at:]))
    lines = []
    place = 0
    for line in masked.split("\n"):
        bare = line.replace(HIDDEN, " ").replace(CUT, " ")
        if bare != line and not bare.strip():
            # Newlines inside the region come back: it was several lines of nothing.
            original = text[place : place + len(line)]
            line = re.sub(r"[^\r\n]", " ", original)
        lines.append(line)
        place += len(line) + 1
    return "\n".join(lines)
