"""Corrections: dated, and wherever the news item is told."""

import datetime
import json

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from lxml import etree, html

from news.models import NewsCorrection, NewsPage
from tests.factories import LabPageFactory, NewsPageFactory, Portal

WRONG = "Zuerst stand hier </script> »2021«."


@pytest.fixture
def item(portal: Portal) -> NewsPage:
    days = (datetime.date(2022, 7, 1), datetime.date(2023, 2, 3))
    corrections = [NewsCorrection(date=day, text=text) for day, text in zip(days, ("Die erste.", WRONG), strict=True)]
    labs = [LabPageFactory(parent=portal.labs, title="Brandis")]
    return NewsPageFactory(
        parent=portal.news, slug="tagung", teaser="Worum es ging.", corrections=corrections, labs=labs
    )


def test_corrections_stand_on_the_page_latest_first(item: NewsPage, client: Client) -> None:
    page = html.fromstring(client.get("/aktuelles/tagung/").content)
    assert [term.text_content() for term in page.xpath("//*[@class='corrections']//dt")] == [
        "Korrektur vom 3.\xa0Februar 2023",
        "Korrektur vom 1.\xa0Juli 2022",
    ]
    assert page.xpath("//*[@class='corrections']//dd")[0].text_content().strip() == WRONG
    (hint,) = page.xpath("//*[@class='corrected']/a")
    assert hint.text_content() == "Korrigiert am 3.\xa0Februar 2023"
    assert page.get_element_by_id(hint.get("href").removeprefix("#")) is not None


def test_a_page_without_corrections_does_not_speak_of_any(portal: Portal, client: Client) -> None:
    NewsPageFactory(parent=portal.news, slug="tagung")
    content = client.get("/aktuelles/tagung/").content.decode()
    assert "orrektur" not in content
    assert '"correction"' not in content


def test_corrections_are_told_to_readers_of_feeds(item: NewsPage, client: Client) -> None:
    told = f"Worum es ging.\n\nKorrektur vom 3.\xa0Februar 2023: {WRONG}\n\nKorrektur vom 1.\xa0Juli 2022: Die erste."
    (entry,) = client.get("/aktuelles/feed.json").json()["items"]
    assert entry["content_text"] == told
    feed = etree.fromstring(client.get("/aktuelles/atom.xml").content)
    assert feed.findtext("{*}entry/{*}summary") == told


def test_machines_read_what_was_corrected_and_when(item: NewsPage, client: Client) -> None:
    (script,) = html.fromstring(client.get("/aktuelles/tagung/").content).xpath("//script[@type='application/ld+json']")
    found = json.loads(script.text)
    assert found["@type"] == "NewsArticle"
    assert found["headline"] == item.title
    assert found["datePublished"] == "2022-06-21"
    assert item.last_published_at
    assert datetime.datetime.fromisoformat(found["dateModified"]) == item.last_published_at
    assert found["about"][0]["name"] == "Labor Brandis"
    assert found["correction"] == [
        {"@type": "CorrectionComment", "datePublished": "2023-02-03", "text": WRONG},
        {"@type": "CorrectionComment", "datePublished": "2022-07-01", "text": "Die erste."},
    ]


def test_nothing_is_corrected_in_the_future() -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError) as refusal:
        NewsCorrection(date=tomorrow, text="x").clean()
    assert refusal.value.message_dict["date"] == [
        "Dieser Tag liegt in der Zukunft. Bitte den Tag der Korrektur angeben."
    ]
    NewsCorrection(date=timezone.localdate(), text="x").clean()
