"""Runs that somebody has started in the admin: in the background, with progress, and with their report kept."""

import logging
import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from ogl_portal.importing.models import ImportItem, ImportRun, RunKind, RunState
from ogl_portal.importing.wxr.fetch import SiteUploads
from ogl_portal.importing.wxr.reader import UnreadableExportError
from ogl_portal.importing.wxr.run import Listener, Options, WordPressImport
from ogl_portal.importing.wxr.uploads import FirstOf, Uploads, ZipUploads

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
SECONDS_BETWEEN_REPORTS = 0.5
_BATCH = 100
UNEXPECTED = (
    "Bei der Übernahme ist ein unerwarteter Fehler aufgetreten. Was bis dahin übernommen wurde, ist sicher gespeichert "
    "und wird bei einem neuen Anlauf nicht verdoppelt. Bitte versuchen Sie es noch einmal; geschieht es wieder, fragen "
    "Sie den technischen Betrieb."
)


class RunListener(Listener):
    """Writes progress and results into the database, not more often than somebody could read them."""

    def __init__(self, run: ImportRun) -> None:
        self.run = run
        self.waiting: list[ImportItem] = []
        self.last = 0.0

    def progress(self, stage: str, share: float) -> None:
        if time.monotonic() - self.last < SECONDS_BETWEEN_REPORTS:
            return
        self.last = time.monotonic()
        ImportRun.objects.filter(pk=self.run.pk).update(stage=stage, progress=round(100 * share))

    def result(self, result: ImportItem) -> None:
        result.run = self.run
        self.waiting.append(result)
        if len(self.waiting) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        ImportItem.objects.bulk_create(self.waiting)
        self.waiting = []


def work(run_id: int) -> None:
    """Do one run; does nothing when it is done or being worked on by somebody else."""
    run = _claim(run_id)
    if run is None:
        return
    try:
        listener = RunListener(run)
        run.items.all().delete()
        with run.file.open("rb") as file:
            notes = WordPressImport(
                file,
                uploads=lambda base_url: _uploads(run, base_url),
                options=Options(**{name: bool(run.options.get(name)) for name in Options.__dataclass_fields__}),
                user=run.created_by,
                is_preview=run.is_preview,
                listener=listener,
            ).run()
        listener.flush()
    except UnreadableExportError as error:
        _end(run, RunState.FAILED, error=str(error))
    except ValidationError as error:
        _end(run, RunState.FAILED, error=" ".join(error.messages))
    except Exception:
        logger.exception("Import run %s failed", run_id)
        _end(run, RunState.FAILED, error=UNEXPECTED)
    else:
        _end(run, RunState.PREVIEWED if run.is_preview else RunState.DONE, notes=notes)


def _claim(run_id: int) -> ImportRun | None:
    with transaction.atomic():
        waiting = ImportRun.objects.select_for_update(skip_locked=True, of=("self",))
        run = waiting.filter(pk=run_id, state=RunState.QUEUED, kind=RunKind.WORDPRESS).first()
        if run is None:
            return None
        run.state = RunState.RUNNING
        run.attempts += 1
        run.save(update_fields=["state", "attempts"])
    if run.attempts > MAX_ATTEMPTS:
        _end(run, RunState.FAILED, error=UNEXPECTED)
        return None
    return run


def _uploads(run: ImportRun, base_url: str) -> Uploads:
    places: list[Any] = []
    if run.uploads:
        places.append(ZipUploads(run.uploads.open("rb")))
    if run.options.get("fetch"):
        places.append(SiteUploads(base_url))
    return FirstOf(*places)


def _end(run: ImportRun, state: RunState, *, error: str = "", notes: list[str] | None = None) -> None:
    run.state, run.error, run.notes, run.stage = state, error, notes or [], ""
    run.progress, run.finished_at = 100, timezone.now()
    run.save(update_fields=["state", "error", "notes", "stage", "progress", "finished_at"])
