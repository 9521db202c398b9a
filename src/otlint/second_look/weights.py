"""A GGUF file as a language model: its measures, its matrices, its pieces of text.

Two families are understood: Llama (SmolLM2 is one) and Gemma 3. Anything else is refused by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from otlint.errors import InputError
from otlint.second_look import gguf
from otlint.second_look.blocks import Dense, Matrix, floats, rearranged, rounded

if TYPE_CHECKING:
    from pathlib import Path

    from otlint.second_look.blocks import Array
    from otlint.second_look.gguf import Tensor

FAMILIES: Final = {"llama": "Llama", "gemma3": "Gemma 3"}
_MOST_LAYERS: Final = 1000
_GEMMA_LOCAL_BASE: Final = 10_000.0
_GEMMA_GLOBAL_EVERY: Final = 6
"""Gemma 3: five layers that look at what is near, then one that looks at everything."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What a network looks like.

    Attributes:
        family: `llama` or `gemma3`.
        bases: The base of the rotation of each layer's positions.
        window: How many pieces back local layers see; None where all layers see everything.
    """

    family: str
    layers: int
    width: int
    heads: int
    shared_heads: int
    head_width: int
    epsilon: float
    bases: tuple[float, ...]
    window: int | None
    context: int

    @property
    def gemma(self) -> bool:
        """Whether it is of Gemma's family."""
        return self.family == "gemma3"


class Weights:
    """An open GGUF file.

    Raises:
        InputError: It is none, is cut off, or is of a family that is not understood.
    """

    def __init__(self, path: Path, *, round_floats: bool = True) -> None:
        """Open a file.

        Args:
            path: The file.
            round_floats: Whether floats are rounded to 8 bits; else everything is exact, and large.
        """
        self._round = round_floats
        self._values, self._tensors = gguf.read(path)
        self.family = str(self._value("general.architecture"))
        if self.family not in FAMILIES:
            raise InputError(
                f"this is a model of the family {self.family}; the second look understands "
                f"{' and '.join(FAMILIES.values())}"
            )
        try:
            self.measures = self._measures()
        except (TypeError, ValueError, ArithmeticError) as error:
            raise InputError(gguf.DAMAGED) from error

    # --- values

    def value(self, key: str, default: Any = None) -> Any:
        """A value of the file's own table; lists for arrays."""
        return self._values.get(key, default)

    def _value(self, key: str) -> Any:
        found = self.value(key)
        if found is None:
            raise InputError(f"this GGUF file does not say its {key}")
        return found

    def _measures(self) -> Measures:
        family = self.family
        for key in ("rope.scaling.type", "attention.clamp_kqv", "expert_count"):
            said = self.value(f"{family}.{key}")
            if said not in (None, "none", 0, 0.0):
                raise InputError(
                    f"this model has {family}.{key} = {said}, which the second look does not know"
                )
        width = int(self._value(f"{family}.embedding_length"))
        heads = int(self._value(f"{family}.attention.head_count"))
        layers = int(self._value(f"{family}.block_count"))
        if not 0 < layers <= _MOST_LAYERS:
            raise InputError(gguf.DAMAGED)
        gemma = family == "gemma3"
        base = float(self.value(f"{family}.rope.freq_base", 1e6 if gemma else 1e4))
        near = float(self.value(f"{family}.rope.freq_base_swa", _GEMMA_LOCAL_BASE))
        measures = Measures(
            family=family,
            layers=layers,
            width=width,
            heads=heads,
            shared_heads=int(self.value(f"{family}.attention.head_count_kv", heads)),
            head_width=int(self.value(f"{family}.attention.key_length", width // heads)),
            epsilon=float(self._value(f"{family}.attention.layer_norm_rms_epsilon")),
            bases=tuple(
                near if gemma and (layer + 1) % _GEMMA_GLOBAL_EVERY else base
                for layer in range(layers)
            ),
            window=int(self._value(f"{family}.attention.sliding_window")) if gemma else None,
            context=int(self.value(f"{family}.context_length", 2048)),
        )
        turned = int(self.value(f"{family}.rope.dimension_count", measures.head_width))
        if turned != measures.head_width or heads % measures.shared_heads:
            raise InputError("the heads of this model are of a kind the second look does not know")
        return measures

    # --- tensors

    @property
    def names(self) -> frozenset[str]:
        """The names of all tensors."""
        return frozenset(self._tensors)

    def vector(self, name: str) -> Array:
        """A tensor of one dimension, as float32."""
        return self._floats(name).reshape(-1)

    def matrix(self, name: str) -> Matrix:
        """A matrix with a row an output.

        Rows of queries and keys of Llamas stand in GGUF files in pairs that are turned together;
        here the first halves of a head come first, as in the other family.
        """
        found: Matrix | None = None
        if self._round:
            tensor = self._tensor(name)
            found = rearranged(tensor.kind, tensor.raw)
        if found is None:
            values = self._floats(name)
            found = rounded(values) if self._round else Dense(values)
        heads = {"attn_q": self.measures.heads, "attn_k": self.measures.shared_heads}
        count = heads.get(name.split(".")[-2])
        if count and not self.measures.gemma:
            order = np.arange(found.shape[0]).reshape(count, -1, 2).swapaxes(1, 2).reshape(-1)
            found = found.taken(order)
        return found

    def _tensor(self, name: str) -> Tensor:
        try:
            return self._tensors[name]
        except KeyError:
            raise InputError(f"the tensor {name} is missing in this GGUF file") from None

    def _floats(self, name: str) -> Array:
        tensor = self._tensor(name)
        found = floats(tensor.kind, tensor.raw)
        if found is None:
            raise InputError(
                f"the tensor {name} is of the kind {tensor.kind}, which otlint does not read: "
                "take the model in Q4_K_M, Q8_0 or F16"
            )
        return found
