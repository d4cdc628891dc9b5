"""Pictures in use: who may delete and replace them, what is asked, and the way back from the bin."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Collection, ReferenceIndex

from news.models import NewsIndexPage, NewsPage
from ogl_portal.media.models import PortalImage
from tests.browser.measures import violations
from tests.editorial.test_checks import body
from tests.factories import DocumentFactory, ImageFactory, NewsPageFactory
from tests.uploads.office_files import tracked_docx
from tests.uploads.photos import photo


def picture(number: int) -> str:
    return body(("picture", {"image": number, "alt": "Ein Kreis", "decorative": False, "caption": "", "credit": ""}))


@pytest.fixture
def image(site_of_its_own: str) -> PortalImage:
    return ImageFactory(title="Kreis für alle", collection=Collection.objects.get(name="Gemeinsam"))


@pytest.fixture
def public(image: PortalImage) -> NewsPage:
    news = NewsPageFactory(parent=NewsIndexPage.objects.get(), title="Öffentliche Kreise", body=picture(image.pk))
    ReferenceIndex.create_or_update_for_object(news)
    return news


def test_staff_are_told_who_may_delete_a_picture_in_use(staff: Page, image: PortalImage, public: NewsPage) -> None:
    staff.goto(f"/admin/images/{image.pk}/delete/")
    expect(staff.get_by_text("ändert jemand aus der Gruppe »Freigabe«")).to_be_visible()
    expect(staff.get_by_role("link", name="Öffentliche Kreise")).to_be_visible()
    assert violations(staff, serious=True) == []


def test_a_publisher_deletes_restores_and_readers_see_both(
    publisher: Page, image: PortalImage, public: NewsPage
) -> None:
    publisher.goto(f"/admin/images/{image.pk}/delete/")
    expect(publisher.get_by_text("zeigen so lange an seiner Stelle nichts")).to_be_visible()
    assert violations(publisher, serious=True) == []
    publisher.get_by_role("button", name="In den Papierkorb legen").click()
    publisher.get_by_text("liegt im Papierkorb").wait_for()
    publisher.goto(public.get_url())
    expect(publisher.get_by_role("heading", name="Öffentliche Kreise")).to_be_visible()
    expect(publisher.get_by_alt_text("Ein Kreis")).to_have_count(0)
    publisher.goto("/admin/papierkorb/")
    assert violations(publisher, serious=True) == []
    publisher.get_by_role("link", name="Wiederherstellen: Kreis für alle").click()
    publisher.get_by_role("button", name="Wiederherstellen").click()
    publisher.get_by_text("ist wieder da, wie es war").wait_for()
    publisher.goto(public.get_url())
    expect(publisher.get_by_alt_text("Ein Kreis")).to_have_count(1)


def test_staff_delete_what_only_a_draft_uses_that_was_never_public(staff: Page, image: PortalImage) -> None:
    draft = NewsPageFactory(
        parent=NewsIndexPage.objects.get(), title="Nie gezeigt", live=False, first_published_at=None
    )
    draft.body = picture(image.pk)
    draft.save_revision()
    staff.goto(f"/admin/images/{image.pk}/delete/")
    expect(staff.get_by_role("listitem").filter(has_text="Nie gezeigt")).to_contain_text("(Entwurf)")
    staff.get_by_role("button", name="In den Papierkorb legen").click()
    staff.get_by_role("link", name="Wiederherstellen").click()
    staff.get_by_role("button", name="Wiederherstellen").click()
    staff.get_by_text("ist wieder da, wie es war").wait_for()


def chosen(page: Page) -> list[str]:
    names: list[str] = page.locator("input[type=file]").evaluate("input => [...input.files].map((file) => file.name)")
    return names


def test_a_document_about_which_something_is_asked_stays_chosen(
    publisher: Page, site_of_its_own: str, tmp_path: Path
) -> None:
    document = DocumentFactory(title="Merkblatt", collection=Collection.objects.get(name="Gemeinsam"))
    file = tmp_path / "protokoll.docx"
    file.write_bytes(tracked_docx())
    publisher.goto(f"/admin/documents/edit/{document.pk}/")
    publisher.locator("input[type=file]").set_input_files(file)
    publisher.get_by_role("button", name="Speichern").click()
    expect(publisher.get_by_text("nicht alles auf den ersten Blick sichtbar")).to_be_visible()
    expect(publisher.get_by_text("konnte nicht gefunden werden")).to_have_count(0)
    expect(publisher.get_by_role("link", name="datei.txt")).to_be_visible()
    assert chosen(publisher) == ["protokoll.docx"]
    assert violations(publisher, serious=True) == []
    publisher.get_by_label("dürfen öffentlich sein").check()
    publisher.get_by_role("button", name="Speichern").click()
    publisher.wait_for_url("**/admin/documents/")
    document.refresh_from_db()
    assert document.filename == "protokoll.docx"


def test_replacing_a_picture_asks_whether_the_texts_fit(
    publisher: Page, image: PortalImage, public: NewsPage, tmp_path: Path
) -> None:
    file = tmp_path / "quadrat.png"
    file.write_bytes(photo("PNG"))
    publisher.goto(f"/admin/images/{image.pk}/")
    publisher.locator("input[type=file]").set_input_files(file)
    expect(publisher.get_by_label("Titel")).to_have_value("Kreis für alle")
    publisher.get_by_role("button", name="Speichern").click()
    expect(publisher.get_by_text("Sie ersetzen das Bild.")).to_be_visible()
    expect(publisher.get_by_text("Öffentliche Kreise: »Ein Kreis«.")).to_be_visible()
    expect(publisher.get_by_text("konnte nicht gefunden werden")).to_have_count(0)
    expect(publisher.locator(".focal-point-chooser img").first).to_have_js_property("naturalWidth", 400)
    assert chosen(publisher) == ["quadrat.png"]
    assert violations(publisher, serious=True) == []
    publisher.get_by_label("Nein, ich ändere sie gleich danach").check()
    publisher.get_by_role("button", name="Speichern").click()
    expect(publisher.get_by_text("Bitte ändern Sie jetzt die Alternativtexte")).to_be_visible()
    publisher.goto(f"/admin/pages/{public.pk}/history/")
    expect(publisher.get_by_text("durch eine andere Datei ersetzt")).to_be_visible()
