"""Background work on result PDFs: the tasks, and what queues them."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.models import Revision

from ogl_portal.core import published
from publications.epub import files as epubs
from publications.models import FileState, FileVersion, PublicationPage
from publications.pipeline import is_worked_on, run
from publications.public_records import outdated, rewrite, with_public_file
from publications.signals import version_changed

FILES, LONG_FILES = "files", "long-files"
LONG_PAGES, LONG_BYTES = 150, 20_000_000


@task(queue_name=FILES)
def process_version(version_id: int) -> None:
    """Take one version through the pipeline; safe to run twice."""
    run(version_id)
    # The record may have changed while the file was worked on.
    queue_outdated(pk=version_id)


@task(queue_name=FILES)
def rewrite_public_file(version_id: int) -> None:
    """Make a public file anew that no longer says what the entry says; safe to run twice."""
    rewrite(version_id)


@task(queue_name=FILES)
def make_epub(version_id: int) -> None:
    """Make the EPUB of a version if it is missing or says something else than the entry; safe to run twice."""
    for version in epubs.outdated(epubs.with_epub().filter(pk=version_id)):
        epubs.make_epub(version)


def enqueue_processing(version: FileVersion) -> None:
    """Hand a version to a worker, or do the work at once where no worker runs (setting TASKS)."""
    process_version.using(queue_name=queue_for(version)).enqueue(version.pk)


def queue_for(version: FileVersion) -> str:
    """The queue by which a file has to wait: what takes long never stands before what is short.

    One worker takes short files alone; all others take both kinds in the order in which they came, so that no long
    file waits for ever.
    """
    is_long = (version.page_count or 0) > LONG_PAGES or version.original_size > LONG_BYTES
    return LONG_FILES if is_long else FILES


def queue_outdated(**lookups: Any) -> int:
    """Have those public files made anew that do not say what the entry says now; gives their number.

    ``lookups`` choose versions. Without them all are looked at: for what was changed by a command or an import, and
    what a killed worker left undone.
    """
    found = outdated(with_public_file().filter(**lookups))
    for version in found:
        rewrite_public_file.using(queue_name=queue_for(version)).enqueue(version.pk)
    return len(found)


def queue_epubs(**lookups: Any) -> int:
    """Have the EPUBs made that are missing or outdated, of the versions that ``lookups`` choose; gives their number."""
    found = epubs.outdated(epubs.with_epub().filter(**lookups))
    for version in found:
        make_epub.using(queue_name=queue_for(version)).enqueue(version.pk)
    return len(found)


def resume() -> int:
    """Queue what a killed worker or server left unfinished; gives the number of versions. Called at every start."""
    return queue_abandoned() + queue_forgotten(patience=datetime.timedelta())


def queue_abandoned() -> int:
    """Queue versions that stand as being worked on while nobody is at them: their worker was killed."""
    running = FileVersion.objects.filter(state=FileState.RUNNING)
    abandoned = [version for version in running if not is_worked_on(version.pk)]
    for version in abandoned:
        FileVersion.objects.filter(pk=version.pk).update(state=FileState.QUEUED, stage="", progress=0)
        enqueue_processing(version)
    return len(abandoned)


def queue_forgotten(*, patience: datetime.timedelta = datetime.timedelta(minutes=1)) -> int:
    """Queue versions that wait without a task: the process that took the upload was killed before it made one."""
    tasks = DBTaskResult.objects.filter(task_path=process_version.module_path, status=TaskResultStatus.READY)
    known = {arguments["args"][0] for arguments in tasks.values_list("args_kwargs", flat=True)}
    since = timezone.now() - patience
    waiting = FileVersion.objects.filter(state=FileState.QUEUED, created_at__lt=since).exclude(pk__in=known)
    for version in waiting:
        enqueue_processing(version)
    return len(waiting)


def look_after(_today: datetime.date | None = None) -> None:
    """Every few minutes: nothing waits for ever because a process died."""
    queue_abandoned()
    queue_forgotten()


def connect() -> None:
    published.step("publications.public_records", _bring_in_line, order=300, model=PublicationPage)
    version_changed.connect(_version_changed)


def _bring_in_line(publication: PublicationPage, revision: Revision) -> None:
    def queue() -> None:
        queue_outdated(publication=publication.pk)
        queue_epubs(publication=publication.pk)

    transaction.on_commit(queue)


def _version_changed(sender: Any, publication: PublicationPage, **kwargs: Any) -> None:
    transaction.on_commit(lambda: queue_epubs(publication=publication.pk))
