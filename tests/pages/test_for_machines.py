"""robots.txt, security.txt, the sitemap."""

import datetime
from unittest.mock import patch
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone

from ogl_portal.pages.sitemap import DocumentSitemap, PageSitemap
from tests.factories import (
    EventPageFactory,
    FileVersionFactory,
    LabPageFactory,
    NewsPageFactory,
    Portal,
    PublicationPageFactory,
    StandardPageFactory,
    TopicFactory,
)


def sitemap(client: Client) -> list[str]:
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    tree = ET.fromstring(response.content)  # noqa: S314  (our own file)
    return [urlsplit(found.text or "").path for found in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_robots_are_kept_out_of_the_admin_and_led_to_the_sitemap(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert lines == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /*/seite-*.webp$",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_a_large_sitemap_is_an_index_of_files_that_hold_the_same(
    portal: Portal, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        NewsPageFactory(parent=portal.news, slug=f"meldung-{number}")
        publication = PublicationPageFactory(parent=portal.publications, slug=f"bericht-{number}")
        FileVersionFactory(publication=publication, processed_at=timezone.now())
    whole = sitemap(client)
    for section in (PageSitemap, DocumentSitemap):
        monkeypatch.setattr(section, "limit", 3)
    files = [urlsplit(found).path + "?" + urlsplit(found).query for found in _locations(client, "/sitemap.xml")]
    assert "/sitemap-seiten.xml?p=2" in files
    found = [urlsplit(found).path for file in files for found in _locations(client, file)]
    assert sorted(found) == sorted(whole)


def _locations(client: Client, address: str) -> list[str]:
    tree = ET.fromstring(client.get(address).content)  # noqa: S314  (our own file)
    return [found.text or "" for found in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


@pytest.mark.parametrize("address", ["/robots.txt", "/.well-known/security.txt", "/themen/", "/themen/umwelt/"])
def test_a_program_may_ask_for_the_head_alone(portal: Portal, client: Client, address: str) -> None:
    TopicFactory(name="Umwelt", slug="umwelt")
    assert client.head(address).status_code == 200


@pytest.mark.parametrize("day", ["2026-01-01", "2028-02-29", "2030-12-31"])
def test_security_txt_expires_in_less_than_a_year_whenever_it_is_asked(db: None, client: Client, day: str) -> None:
    now = datetime.datetime.fromisoformat(f"{day}T23:59:00+01:00")
    with patch("django.utils.timezone.now", return_value=now):
        lines = client.get("/.well-known/security.txt").content.decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines if line)
    expires = datetime.datetime.fromisoformat(fields["Expires"])
    assert now < expires < now + datetime.timedelta(days=365)
    assert fields["Contact"] == "http://testserver/kontakt/"
    assert fields["Canonical"] == "http://testserver/.well-known/security.txt"


def test_everything_public_is_in_the_sitemap_and_answers(portal: Portal, client: Client) -> None:
    lab = LabPageFactory(parent=portal.labs, slug="brandis")
    StandardPageFactory(parent=portal.home, slug="impressum")
    NewsPageFactory(parent=lab, slug="meldung")
    EventPageFactory(parent=portal.events, slug="treffen")
    TopicFactory(slug="jugend")
    publication = PublicationPageFactory(parent=portal.publications, slug="leitfaden")
    FileVersionFactory(publication=publication, processed_at=timezone.now())
    found = sitemap(client)
    assert {
        "/",
        "/labore/",
        "/labore/brandis/",
        "/labore/brandis/meldung/",
        "/termine/treffen/",
        "/themen/",
        "/themen/jugend/",
        "/ergebnisse/leitfaden/",
        "/ergebnisse/leitfaden/leitfaden.pdf",
        "/impressum/",
    } <= set(found)
    assert len(found) == len(set(found))
    for address in found:
        assert client.get(address).status_code == 200, address


def test_what_is_not_public_is_not_in_the_sitemap(portal: Portal, client: Client) -> None:
    StandardPageFactory(parent=portal.home, slug="entwurf", live=False)
    EventPageFactory(parent=portal.events, slug="intern", audience="internal")
    publication = PublicationPageFactory(parent=portal.publications, slug="leitfaden")
    FileVersionFactory(publication=publication, state="withdrawn")
    assert not {"/entwurf/", "/termine/intern/", "/ergebnisse/leitfaden/leitfaden.pdf"} & set(sitemap(client))
