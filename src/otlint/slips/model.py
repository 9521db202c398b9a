"""The slip model as ONNX Runtime runs it: pieces in, doubts and meanings out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from os import cpu_count
from typing import TYPE_CHECKING, Any, Final

from otlint.errors import EngineError
from otlint.slips.confusables import Confusables
from otlint.slips.files import ModelFiles
from otlint.slips.wordpiece import END, START, WordPiece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    Array = npt.NDArray[Any]

LONGEST: Final = 128
"""Pieces in a sequence, `[CLS]` and `[SEP]` included. The model was trained on up to 144."""
_BATCH_PIECES: Final = 1024
"""Pieces in a batch, padding included: more is no faster, and memory stays small."""
_PADDING: Final = 0.05
"""A batch ends where its longest sequence would be padded by more than this share."""
_MOST_THREADS: Final = 4
_SLOW_FUSIONS: Final = ["SkipLayerNormFusion"]
"""Optimisations of ONNX Runtime that make the network slower, by a quarter."""


@dataclass(frozen=True, slots=True)
class Question:
    """A sequence of pieces, at most `LONGEST` - 2 of them, and the pieces to judge in it."""

    ids: Sequence[int]
    places: Sequence[int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model says of the pieces of a sequence that it was asked about, in their order.

    `detection` is the logit, per piece, that another word was meant; `meaning` a vector per piece
    that `SlipModel.scores` compares with words.
    """

    detection: Array
    meaning: Array


def runtime() -> tuple[Any, Any]:
    """What the model runs on: numpy and ONNX Runtime, imported on the first call.

    Raises:
        EngineError: ONNX Runtime is not installed.
    """
    try:
        import numpy
        import onnxruntime
    except ImportError:
        raise EngineError(
            "the slip model needs onnxruntime, which is not installed (there is none for some "
            "systems): install it, or leave the model out with `--ignore slips`"
        ) from None
    return numpy, onnxruntime


class SlipModel:
    """The network with its vocabulary and confusables; one per process, see `load`."""

    def __init__(self, files: ModelFiles, threads: int) -> None:
        """Read everything that every post needs.

        Raises:
            EngineError: ONNX Runtime is not installed, or a file is missing or damaged.
        """
        np, onnxruntime = runtime()
        self._np = np
        self._embedding = np.load(files.path("embedding.npy"), mmap_mode="r")
        self._scale, self._bias = np.load(files.path("rows.npy"))
        self._positions = np.load(files.path("positions.npy")).astype(np.float32)
        pieces = files.text("vocabulary.txt").split("\n")[:-1]
        self.wordpiece = WordPiece(pieces)
        # Words of several pieces that may be meant: their rows follow those of the pieces.
        extra = files.text("words.txt").split("\n")[:-1]
        self._extra = {word: number for number, word in enumerate(extra, len(pieces))}
        self.confusables = Confusables(files.path("confusables.tsv").read_bytes())
        self._mistakable: dict[str, bool] = {}
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "1")
        try:
            self._session = onnxruntime.InferenceSession(
                files.path("encoder.onnx").read_bytes(),
                options,
                ["CPUExecutionProvider"],
                disabled_optimizers=_SLOW_FUSIONS,
            )
        except EngineError:
            raise
        except Exception as error:
            raise EngineError(
                f"this version of onnxruntime ({onnxruntime.__version__}) cannot run the slip "
                f"model: {str(error).partition(chr(10))[0]}"
            ) from error

    def read(self, questions: Sequence[Question]) -> list[Reading]:
        """Read sequences of pieces; one reading for each, in order."""
        answers: dict[int, Reading] = {}
        for batch in _batches([len(question.ids) for question in questions]):
            asked = [questions[number] for number in batch]
            embedded = self._embedded([question.ids for question in asked])
            length = embedded.shape[1]
            # The place of a piece in the batch; `[CLS]` comes first in each row.
            places = [
                row * length + 1 + place
                for row, question in enumerate(asked)
                for place in question.places
            ]
            detection, meaning = self._session.run(
                None,
                {
                    "embedded": embedded,
                    "lengths": self._np.array([len(q.ids) + 2 for q in asked], self._np.int32),
                    "places": self._np.array(places, self._np.int64),
                },
            )
            end = 0
            for number, question in zip(batch, asked, strict=True):
                start, end = end, end + len(question.places)
                answers[number] = Reading(detection[start:end], meaning[start:end])
        return [answers[number] for number in range(len(questions))]

    def _embedded(self, batch: Sequence[Sequence[int]]) -> Array:
        longest = max(map(len, batch)) + 2
        ids = self._np.zeros((len(batch), longest), self._np.int64)
        for row, sequence in enumerate(batch):
            ids[row, : len(sequence) + 2] = (START, *sequence, END)
        embedded: Array = self.vectors(ids) + self._positions[:longest]
        return embedded

    def vectors(self, ids: Array) -> Array:
        """Embeddings of pieces: float32, one axis more than `ids`."""
        found: Array = self._embedding[ids].astype(self._np.float32) * self._scale[ids][..., None]
        return found

    def output(self, word: str) -> int | None:
        """The number of a lower-case word among those that may be meant, None where it is none."""
        number = self.wordpiece.id_of(word)
        return self._extra.get(word) if number is None else number

    def may_be_another(self, word: str) -> bool:
        """Whether a lower-case word is one that another may be mistaken for."""
        known = self._mistakable.get(word)
        if known is None:
            known = any(
                other != word and self.output(other) is not None
                for other in self.confusables.of(word)
            )
            self._mistakable[word] = known
        return known

    def scores(self, meaning: Array, ids: Sequence[int]) -> Array:
        """How well output words fit a place: logits, comparable within the place alone."""
        rows = self._np.array(ids, self._np.int64)
        fits: Array = self.vectors(rows) @ meaning + self._bias[rows]
        return fits


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of sequences to read together: of about one length, the longest first."""
    order = sorted(range(len(lengths)), key=lambda number: (-lengths[number], number))
    batch: list[int] = []
    longest = 0
    for number in order:
        length = lengths[number] + 2
        if batch and (
            (len(batch) + 1) * longest > _BATCH_PIECES or length < longest * (1 - _PADDING) - 4
        ):
            yield batch
            batch = []
        if not batch:
            longest = length
        batch.append(number)
    if batch:
        yield batch


_threads = min(_MOST_THREADS, cpu_count() or 1)


def use_threads(count: int) -> None:
    """Say how many threads the model may use, before it is loaded."""
    global _threads
    _threads = count


def threads() -> int:
    """How many threads a model may use."""
    return _threads


@cache
def load(files: ModelFiles | None = None) -> SlipModel:
    """The model that ships with otlint, loaded on the first call.

    Raises:
        EngineError: ONNX Runtime is not installed, or a file is missing or damaged.
    """
    return SlipModel(files or ModelFiles(), _threads)
