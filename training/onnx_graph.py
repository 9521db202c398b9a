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

Nothing depends on what else is in the batch, nor on padding: activations have fixed scales, found
by `calibrate.py`, or, after GELU, a scale for each row (one piece). Fixed scales take fewer passes
over the data, a tenth of the time, but one channel in a hundred is ten times as large as the
others: channels are evened out first, and the weights that meet them scaled the other way round
(Xiao et al. 2023, "SmoothQuant"). So the result is as near to exact arithmetic as with a scale for
each row. After GELU it would not be: there channels are large for single words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from onnx import TensorProto, helper, numpy_helper

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    from onnx import ModelProto

    Array = npt.NDArray[Any]
    Weights = Mapping[str, Array]
    Ranges = Mapping[str, Array]

OPSET: Final = 18
IR_VERSION: Final = 8
"""Old enough for every onnxruntime from 1.15 on."""
_CONTRIB: Final = "com.microsoft"
_PAIR_LIMIT: Final = 128
_LAYER_NORM_EPSILON: Final = 1e-12
_HEAD_NORM_EPSILON: Final = 1e-5
_EVENING: Final = 0.75
"""How far channels are evened out: 1 makes all alike, at the cost of uneven weights."""
_MIDDLE: Final = 128
"""The byte that stands for zero."""
_GELU_LOWEST: Final = -0.17
"""The least value of GELU, nearly: at -0.75."""
_GELU_ZERO: Final = 32
"""The byte that stands for zero after GELU, where little is below it."""


class Layer(NamedTuple):
    """A linear layer: its matrix [out, in] and its bias [out]."""

    weight: Array
    bias: Array


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


def spread_of(largest: Array, weight: Array) -> Array:
    """What to divide the channels of an activation by, to even them out; about 1 on average.

    Args:
        largest: The largest size of each channel.
        weight: The matrix [out, in] that they meet: its columns are to be multiplied by the same.
    """
    sizes = np.maximum(largest, 1e-6) ** _EVENING
    spread = sizes / np.maximum(np.abs(weight).max(axis=0), 1e-6) ** (1 - _EVENING)
    even: Array = (spread / np.exp(np.log(spread).mean())).astype(np.float32)
    return even


class _Graph:
    """Nodes and constants in the order in which they are added."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

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

    def rows(self, source: str, numbers: str, width: int) -> str:
        """Rows [numbers, width] of a source [batch, length, width], numbered through."""
        flat = self.add("Reshape", source, self.constant(np.array([-1, width])))
        return self.add("Gather", flat, numbers, axis=0)

    def exact(self, source: str, layer: Layer) -> str:
        """`source @ weight.T + bias`."""
        product = self.add("MatMul", source, self.constant(layer.weight.T.astype(np.float32)))
        return self.add("Add", product, self.constant(layer.bias.astype(np.float32)))

    def linears(
        self, source: str, layers: Sequence[Layer], largest: Array, spread: Array | None = None
    ) -> list[str]:
        """The same in 8 bits, for several layers that read one source.

        Args:
            source: The activation.
            layers: What it meets.
            largest: The largest size of each of its channels.
            spread: What its channels have been divided by; if None, they are evened out here.
        """
        weight = np.concatenate([layer.weight for layer in layers])
        even = spread_of(largest, weight) if spread is None else spread
        step = float((largest / even).max()) / 127
        if spread is None:
            source = self.add("Mul", source, self.constant((1 / (even * step)).astype(np.float32)))
        zero = self.constant(np.array(_MIDDLE, np.uint8))
        size = self.scalar(1 if spread is None else step)
        quantised = self.add("QuantizeLinear", source, size, zero)
        return [
            self._product(quantised, step, zero, layer.weight * even, layer.bias)
            for layer in layers
        ]

    def after_gelu(self, source: str, layer: Layer) -> str:
        """The same for what GELU gives: each row has a scale, which is applied apart."""
        largest = self.add("ReduceMax", source, self.constant(np.array([-1])), keepdims=1)
        size = self.add("Mul", largest, self.scalar(1 / (255 - _GELU_ZERO)))
        size = self.add("Max", size, self.scalar(-_GELU_LOWEST / _GELU_ZERO))
        steps = self.add("Mul", source, self.add("Reciprocal", size))
        zero = self.constant(np.array(_GELU_ZERO, np.uint8))
        quantised = self.add("QuantizeLinear", steps, self.scalar(1), zero)
        product = self._product(quantised, 1, zero, layer.weight)
        return self.add(
            "Add", self.add("Mul", product, size), self.constant(layer.bias.astype(np.float32))
        )

    def _product(
        self, quantised: str, step: float, zero: str, weight: Array, bias: Array | None = None
    ) -> str:
        columns, scale = quantise_columns(weight.T.astype(np.float32))
        added = [] if bias is None else [self.constant(bias.astype(np.float32))]
        return self.add(
            ".MatMulIntegerToFloat",
            quantised,
            self.constant(columns),
            self.scalar(step),
            self.constant(scale),
            zero,
            self.constant(np.zeros(len(scale), np.int8)),
            *added,
        )

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


def layers_of(weights: Weights) -> int:
    """How many encoder layers the weights have."""
    return sum(name.startswith("layers.") and name.endswith(".q.weight") for name in weights)


def build(weights: Weights, ranges: Ranges | None = None, heads: int = 12) -> ModelProto:
    """The graph of a slip model.

    Args:
        weights: `ln layers.N.{q,k,v,o,l1,f1,f2,l2} det.{0,2} corp.{0,2}`, each with `.weight` and
            `.bias`; matrices are [out, in].
        ranges: The largest size of each channel of what `layers.N.{q,o,f1}` and `det.0` read, as
            `calibrate.py` finds it. Without, the graph keeps float32 weights, and gives these four
            as further outputs: that is what `calibrate.py` and the tests run.
        heads: Attention heads of a layer.
    """
    graph = _Graph()
    seen: dict[str, str] = {}

    found = {
        name.removesuffix(".weight"): Layer(value, weights[name.replace(".weight", ".bias")])
        for name, value in weights.items()
        if name.endswith(".weight") and name.replace(".weight", ".bias") in weights
    }

    def linears(source: str, *names: str, spread: Array | None = None) -> list[str]:
        read = [found[name] for name in names]
        if ranges is not None:
            largest = ranges[names[0]] if spread is None else ranges[names[0]] / spread
            return graph.linears(source, read, largest, spread)
        seen[names[0]] = source
        return [graph.exact(source, layer) for layer in read]

    width = int(weights["ln.weight"].shape[0])
    state = graph.norm("embedded", weights["ln.weight"], weights["ln.bias"], _LAYER_NORM_EPSILON)
    layers = layers_of(weights)
    for number in range(layers):
        at = f"layers.{number}"
        spread = None
        if ranges is not None:
            # What attention gives is a mean of values: these can be evened out in their matrix.
            spread = spread_of(ranges[f"{at}.o"], found[f"{at}.o"].weight)
            value = found[f"{at}.v"]
            found[f"{at}.v"] = Layer(value.weight / spread[:, None], value.bias / spread)
        attended = graph.add(
            ".MultiHeadAttention",
            *linears(state, f"{at}.q", f"{at}.k", f"{at}.v"),
            "",
            "lengths",
            num_heads=heads,
        )
        if number == layers - 1:
            attended, state = (graph.rows(each, "places", width) for each in (attended, state))
        (attended,) = linears(attended, f"{at}.o", spread=spread)
        state = graph.add_and_norm(attended, state, weights, f"{at}.l1")
        (inner,) = linears(state, f"{at}.f1")
        inner = graph.add(".Gelu", inner)
        outer = found[f"{at}.f2"]
        inner = graph.after_gelu(inner, outer) if ranges else graph.exact(inner, outer)
        state = graph.add_and_norm(inner, state, weights, f"{at}.l2")
    detecting, correcting = (graph.add(".Gelu", each) for each in linears(state, "det.0", "corp.0"))
    logit = graph.exact(detecting, found["det.2"])
    graph.add("Squeeze", logit, graph.constant(np.array([-1])), name="detection")
    graph.norm(
        correcting, weights["corp.2.weight"], weights["corp.2.bias"], _HEAD_NORM_EPSILON, "meaning"
    )
    for name, source in seen.items():
        graph.add("Identity", source, name=name)
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
                *(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in seen),
            ],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(_CONTRIB, 1)],
        ir_version=IR_VERSION,
        producer_name="otlint",
    )
