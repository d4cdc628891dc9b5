"""Reporting a barrier: no login, no cookie, no puzzle, nothing lost, nothing taken from foreign pages."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from ogl_portal.accessibility.models import AccessibilitySettings, BarrierReport
from ogl_portal.accessibility.views import MOST_REPORTS
from tests.factories import Portal, StandardPageFactory
from tests.mail.sent import SentMails

pytestmark = pytest.mark.usefixtures("portal")

GOOD = {"seite": "/labore/", "text": "Das Bild hat keinen Text.", "email": "mara@example.org"}


def send(client: Client, headers: dict[str, str] | None = None, **changes: str) -> Any:
    return client.post("/barriere-melden/", {**GOOD, **changes}, headers=headers)


def test_a_report_is_stored_and_its_number_is_shown_and_mailed(client: Client, sent_mails: SentMails) -> None:
    response = send(client)
    report = BarrierReport.objects.get()
    assert (report.page_path, report.text, report.email) == tuple(GOOD.values())
    assert (report.state, report.is_fault) == ("new", False)
    assert re.fullmatch(r"\d{8}-[0-9A-F]{6}", report.receipt)
    content = client.get(response.url).content.decode()
    assert "Ihre Meldung ist angekommen" in content
    assert report.receipt in content
    [message] = sent_mails()
    assert message.to == ["mara@example.org"]
    assert report.receipt in message.body
    assert GOOD["text"] not in message.body, "nobody may send foreign text through this site"


def test_staff_are_told_without_what_was_written(client: Client, sent_mails: SentMails) -> None:
    AccessibilitySettings.objects.create(site=Site.objects.get(), reports_email="meldungen@example.org")
    send(client, email="")
    [message] = sent_mails()
    assert message.to == ["meldungen@example.org"]
    assert f"/admin/barrieren/{BarrierReport.objects.get().pk}/" in message.body
    assert GOOD["text"] not in message.body


def test_only_the_message_is_required(client: Client, sent_mails: SentMails) -> None:
    assert send(client, email="", seite="").status_code == 302
    assert sent_mails() == []
    assert send(client, text="").status_code == 422


def test_a_machine_that_fills_in_the_trap_is_told_the_same_and_nothing_is_kept(
    client: Client, sent_mails: SentMails
) -> None:
    response = send(client, website="https://example.org")
    assert "Ihre Meldung ist angekommen" in client.get(response.url).content.decode()
    assert not BarrierReport.objects.exists()
    assert sent_mails() == []


@pytest.mark.parametrize(
    "headers", [{"origin": "https://example.org"}, {"sec-fetch-site": "cross-site"}, {"origin": "javascript:alert(1)"}]
)
def test_a_report_from_a_foreign_page_is_not_taken_but_not_lost(client: Client, headers: dict[str, str]) -> None:
    response = send(client, headers)
    assert response.status_code == 422
    assert GOOD["text"] in response.content.decode()
    assert not BarrierReport.objects.exists()


def test_too_many_from_one_sender_are_refused_without_losing_the_text(client: Client) -> None:
    for _ in range(MOST_REPORTS):
        assert send(client).status_code == 302
    response = send(client)
    assert response.status_code == 429
    content = unescape(response.content.decode())
    assert GOOD["text"] in content
    assert "in einer Stunde noch einmal" in content
    assert BarrierReport.objects.count() == MOST_REPORTS
    other = Client(REMOTE_ADDR="192.0.2.7")
    assert send(other).status_code == 302


def test_behind_a_proxy_each_sender_counts_alone_and_cannot_pretend_to_be_another(
    client: Client, settings: Any
) -> None:
    settings.OGL_TRUSTED_PROXIES = 1
    for number in range(MOST_REPORTS + 1):
        last = send(client, {"x-forwarded-for": f"198.51.100.{number}, 192.0.2.1"})
    assert last.status_code == 429
    assert send(client, {"x-forwarded-for": "192.0.2.2"}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("http://testserver/termine/?jahr=2022", "/termine/?jahr=2022"),
        ("http://testserver", "/"),
        (" /labore/ ", "/labore/"),
    ],
)
def test_an_address_of_this_site_is_kept_as_a_path(client: Client, typed: str, kept: str) -> None:
    send(client, seite=typed)
    assert BarrierReport.objects.get().page_path == kept


@pytest.mark.parametrize("typed", ["https://example.org/", "//example.org/", "javascript:alert(1)", "Startseite"])
def test_a_foreign_address_is_told_at_the_field(client: Client, typed: str) -> None:
    response = send(client, seite=typed)
    assert response.status_code == 422
    content = unescape(response.content.decode())
    assert "Das ist keine Adresse dieses Portals." in content.split('id="id_seite_error"')[1].split("</p>")[0]
    assert 'aria-invalid="true"' in content
    assert not BarrierReport.objects.exists()


@pytest.mark.parametrize("seite", ["https://example.org/", "//example.org", "/" + "x" * 900, "<script>"])
def test_what_stands_in_the_address_does_no_harm(client: Client, seite: str) -> None:
    response = client.get("/barriere-melden/", {"seite": seite})
    assert response.status_code == 200
    assert "example.org" not in response.content.decode()
    assert "<script>" not in response.content.decode()


def test_a_number_that_is_none_is_not_shown(client: Client) -> None:
    content = client.get("/barriere-melden/?eingang=Rufen+Sie+0900+an").content.decode()
    assert "0900" not in content


def test_control_characters_do_no_harm(client: Client) -> None:
    assert send(client, text="Null\x00zeichen", seite="/a\x00/").status_code in (302, 422)


@pytest.mark.parametrize("method", ["get", "post", "mistake"])
def test_no_cookie_is_set(client: Client, method: str) -> None:
    response = {"get": lambda: client.get("/barriere-melden/"), "post": lambda: send(client)}.get(
        method, lambda: send(client, text="")
    )()
    assert not response.cookies


def test_every_page_carries_its_address_along(portal: Portal, client: Client) -> None:
    StandardPageFactory(parent=portal.home, slug="seite")
    for address, carried in (("/seite/", "%2Fseite%2F"), ("/gibt-es-nicht/", "%2Fgibt-es-nicht%2F"), ("/", "%2F")):
        content = client.get(address).content.decode()
        assert content.count(f'href="/barriere-melden/?seite={carried}"') == 2, address
    content = client.get("/barriere-melden/?seite=%2Fseite%2F").content.decode()
    assert re.search(r'id="id_seite"[^>]*value="/seite/"', content)
