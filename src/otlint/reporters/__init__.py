"""Reporters: how findings are shown. Nothing else in otlint shows a finding.

A reporter is a function from a `Report` and `Options` to the whole text of the report. It prints
nothing, so that the command line can send the same text to a terminal or to a file. To add a
format: a module here with such a function, and a line in `REPORTERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from otlint.reporters.options import Options

if TYPE_CHECKING:
    from otlint.report import Report

__all__ = [
    "READABILITY_REPORTERS",
    "REPORTERS",
    "SHOW_SECTIONS",
    "Options",
    "Reporter",
    "statistics",
]

Reporter = Callable[["Report", Options], str]
"""Takes what was found and how to show it; returns the report, with its last newline."""


# Each reporter is imported when it is called: a run that writes JSON pays for no colours.
def _text(report: Report, options: Options) -> str:
    from otlint.reporters.text import render

    return render(report, options)


def _concise(report: Report, options: Options) -> str:
    from otlint.reporters.concise import render

    return render(report, options)


def _json(report: Report, options: Options) -> str:
    from otlint.reporters.json import render

    return render(report, options)


REPORTERS: Final[Mapping[str, Reporter]] = MappingProxyType(
    {"text": _text, "concise": _concise, "json": _json}
)
"""By the names that `--output-format` and `-o FORMAT=FILE` take."""


SHOW_SECTIONS: Final = frozenset({"json"})
"""Those that show the readability of sections, which costs time."""


def statistics(report: Report, options: Options) -> str:
    """The report of `--statistics`: how often each rule found something."""
    from otlint.reporters.statistics import render

    return render(report, options)


def _readability_text(report: Report, options: Options) -> str:
    from otlint.reporters.readability import render

    return render(report, options)


def _readability_json(report: Report, options: Options) -> str:
    from otlint.reporters.json import render_readability

    return render_readability(report, options)


READABILITY_REPORTERS: Final[Mapping[str, Reporter]] = MappingProxyType(
    {"text": _readability_text, "json": _readability_json}
)
"""The reports of `otlint readability`, by the names of its formats."""
