"""Train the slip model, or train it further.

    python training/train.py OUT --start FOLDER [--data FOLDER] [--minutes N | --steps N]

Paragraphs are corrupted afresh each time that they are seen; the network learns which words are
slips (detection) and which word was meant, among the typed word and what it is mistaken for
(correction). Runs on a GPU where there is one, else on the CPU; in bfloat16 on both.
`--freeze N` leaves the embeddings and the first N layers as they are: a short run on a CPU.
"""

from __future__ import annotations

import argparse
import math
import queue
import random
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import confusables
import torch
from batches import Maker, batches
from corrupt import Corrupter
from network import Network, load, save
from texts import Texts, read_lines
from torch.nn import functional

from otlint.frequency import zipf
from otlint.slips.wordpiece import WordPiece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from batches import Batch
    from torch import Tensor

WEAK: Final = Path(__file__).resolve().parent / "data" / "weak.tsv"
_DETECTION: Final = 4.0
_CORRECTION: Final = 0.5
_CLIP: Final = 1.0
_EVERYWHERE: Final = 5.3
"""The Zipf value of a word that stands in most paragraphs."""
_READY: Final = 32
"""Batches made ahead."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train: `minutes` or `steps`, whichever ends first; `rate` is the learning rate."""

    rate: float = 5e-4
    steps: int = 1_000_000
    minutes: float = 1e9
    warm_up: int = 200
    freeze: int = 0
    seed: int = 0
    log: int = 50


@dataclass(slots=True)
class Progress:
    """Losses of the run: means over `Plan.log` steps each."""

    losses: list[tuple[int, float, float]] = field(default_factory=list)


def train(network: Network, source: Iterable[Batch], plan: Plan) -> Progress:
    """Train a network in place on a stream of batches."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    network.to(device).train()
    freeze(network, plan.freeze)
    optimizer = _optimizer(network, plan)
    progress = Progress()
    started = time.monotonic()
    sums = [0.0, 0.0]
    for step, batch in enumerate(ahead(source)):
        done = max(step / plan.steps, (time.monotonic() - started) / (60 * plan.minutes))
        if done >= 1:
            break
        pace = min(1.0, (step + 1) / plan.warm_up) * 0.5 * (1 + math.cos(math.pi * done))
        for group in optimizer.param_groups:
            group["lr"] = group["peak"] * pace
        with torch.autocast(device.type, torch.bfloat16):
            detection, correction = losses(network, batch.to(device))
        optimizer.zero_grad(set_to_none=True)
        (_DETECTION * detection + _CORRECTION * correction).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), _CLIP)
        optimizer.step()
        sums[0] += detection.item()
        sums[1] += correction.item()
        if (step + 1) % plan.log == 0:
            progress.losses.append((step + 1, sums[0] / plan.log, sums[1] / plan.log))
            print(
                f"{step + 1:7,} steps  {done:5.1%}  detection {sums[0] / plan.log:.4f}"
                f"  correction {sums[1] / plan.log:.4f}",
                flush=True,
            )
            sums = [0.0, 0.0]
    network.eval()
    return progress


def average(network: Network, before: Mapping[str, Tensor], share: float) -> None:
    """Put the mean of the old weights and the new ones in place; `share` is that of the new.

    A short run on some pairs makes a model forget others; the mean of both keeps either's strength
    (Wortsman et al. 2022, "Robust fine-tuning of zero-shot models"). Rows of words that are new
    stay as they were learnt.
    """
    with torch.no_grad():
        for name, value in network.state_dict().items():
            if name != "extra":
                value.lerp_(before[name].to(value.device), 1 - share)


def losses(network: Network, batch: Batch) -> tuple[Tensor, Tensor]:
    """Cross-entropy of detection, per word, and of correction, per place that is asked for."""
    logits, meaning = network(batch.ids, batch.lengths)
    words = batch.labels >= 0
    detection = functional.binary_cross_entropy_with_logits(
        logits[words].float(), batch.labels[words]
    )
    if not len(batch.places):
        return detection, detection.new_zeros(())
    asked = meaning.flatten(0, 1)[batch.places]
    scores = network.choose(asked, batch.choices.clamp(min=0)).float()
    scores = scores.masked_fill(batch.choices < 0, -math.inf)
    meant = torch.zeros(len(scores), dtype=torch.long, device=scores.device)
    return detection, functional.cross_entropy(scores, meant)


def freeze(network: Network, layers: int) -> None:
    """Leave the embeddings and the first layers as they are; 0: train all."""
    if layers:
        still = [network.word, network.pos, network.ln, *network.layers[:layers]]
        for module in still:
            module.requires_grad_(requires_grad=False)
        network.typ.requires_grad = False


def _optimizer(network: Network, plan: Plan) -> torch.optim.Optimizer:
    """AdamW; rows of output words alone, each seen seldom, learn ten times as fast."""
    rows = [network.extra, network.corb]
    known = {id(parameter) for parameter in rows}
    others = [p for p in network.parameters() if p.requires_grad and id(p) not in known]
    groups = [
        {"params": others, "peak": plan.rate, "weight_decay": 0.01},
        {"params": rows, "peak": 10 * plan.rate, "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=plan.rate, betas=(0.9, 0.98))


def ahead(source: Iterable[Batch]) -> Iterator[Batch]:
    """The same batches, made by a thread while the network learns."""
    ready: queue.Queue[Batch | BaseException | None] = queue.Queue(_READY)
    stop = threading.Event()

    def put(item: Batch | BaseException | None) -> None:
        while not stop.is_set():
            try:
                ready.put(item, timeout=1)
            except queue.Full:
                continue
            return

    def fill() -> None:
        try:
            for batch in source:
                put(batch)
                if stop.is_set():
                    return
            put(None)
        except BaseException as error:  # handed over: it is raised where the batches are used
            put(error)

    thread = threading.Thread(target=fill, daemon=True)
    thread.start()
    try:
        while (item := ready.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        stop.set()
        thread.join()


def dealt(
    texts: Iterable[str], stressed: Sequence[Sequence[str]], rng: random.Random
) -> Iterator[str]:
    """Paragraphs, about half of them with a word of a stressed pair where there are such pairs.

    Function words, which are everywhere, do not count.
    """
    rare = {word for group in stressed for word in group if zipf(word) < _EVERYWHERE}
    share = 0.5
    for text in texts:
        held = not rare.isdisjoint(text.lower().split())
        share += 0.001 * (held - share)
        # As many without as with one: one with such a word is always taken.
        if held or not rare or rng.random() < share / max(share, 1 - share):
            yield text


def main() -> None:
    """Run from the command line."""
    usual = Plan()
    parser = argparse.ArgumentParser(description="Train the slip model.")
    parser.add_argument("out", type=Path, help="folder to write the trained model to")
    parser.add_argument("--start", type=Path, required=True, help="folder to start from")
    parser.add_argument("--data", type=Path, help="folder of text; default: made-up paragraphs")
    parser.add_argument("--confusables", type=Path, required=True)
    parser.add_argument("--exclude", type=Path, nargs="*", default=[], help="texts to measure with")
    parser.add_argument("--no-dated", action="store_true", help="leave old novels out")
    parser.add_argument("--stress", action="store_true", help="more of the pairs of weak.tsv")
    parser.add_argument("--rate", type=float, default=usual.rate)
    parser.add_argument("--steps", type=int, default=usual.steps)
    parser.add_argument("--minutes", type=float, default=usual.minutes)
    parser.add_argument("--freeze", type=int, default=0)
    parser.add_argument(
        "--mean", type=float, default=1.0, help="share of the new weights in a mean with the old"
    )
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    table = confusables.read(options.confusables)
    words = confusables.read_words(None, confusables.shipped_contractions())
    network, vocabulary = load(options.start, extra=confusables.to_score(table, words))
    stressed = list(confusables.read_sets(WEAK)) if options.stress else []
    texts = Texts(
        options.data,
        (line for path in options.exclude for line in read_lines(path)),
        dated=not options.no_dated,
    )
    source = batches(
        dealt(texts.forever(rng), stressed, rng),
        Corrupter(table, words, stressed),
        Maker(WordPiece(vocabulary.pieces), vocabulary.outputs(), table),
        rng,
    )
    plan = Plan(
        options.rate, options.steps, options.minutes, freeze=options.freeze, seed=options.seed
    )
    before = {name: value.clone() for name, value in network.state_dict().items()}
    train(network, source, plan)
    average(network, before, options.mean)
    save(network, vocabulary, options.out)


if __name__ == "__main__":
    main()
