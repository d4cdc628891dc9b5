"""How a page of a document is named."""

import pytest

from ogl_portal.german.page_numbers import PageNumber, PageRange, existing_pages, find_page


@pytest.mark.parametrize(
    ("page", "name", "cited", "short"),
    [
        (PageNumber(7), "Seite 7", "S. 7", "S. 7"),
        (PageNumber(7, "7"), "Seite 7", "S. 7", "S. 7"),
        (PageNumber(20, "18"), "Seite 18 (PDF-Seite 20)", "S. 18 (PDF-Seite 20)", "S. 18"),
        (PageNumber(4, "iv"), "Seite iv (PDF-Seite 4)", "S. iv (PDF-Seite 4)", "S. iv"),
    ],
)
def test_a_page_has_its_printed_number_and_its_place_where_that_differs(
    page: PageNumber, name: str, cited: str, short: str
) -> None:
    assert [text.replace("\N{NO-BREAK SPACE}", " ") for text in (page.name, page.cited, page.short)] == [
        name,
        cited,
        short,
    ]


# A cover without a number, four pages in Roman numbers, then 1 to 6.
BOOK = [PageNumber(1), *(PageNumber(2 + at, label) for at, label in enumerate(["i", "ii", "iii", "iv"]))] + [
    PageNumber(number, str(number - 5)) for number in range(6, 12)
]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_how_far_one_is_has_the_printed_number_first() -> None:
    assert plain(PageNumber(24, "22").counted(53)) == "Seite 22 (PDF-Seite 24 von 53)"
    assert plain(PageNumber(7, "7").counted(53)) == "Seite 7 von 53"
    pages = PageRange(PageNumber(11, "9"), PageNumber(20, "18"))
    assert plain(pages.short) == "Seiten 9–18"
    assert plain(pages.counted(53)) == "Seiten 9–18 (PDF-Seiten 11–20 von 53)"
    assert plain(PageRange(PageNumber(1), PageNumber(10)).counted(53)) == "Seiten 1–10 von 53"


@pytest.mark.parametrize(
    ("wanted", "number"),
    [
        ("1", 6),  # not the cover, which bears no number
        ("6", 11),
        ("IV", 5),
        ("Seite 3", 8),
        ("S. 3", 8),
        ("PDF-Seite 3", 3),
        ("PDF-Seite\N{NO-BREAK SPACE}11", 11),
        ("Seite 6 (PDF-Seite 11)", 11),
        ("11", None),  # the last page bears a 6
        ("PDF-Seite 12", None),
        ("Seite", None),
    ],
)
def test_a_page_is_found_by_what_the_site_calls_it(wanted: str, number: int | None) -> None:
    found = find_page(BOOK, wanted)
    assert (found.number if found else None) == number


def test_what_pages_there_are_is_told() -> None:
    assert plain(existing_pages(BOOK)) == "Seiten 1, i–iv und 1–6 (PDF-Seiten 1–11)"
    assert plain(existing_pages([PageNumber(1), PageNumber(2)])) == "Seiten 1–2"
    assert plain(existing_pages([PageNumber(1)])) == "Seite 1"
