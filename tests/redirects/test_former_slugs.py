"""Bookmarked filters and unAPI's identifiers find what was renamed."""

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from ogl_portal.redirects import former_slugs
from tests.factories import LabPageFactory, Portal, PublicationPageFactory, TopicFactory
from tests.redirects.test_former_addresses import one_hop, rename
from tests.redirects.test_former_topics import rename as rename_topic


@pytest.mark.parametrize("path", ["/labore/", "/ergebnisse/", "/aktuelles/", "/termine/", "/suche/", "/themen/"])
def test_filters_by_topic(portal: Portal, client: Client, path: str) -> None:
    topic = TopicFactory(slug="a")
    for slug in ("b", "c"):
        rename_topic(topic, slug)
    for slug in "ab":
        assert one_hop(client, f"{path}?thema={slug}&seite=1") == f"{path}?thema=c&seite=1"
    assert client.get(f"{path}?thema=c").status_code == 200


@pytest.mark.parametrize("path", ["/ergebnisse/", "/aktuelles/", "/termine/", "/suche/"])
def test_filters_by_lab(portal: Portal, client: Client, path: str) -> None:
    lab = LabPageFactory(parent=portal.labs, slug="a")
    for slug in ("b", "c"):
        rename(lab, slug)
    for slug in "ab":
        response = client.get(f"{path}?q=x+y&labor={slug}")
        assert (response.status_code, response["Location"]) == (301, f"{path}?q=x+y&labor=c")
        assert response["Cache-Control"] == "no-cache"


def test_both_and_a_list_that_has_moved_need_one_hop(portal: Portal, client: Client) -> None:
    lab, topic = LabPageFactory(parent=portal.labs, slug="a"), TopicFactory(slug="x")
    rename(lab, "b")
    rename_topic(topic, "y")
    rename(portal.news, "meldungen")
    assert one_hop(client, "/aktuelles/?labor=a&thema=x") == "/meldungen/?labor=b&thema=y"


def test_back_again_and_taken_by_another_mean_what_is_there(portal: Portal, client: Client) -> None:
    lab, topic = LabPageFactory(parent=portal.labs, slug="a"), TopicFactory(slug="x")
    for slug in ("b", "a"):
        rename(lab, slug)
    rename_topic(topic, "y")
    TopicFactory(slug="x")
    assert client.get("/aktuelles/?labor=a&thema=x").status_code == 200
    assert one_hop(client, "/aktuelles/?labor=b") == "/aktuelles/?labor=a"


def test_what_is_gone_or_unknown_is_left_to_the_list(portal: Portal, client: Client) -> None:
    lab, topic = LabPageFactory(parent=portal.labs, slug="a"), TopicFactory(slug="x")
    rename(lab, "b")
    rename_topic(topic, "y")
    lab.refresh_from_db()
    lab.unpublish()
    topic.delete()
    for query in ("labor=a", "thema=x", "labor=nie", "thema=%00", "id=publication:nie"):
        assert client.get(f"/aktuelles/?{query}").status_code == 200, query


@pytest.mark.parametrize("rest", ["", "&format=ris"])
def test_a_record_of_unapi(portal: Portal, client: Client, rest: str) -> None:
    publication = PublicationPageFactory(parent=portal.publications, slug="a")
    for slug in ("b", "c"):
        rename(publication, slug)
    for slug in "ab":
        response = client.get(f"/unapi?id=publication:{slug}{rest}", follow=True)
        assert len(response.redirect_chain) == 1
        assert response.status_code == (200 if rest else 300)
    assert client.get("/unapi?id=literature:a&format=ris").status_code == 404


def test_it_leads_to_no_other_site(portal: Portal) -> None:
    rename_topic(TopicFactory(slug="x"), "y")
    response = Client().get("/", {"thema": "x"}, PATH_INFO="//example.org/")  # an address given whole loses its start
    assert response.headers["Location"] == "/%2Fexample.org/?thema=y"


def test_slugs_of_today_cost_no_query(
    portal: Portal, rf: RequestFactory, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rename(LabPageFactory(parent=portal.labs, slug="a"), "b")
    cache.delete(former_slugs.KEY)
    query = rf.get("/aktuelles/?labor=b&thema=y").GET
    with django_assert_num_queries(1):
        assert former_slugs.present_query(query) is None
    with django_assert_num_queries(0):
        assert former_slugs.present_query(query) is None
