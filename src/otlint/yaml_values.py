"""YAML from strangers: plain values only, and no text that grows when it is read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final, cast

import yaml

MAX_DEPTH: Final = 64
MAX_NODES: Final = 10_000
"""How many values a text may stand for once its aliases are written out."""

_ODD_BREAK = re.compile("[\x85\u2028\u2029]")


class TooBigError(Exception):
    """The text is nested too deep, or means more than it says."""


@lru_cache(maxsize=1)
def _loader() -> type[yaml.SafeLoader]:
    base = cast("type[yaml.SafeLoader]", getattr(yaml, "CSafeLoader", yaml.SafeLoader))

    class Loader(base):  # type: ignore[valid-type, misc]
        """Safe, and lenient with numbers and dates that do not exist: they stay strings."""

    def lenient(kind: str) -> None:
        construct = base.yaml_constructors[f"tag:yaml.org,2002:{kind}"]

        def constructor(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
            try:
                return construct(loader, node)
            except (ValueError, OverflowError):
                return node.value

        Loader.add_constructor(f"tag:yaml.org,2002:{kind}", constructor)

    for kind in ("int", "float", "timestamp"):
        lenient(kind)
    return Loader


def compose(text: str) -> yaml.Node | None:
    """The nodes of one YAML document; their marks count code points of `text`.

    Raises:
        yaml.YAMLError: It is no YAML.
        TooBigError: It is nested too deep, or its aliases make it grow beyond measure.
    """
    # YAML 1.1 takes these for line breaks; in a title they are leftovers of a word processor.
    text = _ODD_BREAK.sub(" ", text)
    depth = 0
    for event in yaml.parse(text, Loader=_loader()):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise TooBigError("it is nested too deep")
    node = yaml.compose(text, Loader=_loader())
    if node is not None:
        _size(node, {})
    return node


def _size(node: yaml.Node, sizes: dict[int, int]) -> int:
    """How many values a node stands for, each alias written out."""
    known = sizes.get(id(node))
    if known == 0:
        raise TooBigError("a YAML alias contains itself")
    if known is None:
        sizes[id(node)] = 0
        known = 1
        if isinstance(node, yaml.CollectionNode):
            for child in node.value:
                for part in child if isinstance(child, tuple) else (child,):
                    known += _size(part, sizes)
                    if known > MAX_NODES:
                        raise TooBigError("it holds too many values")
        sizes[id(node)] = known
    return known


def construct(node: yaml.Node) -> Any:
    """The plain values of composed nodes.

    Raises:
        yaml.YAMLError: A tag that is no plain value (`!!python/...`), or a key that cannot be one.
    """
    loader = _loader()("")
    try:
        return loader.construct_document(node)
    finally:
        loader.dispose()
