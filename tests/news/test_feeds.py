"""News as Atom (RFC 4287) and as JSON Feed 1.1."""

import datetime
from unittest.mock import patch
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from news.models import NewsPage
from tests.factories import LabPageFactory, NewsPageFactory, Portal, TopicFactory

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def news(portal: Portal) -> NewsPage:
    lab = LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")
    NewsPageFactory(parent=portal.news, title="Ohne Labor", date="2022-10", slug="ohne")
    return NewsPageFactory(
        parent=portal.news,
        title="Mit Labor & <Zeichen>",
        slug="mit",
        teaser="Umlaute: äöü",
        date="2022-06-21",
        labs=[lab],
        topics=[TopicFactory(name="Jugend")],
    )


def atom(client: Client, address: str = "/aktuelles/atom.xml") -> ET.Element:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(response.content)  # noqa: S314  (our own feed)


def test_a_feed_has_what_rfc_4287_requires(news: NewsPage, client: Client) -> None:
    feed = atom(client)
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}id")
    assert feed.findtext(f"{ATOM}title") == "Aktuelles aus den Regionalen Open Government Laboren"
    assert datetime.datetime.fromisoformat(feed.findtext(f"{ATOM}updated") or "").tzinfo
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert (links.get("self") or "").endswith("/aktuelles/atom.xml")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"


def test_each_entry_has_what_rfc_4287_requires(news: NewsPage, client: Client) -> None:
    entries = atom(client).findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}title") for entry in entries] == ["Ohne Labor", "Mit Labor & <Zeichen>"]
    for entry in entries:
        assert (entry.findtext(f"{ATOM}id") or "").startswith("tag:")
        assert datetime.datetime.fromisoformat(entry.findtext(f"{ATOM}updated") or "").tzinfo
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert client.get(urlsplit(link.get("href") or "").path).status_code == 200
    assert entries[1].findtext(f"{ATOM}summary") == "Umlaute: äöü"
    assert [category.get("term") for category in entries[1].findall(f"{ATOM}category")] == ["Jugend"]


def test_ids_are_unique_and_stay_when_a_page_moves(news: NewsPage, client: Client) -> None:
    def ids() -> list[str]:
        return [entry.findtext(f"{ATOM}id") or "" for entry in atom(client).findall(f"{ATOM}entry")]

    before = ids()
    assert len(set(before)) == 2
    news.refresh_from_db()
    news.slug = "anders"
    news.save()
    assert ids() == before


def test_an_item_carries_its_own_day_where_it_is_known(news: NewsPage, client: Client) -> None:
    month_only, day = atom(client).findall(f"{ATOM}entry")
    assert (day.findtext(f"{ATOM}published") or "").startswith("2022-06-21T12:00:00")
    shown = NewsPage.objects.get(slug="ohne").first_published_at
    assert datetime.datetime.fromisoformat(month_only.findtext(f"{ATOM}published") or "") == shown


def test_json_feed_has_what_version_1_1_requires(news: NewsPage, client: Client) -> None:
    response = client.get("/aktuelles/feed.json")
    assert response.headers["Content-Type"].startswith("application/feed+json")
    feed = response.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Aktuelles aus den Regionalen Open Government Laboren"
    assert feed["feed_url"] == "http://testserver/aktuelles/feed.json"
    assert client.get(urlsplit(feed["home_page_url"]).path).status_code == 200
    assert feed["language"] == "de"
    month_only, day = feed["items"]
    for item in (month_only, day):
        assert item["id"].startswith("tag:")
        assert item["content_text"]
        assert datetime.datetime.fromisoformat(item["date_published"]).tzinfo
        assert datetime.datetime.fromisoformat(item["date_modified"]).tzinfo
    assert day["title"] == "Mit Labor & <Zeichen>"
    assert day["tags"] == ["Jugend"]


def test_both_feeds_tell_the_same(news: NewsPage, client: Client) -> None:
    items = client.get("/aktuelles/feed.json").json()["items"]
    entries = atom(client).findall(f"{ATOM}entry")
    assert [item["id"] for item in items] == [entry.findtext(f"{ATOM}id") for entry in entries]
    assert [item["title"] for item in items] == [entry.findtext(f"{ATOM}title") for entry in entries]


def test_a_lab_has_feeds_of_its_own(news: NewsPage, client: Client) -> None:
    (entry,) = atom(client, "/labore/brandis/atom.xml").findall(f"{ATOM}entry")
    (item,) = client.get("/labore/brandis/feed.json").json()["items"]
    assert entry.findtext(f"{ATOM}title") == item["title"] == "Mit Labor & <Zeichen>"


@pytest.mark.parametrize("address", ["/labore/atlantis/atom.xml", "/labore/atlantis/feed.json"])
def test_a_lab_that_does_not_exist_has_no_feed(news: NewsPage, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/aktuelles/atom.xml", "/aktuelles/feed.json"])
def test_drafts_are_in_no_feed_and_nobody_gets_a_cookie(portal: Portal, client: Client, address: str) -> None:
    NewsPageFactory(parent=portal.news, title="Noch geheim", live=False)
    response = client.get(address)
    assert "Noch geheim" not in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize("address", ["/aktuelles/atom.xml", "/aktuelles/feed.json"])
def test_a_feed_ends_somewhere(portal: Portal, client: Client, address: str) -> None:
    for _ in range(6):
        NewsPageFactory(parent=portal.news, teaser="Ein Stück")
    with patch("news.feeds.LIMIT", 5):
        assert client.get(address).content.decode().count("Ein Stück") == 5


def test_a_summary_is_plain_text(portal: Portal, client: Client) -> None:
    NewsPageFactory(parent=portal.news, teaser="Wenn a < b & c")
    summary = atom(client).find(f"{ATOM}entry/{ATOM}summary")
    assert summary is not None
    assert summary.get("type", "text") == "text"  # RFC 4287, 3.1.1: what says nothing is text
    assert summary.text == "Wenn a < b & c"


@pytest.mark.parametrize("address", ["/aktuelles/atom.xml", "/labore/brandis/atom.xml", "/aenderungen/atom.xml"])
def test_a_character_stored_earlier_takes_the_feed_from_nobody(news: NewsPage, client: Client, address: str) -> None:
    news.save_revision().publish()
    NewsPage.objects.filter(pk=news.pk).update(title="Be\x1fricht\ufffe", teaser="\x02\x0b")
    titles = [title.text or "" for title in atom(client, address).iter(f"{ATOM}title")]
    assert any("Bericht" in title for title in titles)
