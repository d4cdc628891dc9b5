"""The public file says what the entry says: title, language, licence and more, also after staff have corrected them.

What was written into a public file is kept beside it (``FileVersion.recorded``). When a publication is published with
another record, and once a day, the public files that say something else are made anew from their originals, as the
pipeline made them: same original and record, same bytes. Everything that readers cite stays (number, pages, text, day
of publishing); checksum and size go with the bytes, in one transaction, and the history says that they changed.
"""

import logging
import tempfile
from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet

from publications import samples
from publications.files import page_pictures
from publications.findings import kept_active
from publications.log import REWRITTEN, log_version
from publications.models import FileState, FileVersion
from publications.pdf import opening
from publications.pdf.accessibility import ConformanceReport, check
from publications.pdf.clean import RECIPE, CleanedPDF, PublicRecord, clean
from publications.pdf.process import Sandbox, StageFailed

logger = logging.getLogger(__name__)

THROUGH = (FileState.READY, FileState.HELD)
"""States of a version with which the pipeline is through."""


def record_of(version: FileVersion) -> PublicRecord:
    """What our record says about the document, to be written into the public file."""
    publication = version.publication
    title = publication.full_title
    return PublicRecord(
        title=samples.marked(title) if version.is_sample else title,
        language=publication.language,
        licence_uri=publication.licence_url,
        licence_name=publication.get_licence_display() if publication.licence else "",
        publisher=publication.publisher,
        description=version.sample_contents if version.is_sample else publication.teaser,
        identifier=f"doi:{publication.doi}" if publication.doi and not version.is_sample else "",
        date=publication.date,
    )


def as_recorded(record: PublicRecord) -> dict[str, Any]:
    """What is kept beside a public file: the record that stands in it, and how it was cleaned."""
    return asdict(record) | {"recipe": RECIPE}


def outdated(versions: Iterable[FileVersion]) -> list[FileVersion]:
    """Those whose public file does not say what the record says now, or was cleaned by an older recipe."""
    return [version for version in versions if version.recorded != as_recorded(record_of(version))]


def rewrite(version_id: int) -> bool:
    """Make the public file of a version anew, if it is outdated; whether it is another one now.

    The version stays public all the while. Where the file cannot be made, the present one stays and the log says why.
    """
    version = with_public_file().filter(pk=version_id).first()
    if version is None or not outdated([version]):
        return False
    record = record_of(version)
    with tempfile.TemporaryDirectory(prefix="ogl-pdf-") as folder:
        source, target = copied(version.original, Path(folder, "original.pdf")), Path(folder, "public.pdf")
        try:
            with Sandbox(writes=[Path(folder)]) as sandbox:
                cleaned: CleanedPDF = sandbox.call(clean, source, target, record=record)
                report = check(target, sandbox=sandbox)
        except (StageFailed, opening.CannotOpen):
            logger.exception("The public file of version %s could not be made anew", version_id)
            return False
        return _replace(version, target, cleaned, report, record)


def copied(stored: File, path: Path) -> Path:
    """A stored file, now at ``path`` in a working folder."""
    with stored.open("rb") as source, path.open("wb") as copy:
        for chunk in source.chunks():
            copy.write(chunk)
    return path


def save_public_file(version: FileVersion, path: Path) -> None:
    """Store the first public file of a version, over what a killed run left. The caller saves the version."""
    _save(version, path, f"{version.publication.slug}-v{version.number}.pdf")


def replace_public_file(version: FileVersion, path: Path, cleaned: CleanedPDF, record: PublicRecord) -> bool:
    """Put other bytes in the place of the version's public file, within a transaction that has locked it; False if they
    are the same. The caller saves the version; readers get the old bytes until the transaction has ended well."""
    version.recorded = as_recorded(record)
    if cleaned.sha256 == version.public_sha256:  # a signed file, or one that said so already
        return False
    old, painted = version.public_file.name or "", page_pictures(version)
    _save(version, path, f"{version.publication.slug}-v{version.number}-{cleaned.sha256[:8]}.pdf")
    version.public_sha256, version.public_size = cleaned.sha256, cleaned.size
    log_version(version, REWRITTEN, None, sha256=cleaned.sha256)
    for name in [*painted, *([old] if old != version.public_file.name else [])]:
        transaction.on_commit(partial(storages["private"].delete, name))
    return True


def _save(version: FileVersion, path: Path, name: str) -> None:
    storages["private"].delete(version.public_file.field.generate_filename(version, name))
    with path.open("rb") as file:
        version.public_file.save(name, File(file), save=False)


def verdict(report: ConformanceReport) -> dict[str, Any]:
    """What the check of a public file found, as it is kept."""
    return {
        "conforms": report.conforms,
        "failures": [asdict(failure) for failure in report.failures],
        "checker": report.checker,
        "error": report.error,
    }


def with_public_file() -> QuerySet[FileVersion]:
    """The versions whose public file may be made anew, with their publications."""
    ready = FileVersion.objects.filter(state__in=THROUGH).exclude(original="").exclude(public_file="")
    return ready.select_related("publication").defer("inspection", "outline")


def _replace(
    version: FileVersion, path: Path, cleaned: CleanedPDF, report: ConformanceReport, record: PublicRecord
) -> bool:
    """Put the new bytes in the place of the old ones, unless the version has become another in the meantime."""
    with transaction.atomic():
        current = FileVersion.objects.select_for_update().get(pk=version.pk)
        if current.state not in THROUGH or current.public_sha256 != version.public_sha256:
            return False
        current.publication = version.publication
        replaced = replace_public_file(current, path, cleaned, record)
        _note_signature(current, cleaned)
        if replaced and report.conforms is not None:
            current.accessibility |= verdict(report)
        current.save(update_fields=[*_REWRITTEN])
    return replaced


_REWRITTEN = (
    *("recorded", "public_file", "public_sha256", "public_size", "accessibility"),
    *("inspection", "hidden_accepted_at", "hidden_accepted_by"),
)


def _note_signature(version: FileVersion, cleaned: CleanedPDF) -> None:
    """What is known of a file that was read before signatures were told from what only looks like one."""
    if "signature" in version.inspection:
        return
    version.inspection["signature"] = "real" if cleaned.signed else ""
    if kept_active(version):
        # Whoever decided could not know what is asked now.
        version.hidden_accepted_at = version.hidden_accepted_by = None
