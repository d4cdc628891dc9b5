"""What the searches, lists and choosers of the admin find: words as readers' search does, and any part of a name."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.search import index as wagtail_index
from wagtail.search.backends import get_search_backend

from ogl_portal.editorial.draft_visibility import with_readable_drafts
from ogl_portal.jobs.locks import Lock
from ogl_portal.media.models import PortalDocument, PortalImage
from ogl_portal.search import indexing
from ogl_portal.search.models import SearchState
from ogl_portal.users.models import User
from publications.models import LiteratureAuthor, LiteratureEntry, PublicationPage
from tests.factories import (
    AdminFactory,
    DocumentFactory,
    FileVersionFactory,
    ImageFactory,
    LiteratureEntryFactory,
    NewsPageFactory,
    Portal,
    PublicationPageFactory,
    StandardPageFactory,
    UserFactory,
)

Find = Callable[..., list[Any]]


@pytest.fixture
def find(portal: Portal) -> Find:
    """Things of a model that the admin finds: all that tests have made is put into the index first."""

    def ask(model: Any, text: str, user: Any = None) -> list[Any]:
        for thing in model.objects.all():
            wagtail_index.insert_or_update_object(thing)
        things = model.objects.all()
        return list(searched(with_readable_drafts(things, user) if user else things, text))

    return ask


def searched(things: Any, text: str) -> Any:
    return get_search_backend().autocomplete(text, things)


class TestWords:
    @pytest.mark.parametrize(
        ("title", "text"),
        [
            ("Bürgerbeteiligungsplattform", "Beteiligung"),
            ("Bürgerbeteiligungsplattform", "plattform"),
            ("Bürger im Gespräch", "buerger"),
            ("Buerger im Gespraech", "Bürger"),
            ("Straße der Demokratie", "strasse"),
            ("Geförderte Vorhaben", "Förderung"),
            ("Vorlagen für Bürgerräte", "Bürgerrat"),
            ("Klimaschutzkonzept", "Klimas"),  # while typing
            ("Klimaschutzkonzept", "chutzkon"),  # any part of a name
            ("Klimaschutzkonzept", "Klimaschtuzkonzept"),  # mistyped
        ],
    )
    def test_are_found_as_readers_find_them(self, portal: Portal, find: Find, title: str, text: str) -> None:
        page = StandardPageFactory(parent=portal.home, title=title, slug="gesucht")
        StandardPageFactory(parent=portal.home, title="Anderes", slug="anderes")
        assert [found.pk for found in find(Page, text)] == [page.pk]

    def test_all_words_have_to_be_there(self, portal: Portal, find: Find) -> None:
        both = StandardPageFactory(parent=portal.home, title="Bürgerrat in Brandis", slug="a")
        StandardPageFactory(parent=portal.home, title="Bürgerrat", slug="b")
        assert [found.pk for found in find(Page, "Brandis Bürgerrat")] == [both.pk]
        assert [found.pk for found in find(Page, "Bürgerrat -Brandis")] != [both.pk]

    @pytest.mark.parametrize("text", ["'", "a'b:*", "((", "\\", "=x & !", "%", "-", "live:yes", '"', "🙂" * 300])
    def test_no_text_is_an_error(self, find: Find, text: str) -> None:
        find(Page, text)


class TestWhere:
    def test_running_text_is_found_and_the_field_named(self, portal: Portal, find: Find) -> None:
        body = [("paragraph", "<p>Im Losverfahren werden Bürgerinnen gezogen.</p>")]
        page = StandardPageFactory(parent=portal.home, title="Ablauf", slug="ablauf", body=body)
        found = find(Page, "Bürger Los")
        assert [result.pk for result in found] == [page.pk]
        assert found[0].search_hit.where == "Inhalt"
        assert "<mark>Losverfahren</mark>" in found[0].search_hit.excerpt

    def test_nothing_is_said_where_the_title_shows_it(self, portal: Portal, find: Find) -> None:
        StandardPageFactory(parent=portal.home, title="Losverfahren", slug="los")
        assert find(Page, "Losverfahren")[0].search_hit is None

    def test_the_page_of_a_pdf_is_named(self, portal: Portal, find: Find, report: PublicationPage) -> None:
        indexing.reindex_page(report.pk)
        found = find(Page, "Losverfahren Bürgerrat")
        assert [result.pk for result in found] == [report.pk]
        assert found[0].search_hit.where == "PDF, Seite\N{NO-BREAK SPACE}2 (PDF-Seite\N{NO-BREAK SPACE}3)"

    def test_title_hits_come_first(self, portal: Portal, find: Find) -> None:
        in_title = StandardPageFactory(parent=portal.home, title="Bürgerrat", slug="a")
        StandardPageFactory(parent=portal.home, title="B", slug="b", teaser="Der Bürgerrat tagt.")
        assert find(Page, "Bürgerrat")[0].pk == in_title.pk


class TestDrafts:
    @pytest.fixture
    def page(self, portal: Portal) -> Page:
        page = NewsPageFactory(parent=portal.news, title="Auftakt", slug="auftakt")
        page.teaser = "Noch vertraulich: das Losverfahren."
        page.save_revision()
        return page

    def test_text_of_a_draft_is_found_by_those_who_edit_it(self, page: Page, find: Find) -> None:
        found = find(Page, "Losverfahren", user=AdminFactory())
        assert [result.pk for result in found] == [page.pk]
        assert found[0].search_hit.where == "Entwurf, Anreißer"

    def test_and_by_nobody_else(self, page: Page, find: Find) -> None:
        assert find(Page, "Losverfahren") == []
        assert find(Page, "Losverfahren", user=UserFactory()) == []

    def test_what_was_never_public_is_found_by_its_newest_text(self, portal: Portal, find: Find) -> None:
        page = NewsPageFactory(parent=portal.news, title="Neu", slug="neu", live=False)
        page.teaser = "Ein Entwurf über das Losverfahren."
        page.save_revision()
        assert [result.pk for result in find(Page, "Losverfahren")] == [page.pk]


class TestFilesAndPeople:
    def test_pictures_by_file_name_tag_and_description(self, find: Find) -> None:
        picture = ImageFactory(title="Rathaus", file__filename="IMG_2041-sommerfest.png", description="Zwei Pferde")
        picture.tags.add("Beteiligungsformate")
        for text in ("IMG_2041", "sommerf", "merfest", "Beteiligung", "Pferd"):
            assert find(PortalImage, text) == [picture], text
        assert find(PortalImage, "merfest")[0].search_hit.where == "Dateiname"

    def test_documents_by_file_name_and_tag(self, find: Find) -> None:
        document = DocumentFactory(title="Vorlage", file__filename="Satzung_Entwurf_v3.txt")
        document.tags.add("Bürgerrat")
        for text in ("satzung", "entwurf_v3", "ntwurf", "buergerrat"):
            assert find(PortalDocument, text) == [document], text

    def test_people_by_a_part_of_the_address(self, find: Find) -> None:
        person = UserFactory(username="kl", first_name="Käthe", last_name="Lehmann", email="k.lehmann@stadt-brandis.de")
        for text in ("kaethe", "brandis", "stadt-brandis", "hmann@sta", "k.lehm"):
            assert find(User, text) == [person], text

    def test_literature_by_its_authors(self, find: Find) -> None:
        entry = LiteratureEntryFactory(title="Titel", authors=[])
        entry.authors.add(LiteratureAuthor(family_name="Wehrmann", given_name="Ida"))
        entry.save()
        assert find(LiteratureEntry, "wehrmann") == [entry]

    def test_publications_by_the_name_and_title_of_a_pdf(self, portal: Portal, find: Find) -> None:
        publication = PublicationPageFactory(parent=portal.publications, title="Bericht", slug="bericht")
        FileVersionFactory(
            publication=publication, original_name="scan0007_final.pdf", inspection={"title": "Leitfaden Bürgerrat"}
        )
        for text in ("scan0007", "Leitfaden"):
            assert [page.pk for page in find(Page, text)] == [publication.pk], text


class TestTheIndex:
    def test_follows_what_is_saved(
        self, portal: Portal, django_capture_on_commit_callbacks: Callable[..., Any]
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            page = StandardPageFactory(parent=portal.home, title="Losverfahren", slug="los")
            person = UserFactory(last_name="Kowalczyk")
        assert [found.pk for found in Page.objects.autocomplete("losverf")] == [page.pk]
        assert list(searched(User.objects.all(), "kowalczyk")) == [person]
        with django_capture_on_commit_callbacks(execute=True):
            page.delete()
            person.delete()
        assert list(Page.objects.autocomplete("losverf")) == []
        assert list(searched(User.objects.all(), "kowalczyk")) == []

    def test_of_an_older_site_is_built_anew_once(self, portal: Portal) -> None:
        page = StandardPageFactory(parent=portal.home, title="Losverfahren", slug="los")
        SearchState.objects.update(staff_analysis=0)
        assert indexing.rebuild_for_staff_if_outdated()
        assert [found.pk for found in Page.objects.autocomplete("losverf")] == [page.pk]
        assert not indexing.rebuild_for_staff_if_outdated()

    def test_is_built_by_one_at_a_time(self, portal: Portal, somebody_else: psycopg.Connection) -> None:
        SearchState.objects.update(staff_analysis=0)
        lock = [int(Lock.STAFF_SEARCH_REBUILD)]
        somebody_else.execute("SELECT pg_advisory_lock(%s, hashtext(''))", lock)
        assert not indexing.rebuild_for_staff_if_outdated()
        somebody_else.execute("SELECT pg_advisory_unlock(%s, hashtext(''))", lock)
        assert indexing.rebuild_for_staff_if_outdated()

    def test_outlives_a_rebuild_of_the_readers_index(self, portal: Portal, find: Find) -> None:
        page = StandardPageFactory(parent=portal.home, title="Klimaschutzkonzept", slug="k", live=False)
        find(Page, "x")
        indexing.rebuild()
        assert [found.pk for found in Page.objects.autocomplete("Klimaschtuzkonzept")] == [page.pk]


class TestScreens:
    """Each list and chooser says where it found something; which views ask the index is Wagtail's."""

    @pytest.fixture
    def client(self, client: Client) -> Client:
        client.force_login(AdminFactory())
        return client

    @pytest.mark.parametrize(
        "name",
        [
            "wagtailadmin_pages:search",
            "wagtailadmin_pages:search_results",
            "wagtailadmin_choose_page_search",
            "wagtailadmin_explore_root",
        ],
    )
    def test_pages(self, portal: Portal, find: Find, client: Client, name: str) -> None:
        page = NewsPageFactory(parent=portal.news, title="Auftakt", slug="auftakt")
        page.teaser = "Das Losverfahren beginnt."
        page.save_revision()
        find(Page, "x")
        answer = client.get(reverse(name), {"q": "Losverf"}).content.decode()
        assert "<strong>Entwurf, Anreißer:</strong> Das <mark>Losverfahren</mark> beginnt." in answer

    @pytest.mark.parametrize("layout", ["list", "grid"])
    @pytest.mark.parametrize("name", ["wagtailimages:index", "wagtailimages_chooser:choose"])
    def test_pictures(self, find: Find, client: Client, name: str, layout: str) -> None:
        ImageFactory(title="Rathaus", description="Zwei Pferde auf dem Markt")
        find(PortalImage, "x")
        answer = client.get(reverse(name), {"q": "pferd", "layout": layout}).content.decode()
        assert "Zwei <mark>Pferde</mark> auf dem Markt" in answer

    @pytest.mark.parametrize("name", ["wagtaildocs:index", "wagtaildocs_chooser:choose"])
    def test_files(self, find: Find, client: Client, name: str) -> None:
        DocumentFactory(title="Vorlage").tags.add("Losverfahren")
        find(PortalDocument, "x")
        assert "<mark>Losverfahren</mark>" in client.get(reverse(name), {"q": "losverf"}).content.decode()

    def test_people(self, find: Find, client: Client) -> None:
        UserFactory(username="kl", first_name="Käthe", last_name="Lehmann", email="k.lehmann@stadt-brandis.de")
        find(User, "x")
        answer = client.get(reverse("wagtailusers_users:index"), {"q": "brandis"}).content.decode()
        assert "Käthe Lehmann" in answer
        assert "<strong>E-Mail-Adresse:</strong>" in answer

    def test_literature(self, find: Find, client: Client) -> None:
        LiteratureEntryFactory(title="Bürgerbeteiligungsplattform")
        find(LiteratureEntry, "x")
        answer = client.get(reverse("wagtailsnippets_publications_literatureentry:list"), {"q": "Beteiligung"})
        assert "Bürgerbeteiligungsplattform" in answer.content.decode()
