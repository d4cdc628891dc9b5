"""Where a page of a document stands in its reading view."""

import pytest

from publications.reading_address import ReadingPlace, page_address


@pytest.mark.parametrize(
    ("number", "address"),
    [
        (1, "/bericht/lesen/#seite-1"),
        (10, "/bericht/lesen/#seite-10"),
        (11, "/bericht/lesen/ab-seite-11/#seite-11"),
        (500, "/bericht/lesen/ab-seite-491/#seite-500"),
        (0, "/bericht/lesen/#seite-0"),
    ],
)
def test_the_part_of_a_page_follows_from_its_number(number: int, address: str) -> None:
    assert page_address("/bericht/", number) == address


def test_what_was_searched_for_goes_along() -> None:
    assert page_address("/b/", 12, words="59 & #1") == "/b/lesen/ab-seite-11/?q=59+%26+%231#treffer-12"


def test_a_long_passage_is_named_by_its_ends() -> None:
    words = " ".join(f"w{number}" for number in range(60))
    assert page_address("/b/", 2, block=3, place=ReadingPlace(words)) == (
        "/b/lesen/#absatz-2-3:~:text=w0%20w1%20w2%20w3,w56%20w57%20w58%20w59"
    )


def test_each_end_of_a_passage_lies_within_one_paragraph() -> None:
    assert page_address("/b/", 2, place=ReadingPlace("Ein Titel\nund der Text")).endswith(
        ":~:text=Ein%20Titel,und%20der%20Text"
    )


def test_an_empty_passage_is_none() -> None:
    assert page_address("/b/", 2, place=ReadingPlace(" \n")) == "/b/lesen/#seite-2"
