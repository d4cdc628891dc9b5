"""Files that are dropped arrive, and work in the background shows how far it is until it is done."""

import io
import random
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import JSHandle, Locator, Page, expect

from news.models import NewsIndexPage
from ogl_portal.importing.models import ImportRun, RunKind, RunState
from ogl_portal.media.models import PortalDocument
from publications.models import FileState, FileVersion, PublicationPage
from tests.publications.test_upload import pdf


def held_files(page: Page, *files: tuple[str, bytes, str]) -> JSHandle:
    """What somebody drags: (name, content, type) of each file."""
    return page.evaluate_handle(
        """(files) => {
          const dragged = new DataTransfer();
          for (const [name, content, type] of files)
            dragged.items.add(new File([Uint8Array.from(content)], name, { type }));
          return dragged;
        }""",
        [[name, list(content), kind] for name, content, kind in files],
    )


def drop(page: Page, place: str, *files: tuple[str, bytes, str]) -> None:
    dragged: Any = {"dataTransfer": held_files(page, *files)}
    page.dispatch_event(place, "dragover", dragged)
    page.dispatch_event(place, "drop", dragged)


@pytest.fixture
def version(staff: Page) -> FileVersion:
    """The file of a publication that has never been public, as the upload page makes it."""
    staff.goto("/admin/veroeffentlichungen/hochladen/")
    drop(staff, "form[data-drop]", ("nie-oeffentlich.pdf", pdf("Nie öffentlich"), "application/pdf"))
    staff.get_by_role("button", name="Hochladen").click()
    staff.get_by_text("Entwurf angelegt").wait_for()
    version = FileVersion.objects.latest("pk")
    assert version.original_name == "nie-oeffentlich.pdf"
    assert version.publication.first_published_at is None
    return version


def test_several_files_dropped_become_drafts(staff: Page) -> None:
    staff.goto("/admin/veroeffentlichungen/hochladen/")
    before = PublicationPage.objects.count()
    files = [(f"bericht-{name}.pdf", pdf(f"Bericht {name}"), "application/pdf") for name in ("a", "b")]
    drop(staff, "form[data-drop] label", *files)
    assert staff.locator("input[type=file]").evaluate("input => [...input.files].map((file) => file.name)") == [
        "bericht-a.pdf",
        "bericht-b.pdf",
    ]
    staff.get_by_role("button", name="Hochladen").click()
    expect(staff.get_by_text("Entwurf angelegt")).to_have_count(2, timeout=30_000)
    assert PublicationPage.objects.count() == before + 2


def test_one_file_dropped_becomes_the_next_version(staff: Page, version: FileVersion) -> None:
    publication = version.publication
    staff.goto(f"/admin/veroeffentlichungen/{publication.pk}/dateien/neu/")
    drop(staff, "form[data-drop]", ("zweite-fassung.pdf", pdf("Zweite Version"), "application/pdf"))
    staff.get_by_label("Was ist neu?").fill("Tabelle berichtigt.")
    staff.get_by_role("button", name="Hochladen").click()
    staff.get_by_text("Version 2 ist hochgeladen").wait_for()
    assert publication.versions.get(number=2).original_name == "zweite-fassung.pdf"


def test_a_form_that_replaces_another_takes_dropped_files(staff: Page) -> None:
    staff.goto("/admin/veroeffentlichungen/hochladen/")
    staff.evaluate("() => { const form = document.querySelector('form[data-drop]'); form.outerHTML = form.outerHTML; }")
    drop(staff, "form[data-drop]", ("neu.pdf", pdf("Neu"), "application/pdf"))
    assert staff.locator("input[type=file]").evaluate("input => input.files.length") == 1


def test_files_find_the_field_that_asks_for_them(staff: Page) -> None:
    staff.goto("/admin/uebernahme/wordpress/")
    drop(staff, "form[data-drop]", ("uploads.zip", b"PK", "application/zip"), ("export.xml", b"<rss/>", "text/xml"))
    for field, name in (("file", "export.xml"), ("uploads", "uploads.zip")):
        assert staff.locator(f"input[name={field}]").evaluate("input => input.files[0].name") == name


def test_the_bar_of_a_file_moves_until_the_file_is_through(staff: Page, version: FileVersion) -> None:
    versions = FileVersion.objects.filter(pk=version.pk)
    versions.update(state=FileState.RUNNING, progress=20, stage="Seiten werden gelesen")
    staff.goto(f"/admin/veroeffentlichungen/{version.publication_id}/dateien/")
    expect(staff.locator("progress")).to_have_js_property("value", 20)
    versions.update(progress=60, stage="Deckblatt entsteht")
    expect(staff.locator("progress")).to_have_js_property("value", 60)
    expect(staff.get_by_text("Deckblatt entsteht")).to_be_visible()
    versions.update(state=FileState.READY, progress=100)
    expect(staff.get_by_text("geprüft und bereit")).to_be_visible()
    expect(staff.locator("progress")).to_have_count(0)


def test_a_server_that_is_away_for_a_moment_does_not_stop_the_bar(staff: Page, version: FileVersion) -> None:
    versions = FileVersion.objects.filter(pk=version.pk)
    versions.update(state=FileState.RUNNING, progress=20)
    asked: list[str] = []

    def fail(route: Any) -> None:
        asked.append(route.request.url)
        route.abort() if len(asked) == 1 else route.continue_()

    staff.route("**/stand/", fail)
    staff.goto(f"/admin/veroeffentlichungen/{version.publication_id}/dateien/")
    versions.update(state=FileState.READY, progress=100)
    expect(staff.get_by_text("geprüft und bereit")).to_be_visible(timeout=20_000)
    assert len(asked) == 2


def test_the_bar_of_an_import_moves_until_the_preview_is_there(staff: Page) -> None:
    run = ImportRun.objects.create(
        kind=RunKind.WORDPRESS, state=RunState.RUNNING, original_name="export.xml", progress=10, stage="Wird gelesen"
    )
    runs = ImportRun.objects.filter(pk=run.pk)
    staff.goto(f"/admin/uebernahme/{run.pk}/")
    expect(staff.locator("progress")).to_have_js_property("value", 10)
    runs.update(progress=70, stage="Seiten")
    expect(staff.locator("progress")).to_have_js_property("value", 70)
    runs.update(state=RunState.PREVIEWED, progress=100)
    expect(staff.get_by_role("button", name="Jetzt übernehmen")).to_be_visible(timeout=20_000)


def test_a_withdrawn_file_uploaded_again_is_put_back(publisher: Page) -> None:
    """Of a publication that is a draft and has never been public."""
    upload = "/admin/veroeffentlichungen/hochladen/"
    file = ("zurueck.pdf", pdf("Zurück"), "application/pdf")
    publisher.goto(upload)
    drop(publisher, "form[data-drop]", file)
    publisher.get_by_role("button", name="Hochladen").click()
    publisher.get_by_text("Entwurf angelegt").wait_for()
    version = FileVersion.objects.latest("pk")
    assert version.state == FileState.READY
    publisher.goto(f"/admin/veroeffentlichungen/{version.publication_id}/dateien/")
    publisher.get_by_role("link", name="Zurückziehen").click()
    publisher.get_by_label("Grund").fill("Bildrechte ungeklärt.")
    publisher.get_by_role("button", name="Zurückziehen").click()
    publisher.get_by_text("Version 1 ist zurückgezogen").wait_for()
    publisher.get_by_role("link", name="PDF hochladen").last.click()
    drop(publisher, "form[data-drop]", file)
    publisher.get_by_label("Was ist neu?").fill("Noch einmal.")
    publisher.get_by_role("button", name="Hochladen").click()
    publisher.get_by_role("link", name="Version 1 wieder abrufbar machen").click()
    publisher.get_by_label("Warum ist sie wieder abrufbar?").fill("Die Rechte sind geklärt.")
    publisher.get_by_role("button", name="Wieder abrufbar machen").click()
    publisher.get_by_text("Version 1 ist wieder abrufbar").wait_for()
    version.refresh_from_db()
    assert (version.state, version.restored_reason) == (FileState.READY, "Die Rechte sind geklärt.")


# --- How far an upload is --------------------------------------------------------

SLOW = 400_000  # bytes a second
NOISE = random.Random(13).randbytes  # does not shrink on its way


@pytest.fixture
def slowly(staff: Page) -> Page:
    """The same person over a slow line."""
    network = staff.context.new_cdp_session(staff)
    network.send("Network.enable")
    conditions = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW}
    network.send("Network.emulateNetworkConditions", conditions)
    return staff


def fill_document(page: Page, content: bytes) -> None:
    page.goto("/admin/documents/add/")
    page.locator("input[type=file]").set_input_files(
        {"name": "lange-liste.csv", "mimeType": "text/csv", "buffer": content}
    )


def moving(page: Page) -> None:
    """The bar has moved and is not at its end."""
    page.wait_for_function(
        "() => { const b = document.querySelector('.ogl-upload progress'); return b && b.value > 0; }"
    )
    expect(page.locator(".ogl-upload [role=status]")).to_contain_text("Prozent hochgeladen")
    assert "MB" in page.locator(".ogl-upload__words").inner_text()


def test_a_document_shows_how_far_it_is_and_arrives(slowly: Page) -> None:
    fill_document(slowly, NOISE(500_000).hex().encode())
    expect(slowly.get_by_label("Titel")).to_have_value("Lange liste")
    slowly.get_by_role("button", name="Hochladen").or_(slowly.get_by_role("button", name="Speichern")).first.click()
    moving(slowly)
    expect(slowly.locator(".messages .success")).to_contain_text("Lange liste", timeout=30_000)
    assert PortalDocument.objects.filter(title="Lange liste").count() == 1


def test_an_upload_can_be_called_off_and_leaves_nothing(slowly: Page) -> None:
    fill_document(slowly, NOISE(6_000_000))
    slowly.get_by_label("Titel").fill("Nie angekommen")
    slowly.get_by_role("button", name="Hochladen").or_(slowly.get_by_role("button", name="Speichern")).first.click()
    moving(slowly)
    slowly.locator(".ogl-upload").get_by_role("button", name="Abbrechen").click()
    expect(slowly.get_by_text("Sie haben das Hochladen abgebrochen.")).to_be_visible()
    assert not PortalDocument.objects.filter(title="Nie angekommen").exists()
    assert slowly.locator("input[type=file]").evaluate("input => input.files.length") == 1


def test_the_line_breaks_and_the_form_stays(staff: Page) -> None:
    fill_document(staff, b"a;b")
    staff.route("**/documents/add/", lambda route: route.abort())
    staff.get_by_role("button", name="Hochladen").or_(staff.get_by_role("button", name="Speichern")).first.click()
    expect(staff.get_by_text("Die Verbindung ist abgerissen.")).to_be_visible()
    staff.unroute("**/documents/add/")
    staff.get_by_role("button", name="Hochladen").or_(staff.get_by_role("button", name="Speichern")).first.click()
    staff.locator(".messages .success").wait_for()


@pytest.mark.parametrize("address", ["/admin/veroeffentlichungen/hochladen/", "/admin/uebernahme/wordpress/"])
def test_results_and_imports_show_it_too_and_tell_what_is_wrong_at_the_field(slowly: Page, address: str) -> None:
    slowly.goto(address)
    name = "bericht.pdf" if "hochladen" in address else "export.xml"
    slowly.locator("input[type=file]").first.set_input_files(
        {"name": name, "mimeType": "application/pdf", "buffer": b"MZ" + NOISE(1_000_000)}
    )
    slowly.locator("main form button[type=submit]").first.click()
    moving(slowly)
    expect(slowly.locator(".ogl-upload")).to_have_count(0, timeout=30_000)
    expect(slowly.get_by_text("nichts").first).to_be_visible()


def upload_tab(page: Page) -> Locator:
    """The dialog of the picture of a news item, with a file chosen that takes a while."""
    page.goto(f"/admin/pages/add/news/newspage/{NewsIndexPage.objects.get().pk}/")
    page.locator("#id_picture-chooser").get_by_role("button").first.click()
    dialog = page.locator(".modal")
    dialog.get_by_role("tab", name="Hochladen").click()
    picture = io.BytesIO()
    Image.frombytes("RGB", (700, 500), NOISE(700 * 500 * 3)).save(picture, "PNG")
    dialog.locator("input[type=file]").set_input_files(
        {"name": "marktplatz.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    )
    expect(dialog.get_by_label("Titel")).to_have_value("Marktplatz")
    return dialog


def test_the_dialog_of_pictures_shows_it_too(slowly: Page) -> None:
    upload_tab(slowly).get_by_role("button", name="Hochladen").click()
    moving(slowly)
    expect(slowly.locator("#id_picture-chooser [data-chooser-title]")).to_have_text("Marktplatz")


def test_the_dialog_tells_what_went_wrong_and_keeps_the_file(staff: Page) -> None:
    dialog = upload_tab(staff)
    upload = "**/images/chooser/create/**"
    staff.route(upload, lambda route: route.fulfill(status=413))
    dialog.get_by_role("button", name="Hochladen").click()
    expect(dialog.get_by_text("Die Datei ist zu groß für das Portal.")).to_be_visible()
    expect(dialog.get_by_text("Serverfehler")).to_have_count(0)
    staff.unroute(upload)
    dialog.get_by_label("Titel").fill("")
    dialog.get_by_role("button", name="Hochladen").click()
    expect(dialog.locator(".error-message").filter(has_text="Dieses Feld")).to_be_visible()
    dialog.get_by_label("Titel").fill("Der Marktplatz")
    dialog.get_by_role("button", name="Hochladen").click()
    expect(staff.locator("#id_picture-chooser [data-chooser-title]")).to_have_text("Der Marktplatz")
