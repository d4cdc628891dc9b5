"""The public change log: every publishing with its note, and what became different; never a draft, never a person."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import get_page_models

from labs.models import LabContact, LabMunicipality
from ogl_portal.core.changes import Composed
from ogl_portal.core.changes.content import sections, text_lines
from ogl_portal.core.changes.difference import DifferencePart, Line, difference
from ogl_portal.core.models import BasePage, PublishedVersion
from tests.factories import (
    AdminFactory,
    EventPageFactory,
    FileVersionFactory,
    LabPageFactory,
    NewsPageFactory,
    Portal,
    PublicationPageFactory,
    StandardPageFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def publish(page: Any, **changes: Any) -> Any:
    """Publish ``page`` with ``changes``, as an editor who goes on from the latest draft."""
    page = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def page(portal: Portal) -> Any:
    """A page with two public versions and a draft."""
    page = StandardPageFactory(
        parent=portal.home, title="Programm", slug="programm", body=[("paragraph", "<p>Es begann 2020 mit Mut.</p>")]
    )
    publish(page)
    publish(page, body=[("paragraph", "<p>Es begann 2021 mit Mut.</p>")], change_note="Jahr berichtigt")
    draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
    draft.title = "Geheimer Entwurf"
    draft.save_revision()
    return page


class TestNote:
    def test_stands_at_the_foot_of_the_page_with_the_date(self, page: Any, client: Client) -> None:
        text = client.get("/programm/").content.decode()
        assert f'Zuletzt geändert am <time datetime="{timezone.localdate():%Y-%m-%d}' in text
        assert "Jahr berichtigt" in text
        assert 'href="/programm/aenderungen/"' in text

    def test_belongs_to_one_publishing_only(self, page: Any, client: Client) -> None:
        assert type(page).objects.get(pk=page.pk).get_latest_revision_as_object().change_note == ""
        publish(page, teaser="Neu")
        assert "Jahr berichtigt" not in client.get("/programm/").content.decode()
        assert [version.note for version in PublishedVersion.objects.order_by("number")] == ["", "Jahr berichtigt", ""]

    def test_waits_in_the_draft_until_that_is_published(self, page: Any, client: Client) -> None:
        draft = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
        draft.change_note = "Titel ist neu"
        draft.save_revision()
        assert "Titel ist neu" not in client.get("/programm/").content.decode()
        publish(page)
        assert "Titel ist neu" in client.get("/programm/").content.decode()

    def test_does_not_go_along_with_a_copy(self, page: Any, portal: Portal) -> None:
        original = type(page).objects.get(pk=page.pk)
        copied = original.copy(update_attrs={"slug": "kopie", "title": "Kopie"})
        assert copied.change_note == ""

    def test_is_asked_for_in_the_editor_of_every_page_type(self, portal: Portal, client: Client) -> None:
        client.force_login(AdminFactory())
        for page in (portal.home, portal.labs, portal.publications, portal.literature, portal.news, portal.events):
            response = client.get(f"/admin/pages/{page.pk}/edit/")
            assert "Was wurde geändert?" in response.content.decode(), page


class TestLog:
    def test_lists_what_was_public_newest_first(self, page: Any, client: Client) -> None:
        response = client.get("/programm/aenderungen/")
        text = response.content.decode()
        assert (
            text.index("Version\N{NO-BREAK SPACE}2")
            < text.index("Jahr berichtigt")
            < text.index("Version\N{NO-BREAK SPACE}1")
        )
        assert "Geheimer Entwurf" not in text
        assert response["X-Robots-Tag"] == "noindex"

    def test_shows_the_difference_word_for_word(self, page: Any, client: Client) -> None:
        text = client.get("/programm/aenderungen/2/").content.decode()
        assert "<del><span" in text
        assert "2020" in text
        assert "2021" in text
        assert "Geheimer Entwurf" not in text

    @pytest.mark.parametrize("number", ["1", "3", "99", "0"])
    def test_has_no_difference_where_there_is_none(self, page: Any, client: Client, number: str) -> None:
        assert client.get(f"/programm/aenderungen/{number}/").status_code == 404

    @pytest.mark.parametrize("rest", ["aenderungen/x/", "aenderungen/2/3/", "aenderung/"])
    def test_takes_no_other_address(self, page: Any, client: Client, rest: str) -> None:
        assert client.get(f"/programm/{rest}").status_code == 404

    def test_of_a_page_that_was_taken_down_is_gone_too(self, page: Any, client: Client) -> None:
        type(page).objects.get(pk=page.pk).unpublish()
        assert client.get("/programm/aenderungen/").status_code == 410
        assert "Programm" not in client.get("/aenderungen/atom.xml").content.decode()

    def test_of_an_internal_event_is_not_for_readers(self, portal: Portal, client: Client) -> None:
        publish(EventPageFactory(parent=portal.events, slug="intern", title="Klausur", audience="internal"))
        assert client.get("/termine/intern/aenderungen/").status_code == 404
        assert "Klausur" not in client.get("/aenderungen/").content.decode()
        assert "Klausur" not in client.get("/aenderungen/atom.xml").content.decode()
        client.force_login(AdminFactory())
        assert client.get("/termine/intern/aenderungen/").status_code == 200

    def test_survives_that_stored_versions_are_purged(self, page: Any, client: Client) -> None:
        PublishedVersion.objects.get(number=1).revision.delete()
        assert client.get("/programm/aenderungen/").status_code == 200
        assert "nicht mehr gespeichert" in client.get("/programm/aenderungen/2/").content.decode()

    def test_of_the_start_page_has_an_address_of_its_own(self, portal: Portal, client: Client) -> None:
        publish(portal.home)
        publish(portal.home, claim="Ein anderer Satz", change_note="Leitsatz erneuert")
        assert 'href="/aenderungen/startseite/"' in client.get("/").content.decode()
        assert "Leitsatz erneuert" in client.get("/aenderungen/startseite/").content.decode()
        assert "Ein anderer Satz" in client.get("/aenderungen/startseite/2/").content.decode()

    def test_of_a_publication_tells_its_files_too(self, portal: Portal, client: Client) -> None:
        publication = publish(PublicationPageFactory(parent=portal.publications, slug="leitfaden"))
        later = timezone.now() + datetime.timedelta(days=400)
        FileVersionFactory(publication=publication, number=1)
        FileVersionFactory(publication=publication, number=2, change_note="Tabelle ergänzt", processed_at=later)
        for address in ("/ergebnisse/leitfaden/", "/ergebnisse/leitfaden/aenderungen/", "/aenderungen/"):
            assert "Tabelle ergänzt" in client.get(address).content.decode(), address
        assert f"{timezone.localdate(later).year}" in client.get("/ergebnisse/leitfaden/").content.decode()

    def test_of_the_site_names_every_change(self, page: Any, client: Client) -> None:
        text = client.get("/aenderungen/").content.decode()
        assert text.count('<a class="stretched" href="/programm/">Programm</a>') == 2
        feed = client.get("/aenderungen/atom.xml").content.decode()
        assert "Jahr berichtigt" in feed
        assert "/page/2</id>" in feed


def _label(model: Any, name: str) -> str:
    field = model._meta.get_field(name)
    return str(field.related_model._meta.verbose_name_plural if field.one_to_many else field.verbose_name)


class TestContent:
    def test_never_reads_what_a_page_type_does_not_name(self, portal: Portal) -> None:
        lab = LabPageFactory(
            parent=portal.labs,
            municipalities=[LabMunicipality(name="Stadt Brandis")],
            contacts=[LabContact(name="Mara Muster", email="mara@example.org", expires_on="2099-12-31")],
            search_description="Nur für Suchmaschinen",
        )
        lab.topics = [TopicFactory(name="Jugend")]
        lines = [line for section in sections(type(lab), lab.serializable_data()) for line in section.lines]
        assert any("Stadt Brandis" in line for line in lines)
        assert "Jugend" in lines
        assert not any("Mara" in line or "Suchmaschinen" in line for line in lines)

    def test_names_fields_that_exist_and_no_internal_ones(self) -> None:
        internal = {"slug", "seo_title", "search_description", "show_in_menus", "change_note", "contacts", "owner"}
        for model in BasePage.__subclasses__():
            for entry in getattr(model, "fields_in_changes", ()):
                for name in entry.fields if isinstance(entry, Composed) else [entry]:
                    if not model._meta.abstract:
                        model._meta.get_field(name)
                    assert name not in internal

    def test_gives_each_field_a_label_of_its_own(self) -> None:
        """Of two sections with one label the difference shows one: a new beginning was not told for that reason."""
        for model in get_page_models():
            entries = getattr(model, "fields_in_changes", ())
            labels = [e.label if isinstance(e, Composed) else _label(model, e) for e in entries]
            assert len(labels) == len(set(labels)), model

    def test_reads_every_block_of_a_body(self, portal: Portal) -> None:
        body = [
            ("heading", {"level": "2", "text": "Ziele"}),
            ("paragraph", "<p>Erster <b>Satz</b>.</p><ul><li>Punkt</li></ul>"),
            ("quote", {"text": "So ist es", "source": "Bericht"}),
            ("accordion", [{"title": "Frage", "text": "<p>Antwort</p>"}]),
        ]
        page = NewsPageFactory(parent=portal.news, body=body)
        [found] = [s for s in sections(type(page), page.serializable_data()) if s.label == "Inhalt"]
        assert found.lines == ["Ziele", "Erster Satz.", "Punkt", "So ist es", "Bericht", "Frage", "Antwort"]

    def test_markup_in_a_text_stays_text(self) -> None:
        assert text_lines("<p>a &lt;script&gt; b</p>") == ["a <script> b"]


class TestDifference:
    def section(self, *lines: str) -> list[Any]:
        from ogl_portal.core.changes.content import ContentSection

        return [ContentSection("Inhalt", list(lines))] if lines else []

    def test_of_a_changed_line_is_told_by_words(self) -> None:
        [found] = difference(self.section("Am 1. Mai in Berlin"), self.section("Am 2. Mai in Berlin"))
        assert found.lines == [
            Line(
                "changed",
                [
                    DifferencePart("same", "Am "),
                    DifferencePart("removed", "1. "),
                    DifferencePart("added", "2. "),
                    DifferencePart("same", "Mai in Berlin"),
                ],
            )
        ]

    def test_leaves_out_what_is_the_same(self) -> None:
        [found] = difference(self.section("a", "b", "c"), self.section("a", "c"))
        assert found.lines == [Line("removed", [DifferencePart("removed", "b")])]
        assert difference(self.section("a"), self.section("a")) == []

    def test_shows_lines_with_nothing_in_common_as_two(self) -> None:
        [found] = difference(self.section("ganz anders"), self.section("neuer Satz hier"))
        assert [line.kind for line in found.lines] == ["removed", "added"]

    def test_of_a_section_that_is_new(self) -> None:
        [found] = difference([], self.section("neu"))
        assert found.lines == [Line("added", [DifferencePart("added", "neu")])]
