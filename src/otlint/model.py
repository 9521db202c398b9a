"""The core types: what a post is, what a rule finds in it, what a fix changes.

Offsets are code points of `Source.text` everywhere. This module imports nothing local, so that
every other module can build on it.
"""

from __future__ import annotations

import enum
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import Any, Final

OBJECT: Final = "\ufffc"
"""Stands in `Block.text` for what is no prose (inline code, a URL, a shortcode, an image), so that
words never join across the cut. U+FFFC OBJECT REPLACEMENT CHARACTER."""

_NEWLINE = re.compile(r"\r\n|\r|\n")


class Severity(enum.IntEnum):
    """How much a finding matters; `--fail-on` compares them."""

    SUGGESTION = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The name in lower case, as configs and reports write it."""
        return self.name.lower()


class Safety(enum.Enum):
    """Whether `--fix` may apply a fix by itself."""

    SAFE = "safe"
    """Only one reading is possible: applied by `--fix`."""
    UNSAFE = "unsafe"
    """A person should look: applied only with `--unsafe-fixes`."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of code points of `Source.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace the text of `span` by `text`."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together: all of them are applied, or none. In source order, disjoint."""

    title: str
    edits: tuple[Edit, ...]
    safety: Safety


@dataclass(frozen=True, slots=True)
class Finding:
    """One place, one rule, one sentence of message, at best one fix.

    `suggestions` are texts to put in place of the span, best first. `confidence` is a probability,
    or None where the rule has none to give. `fingerprint` says which sentence the finding is in,
    whatever changes around that sentence: see `fingerprints.fingerprint`.
    """

    rule: str
    span: Span
    message: str
    severity: Severity
    fix: Fix | None = None
    suggestions: tuple[str, ...] = ()
    confidence: float | None = None
    fingerprint: str = ""

    @property
    def sort_key(self) -> tuple[int, int, str, str]:
        """The order of every report: by place, then by rule, then by message."""
        return (self.span.start, self.span.end, self.rule, self.message)


@dataclass(frozen=True, slots=True)
class Position:
    """A place as editors show it: line and column from 1, columns in code points."""

    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """A post as text, with what is needed to write it back byte for byte.

    `text` has no BOM and keeps its newlines as they are. Not slotted: `line_starts` is cached.
    """

    path: str
    text: str
    encoding: str = "utf-8"
    """One of utf-8, utf-16-le, utf-16-be, cp1252."""
    bom: bool = False

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        r"""Offset of the first character of each line; lines end at \n, \r\n and \r alone."""
        if "\r" in self.text:
            return (0, *(match.end() for match in _NEWLINE.finditer(self.text)))
        # Nearly all posts: lengths added up take a third of the time.
        *lengths, _ = map(len, self.text.split("\n"))
        return (0, *(end + number for number, end in enumerate(accumulate(lengths), 1)))

    def position(self, offset: int) -> Position:
        """Line and column of an offset (0 to the length of the text)."""
        line = self.line_of(offset)
        return Position(line, offset - self.line_starts[line - 1] + 1)

    def line_of(self, offset: int) -> int:
        """The line of an offset, from 1."""
        return bisect_right(self.line_starts, offset)

    def line_span(self, line: int) -> Span:
        """Span of a line (from 1) without its newline."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))


class Kind(enum.Enum):
    """What a block is to its reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list-item"
    QUOTE = "quote"
    """A block quotation: somebody else's words."""
    TABLE_CELL = "table-cell"
    CAPTION = "caption"
    ALT_TEXT = "alt-text"
    TITLE = "title"
    """The title in front matter or in an HTML head."""
    DESCRIPTION = "description"
    """The description or summary in front matter or in an HTML head."""


@dataclass(frozen=True, slots=True)
class Segment:
    """`Block.text[text_start:text_end]` stands for `Source.text[start:end]`.

    `verbatim`: both are the same characters, so that any part of one maps to the same part of the
    other. Otherwise (an entity, a folded newline, an object character) it maps only as a whole.
    """

    text_start: int
    text_end: int
    start: int
    end: int
    verbatim: bool


@dataclass(frozen=True)
class Block:
    r"""A stretch of prose as its reader sees it, and where each character stands in the source.

    `text` has entities decoded and markup cut. A newline inside a paragraph is one space, a hard
    break is "\n", and what is no prose is one `OBJECT`. `level` is 1 to 6 for headings, the nesting
    depth from 1 for list items, else 0. Segments cover `text` without gaps, in source order.
    Not slotted: rules cache on it.
    """

    kind: Kind
    text: str
    segments: tuple[Segment, ...]
    level: int = 0

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(segment.text_start for segment in self.segments)

    @cached_property
    def _ends(self) -> tuple[int, ...]:
        return tuple(segment.end for segment in self.segments)

    def _index(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def span(self, start: int, end: int) -> Span:
        """Source span of `text[start:end]`, from the first of its characters to the last.

        An empty range gives the empty span just before the character at `start` (or after the last
        one).
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"{start}..{end} is not in a block of {len(self.text)} characters")
        if start == end:
            if start == len(self.text):
                return Span(self.segments[-1].end, self.segments[-1].end)
            at = self._source_start(start)
            return Span(at, at)
        return Span(self._source_start(start), self._source_end(end))

    def _source_start(self, offset: int) -> int:
        segment = self.segments[self._index(offset)]
        return segment.start + (offset - segment.text_start if segment.verbatim else 0)

    def _source_end(self, offset: int) -> int:
        segment = self.segments[self._index(offset - 1)]
        return segment.end - (segment.text_end - offset if segment.verbatim else 0)

    def contiguous(self, start: int, end: int) -> bool:
        """Whether `text[start:end]` stands for one unbroken range of the source.

        False where markup was cut inside the range or an end falls inside a decoded run: such a
        finding keeps its span but must not carry a fix.
        """
        if start == end:
            return True
        first, last = self._index(start), self._index(end - 1)
        if not self.segments[first].verbatim and start != self.segments[first].text_start:
            return False
        if not self.segments[last].verbatim and end != self.segments[last].text_end:
            return False
        return all(self.segments[i].end == self.segments[i + 1].start for i in range(first, last))

    def edit(self, start: int, end: int, text: str) -> Edit | None:
        """The edit that puts `text` in place of `text[start:end]`, or None where none is safe."""
        if not self.contiguous(start, end) or OBJECT in self.text[start:end]:
            return None
        return Edit(self.span(start, end), text)

    def offset(self, at: int) -> int:
        """Where in `text` the source offset `at` is, which lies within `source_span`.

        Inside of what stands for other text, or of markup that was cut, it is the start of what
        follows or stands for it.
        """
        index = bisect_right(self._ends, at)
        if index == len(self.segments):
            return len(self.text)
        segment = self.segments[index]
        inside = at - segment.start if segment.verbatim else 0
        return segment.text_start + max(0, inside)

    @property
    def source_span(self) -> Span:
        """From the first character of the block in the source to its last."""
        return Span(self.segments[0].start, self.segments[-1].end)


class BlockBuilder:
    """Collects the pieces of one block in source order; `build` gives the finished block."""

    def __init__(self, source_text: str) -> None:
        self._source = source_text
        self._pieces: list[tuple[str, int, int, bool]] = []

    def copy(self, start: int, end: int) -> None:
        """Take `source_text[start:end]` over as it is."""
        if start < end:
            self._pieces.append((self._source[start:end], start, end, True))

    def put(self, text: str, start: int, end: int) -> None:
        """Let `text` stand for `source_text[start:end]` (entity, folded newline, object)."""
        if text:
            self._pieces.append((text, start, end, False))

    def build(self, kind: Kind, level: int = 0) -> Block | None:
        """The block, without white space at its ends; None when nothing is left."""
        pieces = self._trimmed()
        segments: list[Segment] = []
        at = 0
        for text, start, end, verbatim in pieces:
            previous = segments[-1] if segments else None
            if previous and verbatim and previous.verbatim and previous.end == start:
                segments[-1] = Segment(
                    previous.text_start, at + len(text), previous.start, end, True
                )
            else:
                segments.append(Segment(at, at + len(text), start, end, verbatim))
            at += len(text)
        if not segments:
            return None
        return Block(kind, "".join(piece[0] for piece in pieces), tuple(segments), level)

    def _trimmed(self) -> list[tuple[str, int, int, bool]]:
        pieces = list(self._pieces)
        while pieces:
            text, start, end, verbatim = pieces[0]
            stripped = text.lstrip()
            if stripped:
                if verbatim:
                    pieces[0] = (stripped, end - len(stripped), end, True)
                break
            pieces.pop(0)
        while pieces:
            text, start, end, verbatim = pieces[-1]
            stripped = text.rstrip()
            if stripped:
                if verbatim:
                    pieces[-1] = (stripped, start, start + len(stripped), True)
                break
            pieces.pop()
        return pieces


class Format(enum.Enum):
    """How the text of a post is marked up."""

    TEXT = "text"
    MARKDOWN = "markdown"
    MDX = "mdx"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the source: `<!-- text -->` or, in MDX, `{/* text */}`; `text` is stripped."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The metadata block at the top of a post; `span` covers it with its fences."""

    values: dict[str, Any]
    span: Span


@dataclass(frozen=True, slots=True)
class Furniture:
    """A run of lines that belongs to the website and not to the post.

    `span` covers whole lines (with the last newline), so that deleting it leaves no hole.
    """

    span: Span
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `span` covers it with its markup, `inner` what its reader clicks.

    `named`: a label for screen readers stands beside the text (`aria-label`, `title`).
    """

    span: Span
    inner: Span
    target: str
    named: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """An image; `span` covers it with its markup.

    `alt` is its alternative text as it is read out: "" for an image that says it is decoration,
    None where there is none. `alt_span` is where the text stands, without white space around it.
    """

    span: Span
    target: str
    alt: str | None
    alt_span: Span | None = None


@dataclass(frozen=True)
class Document:
    """A parsed post. Not slotted: what rules derive from it is cached on it.

    `blocks` are in source order and hold no furniture.
    """

    source: Source
    format: Format
    blocks: tuple[Block, ...]
    front_matter: FrontMatter | None = None
    comments: tuple[Comment, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    links: tuple[Link, ...] = ()
    """In source order, as are the next two. Plain text has none of the three."""
    images: tuple[Image, ...] = ()
    empty_headings: tuple[Span, ...] = ()
    locale: str = "en-US"
    audience: str = "clients"
    cache: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """Where modules keep what they derive once per document, under their own name."""
