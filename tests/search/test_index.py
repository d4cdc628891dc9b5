"""What is in the index, and when: nothing that is not public, everything that is, at once."""

import datetime
import sys
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from events.models import EventPage
from labs.models import LabMunicipality, LabPartner
from ogl_portal.search import indexing, store
from ogl_portal.search.finder import Results
from ogl_portal.search.models import SearchEntry, SearchPassage, SearchState, SearchWord
from ogl_portal.search.suggestions import suggest
from publications.models import FileState, FileVersion, PublicationPage
from publications.public_records import outdated
from publications.signals import version_changed
from tests.bench import samples
from tests.factories import (
    EventPageFactory,
    LabPageFactory,
    LiteratureEntryFactory,
    NewsPageFactory,
    Portal,
    StandardPageFactory,
    TopicFactory,
    UserFactory,
)
from tests.search.conftest import add_version

Search = Callable[..., Results]


def urls(found: Results) -> list[str]:
    return [result.url for result in found.results]


class TestWhatIsFound:
    def test_a_page_by_its_text(self, portal: Portal, search: Search, index: Callable[[], None]) -> None:
        body = [
            ("paragraph", "<p>Beim Feldversuch half ein <b>Maulwurf</b>.</p>"),
            ("quote", {"text": "Dachs", "source": ""}),
        ]
        StandardPageFactory(parent=portal.home, slug="tiere", body=body)
        index()
        assert urls(search("Maulwurf")) == urls(search("Dachs")) == ["/tiere/"]

    def test_a_lab_by_its_municipality_and_partner(
        self, portal: Portal, search: Search, index: Callable[[], None]
    ) -> None:
        lab = LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis", members=False)
        LabMunicipality.objects.create(lab=lab, name="Gemeinde Großpösna", land="SN")
        LabPartner.objects.create(lab=lab, name="Verein Lichtblick e. V.")
        index()
        assert urls(search("Grosspoesna")) == urls(search("Lichtblick")) == ["/labore/brandis/"]

    def test_literature_and_topics(self, portal: Portal, search: Search, index: Callable[[], None]) -> None:
        entry = LiteratureEntryFactory(author="Laumer", title="Grundlagen", isbn="978-3-96317-246-5", slug="laumer")
        topic = TopicFactory(name="Ehrenamt", slug="ehrenamt")
        index()
        indexing.reindex_literature(entry.pk)
        indexing.reindex_topic(topic.pk)
        assert urls(search("Laumer")) == urls(search("9783963172465")) == ["/literatur/#laumer"]
        assert urls(search("Ehrenamt")) == ["/themen/ehrenamt/"]

    def test_a_document_once_with_its_best_pages(
        self, report: PublicationPage, search: Search, index: Callable[[], None]
    ) -> None:
        index()
        found = search("Losverfahren")
        assert urls(found) == ["/ergebnisse/offene-kommune/"]
        pages = found.results[0].pages
        assert [page.place.printed for page in pages] == ["2", "i"]  # the table of contents comes last
        assert pages[0].reading_url == ("/ergebnisse/offene-kommune/lesen/?q=Losverfahren#treffer-3")
        assert pages[0].pdf_url == "/ergebnisse/offene-kommune/offene-kommune.pdf#page=3"
        assert pages[0].excerpt == "Das <mark>Losverfahren</mark> im Bürgerrat."

    def test_a_page_and_the_title_of_its_document_together(
        self, report: PublicationPage, search: Search, index: Callable[[], None]
    ) -> None:
        index()
        found = search("Kommune Losverfahren")
        assert found.total == 1
        assert not found.is_relaxed
        assert found.results[0].pages[0].place.printed == "2"


class TestWhatIsNotFound:
    def test_drafts(self, portal: Portal, search: Search, index: Callable[[], None]) -> None:
        StandardPageFactory(parent=portal.home, title="Maulwurf", live=False)
        index()
        assert search("Maulwurf").total == 0

    def test_internal_events(self, portal: Portal, search: Search, index: Callable[[], None]) -> None:
        EventPageFactory(parent=portal.events, title="Maulwurf", audience="internal")
        index()
        assert search("Maulwurf").total == 0
        assert suggest("maulw") == []

    def test_what_expires_after_it_was_indexed(self, portal: Portal, search: Search, index: Callable[[], None]) -> None:
        soon = timezone.now() + datetime.timedelta(hours=1)
        StandardPageFactory(parent=portal.home, title="Maulwurf", expire_at=soon)
        index()
        assert search("Maulwurf").total == 1
        SearchEntry.objects.filter(title="Maulwurf").update(expires_at=timezone.now() - datetime.timedelta(hours=1))
        assert search("Maulwurf").total == 0
        assert suggest("maulw") == []

    def test_pages_of_a_withdrawn_or_earlier_version(
        self, report: PublicationPage, search: Search, index: Callable[[], None]
    ) -> None:
        add_version(report, ["Neu ist der Dachs."], number=2)
        index()
        assert search("Losverfahren").total == 0
        assert search("Dachs").results[0].pages
        FileVersion.objects.filter(number=2).update(state=FileState.WITHDRAWN)
        index()
        assert search("Dachs").total == 0
        assert search("Losverfahren").results[0].pages

    def test_words_that_are_gone_are_not_suggested(
        self, portal: Portal, search: Search, index: Callable[[], None]
    ) -> None:
        page = StandardPageFactory(parent=portal.home, title="Maulwurf")
        index()
        assert SearchWord.objects.filter(word="maulwurf").exists()
        page.unpublish()
        indexing.reindex_page(page.pk)
        assert not SearchWord.objects.filter(word="maulwurf").exists()


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], Any]], None]:
    """Does something and then what waits for the commit."""

    def run(work: Callable[[], Any]) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            work()

    return run


class TestSignals:
    def test_publish_change_and_unpublish(
        self, portal: Portal, search: Search, commits: Callable[[Callable[[], Any]], None]
    ) -> None:
        page = StandardPageFactory.build(title="Maulwurf", slug="tier", body=None)
        commits(lambda: portal.home.add_child(instance=page))
        assert urls(search("Maulwurf")) == ["/tier/"]
        page.title = "Dachs"
        commits(lambda: page.save_revision().publish())
        assert search("Maulwurf").total == 0
        assert urls(search("Dachs")) == ["/tier/"]
        page.title = "Fuchs"
        commits(page.save_revision)
        assert search("Fuchs").total == 0
        commits(page.unpublish)
        assert search("Dachs").total == 0

    def test_move_takes_everything_below_along(
        self, portal: Portal, search: Search, commits: Callable[[Callable[[], Any]], None]
    ) -> None:
        def make() -> None:
            parent = StandardPageFactory(parent=portal.home, title="Alt", slug="alt")
            StandardPageFactory(parent=portal.home, title="Neu", slug="neu")
            StandardPageFactory(parent=parent, title="Maulwurf", slug="tier")

        commits(make)
        child, target = Page.objects.get(slug="tier"), Page.objects.get(slug="neu")
        commits(lambda: child.move(target, pos="last-child"))
        assert urls(search("Maulwurf")) == ["/neu/tier/"]
        new_parent = Page.objects.get(slug="neu").specific
        new_parent.slug = "anders"
        commits(lambda: new_parent.save_revision().publish())
        assert urls(search("Maulwurf")) == ["/anders/tier/"]

    def test_delete(self, portal: Portal, search: Search, commits: Callable[[Callable[[], Any]], None]) -> None:
        commits(lambda: NewsPageFactory(parent=portal.news, title="Maulwurf"))
        assert search("Maulwurf").total == 1
        commits(Page.objects.get(title="Maulwurf").specific.delete)
        assert search("Maulwurf").total == 0

    def test_an_event_that_becomes_internal(
        self, portal: Portal, search: Search, commits: Callable[[Callable[[], Any]], None]
    ) -> None:
        commits(lambda: EventPageFactory(parent=portal.events, title="Maulwurf"))
        event = EventPage.objects.get(title="Maulwurf")
        event.audience = "internal"
        commits(lambda: event.save_revision().publish())
        assert search("Maulwurf").total == 0

    def test_a_version_that_becomes_ready(
        self, report: PublicationPage, search: Search, commits: Callable[[Callable[[], Any]], None]
    ) -> None:
        commits(lambda: version_changed.send(FileVersion, publication=report))
        assert search("Losverfahren").results[0].pages

    def test_topics_and_literature(
        self, portal: Portal, search: Search, commits: Callable[[Callable[[], Any]], None]
    ) -> None:
        commits(lambda: (TopicFactory(name="Maulwurf"), LiteratureEntryFactory(author="Dachs")))
        assert search("Maulwurf").total == search("Dachs").total == 1

    def test_a_fault_of_the_index_does_not_stop_the_editor(
        self, portal: Portal, commits: Callable[[Callable[[], Any]], None], monkeypatch: pytest.MonkeyPatch, caplog: Any
    ) -> None:
        monkeypatch.setattr(store, "write", _fail)
        commits(lambda: StandardPageFactory(parent=portal.home, title="Maulwurf"))
        assert Page.objects.filter(title="Maulwurf").exists()
        assert "could not be brought up to date" in caplog.text


class TestRebuild:
    def test_it_makes_the_same_index(
        self, report: PublicationPage, portal: Portal, search: Search, index: Callable[[], None]
    ) -> None:
        index()
        before = _content()
        indexing.rebuild()
        assert _content() == before
        assert SearchState.objects.get().building is None
        assert set(SearchEntry.objects.values_list("generation", flat=True)) == {SearchState.objects.get().current}

    def test_searches_are_answered_meanwhile_and_changes_are_kept(
        self,
        report: PublicationPage,
        portal: Portal,
        search: Search,
        index: Callable[[], None],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        index()
        answers = []
        original = store.insert_bulk

        def while_it_runs(*args: Any) -> None:
            page = StandardPageFactory(parent=portal.home, title=f"Zwischendurch {len(answers)}")
            indexing.reindex_page(page.pk)
            answers.append(search("Losverfahren").total)
            original(*args)

        monkeypatch.setattr(store, "insert_bulk", while_it_runs)
        indexing.rebuild()
        assert answers
        assert set(answers) == {1}
        assert search("Zwischendurch").total == len(answers)

    def test_a_rebuild_that_fails_leaves_the_old_index(
        self, report: PublicationPage, search: Search, index: Callable[[], None], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        index()
        with monkeypatch.context() as patch:
            patch.setattr(store, "insert_bulk", _fail)
            with pytest.raises(ZeroDivisionError):
                indexing.rebuild()
        assert search("Losverfahren").total == 1
        assert SearchState.objects.get().building is None
        indexing.rebuild()
        assert search("Losverfahren").total == 1

    def test_the_command(self, report: PublicationPage, search: Search, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("rebuild_search")
        assert "entries" in capsys.readouterr().out
        assert search("Losverfahren").total == 1


class TestCatchUp:
    """A process may be killed between the commit of a change and the index; what it left is done later."""

    def test_nothing_is_late_after_everything_was_indexed(
        self, report: PublicationPage, index: Callable[[], None]
    ) -> None:
        index()
        assert indexing.catch_up() == 0

    def test_what_was_published_unpublished_deleted(
        self, portal: Portal, search: Search, index: Callable[[], None]
    ) -> None:
        changed = StandardPageFactory(parent=portal.home, title="Dachs")
        hidden = StandardPageFactory(parent=portal.home, title="Maulwurf")
        deleted = StandardPageFactory(parent=portal.home, title="Feldhase")
        index()
        now = timezone.now()
        Page.objects.filter(pk=changed.pk).update(title="Igel", last_published_at=now)
        Page.objects.filter(pk=hidden.pk).update(live=False)
        Page.objects.filter(pk=deleted.pk).delete()
        StandardPageFactory(parent=portal.home, title="Wiesel", first_published_at=now)
        assert indexing.catch_up() == 4
        assert [search(word).total for word in ("Igel", "Wiesel", "Maulwurf", "Feldhase")] == [1, 1, 0, 0]
        assert indexing.catch_up() == 0

    def test_a_version_that_was_checked_or_withdrawn(
        self, report: PublicationPage, search: Search, index: Callable[[], None]
    ) -> None:
        index()
        version = report.versions.get()
        FileVersion.objects.filter(pk=version.pk).update(state=FileState.WITHDRAWN, withdrawn_at=timezone.now())
        assert indexing.catch_up() == 1
        assert search("Losverfahren").total == 0
        add_version(report, ["Ein Murmeltier."], number=2)
        report.versions.filter(number=2).update(processed_at=timezone.now())
        assert indexing.catch_up() == 1
        assert search("Murmeltier").total == 1


def test_sample_content_comes_and_goes(
    portal: Portal, search: Search, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    LabPageFactory(parent=portal.labs)
    for name, amount in {"NEWS": 4, "EVENTS": 4, "TEXTS": 2, "PDF_PAGES": (1, 3), "TEXTS_OF_PDF_PAGES": 3}.items():
        monkeypatch.setattr(samples, name, amount)
    call_command("make_sample_content", scale=2, verbosity=0)
    call_command("make_sample_content", scale=2, verbosity=0)  # it is there already
    pages = Page.objects.filter(slug__startswith="muster-")
    assert pages.count() == search("Muster").total == 24
    assert not any(Page.find_problems())
    assert {page.latest_revision.as_object().title for page in pages} == {page.title for page in pages}
    version = FileVersion.objects.filter(page_count=3).first()
    assert version is not None
    assert version.is_sample
    with version.public_file.open() as file, pikepdf.open(file) as pdf:
        assert len(pdf.pages) == version.pages.count() == 3
    assert outdated([version]) == [], "nothing is made anew at night"
    entries = SearchEntry.objects.filter(title__startswith="Muster")
    in_bulk = dict(entries.values_list("key", "vector"))
    indexing.rebuild()
    assert dict(entries.values_list("key", "vector")) == in_bulk, "the bulk fill writes what the index would"
    with django_capture_on_commit_callbacks(execute=True):
        call_command("make_sample_content", remove=True, verbosity=0)
    assert not version.public_file.storage.exists(version.public_file.name)
    assert search("Muster").total == 0
    assert not Page.objects.filter(slug__startswith="muster-").exists()


def test_sample_content_needs_the_checkout(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """An image of the site holds no tests, so what makes samples is not there."""
    monkeypatch.setitem(sys.modules, "tests.bench.samples", None)
    monkeypatch.delattr("tests.bench.samples", raising=False)
    with pytest.raises(CommandError, match="nur im vollständigen Checkout"):
        call_command("make_sample_content", scale=1, verbosity=0)


def test_sample_content_does_not_come_between_the_pages_of_people(portal: Portal) -> None:
    portal.news.save_revision(user=UserFactory(), log_action=True)
    with pytest.raises(CommandError, match="haben Menschen gearbeitet"):
        call_command("make_sample_content", scale=1, verbosity=0)
    assert not Page.objects.filter(slug__startswith="muster-").exists()


def _fail(*args: Any) -> None:
    raise ZeroDivisionError


def _content() -> list[tuple[Any, ...]]:
    """Everything in the current generation, without the numbers of rows."""
    current = SearchState.objects.get().current
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, kind, url, vector::text FROM search_searchentry WHERE generation = %s ORDER BY key", [current]
        )
        entries = cursor.fetchall()
    passages = list(SearchPassage.objects.filter(entry__generation=current).order_by("number").values_list("number"))
    words = SearchWord.objects.filter(generation=current).order_by("word").values_list("word", "rows")
    return [*entries, *passages, *words]
