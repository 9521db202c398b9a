"""HTML: whole pages from Squarespace, WordPress and Wix, exports, and fragments.

Two steps: every stretch of text becomes a block that knows which containers it stands in, then
`html_content` chooses the container that holds the post.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from otlint.formats import html_skipping as skipping
from otlint.formats.html_content import Piece, Place, choose, container_of, is_outside
from otlint.formats.html_stack import HEADINGS, INLINE, Element, OpenElements
from otlint.formats.html_tokens import (
    CommentToken,
    EndTag,
    StartTag,
    Text,
    TextWriter,
    Token,
    Tokenizer,
)
from otlint.formats.marks import Marks
from otlint.formats.objects import with_objects
from otlint.model import (
    OBJECT,
    Block,
    Comment,
    Document,
    Format,
    FrontMatter,
    Image,
    Kind,
    Link,
    Source,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from otlint.formats.html_tokens import Attribute

_VOID: Final = frozenset(
    """area base basefont bgsound br col embed frame hr img input keygen link meta param source
    track wbr
    """.split()
)
_VOID_OBJECTS: Final = frozenset(("img", "input", "embed"))
_PAGE: Final = frozenset(("html", "head", "body"))
_NEVER_HIDDEN: Final = frozenset(("body", "main", "article"))
"""Some pages hide themselves until a script has run."""
_HIDING_CLASSES: Final = frozenset(("screen-reader-text", "sr-only", "visually-hidden"))
_CAPTION_CLASSES: Final = frozenset(("wp-caption-text", "image-caption", "blocks-gallery-caption"))
_NOTHING: Final = " \t\r\n\f\u00a0\u200b\u200c\u200d\u2060\ufeff"
"""What a heading may hold that still says nothing."""


def parse(source: Source) -> Document:
    """Parse an HTML page or fragment.

    Of a page the post is taken (see `html_content.choose`), with its title and description; a
    fragment is all post. The page's language stands in `front_matter.values["lang"]`.

    Raises:
        InputError: elements nested more than 1,000 deep.
    """
    reader = _Reader(source.text)
    reader.read()
    chosen = choose(reader.pieces, reader.containers, whole_page=reader.whole_page)
    blocks = [block for block in map(with_objects, chosen.blocks) if _says(block)]
    marks = reader.marks.where(lambda span: chosen.holds(reader.places[span]))
    return Document(
        source=source,
        format=Format.HTML,
        blocks=tuple(sorted(blocks, key=lambda block: block.source_span)),
        front_matter=FrontMatter({"lang": reader.lang}, Span(0, 0)) if reader.lang else None,
        comments=tuple(reader.comments),
        links=tuple(marks.links),
        images=tuple(marks.images),
        empty_headings=tuple(marks.empty_headings),
    )


class _Reader:
    """Follows the tokens and collects pieces of text, containers and comments."""

    def __init__(self, text: str) -> None:
        self.pieces: list[Piece] = []
        self.containers: list[str] = []
        """What each container is, by its number."""
        self.comments: list[Comment] = []
        self.marks = Marks()
        self.places: dict[Span, Place] = {}
        """Where in the page each mark stands."""
        self.lang = ""
        self.whole_page = False
        self._source = text
        self._elements = OpenElements()
        self._open_containers: list[int] = []
        self._writer: TextWriter | None = None
        self._breaks = 0
        """Line breaks since the last text: two of them end a paragraph."""
        self._said = 0
        """How many things the headings have said so far: texts, pictures."""

    def read(self) -> None:
        """Read the whole text."""
        tokens = list(Tokenizer(self._source).tokens())
        self.whole_page = any(isinstance(t, StartTag) and t.name in _PAGE for t in tokens)
        ends = skipping.ends(self._source, tokens)
        at = 0
        while at < len(tokens):
            token = tokens[at]
            if isinstance(token, Text):
                self._text(token)
            elif isinstance(token, CommentToken):
                self._comment(token)
            elif isinstance(token, EndTag):
                self._end(token)
            elif at in ends:
                self._skip(token, tokens[at + 1 : ends[at] + 1])
                at = ends[at]
            elif token.name not in skipping.SKIPPED and token.name not in skipping.OBJECTS:
                self._start(token)
            at += 1
        self._flush()

    # Text

    def _text(self, token: Text) -> None:
        if self._elements.top.kind is Kind.HEADING:
            # What only a screen reader says counts, too.
            self._said += bool(html.unescape(self._source[token.start : token.end]).strip(_NOTHING))
        if self._elements.top.silent:
            return
        if self._elements.top.name == "title":
            self._put_whole(Kind.TITLE, token.start, token.end)
            return
        self._target().write(token.start, token.end)
        if self._source[token.start : token.end].strip():
            self._breaks = 0

    def _comment(self, token: CommentToken) -> None:
        if token.inner is None:
            return
        inner = self._source[token.inner.start : token.inner.end]
        if not inner.startswith("["):  # "[if mso]": a conditional comment of Outlook or old IE
            self.comments.append(Comment(inner.strip(), Span(token.start, token.end)))

    def _skip(self, tag: StartTag, inside: list[Token]) -> None:
        """Pass over an element that is no prose, with all in it."""
        for token in inside:
            if isinstance(token, CommentToken):
                self._comment(token)
        if tag.name in skipping.OBJECTS or tag.name == "sup":
            self._put_object(tag.start, inside[-1].end)
        elif tag.name not in INLINE:
            self._flush()

    def _target(self) -> TextWriter:
        if self._writer is None:
            self._writer = TextWriter(self._source)
        return self._writer

    def _put_object(self, start: int, end: int) -> None:
        self._said += 1
        if not self._elements.top.silent:
            self._target().put(OBJECT, start, end)
            self._breaks = 0

    def _put_whole(self, kind: Kind, start: int, end: int, *, attribute: bool = False) -> None:
        """A block of its own, from a title or an attribute."""
        writer = TextWriter(self._source)
        writer.write(start, end, attribute=attribute)
        self._add(writer.builder.build(kind))

    def _add(self, block: Block | None) -> None:
        if block and _says(block):
            self.pieces.append(Piece(block, self._place_here()))

    def _place_here(self) -> Place:
        return Place(tuple(self._open_containers), self._elements.top.outside)

    def _flush(self) -> None:
        """Finish the block that is open, if one is."""
        writer, self._writer = self._writer, None
        self._breaks = 0
        if writer is None or writer.empty:
            return
        top = self._elements.top
        level = max(1, self._elements.lists) if top.kind is Kind.LIST_ITEM else top.level
        self._add(writer.builder.build(top.kind or Kind.PARAGRAPH, level))

    # Tags

    def _start(self, tag: StartTag) -> None:
        if tag.name == "html":
            self.lang = self.lang or self._value(tag, "lang").strip()
        elif tag.name == "br":
            self._line_break(tag.start, tag.end)
        elif tag.name in _VOID:
            self._void(tag)
        else:
            self._open(tag)

    def _line_break(self, start: int, end: int) -> None:
        if self._elements.top.silent:
            return
        self._breaks += 1
        if self._breaks == 2:
            self._flush()
        elif self._writer:
            self._writer.line_break(start, end)

    def _void(self, tag: StartTag) -> None:
        attributes = {a.name: a for a in reversed(tag.attributes)}
        if tag.name in _VOID_OBJECTS:
            self._put_object(tag.start, tag.end)
            seen = not (self._elements.top.silent or self._is_hidden(tag))
            if tag.name == "img" and seen:
                self._image(tag, attributes)
        elif tag.name == "meta":
            if self._value(tag, "name").lower() == "description" and "content" in attributes:
                content = attributes["content"]
                self._put_whole(Kind.DESCRIPTION, content.start, content.end, attribute=True)
        elif tag.name == "hr":
            self._flush()

    def _image(self, tag: StartTag, attributes: Mapping[str, Attribute]) -> None:
        alt, role = attributes.get("alt"), self._value(tag, "role").lower()
        block = None
        if alt:
            writer = TextWriter(self._source)
            writer.write(alt.start, alt.end, attribute=True)
            block = writer.builder.build(Kind.ALT_TEXT)
            self._add(block)
        tiny = {self._value(tag, "width"), self._value(tag, "height")} & {"0", "1"}
        # A picture of one pixel counts visitors; nobody sees it.
        decoration = bool(alt or tiny or role in ("presentation", "none"))
        span = Span(tag.start, tag.end)
        self.marks.images.append(
            Image(
                span,
                self._value(tag, "src"),
                block.text if block else "" if decoration else None,
                block.source_span if block else None,
            )
        )
        self.places[span] = self._place_here()

    def _value(self, tag: StartTag, name: str) -> str:
        """The raw value of an attribute, "" when it is missing."""
        for attribute in tag.attributes:
            if attribute.name == name:
                return self._source[attribute.start : attribute.end]
        return ""

    def _is_hidden(self, tag: StartTag) -> bool:
        if not tag.attributes or tag.name in _NEVER_HIDDEN:
            return False
        if any(attribute.name == "hidden" for attribute in tag.attributes):
            return True
        if self._value(tag, "aria-hidden").lower() == "true":
            return True
        style = self._value(tag, "style").lower().replace(" ", "")
        if "display:none" in style or "visibility:hidden" in style:
            return True
        return not _HIDING_CLASSES.isdisjoint(self._value(tag, "class").split())

    def _is_foreign(self, tag: StartTag) -> bool:
        """Whether the element is in another language than English and than the page."""
        if not tag.attributes or tag.name in _NEVER_HIDDEN:
            return False
        lang = self._value(tag, "lang") or self._value(tag, "xml:lang")
        primary = lang.strip().lower().partition("-")[0]
        return primary not in ("", "en", self.lang.lower().partition("-")[0])

    def _open(self, tag: StartTag) -> None:
        inline = tag.name in INLINE
        if not inline:
            self._flush()
            while name := self._elements.implied(tag.name):
                self._close(name, tag.start, tag.start)
        if tag.closed:
            return
        top = self._elements.top
        foreign = self._is_foreign(tag)
        element = Element(
            tag.name,
            tag.start,
            silent=top.silent or foreign or self._is_hidden(tag),
            outside=top.outside,
            foreign=foreign and inline and not top.silent,
            kind=top.kind,
            level=top.level,
            said=self._said,
        )
        if tag.name == "a" and not element.silent and self._value(tag, "href"):
            element.link = tag
        if not inline:
            self._place(element, tag)
        self._elements.push(element)
        if element.container is not None:
            self._open_containers.append(element.container)

    def _place(self, element: Element, tag: StartTag) -> None:
        """What a block element says of the text in it."""
        name = element.name
        attributes = {
            a.name: self._source[a.start : a.end].lower()
            for a in tag.attributes
            if a.name in ("id", "role", "class", "data-hook")
        }
        if name in HEADINGS:
            element.kind, element.level = Kind.HEADING, int(name[1])
        elif name in ("figcaption", "caption") or not _CAPTION_CLASSES.isdisjoint(
            attributes.get("class", "").split()
        ):
            element.kind, element.level = Kind.CAPTION, 0
        elif name in ("td", "th"):
            element.kind, element.level = Kind.TABLE_CELL, 0
        elif name == "blockquote":
            element.kind, element.level = Kind.QUOTE, 0
        elif name in ("li", "dt", "dd") and element.kind is not Kind.QUOTE:
            element.kind = Kind.LIST_ITEM
        in_post = bool(self._open_containers)
        if is_outside(name, attributes, in_post=in_post, whole_page=self.whole_page):
            element.outside = True
        if container := container_of(name, attributes):
            element.container = len(self.containers)
            self.containers.append(container)

    def _end(self, tag: EndTag) -> None:
        if tag.name == "br":  # browsers take </br> for <br>
            self._line_break(tag.start, tag.end)
        else:
            self._close(tag.name, tag.start, tag.end)

    def _close(self, name: str, start: int, end: int) -> None:
        """Close the nearest open element of that name, and all in it; without one, nothing.

        Args:
            name: The element's name.
            start: Where its end tag begins, or would.
            end: Where that ends.
        """
        key = self._elements.finds(name)
        if key is None:
            return
        if name not in INLINE:
            self._flush()
        for element in self._elements.close(key):
            if element.container is not None:
                self._open_containers.pop()
            if element.foreign and name in INLINE:
                self._put_object(element.start, end)
            if element.name == name:
                self._note(element, start, end)

    def _note(self, element: Element, start: int, end: int) -> None:
        """Keep an element that was closed at its own end, if it is a link or an empty heading."""
        span = Span(element.start, end)
        if element.link:
            named = any(a.name in ("aria-label", "title") for a in element.link.attributes)
            target = self._value(element.link, "href")
            self.marks.links.append(Link(span, Span(element.link.end, start), target, named))
        elif element.name in HEADINGS and not element.silent and element.said == self._said:
            self.marks.empty_headings.append(span)
        else:
            return
        self.places[span] = Place(tuple(self._open_containers), element.outside)


def _says(block: Block) -> bool:
    """Whether there is more in a block than objects: a link alone is no prose."""
    return bool(block.text.replace(OBJECT, "").strip())
