"""The tables of `otlint readability`: each post and its sections against its readers' targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otlint.readability import rows
from otlint.reporters.canvas import Canvas, Piece
from otlint.reporters.cells import cell_width, clean, shorten, wrap
from otlint.reporters.marks import Marks
from otlint.reporters.wording import listed, shown_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otlint.readability import Cell, Row
    from otlint.report import Report
    from otlint.reporters.options import Options


@dataclass(frozen=True, slots=True)
class Column:
    """A score in the table. `rank` says which columns go first where there is no room (0 stays)."""

    name: str
    head: str
    meaning: str
    rank: int


COLUMNS: Final = (
    Column("reading_age", "Age", "reading age in years", 0),
    Column("flesch_reading_ease", "Ease", "Flesch Reading Ease", 1),
    Column("flesch_kincaid_grade", "F-K", "Flesch-Kincaid grade", 2),
    Column("smog_index", "SMOG", "SMOG grade", 3),
    Column("gunning_fog", "Fog", "Gunning Fog", 4),
    Column("automated_readability_index", "ARI", "Automated Readability Index", 5),
    Column("coleman_liau_index", "C-L", "Coleman-Liau", 6),
    Column("dale_chall_readability_score", "D-C", "Dale-Chall", 7),
    Column("avg_sentence_length", "Sent", "words in a sentence, on average", 1),
    Column("reading_minutes", "Time", "reading time, minutes:seconds", 2),
)
_CELL: Final = 6
"""Cells of a column: a space, four of number and one of mark."""
_TITLE: Final = 18
"""The least cells that titles get before columns go."""
_BEYOND: Final = "!"
_DOUBTFUL: Final = "~"


def render(report: Report, options: Options) -> str:
    """One table a post, in the order of the report, then what the heads and marks mean."""
    canvas = Canvas(options)
    columns = _columns(canvas.width)
    shown: list[Cell] = []
    for file in report.read:
        path = shown_path(file.path, options)
        if file.source is None or file.readability is None or not file.readability.scores.words:
            canvas.line(f"{path}: no prose to measure.")
            canvas.line()
            continue
        table = [(row, _cells(row, columns)) for row in rows(file.readability)]
        shown += [cell for _, cells in table for cell in cells]
        _header(path, f"for {file.audience}", columns, canvas)
        for row, cells in table:
            _row(row, cells, canvas)
        _aims(table[0][1], canvas)
        canvas.line()
    if shown:
        _legend(shown, columns, canvas)
    return canvas.render()


def _columns(width: int) -> tuple[Column, ...]:
    """The columns that there is room for."""
    columns = list(COLUMNS)
    while columns and _TITLE + _CELL * len(columns) > width:
        # The last of those that matter least.
        columns.remove(max(reversed(columns), key=lambda column: column.rank))
    return tuple(columns)


def _cells(row: Row, columns: Sequence[Column]) -> list[Cell]:
    by_name = {cell.name: cell for cell in row.cells}
    return [by_name[column.name] for column in columns]


def _header(path: str, readers: str, columns: Sequence[Column], canvas: Canvas) -> None:
    marks = Marks.of(canvas.options)
    path = shorten(path, canvas.width - len(readers) - 5, marks.ellipsis)
    fill = canvas.width - cell_width(path) - len(readers) - 2
    canvas.line((path, "strong"), " ", (marks.rule * fill, "frame"), " ", readers)
    canvas.line()
    room = canvas.width - _CELL * len(columns)
    canvas.line(" " * room, *((f"{column.head:>{_CELL - 1}} ", "faint") for column in columns))


def _row(row: Row, cells: Sequence[Cell], canvas: Canvas) -> None:
    options = canvas.options
    room = canvas.width - _CELL * len(cells)
    whole = row.level < 0
    title = "Whole post" if whole else clean(row.label, options.encoding) or "(opening)"
    if not whole:
        title = "  " + shorten(title, room - 3, Marks.of(options).ellipsis)
    title += " " * (room - cell_width(title))
    canvas.line((title, "strong") if whole else title, *map(_cell, cells))


def _cell(cell: Cell) -> Piece:
    if cell.value is None:
        return f"{'-':>{_CELL - 1}} "
    number = f"{_number(cell.name, cell.value):>{_CELL - 1}}"
    if not cell.sure:
        return f"{number}{_DOUBTFUL}", "faint"
    return (f"{number}{_BEYOND}", "warning") if cell.met is False else f"{number} "


def _number(name: str, value: float) -> str:
    if name == "reading_minutes":
        minutes, seconds = divmod(round(value * 60), 60)
        return f"{minutes}:{seconds:02}"
    return f"{value:.1f}"


def _aims(cells: Sequence[Cell], canvas: Canvas) -> None:
    """The audience's targets, below the numbers that are held against them."""
    room = canvas.width - _CELL * len(cells)
    marks = Marks.of(canvas.options)
    line = f"{'aim':<{room}}"
    for cell in cells:
        # The one score that is better when it is higher.
        bound = marks.at_least if cell.name == "flesch_reading_ease" else marks.at_most
        text = "" if cell.target is None else f"{bound}{cell.target:g} "
        line += f"{text:>{_CELL}}"
    canvas.line((line, "faint"))


def _legend(cells: Sequence[Cell], columns: Sequence[Column], canvas: Canvas) -> None:
    lines = ["; ".join(f"{column.head}: {column.meaning}" for column in columns) + "."]
    if any(cell.met is False and cell.sure for cell in cells):
        lines.append(f"{_BEYOND} harder than the aim.")
    unsure = {cell.name for cell in cells if not cell.sure}
    if unsure:
        heads = listed([column.head for column in columns if column.name in unsure])
        lines.append(f"{_DOUBTFUL} low confidence: the text is too short for {heads}.")
    for line in lines:
        for part in wrap(line, canvas.width):
            canvas.line((part, "faint"))
