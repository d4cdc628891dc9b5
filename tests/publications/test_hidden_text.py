"""From an upload with a blackening that failed to what the public gets: nothing before somebody has decided, and the
hidden words in no page, no search and no excerpt."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pikepdf import Array, Dictionary, Name, String
from wagtail import hooks

from ogl_portal.jobs import scheduled
from ogl_portal.users.models import RoleKey
from publications import pipeline, rereading
from publications.findings import hidden_data, undecided
from publications.models import DocumentPage, FileState, FileVersion, PublicationPage
from publications.pdf import hidden, process, reading
from publications.pdf.clean import has_redaction_notes
from publications.upload import add_version
from tests.factories import AdminFactory, Portal, PublicationPageFactory
from tests.publications.pdf.factory import Document, Heading, Paragraph, encoded, make
from tests.users.test_roles import person, signed_in

NAME = "Erika Mustermann"


def blackened(*, mark: bool = False) -> bytes:
    """A tagged report with a name that a black box covers, or that is only marked to be blackened."""
    pdf = make(Document([[Heading("Niederschrift"), Paragraph("Alles Weitere steht hier.")]]))
    page = pdf.pages[0].obj
    words = f"BT /F1 12 Tf 60 600 Td {encoded(f'Antrag von {NAME}')} Tj ET\n"
    cover = "" if mark else "0 g 124 595 110 20 re f"
    page.Contents = pdf.make_stream(page.Contents.read_bytes() + b"\n" + (words + cover).encode())
    if mark:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=[124, 595, 234, 615], F=4)
        note.T, note.Contents, note.Subj = String("Max Beispiel"), String("bitte noch entfernen"), String("intern")
        redaction = pdf.make_indirect(note)
        answer = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], F=4, IRT=redaction)
        answer.T, answer.Contents = String("Max Beispiel"), String("bitte noch entfernen")
        page.Annots = Array([redaction, pdf.make_indirect(answer)])
    data = io.BytesIO()
    pdf.save(data, deterministic_id=True)
    return data.getvalue()


def plain() -> bytes:
    """The same report without the name."""
    data = io.BytesIO()
    make(Document([[Heading("Niederschrift")]])).save(data)
    return data.getvalue()


@pytest.fixture
def publication(portal: Portal) -> PublicationPage:
    return PublicationPageFactory(parent=portal.publications, title="Niederschrift", slug="niederschrift")


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], Any]], Any]:
    """Does something and then what waits for the commit."""

    def run(work: Callable[[], Any]) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return work()

    return run


def uploaded(publication: PublicationPage, data: bytes) -> FileVersion:
    version = add_version(publication, File(io.BytesIO(data), name="bericht.pdf"), filename="bericht.pdf")
    pipeline.run(version.pk)
    version.refresh_from_db()
    return version


def words_of(client: Client, address: str, **parameters: str) -> str:
    response = client.get(address, parameters)
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    for field in soup.select("input"):
        field.decompose()
    return " ".join(soup.get_text(" ").split())


def test_from_upload_to_search_the_hidden_words_are_nowhere(
    publication: PublicationPage, client: Client, commits: Callable[[Callable[[], Any]], Any]
) -> None:
    version = commits(lambda: uploaded(publication, blackened()))
    assert version.state == FileState.HELD, version.error
    assert client.get("/ergebnisse/niederschrift/niederschrift.pdf").status_code == 404
    assert client.get("/ergebnisse/niederschrift/lesen/").status_code == 404

    publisher = signed_in(person(RoleKey.PUBLISHERS))
    commits(lambda: publisher.post(reverse("version_approve", args=[version.pk]), {"was": "verborgenes"}))
    version.refresh_from_db()
    assert version.state == FileState.READY
    assert client.get("/ergebnisse/niederschrift/niederschrift.pdf").status_code == 200

    view = words_of(client, "/ergebnisse/niederschrift/lesen/")
    assert "Alles Weitere steht hier" in view
    assert "Antrag von" in view
    assert "Mustermann" not in view
    assert "Antrag von" in words_of(client, "/suche/", q="Antrag")
    assert "Mustermann" not in words_of(client, "/suche/", q="Antrag")
    for query in ("Mustermann", "Erika", f'"{NAME}"'):
        assert "Niederschrift" not in words_of(client, "/suche/", q=query)
    assert "Mustermann" not in str(list(DocumentPage.objects.values())) + str(version.inspection) + str(version.outline)


def test_staff_are_told_by_page_and_publishers_decide(publication: PublicationPage) -> None:
    version = uploaded(publication, blackened())
    staff, report = signed_in(person(RoleKey.STAFF)), reverse("version_report", args=[version.pk])
    told = words_of(staff, report)
    assert "Unter einer Fläche, einem Bild oder einem Kommentar liegt Text (PDF-Seite\u00a01): »Erika Mustermann«" in (
        told.replace("Seite 1", "Seite\u00a01")
    )
    assert "In der PDF-Datei selbst ist er noch enthalten" in told
    assert "Diese Version ist noch nicht öffentlich." in told
    assert "Trotzdem freigeben" not in told
    assert "wartet auf eine Entscheidung" in words_of(staff, reverse("publication_files", args=[publication.pk]))
    editor = words_of(staff, reverse("wagtailadmin_pages:edit", args=[publication.pk]))
    assert "Zu Version 1 ist etwas zu entscheiden: In der Datei ist Text verborgen." in editor

    staff.post(reverse("version_approve", args=[version.pk]), {"was": "verborgenes"})
    version.refresh_from_db()
    assert version.state == FileState.HELD

    admin = signed_in(AdminFactory())
    assert "PDFs, über die zu entscheiden ist : 1" in words_of(admin, "/admin/")
    assert "Trotzdem freigeben" in words_of(admin, report)
    admin.post(reverse("version_approve", args=[version.pk]), {"was": "verborgenes"})
    assert "zu entscheiden ist" not in words_of(admin, "/admin/")
    assert "Trotz verborgenem Text freigegeben am" in words_of(admin, report)
    history = words_of(admin, reverse("wagtailadmin_pages:history", args=[publication.pk]))
    assert "PDF-Version 1 freigegeben, obwohl Text in ihr verborgen oder aktiver Inhalt enthalten ist" in history


WITHOUT_FILE = "»Niederschrift« ist öffentlich, aber noch ohne PDF"


def publish_chosen(client: Client, page: Any, *, below: bool = False) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    data = {"include_descendants": "on"} if below else {}
    return client.post(f"{address}?id={page.pk}&next=/admin/", data, follow=True).content.decode()


def test_who_publishes_a_page_whose_only_file_waits_is_told(publication: PublicationPage) -> None:
    uploaded(publication, blackened())
    admin = signed_in(AdminFactory())
    publication.unpublish()
    assert WITHOUT_FILE in publish_chosen(admin, publication)
    publication.unpublish()
    assert WITHOUT_FILE not in publish_chosen(admin, publication.get_parent())
    assert WITHOUT_FILE in publish_chosen(admin, publication.get_parent(), below=True)


def test_the_hook_of_a_single_publishing_tells_the_same(publication: PublicationPage, rf: RequestFactory) -> None:
    uploaded(publication, blackened())
    request = rf.get("/")
    request.session, request._messages = {}, CookieStorage(request)  # type: ignore[assignment,attr-defined]
    for hook in hooks.get_hooks("after_publish_page"):
        hook(request, publication)
    assert [WITHOUT_FILE in str(message) for message in get_messages(request)] == [True]


def test_nobody_is_told_of_a_publication_that_shows_a_file(publication: PublicationPage) -> None:
    uploaded(publication, plain())
    uploaded(publication, blackened())
    publication.unpublish()
    assert "noch ohne PDF" not in publish_chosen(signed_in(AdminFactory()), publication)


def test_only_a_public_file_is_called_public(publication: PublicationPage) -> None:
    admin, files = signed_in(AdminFactory()), reverse("publication_files", args=[publication.pk])
    uploaded(publication, blackened())
    waiting = words_of(admin, files)
    assert "Öffentliche Version" not in waiting
    assert "Bereinigte Version (noch nicht öffentlich) ansehen" in waiting
    uploaded(publication, plain())
    assert "Öffentliche Version ansehen" in words_of(admin, files)
    publication.unpublish()
    assert "Öffentliche Version" not in words_of(admin, files)


def test_a_new_version_of_a_public_file_waits_while_the_old_one_stays(
    publication: PublicationPage, client: Client
) -> None:
    assert uploaded(publication, plain()).state == FileState.READY
    second = uploaded(publication, blackened())
    assert second.state == FileState.HELD
    assert publication.current_version.number == 1
    assert client.get("/ergebnisse/niederschrift/niederschrift.pdf").status_code == 200
    assert client.get("/ergebnisse/niederschrift/niederschrift-v2.pdf").status_code == 404


def test_what_only_a_person_would_not_mean_is_told_and_not_held(publication: PublicationPage) -> None:
    with pikepdf.open(io.BytesIO(blackened(mark=True))) as pdf:
        del pdf.pages[0].Annots
        pdf.pages[0].obj.CropBox = Array([0, 620, 595, 842])
        data = io.BytesIO()
        pdf.save(data)
    version = uploaded(publication, data.getvalue())
    assert version.state == FileState.READY
    told = words_of(signed_in(AdminFactory()), reverse("version_report", args=[version.pk]))
    assert "Text liegt außerhalb des sichtbaren Teils der Seite" in told
    assert "Trotzdem freigeben" not in told


def test_a_file_that_cannot_be_searched_for_hidden_text_is_held(
    publication: PublicationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def call(self: Any, function: Any, *args: Any, **kwargs: Any) -> Any:
        if function is hidden.find:
            raise process.StageFailed("crash")
        return function(*args, **{key: value for key, value in kwargs.items() if key != "seconds"})

    monkeypatch.setattr(process.Sandbox, "call", call)
    version = uploaded(publication, blackened())
    assert version.state == FileState.HELD
    told = words_of(signed_in(AdminFactory()), reverse("version_report", args=[version.pk]))
    assert told.count("ließ sich nicht feststellen") == 1


def test_who_marked_what_is_to_be_blackened_is_not_in_the_public_file(publication: PublicationPage) -> None:
    version = uploaded(publication, blackened(mark=True))
    assert [entry["reason"] for entry in version.hidden_text["found"]] == ["marked"]
    with version.public_file.open("rb") as file, pikepdf.open(file) as pdf:
        redaction, answer = pdf.pages[0].obj.Annots
        assert [str(redaction.Contents), str(answer.Contents)] == ["Zum Schwärzen markiert"] * 2
        assert not {"/T", "/Subj", "/RC"} & {*redaction.keys(), *answer.keys()}
    told = words_of(signed_in(AdminFactory()), reverse("version_report", args=[version.pk]))
    assert "2 Namen an Kommentaren" in told.replace("\u00a0", " ")
    assert "2 Notizen an Schwärzungen" in told.replace("\u00a0", " ")


# What was taken before there was this check.


@pytest.fixture
def old(publication: PublicationPage, commits: Callable[[Callable[[], Any]], Any]) -> FileVersion:
    """A public version as an older portal made it: its text is that of the file, and so are names and notes."""

    def make_old() -> FileVersion:
        version = uploaded(publication, blackened(mark=True))
        version.public_file.save("niederschrift-v1.pdf", ContentFile(blackened(mark=True)), save=False)
        version.public_sha256 = hashlib.sha256(blackened(mark=True)).hexdigest()
        version.pages.update(text=f"Niederschrift Antrag von {NAME}", blocks=[])
        version.state, version.reading_recipe, version.hidden_text = FileState.READY, 1, {}
        version.inspection["first_page_text"] = NAME
        version.save()
        pipeline.version_changed.send(FileVersion, publication=publication)
        return version

    return commits(make_old)


def test_old_files_are_read_anew_and_stay_public(
    old: FileVersion, client: Client, commits: Callable[[Callable[[], Any]], Any]
) -> None:
    assert "Mustermann" in words_of(client, "/ergebnisse/niederschrift/lesen/")
    assert "Mustermann" in words_of(client, "/suche/", q="Antrag")
    assert commits(rereading.read_anew) == 1
    assert "Mustermann" not in words_of(client, "/ergebnisse/niederschrift/lesen/")
    assert "Mustermann" not in words_of(client, "/suche/", q="Antrag")
    old.refresh_from_db()
    assert (old.state, old.reading_recipe) == (FileState.READY, reading.RECIPE)
    assert "Mustermann" not in str(old.inspection)
    assert "PDFs, über die zu entscheiden ist : 1" in words_of(signed_in(AdminFactory()), "/admin/")
    response = client.get("/ergebnisse/niederschrift/niederschrift.pdf")
    content = b"".join(response)
    assert len(content) == old.public_size
    assert b"Max Beispiel" not in content
    assert rereading.read_anew() == 0


def test_reading_anew_is_a_job_and_a_command(old: FileVersion, capsys: pytest.CaptureFixture[str]) -> None:
    assert "publications.read_anew" in {job.name for job in scheduled.registered() if scheduled.is_daily(job)}
    call_command("read_pdfs_anew")
    assert capsys.readouterr().out == "1 file version(s) read anew.\n"


def test_a_file_that_is_gone_is_told_and_tried_again(old: FileVersion) -> None:
    Path(old.public_file.path).unlink()
    assert rereading.read_anew() == 0
    old.refresh_from_db()
    assert (old.state, old.reading_recipe, old.hidden_text["failed"]) == (FileState.READY, 1, True)


def test_a_decision_without_knowledge_is_asked_for_again(old: FileVersion) -> None:
    old.hidden_text, old.hidden_accepted_at = hidden_data(hidden.NOTHING, failed=True), timezone.now()
    old.save()
    assert not undecided().exists()
    assert rereading.read_anew() == 1
    assert undecided().get() == old


def test_notes_are_looked_for_where_they_can_be(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(blackened(mark=True))
    assert has_redaction_notes(path)
    path.write_bytes(blackened())
    assert not has_redaction_notes(path)
