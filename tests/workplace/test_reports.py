"""The reports show, filter and export what staff keep an eye on; what was done stands in the log."""

import gc

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from lxml import html
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView

from ogl_portal.legal.parts import PARTS
from ogl_portal.users.models import User
from ogl_portal.workplace.checks import check_reports
from ogl_portal.workplace.reports import Report
from tests.factories import (
    AdminFactory,
    EasyLanguagePageFactory,
    FileVersionFactory,
    Portal,
    PublicationPageFactory,
    UserFactory,
)


def test_manage_check_finds_a_report_that_asks_nobody() -> None:
    assert check_reports() == []
    for parent in (ReportView, SpreadsheetExportMixin):
        bare = type("BareReport", (parent,), {"__module__": "publications.document_report"})
        assert [(fault.id, "BareReport" in fault.msg) for fault in check_reports()] == [("ogl.E004", True)]
        del bare
        gc.collect()
    type("GoodReport", (Report,), {"__module__": "publications.document_report", "slug": "good"})
    assert check_reports() == []


@pytest.fixture
def admin(client: Client, portal: Portal) -> User:
    user = AdminFactory()
    client.force_login(user)
    return user


def test_documents_are_shown_with_their_label(client: Client, admin: User, portal: Portal) -> None:
    for title, accessibility in (("Gut", {"conforms": True}), ("Schlecht", {"conforms": False}), ("Offen", {})):
        publication = PublicationPageFactory(parent=portal.publications, title=title)
        FileVersionFactory(publication=publication, accessibility=accessibility)
    text = client.get("/admin/berichte/dokumente/").content.decode()
    assert "maschinell geprüft am" in text
    for value, title in (("ja", "Gut"), ("nein", "Schlecht"), ("ungeprueft", "Offen")):
        rows = b"".join(client.get(f"/admin/berichte/dokumente/?barrierefrei={value}&export=csv").streaming_content)
        assert [line.split(";")[0] for line in rows.decode().splitlines()[1:]] == [title]


def test_roles_given_and_taken_stand_in_the_log(client: Client, admin: User) -> None:
    group, user = Group.objects.create(name="Prüfgruppe"), UserFactory()
    user.groups.add(group)
    user.groups.remove(group)
    log = client.get("/admin/reports/site-history/").content.decode()
    assert "Rolle erhalten: »Prüfgruppe«" in log
    assert "Rolle entzogen: »Prüfgruppe«" in log


def test_missing_translations_lead_to_the_page_that_takes_them(client: Client, admin: User, portal: Portal) -> None:
    page = EasyLanguagePageFactory(parent=portal.home)
    text = client.get("/admin/berichte/uebersetzungen/").content.decode()
    assert f"/admin/pages/{page.pk}/edit/" in text
    assert text.count(PARTS[0].law) == 2, "once in each language"


@pytest.mark.parametrize(("value", "language"), [("easy", "Leichte Sprache"), ("sign", "Deutsche Gebärdensprache")])
def test_missing_translations_are_filtered_by_language(
    client: Client, admin: User, portal: Portal, value: str, language: str
) -> None:
    address = f"/admin/berichte/uebersetzungen/?sprache=languages.{value}&export=csv"
    rows = b"".join(client.get(address).streaming_content).decode().splitlines()[1:]
    assert len(rows) == len(PARTS)
    assert all(f";{language};" in row for row in rows)


def test_missing_translations_are_sorted_either_way(client: Client, admin: User, portal: Portal) -> None:
    found = []
    for ordering in ("part", "-part"):
        address = f"/admin/berichte/uebersetzungen/?sprache=languages.sign&ordering={ordering}&export=csv"
        rows = b"".join(client.get(address).streaming_content).decode().splitlines()[1:]
        found.append([row.split(";")[0] for row in rows])
    assert found[0] == sorted(part.law for part in PARTS)
    assert found[1] == found[0][::-1]


@pytest.mark.parametrize(
    "address",
    [
        "links/?zu_reparieren=true",
        "durchsicht/?live=true",
        "dokumente/?human_checked_at=true",
        "personen/?is_active=true",
    ],
)
def test_filters_by_yes_or_no_speak_german(address: str, client: Client, admin: User, portal: Portal) -> None:
    text = client.get(f"/admin/berichte/{address}").content.decode()
    chosen = html.fromstring(text).xpath("//*[contains(@class, 'w-pill__content')]")
    (told,) = [" ".join(pill.text_content().split()) for pill in chosen]
    assert told.endswith(": Ja")
    assert "Unbekannte" not in text
    assert ">Alle</option>" in text
