"""A network to start training from: a BERT encoder's weights, or chance.

    python training/start.py OUT --from FOLDER [--layers 6]   # model.safetensors, tokenizer.json
    python training/start.py OUT --random --layers 2 --width 48

FOLDER holds an encoder of BERT's kind (uncased WordPiece, post-LN, 12 heads) as Hugging Face's
Transformers names its weights, such as all-MiniLM-L6-v2 (Apache-2.0) or bge-small-en-v1.5 (MIT).
With `--layers`, layers of a deeper encoder are left out at even distances. The heads are new.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

import torch
from network import TOKENIZER, Network, Sizes, Vocabulary, pieces_of, save

from otlint.slips.files import FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

_LAYER: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "o": "attention.output.dense",
    "l1": "attention.output.LayerNorm",
    "f1": "intermediate.dense",
    "f2": "output.dense",
    "l2": "output.LayerNorm",
}


def converted(weights: Mapping[str, Tensor], layers: int | None = None) -> dict[str, Tensor]:
    """Weights of a BERT encoder under the names of `Network`."""
    weights = {name.removeprefix("bert."): value.float() for name, value in weights.items()}
    depth = sum(name.endswith("attention.self.query.weight") for name in weights)
    kept = layers or depth
    found = {
        "word.weight": weights["embeddings.word_embeddings.weight"],
        "pos.weight": weights["embeddings.position_embeddings.weight"],
        "typ": weights["embeddings.token_type_embeddings.weight"][0],
        "ln.weight": weights["embeddings.LayerNorm.weight"],
        "ln.bias": weights["embeddings.LayerNorm.bias"],
    }
    for number in range(kept):
        # The last layer is always kept: what it gives is what follows was trained on.
        source = depth - 1 - (kept - 1 - number) * depth // kept
        for ours, theirs in _LAYER.items():
            for part in ("weight", "bias"):
                found[f"layers.{number}.{ours}.{part}"] = weights[
                    f"encoder.layer.{source}.{theirs}.{part}"
                ]
    return found


def by_chance(layers: int, width: int, seed: int = 0) -> tuple[Network, Vocabulary]:
    """A small network that has learnt nothing, with the vocabulary that otlint ships."""
    torch.manual_seed(seed)
    text = (FOLDER / "vocabulary.txt").read_text(encoding="utf-8")
    pieces = tuple(text.split("\n")[:-1])
    return Network(Sizes(layers, width, len(pieces))), Vocabulary(pieces, ())


def from_encoder(folder: Path, layers: int | None = None) -> tuple[Network, Vocabulary]:
    """An encoder with new heads."""
    from safetensors.torch import load_file

    weights = converted(load_file(folder / "model.safetensors"), layers)
    pieces = pieces_of(json.loads((folder / TOKENIZER).read_text(encoding="utf-8")))
    vocabulary, width = weights["word.weight"].shape
    depth = sum(name.endswith(".q.weight") for name in weights)
    network = Network(Sizes(depth, width, vocabulary))
    missing, unexpected = network.load_state_dict(weights, strict=False)
    if unexpected or any(
        not name.startswith(("det.", "corp.", "corb", "extra")) for name in missing
    ):
        raise ValueError(f"{folder} holds no encoder of BERT's kind: {missing + unexpected}")
    return network, Vocabulary(pieces, ())


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description="Make a network to start training from.")
    parser.add_argument("out", type=Path)
    parser.add_argument("--from", dest="source", type=Path, help="folder of an encoder")
    parser.add_argument("--random", action="store_true", help="begin with chance instead")
    parser.add_argument("--layers", type=int)
    parser.add_argument("--width", type=int, default=48)
    options = parser.parse_args()
    if options.random == bool(options.source):
        parser.error("either --from or --random")
    made = (
        by_chance(options.layers or 2, options.width)
        if options.random
        else from_encoder(options.source, options.layers)
    )
    save(*made, options.out)


if __name__ == "__main__":
    main()
