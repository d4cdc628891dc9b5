"""How far two sequences are apart, asked only as far as it matters."""

from collections import Counter
from collections.abc import Sequence


def distance_up_to(most: int, old: Sequence[str], new: Sequence[str]) -> int:
    """Levenshtein's distance: how many items of ``old`` were exchanged, added or taken away; ``most`` + 1 where more.

    By diagonals (Ukkonen 1985; Landau and Vishkin 1989): in the order of ``most`` times the length, where a full
    comparison takes the product of both lengths. »a b« 12,000 times would stop a worker for seconds otherwise.
    """
    here, there = Counter(old), Counter(new)
    if max((here - there).total(), (there - here).total()) > most:  # a text that is another altogether: known at once
        return most + 1
    goal = len(new) - len(old)
    reached = {0: _slide(old, 0, new, 0)}  # diagonal (place in new - place in old) → how far in ``old``
    for steps in range(most + 1):
        if reached.get(goal, -1) >= len(old):
            return steps
        further = {}
        for diagonal in range(-steps - 1, steps + 2):
            place = max(
                reached.get(diagonal, -1) + 1,  # exchanged
                reached.get(diagonal - 1, -1),  # added
                reached.get(diagonal + 1, -1) + 1,  # taken away
            )
            place = min(place, len(old), len(new) - diagonal)
            if place >= 0 and place + diagonal >= 0:
                further[diagonal] = place + _slide(old, place, new, place + diagonal)
        reached = further
    return most + 1


def _slide(old: Sequence[str], i: int, new: Sequence[str], j: int) -> int:
    """How many items are the same from there on; compared in slices, which Python does at once."""
    start, size = i, 1
    while size:
        part = old[i : i + size]
        if len(part) == size and part == new[j : j + size]:
            i, j, size = i + size, j + size, size * 2
        else:
            size //= 2
    return i - start
