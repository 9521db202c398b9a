"""Reporters: how findings are shown. Nothing else in otlint shows a finding.

A reporter is a function from a `Report` and `Options` to the whole text of the report. It prints
nothing, so that the command line can send the same text to a terminal or to a file. To add a
format: a module here with such a function, and a line in `REPORTERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from otlint.reporters.options import Options

if TYPE_CHECKING:
    from otlint.report import Report

__all__ = [
    "DESCRIBE_RULES",
    "FOR_PEOPLE",
    "FROM_ROOT",
    "READABILITY_REPORTERS",
    "REPORTERS",
    "SHOW_SECTIONS",
    "Options",
    "Reporter",
    "statistics",
]

Reporter = Callable[["Report", Options], str]
"""Takes what was found and how to show it; returns the report, with its last newline."""


def _lazy(module: str, function: str = "render") -> Reporter:
    """A reporter that is imported when it is called: a run that writes JSON pays for no colours."""

    def render(report: Report, options: Options) -> str:
        reporter: Reporter = getattr(import_module(f"otlint.reporters.{module}"), function)
        return reporter(report, options)

    return render


REPORTERS: Final[Mapping[str, Reporter]] = MappingProxyType(
    {
        name: _lazy(name)
        for name in (
            "text",
            "concise",
            "json",
            "jsonl",
            "sarif",
            "github",
            "gitlab",
            "junit",
            "rdjson",
        )
    }
)
"""By the names that `--output-format` and `-o FORMAT=FILE` take."""

FOR_PEOPLE: Final = frozenset({"text", "concise"})
"""Those that are written in the encoding of the terminal; all others are UTF-8."""

FROM_ROOT: Final = frozenset({"sarif", "github", "gitlab", "junit", "rdjson"})
"""Those that a service reads, which knows paths from the root of the repository alone."""

DESCRIBE_RULES: Final = frozenset({"sarif"})
"""Those that need `Report.rules`."""

SHOW_SECTIONS: Final = frozenset({"json"})
"""Those that show the readability of sections, which costs time."""


statistics: Final = _lazy("frequencies")
"""The report of `--statistics`: how often each rule found something. (A module of the same name
would take the place of this one as soon as somebody imports it.)"""

READABILITY_REPORTERS: Final[Mapping[str, Reporter]] = MappingProxyType(
    {"text": _lazy("readability"), "json": _lazy("json", "render_readability")}
)
"""The reports of `otlint readability`, by the names of its formats."""
