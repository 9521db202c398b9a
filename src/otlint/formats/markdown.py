"""Markdown: CommonMark and GFM with front matter, shortcodes and MDX, through pulldown-cmark.

`pyromark` gives each event with its exact byte range; bytes become code points once. What a page
pasted from a website indents is prose unless it looks like code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from otlint import front_matter
from otlint.errors import InputError
from otlint.formats import html as html_format
from otlint.formats.html_tokens import StartTag, Tokenizer
from otlint.formats.markdown_events import code_points, code_spans, events, named, options
from otlint.formats.marks import Marks, OpenLink
from otlint.formats.masking import CUT, HIDDEN, Masked, mask
from otlint.formats.objects import with_objects
from otlint.formats.pieces import Piece, in_whole, placed, relocated
from otlint.formats.text import looks_like_code
from otlint.model import (
    OBJECT,
    Block,
    BlockBuilder,
    Comment,
    Document,
    Format,
    Image,
    Kind,
    Source,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_NESTING: Final = 1000

_LONE_CR: Final = re.compile(r"\r(?!\n)")
_MARKS: Final = re.compile(f"({HIDDEN}+|{CUT}+)")
_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_CODE_TAGS: Final = frozenset(("code", "kbd", "samp", "var", "script", "style", "svg", "math"))


def parse(source: Source, *, mdx: bool = False) -> Document:
    """Parse Markdown or MDX.

    Raises:
        InputError: front matter that never closes or is invalid; nesting over 1,000.
    """
    matter, body = front_matter.read(source.text)
    masked = _masked(source.text, body, mdx=mdx)
    walker = _Walker(source.text, masked.text, mdx=mdx)
    walker.walk()
    blocks = [*(front_matter.blocks(source.text, matter) if matter else ()), *walker.blocks]
    walker.marks.add(Marks(images=list(masked.images)).without(walker.code))
    marks = walker.marks.without(())
    return Document(
        source=source,
        format=Format.MDX if mdx else Format.MARKDOWN,
        blocks=tuple(sorted(map(with_objects, blocks), key=lambda block: block.source_span)),
        front_matter=matter,
        comments=tuple(
            sorted((*masked.comments, *walker.comments), key=lambda comment: comment.span)
        ),
        links=tuple(marks.links),
        images=tuple(marks.images),
        empty_headings=tuple(marks.empty_headings),
    )


def to_html(text: str, *, mdx: bool = False) -> str:
    """What a site makes of the body of a post; template syntax is one private character a sign.

    Raises:
        InputError: front matter that never closes or is invalid.
    """
    import pyromark

    body = front_matter.read(text)[1]
    return pyromark.html(_masked(text, body, mdx=mdx).text, options=options())


def _masked(text: str, body: int, *, mdx: bool) -> Masked:
    """The text as the parser may see it: without front matter and template syntax."""
    head = re.sub(r"[^\r\n]", " ", text[:body])
    text = _LONE_CR.sub("\n", head + text[body:])
    return mask(text, mdx=mdx, code=code_spans(text) if mdx else ())


class _Walker:
    """Follows the events of one text and collects its blocks, comments and marks."""

    def __init__(self, text: str, masked: str, *, mdx: bool) -> None:
        self.blocks: list[Block] = []
        self.comments: list[Comment] = []
        self.marks = Marks()
        self.code: list[Span] = []
        self._text = text
        self._masked = masked
        self._mdx = mdx
        self._builder: BlockBuilder | None = None
        self._alt: BlockBuilder | None = None
        self._images: list[tuple[Span, str]] = []
        """The images that are open, with their targets: one may stand in the text of another."""
        self._link: OpenLink | None = None
        self._anchor: OpenLink | None = None
        """An open `<a>` in a line."""
        self._silent = 0
        """Inside an autolink, whose text is its address."""
        self._code_tag: tuple[str, int] | None = None
        """An open inline tag such as `<kbd>` and where it began."""
        self._heading = 0
        self._heading_span = Span(0, 0)
        self._cell = False
        self._lists = 0
        self._quotes: list[bool] = []
        """For each open block quotation, whether it is one; an alert (`[!NOTE]`) is not."""
        self._pieces: list[Piece] | None = None
        """Lines of the code or HTML block that is open."""
        self._indented = False

    def walk(self) -> None:
        at = code_points(self._masked)
        depth = 0
        for event, where in events(self._masked):
            name, value = named(event)
            start, end = at(where["start"]), at(where["end"])
            if name == "Start":
                depth += 1
                if depth > MAX_NESTING:
                    raise InputError(
                        f"nested more than {MAX_NESTING:,} deep: flatten the lists, quotations or "
                        "emphasis"
                    )
                self._in_link(start, end)
                self._start(*named(value), start, end)
            elif name == "End":
                depth -= 1
                self._end(named(value)[0], end)
            else:
                self._in_link(start, end)
                self._leaf(name, value, start, end)
        self._flush()

    # Containers

    def _start(self, tag: str, value: Any, start: int, end: int) -> None:
        if tag in ("Emphasis", "Strong", "Strikethrough"):
            return
        if tag == "Link":
            self._open_link(value, start, end)
            return
        if tag == "Image":
            self._image(value["dest_url"], start, end)
            return
        self._flush()
        if tag == "Heading":
            self._heading = int(value["level"][1:])
            self._heading_span = Span(start, end)
        elif tag == "TableCell":
            self._cell = True
        elif tag == "List":
            self._lists += 1
        elif tag == "BlockQuote":
            self._quotes.append(value is None)
        elif tag in ("CodeBlock", "HtmlBlock"):
            self._pieces = []
            self._indented = value == "Indented"
            if tag == "CodeBlock" and not self._indented:
                self.code.append(Span(start, end))

    def _in_link(self, start: int, end: int) -> None:
        """Note that something stands in the link that is open, if one is."""
        if self._link:
            self._link.extend(start, end)

    def _open_link(self, value: dict[str, str], start: int, end: int) -> None:
        self._link = OpenLink(start, value["dest_url"], bool(value["title"]))
        if value["link_type"] in ("Autolink", "Email"):
            self._put(OBJECT, start, end)
            self._silent += 1

    def _image(self, target: str, start: int, end: int) -> None:
        """An image is one object to the text around it; its alternative text is its own block."""
        if not self._images:
            self._put(OBJECT, start, end)
        self._images.append((Span(start, end), target))
        self._alt = self._alt or BlockBuilder(self._text)

    def _end(self, tag: str, end: int) -> None:
        if tag in ("Emphasis", "Strong", "Strikethrough"):
            return
        if tag == "Link":
            self._silent = max(0, self._silent - 1)
            if self._link:
                self.marks.links.append(self._link.close(end))
                self._link = None
        elif tag == "Image":
            span, target = self._images.pop()
            if not self._images and self._alt:
                alt = self._alt.build(Kind.ALT_TEXT)
                self._alt = None
                self._add(alt)
                self.marks.images.append(
                    Image(span, target, alt.text, alt.source_span)
                    if alt
                    else Image(span, target, None)
                )
        else:
            self._close(tag)

    def _close(self, tag: str) -> None:
        if tag == "Heading" and not (self._builder and self._builder.build(Kind.HEADING)):
            self.marks.empty_headings.append(self._heading_span)
        self._flush()
        if tag == "Heading":
            self._heading = 0
        elif tag == "TableCell":
            self._cell = False
        elif tag == "List":
            self._lists -= 1
        elif tag == "BlockQuote":
            self._quotes.pop()
        elif tag == "CodeBlock":
            pieces, self._pieces = self._pieces or [], None
            if self._indented:
                self._indented_block(pieces)
        elif tag == "HtmlBlock":
            pieces, self._pieces = self._pieces or [], None
            self._html(pieces)

    def _flush(self) -> None:
        """Finish the block that is open, if one is."""
        builder, self._builder = self._builder, None
        self._code_tag = None
        if builder is None:
            return
        if self._heading:
            self._add(builder.build(Kind.HEADING, self._heading))
        elif self._cell:
            self._add(builder.build(Kind.TABLE_CELL))
        elif any(self._quotes):
            self._add(builder.build(Kind.QUOTE))
        elif self._lists:
            self._add(builder.build(Kind.LIST_ITEM, self._lists))
        else:
            self._add(builder.build(Kind.PARAGRAPH))

    def _add(self, block: Block | None) -> None:
        if block and block.text.strip(f"{OBJECT} \n"):
            self.blocks.append(block)

    # Leaves

    def _leaf(self, name: str, value: Any, start: int, end: int) -> None:
        if self._pieces is not None:
            if name in ("Text", "Html"):
                self._pieces += self._lines(start, end)
        elif name == "Text":
            if not self._silent:
                self._copy(value, start, end)
        elif name == "SoftBreak":
            self._put(" ", start, end)
        elif name == "HardBreak":
            self._put("\n", start, end)
        elif name in ("Code", "InlineMath", "DisplayMath"):
            self.code.append(Span(start, end))
            self._put(OBJECT, start, end)
        elif name in ("InlineHtml", "Html"):
            self._tag(start, end)
        elif name == "Rule":
            self._flush()

    def _target(self) -> BlockBuilder:
        if self._alt:
            return self._alt
        if self._builder is None:
            self._builder = BlockBuilder(self._text)
        return self._builder

    def _put(self, text: str, start: int, end: int) -> None:
        if self._code_tag is None and not self._silent:
            self._target().put(text, start, end)

    def _copy(self, value: str, start: int, end: int) -> None:
        """Take over the text of an event: verbatim where the source reads the same."""
        if self._code_tag is not None:
            return
        if self._masked[start:end] != value:
            self._target().put(value, start, end)
            return
        at = start
        for part in _MARKS.split(value):
            if part.startswith(HIDDEN):
                self._target().put(OBJECT, at, at + len(part))
            elif not part.startswith(CUT):
                self._target().copy(at, at + len(part))
            at += len(part)

    def _tag(self, start: int, end: int) -> None:
        """An inline tag or comment."""
        raw = self._text[start:end]
        if raw.startswith("<!--"):
            self.comments.append(Comment(raw[4:-3].strip(), Span(start, end)))
            return
        tag = _TAG.match(raw)
        if not tag:
            return
        name, closing = tag[2].lower(), bool(tag[1])
        if self._code_tag is not None:
            opened, since = self._code_tag
            if closing and name == opened:
                self._code_tag = None
                self._put(OBJECT, since, end)
        elif name in _CODE_TAGS and not closing and not raw.endswith("/>"):
            self._code_tag = (name, start)
        elif name == "br":
            self._put("\n", start, end)
        elif name == "a":
            self._anchor_tag(start, end, closing=closing)
        elif name == "img":
            self._put(OBJECT, start, end)
            self._html([(0, start, end - start)])

    def _anchor_tag(self, start: int, end: int, *, closing: bool) -> None:
        """The start or the end of an `<a>` in a line."""
        if closing:
            if self._anchor:
                self._anchor.extend(self._anchor.last, start)
                self.marks.links.append(self._anchor.close(end))
            self._anchor = None
            return
        # In the masked text no shortcode hides the end of an attribute.
        tag = next(iter(Tokenizer(self._masked[start:end]).tokens()), None)
        if isinstance(tag, StartTag):
            places = {a.name: (start + a.start, start + a.end) for a in tag.attributes}
            if "href" in places:
                left, right = places["href"]
                named = "aria-label" in places or "title" in places
                self._anchor = OpenLink(start, self._text[left:right], named, end, end)

    # Parts that are parsed by themselves

    def _lines(self, start: int, end: int) -> list[Piece]:
        """The lines of a range, each with its newline, as pieces."""
        pieces, at = [], start
        for line in re.findall(r"[^\n]*\n|[^\n]+", self._text[start:end]):
            pieces.append((0, at, len(line)))
            at += len(line)
        return pieces

    def _indented_block(self, pieces: list[Piece]) -> None:
        """What stands indented: prose from a paste, or code, which is nothing to us.

        Decided for each stretch between blank lines, since a paste indents them all alike.
        """
        prose: list[Piece] = []
        for stretch in self._stretches(pieces):
            text = "".join(self._text[start : start + length] for _, start, length in stretch)
            if self._mdx or not looks_like_code(text):
                prose += stretch
            else:
                self.code.append(Span(stretch[0][1], stretch[-1][1] + stretch[-1][2]))
        pieces = placed(prose)
        part, masked = (
            "".join(whole[start : start + length] for _, start, length in pieces)
            for whole in (self._text, self._masked)
        )
        inner = _Walker(part, masked, mdx=self._mdx)
        inner.walk()
        self._adopt(inner.blocks, inner.comments, inner.marks, pieces)

    def _stretches(self, pieces: list[Piece]) -> list[list[Piece]]:
        """The lines without their indent, in runs that each end with their blank lines."""
        runs: list[list[Piece]] = [[]]
        blank = False
        for _, start, length in pieces:
            line = self._text[start : start + length]
            bare = line.lstrip(" \t\u00a0")
            if blank and bare.strip():
                runs.append([])
            blank = not bare.strip()
            runs[-1].append((0, start + length - len(bare), len(bare)))
        return runs

    def _html(self, pieces: list[Piece]) -> None:
        """A run of HTML: its text is prose too."""
        pieces = placed(pieces)
        part = "".join(self._text[start : start + length] for _, start, length in pieces)
        document = html_format.parse(Source("", part))
        marks = Marks([*document.links], [*document.images], [*document.empty_headings])
        self._adopt(document.blocks, document.comments, marks, pieces)

    def _adopt(
        self,
        blocks: Iterable[Block],
        comments: Iterable[Comment],
        marks: Marks,
        pieces: list[Piece],
    ) -> None:
        self.blocks += (relocated(block, pieces) for block in blocks)
        self.marks.add(marks.relocated(pieces))
        for comment in comments:
            start, end = in_whole(comment.span.start, comment.span.end, pieces)
            self.comments.append(Comment(comment.text, Span(start, end)))
