"""An uploaded file on its way in: accepted or refused with a sentence, and known duplicates named."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File

from publications.models import FileVersion
from publications.pdf.accept import Accepted, Refused, accept, refusal
from publications.pdf.process import Sandbox, StageFailed


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


def accept_upload(file: File, filename: str) -> Accepted:
    """Look at an upload in a child process. Raises ValidationError in German when it is not taken."""
    with on_disk(file) as path, Sandbox(reads=[path]) as sandbox:
        try:
            return sandbox.call(accept, path, filename=filename, max_bytes=settings.OGL_PDF_MAX_BYTES)
        except Refused as refused:
            raise ValidationError(refused.message_de, code=refused.code) from refused
        except StageFailed as failed:
            raise ValidationError(refusal("too_complex", filename=filename).message_de, code=failed.code) from failed


def earlier_version(sha256: str) -> FileVersion | None:
    """The first version that has the same bytes, or None."""
    return FileVersion.objects.filter(original_sha256=sha256).select_related("publication").order_by("pk").first()
