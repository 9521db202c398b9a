"""What `otlint review` shows: one finding, its sentence with the place marked, and the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from otlint.model import Span
from otlint.reporters.canvas import Canvas, Piece
from otlint.reporters.cells import Cluster, cell_width, clean, clusters, wrap
from otlint.reporters.marks import Marks
from otlint.reporters.wording import counted, shown_path
from otlint.rewrites import block_at, end_offset, readable, sentence_span, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otlint.model import Document
    from otlint.reporters.options import Options
    from otlint.reviewing import Option, State
    from otlint.rewrites import Rewrite
    from otlint.rule import Rule

_MOST_LINES: Final = 8
"""Lines of a sentence; a paragraph that is too long is not shown in full."""

HELP: Final = (
    ("1-9", "put that text in the place of the marked one"),
    ("t", "type what to put there"),
    ("s", "skip: leave it as it is"),
    ("i", "ignore once: write a comment into the post that keeps otlint quiet here"),
    ("a", "ignore always: add the word to your vocabulary"),
    ("u", "undo the last step, back into earlier posts too"),
    ("q", "write what you chose, and stop"),
    ("Ctrl-C", "stop without writing this post"),
)


class Screen:
    """Draws on lines one below the other, so that all terminals can show it."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._marks = Marks.of(options)

    def finding(
        self,
        path: str,
        state: State,
        rule: Rule | None,
        offered: Sequence[Option],
        keys: Sequence[tuple[str, str]],
        total: int,
    ) -> str:
        """The finding that is up.

        Args:
            path: The post.
            state: How far its review has come.
            rule: The rule that found it, which says why.
            offered: What the number keys stand for.
            keys: The other keys and what they do.
            total: How many findings of the post there were to begin with.
        """
        canvas = Canvas(self._options)
        finding = state.finding
        style = finding.severity.label
        place = state.document.source.position(finding.span.start)
        number = total - len(state.pending) + 1
        self._header(canvas, f"{path}:{place.line}:{place.column}", f"{number} of {total}")
        canvas.line()
        self._wrapped(canvas, (f"{style}: ", style), finding.message, "strong")
        canvas.line((self._clean(finding.rule), "faint"))
        canvas.line()
        self._sentence(canvas, state.document, finding.span, style)
        if rule is not None:
            canvas.line()
            self._wrapped(canvas, ("why: ", "help"), rule.why, "faint")
        canvas.line()
        for index, option in enumerate(offered, 1):
            self._wrapped(canvas, (f"  {index}  ", "fix"), option.label, None)
        if offered:
            canvas.line()
        self._keys(canvas, keys)
        return canvas.render()

    def says(self, text: str, style: str = "good") -> str:
        """What has just been done, or why it could not be."""
        canvas = Canvas(self._options)
        for line in wrap(self._clean(text), canvas.width):
            canvas.line((line, style))
        return canvas.render()

    def keys(self, keys: Sequence[tuple[str, str]]) -> str:
        """Keys and what they do."""
        canvas = Canvas(self._options)
        self._keys(canvas, keys)
        return canvas.render()

    def help(self) -> str:
        """What the keys do."""
        canvas = Canvas(self._options)
        canvas.line()
        for key, text in HELP:
            self._wrapped(canvas, (f"  {key:<6}  ", "fix"), text, None)
        return canvas.render()

    def rewrites(self, path: str, found: Sequence[Rewrite], *, perhaps: bool = False) -> str:
        """The sentences to change by hand. They stand unbroken, so that they can be copied.

        Args:
            path: The post.
            found: What changes.
            perhaps: It may as well be right as it is.
        """
        canvas = Canvas(self._options)
        name = shown_path(path, self._options)
        todo = "to change, perhaps: look at each" if perhaps else "to change"
        if not found:
            canvas.line((f"{name}: nothing to change", "strong"))
            return canvas.render()
        canvas.line((f"{name}: {counted(len(found), 'sentence')} {todo}", "strong"))
        for number, rewrite in enumerate(found, 1):
            canvas.line()
            canvas.line(f"{number}. Find this sentence:")
            canvas.line(f"   {self._clean(rewrite.before)}")
            if rewrite.after:
                canvas.line("   Change it to this:")
                canvas.line("   ", (self._clean(rewrite.after), "good"))
            else:
                canvas.line("   Delete it.")
        canvas.line()
        return canvas.render()

    def _header(self, canvas: Canvas, place: str, count: str) -> None:
        room = canvas.width - cell_width(count) - 3
        place = self._clean(place)
        while cell_width(place) > room and len(place) > 1:
            place = self._marks.ellipsis + place[len(self._marks.ellipsis) + 1 :]
        fill = self._marks.rule * max(1, room - cell_width(place) + 1)
        canvas.line()
        canvas.line((place, "strong"), " ", (fill, "frame"), " ", count)

    def _sentence(self, canvas: Canvas, document: Document, span: Span, style: str) -> None:
        """The sentence in lines, the place underlined."""
        text, start, end = marked_sentence(document, span)
        shown = list(clusters(text, self._options.encoding))
        rows = _rows(shown, canvas.width - 2)
        first = next(
            (i for i, (_, right) in enumerate(rows) if right and shown[right - 1].end > start), 0
        )
        low = max(0, min(first - 2, len(rows) - _MOST_LINES))
        for left, right in rows[low : low + _MOST_LINES]:
            row = shown[left:right]
            before = [one for one in row if one.end <= start]
            marked = [one for one in row if one.end > start and one.start < end]
            after = [one for one in row if one.start >= end and one.end > start]
            pieces: list[Piece] = ["  ", _join(before), (_join(marked), style), _join(after)]
            canvas.line(*pieces)
            if marked or start == end:
                width = sum(one.width for one in marked)
                if width:
                    gap = " " * (2 + sum(one.width for one in before))
                    canvas.line(gap, ("^" * width, style))
        if low + _MOST_LINES < len(rows):
            canvas.line((f"  {self._marks.ellipsis}", "faint"))

    def _keys(self, canvas: Canvas, keys: Sequence[tuple[str, str]]) -> None:
        line: list[Piece] = []
        used = 0
        for key, name in keys:
            width = len(key) + len(name) + 3
            if used and used + width > canvas.width:
                canvas.line(*line)
                line, used = [], 0
            line += ["  " if used else "", (key, "fix"), f" {name}"]
            used += width
        canvas.line(*line)

    def _wrapped(
        self, canvas: Canvas, label: tuple[str, str], text: str, style: str | None
    ) -> None:
        hang = min(cell_width(label[0]), 12)
        first, *rest = wrap(
            self._clean(text), canvas.width - hang, canvas.width - cell_width(label[0])
        )
        canvas.line(label, (first, style) if style else first)
        for line in rest:
            canvas.line(" " * hang, (line, style) if style else line)

    def _clean(self, text: str) -> str:
        return clean(text, self._options.encoding)


def marked_sentence(document: Document, span: Span) -> tuple[str, int, int]:
    """The sentence of a span as its reader sees it, and where in it the span is."""
    whole = sentence_span(document, span)
    block = block_at(document, whole)
    if block is None:
        text = words_of(document, whole)
        before = words_of(document, Span(whole.start, span.start))
        upto = words_of(document, Span(whole.start, span.end))
    else:
        left, middle = block.offset(whole.start), block.offset(span.start)
        right = end_offset(block, span)
        text = " ".join(readable(document, block, left, end_offset(block, whole)))
        before = " ".join(readable(document, block, left, middle))
        upto = " ".join(readable(document, block, left, right))
    start = len(before)
    while start < len(upto) and text[start] == " ":
        start += 1
    return text, start, max(start, len(upto))


def _rows(shown: Sequence[Cluster], room: int) -> list[tuple[int, int]]:
    """Ranges of clusters, each a line that fits, broken between words where that is possible."""
    rows = []
    left = 0
    while left < len(shown):
        right, width = left, 0
        while right < len(shown) and width + shown[right].width <= room:
            width += shown[right].width
            right += 1
        right = max(right, left + 1)
        if right < len(shown):
            space = next((i for i in range(right, left, -1) if shown[i].shown == " "), None)
            if space is not None:
                rows.append((left, space))
                left = space + 1
                continue
        rows.append((left, right))
        left = right
    return rows or [(0, 0)]


def _join(row: Sequence[Cluster]) -> str:
    return "".join(one.shown for one in row)
