"""Write the slip model as the package ships it: 8-bit graph, 8-bit embeddings, word lists.

    python training/export.py SOURCE --confusables TSV [--to src/otlint/data/slip-model]

SOURCE is a folder with `weights.safetensors`, `tokenizer.json`, `contractions.json` and, unless
every output word is one piece, `words.txt`. `thresholds.py` and `card.py` write the rest;
`manifest.json`, which the runtime checks, is renewed over all of it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from calibrate import ranges
from onnx_graph import build
from safetensors.numpy import load_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

HERE: Final = Path(__file__).resolve().parent
TARGET: Final = HERE.parent / "src" / "otlint" / "data" / "slip-model"
EXTRA: Final = HERE / "data" / "confusables.tsv"
GRAPH: Final = "encoder.onnx"
SHIPPED: Final = (
    GRAPH,
    "confusables.tsv",
    "embedding.npy",
    "positions.npy",
    "rows.npy",
    "thresholds.json",
    "vocabulary.txt",
    "words.txt",
)
MODEL: Final = "slip-v1"
MOST_CANDIDATES: Final = 48


def export(source: Path, confusables: Path, target: Path, extra: Path | None = EXTRA) -> None:
    """Convert a trained model; see the head of this module."""
    weights = {
        name: value.astype(np.float32)
        for name, value in load_file(source / "weights.safetensors").items()
    }
    target.mkdir(parents=True, exist_ok=True)
    pieces = read_vocabulary(source)
    graph = build(weights, ranges(weights, pieces))
    (target / GRAPH).write_bytes(graph.SerializeToString())
    write_embeddings(weights, target)
    write_lines(target / "vocabulary.txt", pieces)
    if not (target / "thresholds.json").exists():
        (target / "thresholds.json").write_bytes((TARGET / "thresholds.json").read_bytes())
    extra_words = source / "words.txt"
    (target / "words.txt").write_bytes(extra_words.read_bytes() if extra_words.exists() else b"")
    table = read_confusables(confusables)
    if extra is not None:
        add_confusables(table, read_pairs(extra))
    write_lines(
        target / "confusables.tsv",
        (f"{word}\t{' '.join(table[word][:MOST_CANDIDATES])}" for word in by_bytes(table)),
    )
    write_manifest(target)


def write_embeddings(weights: Mapping[str, npt.NDArray[Any]], target: Path) -> None:
    """Word embeddings as int8 rows, with scale and output bias of each; positions as float16.

    Rows of output words that are no single piece follow those of the pieces. The type embedding,
    always the same, is added to the positions.
    """
    empty = weights["word.weight"][:0]
    words = np.concatenate([weights["word.weight"], weights.get("extra", empty)])
    scale = np.abs(words).max(axis=1) / 127
    scale[scale == 0] = 1
    np.save(target / "embedding.npy", np.rint(words / scale[:, None]).astype(np.int8))
    np.save(target / "rows.npy", np.stack([scale, weights["corb"]]).astype(np.float32))
    positions = weights["pos.weight"] + weights["typ"]
    np.save(target / "positions.npy", positions.astype(np.float16))


def read_vocabulary(source: Path) -> list[str]:
    """Piece by id, with the contractions in the places that BERT left unused."""
    vocabulary: dict[str, int] = json.loads(
        (source / "tokenizer.json").read_text(encoding="utf-8")
    )["model"]["vocab"]
    pieces = sorted(vocabulary, key=vocabulary.__getitem__)
    contractions: dict[str, int] = json.loads(
        (source / "contractions.json").read_text(encoding="utf-8")
    )
    for word, number in contractions.items():
        pieces[number] = word
    return pieces


def read_confusables(path: Path) -> dict[str, list[str]]:
    """Words and what may have been meant: `word TAB candidate:kind candidate:kind ...`."""
    table: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        word, tab, candidates = line.partition("\t")
        if tab:
            table[word] = [candidate.partition(":")[0] for candidate in candidates.split()]
    return table


def read_pairs(path: Path) -> list[list[str]]:
    """Sets of words that are taken for each other, a set a line; `#` begins a comment."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [words for line in lines if (words := line.partition("#")[0].split())]


def add_confusables(table: dict[str, list[str]], sets: Iterable[list[str]]) -> None:
    """Put every word of a set first among the candidates of the others."""
    for words in sets:
        for word in words:
            candidates = table.setdefault(word, [])
            for other in reversed(words):
                if other != word:
                    if other in candidates:
                        candidates.remove(other)
                    candidates.insert(0, other)


def by_bytes(words: Iterable[str]) -> list[str]:
    """Words in the order of their UTF-8 bytes, which the runtime's search relies on."""
    return sorted(words, key=lambda word: word.encode())


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines that end in a bare newline on every system."""
    path.write_bytes("".join(f"{line}\n" for line in lines).encode())


def write_manifest(target: Path) -> None:
    """Record size and checksums of every file that the runtime reads."""
    files = {}
    for name in SHIPPED:
        data = (target / name).read_bytes()
        files[name] = {
            "bytes": len(data),
            "crc32": zlib.crc32(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
    text = json.dumps({"model": MODEL, "files": files}, indent=2) + "\n"
    (target / "manifest.json").write_bytes(text.encode())


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Write the slip model as the package ships it.")
    parser.add_argument("source", type=Path, nargs="?", help="folder of the trained model")
    parser.add_argument("--confusables", type=Path)
    parser.add_argument("--to", type=Path, default=TARGET)
    parser.add_argument("--manifest-only", action="store_true", help="after new thresholds")
    arguments = parser.parse_args()
    if arguments.manifest_only:
        write_manifest(arguments.to)
    elif arguments.source is None or arguments.confusables is None:
        parser.error("which folder holds the trained model, and which file the confusables?")
    else:
        export(arguments.source, arguments.confusables, arguments.to)


if __name__ == "__main__":
    main()
