"""JSON Lines: one finding a line, for programs that read as they go."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from otlint.reporters.json import VERSION, errors_data, finding_data, valid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from otlint.report import Report
    from otlint.reporters.options import Options


def render(report: Report, options: Options) -> str:  # noqa: ARG001 - the same everywhere
    """Objects, a line each: `type` is "run", "finding", "error" or "summary", in this order.

    docs/report-lines.schema.json describes them.

    A finding has the keys that it has in JSON, and `path`. The first line gives the version of the
    format, the last one the counts: a report that ends without it was cut off.
    """
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[dict[str, Any]]:
    yield {"type": "run", "version": VERSION}
    for file in report.read:
        if file.source is None:
            continue
        for finding in file.findings:
            yield {
                "type": "finding",
                "path": valid(file.path),
                **finding_data(finding, file.source),
            }
    for error in errors_data(report):
        yield {"type": "error", **error}
    yield {
        "type": "summary",
        "files": len(report.read),
        "errors": report.errors,
        "warnings": report.warnings,
        "suggestions": report.suggestions,
    }
