"""The query language: every text is a query, and none costs more than its limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogl_portal.search.query import LONGEST_QUERY, MOST_TERMS, Term, parse


def shape(text: str) -> tuple[list[list[str]], list[str]]:
    """Clauses and exclusions as the words they ask for."""
    query = parse(text)
    clauses = [[_plain(term) or term.special for term in clause] for clause in query.clauses]
    return clauses, [_plain(term) for term in query.excluded]


def _plain(term: Term) -> str:
    return " ".join(word.folded for word in term.words)


@pytest.mark.parametrize(
    ("text", "clauses", "excluded"),
    [
        ("Bürgerrat Brandis", [["burgerrat"], ["brandis"]], []),
        ("Brandis OR Tengen", [["brandis", "tengen"]], []),
        ("Brandis ODER Tengen Rat", [["brandis", "tengen"], ["rat"]], []),
        ("Workshop -Berlin", [["workshop"]], ["berlin"]),
        ('"offene Kommune" -"Open Data"', [["offene kommune"]], ["open data"]),
        ("„offene Kommune“", [["offene kommune"]], []),
        ("»offene Kommune«", [["offene kommune"]], []),
        ("Marburg-Biedenkopf", [["marburg biedenkopf"]], []),
        ("Wer hat den Bürgerrat ausgelost?", [["burgerrat"], ["ausgelost"]], []),
        ("und", [["und"]], []),
        ("OR Brandis OR", [["brandis"]], []),
        ('"ohne Ende', [["ohne ende"]], []),
        ("klima*", [["klima"]], []),
        ("978 3 96317 246 5", [["9783963172465"]], []),
        ("", [], []),
        ("😀 *** \u202e", [], []),
    ],
)
def test_what_is_asked(text: str, clauses: list[list[str]], excluded: list[str]) -> None:
    assert shape(text) == (clauses, excluded)


def test_a_phrase_is_exact_and_a_hyphenated_word_is_not() -> None:
    assert parse('"Marburg Biedenkopf"').clauses[0][0].is_phrase
    assert not parse("Marburg-Biedenkopf").clauses[0][0].is_phrase


def test_a_day_is_read_as_one() -> None:
    assert parse("am 1. Dezember 2022").clauses[0][0].special == "2022-12-01"


@given(st.text(max_size=400))
def test_any_text_is_a_query(text: str) -> None:
    query = parse(text)
    assert len(query.text) <= LONGEST_QUERY
    assert len(query.terms) + len(query.excluded) <= MOST_TERMS
    for term in (*query.terms, *query.excluded):
        assert term.words or term.special
        assert "\x00" not in term.text


@given(
    st.lists(
        st.sampled_from(['"', "-", "OR", "a", "bürger", "*", "(", "'", "\\", "&", "!", "|", ":", "<->"]), max_size=60
    )
)
def test_any_mixture_of_signs_is_a_query(pieces: list[str]) -> None:
    parse(" ".join(pieces))
    parse("".join(pieces))


def test_a_long_query_is_cut_at_a_space() -> None:
    query = parse("Kommune " * 2_000)
    assert query.text.endswith("Kommune")
    assert len(query.terms) == MOST_TERMS
