"""Pictures in forms: titles, the description as alternative text, dropping into a page that has never been public."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Collection

from news.models import NewsIndexPage, NewsPage
from ogl_portal.media.models import PortalImage
from tests.browser.test_uploading import drop, held_files
from tests.factories import ImageFactory
from tests.media.test_file_titles import TITLES
from tests.uploads.photos import photo

ALT = "[data-contentpath=alt] :is(input, textarea)"
STREAM = "[data-streamfield-stream-container]"


def picture(name: str, width: int = 600) -> tuple[str, bytes, str]:
    """Another one for each width: the same twice would be found again."""
    return name, photo("JPEG", size=(width, 400)), "image/jpeg"


@pytest.fixture
def form(staff: Page) -> Page:
    """The form of a news item that has never been public."""
    staff.goto(f"/admin/pages/add/news/newspage/{NewsIndexPage.objects.get().pk}/")
    staff.locator("[name=title]").fill("Noch nie öffentlich")
    return staff


def saved(form: Page) -> Any:
    """The draft, once the automatic save has taken what is in the form."""
    form.get_by_role("button", name="Entwurf speichern").click()
    form.wait_for_url("**/edit/")
    form.locator(".messages .success").wait_for()
    page = NewsPage.objects.latest("pk")
    assert page.first_published_at is None
    return page.get_latest_revision_as_object()


def test_the_script_reads_titles_as_the_server_does(staff: Page) -> None:
    names = json.dumps(list(TITLES))
    found = staff.evaluate(f"() => Object.fromEntries({names}.map((name) => [name, oglTitleFromName(name)]))")
    assert found == TITLES


def test_the_description_is_offered_as_alternative_text_and_may_be_changed(form: Page) -> None:
    image = ImageFactory(
        title="Rathaus", description="Das Rathaus von Brandis", collection=Collection.objects.get(name="Gemeinsam")
    )
    form.locator("#id_picture-chooser").get_by_role("button").first.click()
    form.get_by_role("dialog").get_by_text("Rathaus", exact=True).first.click()
    alt = form.locator("#id_picture_alt")
    expect(alt).to_have_value("Das Rathaus von Brandis")
    expect(form.get_by_text("Vorschlag aus der Beschreibung")).to_be_visible()
    alt.fill("Menschen vor dem Rathaus")
    draft = saved(form)
    assert (draft.picture, draft.picture_alt) == (image, "Menschen vor dem Rathaus")


def test_a_picture_dropped_on_a_chooser_is_uploaded_and_chosen(form: Page) -> None:
    drop(form, "#id_picture-chooser", picture("bürger-im_rathaus.jpg", 601))
    expect(form.locator("#id_picture-chooser [data-chooser-title]")).to_have_text("Bürger im rathaus")
    form.locator("#id_picture_alt").fill("Menschen im Rathaus")
    draft = saved(form)
    assert draft.picture.title == "Bürger im rathaus"
    assert draft.picture.author_in_file == "Erika Mustermann"  # by the same way as from the upload form
    assert draft.picture.collection.name != "Root"


def test_a_picture_dropped_into_the_body_becomes_a_block(form: Page) -> None:
    drop(form, STREAM, picture("marktplatz.jpg", 602))
    block = form.locator(f"{STREAM} [data-streamfield-child]")
    expect(block.locator("[data-chooser-title]")).to_have_text("Marktplatz")
    block.locator(ALT).fill("Der Marktplatz")
    block_value = saved(form).body[0]
    assert block_value.block_type == "picture"
    assert (block_value.value["image"].title, block_value.value["alt"]) == ("Marktplatz", "Der Marktplatz")


def test_a_picture_dropped_on_a_text_comes_after_it(form: Page) -> None:
    form.locator(f"{STREAM} .c-sf-add-button").first.click()
    form.get_by_role("option", name="Text", exact=True).click()
    text = form.locator(f"{STREAM} .public-DraftEditor-content").first
    text.press_sequentially("Vor dem Bild")
    drop(form, f"{STREAM} .public-DraftEditor-content", picture("gremium.jpg", 603))
    expect(form.locator(f"{STREAM} [data-chooser-title]")).to_have_text("Gremium")
    kinds = [block.block_type for block in saved(form).body]
    assert kinds == ["paragraph", "picture"]


def test_a_name_that_says_nothing_asks_for_a_title(form: Page) -> None:
    drop(form, "#id_picture-chooser", picture("IMG_1234.jpg", 604))
    asked = form.get_by_role("dialog", name="Titel für »IMG_1234.jpg«")
    asked.get_by_role("textbox").fill("Sitzung im Saal")
    asked.get_by_role("button", name="Hochladen").click()
    expect(form.locator("#id_picture-chooser [data-chooser-title]")).to_have_text("Sitzung im Saal")


def test_what_is_no_picture_is_told_where_it_was_dropped_and_leaves_nothing(form: Page) -> None:
    before = PortalImage.objects.count()
    drop(form, "#id_picture-chooser", ("bericht.pdf", b"%PDF-1.7", "application/pdf"))
    expect(form.get_by_text("»bericht.pdf« ist kein Bild.")).to_be_visible()
    drop(form, "#id_picture-chooser", ("kaputt.jpg", b"kein Bild", "image/jpeg"))
    expect(form.locator(".ogl-upload [role=alert]")).to_contain_text("nichts gespeichert")
    assert PortalImage.objects.count() == before


def test_a_file_dropped_beside_every_place_does_not_leave_the_form(form: Page) -> None:
    prevented = form.locator("[data-edit-form]").evaluate(
        """(form, dataTransfer) => !form.dispatchEvent(
             new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }))""",
        held_files(form, picture("daneben.jpg")),
    )
    assert prevented


def test_many_at_once_get_titles_or_are_asked_for_them(staff: Page) -> None:
    staff.goto("/admin/images/multiple/add/")
    files = [picture("rat-haus.jpg", 605), picture("IMG_0001.jpg", 606)]
    staff.locator("#fileupload").set_input_files(
        [{"name": name, "buffer": content, "mimeType": kind} for name, content, kind in files]
    )
    titles = staff.locator("#upload-list input[name$=title]")
    expect(titles).to_have_count(2)
    assert sorted(titles.evaluate_all("fields => fields.map((field) => field.value)")) == ["", "Rat haus"]
    assert not PortalImage.objects.filter(title__contains="IMG").exists()
