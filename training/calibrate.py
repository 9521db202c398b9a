"""How large activations get, channel by channel: what the scales of the 8-bit graph are made of.

The network reads the hand-made sentences of the `dev` part, with their slips and without, some in
a row as in a paragraph. That these few are enough was measured: scales from a hundred times as much
text give a graph that is as near to exact arithmetic, no nearer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import onnxruntime
from measure import PHRASES, SENTENCES, sentences
from onnx_graph import build

from otlint.slips.model import LONGEST
from otlint.slips.wordpiece import END, START, WordPiece

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

_PARAGRAPH: Final = 6
"""Sentences in a row."""


def texts() -> list[str]:
    """The paragraphs that are read."""
    found = [
        text
        for path in (SENTENCES, PHRASES)
        for sentence in sentences(path)
        if sentence.part == "dev"
        for text in (sentence.right, sentence.wrong)
    ]
    return [" ".join(found[at : at + _PARAGRAPH]) for at in range(0, len(found), _PARAGRAPH)]


def ranges(
    weights: Mapping[str, Array], pieces: Sequence[str], paragraphs: Iterable[str] | None = None
) -> dict[str, Array]:
    """The largest size of each channel of every activation that `onnx_graph.build` asks for.

    Args:
        weights: The network's, in float32.
        pieces: Its vocabulary.
        paragraphs: What it reads; `texts()` unless given.
    """
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        build(weights).SerializeToString(), options, ["CPUExecutionProvider"]
    )
    names = [output.name for output in session.get_outputs()][2:]
    largest: dict[str, Array] = {}
    encode = WordPiece(pieces).encode
    for text in texts() if paragraphs is None else paragraphs:
        ids = [START, *encode(text).ids[: LONGEST - 2], END]
        embedded = weights["word.weight"][ids] + weights["pos.weight"][: len(ids)] + weights["typ"]
        found = session.run(
            names,
            {
                "embedded": embedded[None].astype(np.float32),
                "lengths": np.array([len(ids)], np.int32),
                "places": np.arange(len(ids)),
            },
        )
        for name, activation in zip(names, found, strict=True):
            sizes = np.abs(activation).reshape(-1, activation.shape[-1]).max(axis=0)
            largest[name] = np.maximum(largest.get(name, sizes), sizes)
    return largest
