"""Uploading a PDF: what is no good is told at the field, and nothing of it stays behind."""

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from publications import tasks
from publications.models import FileVersion, PublicationPage
from tests.factories import AdminFactory, Portal, PublicationPageFactory, UserFactory


def pdf(mark: str = "", pages: int = 1, *, title: str = "", **options: Any) -> bytes:
    """A small real PDF; ``mark`` makes it another one."""
    document = pikepdf.new()
    if pages:
        document.add_blank_page()
    document.docinfo["/Title"] = title or f"Muster {mark}"
    out = io.BytesIO()
    document.save(out, **({"deterministic_id": True} | options))
    return out.getvalue()


@pytest.fixture
def publication(portal: Portal) -> PublicationPage:
    return PublicationPageFactory(parent=portal.publications, title="Leitfaden", slug="leitfaden")


@pytest.fixture
def staff(client: Client, portal: Portal) -> Client:
    client.force_login(AdminFactory())
    return client


def upload(client: Client, publication: PublicationPage, content: bytes, name: str = "bericht.pdf", note: str = ""):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(f"/admin/veroeffentlichungen/{publication.pk}/dateien/neu/", {"file": file, "change_note": note})


@pytest.mark.parametrize(
    ("title", "wanted", "slug"),
    [
        ("Kommunen öffnen sich", "Kommunen öffnen sich", "kommunen-oeffnen-sich"),
        ("Microsoft Word - Endfassung_v3", "Jahresbericht 2021", "jahresbericht-2021"),
        ("C:\\Users\\mustermann\\Bericht", "Jahresbericht 2021", "jahresbericht-2021"),
    ],
)
def test_a_draft_is_called_by_the_title_of_the_file_or_else_by_its_name(
    staff: Client, title: str, wanted: str, slug: str
) -> None:
    file = SimpleUploadedFile("Jahresbericht_2021.pdf", pdf(title=title), content_type="application/pdf")
    staff.post("/admin/veroeffentlichungen/hochladen/", {"files": [file]})
    tasks.resume()  # what the worker does
    draft = PublicationPage.objects.get(live=False)
    assert (draft.title, draft.slug) == (wanted, slug)


def errors_at(response: Any, field: str) -> str:
    """The message that the page shows beside ``field``; empty where there is none."""
    soup = BeautifulSoup(response.content, "lxml")
    widget = soup.find(id=f"id_{field}")
    assert widget, "the form is not shown again"
    wrapper = widget.find_parent(class_="w-field__wrapper")
    return " ".join(message.get_text(" ", strip=True) for message in wrapper.select(".error-message"))


def stored_files() -> list[Path]:
    return [path for path in Path(settings.PRIVATE_MEDIA_ROOT).rglob("*") if path.is_file()]


BAD = {
    "html": (b"<!doctype html><title>x</title><script>alert(1)</script>", "ist kein PDF, sondern eine HTML-Seite"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "sondern ein Bild (SVG)"),
    "zip": (b"PK\x03\x04word/document.xml", "sondern ein Word-Dokument"),
    "program": (b"MZ\x90\x00", "sondern ein Programm"),
    "empty": (b"", "ist leer (0 Byte)"),
    "torn": (b"%PDF-1.7\n1 0 obj\n<<", "ist beschädigt oder unvollständig"),
    "encrypted": (
        pdf(deterministic_id=False, encryption=pikepdf.Encryption(user="geheim", owner="sehr geheim")),
        "ist mit einem Kennwort geschützt",
    ),
    "without pages": (pdf(pages=0), "enthält keine einzige Seite"),
}


@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_good_is_told_at_the_field_and_leaves_nothing(
    staff: Client, publication: PublicationPage, kind: str
) -> None:
    content, sentence = BAD[kind]
    before = stored_files()
    response = upload(staff, publication, content)
    assert response.status_code == 200
    message = errors_at(response, "file")
    assert sentence in message
    assert "Es wurde nichts" in message
    assert not FileVersion.objects.exists()
    assert stored_files() == before


def test_no_file_at_all_is_told_at_the_field(staff: Client, publication: PublicationPage) -> None:
    response = staff.post(f"/admin/veroeffentlichungen/{publication.pk}/dateien/neu/", {"change_note": "x"})
    assert errors_at(response, "file") == "Bitte eine PDF-Datei auswählen."


def test_a_good_file_becomes_the_first_version(staff: Client, publication: PublicationPage) -> None:
    response = upload(staff, publication, pdf(), name="Bericht über Größe.pdf")
    assert response.status_code == 302
    version = FileVersion.objects.get()
    assert (version.number, version.original_name) == (1, "Bericht über Größe.pdf")
    assert "Version 1 ist hochgeladen" in staff.get(response.url).content.decode()


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd.pdf", "a\x00b.pdf", "<script>.pdf", "x" * 300 + ".pdf", "CON.pdf"]
)
def test_a_wicked_name_does_no_harm(staff: Client, publication: PublicationPage, name: str) -> None:
    response = upload(staff, publication, pdf(), name=name)
    assert response.status_code == 302
    stored = FileVersion.objects.get().original_name
    assert "/" not in stored
    assert len(stored) <= 255
    content = staff.get(response.url).content.decode()
    assert "<script>.pdf" not in content
    assert all(Path(settings.PRIVATE_MEDIA_ROOT).resolve() in path.resolve().parents for path in stored_files())


def test_the_same_file_again_is_refused_by_its_version(staff: Client, publication: PublicationPage) -> None:
    upload(staff, publication, pdf())
    response = upload(staff, publication, pdf(), note="Noch einmal")
    assert "Diese Datei ist schon als Version 1 da, Byte für Byte gleich." in errors_at(response, "file")
    assert FileVersion.objects.count() == 1


def test_a_second_version_says_what_is_new(staff: Client, publication: PublicationPage) -> None:
    upload(staff, publication, pdf())
    response = upload(staff, publication, pdf("zwei"))
    assert errors_at(response, "change_note") == "Bitte in einem Satz sagen, was sich geändert hat."
    assert upload(staff, publication, pdf("zwei"), note="Zahl berichtigt.").status_code == 302
    assert FileVersion.objects.get(number=2).change_note == "Zahl berichtigt."


def test_a_file_of_another_publication_is_taken_with_a_warning(
    staff: Client, publication: PublicationPage, portal: Portal
) -> None:
    upload(staff, publication, pdf())
    other = PublicationPageFactory(parent=portal.publications, slug="anderes")
    response = upload(staff, other, pdf())
    content = staff.get(response.url).content.decode()
    assert "Dieselbe Datei gehört schon zu" in content
    assert "Leitfaden" in content


@pytest.mark.parametrize("number", [4])
def test_numbers_are_never_given_twice(staff: Client, publication: PublicationPage, number: int) -> None:
    for i in range(number):
        upload(staff, publication, pdf(str(i)), note="Neu.")
    assert sorted(publication.versions.values_list("number", flat=True)) == list(range(1, number + 1))


def test_only_those_who_may_edit_can_upload(client: Client, publication: PublicationPage) -> None:
    assert upload(client, publication, pdf()).status_code == 302
    client.force_login(UserFactory())
    assert upload(client, publication, pdf()).status_code in (302, 403)
    assert not FileVersion.objects.exists()


def test_a_withdrawn_version_needs_a_reason_that_readers_see(staff: Client, publication: PublicationPage) -> None:
    upload(staff, publication, pdf())
    version = FileVersion.objects.get()
    FileVersion.objects.update(state="ready")
    address = f"/admin/dateiversionen/{version.pk}/zurueckziehen/"
    assert errors_at(staff.post(address, {"reason": ""}), "reason")
    staff.post(address, {"reason": "Zahlen auf Seite 3 sind falsch."})
    version.refresh_from_db()
    assert version.state == "withdrawn"
    content = Client().get("/ergebnisse/leitfaden/").content.decode()
    assert "Zahlen auf Seite\N{NO-BREAK SPACE}3 sind falsch." in content
    assert Client().get("/ergebnisse/leitfaden/leitfaden-v1.pdf").status_code == 410
