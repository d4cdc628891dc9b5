"""What the server counts of the requests of readers, and what it costs."""

import datetime
import multiprocessing
import threading

import pytest
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from events.models import EventPage
from labs.models import LabPage
from ogl_portal.statistics import counter as counting
from ogl_portal.statistics import store
from ogl_portal.statistics.counter import RequestCounter, counter
from ogl_portal.statistics.middleware import CountingMiddleware
from ogl_portal.statistics.models import DailyRequests
from publications.models import DocumentPage, FileVersion, PublicationPage
from tests.factories import (
    AdminFactory,
    EventPageFactory,
    FileVersionFactory,
    LabPageFactory,
    Portal,
    PublicationPageFactory,
    TopicFactory,
)
from tests.statistics.conftest import FIREFOX, Sums


@pytest.fixture
def reader() -> Client:
    return Client(headers={"user-agent": FIREFOX})


@pytest.fixture
def lab(portal: Portal) -> LabPage:
    return LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")


@pytest.fixture
def publication(portal: Portal) -> PublicationPage:
    return PublicationPageFactory(parent=portal.publications, slug="leitfaden")


@pytest.fixture
def versions(publication: PublicationPage) -> list[FileVersion]:
    made = [FileVersionFactory(publication=publication, number=number, text_characters=9) for number in (1, 2)]
    DocumentPage.objects.create(version=made[-1], number=1, text="Offenheit")
    return made


@pytest.fixture
def event(portal: Portal) -> EventPage:
    return EventPageFactory(parent=portal.events)


def test_each_thing_counts_by_kind_and_page(
    reader: Client,
    portal: Portal,
    lab: LabPage,
    publication: PublicationPage,
    versions: list[FileVersion],
    event: EventPage,
    sums: Sums,
) -> None:
    topic = TopicFactory()
    address = publication.url
    for path in (
        "/",
        lab.url,
        lab.url,
        address,
        f"{address}leitfaden.pdf",
        f"{address}leitfaden-v2.pdf",
        f"{address}leitfaden-v1.pdf",
        f"{address}leitfaden.epub",
        f"{address}lesen/",
        f"{portal.news.url}atom.xml",
        f"{portal.news.url}feed.json",
        f"{event.url}termin.ics",
        f"{portal.events.url}kalender.ics",
        "/aenderungen/atom.xml",
        f"/themen/{topic.slug}/",
        "/suche/?q=Beteiligung",
    ):
        assert reader.get(path).status_code == 200, path
    assert sums() == {
        ("page", portal.home.pk, 0): 1,
        ("page", lab.pk, 0): 2,
        ("page", publication.pk, 0): 1,
        ("pdf", publication.pk, 2): 2,
        ("pdf", publication.pk, 1): 1,
        ("epub", publication.pk, 0): 1,
        ("reading", publication.pk, 0): 1,
        ("feed", portal.news.pk, 0): 2,
        ("calendar", event.pk, 0): 1,
        ("calendar", portal.events.pk, 0): 1,
        ("feed", 0, 0): 1,
        ("page", 0, 0): 1,
        ("search", 0, 0): 1,
    }


@pytest.mark.parametrize(
    "path",
    ["/gibt-es-nicht/", "/labore/brandis", "/suche/", "/suche/?q=a&seite=2", "/suche/vorschlaege/?q=a", "/robots.txt"],
)
def test_what_nobody_got_or_what_is_no_content_does_not_count(
    reader: Client, lab: LabPage, sums: Sums, path: str
) -> None:
    reader.get(path)
    assert sums() == {}


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": ""},
        {"user-agent": "CCBot/2.0 (https://commoncrawl.org/faq/)"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "curl/8.14.1"},
        {"user-agent": FIREFOX, "sec-purpose": "prefetch;prerender"},
        {"user-agent": FIREFOX, "purpose": "prefetch"},
        {"user-agent": FIREFOX, "x-moz": "prefetch"},
    ],
)
def test_robots_and_prefetching_do_not_count(lab: LabPage, sums: Sums, headers: dict[str, str]) -> None:
    assert Client(headers=headers).get(lab.url).status_code == 200
    assert sums() == {}


def test_neither_a_head_nor_staff_count(reader: Client, lab: LabPage, sums: Sums) -> None:
    assert reader.head(lab.url).status_code == 200
    reader.force_login(AdminFactory())
    assert reader.get(lab.url).status_code == 200
    assert reader.get("/admin/").status_code == 200
    assert sums() == {}


def test_a_draft_does_not_count(portal: Portal, reader: Client, sums: Sums) -> None:
    draft = LabPageFactory(parent=portal.labs, live=False, first_published_at=None, last_published_at=None)
    assert reader.get(f"{portal.labs.url}{draft.slug}/").status_code == 404
    assert sums() == {}


def test_the_ranges_of_a_file_are_one_request(
    reader: Client, publication: PublicationPage, versions: list[FileVersion], sums: Sums
) -> None:
    address = f"{publication.url}leitfaden.pdf"
    size = int(reader.head(address).headers["Content-Length"])
    for span in ("bytes=0-1", f"bytes=0-{size // 2}", f"bytes={size // 2}-", "bytes=-1"):
        assert reader.get(address, headers={"range": span}).status_code == 206
    assert sums() == {("pdf", publication.pk, 2): 1}


def test_what_the_browser_has_kept_was_asked_for_all_the_same(
    reader: Client, publication: PublicationPage, versions: list[FileVersion], sums: Sums
) -> None:
    address = f"{publication.url}leitfaden.pdf"
    etag = reader.head(address).headers["ETag"]
    assert reader.get(address, headers={"if-none-match": etag}).status_code == 304
    assert sums() == {("pdf", publication.pk, 2): 1}


def test_a_renamed_page_keeps_its_sum(reader: Client, lab: LabPage, sums: Sums) -> None:
    reader.get(lab.url)
    assert sums() == {("page", lab.pk, 0): 1}
    lab.slug = "brandis-neu"
    lab.save()
    assert reader.get("/labore/brandis-neu/").status_code == 200
    assert sums() == {("page", lab.pk, 0): 2}


def test_what_a_cache_inside_answers_counts(lab: LabPage, sums: Sums) -> None:
    cache = CountingMiddleware(lambda _: HttpResponse("kept"))
    cache(RequestFactory(headers={"user-agent": FIREFOX}).get(lab.url))
    assert sums() == {("page", lab.pk, 0): 1}


def test_it_stands_outside_of_everything(settings) -> None:
    assert settings.MIDDLEWARE[0].endswith("CountingMiddleware")


def test_a_request_costs_no_query(reader: Client, lab: LabPage) -> None:
    Client().get(lab.url)  # what a process remembers is remembered now
    with CaptureQueriesContext(connection) as without:
        Client().get(lab.url)
    with CaptureQueriesContext(connection) as counted:
        reader.get(lab.url)
    assert len(counted) == len(without)


def test_many_sums_are_three_statements(
    portal: Portal, reader: Client, lab: LabPage, django_assert_num_queries
) -> None:
    for page in (lab, *(LabPageFactory(parent=portal.labs) for _ in range(5))):
        reader.get(page.url)
    with django_assert_num_queries(3):
        counter.store()


def test_threads_lose_nothing() -> None:
    own = RequestCounter()
    threads = [threading.Thread(target=lambda: [own.count("/") for _ in range(2_000)]) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(own._counts.values()) == 16_000


def test_processes_add_up(lab: LabPage, sums: Sums) -> None:
    for process in (RequestCounter(), RequestCounter()):
        process.count("/labore/brandis/")
        process.store()
    assert sums() == {("page", lab.pk, 0): 2}


def test_a_database_that_is_away_is_waited_for(
    reader: Client, lab: LabPage, sums: Sums, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(counts: object) -> int:
        raise DatabaseError

    reader.get(lab.url)
    with monkeypatch.context() as patched:
        patched.setattr(counting, "add", fail)
        counter.store()
    reader.get(lab.url)
    assert sums() == {("page", lab.pk, 0): 2}


def test_memory_has_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST", 3)
    own = RequestCounter()
    for number in range(10):
        own.count(f"/{number}/")
    own.count("/0/")
    assert sum(own._counts.values()) == 4


def test_the_day_changes_at_midnight_in_berlin(monkeypatch: pytest.MonkeyPatch) -> None:
    today = counting.Today()
    for moment, day in (
        ("2026-10-24T21:59:59+00:00", 24),
        ("2026-10-24T22:00:00+00:00", 25),
        ("2026-10-25T22:59:59+00:00", 25),  # an hour longer: summer time ends
        ("2026-10-25T23:00:00+00:00", 26),
    ):
        now = datetime.datetime.fromisoformat(moment)
        monkeypatch.setattr(counting.time, "time", now.timestamp)
        monkeypatch.setattr(counting.timezone, "now", lambda now=now: now)
        assert today.day() == datetime.date(2026, 10, day)


def test_a_fork_begins_with_nothing() -> None:
    counter.count("/")
    counter.forget_parent()
    assert not counter._counts


def test_where_the_log_is_counted_the_server_does_not(reader: Client, lab: LabPage, sums: Sums, settings) -> None:
    settings.OGL_COUNTING = "log"
    reader.get(lab.url)
    assert sums() == {}


def test_sums_stay_unless_the_operator_wants_them_gone(db: None, settings) -> None:
    today = datetime.date(2026, 11, 29)
    for day in (today, datetime.date(2020, 1, 1)):
        DailyRequests.objects.create(day=day, kind="page", page=1, count=1)
    store.forget_old(today)
    assert DailyRequests.objects.count() == 2
    settings.OGL_USAGE_KEEP_MONTHS = 12
    store.forget_old(today)
    assert DailyRequests.objects.get().day == today


@pytest.mark.usefixtures("transactional_db")
def test_the_end_of_a_process_stores_what_it_counted(settings) -> None:
    """As the workers of the web server end: processes of multiprocessing, on SIGTERM."""
    topics = "/themen/"
    settings.OGL_USAGE_SECONDS = 3_600

    def work() -> None:
        for _ in range(3):
            counter.count(topics)

    counter.count(topics)  # the parent's own, which its child must not store
    connection.close()
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    process.join(60)
    assert process.exitcode == 0
    assert DailyRequests.objects.get().count == 3
