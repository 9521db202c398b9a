"""The entry point: `otlint` and `python -m otlint`."""

from __future__ import annotations

import os
import sys


def run() -> None:
    """Run the command line and exit with its code."""
    from otlint.cli import main

    code = main(sys.argv[1:])
    # All is written and let go of: taking the interpreter apart, object by object, would only take
    # a tenth of the time that checking a post takes.
    os._exit(code)


if __name__ == "__main__":
    run()
