"""The entry point: `otlint` and `python -m otlint`."""

from __future__ import annotations

import gc
import os
import sys

_GARBAGE = (20_000, 50, 1000)
"""Findings and tokens live until the end of a run: looking for garbage among them as often as
Python does by itself takes a tenth of the time of a check."""


def run() -> None:
    """Run the command line and exit with its code."""
    from otlint.cli import main

    gc.set_threshold(*_GARBAGE)
    code = main(sys.argv[1:])
    # All is written and let go of: taking the interpreter apart, object by object, would only take
    # a tenth of the time that checking a post takes.
    os._exit(code)


if __name__ == "__main__":
    run()
