"""The EPUB beside the PDF: what it is served with, when it is made anew, and who gets none."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks

from publications import tasks
from publications.citation import json_ld
from publications.citation.sources import record_of_publication
from publications.epub import files
from publications.files import delete_stored_files
from publications.models import DocumentPage, FileState, FileVersion, PublicationPage
from tests.factories import FileVersionFactory, Portal, PublicationPageFactory

ADDRESS = "/ergebnisse/leitfaden/leitfaden.epub"


@pytest.fixture
def publication(portal: Portal) -> PublicationPage:
    return PublicationPageFactory(parent=portal.publications, title="Leitfaden für Öffnung", slug="leitfaden")


@pytest.fixture
def version(publication: PublicationPage) -> FileVersion:
    version = FileVersionFactory(publication=publication, text_characters=20)
    DocumentPage.objects.create(version=version, number=1, text="Guten Tag.\n\nEs geht los.")
    return version


def epub(client: Client) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(client.get(ADDRESS).getvalue()))


def package(client: Client) -> str:
    return epub(client).read("EPUB/package.opf").decode()


def test_it_lies_beside_the_pdf_with_type_name_and_validator(version: FileVersion, client: Client) -> None:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/epub+zip"
    assert "attachment" in response["Content-Disposition"]
    assert "Leitfaden%20f%C3%BCr%20%C3%96ffnung%20%28Version%201%29.epub" in response["Content-Disposition"]
    assert response["Content-Length"] == str(len(response.getvalue()))
    again = client.get(ADDRESS, headers={"if-none-match": response["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, response["ETag"])
    part = client.get(ADDRESS, headers={"range": "bytes=0-3"})
    assert (part.status_code, part.getvalue()) == (206, b"PK\x03\x04")
    assert client.head(ADDRESS).status_code == 200
    assert "Guten Tag." in epub(client).read("EPUB/text-001.xhtml").decode()


def test_it_is_made_once_and_anew_when_the_entry_says_something_else(version: FileVersion, client: Client) -> None:
    first = client.get(ADDRESS)["ETag"]
    version.refresh_from_db()
    made = version.epub
    assert storages["private"].exists(made["path"])
    assert client.get(ADDRESS)["ETag"] == first
    version.publication.title = "Anders"
    version.publication.save()
    assert client.get(ADDRESS)["ETag"] != first
    assert ">Anders<" in package(client)


def test_a_lost_file_is_made_again(version: FileVersion, client: Client) -> None:
    first = client.get(ADDRESS)
    version.refresh_from_db()
    storages["private"].delete(version.epub["path"])
    assert client.get(ADDRESS)["ETag"] == first["ETag"]


def test_publishing_makes_it_before_anybody_asks(
    version: FileVersion, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        version.publication.save_revision().publish()
    version.refresh_from_db()
    assert version.epub["size"]
    assert tasks.queue_epubs() == 0


def test_only_the_newest_public_version_has_one(version: FileVersion, publication: PublicationPage) -> None:
    newer = FileVersionFactory(publication=publication, number=2, text_characters=20)
    FileVersionFactory(publication=publication, number=3, text_characters=20, state=FileState.HELD)
    assert list(files.with_epub()) == [newer]


def test_without_text_a_public_page_or_a_file_there_is_none(
    version: FileVersion, publication: PublicationPage, client: Client
) -> None:
    assert client.get("/ergebnisse/leitfaden/bericht.epub").status_code == 404
    FileVersion.objects.update(text_characters=0)
    assert client.get(ADDRESS).status_code == 404
    FileVersion.objects.update(text_characters=20, state=FileState.QUEUED)
    assert client.get(ADDRESS).status_code == 404
    FileVersion.objects.update(state=FileState.WITHDRAWN)
    assert client.get(ADDRESS).status_code == 410
    FileVersion.objects.update(state=FileState.READY)
    publication.unpublish()
    assert client.get(ADDRESS).status_code == 410


def test_it_follows_a_page_that_is_renamed(version: FileVersion, publication: PublicationPage, client: Client) -> None:
    publication.slug = "handbuch"
    publication.save()
    response = client.get(ADDRESS)
    assert (response.status_code, response["Location"]) == (301, "/ergebnisse/handbuch/handbuch.epub")


def test_the_landing_page_offers_it_with_its_size_and_machines_are_told(version: FileVersion, client: Client) -> None:
    files.make_epub(version)
    content = client.get("/ergebnisse/leitfaden/").content.decode()
    assert f'href="{ADDRESS}"' in content
    assert f"EPUB, {version.epub_size}" in content
    pdf, book = json_ld.document(record_of_publication(PublicationPage.objects.get()))["encoding"]
    assert (pdf["encodingFormat"], book["encodingFormat"]) == ("application/pdf", "application/epub+zip")
    assert book["contentUrl"].endswith(ADDRESS)
    assert book["sha256"] == version.epub["sha256"]


def test_pictures_are_of_a_kind_that_every_e_reader_shows(version: FileVersion, client: Client) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(picture, "WEBP")
    path = storages["private"].save(
        str(Path(str(version.public_file)).parent / "bild-a.webp"), ContentFile(picture.getvalue())
    )
    version.pictures = [{"name": "a", "path": path, "width": 40, "height": 30, "sha256": ""}]
    version.save()
    version.pages.update(blocks=[{"kind": "figure", "picture": "a", "alt": "Ein Rechteck"}])
    with epub(client) as book, Image.open(io.BytesIO(book.read("EPUB/bild-a.png"))) as image:
        assert image.size == (40, 30)


def test_deleting_a_publication_deletes_it(
    version: FileVersion,
    publication: PublicationPage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    files.make_epub(version)
    with django_capture_on_commit_callbacks(execute=True):
        delete_stored_files([publication.pk])
    assert not storages["private"].exists(version.epub["path"])
