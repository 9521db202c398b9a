"""What the slip model finds in hand-made sentences, and what it flags in edited posts.

    python training/evaluate_runtime.py [--posts FOLDER] [--seen FILE]

`--posts` names a folder of edited Markdown posts, where nearly every flag is a false alarm;
`--seen` a file that lists, one a line, the posts in it that the model was trained on. Every flag is
printed, to be read.
"""

from __future__ import annotations

import argparse
import re
import time
from pathlib import Path

from otlint import source
from otlint.model import Document, Format, Severity, Source
from otlint.parsing import parse
from otlint.segmentation import words
from otlint.slips.decision import Decision, decide
from otlint.slips.proposals import propose

SENTENCES = Path(__file__).resolve().parent / "data" / "slips.tsv"
_SLIP = re.compile(r"\{(.*?)\|(.*?)\}")


def reported(document: Document) -> list[Decision]:
    """What a run would report as more than a suggestion."""
    decisions = decide(document, propose(document))
    return [decision for decision in decisions if decision.severity > Severity.SUGGESTION]


def text_post(text: str) -> Document:
    """A sentence as a post."""
    return parse(Source("sentence.txt", text), Format.TEXT)


def sentences() -> None:
    """Found, rightly corrected, and flagged in the corrected twins, for each part."""
    counts: dict[str, list[int]] = {}
    for line in SENTENCES.read_text(encoding="utf-8").split("\n"):
        if not line or line.startswith("#"):
            continue
        part, _, marked = line.split("\t")
        slip = _SLIP.search(marked)
        assert slip is not None
        before, after = marked[: slip.start()], marked[slip.end() :]
        hits = [
            decision
            for decision in reported(text_post(before + slip[1] + after))
            if decision.proposal.start <= len(before) < decision.proposal.end
        ]
        count = counts.setdefault(part, [0, 0, 0, 0])
        count[0] += 1
        count[1] += bool(hits)
        count[2] += bool(hits) and hits[0].candidates[0] == slip[2].lower()
        count[3] += len(reported(text_post(before + slip[2] + after)))
    for part, (total, found, right, twins) in counts.items():
        print(f"{part}: {total} sentences, {found} found, {right} right, {twins} in twins")


def posts(folder: Path, seen: frozenset[str]) -> None:
    """Flags per 1,000 words of posts that the model has not seen."""
    total = 0
    flags = []
    started = time.perf_counter()
    for path in sorted(folder.rglob("*.md")):
        if path.relative_to(folder).as_posix() in seen:
            continue
        document = parse(source.read(path)[0], Format.MARKDOWN)
        total += sum(len(words(block.text)) for block in document.blocks)
        for decision in reported(document):
            place = decision.proposal
            text = document.blocks[place.block].text
            around = text[max(0, place.start - 60) : place.end + 40].replace("\n", " ")
            flags.append((decision.score, place.word, decision.candidates[0], around))
    seconds = time.perf_counter() - started
    print(f"{total:,} words, {len(flags)} flags, {1000 * len(flags) / max(1, total):.2f} per 1,000")
    print(f"{total / seconds:,.0f} words a second, parsing included")
    for score, typed, meant, around in sorted(flags, reverse=True):
        print(f"  {score:4} {typed} -> {meant}: {around}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=Path)
    parser.add_argument("--seen", type=Path)
    options = parser.parse_args()
    sentences()
    if options.posts:
        lines = options.seen.read_text(encoding="utf-8").split("\n") if options.seen else ()
        posts(options.posts, frozenset(filter(None, lines)))


if __name__ == "__main__":
    main()
