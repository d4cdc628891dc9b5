"""The distance of two texts, as far as it is asked."""

import random

import pytest

from ogl_portal.german.edit_distance import distance_up_to


def full(old: list[str], new: list[str]) -> int:
    """By the definition: the table of all beginnings."""
    row = list(range(len(new) + 1))
    for i, one in enumerate(old, 1):
        above, row = row, [i]
        for j, other in enumerate(new, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (one != other)))
    return row[-1]


def test_it_is_the_distance_up_to_the_limit_and_one_more_beyond() -> None:
    """All lengths up to 9, few words, so that texts are alike in many places."""
    chance = random.Random(14)
    for _ in range(2000):
        old, new = (chance.choices("abcd", k=chance.randrange(10)) for _ in range(2))
        most = chance.randrange(8)
        assert distance_up_to(most, old, new) == min(full(old, new), most + 1), (most, old, new)


class Counted(str):
    """A word that counts how often it is compared."""

    __slots__ = ()
    __hash__ = str.__hash__
    times = 0

    def __eq__(self, other: object) -> bool:
        Counted.times += 1
        return str.__eq__(self, other)


@pytest.mark.parametrize("old", ["a b " * 12_000, " ".join(map(str, range(20_000)))])
@pytest.mark.parametrize("change", ["exchanged", "another text"])
def test_long_texts_are_not_compared_word_by_word_with_each_other(old: str, change: str) -> None:
    words = [Counted(word) for word in old.split()]
    middle = len(words) // 2
    other = [*words[:middle], *map(Counted, ["neu", "und", "anders"]), *words[middle + 3 :]]
    new = other if change == "exchanged" else words[::-1]
    Counted.times = 0
    assert distance_up_to(30, words, new) in (2, 3, 31)
    assert Counted.times < 61 * 3 * len(words)  # in the order of the diagonals times the length, never its square
