"""Documents that take longer to look through than people are kept waiting for: safe, not public, and told later."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, UploadedFile

from ogl_portal.editorial.checks.content_nodes import LinkTarget
from ogl_portal.editorial.checks.own_links import look_up
from ogl_portal.media import cleaning, document_files
from ogl_portal.media.forms import DocumentForm
from ogl_portal.media.models import DocumentState, PortalDocument
from tests.factories import AdminFactory
from tests.media.test_documents import DOORS, blackened_pdf, pdf, several_at_once, single_form, words
from tests.uploads.office_files import WHO, docx, tracked_docx

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Whose every upload takes too long."""
    settings.OGL_UPLOAD_PATIENCE = 0
    monkeypatch.setattr(document_files, "AT_ONCE", 0)
    client.force_login(AdminFactory())
    return client


def is_public() -> bool:
    status = Client().get(PortalDocument.objects.get().url).status_code
    assert status in (200, 404)
    return status == 200


def edited(client: Client, **more: str) -> str:
    document = PortalDocument.objects.get()
    form = {"title": document.title, "collection": Collection.get_first_root_node().pk, **more}
    return str(client.post(reverse("wagtaildocs:edit", args=[document.pk]), form).content.decode())


def shown(client: Client) -> str:
    return str(client.get(reverse("wagtaildocs:edit", args=[PortalDocument.objects.get().pk])).content.decode())


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("name", "data"), [("protokoll.docx", docx()), ("bericht.pdf", pdf())])
def test_is_public_once_it_is_clean(door: Any, name: str, data: bytes, editor: Client) -> None:
    door(editor, name, data)
    assert PortalDocument.objects.get().state == DocumentState.WAITING
    assert not is_public()
    assert editor.get(PortalDocument.objects.get().url).status_code == 404
    assert "wird noch geprüft und gesäubert" in shown(editor)
    cleaning.clean_waiting_documents()
    document = PortalDocument.objects.get()
    assert document.recipe == document_files.registered()[document.file_extension].recipe
    assert WHO not in words(document.file.path)
    assert is_public()
    assert "wird noch geprüft" not in shown(editor)


def test_a_worker_is_at_it_at_once(editor: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        single_form(editor, "bericht.pdf", pdf())
    assert is_public()


@pytest.mark.parametrize(("name", "data"), [("protokoll.docx", tracked_docx()), ("bescheid.pdf", blackened_pdf())])
def test_what_readers_do_not_see_is_decided_about_first(name: str, data: bytes, editor: Client) -> None:
    single_form(editor, name, data)
    cleaning.clean_waiting_documents()
    document = PortalDocument.objects.get()
    assert document.told
    assert not is_public()
    assert "Die Datei ist noch nicht öffentlich: Bitte kreuzen Sie unten an" in shown(editor)
    assert look_up([LinkTarget("document", document.pk)]).documents[document.pk].startswith("Es ist noch zu entsch")
    edited(editor)
    assert not is_public()
    edited(editor, may_be_seen="on")
    assert is_public()


def test_who_has_decided_is_not_asked_again(editor: Client) -> None:
    single_form(editor, "bescheid.pdf", blackened_pdf(), may_be_seen="on")
    cleaning.clean_waiting_documents()
    assert PortalDocument.objects.get().told
    assert is_public()


def test_what_is_refused_says_why(editor: Client) -> None:
    single_form(editor, "bericht.pdf", pdf()[:200])
    cleaning.clean_waiting_documents()
    document = PortalDocument.objects.get()
    assert document.state == DocumentState.REFUSED
    assert document.refusal in shown(editor)
    assert look_up([LinkTarget("document", document.pk)]).documents[document.pk].endswith("nicht angenommen worden.")
    cleaning.clean_documents()
    assert not is_public()


def test_a_file_that_replaces_it_meanwhile_stays(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    single_form(editor, "bericht.pdf", pdf())
    cleaned = document_files.cleaned

    def and_replaced(*arguments: Any) -> Any:
        PortalDocument.objects.update(file="documents/neu.pdf")
        return cleaned(*arguments)

    monkeypatch.setattr(document_files, "cleaned", and_replaced)
    cleaning.clean_waiting_documents()
    document = PortalDocument.objects.get()
    assert (document.file.name, document.state) == ("documents/neu.pdf", DocumentState.WAITING)


def test_without_a_title_nothing_is_kept_that_nobody_has_looked_through(editor: Client) -> None:
    """Wagtail keeps a file of several that needs a title, and stores it by a form that knows nothing of its content."""
    answer = several_at_once(editor, "Scan_0001.pdf", blackened_pdf(), title="")
    assert "Bitte laden Sie sie einzeln hoch und schreiben Sie einen Titel dazu." in answer
    assert not UploadedFile.objects.exists()
    assert not PortalDocument.objects.exists()


def test_what_a_worker_finds_stays_whoever_edits_meanwhile(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    single_form(editor, "bericht.pdf", pdf())
    clean = DocumentForm.clean

    def as_the_worker_ends(form: DocumentForm) -> Any:
        cleaning.clean_waiting_documents()
        return clean(form)

    monkeypatch.setattr(DocumentForm, "clean", as_the_worker_ends)
    edited(editor, title="Neuer Titel")
    document = PortalDocument.objects.get()
    assert (document.title, document.state) == ("Neuer Titel", DocumentState.PUBLIC)
    assert is_public()


def test_a_decision_outlives_another_title(editor: Client) -> None:
    single_form(editor, "bescheid.pdf", blackened_pdf(), may_be_seen="on")
    edited(editor, title="Neuer Titel")
    cleaning.clean_waiting_documents()
    assert is_public()


def test_one_that_is_lost_holds_up_no_other(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for title in ("Erstes", "Zweites", "Drittes"):
        single_form(editor, "bericht.pdf", pdf(), title=title)
    lost = PortalDocument.objects.get(title="Erstes")
    lost.file.storage.delete(lost.file.name)
    cleaned = document_files.cleaned

    def breaks_once(file: Any, name: str, title: str) -> Any:
        if title == "Zweites":
            raise MemoryError
        return cleaned(file, name, title)

    monkeypatch.setattr(document_files, "cleaned", breaks_once)
    cleaning.clean_documents()
    states = PortalDocument.objects.order_by("pk").values_list("state", "refusal")
    assert list(states) == [
        (DocumentState.REFUSED, cleaning.LOST),
        (DocumentState.REFUSED, cleaning.NOT_THROUGH),
        (DocumentState.PUBLIC, ""),
    ]
