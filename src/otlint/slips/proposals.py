"""Proposing: every word of a post that the model doubts, with what may have been meant.

Nothing is decided here. A low threshold lists some twenty words in a thousand, almost all of them
right: `decision.decide` picks from them, and so may a second, slower judge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any, Final

from otlint.folding import fold
from otlint.model import OBJECT, Kind
from otlint.segmentation import quotation_spans, sentences
from otlint.slips.model import LONGEST, load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from otlint.model import Block, Document
    from otlint.slips.model import Array, Reading, SlipModel
    from otlint.slips.wordpiece import Pieces

KINDS: Final = frozenset((Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.HEADING, Kind.DESCRIPTION))
"""Blocks that are read. Quotations are somebody else's words; cells and captions no sentences."""
DOUBTED: Final = 0.01
"""The probability from which a word is proposed unless the caller says otherwise."""

_OVERLAP: Final = 40
"""Pieces that two windows of a long paragraph share; each gives the half further from its edge."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_OPENING: Final = "\"'([*_ "


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may have been meant: lower case, straight apostrophes.

    `log_prob` is the natural logarithm of its share among the typed word and all candidates, or
    None where the model has no score for it (a word of several pieces).
    """

    word: str
    log_prob: float | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A doubtful word: `document.blocks[block].text[start:end]`.

    `detection` is the logit that another word was meant; `typed_log_prob` as
    `Candidate.log_prob`, for the word as typed; candidates stand in the order of their scores.
    """

    block: int
    start: int
    end: int
    word: str
    detection: float
    typed_log_prob: float | None
    candidates: tuple[Candidate, ...]
