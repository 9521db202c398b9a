"""What ONNX Runtime runs: the network of a judge, written from the weights of a GGUF file.

Two graphs share a file of weights. The body takes the pieces of a tree (their vectors, places and
mask) to what the network makes of those that are asked for; the head takes that to the logarithm
of the sum over all words that may follow. Llama: Touvron et al. 2023. Gemma 3: Gemma Team 2025.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from otlint.second_look.blocks import Dense, Matrix
from otlint.second_look.names import DATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from otlint.second_look.blocks import Array
    from otlint.second_look.weights import Measures, Weights

LONGEST: Final = 512
"""Pieces in a text at most. Gemma's local layers see as far, so that they need no mask."""


_IR: Final = 9
_OPSET: Final = 20
_CONTRIB: Final = "com.microsoft"
_ALIGNED: Final = 4096
_SMALL: Final = 4096
"""Bytes up to which a tensor stands in the graph itself."""
_SLICE: Final = 8192
"""Words that the head reads at once: it unpacks them, and that takes memory."""


class Data:
    """The file of weights while it is written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def put(self, values: Array) -> int:
        """Write a tensor; returns its offset in bytes."""
        self._file.write(b"\0" * (-self._file.tell() % _ALIGNED))
        at = self._file.tell()
        self._file.write(np.ascontiguousarray(values).data)
        return at


class _Graph:
    """A graph while it is written: every method adds nodes and returns the name of the result."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def node(self, kind: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append(
            helper.make_node(kind, inputs, [name], name=name, domain=domain, **attributes)
        )
        return name

    def constant(self, values: Array | float | list[int]) -> str:
        array = np.asarray(values, np.float32 if isinstance(values, float) else None)
        name = f"constant_{len(self.constants)}"
        if array.nbytes <= _SMALL:
            key = f"{array.dtype}{array.shape}{array.tobytes().hex()}"
            if key not in self.constants:
                self.constants[key] = numpy_helper.from_array(array, name)
            return self.constants[key].name
        return self.stored(array, self.data.put(array))

    def stored(self, array: Array, place: int) -> str:
        """A tensor whose values lie in the file of weights."""
        name = f"constant_{len(self.constants)}"
        tensor = TensorProto(
            name=name,
            data_type=helper.np_dtype_to_tensor_dtype(array.dtype),
            dims=array.shape,
            data_location=TensorProto.EXTERNAL,
        )
        for key, value in (("location", DATA), ("offset", place), ("length", array.nbytes)):
            tensor.external_data.add(key=key, value=str(value))
        self.constants[name] = tensor
        return name

    def times(self, value: str, matrix: Matrix, places: Sequence[int] | None = None) -> str:
        """Rows of `value` times the transposed matrix.

        Args:
            value: The rows.
            matrix: The matrix.
            places: Where the parts of the matrix lie in the file of weights, once written.
        """
        parts = [
            self.constant(part) if places is None else self.stored(part, place)
            for part, place in zip(matrix.parts, places or [0] * 3, strict=False)
        ]
        if isinstance(matrix, Dense):
            return self.node("Gemm", value, *parts, transB=1)
        rows, columns = matrix.shape
        # Accuracy level 1: what goes in stays float32. Rounding it to 8 bits, level 4, is twice as
        # fast and makes the answer hang on the processor.
        return self.node(
            "MatMulNBits",
            value,
            *parts,
            domain=_CONTRIB,
            K=columns,
            N=rows,
            bits=matrix.bits,
            block_size=matrix.block,
            accuracy_level=1,
        )

    def norm(self, value: str, weight: Array, epsilon: float) -> str:
        return self.node(
            "SimplifiedLayerNormalization",
            value,
            self.constant(weight),
            axis=-1,
            epsilon=epsilon,
            stash_type=1,
        )

    def shaped(self, value: str, *shape: int) -> str:
        return self.node("Reshape", value, self.constant(list(shape)))

    def model(
        self, inputs: dict[str, tuple[int, list[Any]]], outputs: list[str]
    ) -> onnx.ModelProto:
        graph = helper.make_graph(
            self.nodes,
            "judge",
            [helper.make_tensor_value_info(name, *kind) for name, kind in inputs.items()],
            [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
            list(self.constants.values()),
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=_IR)


def body(weights: Weights, data: Data, told: Callable[[], None]) -> onnx.ModelProto:
    """The graph of the body.

    Its inputs: `vectors` (pieces, width), `positions` (1, pieces), `mask` (pieces, pieces) and
    `wanted`, the places of the pieces that are asked for. Its output: (wanted, width).

    Args:
        weights: The file.
        data: Where matrices are written.
        told: Called after every layer.
    """
    measures = weights.measures
    graph = _Graph(data)
    turns = {base: _turns(weights, base) for base in sorted(set(measures.bases))}
    value = "vectors"
    for layer in range(measures.layers):
        value = _layer(graph, weights, layer, value, turns[measures.bases[layer]])
        told()
    value = graph.node("Gather", value, "wanted", axis=0)
    value = graph.norm(value, weights.vector("output_norm.weight"), measures.epsilon)
    inputs: dict[str, tuple[int, list[Any]]] = {
        "vectors": (TensorProto.FLOAT, ["pieces", measures.width]),
        "positions": (TensorProto.INT64, [1, "pieces"]),
        "mask": (TensorProto.FLOAT, ["pieces", "pieces"]),
        "wanted": (TensorProto.INT64, ["wanted"]),
    }
    return graph.model(inputs, [value])


def _turns(weights: Weights, base: float) -> tuple[Array, Array]:
    """Cosines and sines by which positions turn halves of heads (Su et al. 2021)."""
    half = weights.measures.head_width // 2
    steps = np.power(base, -np.arange(half, dtype=np.float64) / half)
    if "rope_freqs.weight" in weights.names:
        steps /= weights.vector("rope_freqs.weight")
    angles = np.arange(LONGEST, dtype=np.float64)[:, None] * steps
    return np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)


def _layer(
    graph: _Graph, weights: Weights, number: int, value: str, turns: tuple[Array, Array]
) -> str:
    measures = weights.measures

    def norm(inside: str, name: str) -> str:
        weight = weights.vector(f"blk.{number}.{name}.weight")
        return graph.norm(inside, weight, measures.epsilon)

    def times(inside: str, name: str) -> str:
        return graph.times(inside, weights.matrix(f"blk.{number}.{name}.weight"))

    looked = _attention(graph, measures, norm, times, norm(value, "attn_norm"), turns)
    if measures.gemma:
        looked = norm(looked, "post_attention_norm")
    value = graph.node("Add", value, looked)
    inside = norm(value, "ffn_norm")
    gate = times(inside, "ffn_gate")
    if measures.gemma:
        gate = graph.node("Gelu", gate, approximate="tanh")
    else:
        gate = graph.node("Mul", gate, graph.node("Sigmoid", gate))
    thought = times(graph.node("Mul", gate, times(inside, "ffn_up")), "ffn_down")
    if measures.gemma:
        thought = norm(thought, "post_ffw_norm")
    return graph.node("Add", value, thought)


def _attention(
    graph: _Graph,
    measures: Measures,
    norm: Callable[[str, str], str],
    times: Callable[[str, str], str],
    value: str,
    turns: tuple[Array, Array],
) -> str:
    """What pieces take from those they see. Several heads of queries share keys and values."""
    width, shared = measures.head_width, measures.shared_heads
    each = measures.heads // shared
    cosines, sines = (graph.constant(table) for table in turns)

    def turned(name: str, heads: int) -> str:
        flat = times(value, name)
        if measures.gemma:
            by_head = norm(graph.shaped(flat, -1, heads, width), f"{name}_norm")
            flat = graph.shaped(by_head, -1, heads * width)
        row = graph.node("Unsqueeze", flat, graph.constant([0]))
        found = graph.node("RotaryEmbedding", row, "positions", cosines, sines, domain=_CONTRIB)
        return graph.shaped(found, -1, shared, heads // shared, width)

    queries = graph.node("Transpose", turned("attn_q", measures.heads), perm=[1, 2, 0, 3])
    queries = graph.shaped(queries, shared, -1, width)
    scale = graph.constant(float(width) ** -0.5)
    queries = graph.node("Mul", queries, scale)
    keys = graph.shaped(turned("attn_k", shared), -1, shared, width)
    keys = graph.node("Transpose", keys, perm=[1, 2, 0])
    values = graph.shaped(times(value, "attn_v"), -1, shared, width)
    values = graph.node("Transpose", values, perm=[1, 0, 2])
    # (shared, each * pieces, pieces) and the mask (pieces, pieces)
    fits = graph.node("MatMul", queries, keys)
    size = graph.node("Shape", "mask")
    by_head = graph.node("Concat", graph.constant([shared, each]), size, axis=0)
    fits = graph.node("Add", graph.node("Reshape", fits, by_head), "mask")
    shares = graph.node("Softmax", fits, axis=-1)
    flat = graph.node(
        "Concat", graph.constant([shared, -1]), graph.node("Shape", "mask", start=1), axis=0
    )
    taken = graph.node("MatMul", graph.node("Reshape", shares, flat), values)
    taken = graph.shaped(taken, shared, each, -1, width)
    taken = graph.node("Transpose", taken, perm=[2, 0, 1, 3])
    return times(graph.shaped(taken, -1, measures.heads * width), "attn_output")


def head(matrix: Matrix, places: Sequence[int], data: Data) -> onnx.ModelProto:
    """The graph of the head: `rows` (rows, width) to the log of the sum of exponentials (rows,).

    Args:
        matrix: A row a word that may follow.
        places: Where its parts lie in the file of weights.
        data: That file.
    """
    graph = _Graph(data)
    sums = [
        graph.node(
            "ReduceLogSumExp", graph.times("rows", part, at), graph.constant([-1]), keepdims=1
        )
        for part, at in _slices(matrix, places)
    ]
    joined = graph.node("Concat", *sums, axis=-1)
    total = graph.node("ReduceLogSumExp", joined, graph.constant([-1]), keepdims=0)
    inputs: dict[str, tuple[int, list[Any]]] = {
        "rows": (TensorProto.FLOAT, ["rows", matrix.shape[1]])
    }
    return graph.model(inputs, [total])


def _slices(matrix: Matrix, places: Sequence[int]) -> Iterator[tuple[Matrix, list[int]]]:
    for start in range(0, matrix.shape[0], _SLICE):
        at = [
            place + start * part.nbytes // len(part)
            for place, part in zip(places, matrix.parts, strict=True)
        ]
        yield matrix.taken(slice(start, start + _SLICE)), at
