"""How a page of a document is named."""

import pytest

from ogl_portal.german.page_numbers import PageNumber


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
