"""A signed file is published as it is, so one with active content waits until a person has decided."""

import io
from typing import Any

import pytest
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from ogl_portal.media.models import PortalDocument
from ogl_portal.users.models import RoleKey
from publications import pipeline, tasks
from publications.findings import needs_decision
from publications.models import FileState, FileVersion, PublicationPage
from publications.pdf import signatures
from publications.upload import add_version
from tests.factories import AdminFactory, Portal, PublicationPageFactory
from tests.publications.pdf.signing import signed, unsigned, written
from tests.publications.test_hidden_text import words_of
from tests.users.test_roles import person, signed_in

FILE = "/ergebnisse/vertrag/vertrag.pdf"


@pytest.fixture
def publication(portal: Portal) -> PublicationPage:
    return PublicationPageFactory(parent=portal.publications, title="Vertrag", slug="vertrag")


def uploaded(publication: PublicationPage, data: bytes) -> FileVersion:
    version = add_version(publication, File(io.BytesIO(data), name="vertrag.pdf"), filename="vertrag.pdf")
    pipeline.run(version.pk)
    version.refresh_from_db()
    return version


def test_active_content_of_a_signed_file_waits_for_a_person(publication: PublicationPage, client: Client) -> None:
    data = signed(written(unsigned(active=True)))
    version = uploaded(publication, data)
    assert version.state == FileState.HELD, version.error
    assert client.get(FILE).status_code == 404

    staff, report = signed_in(person(RoleKey.STAFF)), reverse("version_report", args=[version.pk])
    told = words_of(staff, report)
    assert "enthält aktive Inhalte, die sich deshalb nicht entfernen lassen. Gefunden: 1 Skript." in told
    assert "Diese Version ist noch nicht öffentlich." in told
    listed = words_of(staff, reverse("publication_files", args=[publication.pk]))
    assert "enthält aktive Inhalte" in listed
    publisher = signed_in(person(RoleKey.PUBLISHERS))
    assert "PDFs, über die zu entscheiden ist : 1" in words_of(publisher, "/admin/")

    publisher.post(reverse("version_approve", args=[version.pk]), {"was": "verborgenes"})
    version.refresh_from_db()
    assert (version.state, needs_decision(version)) == (FileState.READY, False)
    assert b"".join(client.get(FILE)) == data


def test_files_that_were_taken_for_signed_ones_are_cleaned_within_a_day(
    publication: PublicationPage, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with pytest.MonkeyPatch.context() as before:
        before.setattr("publications.pdf.process.Sandbox.call", _here)
        before.setattr(signatures, "look", lambda *_: signatures.Signatures(1, "real"))
        version = uploaded(publication, written(unsigned(active=True)))
    FileVersion.objects.filter(pk=version.pk).update(
        state=FileState.READY, recorded={}, inspection=version.inspection | {"signature": ""}
    )
    assert b"app.alert" in b"".join(client.get(FILE))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.queue_outdated()
    assert b"app.alert" not in b"".join(client.get(FILE))


def _here(_: Any, function: Any, *args: Any, seconds: float = 0, **kwargs: Any) -> Any:
    """A step in this process, where what stands in its place can be told to it."""
    return function(*args, **kwargs)


def test_an_older_signed_file_with_active_content_is_asked_about(
    publication: PublicationPage, django_capture_on_commit_callbacks: Any
) -> None:
    version = uploaded(publication, signed(written(unsigned(active=True))))
    older = {key: value for key, value in version.inspection.items() if key != "signature"}
    FileVersion.objects.filter(pk=version.pk).update(state=FileState.READY, recorded={}, inspection=older)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.queue_outdated()
    version.refresh_from_db()
    assert (version.state, needs_decision(version)) == (FileState.READY, True)


def test_among_documents_it_is_refused_since_they_are_public_at_once(client: Client, db: None) -> None:
    client.force_login(AdminFactory())
    form = {"title": "Vertrag", "collection": Collection.get_first_root_node().pk}
    data = signed(written(unsigned(active=True)))
    answer = client.post(reverse("wagtaildocs:add"), {**form, "file": SimpleUploadedFile("vertrag.pdf", data)})
    assert "Es wurde nichts gespeichert. Bitte laden Sie die Datei ohne Signatur hoch" in answer.content.decode()
    assert not PortalDocument.objects.exists()
