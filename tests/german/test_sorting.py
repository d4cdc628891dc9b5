"""German alphabetical order (DIN 5007-1)."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogl_portal.german.sorting import german_sort_key


def test_umlauts_sort_like_their_base_letters() -> None:
    names = ["Zwickau", "Öhringen", "Ohlsbach", "Äpfel", "Apolda", "Überlingen", "Ulm", "Apfel"]
    random.Random(1).shuffle(names)
    ordered = sorted(names, key=lambda name: (german_sort_key(name), name))
    assert ordered == ["Apfel", "Äpfel", "Apolda", "Ohlsbach", "Öhringen", "Überlingen", "Ulm", "Zwickau"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Äpfel", "apfel"), ("Straße", "STRASSE"), ("Merzenich/Kerpen", "Merzenich Kerpen"), ("»Essen«", "Essen")],
)
def test_case_sharp_s_and_punctuation_do_not_matter(one: str, other: str) -> None:
    assert german_sort_key(one) == german_sort_key(other)


@given(st.text(max_size=60))
def test_a_key_is_plain_and_stays_the_same_when_folded_again(text: str) -> None:
    key = german_sort_key(text)
    assert key.isascii()
    assert german_sort_key(key) == key
