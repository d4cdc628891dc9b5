"""The pictures of the Handbuch: what they show can be reached, and the words that a chapter quotes are on the screen.

``OGL_UPDATE_SCREENSHOTS=1`` takes them anew into docs/handbuch/bilder; without it nothing in the checkout changes. The
browser's own words (»Dateien auswählen«, »tt.mm.jjjj«) are German where it has its German texts (on Debian:
chromium-l10n) and ``LANGUAGE=de`` is set.
"""

import datetime
import io
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.cache import cache
from PIL import Image
from playwright.sync_api import Browser, Page

from news.models import NewsPage
from ogl_portal.editorial.reviews.models import PageReview
from ogl_portal.handbook import chapters
from ogl_portal.legal.models import EasyLanguagePage
from ogl_portal.users.models import User
from tests.accounts.people import PASSWORD, code
from tests.browser.conftest import Desk
from tests.browser.measures import violations

UPDATE = os.environ.get("OGL_UPDATE_SCREENSHOTS") == "1"
SIZE = (1000, 700)
COLOURS = 256


def nothing(page: Page) -> None:
    """The view is shown as it opens."""


@dataclass(frozen=True)
class View:
    """One picture: in which chapter it stands, where it is taken, by whom, and which words have to be in both."""

    picture: str
    chapter: str
    address: str
    labels: tuple[str, ...]
    username: str = "mara"
    prepare: Callable[[Page], None] = nothing
    size: tuple[int, int] = SIZE  # another one where the picture would end in the middle of a field or a column


def more_actions(page: Page) -> None:
    page.get_by_role("button", name="Mehr Aktionen").click()


def take(page: Page, file: Path) -> None:
    """A picture of the window, in as few colours as a screen of the admin needs."""
    page.wait_for_load_state("networkidle")
    shown = Image.open(io.BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")
    shown.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def fill_dates(page: Page) -> None:
    """With values that read the same in every order of day and month: the order is that of the browser."""
    page.get_by_role("textbox", name="Titel*", exact=True).fill("Beispieltermin")
    page.locator("#id_start_date").fill("2027-05-05")
    page.locator("#id_end_date").fill("2027-06-06")


VIEWS = [
    View(
        "anmelden",
        "erste-schritte",
        "/admin/login/",
        ("Anmelden", "Mit Passkey anmelden"),
        username="",
        size=(1000, 790),
    ),
    View(
        "uebersicht",
        "erste-schritte",
        "/admin/",
        ("Meldung schreiben", "Termin ankündigen", "PDF hochladen"),
        size=(1000, 760),
    ),
    View(
        "meldung-bearbeiten",
        "erste-schritte",
        "/admin/pages/{news}/edit/",
        ("Entwurf speichern", "Mehr Aktionen", "Zur Freigabe einreichen"),
        prepare=more_actions,
    ),
    View(
        "pdf-hochladen",
        "erste-schritte",
        "/admin/veroeffentlichungen/hochladen/",
        ("PDF hochladen", "Hochladen"),
        size=(1000, 480),
    ),
    View(
        "termin",
        "erste-schritte",
        "/admin/pages/add/events/eventpage/{events}/",
        ("Beginn", "Ende", "Uhrzeit des Beginns", "Ungefährer Termin", "Wiederholung in einem Satz"),
        prepare=fill_dates,
        size=(1000, 760),
    ),
    View(
        "freigeben",
        "rollen-und-freigabe",
        "/admin/pages/{waiting}/edit/",
        ("Freigeben und veröffentlichen", "Mit Anmerkung freigeben und veröffentlichen", "Änderungen anfordern"),
        username="kim",
        prepare=more_actions,
    ),
    View("laborteams", "rollen-und-freigabe", "/admin/laborteams/", ("Laborteams", "Team anlegen")),
    View(
        "zweiter-faktor",
        "anmelden-und-zweiter-faktor",
        "/admin/sicherheit/",
        ("Anmeldung und zweiter Faktor", "Passkey einrichten", "App einrichten"),
        size=(1000, 900),
    ),
    View(
        "planung",
        "nichts-geht-verloren",
        "/admin/planung/?monat=2031-03",
        ("Planung", "Als Liste", "Verschieben"),
        size=(1000, 900),
    ),
    View(
        "vorschaulink",
        "nichts-geht-verloren",
        "/admin/pages/{news}/vorschaulinks/",
        ("Vorschaulink",),
        size=(1000, 760),
    ),
    View(
        "durchsicht",
        "uebersicht-und-pruefungen",
        "/admin/durchsicht/{news}/",
        ("Ich habe die Seite heute durchgesehen",),
        size=(1000, 760),
    ),
    View(
        "bericht-dokumente", "uebersicht-und-pruefungen", "/admin/berichte/dokumente/", ("Dokumente",), size=(1400, 900)
    ),
    View("einfache-sprache", "vorgeschriebene-texte", "/admin/pages/{easy}/edit/", ("Sätze",), size=(1000, 760)),
    View("wordpress", "inhalte-uebernehmen", "/admin/uebernahme/wordpress/", ("Vorschau ansehen",), size=(1000, 960)),
    View(
        "erklaerung",
        "barrierefreiheit",
        "/admin/barrierefreiheit/erklaerung/",
        ("Erklärung prüfen und freigeben", "Erklärung freigeben"),
    ),
    View(
        "abonnements",
        "e-mail-abonnements",
        "/admin/berichte/abonnements/",
        ("E-Mail-Abonnements", "Auskunft und Löschung", "Nach dieser Adresse suchen"),
        size=(1000, 840),
    ),
]


@pytest.fixture(scope="module")
def places(desk: Desk) -> dict[str, int]:
    """What stands in the addresses of the views; one of the news items waits for approval."""
    shown, waiting = NewsPage.objects.live().order_by("sort_date")[:2]
    waiting.get_workflow().start(waiting, User.objects.get(username="mara"))
    PageReview.objects.create(page=shown, due_on=datetime.date(2031, 3, 12))
    NewsPage.objects.filter(pk=waiting.pk).update(expire_at=datetime.datetime(2031, 3, 20, 17, tzinfo=datetime.UTC))
    return {
        "news": shown.pk,
        "waiting": waiting.pk,
        "easy": EasyLanguagePage.objects.get().pk,
        "events": shown.get_site().root_page.get_children().get(slug="termine").pk,
    }


@pytest.fixture(scope="module")
def pages(browser: Browser, desk: Desk) -> Iterator[dict[str, Page]]:
    """A window for each of the people, and one for nobody."""
    cache.clear()
    windows = {}
    for username in ("", "mara", "kim"):
        # The page's own policy would keep axe out.
        window = browser.new_context(
            base_url=desk.url,
            locale="de-DE",
            viewport={"width": SIZE[0], "height": SIZE[1]},
            reduced_motion="reduce",
        ).new_page()
        if username:
            window.goto("/admin/login/")
            window.get_by_label("Benutzername oder E-Mail-Adresse").fill(username)
            window.get_by_label("Passwort").first.fill(PASSWORD)
            window.keyboard.press("Enter")
            if username == "kim":
                window.get_by_label("Code").fill(code(desk.app))
                window.keyboard.press("Enter")
            window.wait_for_url("**/admin/")
        windows[username] = window
    yield windows
    for window in windows.values():
        window.context.close()


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.picture)
def test_a_picture_shows_what_the_chapter_says(pages: dict[str, Page], places: dict[str, int], view: View) -> None:
    page = pages[view.username]
    page.set_viewport_size({"width": view.size[0], "height": view.size[1]})
    page.goto(view.address.format_map(places))
    view.prepare(page)
    file = chapters.FOLDER / chapters.PICTURES / f"{view.picture}.png"
    if UPDATE:
        file.parent.mkdir(exist_ok=True)
        take(page, file)
    assert file.is_file(), "Take it with OGL_UPDATE_SCREENSHOTS=1."
    text = next(chapter.text for chapter in chapters.chapters() if chapter.slug == view.chapter)
    text = " ".join(text.split())
    assert f"({chapters.PICTURES}/{view.picture}.png)" in text
    screen = page.locator("body").aria_snapshot()
    for label in view.labels:
        assert f"»{label}«" in text or re.search(rf"\*\*{label}:?\*\*", text), f"»{label}« is not in the chapter"
        assert label in screen, f"»{label}« is not on the screen"


def test_every_picture_of_a_chapter_is_taken_here() -> None:
    shown = {
        (name, chapter.slug)
        for chapter in chapters.chapters()
        for name in re.findall(rf"\({chapters.PICTURES}/([\w-]+)\.png\)", chapter.text)
    }
    assert shown == {(view.picture, view.chapter) for view in VIEWS}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("address", ["", "erste-schritte/", "anmelden-und-zweiter-faktor/"])
def test_axe_finds_nothing_in_the_handbook(pages: dict[str, Page], address: str, width: int) -> None:
    page = pages["mara"]
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"/admin/handbuch/{address}")
    wider = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wider
    assert violations(page) == []
