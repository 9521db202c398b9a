"""The slip model in PyTorch: a post-LN BERT encoder with two heads.

Names of weights are those of every trained model on disk, and of `export.py`:
`word pos typ ln layers.N.{q,k,v,o,l1,f1,f2,l2} det.{0,2} corp.{0,2} extra corb`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import torch
from torch import nn
from torch.nn import functional

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from torch import Tensor

HEADS: Final = 12
"""Attention heads of a layer, whatever its width: the exporter counts on it."""
POSITIONS: Final = 512
WEIGHTS: Final = "weights.safetensors"
TOKENIZER: Final = "tokenizer.json"
WORDS: Final = "words.txt"
CONTRACTIONS: Final = Path(__file__).resolve().parent / "data" / "contractions.json"


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of a network: its width is a multiple of 12."""

    layers: int = 6
    width: int = 384
    vocabulary: int = 30522
    extra: int = 0
    """Output words that are no single piece."""

    @property
    def inner(self) -> int:
        """Width of the feed-forward part of a layer."""
        return 4 * self.width


class Layer(nn.Module):
    """Attention, add and norm; feed-forward, add and norm."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(sizes.width, sizes.width) for _ in range(4))
        self.l1 = nn.LayerNorm(sizes.width, eps=1e-12)
        self.f1 = nn.Linear(sizes.width, sizes.inner)
        self.f2 = nn.Linear(sizes.inner, sizes.width)
        self.l2 = nn.LayerNorm(sizes.width, eps=1e-12)

    def forward(self, state: Tensor, mask: Tensor) -> Tensor:
        """Change a state [batch, length, width]; `mask` [batch, 1, 1, length] is true at pieces."""
        batch, length, width = state.shape

        def by_head(linear: nn.Module) -> Tensor:
            heads: Tensor = linear(state).view(batch, length, HEADS, width // HEADS)
            return heads.transpose(1, 2)

        attended = functional.scaled_dot_product_attention(
            by_head(self.q), by_head(self.k), by_head(self.v), attn_mask=mask
        )
        state = self.l1(state + self.o(attended.transpose(1, 2).reshape(batch, length, width)))
        changed: Tensor = self.l2(state + self.f2(functional.gelu(self.f1(state))))
        return changed


class Network(nn.Module):
    """Piece ids in; logits of detection and vectors of meaning out."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.sizes = sizes
        self.word = nn.Embedding(sizes.vocabulary, sizes.width)
        self.pos = nn.Embedding(POSITIONS, sizes.width)
        self.typ = nn.Parameter(torch.zeros(sizes.width))
        self.ln = nn.LayerNorm(sizes.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(sizes) for _ in range(sizes.layers))
        self.det = nn.Sequential(
            nn.Linear(sizes.width, sizes.width), nn.GELU(), nn.Linear(sizes.width, 1)
        )
        self.corp = nn.Sequential(
            nn.Linear(sizes.width, sizes.width), nn.GELU(), nn.LayerNorm(sizes.width)
        )
        self.extra = nn.Parameter(torch.zeros(sizes.extra, sizes.width))
        self.corb = nn.Parameter(torch.zeros(sizes.vocabulary + sizes.extra))
        self.apply(_start)

    def forward(self, ids: Tensor, lengths: Tensor) -> tuple[Tensor, Tensor]:
        """Read sequences, `[CLS]` and `[SEP]` included.

        Args:
            ids: Piece ids [batch, length], anything in the padding.
            lengths: Pieces of each sequence [batch].

        Returns:
            Logits that another word was meant [batch, length], and vectors [batch, length, width]
            that `scores` compares with words.
        """
        state = self.encode(ids, lengths)
        return self.det(state).squeeze(-1), self.corp(state)

    def encode(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """The state after the last layer [batch, length, width]."""
        places = torch.arange(ids.shape[1], device=ids.device)
        mask = (places[None, :] < lengths[:, None])[:, None, None, :]
        state: Tensor = self.ln(self.word(ids) + self.pos(places) + self.typ)
        for layer in self.layers:
            state = layer(state, mask)
        return state

    def choose(self, meaning: Tensor, words: Tensor) -> Tensor:
        """Logits [places, words] for vectors of meaning [places, width] and ids of output words."""
        rows = torch.cat([self.word.weight, self.extra])
        chosen = functional.embedding(words, rows)
        return torch.einsum("pwd,pd->pw", chosen, meaning.to(chosen.dtype)) + self.corb[words]


def _start(module: nn.Module) -> None:
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)
    if isinstance(module, nn.Linear):
        nn.init.zeros_(module.bias)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the network reads and says.

    `pieces` are WordPiece's, by id, contractions in the places that BERT left unused; `extra` are
    output words of several pieces, whose ids follow those of the pieces.
    """

    pieces: tuple[str, ...]
    extra: tuple[str, ...]

    def outputs(self) -> dict[str, int]:
        """Ids of output words: every piece that is a word, and the extra ones."""
        words = {p: n for n, p in enumerate(self.pieces) if not p.startswith(("##", "["))}
        return words | {word: len(self.pieces) + n for n, word in enumerate(self.extra)}


def load(folder: Path, extra: Iterable[str] = ()) -> tuple[Network, Vocabulary]:
    """A trained network, or an encoder without heads (`start.py`), whose heads are new.

    Args:
        folder: Where `save` wrote it; a folder without `words.txt` has no extra output words.
        extra: Words to add as output words where they are none; each starts as the mean of its
            pieces.

    Raises:
        ValueError: Weights of the encoder are missing, or there are others.
    """
    from safetensors.torch import load_file

    weights = {name: value.float() for name, value in load_file(folder / WEIGHTS).items()}
    pieces = pieces_of(json.loads((folder / TOKENIZER).read_text(encoding="utf-8")))
    known = _lines(folder / WORDS) if (folder / WORDS).exists() else []
    old = Vocabulary(pieces, tuple(known)).outputs()
    new = [word for word in dict.fromkeys(extra) if word not in old]
    vocabulary = Vocabulary(pieces, (*known, *new))
    _add_rows(weights, pieces, new)
    layers = sum(name.startswith("layers.") and name.endswith(".q.weight") for name in weights)
    width = weights["word.weight"].shape[1]
    network = Network(Sizes(layers, width, len(pieces), len(vocabulary.extra)))
    missing, unexpected = network.load_state_dict(weights, strict=False)
    lost = [name for name in missing if not name.startswith(("det.", "corp."))]
    if lost or unexpected:
        raise ValueError(f"{folder / WEIGHTS} does not fit: {lost + unexpected}")
    return network, vocabulary


def _add_rows(weights: dict[str, Tensor], pieces: Sequence[str], new: Sequence[str]) -> None:
    """Give new output words a row: the mean of their pieces, and a common bias."""
    from otlint.slips.wordpiece import WordPiece

    words = weights["word.weight"]
    bias = weights.get("corb", torch.zeros(len(words)))
    cut = WordPiece(pieces)
    rows = [words[list(cut.encode(word).ids)].mean(dim=0) for word in new]
    weights["extra"] = torch.cat([weights.get("extra", words[:0]), *(row[None] for row in rows)])
    weights["corb"] = torch.cat([bias, bias.median().expand(len(new))])


def pieces_of(tokenizer: Mapping[str, Any]) -> tuple[str, ...]:
    """Pieces by id from what `tokenizer.json` holds, with contractions in unused places."""
    numbers: dict[str, int] = tokenizer["model"]["vocab"]
    pieces = sorted(numbers, key=numbers.__getitem__)
    contractions: dict[str, int] = json.loads(CONTRACTIONS.read_text(encoding="utf-8"))
    for word, number in contractions.items():
        pieces[number] = word
    return tuple(pieces)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split("\n")[:-1]


def save(network: Network, vocabulary: Vocabulary, folder: Path) -> None:
    """Write a model as `load` and `export.py` read it: half-precision weights and word lists."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        name: value.detach().cpu().half().contiguous()
        for name, value in network.state_dict().items()
    }
    save_file(weights, folder / WEIGHTS)
    contractions: dict[str, int] = json.loads(CONTRACTIONS.read_text(encoding="utf-8"))
    pieces = list(vocabulary.pieces)
    for number in contractions.values():
        pieces[number] = f"[unused{number - 1}]"
    _write(folder / "contractions.json", contractions)
    tokenizer: dict[str, Any] = {
        "model": {"type": "WordPiece", "vocab": {piece: n for n, piece in enumerate(pieces)}}
    }
    _write(folder / TOKENIZER, tokenizer)
    (folder / WORDS).write_bytes("".join(f"{word}\n" for word in vocabulary.extra).encode())


def _write(path: Path, value: object) -> None:
    path.write_bytes((json.dumps(value, ensure_ascii=False) + "\n").encode())
