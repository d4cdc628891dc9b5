"""Whole pages are kept, for readers only, and given until something changes."""

import datetime
from typing import Any

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from labs.models import LabPage
from news.models import NewsPage
from ogl_portal.page_cache import generation
from ogl_portal.page_cache.generation import Watch
from ogl_portal.page_cache.models import ContentChange
from tests.accessibility.factories import staff
from tests.factories import LabPageFactory, NewsPageFactory, Portal
from tests.page_cache.conftest import until


def is_hit(response: Any) -> bool:
    return response.headers.get("Cache-Status", "").startswith("ogl; hit")


def kept_pages() -> list[Any]:
    return caches["pages"].values()  # type: ignore[no-any-return, attr-defined]


def last_changes() -> list[str]:
    return list(ContentChange.objects.order_by("-pk").values_list("table", flat=True)[:3])


@pytest.fixture
def lab(portal: Portal, watch: Watch) -> LabPage:
    """A lab that is known of: what is made before is made once more."""
    lab = LabPageFactory(parent=portal.labs, title="Labor A", slug="labor-a")
    until(lambda: getattr(watch.known().state, "number", None) == generation.read())
    return lab


def test_a_page_is_made_once(reader: Client, lab: LabPage, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first = reader.get("/labore/labor-a/")
    assert "stored" in first.headers["Cache-Status"]
    with django_assert_num_queries(0):
        second = reader.get("/labore/labor-a/")
    assert is_hit(second)
    assert second.content == first.content
    assert {**second.headers, "Cache-Status": ""} == {**first.headers, "Cache-Status": ""}


def test_whoever_has_it_is_told_so(reader: Client, lab: LabPage) -> None:
    etag = reader.get("/labore/labor-a/").headers["ETag"]
    for known in (etag, f"W/{etag}", f'"another", {etag}', "*"):
        answer = reader.get("/labore/labor-a/", headers={"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == etag
        assert "Content-Length" not in answer.headers
    assert reader.get("/labore/labor-a/", headers={"if-none-match": '"another"'}).status_code == 200


def change_by_editing(lab: LabPage) -> None:
    lab.title = "Labor B"
    lab.save_revision().publish()


def change_past_all_signals(lab: LabPage) -> None:
    LabPage.objects.filter(pk=lab.pk).update(title="Labor B")


def change_in_sql(lab: LabPage) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wagtailcore_page SET title = 'Labor B' WHERE id = %s", [lab.pk])


def test_what_is_read_is_made_again_before_somebody_asks(reader: Client, lab: LabPage) -> None:
    for _ in range(3):
        reader.get("/labore/labor-a/")
    change_by_editing(lab)

    def is_warm() -> bool:
        reader.get("/labore/")  # a request for another page: with it the new state is known, and warming begins
        return any(page.address.path == "/labore/labor-a/" and b"Labor B" in page.content for page in kept_pages())

    until(is_warm)
    until(lambda: is_hit(reader.get("/labore/labor-a/")))  # editing is more than one change


@pytest.mark.parametrize("change", [change_by_editing, change_past_all_signals, change_in_sql])
def test_a_change_is_seen_at_once(reader: Client, lab: LabPage, change: Any) -> None:
    assert b"Labor A" in reader.get("/labore/labor-a/").content
    assert is_hit(reader.get("/labore/labor-a/"))
    change(lab)
    until(lambda: b"Labor B" in reader.get("/labore/labor-a/").content)
    until(lambda: is_hit(reader.get("/labore/labor-a/")))


def test_saving_a_draft_changes_nothing_for_readers(reader: Client, lab: LabPage) -> None:
    number = generation.read()
    lab.title = "Entwurf"
    lab.save_revision()
    assert generation.read() == number, last_changes()


def test_one_transaction_is_one_change(portal: Portal) -> None:
    count, _ = generation.read()
    lab = LabPageFactory(parent=portal.labs)
    assert generation.read()[0] > count
    count, _ = generation.read()
    with transaction.atomic():
        for number in range(3):
            lab.title = f"Labor {number}"
            lab.save()
    assert generation.read()[0] == count + 1


def test_what_is_taken_back_is_no_change(portal: Portal) -> None:
    lab = LabPageFactory(parent=portal.labs)
    number = generation.read()
    with transaction.atomic():
        with transaction.atomic():
            LabPage.objects.filter(pk=lab.pk).update(title="Zurück")
            transaction.set_rollback(True)
        assert generation.read() == number, last_changes()
        LabPage.objects.filter(pk=lab.pk).update(title="Bleibt")
    assert generation.read() != number


def test_staff_get_their_own(reader: Client, lab: LabPage) -> None:
    reader.get("/labore/labor-a/")
    signed_in = Client()
    signed_in.force_login(staff(), backend="django.contrib.auth.backends.ModelBackend")
    assert "Cache-Status" not in signed_in.get("/labore/labor-a/").headers
    assert "Cache-Status" not in reader.get("/admin/login/").headers


@pytest.mark.parametrize("address", ["/gibt-es-nicht/", "/suche/?q=Labor", "/health/live/"])
def test_what_is_not_kept(reader: Client, address: str) -> None:
    reader.get(address)
    assert not is_hit(reader.get(address))


def test_a_page_that_expires_is_gone_at_that_moment(reader: Client, portal: Portal) -> None:
    page = NewsPageFactory(parent=portal.news, title="Bald vorbei", slug="bald-vorbei")
    end = timezone.now() + datetime.timedelta(seconds=2)
    NewsPage.objects.filter(pk=page.pk).update(expire_at=end)
    until(lambda: is_hit(reader.get("/aktuelles/bald-vorbei/")))
    while timezone.now() < end:
        pass
    assert reader.get("/aktuelles/bald-vorbei/").status_code == 404
    assert "Bald vorbei" not in reader.get("/aktuelles/").content.decode()


def test_without_a_database_the_last_page_is_given(
    reader: Client, lab: LabPage, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.get("/labore/labor-a/")

    def away() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(generation, "read", away)
    until(lambda: "database-away" in reader.get("/labore/labor-a/").headers["Cache-Status"])
    assert b"Labor A" in reader.get("/labore/labor-a/").content


@pytest.mark.parametrize("query", ["utm_source=brief&fbclid=1", "nummer=5", "seite=7", "%C3%BCber=1", "seite=a%00b"])
def test_what_a_page_does_not_read_makes_no_other(reader: Client, lab: LabPage, query: str) -> None:
    first = reader.get(f"/labore/labor-a/?{query}")
    until(lambda: is_hit(reader.get("/labore/labor-a/")))
    assert reader.get("/labore/labor-a/").content == first.content
    assert is_hit(reader.get(f"/labore/labor-a/?{query}&mehr=2"))
    assert len(kept_pages()) == 1


def test_what_a_page_reads_makes_another(reader: Client, portal: Portal) -> None:
    for number in range(12):
        NewsPageFactory(parent=portal.news, title=f"Meldung {number}", date="2022-01-01")
    until(lambda: is_hit(reader.get("/aktuelles/?utm_source=brief")))
    reader.get("/aktuelles/?labor=gibt-es-nicht")  # of a name that may have been another once
    for year, is_shown in ((2021, False), (2022, True)):
        listed = reader.get(f"/aktuelles/?jahr={year}")
        assert not is_hit(listed)
        assert ("Meldung 3" in listed.content.decode()) == is_shown
        again = reader.get(f"/aktuelles/?utm_source=brief&jahr={year}&fbclid=2")
        assert is_hit(again)
        assert again.content == listed.content


def test_many_addresses_take_no_more_room(reader: Client, lab: LabPage) -> None:
    for number in range(200):
        reader.get(f"/aktuelles/?seite={number}")
    queries = caches["queries"]
    assert 0 < sum(len(page) for page in queries.values()) <= queries.max_bytes
    reader.get("/labore/labor-a/")
    assert is_hit(reader.get("/labore/labor-a/"))
