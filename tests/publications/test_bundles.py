"""All documents of a lab or a topic in one file."""

import csv
import datetime
import io
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from labs.models import LabPage
from ogl_portal.core.models import Topic
from publications import bundles, serving
from publications.listing import live_publications
from publications.models import DocumentPage, PublicationPage
from tests.factories import FileVersionFactory, LabPageFactory, Portal, PublicationPageFactory, TopicFactory

LAB, TOPIC = "/labore/brandis/ergebnisse.zip", "/themen/jugend/ergebnisse.zip"


@pytest.fixture
def lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")


@pytest.fixture
def topic() -> Topic:
    return TopicFactory(name="Jugend", slug="jugend")


@pytest.fixture
def documents(portal: Portal, lab: LabPage, topic: Topic) -> list[PublicationPage]:
    """Two documents of the lab and topic, the second a sample; a draft and one without a file besides."""
    made = []
    for name, values in (("eins", {}), ("zwei", {}), ("entwurf", {"live": False}), ("ohne", {})):
        page = PublicationPageFactory(parent=portal.publications, title=f"=Bericht {name}", slug=name, **values)
        page.labs, page.topics = [lab], [topic]
        page.save()
        made.append(page)
    for page in made[:3]:
        version = FileVersionFactory(
            publication=page,
            content=b"%PDF-1.7 " + page.slug.encode(),
            text_characters=9,
            is_sample=page.slug == "zwei",
        )
        DocumentPage.objects.create(version=version, number=1, text="Guten Tag.")
    return made


def fetched(client: Client, address: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(client.get(address).getvalue()))


@pytest.mark.parametrize("address", [LAB, TOPIC])
def test_it_holds_what_is_public_with_contents_and_citations(
    documents: list[PublicationPage], client: Client, address: str
) -> None:
    response = client.get(address)
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {
            *("inhalt.html", "inhalt.csv", "zitate.bib", "zitate.ris"),
            *("pdf/eins.pdf", "pdf/zwei.pdf", "epub/eins.epub", "epub/zwei.epub"),
        }
        assert archive.read("pdf/eins.pdf") == b"%PDF-1.7 eins"
        rows = list(csv.reader(io.StringIO(archive.read("inhalt.csv").decode("utf-8-sig")), delimiter=";"))
        assert {row[0] for row in rows[1:]} == {"'=Bericht eins", "'=Bericht zwei [Musterdatei]"}
        assert {row[6] for row in rows[1:]} == {"pdf/eins.pdf", "pdf/zwei.pdf"}
        contents = archive.read("inhalt.html").decode()
        assert "Musterdatei, nicht das Original." in contents
        assert 'href="epub/eins.epub"' in contents
        assert archive.read("zitate.ris").decode().count("ER  -") == 2


def test_same_documents_same_bytes_and_who_has_them_gets_no_new_ones(
    documents: list[PublicationPage], client: Client
) -> None:
    first = client.get(LAB)
    body = first.getvalue()
    assert client.get(LAB).getvalue() == body
    assert client.get(LAB, headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get(LAB, headers={"range": "bytes=0-3"}).getvalue() == b"PK\x03\x04"
    documents[0].title = "Anders"
    documents[0].save()
    assert client.get(LAB)["ETag"] != first["ETag"]


def test_what_lies_in_it_has_the_day_of_its_upload(documents: list[PublicationPage], client: Client) -> None:
    days = (
        datetime.datetime(2024, 5, 2, 12, tzinfo=datetime.UTC),
        datetime.datetime(2025, 1, 8, 12, tzinfo=datetime.UTC),
    )
    for page, day in zip(documents, days, strict=False):
        page.versions.update(created_at=day)
    with fetched(client, LAB) as archive:
        told = {info.filename: info.date_time[:3] for info in archive.infolist()}
    assert (told["pdf/eins.pdf"], told["epub/zwei.epub"]) == ((2024, 5, 2), (2025, 1, 8))
    assert told["inhalt.html"] == (2025, 1, 8)


def test_the_link_says_how_many_how_large_and_what(documents: list[PublicationPage], client: Client) -> None:
    for address in ("/labore/brandis/", "/themen/jugend/"):
        content = client.get(address).content.decode()
        assert f'<a href="{address}ergebnisse.zip">Beide Dokumente mit Datei laden (ZIP, rund' in content
        assert "Eines der hier genannten Dokumente fehlt darin" in content
    documents[0].unpublish()
    for address in ("/labore/brandis/", "/themen/jugend/"):
        assert "ergebnisse.zip" not in client.get(address).content.decode(), "one document has a link of its own"


def test_what_would_make_it_too_large_is_named_with_its_address(
    documents: list[PublicationPage], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundles, "MOST_BYTES", 20)
    with fetched(client, LAB) as archive:
        assert sum(name.startswith("pdf/") for name in archive.namelist()) == 1
        assert "Zu groß für diese Datei" in archive.read("inhalt.html").decode()


def test_a_sender_gets_it_so_often_and_no_oftener(
    documents: list[PublicationPage], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "BUNDLES_AN_HOUR", 1)
    etag = client.get(LAB)["ETag"]
    assert client.get(LAB, headers={"if-none-match": etag}).status_code == 304
    refused = client.get(LAB)
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")


def test_without_a_public_file_there_is_none(lab: LabPage, topic: Topic, client: Client) -> None:
    for address in (LAB, TOPIC, "/labore/atlantis/ergebnisse.zip", "/themen/nichts/ergebnisse.zip"):
        assert client.get(address).status_code == 404


def test_the_offer_costs_no_query(documents: list[PublicationPage]) -> None:
    listed = list(live_publications())
    with CaptureQueriesContext(connection) as queries:
        assert bundles.bundle_of(listed).count == 2
    assert len(queries) == 0
