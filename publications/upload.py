"""An uploaded file on its way in: accepted or refused with a sentence, known duplicates named, stored as a version."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.db.models import Max

from ogl_portal.uploads.patience import Patience
from publications.log import ADDED, log_version
from publications.models import FileVersion, PublicationPage
from publications.pdf.accept import Accepted, RefusedPDF, accept, first_look, refusal
from publications.pdf.process import SHORTEST_CALL, TIME_LIMIT, Sandbox, StageFailed
from publications.tasks import enqueue_processing


@contextmanager
def on_disk(file: File) -> Iterator[Path]:
    """The file as a path: where Django already spooled it, else a copy that goes away again."""
    if hasattr(file, "temporary_file_path"):
        yield Path(file.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile(suffix=".pdf") as copy:
        file.seek(0)
        shutil.copyfileobj(file, copy)
        copy.flush()
        file.seek(0)
        yield Path(copy.name)


def accept_upload(file: File, filename: str, patience: Patience | None = None) -> Accepted | None:
    """Look at an upload in a child process. Raises ValidationError in German when it is not taken.

    With ``patience`` it gives None for a file about which nothing is known when that is at its end. The pipeline
    begins with the same check, so such a file is refused there, and the list of files says why.
    """
    with on_disk(file) as path, Sandbox(reads=[path]) as sandbox:
        try:
            first_look(path, filename=filename, max_bytes=settings.OGL_PDF_MAX_BYTES)
            seconds = TIME_LIMIT if patience is None else min(TIME_LIMIT, patience.left)
            if seconds < SHORTEST_CALL:
                return None
            found: Accepted = sandbox.call(
                accept, path, filename=filename, max_bytes=settings.OGL_PDF_MAX_BYTES, seconds=seconds
            )
        except RefusedPDF as refused:
            raise ValidationError(refused.message_de, code=refused.code) from refused
        except StageFailed as failed:
            if failed.code == "timeout" and patience is not None:
                return None
            raise ValidationError(refusal("too_complex", filename=filename).message_de, code=failed.code) from failed
    return found


def earlier_version(sha256: str) -> FileVersion | None:
    """The first version that has the same bytes, or None."""
    return FileVersion.objects.filter(original_sha256=sha256).select_related("publication").order_by("pk").first()


def file_sha256(file: File) -> str:
    """SHA-256 of a file's bytes in hexadecimal; the file is rewound before and after."""
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def add_version(
    publication: PublicationPage,
    file: File,
    *,
    filename: str,
    user: Any = None,
    change_note: str = "",
    is_sample: bool = False,
    sample_contents: str = "",
    accepted: Accepted | None = None,
) -> FileVersion:
    """Store ``file`` as the publication's next version and hand it to the pipeline.

    ``accepted`` is what the caller has found out about the file. The version is not public until the pipeline is
    through with it, whether it was looked at before or not.
    """
    with transaction.atomic():
        # The lock keeps two uploads at once from claiming one number.
        PublicationPage.objects.select_for_update().get(pk=publication.pk)
        last = publication.versions.aggregate(last=Max("number"))["last"] or 0
        version = FileVersion(
            publication=publication,
            number=last + 1,
            change_note=change_note,
            original_name=filename,
            original_sha256=accepted.sha256 if accepted else file_sha256(file),
            original_size=file.size,
            page_count=accepted.pages if accepted else None,
            created_by=user,
            is_sample=is_sample,
            sample_contents=sample_contents,
        )
        version.original.save(filename, file, save=False)
        version.save()
        log_version(version, ADDED, user, file=filename)
        transaction.on_commit(lambda: enqueue_processing(version))
    return version
