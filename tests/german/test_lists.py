"""Several things in one sentence."""

import pytest

from ogl_portal.german.formats import and_list


@pytest.mark.parametrize(
    ("words", "sentence"), [([], ""), (["A"], "A"), (["A", "B"], "A und B"), (["A", "B", "C"], "A, B und C")]
)
def test_the_last_two_are_joined_by_und(words: list[str], sentence: str) -> None:
    assert and_list(iter(words)) == sentence
