"""What comes out of the printer: no controls, the map whole and with all its numbers, every lab of the list."""

import pypdfium2
from playwright.sync_api import Page

from labs.models import LabPage


def printed(page: Page, address: str) -> list[str]:
    """The words on each sheet, in one line."""
    page.goto(address)
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    return [" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in document]


def test_the_map_of_the_labs_is_printed_with_its_list(page: Page) -> None:
    sheets = printed(page, "/labore/")
    first, everything = sheets[0], " ".join(sheets)
    assert "Die Zahlen sind dieselben wie in der Liste." in first
    titles = LabPage.objects.live().values_list("title", flat=True)
    assert [number for number in range(1, len(titles) + 1) if str(number) not in first.split()] == []
    assert [title for title in titles if title not in everything] == []
    assert [word for word in ("Tastatur", "Filtern", "Menü", "Suche") if word in everything] == []
    assert len(sheets) <= 4


def test_a_filtered_list_is_printed_as_it_is_shown(page: Page) -> None:
    everything = " ".join(printed(page, "/labore/?land=SN"))
    assert "Brandis" in everything
    assert "Rhein-Neckar" not in everything
