"""The tree of pages, walked with care: nodes that are named twice are told from nodes that lead back to themselves.

qpdf calls both a loop. A node named twice is odd, but has an end: its pages are either there twice, or the second name
is a leftover that the count of pages does not know.
"""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from publications.pdf import objects

MAX_DEPTH = 500
"""Nodes above one page; more is not told from a circle."""
MAX_NODES = 20_000
"""Nodes of a tree that is mended; a few hundred bytes can name more than any memory holds."""


class Circular(Exception):  # noqa: N818
    """A node stands below itself."""


class TooManyNodes(Exception):  # noqa: N818
    """The tree is larger than anybody would read."""


def count_leaves(pdf: pikepdf.Pdf, most: int) -> int:
    """How many pages the tree names. Raises Circular; TooManyNodes for more than `most` pages."""
    leaves = 0
    stack: list[tuple[Any, frozenset[tuple[int, int]]]] = [(objects.get(pdf.Root, "/Pages"), frozenset())]
    while stack:
        node, above = stack.pop()
        if not isinstance(node, Dictionary):
            continue
        kids = objects.get(node, "/Kids")
        if kids is None:
            leaves += 1
            if leaves > most:
                raise TooManyNodes
            continue
        below = _below(node, above)
        stack.extend((kid, below) for kid in objects.items(kids))
    return leaves


def untangle(pdf: pikepdf.Pdf) -> None:
    """Make a tree in which every node has one place. Raises Circular or TooManyNodes.

    A node that is named again is copied, so that its pages are there as often as they are named; where the count of
    all pages knows them only once, the further names are dropped.
    """
    root = objects.get(pdf.Root, "/Pages")
    named_again: list[tuple[Any, int]] = []
    seen: set[tuple[int, int]] = set()
    leaves: set[tuple[int, int] | None] = set()
    nodes = 0
    stack: list[tuple[Any, frozenset[tuple[int, int]]]] = [(root, frozenset())]
    while stack:
        node, above = stack.pop()
        below = _below(node, above)
        kids = objects.items(objects.get(node, "/Kids"))
        # An array of its own, as two nodes may share one.
        node["/Kids"] = Array(kids)
        for place, kid in enumerate(kids):
            nodes += 1
            if nodes > MAX_NODES:
                raise TooManyNodes
            number = objects.identity(kid)
            if objects.get(kid, "/Kids") is None:
                leaves.add(number)
                continue
            if number in below:
                raise Circular
            if number in seen:
                named_again.append((node, place))
                continue
            if number:
                seen.add(number)
            stack.append((kid, below))
    if objects.get_int(root, "/Count") == len(leaves):
        for node, place in reversed(named_again):
            del node["/Kids"][place]
        return
    while named_again:
        node, place = named_again.pop()
        original = node["/Kids"][place]
        copy = pdf.make_indirect(Dictionary(objects.entries(original)))
        copy["/Parent"] = node
        kids = objects.items(objects.get(copy, "/Kids"))
        copy["/Kids"] = Array(kids)
        node["/Kids"][place] = copy
        nodes += len(kids)
        if nodes > MAX_NODES:
            raise TooManyNodes
        named_again.extend((copy, index) for index, kid in enumerate(kids) if objects.get(kid, "/Kids") is not None)


def _below(node: Any, above: frozenset[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """The nodes above the kids of `node`. Raises Circular where it is among those above itself."""
    number = objects.identity(node)
    if number in above or len(above) >= MAX_DEPTH:
        raise Circular
    return above | {number} if number else above
