"""Take a file version through the pipeline: from the private original to the public file and all that is shown of it.

The work over the file itself is in ``publications.pdf``; here its results meet the database. A version is either not
public or complete: files are written first, one transaction makes it READY, or HELD until a person has decided. A run
that died is taken up again by ``tasks.resume``, and running twice gives the same.
"""

import hashlib
import logging
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.utils import timezone

from ogl_portal.jobs.locks import Lock, locked
from ogl_portal.uploads import scanning
from publications import draft_facts, public_records
from publications.findings import hidden_data, needs_decision
from publications.models import DocumentPage, FileState, FileVersion, ScanState
from publications.pdf import reading, summary_de
from publications.pdf.accept import RefusedPDF
from publications.pdf.blocks import ReadingPage, ReadingView
from publications.pdf.clean import PublicRecord
from publications.pdf.cover import CoverImage
from publications.pdf.pictures import FigurePicture
from publications.pdf.pipeline import ProcessedFile, process
from publications.pdf.text import PageText
from publications.signals import version_changed

logger = logging.getLogger(__name__)

MAX_ATTEMPTS = 5
STAGES_DE = {
    "scan": "Suche nach Schadsoftware",
    "accept": "Annahme",
    "inspect": "Inhalt ansehen",
    "check_before": "Barrierefreiheit des Originals prüfen",
    "clean": "Skripte, Anhänge und Namen entfernen",
    "check_after": "Barrierefreiheit der öffentlichen Datei prüfen",
    "hidden": "Verborgenen Text suchen",
    "text": "Text der Seiten lesen",
    "cover": "Titelbild zeichnen",
    "pictures": "Bilder der Lesefassung ausschneiden",
    "done": "Ergebnisse speichern",
}
UNEXPECTED = (
    "Bei der Prüfung ist ein unerwarteter Fehler aufgetreten. Das Original ist sicher gespeichert, es wurde nichts "
    "veröffentlicht. Bitte versuchen Sie es noch einmal; geschieht es wieder, fragen Sie den technischen Betrieb."
)


def run(version_id: int) -> None:
    """Process one version; does nothing when it is done, withdrawn or being worked on by somebody else."""
    with locked(Lock.FILE_VERSION, str(version_id), waits=False) as alone:
        if alone:
            _run(version_id)


def is_worked_on(version_id: int) -> bool:
    """Whether a process that lives is at this version, on whatever machine."""
    with locked(Lock.FILE_VERSION, str(version_id), waits=False) as free:
        return not free


def _run(version_id: int) -> None:
    version = _claim(version_id)
    if version is None:
        return
    try:
        with tempfile.TemporaryDirectory(prefix="ogl-pdf-") as folder:
            _process(version, Path(folder))
    except RefusedPDF as refused:
        _fail(version, refused.message_de)
    except Exception:
        logger.exception("Processing file version %s failed", version_id)
        _fail(version, UNEXPECTED)


def _claim(version_id: int) -> FileVersion | None:
    with transaction.atomic():
        waiting = FileVersion.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            pk=version_id, state=FileState.QUEUED
        )
        version = waiting.select_related("publication").first()
        if version is None:
            return None
        version.state = FileState.RUNNING
        version.attempts += 1
        version.save(update_fields=["state", "attempts"])
    if version.attempts > MAX_ATTEMPTS:
        # A file that has killed its worker again and again is not tried for ever.
        _fail(version, UNEXPECTED)
        return None
    return version


def _process(version: FileVersion, workdir: Path) -> None:
    source = public_records.copied(version.original, workdir / "original.pdf")
    scan_state = _scan(version, source)
    if scan_state is None:
        return
    draft_facts.fill_in(version, source)
    record = public_records.record_of(version)

    def report(stage: str, share: float) -> None:
        _progress(version, stage, share)

    result = process(
        source,
        workdir,
        record,
        report,
        filename=version.original_name,
        max_bytes=settings.OGL_PDF_MAX_BYTES,
    )
    _store(version, result, record, scan_state)


def _scan(version: FileVersion, source: Path) -> ScanState | None:
    """The scan's result, or None when the version may not go on (its state then says why)."""
    if not settings.OGL_CLAMAV:
        if settings.OGL_PUBLISH_UNSCANNED:
            return ScanState.NOT_SCANNED
        _fail(
            version,
            "Die Datei wurde nicht auf Schadsoftware geprüft, und ungeprüfte Dateien dürfen hier nicht erscheinen. Das "
            "Original ist sicher gespeichert. Bitte bitten Sie den technischen Betrieb, den Virenscanner einzurichten.",
        )
        return None
    _progress(version, "scan", 0.0)
    try:
        with source.open("rb") as file:
            found = scanning.scan(file, settings.OGL_CLAMAV)
    except scanning.ScannerUnavailableError:
        logger.exception("The malware scanner did not answer")
        _fail(
            version,
            "Der Virenscanner antwortet nicht. Das Original ist sicher gespeichert, nichts wurde veröffentlicht. Bitte "
            "versuchen Sie es in einigen Minuten noch einmal.",
        )
        return None
    if not found.is_clean:
        version.scan_state = ScanState.INFECTED
        version.save(update_fields=["scan_state"])
        _fail(
            version,
            f"Der Virenscanner hat Schadsoftware gefunden ({found.threat}). Die Datei wird nicht veröffentlicht. Bitte "
            "prüfen Sie den Rechner, von dem sie stammt, und erzeugen Sie das PDF dort neu.",
        )
        return None
    return ScanState.CLEAN


def _store(version: FileVersion, result: ProcessedFile, record: PublicRecord, scan_state: ScanState) -> None:
    public_records.save_public_file(version, result.public_path)
    version.recorded = public_records.as_recorded(record)
    version.covers = _save_covers(version, result)
    version.pictures = save_pictures(version, result.pictures)
    version.public_sha256 = result.cleaned.sha256
    version.public_size = result.cleaned.size
    version.page_count = result.accepted.pages
    inspection = asdict(result.inspection)
    version.outline = inspection.pop("outline")
    version.inspection = inspection
    version.accessibility = public_records.verdict(result.after) | {"conformed_before": result.before.conforms}
    version.summary = summary_de.processed(result)
    version.hidden_text = hidden_data(
        result.hidden, failed=any(problem.stage == "hidden" for problem in result.problems)
    )
    version.scan_state = scan_state
    version.state = FileState.HELD if needs_decision(version) else FileState.READY
    version.stage, version.progress, version.error = "", 100, ""
    version.processed_at = timezone.now()
    with transaction.atomic():
        store_text(version, result.pages, result.reading)
        version.save()
        if version.state == FileState.READY:
            transaction.on_commit(lambda: version_changed.send(FileVersion, publication=version.publication))


def store_text(version: FileVersion, pages: Iterable[PageText], view: ReadingView | None) -> None:
    """Put these texts in the place of those that the version has. The caller saves the version.

    Its outline is given the page numbers that were read.
    """
    blocks = {page.number: page for page in view.pages} if view else {}
    stored = [
        DocumentPage(
            version=version,
            number=page.number,
            label=page.label,
            text=page.text,
            blocks=_block_data(blocks.get(page.number)),
        )
        for page in pages
    ]
    labels = {page.number: page.label for page in stored}
    version.outline = [
        entry | {"label": labels.get(entry.get("page"), entry.get("label", ""))} for entry in version.outline
    ]
    version.pages.all().delete()
    DocumentPage.objects.bulk_create(stored, batch_size=200)
    version.text_characters = sum(len(page.text.strip()) for page in stored)
    version.reading_recipe = reading.RECIPE


def _block_data(page: ReadingPage | None) -> list[dict[str, object]]:
    """The blocks of a page as JSON, without the many fields that are empty."""
    return [_compact(asdict(block)) for block in page.blocks] if page else []


def _compact(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _compact(item) for key, item in value.items() if item not in ("", 0, False, None, (), [])}
    if isinstance(value, (list, tuple)):
        return [_compact(item) for item in value]
    return value


def _save_covers(version: FileVersion, result: ProcessedFile) -> list[dict[str, object]]:
    covers: list[dict[str, object]] = []
    for picture in result.covers:
        kind = "jpg" if picture.format == "jpeg" else picture.format
        stored = _save_picture(version, f"titelbild-{picture.width}.{kind}", picture)
        covers.append({"kind": kind, **stored})
    return covers


def save_pictures(version: FileVersion, pictures: Iterable[FigurePicture]) -> list[dict[str, object]]:
    """Store the pictures of the reading view; what `FileVersion.pictures` says of them."""
    return [
        {"name": picture.name, **_save_picture(version, f"bild-{picture.name}.webp", picture)} for picture in pictures
    ]


def _save_picture(version: FileVersion, name: str, picture: CoverImage | FigurePicture) -> dict[str, object]:
    """Store a picture beside the public file; what a killed run left there is written over."""
    path = str(Path(str(version.public_file)).parent / name)
    storage = storages["private"]
    storage.delete(path)
    storage.save(path, ContentFile(picture.data))
    digest = hashlib.sha256(picture.data).hexdigest()
    return {"width": picture.width, "height": picture.height, "path": path, "sha256": digest}


def _progress(version: FileVersion, stage: str, share: float) -> None:
    """Seen at once by the page that asks, so not part of any transaction."""
    FileVersion.objects.filter(pk=version.pk).update(stage=STAGES_DE[stage], progress=round(100 * share))


def _fail(version: FileVersion, reason: str) -> None:
    version.state, version.error, version.stage = FileState.FAILED, reason, ""
    version.save(update_fields=["state", "error", "stage"])
