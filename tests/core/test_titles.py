"""Two pages of one title are told apart wherever the title stands alone: tab, breadcrumb, links, hits, feeds."""

import datetime
import html
import re
from typing import Any

import pytest
from django.test import Client

from ogl_portal.core import titles
from ogl_portal.editorial.checks.findings import Rule
from ogl_portal.editorial.checks.pages import check_page, check_pages
from ogl_portal.search import indexing
from tests.factories import EventPageFactory, NewsPageFactory, Portal, PublicationPageFactory, StandardPageFactory


@pytest.fixture
def reports(portal: Portal) -> list[Any]:
    return [
        PublicationPageFactory(
            parent=portal.publications, title=title, slug=slug, subtitle=subtitle, date="2022", is_from_programme=True
        )
        for title, slug, subtitle in (
            ("Bericht", "eins", "Das erste Jahr"),
            ("BERICHT", "zwei", "Das zweite Jahr"),
            ("Leitfaden", "drei", "Für Kommunen"),
        )
    ]


def page(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def link_texts(content: str, address: str) -> set[str]:
    """The words of the links to ``address`` as a screen reader says them."""
    links = re.findall(rf'<a [^>]*href="{re.escape(address)}"[^>]*>(.*?)</a>', content, re.DOTALL)
    return {" ".join(re.sub(r"<[^>]+>", "", link).split()) for link in links}


def test_the_page_itself(reports: list[Any], client: Client) -> None:
    for slug, name in (
        ("eins", "Bericht: Das erste Jahr"), ("zwei", "BERICHT: Das zweite Jahr"), ("drei", "Leitfaden"),
    ):  # fmt: skip
        content = page(client, f"/ergebnisse/{slug}/")
        assert f"<title>{name} · " in content
        assert f'<meta property="og:title" content="{name}">' in content
        assert f'<span aria-current="page">{name}</span>' in content
        assert f"<h1>{name.partition(':')[0]}</h1>" in content


def test_links_in_lists(reports: list[Any], client: Client) -> None:
    content = page(client, "/ergebnisse/")
    assert link_texts(content, "/ergebnisse/eins/") == {"Bericht: Das erste Jahr"}
    assert link_texts(content, "/ergebnisse/drei/") == {"Leitfaden"}


def test_a_title_with_its_subtitle_is_not_followed_by_the_subtitle(reports: list[Any], client: Client) -> None:
    content = page(client, "/ergebnisse/")
    below = re.findall(r'<p class="(?:pub-card__)?subtitle">(.*?)</p>', content)
    assert below == ["Für Kommunen"]
    assert "Bericht<span>: Das erste Jahr</span></a>" in content  # to be seen, as no line below says it


def test_news_and_events_are_told_apart_by_their_day(portal: Portal, client: Client) -> None:
    for number in (1, 2):
        NewsPageFactory(parent=portal.news, title="Rückblick", slug=f"m{number}", date=f"2022-06-0{number}")
        day = datetime.date(2022, 12, number)
        EventPageFactory(parent=portal.events, title="Treffen", slug=f"t{number}", start_date=day)
    assert link_texts(page(client, "/aktuelles/"), "/aktuelles/m1/") == {"Rückblick: 1. Juni 2022"}
    assert link_texts(page(client, "/termine/"), "/termine/t2/") == {"Treffen: 2. Dezember 2022"}
    feed = client.get("/aktuelles/feed.json").json()
    told = [item["title"].replace("\N{NO-BREAK SPACE}", " ") for item in feed["items"]]
    assert told == ["Rückblick: 2. Juni 2022", "Rückblick: 1. Juni 2022"]


def test_search_hits_and_the_list_of_changes(reports: list[Any], client: Client) -> None:
    for report in reports:
        report.save_revision().publish()
    indexing.rebuild()
    hits = page(client, "/suche/?q=Bericht")
    assert link_texts(hits, "/ergebnisse/eins/") == {"Bericht: Das erste Jahr"}
    changes = page(client, "/aenderungen/")
    assert "BERICHT: Das zweite Jahr" in changes
    assert "Leitfaden: Für" not in changes


def test_only_public_pages_count_and_at_once(reports: list[Any], client: Client) -> None:
    assert titles.is_shared("bericht")
    reports[1].unpublish()
    assert not titles.is_shared("bericht")
    assert "<title>Bericht · " in page(client, "/ergebnisse/eins/")


class TestCheck:
    def rules(self, page: Any) -> list[Rule]:
        return [finding.rule for finding in check_page(page) if finding.rule in (Rule.SAME_TITLE, Rule.TAKEN_ADDRESS)]

    def test_staff_are_told_where_nothing_completes_the_title(self, portal: Portal) -> None:
        first = PublicationPageFactory(parent=portal.publications, title="Bericht", slug="eins")
        second = PublicationPageFactory(parent=portal.publications, title="bericht", slug="zwei")
        (finding,) = [found for found in check_page(second) if found.rule is Rule.SAME_TITLE]
        assert "/ergebnisse/eins/" in finding.sentence
        assert finding.place.anchor == "#id_title"
        assert self.rules(first) == [Rule.SAME_TITLE]
        second.subtitle = "Zwei"
        assert self.rules(second) == []

    def test_a_new_draft_is_told_too(self, portal: Portal, reports: list[Any]) -> None:
        draft = type(reports[0])(title="Leitfaden", subtitle="Für Kommunen")
        assert self.rules(draft) == [Rule.SAME_TITLE]

    def test_drafts_of_others_do_not_count(self, portal: Portal) -> None:
        StandardPageFactory(parent=portal.home, title="Seite", slug="eins", live=False)
        assert self.rules(StandardPageFactory(parent=portal.home, title="Seite", slug="zwei")) == []

    def test_a_page_at_an_address_of_the_site(self, portal: Portal) -> None:
        page = StandardPageFactory(parent=portal.home, slug="seite")
        page.slug = "suche"
        (finding,) = [found for found in check_page(page) if found.rule is Rule.TAKEN_ADDRESS]
        assert "suche-2" in finding.advice

    def test_many_pages_cost_as_few_queries_as_one(
        self, portal: Portal, reports: list[Any], django_assert_max_num_queries: Any
    ) -> None:
        pages = [StandardPageFactory(parent=portal.home) for _ in range(20)]
        with django_assert_max_num_queries(4):
            check_pages(pages)
