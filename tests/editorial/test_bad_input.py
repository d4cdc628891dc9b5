"""What staff type wrong is told at the field, in German; nothing is stored, nothing crashes."""

import json
import struct
import zlib
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from modelcluster.models import get_all_child_relations
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from events.models import EventPage
from labs.models import LabPage
from news.models import NewsPage
from ogl_portal.media.models import PortalDocument, PortalImage
from ogl_portal.pages.models import StandardPage
from publications.models import LiteratureEntry, PublicationPage
from tests.factories import AdminFactory, ImageFactory, Portal

EMPTY = rich_text("")


@pytest.fixture
def staff(client: Client, portal: Portal) -> Client:
    client.force_login(AdminFactory())
    return client


def message_at(response: Any, field: str) -> str:
    """What the page says at ``field``: in its wrapper, or where StreamField puts it."""
    assert response.status_code == 200, "the form is shown again"
    soup = BeautifulSoup(response.content, "lxml")
    widget = soup.find(id=f"id_{field}") or soup.find(attrs={"name": field})
    assert widget, f"there is no field {field}"
    wrapper = widget.find_parent(class_="w-field__wrapper") or widget.find_parent(class_="w-panel__content")
    return " ".join(message.get_text(" ", strip=True) for message in wrapper.select(".error-message"))


def add(client: Client, page_type: str, parent: Page, /, **fields: Any) -> Any:
    app, model = page_type.split(".")
    data = {"title": "Neu", "slug": "neu", "action-publish": "action-publish", "comments": inline_formset([]), **fields}
    return client.post(f"/admin/pages/add/{app}/{model}/{parent.pk}/", nested_form_data(data))


# --- pages ---


def lab_form(**changes: Any) -> dict[str, Any]:
    texts = dict.fromkeys(("theme", "goals", "results", "fields_of_action", "how_it_works"), EMPTY)
    lists = {relation.get_accessor_name(): inline_formset([]) for relation in get_all_child_relations(LabPage)}
    return {"laender": ["SN"], **texts, **lists, **changes}


MUNICIPALITY = {
    "name": "Brandis",
    "kind": "stadt",
    "land": "SN",
    "ags": "",
    "latitude": "",
    "longitude": "",
    "note": "",
}
CONTACT = {"name": "Mara Muster", "role": "", "email": "", "phone": "", "expires_on": "31.12.2099"}


def test_a_good_lab_is_stored(staff: Client, portal: Portal) -> None:
    fields = lab_form(
        latitude="51.33",
        longitude="12.61",
        period_start="April 2020",
        municipalities=inline_formset([{**MUNICIPALITY, "ags": "14729050"}]),
    )
    assert add(staff, "labs.labpage", portal.labs, **fields).status_code == 302
    lab = LabPage.objects.get()
    assert (str(lab.latitude), lab.period_start, lab.live) == ("51.3300", "2020-04", True)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"latitude": "12.61"}, "latitude", "Der Breitengrad muss zwischen 47 und 56 liegen (Deutschland)."),
        ({"longitude": "51.33"}, "longitude", "Der Längengrad muss zwischen 5 und 16 liegen (Deutschland)."),
        ({"latitude": "nördlich"}, "latitude", "Zahl"),
        ({"latitude": "NaN"}, "latitude", "Zahl"),
        ({"latitude": "1e999"}, "latitude", "."),
        ({"latitude": "51.123456789"}, "latitude", "höchstens 7 Ziffern"),
        ({"period_start": "31. April 2020"}, "period_start", "Diesen Tag gibt es nicht: »31. April 2020«."),
        ({"period_end": "bald"}, "period_end", "ist nicht als Datum lesbar"),
        (
            {"municipalities": inline_formset([{**MUNICIPALITY, "ags": "99999999"}])},
            "municipalities-0-ags",
            "ist kein Amtlicher Gemeindeschlüssel",
        ),
        (
            {"municipalities": inline_formset([{**MUNICIPALITY, "latitude": "0"}])},
            "municipalities-0-latitude",
            "Der Breitengrad muss zwischen 47 und 56 liegen",
        ),
        (
            {"contacts": inline_formset([{**CONTACT, "expires_on": "31.02.2099"}])},
            "contacts-0-expires_on",
            "gültiges Datum",
        ),
        ({"contacts": inline_formset([{**CONTACT, "email": "mara@"}])}, "contacts-0-email", "gültige E-Mail-Adresse"),
        (
            {"links": inline_formset([{"title": "x", "url": "javascript:alert(1)"}])},
            "links-0-url",
            "gültige",
        ),
    ],
)
def test_a_lab_with_a_mistake_is_not_stored(
    staff: Client, portal: Portal, changes: dict[str, Any], field: str, sentence: str
) -> None:
    assert sentence in message_at(add(staff, "labs.labpage", portal.labs, **lab_form(**changes)), field)
    assert not LabPage.objects.exists()


def publication_form(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "report",
        "language": "de",
        "abstract": EMPTY,
        "contributors": inline_formset([]),
        "is_from_programme": "on",
        **changes,
    }


def test_a_good_publication_is_stored(staff: Client, portal: Portal) -> None:
    fields = publication_form(isbn="978-3-16-148410-0", date="Oktober 2022", doi="https://doi.org/10.1000/182")
    assert add(staff, "publications.publicationpage", portal.publications, **fields).status_code == 302
    publication = PublicationPage.objects.get()
    assert (publication.date, publication.doi) == ("2022-10", "10.1000/182")


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"isbn": "978-3-16-148410-1"}, "isbn", "Die Prüfziffer der ISBN »978-3-16-148410-1« stimmt nicht"),
        ({"doi": "zehn/elf"}, "doi", "»zehn/elf« ist keine DOI."),
        ({"urn": "urn:nbn:de:101:1-201102033593"}, "urn", "Die Prüfziffer der URN"),
        ({"date": "30. Februar 2022"}, "date", "Diesen Tag gibt es nicht: »30. Februar 2022«."),
        ({"date": "x" * 500}, "date", "."),
        ({"home_page_order": "0"}, "home_page_order", "Der Platz auf der Startseite zählt ab 1."),
        ({"source_url": "ftp//example"}, "source_url", "gültige"),
        ({"kind": "roman"}, "kind", "."),
        (
            {"contributors": inline_formset([{"role": "author", "kind": "body"}])},
            "contributors-0-name",
            "Bitte den Namen der Körperschaft angeben.",
        ),
    ],
)
def test_a_publication_with_a_mistake_is_not_stored(
    staff: Client, portal: Portal, changes: dict[str, Any], field: str, sentence: str
) -> None:
    response = add(staff, "publications.publicationpage", portal.publications, **publication_form(**changes))
    assert sentence in message_at(response, field)
    assert not PublicationPage.objects.exists()


def event_form(**changes: Any) -> dict[str, Any]:
    return {"state": "planned", "audience": "public", "body": streamfield([]), **changes}


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"start_date": "31.02.2022"}, "start_date", "gültiges Datum"),
        ({"start_date": "08.12.2022", "start_time": "25:00"}, "start_time", "gültige Uhrzeit"),
        ({"start_date": "08.12.2022", "end_date": "07.12.2022"}, "end_date", "Das Ende liegt vor dem Beginn."),
        ({"end_date": "08.12.2022"}, "start_date", "Zu einem Ende gehört ein Beginn."),
        ({"fuzzy_date": "Frühling"}, "fuzzy_date", "ist nicht als Datum lesbar"),
        (
            {"start_date": "08.12.2022", "registration_deadline": "09.12.2022"},
            "registration_deadline",
            "Der Anmeldeschluss liegt nach der Veranstaltung.",
        ),
        ({"online_url": "https//example"}, "online_url", "gültige"),
    ],
)
def test_an_event_with_a_mistake_is_not_stored(
    staff: Client, portal: Portal, changes: dict[str, Any], field: str, sentence: str
) -> None:
    response = add(staff, "events.eventpage", portal.events, **event_form(**changes))
    assert sentence in message_at(response, field)
    assert not EventPage.objects.exists()


def news_form(**changes: Any) -> dict[str, Any]:
    lists = {"dates": inline_formset([{"date": "Oktober 2022"}]), "corrections": inline_formset([])}
    return {**lists, "body": streamfield([]), **changes}


def test_a_good_news_item_is_stored(staff: Client, portal: Portal) -> None:
    assert add(staff, "news.newspage", portal.news, **news_form()).status_code == 302
    assert NewsPage.objects.get().sort_date == "2022-10"


def test_news_with_an_impossible_date_are_not_stored(staff: Client, portal: Portal) -> None:
    fields = news_form(dates=inline_formset([{"date": "32.10.2022"}]))
    response = add(staff, "news.newspage", portal.news, **fields)
    assert "Diesen Tag gibt es nicht: »32.10.2022«." in message_at(response, "dates-0-date")
    assert not NewsPage.objects.exists()


def test_news_without_any_date_are_not_stored(staff: Client, portal: Portal) -> None:
    response = add(staff, "news.newspage", portal.news, **news_form(dates=inline_formset([])))
    assert response.status_code == 200
    assert not NewsPage.objects.exists()


def test_a_picture_without_alternative_text_is_not_stored(staff: Client, portal: Portal) -> None:
    response = add(staff, "news.newspage", portal.news, **news_form(picture=str(ImageFactory().pk)))
    sentence = "Bitte einen Alternativtext schreiben oder »nur Schmuck« ankreuzen."
    assert sentence in message_at(response, "picture_alt")
    assert not NewsPage.objects.exists()


# --- bodies: StreamField hands its messages to its script as data ---


def block_messages(response: Any) -> str:
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "lxml")
    found = [json.loads(tag["data-w-block-arguments-value"]) for tag in soup.select("[data-w-block-arguments-value]")]
    return json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        (
            "table",
            json.dumps({"data": [["Land"], ["Sachsen"]], "table_header_choice": "neither", "table_caption": "Länder"}),
            "Eine Tabelle braucht Kopfzellen.",
        ),
        (
            "table",
            json.dumps({"data": [["Land"], ["Sachsen"]], "table_header_choice": "row", "table_caption": ""}),
            "Bitte der Tabelle eine Beschriftung geben: Was steht darin?",
        ),
        (
            "call_to_action",
            {"title": "Mehr", "text": "", "link_text": "Mehr lesen", "page": "", "url": ""},
            "Bitte entweder eine Seite wählen oder eine Adresse eingeben.",
        ),
    ],
)
def test_a_body_that_shuts_somebody_out_is_not_stored(
    staff: Client, portal: Portal, kind: str, value: Any, sentence: str
) -> None:
    response = add(staff, "pages.standardpage", portal.home, body=streamfield([(kind, value)]))
    assert sentence in block_messages(response)
    assert not StandardPage.objects.exists()


def test_a_picture_block_without_alternative_text_is_not_stored(staff: Client, portal: Portal) -> None:
    picture = {"image": str(ImageFactory().pk), "alt": "", "caption": "", "credit": ""}
    response = add(staff, "pages.standardpage", portal.home, body=streamfield([("picture", picture)]))
    assert "Bitte einen Alternativtext schreiben oder »Nur Schmuck« ankreuzen." in block_messages(response)
    assert not StandardPage.objects.exists()


def test_a_body_that_is_no_form_data_does_not_crash(staff: Client, portal: Portal) -> None:
    broken = {"count": "1", "0": {"type": "table", "value": "{", "deleted": "", "order": "0"}}
    response = add(staff, "pages.standardpage", portal.home, body=broken)
    assert response.status_code in (200, 400)
    assert not StandardPage.objects.exists()


def test_scripts_and_foreign_markup_in_rich_text_are_dropped(staff: Client, portal: Portal) -> None:
    wicked = rich_text('<p>Gut <a href="javascript:alert(1)">Link</a><script>alert(1)</script></p>')
    response = add(staff, "pages.standardpage", portal.home, body=streamfield([("paragraph", wicked)]))
    assert response.status_code == 302
    content = Client().get("/neu/").content.decode()
    assert "Gut" in content
    assert "javascript:" not in content
    assert "<script>alert" not in content


# --- literature ---


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"isbn": "978-3-16-148410-1"}, "isbn", "Die Prüfziffer der ISBN"),
        ({"issn": "0317-8472"}, "issn", "Die ISSN »0317-8472« ist nicht gültig."),
        ({"date": "13.2022"}, "date", "Diesen Tag gibt es nicht: »13.2022«."),
        (
            {"authors": inline_formset([{"family_name": "", "given_name": "Mara", "body_name": ""}])},
            "authors-0-family_name",
            "Bitte entweder einen Nachnamen oder eine Körperschaft angeben.",
        ),
    ],
)
def test_literature_with_a_mistake_is_not_stored(
    staff: Client, changes: dict[str, Any], field: str, sentence: str
) -> None:
    data = {"title": "Werk", "slug": "werk", "kind": "book", "authors": inline_formset([]), **changes}
    response = staff.post("/admin/snippets/publications/literatureentry/add/", nested_form_data(data))
    assert sentence in message_at(response, field)
    assert not LiteratureEntry.objects.exists()


# --- pictures and files ---


def png(width: int, height: int) -> bytes:
    """A tiny file whose header claims a size; the pixels themselves are missing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
BAD_PICTURES = {
    "huge": ("bild.png", png(30_000, 30_000), "Pixel"),
    "svg": ("bild.svg", SVG, "SVG-Dateien nimmt das Portal nicht an"),
    "svg called png": ("bild.png", SVG, "SVG-Dateien nimmt das Portal nicht an"),
    "html called jpg": ("bild.jpg", b"<html><script>alert(1)</script>", "Bild"),
    "empty": ("bild.png", b"", "leer. Es wurde nichts gespeichert."),
    "torn": ("bild.png", png(100, 100)[:40], "Bild"),
}


@pytest.mark.parametrize("kind", BAD_PICTURES)
def test_a_bad_picture_is_not_stored(staff: Client, kind: str) -> None:
    name, content, word = BAD_PICTURES[kind]
    file = SimpleUploadedFile(name, content, content_type="image/png")
    response = staff.post("/admin/images/add/", {"title": "Bild", "file": file, "collection": "1"})
    assert word.lower() in message_at(response, "file").lower()
    assert not PortalImage.objects.exists()


@pytest.mark.parametrize("kind", BAD_PICTURES)
def test_a_bad_picture_is_not_stored_by_the_upload_of_many(staff: Client, kind: str) -> None:
    name, content, word = BAD_PICTURES[kind]
    file = SimpleUploadedFile(name, content, content_type="image/png")
    response = staff.post("/admin/images/multiple/add/", {"title": "Bild", "files[]": file, "collection": "1"})
    assert response.status_code == 200
    answer = response.json()
    assert answer["success"] is False
    assert word.lower() in answer["error_message"].lower()
    assert not PortalImage.objects.exists()


BAD_FILES = {
    "svg": ("bild.svg", SVG, "svg"),
    "html": ("seite.html", b"<script>alert(1)</script>", "html"),
    "html called pdf": ("bericht.pdf", b"<html><script>alert(1)</script>", "ist aber keine PDF-Datei"),
    "svg called pdf": ("bild.pdf", SVG, "ist aber keine PDF-Datei"),
    "zip called nothing": ("datei", b"PK\x03\x04", "Datei"),
    "empty": ("bericht.pdf", b"", "leer"),
}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_not_stored(staff: Client, kind: str) -> None:
    name, content, word = BAD_FILES[kind]
    file = SimpleUploadedFile(name, content)
    response = staff.post("/admin/documents/add/", {"title": "Datei", "file": file, "collection": "1"})
    assert word.lower() in message_at(response, "file").lower()
    assert not PortalDocument.objects.exists()


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_not_stored_by_the_upload_of_many(staff: Client, kind: str) -> None:
    name, content, word = BAD_FILES[kind]
    file = SimpleUploadedFile(name, content)
    response = staff.post("/admin/documents/multiple/add/", {"title": "Datei", "files[]": file, "collection": "1"})
    assert response.status_code == 200
    answer = response.json()
    assert answer["success"] is False
    assert word.lower() in answer["error_message"].lower()
    assert not PortalDocument.objects.exists()


def test_a_downloaded_file_can_run_nothing(staff: Client) -> None:
    file = SimpleUploadedFile("liste.txt", b"Liste <script>alert(1)</script>")
    staff.post("/admin/documents/add/", {"title": "Datei", "file": file, "collection": "1"})
    response = Client().get(PortalDocument.objects.get().url)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert not response.headers["Content-Type"].startswith("text/html")
    assert not response.cookies
