"""Texts side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from otlint.second_look.tree import planted

TEXTS = st.lists(
    st.lists(st.integers(0, 3), min_size=1, max_size=12).map(tuple), min_size=1, max_size=12
)


@given(texts=TEXTS, largest=st.integers(1, 40))
def test_every_text_is_in_one_tree_whole(texts: list[tuple[int, ...]], largest: int) -> None:
    held = []
    for tree, inside in planted(texts, largest):
        assert len(tree) <= largest or len(inside) == 1
        depths, mask = tree.depths(), tree.mask()
        for text in inside:
            path = tree.path(text)
            assert [tree.pieces[place] for place in path] == list(text)
            assert [int(depths[place]) for place in path] == list(range(len(text)))
            for depth, place in enumerate(path):
                assert [at for at in range(len(tree)) if mask[place, at] == 0] == sorted(
                    path[: depth + 1]
                )
        held += inside
    assert sorted(held) == sorted(set(texts))


@given(texts=TEXTS)
def test_nothing_is_read_twice(texts: list[tuple[int, ...]]) -> None:
    ((tree, _),) = planted(texts, 1000)
    assert len(tree) == len({text[:end] for text in texts for end in range(1, len(text) + 1)})


@given(texts=TEXTS, data=st.data())
def test_the_order_of_texts_changes_nothing(
    texts: list[tuple[int, ...]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(texts))
    one = [(tree.pieces, inside) for tree, inside in planted(texts, 20)]
    assert one == [(tree.pieces, inside) for tree, inside in planted(shuffled, 20)]
