"""Files wait in lines of their own, a long one holds up no short one, and nobody at a screen waits for a check."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from ogl_portal.jobs.locks import Lock, locked
from ogl_portal.operations import server
from publications import tasks
from publications.models import FileState, FileVersion, PublicationPage
from publications.upload import add_version
from tests.factories import AdminFactory, Portal, PublicationPageFactory
from tests.publications.test_upload import pdf

DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "files", "long-files"]}}


def version_of(portal: Portal, tmp_path: Path, name: str, **options: Any) -> FileVersion:
    publication = PublicationPageFactory(parent=portal.publications, title=name, slug=name)
    path = tmp_path / f"{name}.pdf"
    path.write_bytes(pdf(name))
    with path.open("rb") as file:
        return add_version(publication, File(file), filename=path.name, **options)


@pytest.mark.parametrize(
    ("pages", "size", "queue"), [(3, 90_000, "files"), (400, 90_000, "long-files"), (None, 80_000_000, "long-files")]
)
def test_what_takes_long_waits_in_a_line_of_its_own(pages: int | None, size: int, queue: str) -> None:
    assert tasks.queue_for(FileVersion(page_count=pages, original_size=size)) == queue


def test_a_long_file_in_front_holds_up_no_short_one(
    transactional_db: None, portal: Portal, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = DATABASE
    monkeypatch.setattr(tasks, "LONG_BYTES", 0)
    long = version_of(portal, tmp_path, "lang")
    monkeypatch.setattr(tasks, "LONG_BYTES", 20_000_000)
    short = version_of(portal, tmp_path, "kurz")
    waiting = DBTaskResult.objects.ready().filter(task_path=tasks.process_version.module_path).order_by("enqueued_at")
    assert [task.queue_name for task in waiting] == ["long-files", "files"]
    _work("files")  # the worker that takes nothing else
    assert FileVersion.objects.get(pk=short.pk).state == FileState.READY
    assert FileVersion.objects.get(pk=long.pk).state == FileState.QUEUED
    _work("files,long-files")
    assert FileVersion.objects.get(pk=long.pk).state == FileState.READY


def test_one_worker_is_kept_free_for_short_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OGL_FILE_WORKERS", "3")
    queues = [arguments[1] for arguments in server.workers().values() if len(arguments) > 1]
    assert queues == ["files", "files,long-files", "files,long-files"]
    monkeypatch.setenv("OGL_FILE_WORKERS", "1")
    with pytest.raises(server.CannotServeError, match="2 or more"):
        server.file_workers()


def test_only_what_nobody_is_at_is_taken_up_again(
    transactional_db: None, portal: Portal, tmp_path: Path, settings: Any
) -> None:
    settings.TASKS = DATABASE
    version = version_of(portal, tmp_path, "bericht")
    DBTaskResult.objects.all().delete()
    FileVersion.objects.filter(pk=version.pk).update(state=FileState.RUNNING)
    held, done = threading.Event(), threading.Event()

    def work() -> None:
        with locked(Lock.FILE_VERSION, str(version.pk)):
            held.set()
            done.wait(30)
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    held.wait(30)
    try:
        assert tasks.resume() == 0, "another worker, perhaps on another machine, is at it"
    finally:
        done.set()
        worker.join()
    assert tasks.resume() == 1
    assert DBTaskResult.objects.ready().filter(queue_name="files").count() == 1


def test_a_file_that_takes_too_long_to_look_at_is_told_about_later(
    portal: Portal, client: Client, settings: Any
) -> None:
    publication = PublicationPageFactory(parent=portal.publications, title="Leitfaden", slug="leitfaden")
    client.force_login(AdminFactory())
    settings.OGL_UPLOAD_PATIENCE = 0
    damaged = SimpleUploadedFile("gross.pdf", pdf()[:200], content_type="application/pdf")
    url = f"/admin/veroeffentlichungen/{publication.pk}/dateien/"
    answer = client.post(f"{url}neu/", {"file": damaged}, follow=True)
    assert "»gross.pdf« ist groß" in answer.content.decode()
    tasks.resume()
    version = FileVersion.objects.get()
    assert version.state == FileState.FAILED
    assert version.error[:30] in client.get(url).content.decode()


def test_a_draft_that_somebody_has_named_keeps_its_name(portal: Portal, tmp_path: Path, settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    from publications.bulk import create_draft

    file: Any = SimpleUploadedFile("jahresbericht.pdf", pdf(title="Kommunen öffnen sich"))
    file.accepted = None
    version = create_draft(portal.publications, file, filename="jahresbericht.pdf", user=AdminFactory())
    draft = PublicationPage.objects.get(pk=version.publication_id)
    assert draft.title == "Jahresbericht"
    draft.title = "Mein Titel"
    draft.save_revision()
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    tasks.run(version.pk)
    draft.refresh_from_db()
    assert draft.get_latest_revision_as_object().title == "Mein Titel"


def _work(queues: str) -> None:
    call_command("db_worker", queue_name=queues, batch=True, startup_delay=False, reload=False, verbosity=0)
