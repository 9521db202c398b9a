"""Judging: how likely a language model finds texts that differ in a word or two."""

from __future__ import annotations

import json
import math
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from otlint.errors import EngineError
from otlint.second_look import store
from otlint.second_look.names import BODY, DATA, HEAD, MEASURES, TOKENS
from otlint.second_look.tokens import build
from otlint.second_look.tree import planted
from otlint.slips.model import threads

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    Array = npt.NDArray[Any]

_BEFORE: Final = 256
"""Pieces before the first difference that are read at most: those nearest to it."""
_AFTER: Final = 12
"""Pieces after the last difference that are read at most: what a wrong word spoils is near it."""
_ROWS: Final = 256
"""Places that the head reads at once."""
_SAID: Final = 90
"""Characters of an error of ONNX Runtime that are passed on."""


class Judge:
    """A language model; one per process, see `load`."""

    def __init__(self, name: str, folder: Path, fingerprint: str, threads: int) -> None:
        """Load what `otlint second-look prepare` has written.

        Args:
            name: The name of the judge.
            folder: Where its files are.
            fingerprint: Differs when its answers might.
            threads: How many threads it may use.

        Raises:
            EngineError: ONNX Runtime is not installed or does not fit, or the files are damaged.
        """
        try:
            import numpy as np
            import onnxruntime
        except ImportError:
            raise EngineError(
                "the second look needs onnxruntime, which is not installed (there is none for "
                "some systems)"
            ) from None
        self.name = name
        self.fingerprint = fingerprint
        self._np = np
        try:
            measures = json.loads((folder / MEASURES).read_bytes())
            self.tokens = build(json.loads((folder / TOKENS).read_bytes()))
            self._spoken = int(measures["spoken"])
            self._longest = int(measures["longest"])
            self._scale = np.float32(measures["scale"])
            self._inputs = _matrix(folder / DATA, measures["inputs"])
            self._outputs = _matrix(folder / DATA, measures["outputs"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise store.damaged(name) from error
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.enable_mem_pattern = False  # every tree is of another size
        options.log_severity_level = 4
        try:
            self._body, self._head = (
                onnxruntime.InferenceSession(str(folder / file), options, ["CPUExecutionProvider"])
                for file in (BODY, HEAD)
            )
            self._head.run(None, {"rows": np.zeros((1, int(measures["width"])), np.float32)})
        except Exception as error:
            raise EngineError(
                f"this version of onnxruntime ({onnxruntime.__version__}) cannot run the judge "
                f'{name} ({_end_of(error)}): run `pip install --upgrade "otlint[second-look]"`'
            ) from error

    def log_probs(self, places: Sequence[Sequence[str]]) -> list[tuple[float, ...]]:
        """How likely texts are, compared with the others of their place.

        A text's figure is the log probability of what follows the pieces that all texts of its
        place begin with, up to 12 pieces after the last place where they differ. The same texts
        have the same figures, to 0.001, whatever else they are judged with.

        Args:
            places: For each place, its full texts: context and sentence, each as one candidate
                puts it.

        Returns:
            For each place a natural logarithm, in nats, for each text.

        Raises:
            EngineError: The model gives no numbers.
        """
        cut = [self.pieces(texts) for texts in places]
        chances = self._chances(cut)
        return [
            tuple(
                math.fsum(chances[text[:end], text[end]] for end in range(shared, len(text)))
                for text in texts
            )
            for shared, texts in cut
        ]

    def pieces(self, texts: Sequence[str]) -> tuple[int, list[tuple[int, ...]]]:
        """The pieces of a place's texts, no more than can be read, and how many begin them all."""
        ids = [self.tokens.encode(text) for text in texts]
        shared = _shared(ids)
        if any(len(text) == shared for text in ids) and len(set(map(tuple, ids))) > 1:
            # One text is how another begins: that it ends there must count.
            ids = [[*text, *self.tokens.encode("\n")] for text in ids]
        far = max(0, shared - _BEFORE)
        ids = [[self.tokens.start, *text[far:]] for text in ids]
        # What is cut from the end is cut from all texts alike.
        least = min(map(len, ids), default=0)
        alike = min(_shared([text[::-1] for text in ids]), least - (shared - far + 1))
        excess = max(map(len, ids), default=0) - self._longest
        less = min(alike, max(alike - _AFTER, excess, 0))
        ids = [text[: len(text) - less][: self._longest] for text in ids]
        return shared - far + 1, [tuple(text) for text in ids]

    def _chances(
        self, cut: Iterable[tuple[int, Sequence[tuple[int, ...]]]]
    ) -> Mapping[tuple[tuple[int, ...], int], float]:
        """Log probability of each piece after those before it."""
        np = self._np
        starts: dict[tuple[int, ...], int] = {}
        for shared, texts in cut:
            for text in texts:
                starts[text] = min(shared, starts.get(text, len(text)))
        asked: list[tuple[tuple[int, ...], int]] = []
        rows: list[Array] = []
        numbers: list[int] = []
        count = 0
        for tree, texts in planted(text for text, start in starts.items() if start < len(text)):
            places: dict[int, int] = {}
            for text in texts:
                path = tree.path(text)
                for end in range(starts[text], len(text)):
                    row = places.setdefault(path[end - 1], len(places))
                    asked.append((text[:end], text[end]))
                    numbers.append(count + row)
            rows.append(self._read(tree, list(places)))
            count += len(places)
        if not asked:
            return {}
        inside = np.concatenate(rows)
        totals = np.concatenate(
            [
                self._head.run(None, {"rows": inside[at : at + _ROWS]})[0]
                for at in range(0, count, _ROWS)
            ]
        )
        pieces = np.array([piece for _, piece in asked])
        vectors = self._outputs.rows(pieces)
        fits = np.einsum("ij,ij->i", vectors, inside[numbers]).astype(np.float64)
        among = totals[numbers].astype(np.float64)
        # A piece that English does not use is not among those that the head sums up.
        with np.errstate(invalid="ignore"):
            among = np.where(pieces < self._spoken, among, np.logaddexp(among, fits))
            found = fits - among
        if not np.isfinite(found).all():
            raise EngineError(
                f"the judge {self.name} gives no numbers here: its file may be damaged, or its "
                "network be of a kind that otlint does not know"
            )
        return dict(zip(asked, found.tolist(), strict=True))

    def _read(self, tree: Any, wanted: list[int]) -> Array:
        np = self._np
        vectors = self._inputs.rows(np.array(tree.pieces)) * self._scale
        found: Array = self._body.run(
            None,
            {
                "vectors": vectors,
                "positions": tree.depths()[None],
                "mask": tree.mask(),
                "wanted": np.array(wanted, np.int64),
            },
        )[0]
        return found


def _end_of(error: Exception) -> str:
    """What ONNX Runtime says of an error in the end, after long names of its own."""
    line = str(error).strip().partition("\n")[0].rstrip(".")
    return line if len(line) <= _SAID else f"... {line[-_SAID:]}"


def _shared(texts: Sequence[Sequence[int]]) -> int:
    """With how many pieces all texts begin."""
    return next(
        (at for at, column in enumerate(zip(*texts, strict=False)) if len(set(column)) > 1),
        min(map(len, texts), default=0),
    )


def _matrix(path: Path, said: Mapping[str, Any]) -> Any:
    """A matrix where it lies in the file of weights."""
    import numpy as np

    from otlint.second_look.blocks import Dense, Packed

    rows, columns, bits, block = (int(said[key]) for key in ("rows", "columns", "bits", "block"))

    def at(number: int, kind: type, *shape: int) -> Array:
        return np.memmap(path, kind, "r", int(said["places"][number]), shape)

    if bits == 32:
        return Dense(at(0, np.float32, rows, columns))
    blocks = columns // block
    zeros = at(2, np.float32, rows, blocks) if len(said["places"]) > 2 else None
    codes = at(0, np.uint8, rows, blocks, block * bits // 8)
    return Packed(bits, block, codes, at(1, np.float32, rows, blocks), zeros)


@cache
def load(judge: str) -> Judge:
    """A judge that was prepared, loaded on the first call. It may use the slip model's threads.

    Args:
        judge: The name of a known one, or the path of a GGUF file.

    Raises:
        UsageError: There is no such judge.
        EngineError: It is not prepared, or damaged; says which command mends that.
    """
    kept = store.find(judge)
    return Judge(kept.name, kept.folder, kept.fingerprint, threads())
