"""Tiny language models with random weights, as GGUF files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gguf
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

MERGES = ["t h", "th e", "\u0120 the", "o u", "\u0120 a", "a r", "\u0120a r", "\u0120ar e"]
PIECES = ["\u2581the", "\u2581a", "\u2581", "th", "the", "ou", "ugh", "ough", "\u2581t", "\u2581to"]


def _letters() -> list[str]:
    shown = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in shown]
    return [chr(byte) for byte in shown] + [chr(256 + number) for number in range(len(hidden))]


def write(
    path: Path,
    family: str = "llama",
    *,
    kind: str = "F32",
    tokenizer: str | None = None,
    split: str = "smollm",
    pieces: int = 0,
    tied: bool = True,
    leave_out: str = "",
    values: dict[str, str] | None = None,
    more: dict[str, Array] | None = None,
    seed: int = 1,
) -> Path:
    """Write a model.

    Args:
        path: The file.
        family: `llama` or `gemma3`.
        kind: The layout of its matrices, one that the gguf package can write.
        tokenizer: `gpt2` or `llama`; by default what is usual in the family.
        split: How the tokeniser cuts words first.
        pieces: How many pieces it has at least, filled up with useless ones.
        tied: Whether what is said shares its matrix with what is read.
        leave_out: A tensor that is missing.
        values: Further values, all strings.
        more: Further tensors.
        seed: Of the random weights.
    """
    rng = np.random.default_rng(seed)
    gemma = family == "gemma3"
    width, heads, shared, head, inner, layers = 64, 4, 2, 32 if gemma else 16, 96, 7 if gemma else 2
    writer = gguf.GGUFWriter(path, family)
    writer.add_block_count(layers)
    writer.add_context_length(1024)
    writer.add_embedding_length(width)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(heads)
    writer.add_head_count_kv(shared)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(1e6 if gemma else 1e4)
    if gemma:
        writer.add_key_length(head)
        writer.add_value_length(head)
        writer.add_sliding_window(512)
    for key, value in (values or {}).items():
        writer.add_string(key, value)
    if (tokenizer or ("llama" if gemma else "gpt2")) == "gpt2":
        known = ["<|endoftext|>", "<s>", *_letters(), *(m.replace(" ", "") for m in MERGES)]
        types = [3, 3] + [1] * (len(known) - 2)
        writer.add_tokenizer_pre(split)
        writer.add_token_merges(MERGES)
        model = "gpt2"
    else:
        known = ["<pad>", "<eos>", "<bos>", "<unk>", *(f"<0x{byte:02X}>" for byte in range(256))]
        types = [3, 3, 3, 3] + [6] * 256
        normal = [*PIECES, *(chr(code) for code in range(33, 127))]
        known += normal
        types += [1] * len(normal)
        model = "llama"
    known += [f"useless{number}\u0431" for number in range(pieces - len(known))]
    types += [1] * (len(known) - len(types))
    writer.add_tokenizer_model(model)
    writer.add_token_list(known)
    writer.add_token_types(types)
    writer.add_bos_token_id(known.index("<bos>") if "<bos>" in known else 1)
    if model == "llama":
        writer.add_token_scores([float(-number) for number in range(len(known))])
        writer.add_add_space_prefix(False)
    measures = (width, heads, shared, head, inner, layers, len(known))
    for name, array in [*_tensors(rng, family, *measures), *(more or {}).items()]:
        if (name == leave_out and array is not (more or {}).get(name)) or (
            tied and name == "output.weight"
        ):
            continue
        if array.ndim == 1 or kind == "F32":
            writer.add_tensor(name, array)
        else:
            layout = gguf.GGMLQuantizationType[kind]
            writer.add_tensor(name, gguf.quantize(array, layout), raw_dtype=layout)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _tensors(rng: np.random.Generator, family: str, *measures: int) -> list[tuple[str, Array]]:
    width, heads, shared, head, inner, layers, pieces = measures

    def matrix(rows: int, columns: int) -> Array:
        found: Array = rng.standard_normal((rows, columns)) * 2 / columns**0.5
        return found.astype(np.float32)

    def vector(size: int) -> Array:
        found: Array = 1 + rng.standard_normal(size) / 4
        return found.astype(np.float32)

    found = [
        ("token_embd.weight", matrix(pieces, width)),
        ("output_norm.weight", vector(width)),
        ("output.weight", matrix(pieces, width)),
    ]
    for layer in range(layers):
        own = {
            "attn_norm": vector(width),
            "attn_q": matrix(heads * head, width),
            "attn_k": matrix(shared * head, width),
            "attn_v": matrix(shared * head, width),
            "attn_output": matrix(width, heads * head),
            "ffn_norm": vector(width),
            "ffn_gate": matrix(inner, width),
            "ffn_up": matrix(inner, width),
            "ffn_down": matrix(width, inner),
        }
        if family == "gemma3":
            own |= {
                "attn_q_norm": vector(head),
                "attn_k_norm": vector(head),
                "post_attention_norm": vector(width),
                "post_ffw_norm": vector(width),
            }
        found += [(f"blk.{layer}.{name}.weight", array) for name, array in own.items()]
    return found


# --- another implementation of the same networks, as plain as can be


def log_probs(path: Path, ids: list[int]) -> list[float]:
    """The log probability of each piece but the first after those before it, in float64.

    Written from the papers, on the gguf package's own reader: rows are read as they stand in the
    file, with the pairs of Llama's heads side by side.
    """
    reader = gguf.GGUFReader(path)
    value = {key: field.contents() for key, field in reader.fields.items()}
    family = value["general.architecture"]
    gemma = family == "gemma3"
    tensors = {
        tensor.name.removesuffix(".weight"): gguf.dequantize(
            tensor.data, tensor.tensor_type
        ).astype(np.float64)
        for tensor in reader.tensors
    }
    heads = value[f"{family}.attention.head_count"]
    shared = value[f"{family}.attention.head_count_kv"]
    epsilon = value[f"{family}.attention.layer_norm_rms_epsilon"]
    width = value[f"{family}.embedding_length"]

    def norm(x: Array, name: str) -> Array:
        scale = np.sqrt((x * x).mean(-1, keepdims=True) + epsilon)
        found: Array = x / scale * tensors[name].reshape(-1)
        return found

    def turned(x: Array, base: float) -> Array:
        """Of each pair of numbers in a head, the two as a complex number that is turned."""
        count, _, size = x.shape
        steps = base ** (-np.arange(0, size, 2) / size)
        angles = np.exp(1j * np.arange(count)[:, None] * steps)[:, None]
        if gemma:
            pairs = (x[..., : size // 2] + 1j * x[..., size // 2 :]) * angles
            return np.concatenate((pairs.real, pairs.imag), -1)
        pairs = (x[..., 0::2] + 1j * x[..., 1::2]) * angles
        return np.stack((pairs.real, pairs.imag), -1).reshape(x.shape)

    x = tensors["token_embd"][ids] * (width**0.5 if gemma else 1)
    for layer in range(value[f"{family}.block_count"]):
        at = f"blk.{layer}."
        near = gemma and (layer + 1) % 6
        base = 1e4 if near else value[f"{family}.rope.freq_base"]
        inside = norm(x, f"{at}attn_norm")
        q = (inside @ tensors[f"{at}attn_q"].T).reshape(len(ids), heads, -1)
        k = (inside @ tensors[f"{at}attn_k"].T).reshape(len(ids), shared, -1)
        v = (inside @ tensors[f"{at}attn_v"].T).reshape(len(ids), shared, -1)
        if gemma:
            q, k = norm(q, f"{at}attn_q_norm"), norm(k, f"{at}attn_k_norm")
        q, k = turned(q, base), turned(k, base)
        taken = np.zeros_like(q)
        for one in range(heads):
            other = one * shared // heads
            for place in range(len(ids)):
                fits = k[: place + 1, other] @ q[place, one] / q.shape[-1] ** 0.5
                shares = np.exp(fits - fits.max())
                taken[place, one] = shares / shares.sum() @ v[: place + 1, other]
        taken = taken.reshape(len(ids), -1) @ tensors[f"{at}attn_output"].T
        x = x + (norm(taken, f"{at}post_attention_norm") if gemma else taken)
        inside = norm(x, f"{at}ffn_norm")
        gate = inside @ tensors[f"{at}ffn_gate"].T
        if gemma:
            gate = gate / 2 * (1 + np.tanh((2 / np.pi) ** 0.5 * (gate + 0.044715 * gate**3)))
        else:
            gate = gate / (1 + np.exp(-gate))
        found = (gate * (inside @ tensors[f"{at}ffn_up"].T)) @ tensors[f"{at}ffn_down"].T
        x = x + (norm(found, f"{at}post_ffw_norm") if gemma else found)
    output = tensors["output" if "output" in tensors else "token_embd"]
    scores = norm(x, "output_norm") @ output.T
    scores -= scores.max(-1, keepdims=True)
    scores -= np.log(np.exp(scores).sum(-1, keepdims=True))
    return [float(scores[place, piece]) for place, piece in enumerate(ids[1:])]
