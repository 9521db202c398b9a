"""From a GGUF file to the files that a judge is loaded from.

Besides the two graphs and their weights these are the tokeniser and a table of measures.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from otlint.errors import InputError
from otlint.frequency import zipf_values
from otlint.second_look import graph, tokens
from otlint.second_look.blocks import Packed
from otlint.second_look.names import BODY, DATA, HEAD, MEASURES, TOKENS
from otlint.second_look.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from otlint.second_look.blocks import Array, Matrix

LARGE: Final = 100_000
"""Pieces from which a vocabulary is cut to what English uses."""
_PUNCTUATION: Final = frozenset("\u00a0£§©°·½×‐‑‒–—‘’“”•…€")
_KNOWN: Final = (
    "attn_norm attn_q attn_k attn_v attn_output ffn_norm ffn_gate ffn_up ffn_down attn_q_norm "
    "attn_k_norm post_attention_norm post_ffw_norm"
).split()


def convert(
    source: Path,
    folder: Path,
    told: Callable[[int, int], None] = lambda _done, _steps: None,
    *,
    exact: bool = False,
) -> None:
    """Write the files of a judge.

    Args:
        source: A GGUF file.
        folder: Where the files are written.
        told: Called now and then with the steps done, and of how many.
        exact: Keep every number as float32, which is large and no better: for tests.

    Raises:
        InputError: It is no GGUF file, or one that is not understood.
        OSError: It cannot be read, or the files cannot be written.
    """
    import onnx

    weights = Weights(source, round_floats=not exact)
    _refuse_unknown(weights)
    measures = weights.measures
    steps = measures.layers + 2
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        told(done, steps)

    described = tokens.described(weights.value)
    order, spoken = np.arange(len(described["pieces"])), len(described["pieces"])
    if len(order) > LARGE:
        used = _english(described)
        order, spoken = np.argsort(~used, kind="stable"), int(used.sum())
        described = _reordered(described, order)
    embedding = weights.matrix("token_embd.weight").taken(order)
    if embedding.shape != (len(order), measures.width):
        raise InputError("the vocabulary of this GGUF file does not fit its tokeniser")
    tied = "output.weight" not in weights.names
    output = embedding if tied else weights.matrix("output.weight").taken(order)
    step()
    with (folder / DATA).open("wb") as file:
        data = graph.Data(file)
        inputs = [data.put(part) for part in embedding.parts]
        outputs = inputs if tied else [data.put(part) for part in output.parts]
        head = graph.head(output.taken(slice(0, spoken)), outputs, data)
        step()
        body = graph.body(weights, data, step)
    onnx.save_model(body, folder / BODY)
    onnx.save_model(head, folder / HEAD)
    _write(folder / TOKENS, described)
    _write(
        folder / MEASURES,
        {
            "width": measures.width,
            "spoken": spoken,
            "longest": min(graph.LONGEST, measures.context, measures.window or graph.LONGEST),
            "scale": float(np.float32(measures.width**0.5)) if measures.gemma else 1.0,
            "inputs": _place(embedding, inputs),
            "outputs": _place(output, outputs),
        },
    )


def _refuse_unknown(weights: Weights) -> None:
    """Refuse tensors that the graph would leave out: its answers would be wrong."""
    for name in sorted(weights.names):
        kind = name.split(".")
        known = name in ("token_embd.weight", "output_norm.weight", "output.weight")
        known = known or (name == "rope_freqs.weight" and not weights.measures.gemma)
        if not known and not (kind[0] == "blk" and kind[2] in _KNOWN and kind[3:] == ["weight"]):
            raise InputError(f"this model has {name}, which the second look does not know")


def _write(path: Path, data: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _place(matrix: Matrix, places: list[int]) -> dict[str, Any]:
    """How a matrix is found again in the file of weights."""
    rows, columns = matrix.shape
    bits, block = (matrix.bits, matrix.block) if isinstance(matrix, Packed) else (32, columns)
    return {"rows": rows, "columns": columns, "bits": bits, "block": block, "places": places}


# --- the vocabulary


def _english(described: Mapping[str, Any]) -> Array:
    """Which pieces English uses: those that spell the words of otlint's word list.

    Each word counts in lower case and with a capital, after a space and, in lower case, without;
    besides them whatever holds no letter at all and is ASCII or common punctuation. What may
    follow is weighed among these alone; a piece outside of them is weighed against them.
    """
    pieces, types = described["pieces"], described["types"]
    used = np.array(
        [
            kind in (1, 4) and _plain(tokens.shown(described["kind"], piece))
            for piece, kind in zip(pieces, types, strict=True)
        ]
    )
    encode = tokens.build(described).encode
    for word in zipf_values():
        used[encode(f" {word}") + encode(f" {word.capitalize()}") + encode(word)] = True
    return used


def _plain(text: str) -> bool:
    return all(
        (character.isascii() and not character.isalpha()) or character in _PUNCTUATION
        for character in text
    )


def _reordered(described: dict[str, Any], order: Array) -> dict[str, Any]:
    """A tokeniser whose pieces stand in another order."""
    new = dict(described)
    for key in ("pieces", "types", "scores"):
        if key in described:
            new[key] = [described[key][number] for number in order]
    new["start"] = int(np.flatnonzero(order == described["start"])[0])
    return new
