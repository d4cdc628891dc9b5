"""``load_programme``: everything is there, twice changes nothing, and the work of staff stays."""

import dataclasses
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from psycopg import sql
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from events.models import EventPage
from labs.models import LabPage
from news.models import NewsPage
from ogl_portal.core.models import Topic
from ogl_portal.english.models import EnglishHomePage
from ogl_portal.legal.models import ImprintPage
from ogl_portal.pages.models import HomePage, StandardPage
from ogl_portal.programme.content import ContentEntry, Programme
from ogl_portal.programme.loader import documents, load
from ogl_portal.programme.reading import ContentError
from ogl_portal.sync.log import SyncOutcome
from ogl_portal.sync.models import LoadedObject
from publications.models import FileState, FileVersion, LiteratureEntry, PublicationPage
from tests.programme import expected

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded")]


def quiet(line: str) -> None:
    """Progress that nobody reads."""


def changed(programme: Programme, collection: str, slug: str, **values: Any) -> Programme:
    """The programme with other values in one of its entries, as if its file had been edited."""
    items = getattr(programme, collection)
    new = tuple(ContentEntry(**vars(i) | values) if i.path.endswith(slug) else i for i in items)
    assert new != items
    return dataclasses.replace(programme, **{collection: new})


def snapshot() -> dict[str, str]:
    """Every table as PostgreSQL prints its rows."""
    tables = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            rows = sql.SQL("SELECT coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '') FROM {} t")
            cursor.execute(rows.format(sql.Identifier(table)))
            tables[table] = cursor.fetchone()[0]
    return tables


class TestFirstRun:
    def test_counts(self, loaded: Counter[SyncOutcome]) -> None:
        assert LabPage.objects.live().count() == 13
        assert PublicationPage.objects.live().count() == 9
        assert NewsPage.objects.live().count() == 19
        assert EventPage.objects.live().filter(audience="public").count() == 26
        assert LiteratureEntry.objects.count() == 37
        assert Topic.objects.count() == 30
        assert set(loaded) == {SyncOutcome.CREATED}

    def test_no_page_is_left_unpublished(self) -> None:
        assert not Page.objects.filter(depth__gte=2, live=False).exists()
        assert not Page.objects.filter(depth__gte=2, has_unpublished_changes=True).exists()
        assert not Page.objects.filter(depth__gte=2, latest_revision=None).exists()

    def test_the_site_starts_at_the_home_page_and_the_welcome_page_is_gone(self) -> None:
        site = Site.objects.get()
        assert site.root_page.specific == HomePage.objects.get()
        assert site.root_url == settings.BASE_URL
        assert Page.objects.filter(depth=2).count() == 1

    def test_news_appear_on_their_day(self) -> None:
        item = NewsPage.objects.get(title="Datensafari im OK Lab Fläming")
        assert item.first_published_at.date().isoformat() == "2022-04-11"

    def test_dates_and_titles_are_those_of_the_facts(self) -> None:
        found = {page.title: [date.date for date in page.dates.all()] for page in NewsPage.objects.live()}
        assert found == dict(expected.NEWS)
        assert set(EventPage.objects.live().values_list("title", flat=True)) == {title for title, *_ in expected.EVENTS}

    def test_items_of_one_lab_live_below_it(self) -> None:
        assert NewsPage.objects.get(title="Digitaler Wandel zum Mitmachen!").get_parent().slug == "merseburg"
        assert NewsPage.objects.get(title__startswith="Abschlusspräsentation").get_parent().slug == "aktuelles"

    def test_links_in_texts_lead_to_pages(self) -> None:
        page = StandardPage.objects.get(slug="gegenstand")
        assert "page:" not in str(page.body.raw_data)
        assert 'linktype="page"' in str(page.body.raw_data)
        lab = LabPage.objects.get(slug="essen-luenen-wesel")
        guide = PublicationPage.objects.get(slug="survival-guide-fuer-verwaltungsrebellinnen")
        assert f'<a linktype="page" id="{guide.pk}">' in lab.results

    def test_menu_stands_in_the_order_of_the_tree(self) -> None:
        children = HomePage.objects.get().get_children().in_menu()
        assert [page.slug for page in children] == [
            "programm", "labore", "ergebnisse", "aktuelles", "termine", "literatur",
        ]  # fmt: skip

    def test_lab_keeps_its_lists_in_order(self, programme: Programme) -> None:
        lab = LabPage.objects.get(slug="bad-berleburg")
        source = next(item for item in programme.labs if item.slug == "bad-berleburg")
        assert [town.name for town in lab.municipalities.all()] == [town.name for town in source.municipalities]
        assert [partner.name for partner in lab.partners.all()] == [partner.name for partner in source.partners]
        assert "Projektname fehlt" in LabPage.objects.get(slug="brandis").missing_facts()

    def test_sample_documents_hang_on_their_publications(self, programme: Programme) -> None:
        samples = {p.slug for p in programme.publications if p.sample_document}
        assert len(samples) == 6
        assert all((documents.DOCUMENT_DIR / f"{p.sample_document}.pdf").exists()
                   for p in programme.publications if p.sample_document)  # fmt: skip
        assert set(FileVersion.objects.values_list("publication__slug", flat=True)) == samples


class TestPublicSite:
    @pytest.mark.parametrize(("old", "new"), expected.REDIRECTS.items())
    def test_old_addresses_lead_to_new_ones(self, client: Client, old: str, new: str) -> None:
        response = client.get(old)
        assert response.status_code == 301
        assert response.headers["Location"].removeprefix(settings.BASE_URL) == new

    @pytest.mark.parametrize("address", ["/?page_id=999999", "/?p=x", "/?p=", "/?q=2751", "/?p=%00"])
    def test_other_query_strings_leave_the_home_page_alone(self, client: Client, address: str) -> None:
        assert client.get(address).status_code == 200

    def test_every_page_answers(self, client: Client, programme: Programme) -> None:
        for path in programme.paths():
            assert client.get(f"/{path}/" if path else "/").status_code == 200, path


class TestSecondRun:
    def test_changes_nothing(self, programme: Programme) -> None:
        before = snapshot()
        counts = load(programme, quiet)
        assert set(counts) == {SyncOutcome.UNCHANGED}
        assert snapshot() == before

    def test_a_site_without_english_pages_gets_them_as_versions_of_its_german_ones(self, programme: Programme) -> None:
        for page in EnglishHomePage.objects.get().get_descendants(inclusive=True).order_by("-depth"):
            LoadedObject.objects.filter(object_id=page.pk, key__startswith="page:en").delete()
            page.specific.delete()
        counts = load(programme, quiet)
        assert counts[SyncOutcome.CREATED] == 6
        for english, german in {"en": "start", "labs": "labore", "results": "ergebnisse", "contact": "kontakt"}.items():
            page = Page.objects.get(slug=english, locale__language_code="en")
            assert Page.objects.get(slug=german).translation_key == page.translation_key

    def test_an_edited_file_updates_its_page(self, programme: Programme) -> None:
        counts = load(changed(programme, "labs", "brandis", teaser="Neuer Anreißer."), quiet)
        assert counts[SyncOutcome.UPDATED] == 1
        assert LabPage.objects.get(slug="brandis").teaser == "Neuer Anreißer."

    def test_a_file_that_says_the_same_in_another_way_publishes_nothing(self, programme: Programme) -> None:
        LoadedObject.objects.filter(key__startswith="page:").update(content_hash="of another form")
        revisions = set(Page.objects.values_list("latest_revision_id", flat=True))
        assert set(load(programme, quiet)) == {SyncOutcome.UNCHANGED}
        assert set(Page.objects.values_list("latest_revision_id", flat=True)) == revisions
        assert not LoadedObject.objects.filter(content_hash="of another form").exists()

    def test_an_edited_page_stays_edited(self, programme: Programme) -> None:
        page = LabPage.objects.get(slug="brandis")
        page.teaser = "Von der Redaktion."
        page.save_revision().publish()
        counts = load(changed(programme, "labs", "brandis", teaser="Neuer Anreißer."), quiet)
        assert counts[SyncOutcome.KEPT] == 1
        assert LabPage.objects.get(slug="brandis").teaser == "Von der Redaktion."

    def test_a_draft_is_not_lost(self, programme: Programme) -> None:
        page = LabPage.objects.get(slug="brandis")
        page.teaser = "Entwurf der Redaktion."
        page.save_revision()
        load(changed(programme, "labs", "brandis", teaser="Neuer Anreißer."), quiet)
        assert LabPage.objects.get(slug="brandis").get_latest_revision_as_object().teaser == "Entwurf der Redaktion."

    def test_a_withdrawn_page_stays_withdrawn(self, programme: Programme) -> None:
        LabPage.objects.get(slug="brandis").unpublish()
        load(changed(programme, "labs", "brandis", teaser="Neuer Anreißer."), quiet)
        assert not LabPage.objects.get(slug="brandis").live

    def test_a_deleted_page_does_not_come_back(self, programme: Programme) -> None:
        LabPage.objects.get(slug="bremen").delete()
        counts = load(programme, quiet)
        assert counts[SyncOutcome.CREATED] == 0
        assert not Page.objects.filter(slug="bremen").exists()

    def test_a_moved_page_is_updated_where_it_is(self, programme: Programme) -> None:
        page = Page.objects.get(slug="literatur")
        page.slug = "buecher"
        page.save()
        counts = load(programme, quiet)
        assert counts[SyncOutcome.CREATED] == 0
        assert not Page.objects.filter(slug="literatur").exists()

    def test_a_page_of_staff_in_the_same_place_is_left_alone(self, programme: Programme) -> None:
        entry = LoadedObject.objects.get(key="page:impressum")
        entry.delete()
        page = ImprintPage.objects.get(slug="impressum")
        page.teaser = "Eigenes Impressum."
        page.save_revision().publish()
        load(programme, quiet)
        assert ImprintPage.objects.get(slug="impressum").teaser == "Eigenes Impressum."

    def test_topics_and_literature_of_staff_stay(self, programme: Programme) -> None:
        Topic.objects.filter(slug="jugend").update(name="Junge Menschen")
        LiteratureEntry.objects.get(slug="laumer-2021").delete()
        entry = LiteratureEntry.objects.get(slug="lachmann-2017")
        entry.authors.add(entry.authors.model(body_name="Redaktion"))
        entry.save()
        load(
            dataclasses.replace(
                programme,
                topics=tuple(ContentEntry(**vars(topic) | {"description": "Neu."}) for topic in programme.topics),
                literature=tuple(ContentEntry(**vars(item) | {"note": "Neu."}) for item in programme.literature),
            ),
            quiet,
        )
        assert Topic.objects.get(slug="jugend").name == "Junge Menschen"
        assert Topic.objects.get(slug="kultur").description == "Neu."
        assert not LiteratureEntry.objects.filter(slug="laumer-2021").exists()
        assert LiteratureEntry.objects.get(slug="lachmann-2017").note == ""
        assert LiteratureEntry.objects.get(slug="hoeck-2021").note == "Neu."

    def test_a_changed_redirect_stays(self, programme: Programme) -> None:
        home = HomePage.objects.get()
        Redirect.objects.filter(old_path="/?page_id=2917").update(redirect_page=home)
        load(programme, quiet)
        assert Redirect.objects.get(old_path="/?page_id=2917").redirect_page_id == home.pk

    def test_a_new_address_of_the_portal_reaches_the_site(self, programme: Programme, settings: Any) -> None:
        settings.BASE_URL = "https://portal.example.org"
        load(programme, quiet)
        assert Site.objects.get().root_url == "https://portal.example.org"

    def test_a_remade_sample_becomes_the_next_version(
        self, programme: Programme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for file in documents.DOCUMENT_DIR.glob("*.pdf"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
        sample = tmp_path / "interim-report-2021.pdf"
        sample.write_bytes(sample.read_bytes() + b"\n")
        monkeypatch.setattr(documents, "DOCUMENT_DIR", tmp_path)
        load(programme, quiet)
        numbers = FileVersion.objects.filter(publication__slug="interim-report-2021").values_list("number", flat=True)
        assert sorted(numbers) == [1, 2]
        assert FileVersion.objects.count() == 7

    def test_no_sample_beside_the_file_of_a_person(
        self, programme: Programme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        version = FileVersion.objects.get(publication__slug="interim-report-2021")
        version.pk, version.number = None, 2
        version.save()
        (tmp_path / "interim-report-2021.pdf").write_bytes(b"%PDF-1.7 another")
        monkeypatch.setattr(documents, "DOCUMENT_DIR", tmp_path)
        load(programme, quiet)
        assert FileVersion.objects.filter(publication__slug="interim-report-2021").count() == 2

    def test_no_sample_after_a_person_has_withdrawn_it(
        self, programme: Programme, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        FileVersion.objects.filter(publication__slug="interim-report-2021").update(
            withdrawn_at=timezone.now(), state=FileState.WITHDRAWN
        )
        (tmp_path / "interim-report-2021.pdf").write_bytes(b"%PDF-1.7 another")
        monkeypatch.setattr(documents, "DOCUMENT_DIR", tmp_path)
        load(programme, quiet)
        assert FileVersion.objects.filter(publication__slug="interim-report-2021").count() == 1

    def test_an_emptied_portal_stays_empty(self, programme: Programme) -> None:
        HomePage.objects.get().delete()
        counts = load(programme, quiet)
        assert counts[SyncOutcome.CREATED] == 0
        assert not Page.objects.filter(depth__gte=2).exists()


class TestCommand:
    def test_says_what_it_did(self) -> None:
        out = StringIO()
        call_command("load_programme", stdout=out)
        assert "0 angelegt, 0 aktualisiert, " in out.getvalue()

    def test_says_what_is_wrong_with_the_files(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail() -> None:
            raise ContentError("news.toml, x: the key »y« is not known")

        monkeypatch.setattr("ogl_portal.programme.management.commands.load_programme.read_programme", fail)
        with pytest.raises(CommandError, match="»y« is not known"):
            call_command("load_programme")
