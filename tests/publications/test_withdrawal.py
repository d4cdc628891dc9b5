"""A version that was withdrawn can be put back: same number, same address, with dates and reasons for everybody."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.dateformat import format as format_date
from wagtail.models import PageLogEntry

from ogl_portal.users.models import RoleKey
from publications.log import RESTORED
from publications.models import FileState, FileVersion, PublicationPage
from publications.withdrawal import put_back, withdraw
from tests.factories import AdminFactory, FileVersionFactory, Portal, PublicationPageFactory
from tests.publications.test_upload import errors_at, pdf, upload
from tests.teams.teams import person

WHY_GONE = "Bildrechte ungeklärt."
WHY_BACK = "Die Rechte sind geklärt."


@pytest.fixture
def publication(portal: Portal) -> PublicationPage:
    return PublicationPageFactory(parent=portal.publications, title="Leitfaden", slug="leitfaden")


@pytest.fixture
def staff(client: Client, portal: Portal) -> Client:
    client.force_login(AdminFactory())
    return client


def two_versions(publication: PublicationPage) -> list[FileVersion]:
    return [
        FileVersionFactory(publication=publication, number=number, content=b"%%PDF-1.7 v%d" % number)
        for number in (1, 2)
    ]


def address(version: FileVersion) -> str:
    return f"/admin/dateiversionen/{version.pk}/wieder-abrufbar/"


def public(path: str = "/ergebnisse/leitfaden/") -> Any:
    return Client().get(path)


def test_a_version_comes_back_under_its_address_and_is_current_again(
    publication: PublicationPage, staff: Client
) -> None:
    _, second = two_versions(publication)
    citation = public("/ergebnisse/leitfaden/zitat.bib").content
    assert b"@" in citation
    withdraw(second, WHY_GONE, None)
    assert public("/ergebnisse/leitfaden/leitfaden-v2.pdf").status_code == 410
    assert errors_at(staff.post(address(second), {"reason": ""}), "reason")
    staff.post(address(second), {"reason": WHY_BACK})
    assert public("/ergebnisse/leitfaden/leitfaden-v2.pdf").status_code == 200
    assert b"".join(public("/ergebnisse/leitfaden/leitfaden.pdf").streaming_content) == b"%PDF-1.7 v2"
    assert public("/ergebnisse/leitfaden/zitat.bib").content == citation
    page = public().content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Version 2 ist wieder abrufbar" in page
    today = format_date(timezone.localdate(), "j. F Y")
    assert f"Sie war am {today} zurückgezogen." in page
    assert WHY_GONE in page
    assert WHY_BACK in page
    assert "wurde zurückgezogen" not in page


def test_a_publication_without_its_only_version_does_not_say_that_there_never_was_one(
    publication: PublicationPage,
) -> None:
    never_there = "Wir haben diese Datei noch nicht."
    assert never_there in public().content.decode()
    version = FileVersionFactory(publication=publication, number=1)
    withdraw(version, WHY_GONE, None)
    page = public().content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert never_there not in page
    assert "Die Datei ist nicht mehr abrufbar; weiter unten steht, warum." in page
    assert page.index("weiter unten") < page.index("Version 1 wurde zurückgezogen")
    put_back(version, WHY_BACK, None)
    assert "nicht mehr abrufbar" not in public().content.decode()


@pytest.mark.parametrize("path", ["/ergebnisse/leitfaden/aenderungen/", "/aenderungen/", "/aenderungen/atom.xml"])
def test_the_change_log_tells_both(publication: PublicationPage, path: str) -> None:
    _, second = two_versions(publication)
    withdraw(second, WHY_GONE, None)
    put_back(second, WHY_BACK, None)
    told = public(path).content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert "Version 2 zurückgezogen" in told
    assert "Version 2 wieder abrufbar" in told
    assert WHY_BACK in told


def test_a_second_withdrawal_starts_anew(publication: PublicationPage) -> None:
    version, _ = two_versions(publication)
    for _ in range(2):
        assert withdraw(version, WHY_GONE, None)
        assert not withdraw(version, "Noch einmal", None)
        assert put_back(version, WHY_BACK, None)
        assert not put_back(version, "Noch einmal", None)
    withdraw(version, "Endgültig.", None)
    version.refresh_from_db()
    assert (version.withdrawn_reason, version.restored_at, version.restored_reason) == ("Endgültig.", None, "")
    assert "wieder abrufbar" not in public().content.decode()


def test_the_history_names_who_and_why(publication: PublicationPage, staff: Client) -> None:
    version, _ = two_versions(publication)
    withdraw(version, WHY_GONE, None)
    staff.post(address(version), {"reason": WHY_BACK})
    entry = PageLogEntry.objects.get(action=RESTORED)
    assert entry.user is not None
    history = staff.get(f"/admin/pages/{publication.pk}/history/").content.decode()
    assert f"PDF-Version 1 wieder abrufbar gemacht. Grund: {WHY_BACK}" in history


def test_only_those_who_may_withdraw_put_back(publication: PublicationPage, client: Client) -> None:
    version, _ = two_versions(publication)
    withdraw(version, WHY_GONE, None)
    client.force_login(person(RoleKey.STAFF))
    refused = client.post(address(version), {"reason": WHY_BACK}, follow=True)
    assert "keinen Zugang" in refused.content.decode(), "who knows the version is not told that it is not there"
    version.refresh_from_db()
    assert version.state == FileState.WITHDRAWN
    client.force_login(person(RoleKey.PUBLISHERS))
    client.post(address(version), {"reason": WHY_BACK})
    version.refresh_from_db()
    assert version.state == FileState.READY


def test_a_version_in_which_text_is_hidden_is_decided_first(publication: PublicationPage) -> None:
    version, _ = two_versions(publication)
    withdraw(version, WHY_GONE, None)
    FileVersion.objects.filter(pk=version.pk).update(hidden_text={"redaction": True})
    put_back(version, WHY_BACK, None)
    version.refresh_from_db()
    assert version.state == FileState.HELD
    assert public("/ergebnisse/leitfaden/leitfaden-v1.pdf").status_code == 404


@pytest.mark.parametrize("live", [True, False])
def test_the_same_file_again_is_told_and_offered(portal: Portal, staff: Client, live: bool) -> None:
    """Also where the publication has never been public."""
    dates = {} if live else {"first_published_at": None}
    publication = PublicationPageFactory(parent=portal.publications, slug="leitfaden", live=live, **dates)
    upload(staff, publication, pdf())
    version = publication.versions.get()
    FileVersion.objects.update(state=FileState.READY)
    withdraw(version, WHY_GONE, None)
    response = upload(staff, publication, pdf(), note="Noch einmal")
    message = errors_at(response, "file")
    assert "war schon als Version 1 da und wurde" in message
    assert WHY_GONE in message
    assert f'href="{address(version)}"' in response.content.decode()
    staff.post(address(version), {"reason": WHY_BACK})
    version.refresh_from_db()
    assert version.state == FileState.QUEUED  # withdrawn before the pipeline was through with it


def test_who_may_not_put_back_is_told_who_may(portal: Portal, client: Client) -> None:
    publication = PublicationPageFactory(parent=portal.publications, slug="leitfaden", live=False)
    client.force_login(person(RoleKey.STAFF))
    upload(client, publication, pdf())
    FileVersion.objects.update(state=FileState.READY)
    withdraw(publication.versions.get(), WHY_GONE, None)
    message = errors_at(upload(client, publication, pdf(), note="Noch einmal"), "file")
    assert "Jemand aus der Gruppe »Freigabe« kann sie wieder abrufbar machen." in message


def test_what_was_never_there_is_neither_withdrawn_nor_put_back(publication: PublicationPage, staff: Client) -> None:
    version = FileVersionFactory(publication=publication, state=FileState.QUEUED)
    for action in ("zurueckziehen", "wieder-abrufbar"):
        staff.post(f"/admin/dateiversionen/{version.pk}/{action}/", {"reason": WHY_GONE})
        version.refresh_from_db()
        assert version.state == FileState.QUEUED
