"""Subscribing without an address of one's own: calendars and feeds, and what is in them."""

import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.factories import EventPageFactory, LabPageFactory, NewsPageFactory, Portal

BROWSER = {"sec-fetch-dest": "document", "sec-fetch-mode": "navigate", "accept": "text/html,*/*;q=0.8"}
READER = {"accept": "text/html, application/atom+xml;q=0.9, */*;q=0.5"}


def page(client: Client, query: str = "") -> str:
    return " ".join(client.get(f"/abonnieren/{query}").content.decode().split())


def test_a_calendar_has_an_address_to_open_and_one_to_copy(portal: Portal, client: Client) -> None:
    content = page(client)
    assert f'href="webcal://{settings.BASE_URL.partition("://")[2]}/termine/kalender.ics"' in content
    assert f"{settings.BASE_URL}/termine/kalender.ics</span>" in content
    for program in ("Telefon", "Outlook", "Thunderbird"):
        assert f"<dt>{program}</dt>" in content


def test_what_a_calendar_holds_is_counted(portal: Portal, client: Client) -> None:
    assert "Darin steht noch kein Termin." in page(client)
    EventPageFactory(parent=portal.events, start_date=datetime.date(2022, 12, 8))
    assert "Darin steht ein Termin. Er liegt zurück: Es war der 8. Dezember 2022." in page(client)
    EventPageFactory(parent=portal.events, start_date=datetime.date(2021, 5, 4))
    assert "Darin stehen 2 Termine. Alle liegen zurück, der letzte war am 8. Dezember 2022." in page(client)
    EventPageFactory(parent=portal.events, start_date=timezone.localdate() + datetime.timedelta(days=9))
    assert "Darin stehen 3 Termine. 1 davon liegt noch vor uns." in page(client)


def test_what_a_calendar_leaves_out_is_told(portal: Portal, client: Client) -> None:
    EventPageFactory(parent=portal.events, start_date=datetime.date(2022, 12, 8))
    EventPageFactory(parent=portal.events, start_date=None, fuzzy_date="2021-04")
    EventPageFactory(parent=portal.events, start_date=None, fuzzy_date="")
    content = page(client)
    assert "Darin steht ein Termin." in content
    assert "Zwei weitere Termine stehen nicht darin, weil der Tag nicht bekannt ist." in content
    assert client.get("/termine/kalender.ics").content.count(b"BEGIN:VEVENT") == 1


def test_a_lab_has_its_own_calendar_and_feed_there(portal: Portal, client: Client) -> None:
    lab = LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")
    assert "Termine: Brandis" not in page(client)
    content = page(client, f"?labore={lab.pk}")
    assert "<h3>Termine: Brandis</h3>" in content
    assert "/labore/brandis/kalender.ics" in content
    assert "/labore/brandis/atom.xml" in content
    assert f'href="/abonnieren/?labore={lab.pk}#kalender"' in client.get("/labore/brandis/").content.decode()


@pytest.mark.parametrize(
    ("address", "media_type"),
    [
        ("/aktuelles/atom.xml", "application/atom+xml"),
        ("/aktuelles/feed.json", "application/feed+json"),
        ("/aenderungen/atom.xml", "application/atom+xml"),
        ("/suche/atom.xml?q=Tagung", "application/atom+xml"),
    ],
)
def test_a_browser_is_shown_a_feed_as_a_page_and_a_reader_the_feed(
    portal: Portal, client: Client, address: str, media_type: str
) -> None:
    NewsPageFactory(
        parent=portal.news, title="Tagung <2022>", date="2022-12", slug="tagung", live=True
    ).save_revision().publish()
    for headers in ({}, READER, {**BROWSER, "sec-fetch-dest": "empty"}):
        feed = client.get(address, headers=headers)
        assert feed["Content-Type"].startswith(media_type)
        assert "Sec-Fetch-Dest" in feed["Vary"]
    shown = client.get(address, headers=BROWSER)
    assert shown["Content-Type"].startswith("text/html")
    assert "Sec-Fetch-Dest" in shown["Vary"]
    assert shown["X-Robots-Tag"] == "noindex"
    content = shown.content.decode()
    assert f'<span class="share__url">{settings.BASE_URL}{address}</span>' in content
    assert content.index("Das ist ein Feed") < content.index("Was gerade darin steht")
    if address.startswith("/aktuelles"):
        assert "Tagung &lt;2022&gt;</a>" in content
        assert '<time datetime="2022-12">Dezember 2022</time>' in content, "no day that nobody knows"
    assert client.get("/labore/atlantis/atom.xml", headers=BROWSER).status_code == 404
