"""The slip model as an ONNX graph with 8-bit weights, written with numpy and onnx alone.

Post-LN BERT: every layer is attention, add and norm, feed-forward, add and norm. Word and position
embeddings stay outside (the runtime looks them up in a mapped file), so that the graph is small.

    embedded  float [batch, length, width]   word + position + type embeddings, before their norm
    lengths   int32 [batch]                  pieces of each sequence; the rest is padding
    places    int64 [places]                 pieces to judge: number in batch * length + place
    detection float [places]                 logit that another word was meant, per piece
    meaning   float [places, width]          to be multiplied by word embeddings: scores of words

Half of the pieces of a text need no judgement: punctuation, names, the later pieces of a word. What
follows attention in the last layer concerns one piece at a time, so it is done for `places` alone.

Arithmetic that is the same on every processor
----------------------------------------------
Matrices are products of unsigned 8-bit activations and signed 8-bit weights. Processors with VNNI
sum such products exactly; older x86 ones add them in pairs in 16 bits, which saturates. The usual
mend is to give the weights 7 bits. Here they keep 8 wherever no pair of them can overflow: the
scale of a column is raised until, in every group of four rows (pairs lie within such groups),
no two weights of the same sign sum to more than 128, for 255 * 128 < 2**15.

Activations are scaled row by row (one piece at a time), so that the result for a text depends
neither on what else is in the batch nor on padding. That is twice as exact as one scale for the
whole batch, at the same speed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt
    from onnx import ModelProto

    Array = npt.NDArray[Any]
    Weights = Mapping[str, Array]

OPSET: Final = 18
IR_VERSION: Final = 8
"""Old enough for every onnxruntime from 1.15 on."""
_CONTRIB: Final = "com.microsoft"
_PAIR_LIMIT: Final = 128
_LAYER_NORM_EPSILON: Final = 1e-12
_HEAD_NORM_EPSILON: Final = 1e-5
_GELU_LOWEST: Final = -0.17
"""The least value of GELU, nearly: at -0.75."""


def quantise_columns(matrix: Array) -> tuple[Array, Array]:
    """Signed 8-bit columns that saturate on no processor, and the scale of each.

    Args:
        matrix: Weights [in, out]; `in` is a multiple of 4.

    Returns:
        int8 [in, out] and float32 [out]: `matrix` is nearly their product.
    """
    groups = matrix.reshape(matrix.shape[0] // 4, 4, -1)
    above = np.sort(np.maximum(groups, 0), axis=1)[:, 2:].sum(axis=1)
    below = np.sort(np.maximum(-groups, 0), axis=1)[:, 2:].sum(axis=1)
    pairs = np.maximum(above, below).max(axis=0)
    # Rounding may add one half to each of the two.
    scale = np.maximum(np.abs(matrix).max(axis=0) / 127, pairs / (_PAIR_LIMIT - 1))
    scale = np.where(scale == 0, 1, scale).astype(np.float32)
    return np.clip(np.rint(matrix / scale), -127, 127).astype(np.int8), scale


def largest_pair(quantised: Array) -> int:
    """The largest sum of two weights of one sign within a group of four rows."""
    groups = quantised.astype(np.int32).reshape(quantised.shape[0] // 4, 4, -1)
    return max(
        int(np.sort(np.maximum(sign * groups, 0), axis=1)[:, 2:].sum(axis=1).max())
        for sign in (1, -1)
    )


class _Graph:
    """Nodes and constants in the order in which they are added."""

    def __init__(self, *, exact: bool) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []
        self._exact = exact

    def constant(self, value: Array) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def scalar(self, value: float) -> str:
        return self.constant(np.array(value, np.float32))

    def add(self, kind: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        """A node of one output; contributed operators are marked by a leading dot."""
        name = name or f"t{len(self.nodes)}"
        domain = _CONTRIB if kind.startswith(".") else ""
        self.nodes.append(
            helper.make_node(kind.lstrip("."), inputs, [name], domain=domain, **attributes)
        )
        return name

    def split(self, source: str, parts: int) -> list[str]:
        names = [f"t{len(self.nodes)}_{part}" for part in range(parts)]
        self.nodes.append(helper.make_node("Split", [source], names, axis=-1, num_outputs=parts))
        return names

    def rows(self, source: str, numbers: str, width: int) -> str:
        """Rows [numbers, width] of a source [batch, length, width], numbered through."""
        flat = self.add("Reshape", source, self.constant(np.array([-1, width])))
        return self.add("Gather", flat, numbers, axis=0)

    def linear(self, source: str, weight: Array, bias: Array, lowest: float | None = None) -> str:
        """`source @ weight.T + bias` in 8 bits (or, for tests, exactly).

        `lowest`: what no value of the source falls below, where that is near zero.
        """
        matrix = weight.T.astype(np.float32)
        bias_name = self.constant(bias.astype(np.float32))
        if self._exact:
            return self.add("Add", self.add("MatMul", source, self.constant(matrix)), bias_name)
        columns, scale = quantise_columns(matrix)
        size = source if lowest is not None else self.add("Abs", source)
        largest = self.add("ReduceMax", size, self.constant(np.array([-1])), keepdims=1)
        least = self.scalar(1e-6 if lowest is None else -lowest)
        row_scale = self.add("Mul", self.add("Max", largest, least), self.scalar(1 / 127))
        # 128 stands for zero. The scale is a row's own, so it is applied apart.
        steps = self.add("Mul", source, self.add("Reciprocal", row_scale))
        zero = self.constant(np.array(128, np.uint8))
        product = self.add(
            ".MatMulIntegerToFloat",
            self.add("QuantizeLinear", steps, self.scalar(1), zero),
            self.constant(columns),
            self.scalar(1),
            self.constant(scale),
            zero,
            self.constant(np.zeros(len(scale), np.int8)),
        )
        return self.add("Add", self.add("Mul", product, row_scale), bias_name)

    def add_and_norm(self, one: str, other: str, weights: Weights, prefix: str) -> str:
        # Not `.SkipLayerNormalization`: ONNX Runtime's takes eight times as long as the two.
        return self.norm(
            self.add("Add", one, other),
            weights[f"{prefix}.weight"],
            weights[f"{prefix}.bias"],
            _LAYER_NORM_EPSILON,
        )

    def norm(self, source: str, weight: Array, bias: Array, epsilon: float, name: str = "") -> str:
        return self.add(
            "LayerNormalization",
            source,
            self.constant(weight.astype(np.float32)),
            self.constant(bias.astype(np.float32)),
            name=name,
            axis=-1,
            epsilon=epsilon,
        )


def _stacked(weights: Weights, *names: str) -> tuple[Array, Array]:
    """Several layers that read the same input, as one: weights and biases."""
    return (
        np.concatenate([weights[f"{name}.weight"] for name in names]),
        np.concatenate([weights[f"{name}.bias"] for name in names]),
    )


def layers_of(weights: Weights) -> int:
    """How many encoder layers the weights have."""
    return sum(name.startswith("layers.") and name.endswith(".q.weight") for name in weights)


def build(weights: Weights, heads: int = 12, *, exact: bool = False) -> ModelProto:
    """The graph of a slip model.

    Args:
        weights: `ln layers.N.{q,k,v,o,l1,f1,f2,l2} det.{0,2} corp.{0,2}`, each with `.weight` and
            `.bias`; matrices are [out, in].
        heads: Attention heads of a layer.
        exact: Keep float32 weights: the reference that tests hold the 8-bit graph against.
    """
    graph = _Graph(exact=exact)
    width = int(weights["ln.weight"].shape[0])
    state = graph.norm("embedded", weights["ln.weight"], weights["ln.bias"], _LAYER_NORM_EPSILON)
    layers = layers_of(weights)
    for layer in range(layers):
        at = f"layers.{layer}"
        query, key, value = graph.split(
            graph.linear(state, *_stacked(weights, f"{at}.q", f"{at}.k", f"{at}.v")), 3
        )
        attended = graph.add(
            ".MultiHeadAttention", query, key, value, "", "lengths", num_heads=heads
        )
        if layer == layers - 1:
            attended, state = (graph.rows(each, "places", width) for each in (attended, state))
        attended = graph.linear(attended, weights[f"{at}.o.weight"], weights[f"{at}.o.bias"])
        state = graph.add_and_norm(attended, state, weights, f"{at}.l1")
        inner = graph.linear(state, weights[f"{at}.f1.weight"], weights[f"{at}.f1.bias"])
        outer = graph.linear(
            graph.add(".Gelu", inner),
            weights[f"{at}.f2.weight"],
            weights[f"{at}.f2.bias"],
            lowest=_GELU_LOWEST,
        )
        state = graph.add_and_norm(outer, state, weights, f"{at}.l2")
    detecting, correcting = graph.split(
        graph.add(".Gelu", graph.linear(state, *_stacked(weights, "det.0", "corp.0"))), 2
    )
    logit = graph.add(
        "Add",
        graph.add(
            "MatMul", detecting, graph.constant(weights["det.2.weight"].T.astype(np.float32))
        ),
        graph.constant(weights["det.2.bias"].astype(np.float32)),
    )
    graph.add("Squeeze", logit, graph.constant(np.array([-1])), name="detection")
    graph.norm(
        correcting, weights["corp.2.weight"], weights["corp.2.bias"], _HEAD_NORM_EPSILON, "meaning"
    )
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "slips",
            [
                helper.make_tensor_value_info(
                    "embedded", TensorProto.FLOAT, ["batch", "length", width]
                ),
                helper.make_tensor_value_info("lengths", TensorProto.INT32, ["batch"]),
                helper.make_tensor_value_info("places", TensorProto.INT64, ["places"]),
            ],
            [
                helper.make_tensor_value_info("detection", TensorProto.FLOAT, ["places"]),
                helper.make_tensor_value_info("meaning", TensorProto.FLOAT, ["places", width]),
            ],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(_CONTRIB, 1)],
        ir_version=IR_VERSION,
        producer_name="otlint",
    )
