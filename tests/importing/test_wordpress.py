"""A WordPress export is taken over to its end, with a report, no text lost, and nothing doubled."""

import io
import json
import re
from collections import Counter
from typing import Any

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from news.models import NewsPage
from ogl_portal.importing.models import ImportItem, Outcome
from ogl_portal.importing.wxr.reader import UnreadableExportError
from ogl_portal.importing.wxr.run import Listener, Options, WordPressImport
from ogl_portal.importing.wxr.uploads import ZipUploads
from ogl_portal.media.models import PortalDocument, PortalImage
from ogl_portal.pages.models import StandardPage
from ogl_portal.sync.models import LoadedObject
from publications.models import PublicationPage
from tests.factories import Portal, TopicFactory, UserFactory
from tests.importing import export


class Heard(Listener):
    def __init__(self) -> None:
        self.results: list[ImportItem] = []
        self.shares: list[float] = []

    def progress(self, stage: str, share: float) -> None:
        self.shares.append(share)

    def result(self, result: ImportItem) -> None:
        self.results.append(result)

    @property
    def counts(self) -> Counter[Outcome]:
        return Counter(result.outcome for result in self.results)

    def of(self, title: str) -> ImportItem:
        return next(result for result in self.results if result.title.startswith(title))


def take(xml: bytes, *, is_preview: bool = False, archive: bytes | None = None, **options: Any) -> Heard:
    heard = Heard()
    user = options.pop("user", None)
    heard.notes = WordPressImport(  # type: ignore[attr-defined]
        io.BytesIO(xml),
        uploads=(lambda _: ZipUploads(io.BytesIO(archive))) if archive else None,
        options=Options(**options),
        user=user,
        is_preview=is_preview,
        listener=heard,
    ).run()
    return heard


def words_of(page: Any) -> set[str]:
    """All words that readers find on a page."""
    draft = page.get_latest_revision_as_object()
    body = json.dumps(list(draft.body.raw_data), ensure_ascii=False).replace("\\n", " ")
    text = " ".join([draft.title, draft.teaser, re.sub(r"<[^>]*>", " ", body)])
    return set(re.findall(r"\w+", text))


def everything() -> list[Any]:
    return [
        list(Page.objects.order_by("path").values_list("path", "title", "slug", "live", "latest_revision_id")),
        list(PortalImage.objects.values_list("pk", "title")),
        list(PortalDocument.objects.values_list("pk", "title")),
        list(Redirect.objects.order_by("pk").values_list("old_path", "redirect_page_id", "redirect_link")),
        LoadedObject.objects.count(),
    ]


class TestOddExport:
    @pytest.mark.django_db
    def test_posts_arrive_without_a_lost_word_and_nothing_is_doubled(self, portal: Portal) -> None:
        TopicFactory(name="Beteiligung", slug="beteiligung")
        odd, archive = export.odd_export(150), export.uploads_zip()  # each oddity at least three times
        before = everything()
        preview = take(odd.xml, archive=archive, is_preview=True)
        assert everything() == before

        first = take(odd.xml, archive=archive)
        assert first.counts == preview.counts
        assert first.counts[Outcome.FAILED] == 2  # the picture that is none, and the program
        assert first.counts[Outcome.SKIPPED] == 3  # two files that are gone, one post from the bin
        assert NewsPage.objects.count() == 153
        assert not NewsPage.objects.filter(live=True).exists()
        by_number = {
            int(match[1]): page
            for page in (*NewsPage.objects.all(), *StandardPage.objects.all())
            if (match := re.match(r"w(\d+)t", page.title))
        }
        lost = {number: words - words_of(by_number[number]) for number, words in odd.words.items()}
        assert {number: words for number, words in lost.items() if words} == {}
        assert sorted(first.shares) == first.shares
        assert first.shares[-1] == 1.0

        after = everything()
        second = take(odd.xml, archive=archive)
        assert everything() == after
        assert second.counts[Outcome.CREATED] == second.counts[Outcome.UPDATED] == 0

    @pytest.mark.django_db
    def test_a_draft_that_was_taken_over_can_be_opened(self, portal: Portal) -> None:
        take(export.odd_export(22).xml, archive=export.uploads_zip())
        for page in NewsPage.objects.all():
            draft = page.get_latest_revision_as_object()
            assert draft.body.render_as_block() is not None


class TestPlace:
    @pytest.mark.django_db
    def test_pages_keep_their_tree(self, portal: Portal) -> None:
        items = (
            export.item(2, title="Kind", kind="page", parent=1, slug="kind")
            + export.item(1, title="Oben", kind="page", slug="oben")
            + export.item(3, title="Suche", kind="page", slug="aktuelles")
        )
        heard = take(export.document(items), publish=True)
        child = StandardPage.objects.get(title="Kind")
        assert child.get_parent().title == "Oben"
        assert child.url == "/oben/kind/"
        assert StandardPage.objects.get(title="Suche").slug == "aktuelles-2"
        assert any("schon vergeben" in note for note in heard.of("Suche").notes)

    @pytest.mark.django_db
    def test_old_addresses_lead_to_the_new_pages(self, portal: Portal, client: Any) -> None:
        items = export.item(12, title="Tagung", content="Text", slug="tagung", link=f"{export.BASE}/2022/05/tagung/")
        take(export.document(items), publish=True)
        assert client.get("/2022/05/tagung/").headers["Location"].endswith("/aktuelles/tagung/")
        assert client.get("/?p=12").headers["Location"].endswith("/aktuelles/tagung/")

    @pytest.mark.django_db
    def test_links_between_texts_and_to_files_are_carried_over(self, portal: Portal) -> None:
        base = export.BASE
        content = (
            f'<a href="{base}/zweite/">Seite</a> <a href="/?p=2">Nummer</a> <a href="{base}/anders/">alt</a> '
            f'<a href="{base}/wp-content/uploads/2022/05/plan.pdf">Plan</a>'
        )
        items = (
            export.item(1, title="Erste", content=content)
            + export.item(2, title="Zweite", slug="zweite")
            + export.attachments()
        )
        take(export.document(items), archive=export.uploads_zip())
        second, plan = NewsPage.objects.get(title="Zweite"), PortalDocument.objects.get()
        html = NewsPage.objects.get(title="Erste").get_latest_revision_as_object().body.raw_data[0]["value"]
        assert html.count(f'<a linktype="page" id="{second.pk}">') == 2
        assert f'<a linktype="document" id="{plan.pk}">' in html
        assert f'<a href="{base}/anders/">' in html
        assert Redirect.objects.filter(old_path="/wp-content/uploads/2022/05/plan.pdf").exists()


class TestPublishing:
    @pytest.mark.django_db
    def test_what_was_public_keeps_its_date(self, portal: Portal) -> None:
        items = (
            export.item(1, title="Gut", content="Text", date="2019-03-02 23:30:00")
            + export.item(2, title="Entwurf", status="draft")
            + export.item(3, title="Ohne Datum", date="0000-00-00 00:00:00")
            + export.item(4, title="Ohne Alt", content='<img class="wp-image-9050" src="">')
            + export.attachment(9050, "2022/05/bild-1.png")
        )
        heard = take(export.document(items), archive=export.uploads_zip(), publish=True)
        assert [result.notes for result in heard.results if result.title == "Gut"] == [[]]
        live = NewsPage.objects.get(live=True)
        assert (live.title, live.sort_date) == ("Gut", "2019-03-02")
        assert live.first_published_at is not None
        assert live.first_published_at.year == 2019
        assert "nicht öffentlich" in " ".join(heard.of("Entwurf").notes)
        assert "Datum" in " ".join(heard.of("Ohne Datum").notes)
        assert "Alternativtext" in " ".join(heard.of("Ohne Alt").notes)

    @pytest.mark.django_db
    def test_nobody_publishes_without_the_right_to(self, portal: Portal) -> None:
        heard = take(export.document(export.item(1, title="Gut")), publish=True, user=UserFactory())
        assert not NewsPage.objects.filter(live=True).exists()
        assert "fehlt Ihnen das Recht" in " ".join(heard.results[0].notes)


class TestAgain:
    @pytest.mark.django_db
    def test_a_changed_source_updates_what_nobody_has_touched(self, portal: Portal) -> None:
        take(export.document(export.item(1, title="Eins", content="alt") + export.item(2, title="Zwei", content="alt")))
        touched = NewsPage.objects.get(title="Zwei")
        touched.teaser = "Von der Redaktion"
        touched.save_revision()
        heard = take(
            export.document(export.item(1, title="Eins", content="neu") + export.item(2, title="Zwei", content="neu"))
        )
        assert (heard.of("Eins").outcome, heard.of("Zwei").outcome) == (Outcome.UPDATED, Outcome.KEPT)
        assert "neu" in words_of(NewsPage.objects.get(title="Eins"))
        assert "neu" not in words_of(NewsPage.objects.get(title="Zwei"))
        assert "wurde hier bearbeitet" in " ".join(heard.of("Zwei").notes)

    @pytest.mark.django_db
    def test_what_staff_have_deleted_stays_deleted(self, portal: Portal) -> None:
        xml = export.document(export.item(1, title="Eins"))
        take(xml)
        NewsPage.objects.get().delete()
        assert take(xml).results[0].outcome == Outcome.KEPT
        assert not NewsPage.objects.exists()

    @pytest.mark.django_db
    def test_files_may_come_later(self, portal: Portal) -> None:
        xml = export.document(
            export.item(1, title="Eins", content='<img class="wp-image-9000" src="" alt="Ein Bild">')
            + export.attachments()
        )
        take(xml)
        heard = take(xml, archive=export.uploads_zip())
        assert heard.of("Eins").outcome == Outcome.UPDATED
        assert NewsPage.objects.get().get_latest_revision_as_object().body.raw_data[0]["type"] == "picture"

    @pytest.mark.django_db
    def test_pdfs_become_drafts_of_publications_if_wanted(self, portal: Portal) -> None:
        xml = export.document(export.attachment(9010, "2022/05/plan.pdf"))
        heard = take(xml, archive=export.uploads_zip(), pdfs_become_publications=True)
        assert [result.outcome for result in heard.results] in ([Outcome.CREATED], [Outcome.FAILED])
        assert PortalDocument.objects.count() == 0
        assert PublicationPage.objects.filter(live=True).count() == 0


class TestHostile:
    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "xml",
        [
            b"",
            b"kein xml",
            b"<html><body>Anmelden</body></html>",
            b"PK\x03\x04",
            b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>',
            b'<!doctype rss SYSTEM "http://127.0.0.1/x"><rss><channel><title>x</title></channel></rss>',
        ],
    )
    def test_what_is_no_export_is_refused_in_german(self, portal: Portal, xml: bytes) -> None:
        with pytest.raises(UnreadableExportError, match="nichts übernommen"):
            take(xml)

    @pytest.mark.django_db
    def test_a_file_that_breaks_off_is_used_as_far_as_it_goes(self, portal: Portal) -> None:
        xml = export.document(export.item(1, title="Ganz") + export.item(2, title="Halb", content="Wort " * 50), end="")
        heard = take(xml[:-200])
        assert heard.of("Ganz").outcome == Outcome.CREATED
        assert "bricht" in heard.notes[0]  # type: ignore[attr-defined]

    @pytest.mark.django_db
    def test_other_encodings_are_understood(self, portal: Portal) -> None:
        xml = export.document(export.item(1, title="Öffnung", content="Bürger")).decode()
        take(xml.replace("UTF-8", "ISO-8859-1").encode("latin-1"))
        assert NewsPage.objects.get().title == "Öffnung"
