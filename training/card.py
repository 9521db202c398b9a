"""Write the model card: what `data/card.md` says, with the figures of `evaluate.py --json`.

    python training/card.py FOLDER FIGURES.json

FOLDER is where the card is written to, beside the model.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from string import Template
from typing import Any, Final

TEXT: Final = Path(__file__).resolve().parent / "data" / "card.md"
CARD: Final = "MODEL_CARD.md"
_AROUND: Final = 0.51


def table(figures: list[dict[str, Any]], warning: float) -> str:
    """A Markdown table of counts at the level of a warning, a little below and above."""
    lines = [
        "| text | judge | level | slips | found | right | others per 1,000 words |",
        "|---|---|---|---|---|---|---|",
    ]
    for line in figures:
        if line["judge"] == "slip model" and abs(line["level"] - warning) > _AROUND:
            continue
        shown = f"{line['slips']} | {line['found']} | {line['right']}" if line["slips"] else "| |"
        others = 1000 * line["others"] / max(1, line["words"])
        lines.append(
            f"| {line['text']} ({line['words']:,} words) | {line['judge']} | {line['level']:g} "
            f"| {shown} | {others:.2f} |"
        )
    return "\n".join(lines)


def card(figures: list[dict[str, Any]], warning: float, name: str, size: int) -> str:
    """The text of the card."""
    text = Template(TEXT.read_text(encoding="utf-8"))
    return text.substitute(name=name, size=f"{size / 1e6:.0f} MB", figures=table(figures, warning))


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Write the model card.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("figures", type=Path)
    options = parser.parse_args()
    manifest = json.loads((options.folder / "manifest.json").read_text(encoding="utf-8"))
    size = sum(entry["bytes"] for entry in manifest["files"].values())
    figures = json.loads(options.figures.read_text(encoding="utf-8"))
    thresholds = json.loads((options.folder / "thresholds.json").read_text(encoding="utf-8"))
    text = card(figures, thresholds["levels"]["warning"], manifest["model"], size)
    (options.folder / CARD).write_bytes(text.encode())


if __name__ == "__main__":
    main()
