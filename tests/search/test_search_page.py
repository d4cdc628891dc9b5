"""The search page and what stands beside it, as a browser sees them."""

import datetime
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from lxml import html

from ogl_portal.search import finder, record
from ogl_portal.search.finder import Results, find
from ogl_portal.search.models import BestBet, SearchedWords, Synonyms
from ogl_portal.search.query import parse
from tests.factories import (
    AdminFactory,
    LabPageFactory,
    NewsPageFactory,
    Portal,
    StandardPageFactory,
    TopicFactory,
)

Index = Callable[[], None]
Search = Callable[..., Results]
ATOM = "{http://www.w3.org/2005/Atom}"


def get(client: Client, **parameters: str) -> str:
    response = client.get("/suche/", parameters)
    assert response.status_code == 200
    return response.content.decode()


class Links(HTMLParser):
    """The addresses of all links of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(dict(attrs).get("href") or "")


@pytest.fixture
def news(portal: Portal, index: Index) -> None:
    """12 news items on a mole, of two labs, two years and a topic."""
    saxon = LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis", laender=["SN"])
    badener = LabPageFactory(parent=portal.labs, title="Oberrhein", slug="oberrhein", laender=["BW"])
    topic = TopicFactory(name="Naturschutz", slug="natur")
    for number in range(12):
        NewsPageFactory(
            parent=portal.news,
            title=f"Maulwurf {number}",
            slug=f"maulwurf-{number}",
            date="2021-05-01" if number < 5 else "2022-05-01",
            labs=[saxon] if number < 4 else [badener],
            topics=[topic] if number == 0 else [],
        )
    StandardPageFactory(parent=portal.home, title="Über den Maulwurf", slug="ueber")
    index()


class TestPage:
    def test_before_the_first_search_it_says_how(self, portal: Portal, client: Client) -> None:
        assert "So finden Sie genauer" in get(client)

    def test_results_with_number_excerpt_and_marks(self, news: None, client: Client) -> None:
        html = get(client, q="maulwurf")
        assert "<strong>13</strong> Treffer" in html
        assert "<mark>Maulwurf</mark>" in html
        assert "/aktuelles/maulwurf-10/" in Links(html).found

    def test_facets_have_counts_that_are_kept(self, news: None, client: Client, search: Search) -> None:
        counts = search("maulwurf").counts
        assert counts["art"] == {"meldung": 12, "seite": 1}
        assert counts["labor"] == {"brandis": 4, "oberrhein": 8}
        assert counts["thema"] == {"natur": 1}
        assert counts["jahr"] == {"2021": 5, "2022": 7}
        assert counts["land"] == {"SN": 4, "BW": 8}
        for name, values in counts.items():
            for value, number in values.items():
                assert search("maulwurf", **{name: value}).total == number

    def test_filters_count_together(self, news: None, search: Search) -> None:
        found = search("maulwurf", labor="oberrhein", jahr="2021")
        assert found.total == 1
        assert found.counts["labor"] == {"brandis": 4, "oberrhein": 1}
        assert found.counts["jahr"] == {"2021": 1, "2022": 7}

    def test_every_state_has_an_address(self, news: None, client: Client) -> None:
        html = get(client, q="maulwurf", labor="oberrhein", seite="1")
        assert '<input type="hidden" name="labor" value="oberrhein">' in html
        links = Links(html).found
        assert "?q=maulwurf" in links  # without the filter
        assert "?q=maulwurf&labor=oberrhein&jahr=2022" in links
        assert "?q=maulwurf&seite=2" in Links(get(client, q="maulwurf")).found

    def test_pages_have_no_result_twice(self, news: None, client: Client) -> None:
        seen = [link for n in "12" for link in Links(get(client, q="maulwurf", seite=n)).found if "maulwurf-" in link]
        assert len(seen) == len(set(seen)) == 12

    def test_a_page_beyond_the_last_is_the_last(self, news: None, client: Client) -> None:
        last = Links(get(client, q="maulwurf", seite="2")).found
        for beyond in ("3", "9", "500"):
            html = get(client, q="maulwurf", seite=beyond)
            assert "nichts gefunden" not in html
            assert [link for link in Links(html).found if "maulwurf-" in link] == [
                link for link in last if "maulwurf-" in link
            ]

    def test_pages_and_filters_that_are_none(self, news: None, client: Client) -> None:
        for page in ("0", "-1", "x", "99999999999999999999", "², ", "40"):
            get(client, q="maulwurf", seite=page)
        for name in ("art", "labor", "thema", "jahr", "land"):
            for value in ("unsinn", "' OR 1=1 --", "\x00", "٢٠٢٢", "x" * 5_000):
                get(client, q="maulwurf", **{name: value})

    def test_nothing_found_is_kind(self, portal: Portal, client: Client) -> None:
        html = get(client, q="Xylophonquintett")
        assert "Dazu wurde nichts gefunden" in html
        assert "»Xylophonquintett«" in html

    def test_a_typing_error_is_put_right(self, news: None, client: Client) -> None:
        html = get(client, q="Maulwrf")
        assert "Meinten Sie" in html
        assert "?q=Maulwurf" in Links(html).found
        assert "<strong>13</strong>" in html

    def test_some_of_the_words(self, news: None, client: Client) -> None:
        html = get(client, q="Maulwurf Naturschutz Brandis Oberrhein")
        assert "Kein Treffer mit allen Wörtern" in html

    def test_text_of_readers_and_of_pages_is_escaped(self, portal: Portal, client: Client, index: Index) -> None:
        StandardPageFactory(parent=portal.home, title="<script>x</script> Dachs", teaser="<img src=x> Dachs & Fuchs")
        index()
        html = get(client, q='Dachs "><script>')
        assert "<script>x" not in html
        assert "<img src=x>" not in html
        assert "<mark>Dachs</mark> &amp; Fuchs" in html

    def test_nothing_is_cached_for_others_or_set_as_cookie(self, news: None, client: Client) -> None:
        assert not client.get("/suche/", {"q": "maulwurf"}).cookies


NASTY = [
    "Kommune " * 1_250,
    "*" * 500,
    '"' * 999,
    "'; DROP TABLE search_searchentry; --",
    "\x00\x00 \x00",
    "😀🏳️‍🌈 \u202eabc\u202c",
    "שלום العربية",
    "- -- --- OR OR",
    "& | ! <-> :* ( )",
    "\\ \\' %s %(x)s {} {{}}",
    "a" * 10_000,
    '"' + "und " * 300,
    "-nur -ausschluss",
    "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
]


def test_any_query_is_a_normal_page(news: None, client: Client) -> None:
    for text in NASTY:
        get(client, q=text)
        assert client.get("/suche/vorschlaege/", {"q": text}).status_code == 200
        assert client.get("/suche/atom.xml", {"q": text}).status_code == 200


def test_operators(news: None, search: Search) -> None:
    asked = {"Maulwurf -Über": 12, '"Über den Maulwurf"': 1, "Maulwürfe": 13, "Maulwurf OR Oberrhein": 14}
    assert {text: search(text).total for text in asked} == asked


class TestRanking:
    def titles(self, found: Results) -> list[str]:
        return [result.plain_title for result in found.results]

    def test_title_before_text_and_exact_before_compound(self, portal: Portal, search: Search, index: Index) -> None:
        StandardPageFactory(parent=portal.home, title="Anderes", body=[("paragraph", "<p>Ein Rat tagt.</p>")])
        StandardPageFactory(parent=portal.home, title="Bürgerrat")
        StandardPageFactory(parent=portal.home, title="Rat")
        StandardPageFactory(parent=portal.home, title="Monat")
        index()
        assert self.titles(search("Rat")) == ["Rat", "Bürgerrat", "Anderes"]

    def test_fresh_news_before_old(self, portal: Portal, search: Search, index: Index) -> None:
        today = timezone.localdate()
        for days in (900, 30, 300):
            date = (today - datetime.timedelta(days=days)).isoformat()
            NewsPageFactory(parent=portal.news, title="Maulwurf", slug=f"m{days}", date=date)
        index()
        assert [result.url[-5:-1].strip("/m") for result in search("Maulwurf").results] == ["30", "300", "900"]

    def test_the_lab_itself_before_its_news(self, portal: Portal, search: Search, index: Index) -> None:
        lab = LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")
        NewsPageFactory(parent=portal.news, title="Neues aus Brandis", labs=[lab])
        index()
        assert self.titles(search("Brandis"))[0] == "Brandis"


class TestStaff:
    def test_synonyms_work_both_ways_and_at_once(self, portal: Portal, search: Search, index: Index) -> None:
        StandardPageFactory(parent=portal.home, title="Arbeit im Rahmen der ABC")
        StandardPageFactory(parent=portal.home, title="Alpha Beta Charlie")
        index()
        assert search("ABC").total == 1
        Synonyms.objects.create(words="ABC, Alpha Beta Charlie, …")  # the last has no word
        assert search("ABC").total == search("Alpha Beta Charlie").total == 2

    def test_a_recommended_page_is_on_top_and_only_while_it_is_public(
        self, news: None, portal: Portal, search: Search, index: Index
    ) -> None:
        page = StandardPageFactory(parent=portal.home, title="Wegweiser")
        index()
        BestBet.objects.create(words="Tiere im Garten, maulwurf", page=page)
        found = search("Maulwurf")
        assert (found.results[0].plain_title, found.results[0].is_recommended) == ("Wegweiser", True)
        assert found.total == 14
        page.unpublish()
        index()
        assert search("Maulwurf").total == 13

    def test_searches_are_counted_without_anything_about_the_reader(self, news: None, client: Client) -> None:
        for text in ("Maulwurf", "maulwurf", "Xylophonquintett", "max@example.org 0171 2345678"):
            get(client, q=text)
        get(client, q="Maulwurf", seite="2")
        rows = {row.words: (row.searches, row.results) for row in SearchedWords.objects.all()}
        assert rows == {"maulwurf": (2, 13), "xylophonquintett": (1, 0), "0171": (1, 0)}
        assert {field.name for field in SearchedWords._meta.fields} == {"id", "day", "words", "searches", "results"}

    def test_after_90_days_they_are_forgotten(self, news: None, client: Client) -> None:
        today = timezone.localdate()
        for days in (record.KEPT_DAYS, record.KEPT_DAYS + 1):
            SearchedWords.objects.create(day=today - datetime.timedelta(days=days), words="alt")
        get(client, q="Maulwurf")
        assert SearchedWords.objects.filter(words="alt").count() == 1

    def test_the_report_shows_first_what_was_not_found(self, news: None, client: Client) -> None:
        get(client, q="Maulwurf")
        get(client, q="Xylophonquintett")
        client.force_login(AdminFactory(is_superuser=True))
        html = client.get("/admin/berichte/suchanfragen/").content.decode()
        assert 0 < html.index("xylophonquintett") < html.index("maulwurf")
        only = client.get("/admin/berichte/suchanfragen/", {"found": "nicht"}).content.decode()
        assert "maulwurf" not in only

    def test_the_report_is_for_staff_only(self, portal: Portal, client: Client) -> None:
        assert client.get("/admin/berichte/suchanfragen/").status_code == 302


class TestSuggestions:
    def texts(self, client: Client, text: str) -> list[tuple[str, str]]:
        answer = client.get("/suche/vorschlaege/", {"q": text}).json()
        return [(one["text"], one["kind"]) for one in answer["suggestions"]]

    def test_titles_names_and_words(self, portal: Portal, client: Client, index: Index) -> None:
        LabPageFactory(parent=portal.labs, title="Würzburg", slug="wuerzburg")
        StandardPageFactory(parent=portal.home, title="Beteiligung vor Ort", teaser="Würze ist alles.")
        index()
        assert self.texts(client, "wuer")[0] == ("Würzburg", "Labor")
        assert ("Würze", "") in self.texts(client, "würz")
        assert self.texts(client, "ort betei") == [("Beteiligung vor Ort", "Seite"), ("ort Beteiligung", "")]

    @pytest.mark.parametrize("text", ["", "w", " ", "%", "_", "!!"])
    def test_too_little_gives_nothing(self, portal: Portal, client: Client, text: str) -> None:
        assert self.texts(client, text) == []


def test_the_feed_of_a_search(news: None, client: Client) -> None:
    response = client.get("/suche/atom.xml", {"q": "maulwurf", "jahr": "2022"})
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    feed = ET.fromstring(response.content)  # noqa: S314  (our own feed)
    assert feed.findtext(f"{ATOM}title") == "Suche nach »maulwurf«"
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 7
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 7
    assert all(entry.findtext(f"{ATOM}updated", "").startswith("2022-05-01") for entry in entries)


def test_the_feed_of_a_search_tells_dates_as_they_are_known(portal: Portal, client: Client, index: Index) -> None:
    for date in ("2022-10-05", "2022", "2022-10"):
        NewsPageFactory(parent=portal.news, title=f"Maulwurf {date}", date=date)
    index()
    headers = {"Sec-Fetch-Dest": "document"}
    page = html.fromstring(client.get("/suche/atom.xml", {"q": "maulwurf"}, headers=headers).content)
    assert [one.get("datetime") for one in page.xpath("//main//time")] == ["2022", "2022-10", "2022-10-05"]


def test_the_description_for_browsers(portal: Portal, client: Client) -> None:
    response = client.get("/opensearch.xml")
    assert response.headers["Content-Type"] == "application/opensearchdescription+xml; charset=utf-8"
    root = ET.fromstring(response.content)  # noqa: S314  (our own file)
    urls = [url.get("template") for url in root if url.tag.endswith("Url")]
    assert "http://testserver/suche/?q={searchTerms}" in urls


def test_a_search_that_takes_too_long_is_ended_by_the_database(
    news: None, client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.OGL_SEARCH_TIMEOUT_MS = 20

    def slow(*args: Any) -> Results:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(10)")
        raise AssertionError

    monkeypatch.setattr(finder, "make_plan", slow)
    assert "dauert zu lange" in get(client, q="maulwurf")
    assert find(parse("maulwurf"), {}).has_timed_out


def test_a_search_asks_as_much_however_much_there_is(
    news: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    get(client, q="maulwurf")
    with django_assert_max_num_queries(18):
        get(client, q="maulwurf")
