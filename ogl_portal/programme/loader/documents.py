"""Hands the sample PDFs to their publications."""

import hashlib
from pathlib import Path

from django.core.files import File
from wagtail.models import Page

from ogl_portal.programme.content import ContentEntry
from ogl_portal.sync.log import SyncLog, SyncOutcome
from publications.models import FileVersion, PublicationPage
from publications.signals import version_changed
from publications.upload import add_version

DOCUMENT_DIR = Path(__file__).resolve().parent.parent / "documents"


def attach_document(sync_log: SyncLog, publication: ContentEntry, page: Page | None) -> SyncOutcome | None:
    """Add the sample of ``publication`` as a version of ``page``, or as its next version where the sample was remade.

    Nothing happens where a person has uploaded or withdrawn a version. None where there is no sample or no page.
    """
    file = DOCUMENT_DIR / f"{publication.sample_document}.pdf"
    if not publication.sample_document or page is None or not file.exists():
        return None
    publication_page: PublicationPage = page.specific
    key = f"document:{publication.slug}"
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    latest = FileVersion.objects.filter(publication=publication_page).order_by("-number").first()
    state = _state(latest) if latest else ""
    outcome = sync_log.decide(key, exists=latest is not None, state=state, content=digest)
    if outcome in (SyncOutcome.CREATED, SyncOutcome.UPDATED):
        note = "Die Musterdatei wurde überarbeitet." if latest else "Musterdatei; das Original liegt noch nicht vor."
        with file.open("rb") as handle:
            version = add_version(
                publication_page,
                File(handle, name=file.name),
                filename=f"{publication.slug}.pdf",
                change_note=note,
                is_sample=True,
                sample_contents=publication.sample_contents,
            )
        sync_log.record(key, version, state=_state(version), content=digest)
    elif outcome == SyncOutcome.UNCHANGED and latest and latest.sample_contents != publication.sample_contents:
        latest.is_sample, latest.sample_contents = True, publication.sample_contents
        latest.save(update_fields=["is_sample", "sample_contents"])
        version_changed.send(FileVersion, publication=publication_page)
    sync_log.counts[outcome] += 1
    return outcome


def _state(latest: FileVersion) -> str:
    return f"{latest.pk} {latest.withdrawn_at is None}"
