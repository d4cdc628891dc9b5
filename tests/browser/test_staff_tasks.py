"""What somebody can do who has never seen the editorial side: by keyboard, following only what the screen says.

Each task takes at most twelve actions beyond typing, signing in included. The tests stand in the order in which things
happen: the publisher approves what the others have submitted. »--log-cli-level=INFO« shows the counts.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, expect
from wagtail.models import Page

from events.models import EventPage
from news.models import NewsPage
from ogl_portal.editorial.assignments.models import Assignment, AssignmentState
from ogl_portal.pages.models import Message
from publications.models import PublicationPage
from tests.accounts.people import PASSWORD, code
from tests.browser.conftest import Desk
from tests.browser.measures import violations
from tests.browser.person import Person

logger = logging.getLogger(__name__)

MOST_ACTIONS = 12
PDF = Path(settings.BASE_DIR, "ogl_portal/programme/documents/open-government-und-wirkungsorientierung.pdf")
TITLE_OF_PDF = "Beispiel eines Ergebnisdokuments"
SERIES = (
    "jeden zweiten Monat am ersten Donnerstag bis 5. Dezember 2030, außer am 1. August 2030, "
    "3. Oktober 2030 verlegt auf 10. Oktober 2030, 14 bis 16 Uhr"
)

# The list that the admin shows after publishing. The word »veröffentlicht« may stand on a button before.
PAGES_BELOW = re.compile(r"/admin/pages/\d+/$")


@pytest.fixture(autouse=True)
def _no_limits_from_before() -> None:
    cache.clear()


@contextmanager
def at_the_desk(browser: Browser, desk: Desk, task: str) -> Iterator[Person]:
    """Somebody before the page for signing in, who must not need more than twelve actions."""
    with browser.new_context(base_url=desk.url, locale="de-DE", viewport={"width": 1280, "height": 900}) as visitor:
        page = visitor.new_page()
        page.goto("/admin/")
        person = Person(page)
        yield person
        logger.info("%s: %s actions, %s presses of the Tab key", task, person.actions, person.tabs)
        assert person.actions <= MOST_ACTIONS, task


def sign_in(person: Person, username: str, secret: str = "") -> None:
    person.go_to("Benutzername oder E-Mail-Adresse").type(username)
    person.go_to("Passwort").type(PASSWORD).activate()
    if secret:
        person.sees("Code")
        person.go_to("Code").type(code(secret)).activate()
    person.sees("Guten Tag")
    assert violations(person.page, serious=True) == []


def another_pdf(folder: Path) -> Path:
    """The sample under another title: the same file twice would be refused."""
    file = folder / "beispiel.pdf"
    with pikepdf.open(PDF) as pdf:
        pdf.docinfo["/Title"] = TITLE_OF_PDF
        with pdf.open_metadata() as metadata:
            metadata["dc:title"] = TITLE_OF_PDF
        pdf.save(file)
    return file


def submit(person: Person) -> None:
    """From the editor of a page."""
    person.go_to("Mehr Aktionen").activate()
    person.go_to("Zur Freigabe einreichen").activate()
    person.sees("zur Freigabe eingereicht")


def test_the_programme_staff_correct_a_news_item(browser: Browser, desk: Desk) -> None:
    news = NewsPage.objects.live().order_by("-sort_date").first()
    with at_the_desk(browser, desk, "Correct a news item") as person:
        sign_in(person, "mara")
        person.go_to("Suche", "textbox").type(news.title).activate()
        person.page.wait_for_url("**/search/**")
        person.go_to(news.title).activate()
        person.go_to("Titel").type_instead("Berichtigter Titel")
        submit(person)
    news.refresh_from_db()
    assert news.title != "Berichtigter Titel"
    assert news.latest_revision.content["title"] == "Berichtigter Titel"
    assert news.workflow_in_progress


def test_the_programme_staff_upload_a_pdf_as_a_publication(browser: Browser, desk: Desk, tmp_path: Path) -> None:
    with at_the_desk(browser, desk, "Upload a PDF") as person:
        sign_in(person, "mara")
        person.go_to("PDF hochladen").activate()
        person.go_to(re.compile("PDF-Datei")).choose_file(another_pdf(tmp_path))
        person.go_to("Hochladen").activate()
        person.sees("Entwurf angelegt")
        assert violations(person.page, serious=True) == []
        person.go_to("Beispiel").activate()  # named after the file until that has been read
        expect(person.page.locator("#id_title")).to_have_value(TITLE_OF_PDF)
        submit(person)
    publication = PublicationPage.objects.get(title=TITLE_OF_PDF)
    assert publication.workflow_in_progress
    assert publication.versions.get().state == "ready"


def test_the_programme_staff_announce_an_event(browser: Browser, desk: Desk) -> None:
    with at_the_desk(browser, desk, "Announce an event") as person:
        sign_in(person, "mara")
        person.go_to("Termin ankündigen").activate()
        person.go_to("Titel").type("Beispieltermin")
        person.go_to("Beginn").type("05.05.2027")  # whichever order the browser asks for
        submit(person)
    event = EventPage.objects.get(title="Beispieltermin")
    assert event.latest_revision.content["start_date"] == "2027-05-05"
    assert event.workflow_in_progress


def test_a_publisher_announces_a_series_with_an_exception_and_a_moved_date(browser: Browser, desk: Desk) -> None:
    with at_the_desk(browser, desk, "Announce a series") as person:
        sign_in(person, "kim", desk.app)
        person.go_to("Termin ankündigen").activate()
        person.go_to("Titel").type("Beispielreihe")
        person.go_to("Beginn").type("04.04.2030")
        person.go_to("Uhrzeit des Beginns").type("1010A")  # A: where the browser counts twelve hours
        person.go_to("Wiederholung in einem Satz").type(SERIES)
        person.go_to("Entwurf speichern").activate()
        person.sees("jeden zweiten Monat am ersten Donnerstag, 10.10 Uhr, bis 5. Dezember 2030. 4 Termine")
        person.sees("Fällt aus: 1. August 2030")
        assert violations(person.page, serious=True) == []
        person.go_to("Mehr Aktionen").activate()
        person.go_to("Veröffentlichen").activate()
        person.page.wait_for_url(PAGES_BELOW)
        page = person.page
        page.goto(EventPage.objects.live().get(title="Beispielreihe").url)
        shown = page.get_by_role("region", name="Einzelne Termine").inner_text()
    told = ["4. April 2030", "6. Juni 2030", "10. Oktober 2030, 14 bis 16", "5. Dezember 2030", "1. August 2030"]
    assert [text for text in told if text not in " ".join(shown.split())] == []


def test_a_link_leads_past_a_long_form(browser: Browser, desk: Desk) -> None:
    with at_the_desk(browser, desk, "Past a long form") as person:
        sign_in(person, "mara")
        person.go_to("Termin ankündigen").activate()
        person.sees("Wiederholung in einem Satz")
        person.go_to("Zum Hauptinhalt springen").activate()
        person.go_to("Zum Speichern").activate()
        expect(person.page.get_by_role("button", name="Entwurf speichern")).to_be_focused()


@pytest.mark.parametrize("title", ["Berichtigter Titel", TITLE_OF_PDF, "Beispieltermin"])
def test_a_publisher_approves(browser: Browser, desk: Desk, title: str) -> None:
    with at_the_desk(browser, desk, f"Approve »{title}«") as person:
        sign_in(person, "kim", desk.app)
        person.go_to(title).activate()
        person.go_to("Mehr Aktionen").activate()
        person.go_to("Freigeben und veröffentlichen").activate()
        person.page.wait_for_url(PAGES_BELOW)
    assert Page.objects.get(title=title).live


def test_a_draft_keeps_a_date_that_cannot_be_read(browser: Browser, desk: Desk) -> None:
    with at_the_desk(browser, desk, "A draft with an unreadable date") as person:
        sign_in(person, "mara")
        person.go_to("Termin ankündigen").activate()
        person.go_to("Titel").type("Beispiel im Frühling")
        person.go_to("Ungefährer Termin").type("irgendwann im Frühling")
        person.go_to("Entwurf speichern").activate()
        person.sees("stimmt noch nicht")
        person.go_to("Ungefährer Termin", "link").activate()
        expect(person.page.get_by_label("Ungefährer Termin")).to_be_focused()
        expect(person.page.get_by_label("Ungefährer Termin")).to_have_value("irgendwann im Frühling")
    assert EventPage.objects.get(title="Beispiel im Frühling").fuzzy_date == ""


def test_somebody_is_asked_to_look_at_a_page_and_says_that_it_is_done(browser: Browser, desk: Desk) -> None:
    news = NewsPage.objects.live().order_by("-sort_date").last()
    with at_the_desk(browser, desk, "Ask somebody to look at a page") as person:
        sign_in(person, "kim", desk.app)
        person.page.goto(f"/admin/pages/{news.pk}/edit/")
        person.go_to("Aktionen").activate()
        person.go_to("Bitte ansehen …").activate()
        person.page.wait_for_url("**/bitte-ansehen/**")
        person.go_to("Wer?").type("Mara")
        person.go_to("Worum geht es?").type("Stimmt der Ort noch?")
        person.go_to("Bitten").activate()
        person.sees("Mara Muster")
    with at_the_desk(browser, desk, "Look at a page when asked") as person:
        sign_in(person, "mara")
        person.go_to(news.title).activate()
        person.sees("Stimmt der Ort noch?")
        person.go_to("Antwort, wenn nötig").type("Ja, er stimmt.")
        person.go_to("Erledigt").activate()
        expect(person.page.get_by_text("Stimmt der Ort noch?")).to_have_count(0)
    request = Assignment.objects.get(page=news)
    assert (request.state, request.answer) == (AssignmentState.DONE, "Ja, er stimmt.")


def test_the_programme_staff_answer_a_message(browser: Browser, desk: Desk) -> None:
    message = Message.objects.create(text="Eine Frage", receipt="20310506-ABCDEF", email="mara@example.org")
    with at_the_desk(browser, desk, "Answer a message") as person:
        sign_in(person, "mara")
        person.go_to(re.compile(message.receipt)).activate()
        person.page.wait_for_url("**/posteingang/**")
        person.go_to("Antwort").type("Wir prüfen das.")
        person.go_to("Antwort senden").activate()
        person.sees("ist an mara@example.org unterwegs")
        expect(person.page.get_by_label("Antwort")).to_be_empty()
    message.refresh_from_db()
    assert message.answer == "Wir prüfen das."
