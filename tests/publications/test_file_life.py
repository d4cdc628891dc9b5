"""The life of a file: uploaded, scanned, processed, failed, tried again, taken up after a kill, read in the browser."""

import io
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from ogl_portal.uploads import scanning
from publications import pipeline, tasks
from publications.models import FileState, FileVersion, PublicationPage, ScanState
from publications.pdf.accept import SAFE
from publications.pdf.pipeline import STAGES
from publications.reading_address import part_address
from publications.signals import version_changed
from publications.tasks import process_version
from publications.upload import add_version
from tests.factories import AdminFactory, Portal, PublicationPageFactory
from tests.uploads.clamd import Daemon, running

SAMPLES = Path(__file__).parents[2] / "ogl_portal" / "programme" / "documents"
TAGGED = SAMPLES / "von-der-utopie-zur-kulturtechnik.pdf"
UNTAGGED = SAMPLES / "interim-report-2021.pdf"


@pytest.fixture
def publication(portal: Portal) -> PublicationPage:
    return PublicationPageFactory(parent=portal.publications, title="Leitfaden", slug="leitfaden")


def waiting_version(publication: PublicationPage, source: Path = TAGGED) -> FileVersion:
    """A version that is stored and not yet processed: outside of a transaction's end nothing is queued."""
    with source.open("rb") as file:
        return add_version(publication, File(file, name=source.name), filename=source.name)


def processed(publication: PublicationPage, source: Path = TAGGED) -> FileVersion:
    version = waiting_version(publication, source)
    pipeline.run(version.pk)
    version.refresh_from_db()
    return version


def test_a_file_is_public_only_when_the_pipeline_is_through(publication: PublicationPage, client: Client) -> None:
    version = waiting_version(publication)
    assert client.get("/ergebnisse/leitfaden/leitfaden.pdf").status_code == 404
    pipeline.run(version.pk)
    version.refresh_from_db()
    assert version.state == FileState.READY, version.error
    assert (version.page_count, version.conforms) == (15, True)
    assert client.get("/ergebnisse/leitfaden/leitfaden.pdf").status_code == 200
    page = client.get("/ergebnisse/leitfaden/").content.decode()
    assert "Keine Regel von PDF/UA-1 verletzt, maschinell geprüft am" in page
    assert "Ein Mensch hat die Datei noch nicht geprüft" in page


def test_uploading_hands_the_file_to_the_pipeline_by_itself(
    publication: PublicationPage, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        version = waiting_version(publication)
    version.refresh_from_db()
    assert version.state == FileState.READY


def test_processing_twice_changes_nothing(publication: PublicationPage) -> None:
    version = processed(publication)
    before = (version.public_sha256, version.processed_at, version.pages.count())
    pipeline.run(version.pk)
    version.refresh_from_db()
    assert (version.public_sha256, version.processed_at, version.pages.count()) == before


def test_others_are_told_when_a_version_becomes_public(
    publication: PublicationPage, django_capture_on_commit_callbacks: Any
) -> None:
    told: list[PublicationPage] = []

    def listen(publication: PublicationPage, **kwargs: Any) -> None:
        told.append(publication)

    version_changed.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            processed(publication)
    finally:
        version_changed.disconnect(listen)
    assert [page.pk for page in told] == [publication.pk]


def test_a_file_that_cannot_be_read_keeps_its_reason_and_is_never_public(
    publication: PublicationPage, client: Client, tmp_path: Path
) -> None:
    damaged = tmp_path / "kaputt.pdf"
    damaged.write_bytes(TAGGED.read_bytes()[:2000])
    version = processed(publication, damaged)
    assert version.state == FileState.FAILED
    assert SAFE in version.error
    assert client.get("/ergebnisse/leitfaden/leitfaden.pdf").status_code == 404
    client.force_login(AdminFactory())
    assert version.error[:40] in client.get(f"/admin/veroeffentlichungen/{publication.pk}/dateien/").content.decode()


def test_a_failed_file_can_be_tried_again(publication: PublicationPage, client: Client) -> None:
    version = waiting_version(publication)
    FileVersion.objects.filter(pk=version.pk).update(state=FileState.FAILED, error="Der Virenscanner antwortet nicht.")
    client.force_login(AdminFactory())
    client.post(f"/admin/dateiversionen/{version.pk}/wiederholen/")
    version.refresh_from_db()
    assert (version.state, version.error) == (FileState.READY, "")


@pytest.mark.parametrize("state", [FileState.QUEUED, FileState.RUNNING])
def test_what_a_kill_cut_off_is_finished_at_the_next_start(publication: PublicationPage, state: str) -> None:
    version = waiting_version(publication)
    FileVersion.objects.filter(pk=version.pk).update(state=state, stage="Text der Seiten lesen", progress=60)
    assert tasks.resume() == 1
    version.refresh_from_db()
    assert version.state == FileState.READY
    assert tasks.resume() == 0


def test_an_upload_whose_process_was_killed_before_it_made_a_task_is_not_forgotten(
    publication: PublicationPage,
) -> None:
    version = waiting_version(publication)
    assert tasks.queue_forgotten() == 0, "it was uploaded this moment: its process may be about to make the task"
    FileVersion.objects.filter(pk=version.pk).update(created_at=timezone.now() - timedelta(minutes=2))
    task = DBTaskResult.objects.create(
        task_path=process_version.module_path,
        args_kwargs={"args": [version.pk], "kwargs": {}},
        backend_name="default",
        run_after=timezone.now(),
    )
    assert tasks.queue_forgotten() == 0, "its task waits for the worker"
    task.delete()
    assert tasks.queue_forgotten() == 1
    version.refresh_from_db()
    assert version.state == FileState.READY


def test_a_file_that_kills_its_worker_again_and_again_is_given_up(publication: PublicationPage) -> None:
    version = waiting_version(publication)
    FileVersion.objects.filter(pk=version.pk).update(state=FileState.RUNNING, attempts=pipeline.MAX_ATTEMPTS)
    tasks.resume()
    version.refresh_from_db()
    assert (version.state, version.error) == (FileState.FAILED, pipeline.UNEXPECTED)


def test_every_step_of_the_pipeline_has_a_name_that_staff_understand() -> None:
    assert {*STAGES, "done"} <= set(pipeline.STAGES_DE)


# --- Malware ------------------------------------------------------------------


@pytest.fixture
def clamd() -> Iterator[Daemon]:
    yield from running()


def test_without_a_scanner_a_file_says_that_it_was_not_checked(publication: PublicationPage) -> None:
    version = processed(publication)
    assert version.scan_state == ScanState.NOT_SCANNED
    assert version.get_scan_state_display() == "nicht auf Schadsoftware geprüft"


def test_unchecked_files_stay_back_where_the_setting_says_so(publication: PublicationPage, settings: Any) -> None:
    settings.OGL_PUBLISH_UNSCANNED = False
    version = processed(publication)
    assert version.state == FileState.FAILED
    assert "nicht auf Schadsoftware geprüft" in version.error


def test_the_scanner_gets_the_whole_original(publication: PublicationPage, settings: Any, clamd: Daemon) -> None:
    settings.OGL_CLAMAV = clamd.address
    version = processed(publication)
    assert (version.state, version.scan_state) == (FileState.READY, ScanState.CLEAN)
    assert clamd.received == [TAGGED.read_bytes()]


def test_an_infected_file_is_named_and_stays_back(
    publication: PublicationPage, settings: Any, clamd: Daemon, client: Client
) -> None:
    settings.OGL_CLAMAV, clamd.answer = clamd.address, lambda _: "stream: Pdf.Exploit.Test FOUND"
    version = processed(publication)
    assert (version.state, version.scan_state) == (FileState.FAILED, ScanState.INFECTED)
    assert "Pdf.Exploit.Test" in version.error
    assert client.get("/ergebnisse/leitfaden/leitfaden.pdf").status_code == 404


def test_a_silent_scanner_holds_the_file_back(publication: PublicationPage, settings: Any) -> None:
    closed = socket.create_server(("127.0.0.1", 0))
    settings.OGL_CLAMAV = f"127.0.0.1:{closed.getsockname()[1]}"
    closed.close()
    version = processed(publication)
    assert version.state == FileState.FAILED
    assert "Der Virenscanner antwortet nicht" in version.error


def test_a_scanner_that_refuses_is_no_clean_bill(clamd: Daemon) -> None:
    clamd.answer = lambda _: "INSTREAM size limit exceeded. ERROR"
    with pytest.raises(scanning.ScannerUnavailableError, match="size limit"):
        scanning.scan(io.BytesIO(TAGGED.read_bytes()), clamd.address)


# --- The reading view ----------------------------------------------------------


def test_the_reading_view_has_an_anchor_and_the_printed_number_of_every_page(
    publication: PublicationPage, client: Client
) -> None:
    version = processed(publication)
    for page in version.pages.all():
        html = client.get(part_address("/ergebnisse/leitfaden/", page.number)).content.decode()
        assert f'<section id="seite-{page.number}"' in html
        assert page.place.name in html
    html = client.get("/ergebnisse/leitfaden/lesen/").content.decode()
    assert "automatisch aus dem PDF gewonnen" in html
    assert "<h2" in html


def test_the_words_of_every_page_stand_in_the_reading_view(publication: PublicationPage, client: Client) -> None:
    import html5lib

    version = processed(publication)
    document = html5lib.parse(client.get("/ergebnisse/leitfaden/lesen/ganz/").content, namespaceHTMLElements=False)
    for page in version.pages.all():
        section = document.find(f".//section[@id='seite-{page.number}']")
        shown = "".join("".join(section.itertext()).split())
        wanted = "".join(page.text.split())
        missing = sum(max(0, wanted.count(char) - shown.count(char)) for char in set(wanted))
        assert missing <= len(wanted) * 0.005, f"page {page.number}: {missing} of {len(wanted)} characters missing"


def test_an_untagged_file_is_read_with_an_honest_notice(publication: PublicationPage, client: Client) -> None:
    version = processed(publication, UNTAGGED)
    assert version.conforms is False
    html = client.get("/ergebnisse/leitfaden/lesen/").content.decode()
    assert "Das PDF nennt keine Überschriften, Listen oder Tabellen" in html
    landing = client.get("/ergebnisse/leitfaden/").content.decode()
    assert "verletzt" in landing


@pytest.mark.parametrize(
    ("asked", "anchor"), [("ii", "#seite-2"), ("PDF-Seite 15", "ab-seite-11/#seite-15"), ("II", "#seite-2")]
)
def test_a_page_is_reached_by_its_printed_or_its_counted_number(
    publication: PublicationPage, client: Client, asked: str, anchor: str
) -> None:
    version = processed(publication)
    version.pages.filter(number=2).update(label="ii")
    version.pages.filter(number=15).update(label="13")
    response = client.get("/ergebnisse/leitfaden/lesen/", {"seite": asked})
    assert response.status_code == 302
    assert response["Location"] == f"/ergebnisse/leitfaden/lesen/{anchor}"


def test_without_readable_text_the_pdf_answers_in_place_of_the_reading_view(
    publication: PublicationPage, client: Client
) -> None:
    version = processed(publication)
    FileVersion.objects.filter(pk=version.pk).update(text_characters=0)
    assert client.get("/ergebnisse/leitfaden/lesen/")["Location"] == "/ergebnisse/leitfaden/leitfaden.pdf"
    asked = client.get("/ergebnisse/leitfaden/lesen/", {"seite": "7"})
    assert asked["Location"] == "/ergebnisse/leitfaden/leitfaden.pdf#page=7"
    landing = client.get("/ergebnisse/leitfaden/").content.decode()
    assert "Lesefassung öffnen" not in landing


def test_a_page_without_readable_text_says_why(publication: PublicationPage, client: Client) -> None:
    version = processed(publication)
    version.pages.filter(number__in=(2, 3)).update(text="", blocks=[])
    version.inspection |= {"scanned_pages": [2], "unreadable_pages": [{"number": 3, "share": 0.5}]}
    version.save(update_fields=["inspection"])
    html = client.get("/ergebnisse/leitfaden/lesen/").content.decode()
    assert html.count("Diese Seite ist ein Bild ohne Text") == 1
    assert html.count("Der Text dieser Seite ist nicht lesbar") == 1


def test_a_page_that_does_not_exist_is_answered_at_the_field(publication: PublicationPage, client: Client) -> None:
    processed(publication)
    response = client.get("/ergebnisse/leitfaden/lesen/", {"seite": "4711"})
    assert response.status_code == 200
    assert "Eine Seite »4711« gibt es nicht" in response.content.decode()


def test_staff_approve_the_reading_view(publication: PublicationPage, client: Client) -> None:
    version = processed(publication)
    client.force_login(AdminFactory())
    client.post(f"/admin/dateiversionen/{version.pk}/freigeben/", {"was": "lesefassung"})
    assert "automatisch aus dem PDF gewonnen" not in client.get("/ergebnisse/leitfaden/lesen/").content.decode()


def test_the_report_explains_each_broken_rule_and_what_only_people_can_judge(
    publication: PublicationPage, client: Client
) -> None:
    version = processed(publication, UNTAGGED)
    client.force_login(AdminFactory())
    report = client.get(f"/admin/dateiversionen/{version.pk}/pruefbericht/").content.decode()
    assert "Das Dokument hat keine Tags" in report
    for program in ("In Word", "In LibreOffice", "In InDesign"):
        assert program in report
    assert "Was nur ein Mensch beurteilen kann" in report


# --- Taking back, and looking before it is public --------------------------------


def test_a_file_that_was_taken_back_says_since_when_and_why(publication: PublicationPage, client: Client) -> None:
    version = processed(publication)
    client.force_login(AdminFactory())
    client.post(f"/admin/dateiversionen/{version.pk}/zurueckziehen/", {"reason": "Tabelle 3 war falsch."})
    client.logout()
    for address in ("leitfaden.pdf", "leitfaden-v1.pdf"):
        response = client.get(f"/ergebnisse/leitfaden/{address}")
        assert response.status_code == 410
        assert "Grund: Tabelle 3 war falsch." in response.content.decode()
    assert "Tabelle 3 war falsch." in client.get("/ergebnisse/leitfaden/").content.decode()
    assert client.get("/ergebnisse/leitfaden/lesen/").status_code == 404


def test_the_cleaned_file_of_a_draft_is_for_staff_only(portal: Portal, client: Client) -> None:
    draft = PublicationPageFactory(parent=portal.publications, slug="entwurf", live=False)
    version = processed(draft)
    address = f"/admin/dateiversionen/{version.pk}/datei/"
    assert client.get("/ergebnisse/entwurf/entwurf.pdf").status_code == 404
    assert client.get(address).status_code == 302
    client.force_login(AdminFactory())
    response = client.get(address)
    assert response.status_code == 200
    assert "no-store" in response.headers["Cache-Control"]
    response.close()


def test_a_file_is_saved_under_its_title_umlauts_included(portal: Portal, client: Client) -> None:
    publication = PublicationPageFactory(parent=portal.publications, title="Öffnung für alle", slug="oeffnung")
    processed(publication)
    response = client.head("/ergebnisse/oeffnung/oeffnung.pdf")
    saved_as = "inline; filename*=utf-8''%C3%96ffnung%20f%C3%BCr%20alle%20%28Version%201%29.pdf"
    assert response.headers["Content-Disposition"] == saved_as


@pytest.mark.parametrize("name", ["Bericht.pdf", "../../etc/passwd.pdf", "a" * 300 + ".pdf", "\u202efdp.exe.pdf"])
def test_several_files_become_drafts_whatever_they_are_called(portal: Portal, client: Client, name: str) -> None:
    client.force_login(AdminFactory())
    from django.core.files.uploadedfile import SimpleUploadedFile

    good = SimpleUploadedFile(name, TAGGED.read_bytes(), content_type="application/pdf")
    bad = SimpleUploadedFile("seite.pdf", b"<!doctype html><p>kein PDF", content_type="application/pdf")
    html = client.post("/admin/veroeffentlichungen/hochladen/", {"files": [good, bad]}).content.decode()
    tasks.resume()  # what the worker does
    draft = PublicationPage.objects.get(live=False)
    assert draft.title.startswith("Kommunales Open Government")
    assert draft.language == "de"
    assert "ist kein PDF" in html
    assert FileVersion.objects.count() == 1
