"""What is done to the files of a publication stands in the history of its page and in the log of the site."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import PageLogEntry

from ogl_portal.users.models import User
from publications.log import ADDED
from publications.models import FileState, FileVersion
from publications.upload import add_version
from tests.factories import AdminFactory, FileVersionFactory, Portal, PublicationPageFactory


@pytest.fixture
def admin(client: Client, portal: Portal) -> User:
    user = AdminFactory(username="mara")
    client.force_login(user)
    return user


@pytest.fixture
def version(portal: Portal) -> FileVersion:
    return FileVersionFactory(publication=PublicationPageFactory(parent=portal.publications, title="Leitfaden"))


def logs(client: Client, version: FileVersion) -> list[str]:
    """The history of the page and the log of the whole site."""
    addresses = (f"/admin/pages/{version.publication_id}/history/", "/admin/reports/site-history/")
    return [client.get(address).content.decode() for address in addresses]


def test_a_new_version_is_logged_with_its_uploader(client: Client, admin: User, version: FileVersion) -> None:
    file = ContentFile(b"%PDF-1.7 neu", name="neu.pdf")
    added = add_version(version.publication, file, filename="neu.pdf", user=admin)
    assert PageLogEntry.objects.get(action=ADDED).user == admin
    for log in logs(client, version):
        assert f"PDF »neu.pdf« als Version {added.number} hochgeladen" in log


def test_a_withdrawal_is_logged_with_its_reason(client: Client, admin: User, version: FileVersion) -> None:
    client.post(f"/admin/dateiversionen/{version.pk}/zurueckziehen/", {"reason": "Tabelle falsch"})
    for log in logs(client, version):
        assert "PDF-Version 1 zurückgezogen. Grund: Tabelle falsch" in log


def test_a_withdrawal_without_reason_is_not_logged(client: Client, admin: User, version: FileVersion) -> None:
    client.post(f"/admin/dateiversionen/{version.pk}/zurueckziehen/", {"reason": ""})
    assert not PageLogEntry.objects.filter(action__startswith="publications.").exists()


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("lesefassung", "Lesefassung der PDF-Version 1 als durchgesehen vermerkt"),
        ("pruefung", "Prüfung der PDF-Version 1 durch Menschen vermerkt"),
    ],
)
def test_what_a_person_has_approved_is_logged(
    client: Client, admin: User, version: FileVersion, what: str, sentence: str
) -> None:
    client.post(f"/admin/dateiversionen/{version.pk}/freigeben/", {"was": what})
    assert PageLogEntry.objects.get(action__startswith="publications.").user == admin
    assert all(sentence in log for log in logs(client, version))


def test_only_a_retry_that_begins_is_logged(
    client: Client, admin: User, version: FileVersion, monkeypatch: Any
) -> None:
    monkeypatch.setattr("publications.admin_views.enqueue_processing", lambda _: None)
    address = f"/admin/dateiversionen/{version.pk}/wiederholen/"
    FileVersion.objects.filter(pk=version.pk).update(state=FileState.FAILED)
    client.post(address)
    client.post(address)
    assert PageLogEntry.objects.filter(action__startswith="publications.").count() == 1
    assert all("Prüfung der PDF-Version 1 von vorn begonnen" in log for log in logs(client, version))
