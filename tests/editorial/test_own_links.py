"""Links to own pages and files that readers cannot open are told beside their place, however they are written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect

from labs.models import ImpactClaim
from ogl_portal.editorial.checks.findings import Rule
from ogl_portal.editorial.checks.pages import check_page, check_pages
from ogl_portal.pages.models import StandardPage, Way
from ogl_portal.safety import files, trash
from ogl_portal.teams import grants
from publications.models import FileState
from tests.editorial.test_checks import body
from tests.factories import (
    AdminFactory,
    DocumentFactory,
    EventPageFactory,
    FileVersionFactory,
    LabPageFactory,
    NewsPageFactory,
    Portal,
    PublicationPageFactory,
    StandardPageFactory,
)

pytestmark = pytest.mark.django_db
NO_FILE = "Unter dieser Adresse gibt es keine Datei, die Leser:innen abrufen können."
NOT_ANY_MORE, NOT_YET = "Die Seite ist nicht mehr veröffentlicht.", "Die Seite ist noch nicht veröffentlicht."


def sentences(page: Any) -> list[str]:
    return [finding.sentence for finding in check_page(page) if finding.rule is Rule.OWN_LINK]


def paragraph(html: str) -> tuple[str, str]:
    return "paragraph", f"<p>{html}</p>"


def linking(portal: Portal, html: str) -> Any:
    return StandardPageFactory(parent=portal.home, title="Quelle", slug="quelle", body=body(paragraph(html)))


def button(number: int | None, url: str = "") -> tuple[str, dict[str, Any]]:
    return "call_to_action", {"title": "W", "text": "", "link_text": "Zum Leitfaden", "page": number, "url": url}


# --- chosen ---


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (lambda page: page, ""),
        (lambda page: page.unpublish(), NOT_ANY_MORE),
        (trash.move_to_trash, "Die Seite liegt im Papierkorb."),
        (lambda page: page.delete(), "Die Seite gibt es nicht mehr."),
    ],
    ids=["public", "unpublished", "in the bin", "deleted"],
)
def test_a_link_in_a_text(portal: Portal, happens: Callable[[Any], Any], reason: str) -> None:
    target = StandardPageFactory(parent=portal.home)
    page = linking(portal, f'<a linktype="page" id="{target.pk}">Zum Ziel</a>')
    happens(target)
    assert sentences(page) == ([f"Der Link »Zum Ziel« führt ins Leere: {reason}"] if reason else [])


def test_a_link_to_a_draft_that_was_never_published_does_not_tell_its_title(portal: Portal) -> None:
    draft = NewsPageFactory(parent=portal.news, title="Geheimes", slug="geheimes", live=False, first_published_at=None)
    page = linking(portal, f'<a linktype="page" id="{draft.pk}">Zum Ziel</a>')
    assert sentences(page) == [f"Der Link »Zum Ziel« führt ins Leere: {NOT_YET}"]


def test_a_link_to_an_internal_event(portal: Portal) -> None:
    event = EventPageFactory(parent=portal.events, audience="internal")
    page = linking(portal, f'<a linktype="page" id="{event.pk}">Die Runde</a>')
    reason = "Die Seite ist veröffentlicht, aber nicht für Leser:innen."
    assert sentences(page) == [f"Der Link »Die Runde« führt ins Leere: {reason}"]


def test_a_link_to_a_file(portal: Portal) -> None:
    document = DocumentFactory()
    page = linking(portal, f'<a linktype="document" id="{document.pk}">Die Datei</a>')
    assert sentences(page) == []
    files.trash(document)
    assert sentences(page) == ["Der Link »Die Datei« führt ins Leere: Die Datei liegt im Papierkorb."]
    files.restore(document)
    assert sentences(page) == []
    document.delete()
    assert sentences(page) == ["Der Link »Die Datei« führt ins Leere: Die Datei gibt es nicht mehr."]


def test_buttons_and_downloads(portal: Portal) -> None:
    target, document = StandardPageFactory(parent=portal.home), DocumentFactory()
    blocks = [button(target.pk), ("download", {"document": document.pk, "title": ""})]
    page = StandardPageFactory(parent=portal.home, body=body(*blocks))
    assert sentences(page) == []
    target.unpublish()
    document.delete()
    page = type(page).objects.get(pk=page.pk)
    assert sentences(page) == [
        f"Der Link »Zum Leitfaden« führt ins Leere: {NOT_ANY_MORE}",
        "Ein Link führt ins Leere: Es ist keine Datei gewählt, oder sie ist gelöscht.",
    ]
    target.delete()
    page = type(page).objects.get(pk=page.pk)
    assert sentences(page)[0].endswith("Es ist keine Seite gewählt, oder sie ist gelöscht.")


def test_an_accordion_and_a_field_beside_the_body(portal: Portal) -> None:
    target = StandardPageFactory(parent=portal.home, live=False)
    link = f'<a linktype="page" id="{target.pk}">Zum Ziel</a>'
    page = StandardPageFactory(parent=portal.home, body=body(("accordion", [{"title": "T", "text": link}])))
    assert len(sentences(page)) == 1
    Way.objects.create(page=portal.home, title="Weg", text="Satz", target=target)
    assert len(sentences(portal.home)) == 1
    lab = LabPageFactory(parent=portal.labs)
    ImpactClaim.objects.create(lab=lab, text="Aussage", evidence=target)
    assert len(sentences(lab)) == 1


def test_the_finding_leads_to_its_block(portal: Portal) -> None:
    target = StandardPageFactory(parent=portal.home, live=False)
    page = StandardPageFactory(parent=portal.home, body=body(paragraph("Gut."), button(target.pk)))
    [finding] = check_page(page)
    assert finding.place.label == "Inhalt, Block 2 (Handlungsaufruf)"
    assert finding.advice.startswith("Wählen Sie ein anderes Ziel")


# --- typed ---


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        *((url, "") for url in ("/oben/", "/oben", "http://testserver/oben/", "http://TESTSERVER", "/", "/?p=1")),
        *((url, "") for url in ("/oben/aenderungen/", "/aktuelles/archiv/", "/suche/?q=x", "/themen/", "/kontakt/")),
        *((url, "") for url in ("/aktuelles/atom.xml", "/termine/kalender.ics", "/admin/pages/3/", "/static/x.css")),
        *((url, "") for url in ("https://example.org/oben/x/", "mailto:a@example.org", "#oben", "tel:1", "oben/x/")),
        *((url, "") for url in ("/ergebnisse/leitfaden/lesen/#seite-2", "/ergebnisse/leitfaden/leitfaden.pdf#page=2")),
        *((url, "") for url in ("/alt/", "https://[kaputt", "/ergebnisse/leitfaden/leitfaden-v1.pdf", "//a.de/x/")),
        ("#seite-42", "Diese Stelle gibt es auf der Seite nicht."),
        ("/oben/nichts/", "Unter »/oben/nichts/« gibt es hier nichts."),
        ("http://testserver/nichts/", "Unter »/nichts/« gibt es hier nichts."),
        ("/aktuelles/archiv/zwei/", "Unter »/aktuelles/archiv/zwei/« gibt es hier nichts."),
        ("/datei.xyz", "Unter »/datei.xyz« gibt es hier nichts."),
        ("/zu/", NOT_ANY_MORE),
        ("/zu#stelle", NOT_ANY_MORE),
        ("/ergebnisse/fort/fort.pdf", NOT_ANY_MORE),
        ("/ergebnisse/fort/lesen/", NOT_ANY_MORE),
        ("/ergebnisse/leitfaden/lesen/#seite-42", "Das Dokument hat nur 3 Seiten."),
        ("/ergebnisse/leitfaden/leitfaden.pdf#page=4", "Das Dokument hat nur 3 Seiten."),
        ("/alt-und-zu/", "Unter »/alt-und-zu/« gibt es hier nichts."),
        *((url, NO_FILE) for url in ("/ergebnisse/leitfaden/leitfaden-v7.pdf", "/ergebnisse/leitfaden/anders.pdf")),
        ("/dateien/9/x.txt", NO_FILE),
        (f"/dateien/{'9' * 5000}/x.txt", NO_FILE),
        ("/ergebnisse/leitfaden/leitfaden-v2.pdf", "Die Datei ist zurückgezogen."),
    ],
)
def test_an_address_of_ours_that_was_typed(portal: Portal, url: str, reason: str) -> None:
    StandardPageFactory(parent=portal.home, slug="oben")
    closed = StandardPageFactory(parent=portal.home, slug="zu", live=False)
    publication = PublicationPageFactory(parent=portal.publications, slug="leitfaden")
    FileVersionFactory(publication=publication, number=1, page_count=3)
    FileVersionFactory(publication=publication, number=2, state=FileState.WITHDRAWN)
    PublicationPageFactory(parent=portal.publications, slug="fort", live=False)
    Redirect.objects.create(old_path="/alt", redirect_link="/oben/")
    Redirect.objects.create(old_path="/alt-und-zu", redirect_page=closed)
    page = linking(portal, f'<a href="{url}">Zum Ziel</a>')
    assert sentences(page) == ([f"Der Link »Zum Ziel« führt ins Leere: {reason}"] if reason else [])


def test_a_typed_address_that_a_page_has_left(portal: Portal) -> None:
    moved = StandardPageFactory(parent=portal.home, slug="vorher")
    page = linking(portal, '<a href="/vorher/">Zum Ziel</a>')
    moved.slug = "nachher"
    moved.save()
    assert sentences(page) == []
    moved.unpublish()
    assert len(sentences(page)) == 1


def test_a_place_on_the_page_itself(portal: Portal) -> None:
    heading = ("heading", {"level": "2", "text": "Seite 42"})
    page = StandardPageFactory(parent=portal.home, body=body(heading, paragraph('<a href="#seite-42">Dort</a>')))
    assert sentences(page) == []


def test_a_button_with_a_typed_address(portal: Portal) -> None:
    page = StandardPage(title="Seite", body=body(button(None, "http://testserver/nichts/")))
    assert sentences(page) == ["Der Link »Zum Leitfaden« führt ins Leere: Unter »/nichts/« gibt es hier nichts."]


def test_a_typed_address_of_a_file_that_was_replaced(portal: Portal) -> None:
    document = DocumentFactory()
    page = linking(portal, f'<a href="{document.url}">Die Datei</a>')
    document.file.save("neu.txt", ContentFile(b"Neu"))
    assert sentences(page) == []


def test_a_typed_file_of_a_team_that_no_public_page_offers(portal: Portal) -> None:
    lab = LabPageFactory(parent=portal.labs)
    document = DocumentFactory(collection=grants.create_team(lab).collection)
    page = linking(portal, f'<a href="{document.url}">Die Datei</a>')
    assert sentences(page) == [f"Der Link »Die Datei« führt ins Leere: {NO_FILE}"]
    linking_by_choice = NewsPageFactory(
        parent=portal.news, body=body(paragraph(f'<a linktype="document" id="{document.pk}">Die Datei</a>'))
    )
    assert sentences(linking_by_choice) == sentences(page) == []


# --- what it costs, and where it is shown ---


def test_pages_with_many_links_ask_as_much_as_one_with_few(portal: Portal) -> None:
    def queries(number: int) -> int:
        targets = [StandardPageFactory(parent=portal.home) for _ in range(number)]
        files = [DocumentFactory() for _ in range(number)]
        html = "".join(f'<a linktype="page" id="{page.pk}">Seite</a>' for page in targets)
        html += "".join(f'<a linktype="document" id="{document.pk}">Datei</a>' for document in files)
        pages = [NewsPageFactory(parent=portal.news, body=body(paragraph(html))) for _ in range(number)]
        with CaptureQueriesContext(connection) as context:
            check_pages([page for page in pages if page.body])
        return sum("wagtailcore_page" in query["sql"] or "portaldocument" in query["sql"] for query in context)

    queries(1)  # the roots of the site are remembered
    assert queries(1) == queries(8) == 5


def test_the_editor_shows_it_beside_the_form(portal: Portal, client: Client) -> None:
    client.force_login(AdminFactory())
    page = linking(portal, '<a href="/nichts/">Zum Ziel</a>')
    text = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Der Link »Zum Ziel« führt ins Leere: Unter »/nichts/« gibt es hier nichts." in text
