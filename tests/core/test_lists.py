"""Lists fetch what they show; texts and what only staff ask for stay in the database."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import EventPage
from news.models import NewsPage
from ogl_portal.core import lists
from ogl_portal.core.lists import ListPaginator, among, for_lists, not_in_lists
from ogl_portal.core.own_links import rich_texts
from tests.factories import NewsPageFactory, Portal, StandardPageFactory

SHOWN = {"title", "slug", "url_path", "live", "teaser", "first_published_at", "last_published_at", "content_type"}
SHOWN |= {"expire_at", "depth"}  # whether readers may see it


@pytest.mark.parametrize("model", [NewsPage, EventPage])
def test_lists_leave_out_texts_and_what_only_staff_ask_for(model: type) -> None:
    left_out = set(not_in_lists(model))
    assert {"body", "draft_title", "owner"} <= left_out
    assert not left_out & SHOWN


def test_fields_can_be_named_as_seen_from_another_record() -> None:
    assert "event__body" in not_in_lists(EventPage, "event")


@pytest.mark.django_db
def test_what_is_left_out_is_fetched_where_it_is_asked_for(portal: Portal) -> None:
    item = NewsPageFactory(parent=portal.news, search_description="Ein Satz.")
    (listed,) = for_lists(NewsPage.objects)
    assert "body" in listed.get_deferred_fields()
    assert (listed.title, listed.search_description) == (item.title, "Ein Satz.")


@pytest.mark.django_db
def test_the_way_to_a_page_does_not_read_the_start_page(portal: Portal, client: Client) -> None:
    page = StandardPageFactory(parent=portal.home)
    client.get(page.url)  # what stands around all pages
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page.url).status_code == 200
    assert not [query["sql"] for query in queries if "pages_homepage" in query["sql"]]


@pytest.mark.django_db
def test_the_links_of_several_texts_cost_one_query(portal: Portal) -> None:
    pages = [StandardPageFactory(parent=portal.home) for _ in range(2)]
    texts = [f'<p>Siehe <a linktype="page" id="{page.pk}">hier</a></p>' for page in pages]
    with CaptureQueriesContext(connection) as queries:
        shown = rich_texts(texts[0], "", texts[1], '<p><a linktype="page" id="0">fort</a></p>')
    assert len([query for query in queries if query["sql"].startswith('SELECT "wagtailcore_page"')]) == 1
    assert [text.strip() for text in shown] == [
        f'<p>Siehe <a href="{pages[0].url}">hier</a></p>',
        "",
        f'<p>Siehe <a href="{pages[1].url}">hier</a></p>',
        "<p>fort</p>",
    ]


def test_the_length_of_a_list_that_is_the_same_for_all_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, int] = {}
    monkeypatch.setattr(
        lists, "remembered", lambda name, read: kept[name] if name in kept else kept.setdefault(name, read())
    )
    assert [ListPaginator("abc", 2, "letters").count, ListPaginator("abcd", 2, "letters").count] == [3, 3]
    assert [ListPaginator("abc", 2).count, ListPaginator("abcd", 2).count] == [3, 4]
    assert ListPaginator("abcd", 2, "letters", length=4).count == 4
    assert kept == {"length:letters": 3}


@pytest.mark.django_db
def test_many_keys_are_one_parameter(portal: Portal) -> None:
    items = [NewsPageFactory(parent=portal.news) for _ in range(3)]
    found = NewsPage.objects.filter(among(NewsPage, [items[0].pk, items[2].pk, 0]))
    assert {item.pk for item in found} == {items[0].pk, items[2].pk}
    assert not NewsPage.objects.filter(among(NewsPage, []))
    assert len(found.query.sql_with_params()[1]) == 1
