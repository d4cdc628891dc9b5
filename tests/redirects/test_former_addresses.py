"""What was public once stays found: moved pages with all below them, and those that are gone."""

import datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from ogl_portal.redirects.models import FormerAddress
from ogl_portal.safety import trash
from publications.models import DocumentPage, FileState
from tests.factories import (
    EventPageFactory,
    FileVersionFactory,
    LabPageFactory,
    LiteratureEntryFactory,
    NewsPageFactory,
    Portal,
    PublicationPageFactory,
    StandardPageFactory,
)

BELOW_PUBLICATION = (
    "", "{}.pdf", "{}-v1.pdf", "{}-v2.pdf", "lesen/", "zitat.ris", "zitat.bib", "zitat.json", "aenderungen/",
    "aenderungen/2/",
)  # fmt: skip


def rename(page: Page, slug: str) -> None:
    """As an editor does it: in a draft that is then published."""
    page = Page.objects.get(pk=page.pk).specific
    page.slug = slug
    page.save_revision().publish()


def move(page: Page, parent: Page) -> None:
    Page.objects.get(pk=page.pk).move(Page.objects.get(pk=parent.pk), pos="last-child")


def one_hop(client: Client, address: str) -> str:
    """Where ``address`` leads, which has to be there at once."""
    response = client.get(address)
    assert response.status_code == 301, address
    target = response.headers["Location"]
    assert client.get(target).status_code == 200, f"{address} → {target}"
    return str(target)


@pytest.fixture
def publication(portal: Portal) -> Any:
    page = PublicationPageFactory(parent=portal.publications, slug="a", title="Erster Titel")
    page.save_revision().publish()
    page.title = "Titel"
    page.save_revision().publish()
    for number in (1, 2):
        version = FileVersionFactory(publication=page, number=number, text_characters=4)
        DocumentPage.objects.create(version=version, number=1, text="Text")
    return page


class TestRenamed:
    @pytest.mark.parametrize("rest", BELOW_PUBLICATION)
    def test_everything_of_a_publication_follows(self, publication: Page, client: Client, rest: str) -> None:
        before = f"/ergebnisse/a/{rest.format('a')}"
        assert client.get(before).status_code == 200
        rename(publication, "b")
        assert one_hop(client, before) == f"/ergebnisse/b/{rest.format('b')}"

    @pytest.mark.parametrize("rest", BELOW_PUBLICATION)
    def test_after_several_names_one_hop_is_enough(self, publication: Page, client: Client, rest: str) -> None:
        for slug in ("b", "c"):
            rename(publication, slug)
        for slug in ("a", "b"):
            before = f"/ergebnisse/{slug}/{rest.format(slug)}"
            assert one_hop(client, before) == f"/ergebnisse/c/{rest.format('c')}"

    def test_back_again_there_is_no_circle(self, publication: Page, client: Client) -> None:
        for slug in ("b", "a"):
            rename(publication, slug)
        assert client.get("/ergebnisse/a/a.pdf").status_code == 200
        assert one_hop(client, "/ergebnisse/b/b-v1.pdf") == "/ergebnisse/a/a-v1.pdf"
        assert client.get("/ergebnisse/a/gibt-es-nicht/").status_code == 404

    def test_no_browser_keeps_the_answer(self, publication: Page, client: Client) -> None:
        """It would go round in a circle once the page has its old address again."""
        rename(publication, "b")
        assert client.get("/ergebnisse/a/").headers["Cache-Control"] == "no-cache"
        Page.objects.get(pk=publication.pk).unpublish()
        assert client.get("/ergebnisse/a/").headers["Cache-Control"] == "no-cache"

    def test_pages_below_follow_too(self, portal: Portal, client: Client) -> None:
        lab = LabPageFactory(parent=portal.labs, slug="a")
        news = NewsPageFactory(parent=lab, slug="meldung")
        rename(lab, "b")
        rename(portal.labs, "orte")
        for before in ("/labore/a", "/labore/b"):
            assert one_hop(client, f"{before}/meldung/") == "/orte/b/meldung/"
            assert one_hop(client, f"{before}/atom.xml") == "/orte/b/atom.xml"
        move(news, portal.news)
        for before in ("/labore/a", "/labore/b", "/orte/b"):
            assert one_hop(client, f"{before}/meldung/") == "/aktuelles/meldung/"

    @pytest.mark.parametrize("rest", ["", "atom.xml", "feed.json", "kalender.ics", "aenderungen/"])
    def test_feeds_and_calendar_of_a_lab_follow(self, portal: Portal, client: Client, rest: str) -> None:
        lab = LabPageFactory(parent=portal.labs, slug="a")
        assert client.get(f"/labore/a/{rest}").status_code == 200
        rename(lab, "b")
        assert one_hop(client, f"/labore/a/{rest}") == f"/labore/b/{rest}"

    def test_all_that_lies_below_the_index_pages_follows(self, portal: Portal, client: Client) -> None:
        NewsPageFactory(parent=portal.news, slug="m")
        EventPageFactory(parent=portal.events, slug="t")
        LiteratureEntryFactory(slug="w")
        routes = {
            portal.news: ["", "atom.xml", "feed.json", "archiv/", "archiv/2022/", "aenderungen/", "m/"],
            portal.events: ["", "kalender.ics", "t/", "t/termin.ics"],
            portal.labs: ["", "kommune-wie-meine/"],
            portal.literature: ["", "literatur.bib", "literatur.ris"],
        }
        for index, rests in routes.items():
            for rest in rests:
                assert client.get(index.url + rest).status_code == 200, index.url + rest
            rename(index, f"neu-{index.slug}")
            for rest in rests:
                assert one_hop(client, index.url + rest) == f"/neu-{index.slug}/{rest}"

    @pytest.mark.parametrize("rest", BELOW_PUBLICATION)
    def test_a_page_that_left_the_address_below_the_new_one_needs_one_hop(
        self, portal: Portal, publication: Page, client: Client, rest: str
    ) -> None:
        """The row of the index page knows nothing of the publication, which had left its address before."""
        rename(publication, "b")
        rename(portal.publications, "resultate")
        rename(publication, "c")
        rename(portal.publications, "ergebnisse")
        for slug in ("a", "b"):
            before = f"/resultate/{slug}/{rest.format(slug)}"
            assert one_hop(client, before) == f"/ergebnisse/c/{rest.format('c')}"

    def test_what_is_gone_below_a_page_that_moved_says_so_at_once(
        self, portal: Portal, publication: Page, client: Client
    ) -> None:
        rename(portal.publications, "resultate")
        Page.objects.get(pk=publication.pk).unpublish()
        rename(portal.publications, "werke")
        assert client.get("/resultate/a/a.pdf").status_code == 410
        assert client.get("/ergebnisse/a/a.pdf").status_code == 410

    def test_a_file_of_the_whole_literature_keeps_its_entry(self, portal: Portal, client: Client) -> None:
        LiteratureEntryFactory(slug="w")
        rename(portal.literature, "lesestoff")
        assert one_hop(client, "/literatur/literatur.bib?eintrag=w") == "/lesestoff/literatur.bib?eintrag=w"

    def test_query_and_missing_slash_cost_no_second_hop(self, publication: Page, client: Client) -> None:
        rename(publication, "b")
        assert one_hop(client, "/ergebnisse/a?x=1&y=%C3%BC") == "/ergebnisse/b/?x=1&y=%C3%BC"
        assert one_hop(client, "/ergebnisse/a/lesen?q=x") == "/ergebnisse/b/lesen/?q=x"

    def test_a_draft_moves_nothing(self, publication: Page, client: Client) -> None:
        publication.slug = "b"
        publication.save_revision()
        assert client.get("/ergebnisse/a/").status_code == 200
        assert not FormerAddress.objects.exists()


class TestTakenAddress:
    def test_the_page_that_has_it_now_wins_with_all_below(
        self, portal: Portal, publication: Page, client: Client
    ) -> None:
        rename(publication, "b")
        draft = PublicationPageFactory(parent=portal.publications, slug="a", live=False)
        assert one_hop(client, "/ergebnisse/a/") == "/ergebnisse/b/"
        draft.save_revision().publish()
        assert client.get("/ergebnisse/a/").status_code == 200
        assert client.get("/ergebnisse/a/a.pdf").status_code == 404  # its own file is still being worked on

    def test_what_lay_below_a_page_is_still_followed(self, portal: Portal, client: Client) -> None:
        lab = LabPageFactory(parent=portal.labs, slug="a")
        NewsPageFactory(parent=lab, slug="meldung")
        rename(lab, "b")
        LabPageFactory(parent=portal.labs, slug="a")
        assert one_hop(client, "/labore/a/meldung/") == "/labore/b/meldung/"

    def test_the_page_that_left_an_address_last_is_meant(self, portal: Portal, client: Client) -> None:
        first, second = (StandardPageFactory(parent=portal.home, slug=slug) for slug in ("x", "y"))
        rename(first, "eins")
        rename(second, "x")
        rename(second, "zwei")
        assert one_hop(client, "/x/") == "/zwei/"

    def test_redirects_of_staff_come_first(self, publication: Page, portal: Portal, client: Client) -> None:
        rename(publication, "b")
        Redirect.add_redirect("/ergebnisse/a", portal.contact)
        assert client.get("/ergebnisse/a/").headers["Location"] == "/kontakt/"

    def test_only_one_row_an_address(self, publication: Page) -> None:
        for slug in "bababab":
            rename(publication, slug)
        assert sorted(FormerAddress.objects.values_list("path", flat=True)) == ["/ergebnisse/a/", "/ergebnisse/b/"]


class TestGone:
    def test_a_page_that_was_taken_back(self, publication: Page, client: Client) -> None:
        Page.objects.get(pk=publication.pk).unpublish()
        for rest in BELOW_PUBLICATION:
            response = client.get(f"/ergebnisse/a/{rest.format('a')}")
            assert response.status_code == 410
        assert "nicht mehr öffentlich" in response.content.decode()

    def test_a_page_in_the_bin_and_after_it(self, publication: Page, client: Client) -> None:
        entry = trash.move_to_trash(Page.objects.get(pk=publication.pk))
        assert client.get("/ergebnisse/a/a.pdf").status_code == 410
        trash.purge(entry)
        assert client.get("/ergebnisse/a/a.pdf").status_code == 410
        assert client.get("/ergebnisse/a/").status_code == 410

    def test_a_page_that_was_restored_at_another_place(self, publication: Page, portal: Portal, client: Client) -> None:
        entry = trash.move_to_trash(Page.objects.get(pk=publication.pk))
        trash.restore(entry, Page.objects.get(pk=portal.publications.pk), "b", public=True)
        assert one_hop(client, "/ergebnisse/a/a.pdf") == "/ergebnisse/b/b.pdf"

    def test_a_page_deleted_past_the_bin(self, publication: Page, client: Client) -> None:
        rename(publication, "b")
        Page.objects.get(pk=publication.pk).delete()
        assert [client.get(f"/ergebnisse/{slug}/").status_code for slug in "ab"] == [410, 410]

    def test_a_draft_and_what_never_was_are_not_found(self, portal: Portal, client: Client) -> None:
        draft = StandardPageFactory(parent=portal.home, slug="entwurf", live=False)
        draft.slug = "anders"
        draft.save()
        draft.delete()
        assert [client.get(f"/{slug}/").status_code for slug in ("entwurf", "anders", "nie")] == [404, 404, 404]

    def test_a_withdrawn_file_says_so_below_the_new_address(self, publication: Any, client: Client) -> None:
        publication.versions.filter(number=1).update(
            state=FileState.WITHDRAWN, withdrawn_at=datetime.datetime.now(datetime.UTC), withdrawn_reason="Fehler"
        )
        rename(publication, "b")
        response = client.get("/ergebnisse/a/a-v1.pdf", follow=True)
        assert (len(response.redirect_chain), response.status_code) == (1, 410)


class TestInternalEvents:
    def test_an_address_that_was_never_public_is_not_told(self, portal: Portal, client: Client) -> None:
        event = EventPageFactory(parent=portal.events, slug="a", audience="internal")
        rename(event, "geheim")
        assert client.get("/termine/a/").status_code == 404
        entry = trash.move_to_trash(Page.objects.get(pk=event.pk))
        assert client.get("/termine/geheim/").status_code == 404
        trash.purge(entry)
        assert client.get("/termine/geheim/").status_code == 404

    def test_nor_the_new_one_of_an_event_that_has_become_internal(self, portal: Portal, client: Client) -> None:
        event = EventPageFactory(parent=portal.events, slug="a")
        rename(event, "geheim")
        event = Page.objects.get(pk=event.pk).specific
        event.audience = "internal"
        event.save()
        response = client.get("/termine/a/")
        assert response.status_code == 410
        assert "geheim" not in response.content.decode()


class TestMiddleware:
    def test_pages_that_are_found_cost_no_query_more(
        self, publication: Page, client: Client, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        rename(publication, "b")
        client.get("/robots.txt")
        with django_assert_num_queries(0):
            client.get("/robots.txt")

    def test_other_methods_are_left_alone(self, publication: Page, client: Client) -> None:
        rename(publication, "b")
        assert client.head("/ergebnisse/a/").status_code == 301
        assert client.post("/ergebnisse/a/").status_code in (404, 405)

    @pytest.mark.parametrize("path", ["/%00/", "/a%0Ab/", "/ergebnisse//a/", "/" + "a/" * 200, "/" + "ü" * 3000 + "/"])
    def test_odd_addresses_are_not_found(self, publication: Page, client: Client, path: str) -> None:
        rename(publication, "b")
        assert client.get(path).status_code == 404

    def test_what_is_below_cannot_lead_elsewhere(self, publication: Page, client: Client) -> None:
        rename(publication, "b")
        location = client.get("/ergebnisse/a/%3Fx%23y%0D%0AZ").headers["Location"]
        assert location == "/ergebnisse/b/%3Fx%23y%0D%0AZ/"

    def test_a_long_address_is_remembered(self, portal: Portal, client: Client) -> None:
        page = portal.home
        for _ in range(4):
            page = StandardPageFactory(parent=page, slug="ü" * 255)
        rename(page, "kurz")
        assert FormerAddress.objects.count() == 1
