"""Write src/otlint/data/rules.packed from the packs; `--check` only says whether it is fresh."""

from __future__ import annotations

import argparse
import sys

from otlint import packed
from otlint.registry import PACKED, pack_files, read_packs, rules_folder


def main() -> None:
    """Write the file, or check it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    files = pack_files(rules_folder())
    wanted = packed.pack(read_packs(files), packed.digests(files))
    if not parser.parse_args().check:
        PACKED.write_text(wanted, encoding="utf-8", newline="\n")
    elif not PACKED.exists() or PACKED.read_text(encoding="utf-8") != wanted:
        sys.exit("src/otlint/data/rules.packed is stale: run `make docs`")


if __name__ == "__main__":
    main()
