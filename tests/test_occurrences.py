"""Which blocks hold a word."""

from __future__ import annotations

from otlint.model import Format
from otlint.occurrences import blocks_by_word, blocks_with
from tests.helpers import parse_text

TEXT = "# Carers\n\nThe carer’s well-being.\n\nWell, a CARER said\u00a0so.\n"


def test_words_are_cut_and_folded() -> None:
    index = blocks_by_word(parse_text(TEXT, Format.MARKDOWN))
    assert index["carer"] == [1, 2]
    assert index["s"] == [1]
    assert index["well"] == [1, 2]
    assert index["being"] == [1]
    assert index["so"] == [2]
    assert "well-being" not in index


def test_blocks_come_in_order_and_once() -> None:
    document = parse_text(TEXT, Format.MARKDOWN)
    found = list(blocks_with(document, ["said", "well", "carers", "nowhere"]))
    assert found == list(document.blocks)
    assert not list(blocks_with(document, []))
