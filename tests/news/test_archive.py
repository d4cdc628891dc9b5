"""The archive: a page for each year whose counts are what stands there."""

from unittest.mock import patch

import pytest
from django.test import Client
from lxml import html

from tests.factories import LabPageFactory, NewsPageFactory, Portal, TopicFactory


@pytest.fixture
def news(portal: Portal) -> None:
    lab, topic = LabPageFactory(parent=portal.labs, slug="brandis"), TopicFactory(slug="jugend")
    for title, date, labs, topics in (
        ("A", "2022-10-05", [lab], []),
        ("B", "2022-10", [], [topic]),
        ("C", "2022", [lab], [topic]),
        ("D", "2021-05-01", [lab], []),
    ):
        NewsPageFactory(parent=portal.news, title=title, date=date, labs=labs, topics=topics)
    NewsPageFactory(parent=portal.news, title="Ohne Datum", dates=[])
    NewsPageFactory(parent=portal.news, title="Entwurf", date="2019", live=False)


def titles(client: Client, address: str) -> list[str]:
    response = client.get(address)
    assert response.status_code == 200
    return [item.title for item in response.context["listing"].page]


def test_the_years_are_listed_with_what_they_hold(news: None, client: Client) -> None:
    for address in ("/aktuelles/", "/aktuelles/archiv/"):
        page = html.fromstring(client.get(address).content)
        links = page.xpath("//nav[contains(@class, 'years')]//a")
        assert [(link.get("href"), link.text_content().split()[:2]) for link in links] == [
            ("/aktuelles/archiv/2022/", ["2022", "3"]),
            ("/aktuelles/archiv/2021/", ["2021", "1"]),
        ]
        for link in links:
            assert len(titles(client, link.get("href"))) == int(link.text_content().split()[1])


def test_a_year_is_told_by_months_newest_first(news: None, client: Client) -> None:
    response = client.get("/aktuelles/archiv/2022/")
    assert [(month.title, [item.title for item in month.items]) for month in response.context["months"]] == [
        ("2022, ohne Monat", ["C"]),
        ("Oktober 2022", ["B", "A"]),
    ]


def test_a_year_is_filtered_by_lab_and_topic_with_true_counts(news: None, client: Client) -> None:
    for query, expected in (
        ("", ["C", "B", "A"]),
        ("?labor=brandis", ["C", "A"]),
        ("?thema=jugend", ["C", "B"]),
        ("?labor=brandis&thema=jugend", ["C"]),
        ("?jahr=2021", ["C", "B", "A"]),
    ):
        assert titles(client, f"/aktuelles/archiv/2022/{query}") == expected
    for item in client.get("/aktuelles/archiv/2022/").context["listing"].filters:
        for choice in item.choices:
            assert len(titles(client, f"/aktuelles/archiv/2022/?{item.name}={choice.value}")) == choice.count


@pytest.mark.parametrize("year", ["2019", "2020", "1999", "22", "20222", "jetzt"])
def test_a_year_without_public_news_has_no_page(news: None, client: Client, year: str) -> None:
    assert client.get(f"/aktuelles/archiv/{year}/").status_code == 404


def canonical(client: Client, address: str) -> str:
    (link,) = html.fromstring(client.get(address).content).xpath("//link[@rel='canonical']")
    return link.get("href").removeprefix("http://localhost")


def test_each_page_of_the_archive_names_one_address(news: None, client: Client) -> None:
    assert canonical(client, "/aktuelles/archiv/") == "/aktuelles/archiv/"
    assert canonical(client, "/aktuelles/archiv/2022/?labor=brandis") == "/aktuelles/archiv/2022/"
    with patch("news.archive.PAGE_SIZE", 2):
        assert canonical(client, "/aktuelles/archiv/2022/?seite=2") == "/aktuelles/archiv/2022/?seite=2"
        assert titles(client, "/aktuelles/archiv/2022/?seite=2") == ["A"]


def test_the_archive_stands_in_the_sitemap(news: None, client: Client) -> None:
    sitemap = client.get("/sitemap.xml").content.decode()
    for address in ("/aktuelles/archiv/", "/aktuelles/archiv/2022/", "/aktuelles/archiv/2021/"):
        assert f"{address}</loc>" in sitemap
    assert "/archiv/2019/" not in sitemap


def test_an_archive_without_news_says_so(portal: Portal, client: Client) -> None:
    assert "Noch keine Meldung" in client.get("/aktuelles/archiv/").content.decode()
