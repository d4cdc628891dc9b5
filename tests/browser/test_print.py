"""What comes out of the printer: no controls, the map whole and with all its numbers, every lab of the list."""

import datetime

import pypdfium2
import pytest
from django.conf import settings
from playwright.sync_api import Page

from events.models import EventPage
from labs.models import LabPage
from tests.browser.pages import PAGES


@pytest.fixture(scope="module")
def site(site_of_its_own: str) -> str:
    """Not the one that others read: an event is changed here."""
    return site_of_its_own


def printed(page: Page, address: str) -> list[str]:
    """The words on each sheet, in one line."""
    page.goto(address)
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    return [" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in document]


def without_spaces(sheets: list[str]) -> str:
    """All words without what stands between them, since an address may go on in the next line."""
    return "".join("".join(sheets).split())


def test_the_map_of_the_labs_is_printed_with_its_list(page: Page) -> None:
    sheets = printed(page, "/labore/")
    first, everything = sheets[0], " ".join(sheets)
    assert "Die Zahlen entsprechen der Liste." in first
    titles = LabPage.objects.live().values_list("title", flat=True)
    assert [number for number in range(1, len(titles) + 1) if str(number) not in first.split()] == []
    assert [title for title in titles if title not in everything] == []
    assert [word for word in ("Tastatur", "Filtern", "Menü", "Suche") if word in everything] == []
    assert len(sheets) <= 8  # with the drawings and their tables


def test_what_is_to_be_done_is_printed_with_its_address(page: Page, site: str) -> None:
    """A sheet has no buttons: registering, taking part and loading a file need their addresses."""
    event = EventPage.objects.get(slug="jour-fixe-der-laborteams")
    event.start_date, event.end_date, event.start_time, event.end_time = datetime.date(2100, 5, 12), None, None, None
    event.registration_url = "https://anmeldung.example/treffen?nr=1"
    event.registration_deadline = datetime.date(2100, 5, 10)
    event.is_online, event.online_url = True, "https://raum.example/treffen"
    button = {
        "title": "Mitmachen",
        "text": "",
        "link_text": "Vorschlag senden",
        "page": None,
        "url": "https://vorschlag.example/neu",
    }
    event.body = [("call_to_action", button)]
    event.save_revision().publish()
    everything = without_spaces(printed(page, event.url))
    assert "ZurAnmeldung(bis10.Mai2100):https://anmeldung.example/treffen?nr=1" in everything
    assert "Onlineteilnehmen:https://raum.example/treffen" in everything
    assert "Vorschlagsenden:https://vorschlag.example/neu" in everything
    assert "IndenKalender" not in everything


def test_the_address_of_a_file_is_printed(page: Page) -> None:
    everything = without_spaces(printed(page, "/ergebnisse/projektbericht-2020-2022/"))
    assert f"{settings.BASE_URL}/ergebnisse/projektbericht-2020-2022/projektbericht-2020-2022.pdf" in everything


def test_an_address_is_printed_beside_its_link_and_not_across_it(page: Page) -> None:
    """What fills its box on the screen, so that all of it is clicked, would lie over the words on paper."""
    across = {}
    for kind, address in PAGES.items():
        page.goto(address)
        page.emulate_media(media="print")
        words = page.evaluate(
            """() => [...document.querySelectorAll("main a[href]")].filter((link) => {
                const after = getComputedStyle(link, "::after");
                return link.checkVisibility() && after.position === "absolute" && after.content.length > 4;
            }).map((link) => link.textContent.trim())"""
        )
        if words:
            across[kind] = words
    assert across == {}


def test_every_way_on_is_printed_or_left_out_on_purpose(page: Page) -> None:
    """On each kind of page: what a link of the text says is on paper, but for these."""
    left_out = (
        "In den Kalender",
        "Im Kalender öffnen",
        "Mehr zu diesem Dokument",
        "PDF öffnen: Ermutigung",
        "Weiter: ",  # of the reading view, which is printed whole
        "Zurück: ",
    )
    lost = {}
    for kind, address in PAGES.items():
        page.goto(address)
        page.emulate_media(media="print")
        words = page.evaluate(
            "[...document.querySelectorAll('main a[class*=btn], main .cta a, main .prose a')]"
            ".filter(link => !link.checkVisibility()).map(link => link.innerText || link.textContent.trim())"
        )
        if missing := [word for word in words if not word.startswith(left_out)]:
            lost[kind] = missing
    assert lost == {}


def test_a_filtered_list_is_printed_as_it_is_shown(page: Page) -> None:
    assert "Brandis" in " ".join(printed(page, "/labore/?land=SN"))
    page.emulate_media(media="print")
    assert page.locator(".lab-rows h2").all_inner_texts() == ["Brandis / Partheland"]  # the drawing names all labs


def test_of_a_contents_only_the_chapters_are_printed(page: Page) -> None:
    page.goto("/ergebnisse/projektbericht-2020-2022/")
    page.emulate_media(media="print")
    shown = "(links) => links.filter((link) => link.checkVisibility({contentVisibilityAuto: true})).length"
    assert page.locator(".toc > li > a").evaluate_all(shown) > 0
    assert page.locator(".toc details a").evaluate_all(shown) == 0
