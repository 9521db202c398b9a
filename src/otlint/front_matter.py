"""The metadata block at the top of a post, and the prose that stands in it.

YAML between `---` lines (Jekyll, Hugo, Pandoc, which also ends it with `...`) and TOML between
`+++` lines (Hugo, Zola).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from otlint.errors import InputError
from otlint.model import Block, BlockBuilder, Edit, FrontMatter, Kind, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from yaml.nodes import Node

KINDS: Final = {
    "title": Kind.TITLE,
    "subtitle": Kind.TITLE,
    "description": Kind.DESCRIPTION,
    "summary": Kind.DESCRIPTION,
    "excerpt": Kind.DESCRIPTION,
}
"""The keys whose values readers see, in lower case."""

_OPEN = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n|\r|\n)")
_LINE_START = r"(?:(?<=\n)|(?<=\r)(?!\n))"
_CLOSE = {
    "---": re.compile(_LINE_START + r"(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)"),
    "+++": re.compile(_LINE_START + r"\+\+\+[ \t]*(?=[\r\n]|\Z)"),
}
_FIRST_KEY = {
    "---": re.compile(r"(?:#[^\r\n]*[\r\n]+)*[\"']?[\w.-]+[\"']?[ \t]*:(?=[ \t\r\n]|\Z)"),
    "+++": re.compile(r"(?:#[^\r\n]*[\r\n]+)*[ \t]*(?:[\"']?[\w.-]+[\"']?[ \t]*=|\[)"),
}
_Builder: TypeAlias = "tuple[str, Callable[[Kind], Block | None]]"

_NEWLINE = re.compile(r"\r\n|\r|\n")
_TOML_PLACE = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)")


def read(text: str) -> tuple[FrontMatter | None, int]:
    """Find and read the front matter of a post.

    A `---` line at the top that no `key:` line follows is a thematic break, and what stands
    between two of them is front matter only if it is a mapping.

    Args:
        text: The whole post.

    Returns:
        The front matter, or None; and the offset at which the body starts (0 without one).

    Raises:
        InputError: It is never closed, or is no valid YAML or TOML.
    """
    opening = _OPEN.match(text)
    if not opening:
        return None, 0
    fence, start = opening[1], opening.end()
    keyed = _FIRST_KEY[fence].match(text, start) is not None
    closing = _CLOSE[fence].search(text, start)
    if not closing:
        if keyed:
            raise InputError(
                f"front matter opened on line 1 is never closed: add a line with {fence}"
            )
        return None, 0
    try:
        values = (_yaml if fence == "---" else _toml)(text[start : closing.start()])
    except InputError:
        if keyed:
            raise
        return None, 0
    if values is None:
        return None, 0
    newline = _NEWLINE.match(text, closing.end())
    body = newline.end() if newline else closing.end()
    return FrontMatter(values, Span(0, closing.end())), body


def blocks(text: str, front_matter: FrontMatter) -> tuple[Block, ...]:
    """The titles and descriptions in front matter, in source order.

    Only top-level strings count. Line breaks inside a value are spaces.

    Args:
        text: The whole post.
        front_matter: What `read` found in it.
    """
    opening = _OPEN.match(text)
    if not opening:
        return ()
    find = _yaml_scalars if opening[1] == "---" else _toml_scalars
    found: dict[str, Block] = {}
    for key, build in find(text, front_matter, opening.end()):
        block = build(KINDS[key.casefold()])
        if block:
            found[key] = block  # of a key given twice the last counts, as in YAML
    return tuple(sorted(found.values(), key=lambda block: block.source_span))


def locate(text: str, front_matter: FrontMatter, path: Sequence[str | int]) -> Span:
    """Where a value stands: the closest value around it that has a place, else all of it.

    Args:
        text: The whole post.
        front_matter: What `read` found in it.
        path: Keys, and positions in lists: `("otlint", "ignore", 0)`.
    """
    opening = _OPEN.match(text)
    if not opening:
        return front_matter.span
    start = opening.end()
    if opening[1] == "+++":
        from otlint.toml_map import entries

        found = {entry.path: entry for entry in entries(text[start : front_matter.span.end - 3])}
        names = tuple(part for part in path if isinstance(part, str))
        for length in range(len(names), 0, -1):
            entry = found.get(names[:length])
            if entry:
                return Span(start + entry.value_start, start + entry.value_end)
        return front_matter.span
    node = _compose(_body(text, front_matter, start))
    for part in path:
        inner = _child(node, part)
        if inner is None:
            break
        node = inner
    if node is None or node.end_mark.index <= node.start_mark.index:
        return front_matter.span
    return Span(start + node.start_mark.index, start + node.end_mark.index)


# --- YAML


def _yaml(text: str) -> dict[str, Any] | None:
    """The mapping that the text holds; None when it holds something else."""
    import yaml

    from otlint.yaml_values import TooBigError, compose, construct

    try:
        node = compose(text)
        if node is None:
            return {}
        if not isinstance(node, yaml.MappingNode):
            return None
        values = construct(node)
    except TooBigError as error:
        raise InputError(f"front matter: {error}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "no YAML"
        if "mapping values are not allowed" in problem:
            problem = "a value with a colon in it needs quotes around it"
        line = f", line {mark.line + 2}" if mark else ""
        raise InputError(f"front matter{line}: {problem}") from None
    return {str(key): value for key, value in values.items()}


def _body(text: str, front_matter: FrontMatter, start: int) -> str:
    return text[start : front_matter.span.end].rstrip(" \t")[:-3]


def _compose(text: str) -> Node | None:
    from otlint.yaml_values import compose

    return compose(text)


def _child(node: Node | None, part: str | int) -> Node | None:
    import yaml

    if isinstance(node, yaml.MappingNode):
        pairs = [value for key, value in node.value if str(key.value) == part]
        return pairs[-1] if pairs else None
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        found: Node = node.value[part]
        return found
    return None


def _yaml_scalars(text: str, front_matter: FrontMatter, start: int) -> list[_Builder]:
    import yaml

    node = _compose(_body(text, front_matter, start))
    found: list[_Builder] = []
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        is_text = isinstance(value, yaml.ScalarNode) and value.tag == "tag:yaml.org,2002:str"
        if not is_text or str(key.value).casefold() not in KINDS:
            continue
        span = Span(start + value.start_mark.index, start + value.end_mark.index)
        found.append((str(key.value), _Scalar(text, span, value.style or "", value.value).block))
    return found


# --- TOML


def _toml(text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(_toml_lines(text))
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _TOML_PLACE.search(message)
        lines = len(_NEWLINE.findall(text))
        line = 1 + (int(place[1]) if place and place[1] else lines)
        problem = _TOML_PLACE.sub("", message)
        raise InputError(f"front matter, line {line}: {problem[:1].lower()}{problem[1:]}") from None
    except RecursionError:
        raise InputError("front matter: it is nested too deep") from None


def _toml_lines(text: str) -> str:
    """The text with newlines that TOML knows, of the same length."""
    return re.sub(r"\r(?!\n)", "\n", text)


def _toml_scalars(text: str, front_matter: FrontMatter, start: int) -> list[_Builder]:
    from otlint.toml_map import entries

    body = _toml_lines(_body(text, front_matter, start))
    found: list[_Builder] = []
    for entry in entries(body):
        key = entry.path[0]
        value = front_matter.values.get(key)
        if len(entry.path) > 1 or key.casefold() not in KINDS or not isinstance(value, str):
            continue
        quotes = body[entry.value_start : entry.value_start + 3]
        style = quotes if quotes in {'"""', "'''"} else quotes[:1]
        span = Span(start + entry.value_start, start + entry.value_end)
        found.append((key, _Scalar(text, span, f"toml {style}", value).block))
    return found


# --- scalars

_ESCAPE = r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|[\r\n][ \t\r\n]*|[^\r\n])"
_FOLD = r"[\r\n][ \t\r\n]*"
_TOKENS = {
    "'": re.compile(rf"(?P<run>[^'\r\n]+)|(?P<fold>{_FOLD})|(?P<escape>'')|(?P<other>')"),
    '"': re.compile(rf"(?P<run>[^\\\r\n]+)|(?P<fold>{_FOLD})|(?P<escape>{_ESCAPE})|(?P<other>\\)"),
    "": re.compile(rf"(?P<run>[^\r\n]+)|(?P<fold>{_FOLD})|(?P<escape>(?!))|(?P<other>(?!))"),
}
_SIMPLE = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}
"""YAML 1.1, section 5.6; those of TOML are among them. Any other character stands for itself."""
_HEADER = re.compile(r"[|>][^\r\n]*")
_UNSAFE = {"'": "'", '"': '"\\', "|": "", ">": "", "": ":#,[]{}"}
"""What may not be written into a value, by its quotes."""


@dataclass(frozen=True)
class _Value(Block):
    """The block of a value: an edit must not break the YAML or TOML around it."""

    style: str = ""

    def edit(self, start: int, end: int, text: str) -> Edit | None:
        """As in `Block`, but None for text that would need quotes or escapes there."""
        unsafe = not text.isprintable() or any(char in _UNSAFE[self.style[:1]] for char in text)
        if unsafe or (start == 0 and not text[:1].isalnum()):
            return None
        return super().edit(start, end, text)


class _Scalar:
    """A string value in its quotes, and the block that it makes."""

    def __init__(self, text: str, span: Span, style: str, value: str) -> None:
        self._text = text
        self._span = span
        self._value = value
        self._toml = style.startswith("toml ")
        self._style = style.removeprefix("toml ")

    def block(self, kind: Kind) -> Block | None:
        """The block, or None when the value is blank.

        Should the value decode to something else than the YAML or TOML parser says, it maps as a
        whole: its findings then have no fix, but are never misplaced.
        """
        block = self._pieces().build(kind)
        if block is None or block.text.split() != self._value.split():
            builder = BlockBuilder(self._text)
            builder.put(" ".join(self._value.split()), self._span.start, self._span.end)
            block = builder.build(kind)
        return block and _Value(kind, block.text, block.segments, style=self._style)

    def _inner(self) -> tuple[int, int, re.Pattern[str]]:
        start, end, style = self._span.start, self._span.end, self._style
        if style in {"|", ">"}:
            header = _HEADER.match(self._text, start)
            return (header.end() if header else start), end, _TOKENS[""]
        if not style:
            return start, end, _TOKENS[""]
        # Single quotes know no escape in TOML, and `''` in YAML.
        tokens = _TOKENS["" if self._toml and style[0] == "'" else style[0]]
        return start + len(style), end - len(style), tokens

    def _pieces(self) -> BlockBuilder:
        builder = BlockBuilder(self._text)
        start, end, tokens = self._inner()
        found = list(tokens.finditer(self._text, start, end))
        fold_from: int | None = None
        for index, token in enumerate(found):
            follows_fold = index + 1 < len(found) and found[index + 1].lastgroup == "fold"
            if token.lastgroup == "fold":
                at = token.start() if fold_from is None else fold_from
                builder.put(" ", at, token.end())
            elif token.lastgroup == "escape":
                self._escape(builder, token)
            else:
                kept = token[0].rstrip(" \t") if follows_fold else token[0]
                fold_from = token.start() + len(kept) if follows_fold else None
                builder.copy(token.start(), token.start() + len(kept))
        return builder

    def _escape(self, builder: BlockBuilder, token: re.Match[str]) -> None:
        code = token[0][1:]
        if token[0] == "''":
            decoded = "'"
        elif code[0] in "\r\n":
            return  # an escaped line break stands for nothing
        elif code[0] in "xuU" and len(code) > 1:
            number = int(code[1:], 16)
            decoded = chr(number) if number <= 0x10FFFF else "\ufffd"
        else:
            decoded = _SIMPLE.get(code, code)
        builder.put(decoded, token.start(), token.end())
