"""What each thing that makes a judge fast or small gains, and what it costs in nats.

    python benchmarks/second_look.py MODEL.gguf POST... [--threads 1]

The slip model proposes words of the posts with five candidates each; a judge is asked as it ships,
and with one thing left out at a time:

    alone     every text is read by itself: nothing that two begin with is shared
    whole     texts are read to their end, not to a dozen pieces after the difference
    all       what may follow is weighed among the whole vocabulary, not among what English uses
    exact     weights are float32 instead of blocks of 4 and 8 bits, and the whole vocabulary

Each runs in a process of its own. Time is that of the processor, over all threads: another program
beside it changes it less than what the clock shows. `gain` is how much the difference between two
texts of a place changes, on average and at most.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any

VARIANTS = ("shipped", "alone", "whole", "all", "exact")
PROPOSED = 5
PLACES = "places.json"


def places(posts: list[Path]) -> list[list[str]]:
    """The texts of every place that the slip model doubts: as typed, then with each candidate."""
    from otlint.formats.markdown import parse
    from otlint.segmentation import sentences
    from otlint.slips.proposals import propose
    from otlint.source import decode

    found = []
    for post in posts:
        source, _ = decode(post.read_bytes(), str(post))
        document = parse(source)
        for proposal in propose(document):
            text = document.blocks[proposal.block].text
            starts = [span for span in sentences(text) if span.start <= proposal.start]
            start, end = starts[max(0, len(starts) - 2)].start, starts[-1].end
            before, after = text[start : proposal.start], text[proposal.end : end]
            words = [text[proposal.start : proposal.end]]
            words += [candidate.word for candidate in proposal.candidates[:PROPOSED]]
            found.append([before + word + after for word in words])
    return found


def convert(variant: str, model: Path, folder: Path) -> None:
    """Write the files of a variant."""
    from otlint.second_look import converting

    if variant in ("all", "exact"):
        vars(converting)["LARGE"] = sys.maxsize
    converting.convert(model, folder, exact=variant == "exact")


def ask(variant: str, folder: Path, threads: int) -> dict[str, Any]:
    """Figures and answers of a variant."""
    from otlint.second_look import judge, tree

    asked = json.loads((folder.parent / PLACES).read_bytes())
    one = judge.Judge(variant, folder, "", threads)
    plant = tree.planted
    if variant == "alone":
        plant = partial(tree.planted, largest=0)
        vars(judge)["planted"] = plant
    if variant == "whole":
        vars(judge)["_AFTER"] = sys.maxsize
    texts = [text for place in asked for text in one.pieces(place)[1]]
    read = sum(len(planted) for planted, _ in plant(texts))
    one.log_probs(asked[:1])
    began = time.process_time()
    answers = one.log_probs(asked)
    return {
        "answers": answers,
        "seconds": time.process_time() - began,
        "tokens": read,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "disk": sum(file.stat().st_size for file in folder.iterdir()) / 2**20,
    }


def changes(one: list[list[float]], other: list[list[float]]) -> list[float]:
    """How much each difference between the text as typed and another changes."""
    return [
        abs((first - before[0]) - (second - after[0]))
        for before, after in zip(one, other, strict=True)
        for first, second in zip(before[1:], after[1:], strict=True)
    ]


def report(model: Path, posts: list[Path], threads: int) -> None:
    """Measure every variant and print a table."""
    with tempfile.TemporaryDirectory() as name:
        top = Path(name)
        asked = places(posts)
        (top / PLACES).write_text(json.dumps(asked), "utf-8")
        print(f"{len(asked)} places with {sum(map(len, asked))} texts in {len(posts)} posts")
        print("variant   tokens  seconds  tokens/s  memory MB  disk MB  gain: mean    most")
        shipped: list[list[float]] = []
        for variant in VARIANTS:
            (top / variant).mkdir()
            command = [sys.executable, __file__, str(model), "--threads", str(threads)]
            for step in ("--convert", "--ask"):
                done = subprocess.run(
                    [*command, step, str(top / variant)], stdout=subprocess.PIPE, check=True
                )
            found = json.loads(done.stdout)
            shipped = shipped or found["answers"]
            differences = changes(shipped, found["answers"])
            print(
                f"{variant:<8}{found['tokens']:8,}{found['seconds']:9.1f}"
                f"{found['tokens'] / found['seconds']:10.0f}{found['memory']:11.0f}"
                f"{found['disk']:9.0f}{statistics.mean(differences):12.5f}"
                f"{max(differences):8.4f}",
                flush=True,
            )


def main() -> None:
    """Run the benchmark, or one step of it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("posts", type=Path, nargs="*")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--convert", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.convert:
        convert(given.convert.name, given.model, given.convert)
    elif given.ask:
        print(json.dumps(ask(given.ask.name, given.ask, given.threads)))
    else:
        report(given.model, given.posts, given.threads)


if __name__ == "__main__":
    main()
