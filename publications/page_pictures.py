"""Pictures of single pages, made when somebody asks for the first time, and kept beside the public file.

Most are never asked for: to make all of a report of 500 pages would take a minute and 40 MB. The file is opened in
the sandbox, as when it was taken. No more can be asked of the site than there are pages, each once.
"""

import logging
import tempfile
import threading
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from publications.files import page_picture_path
from publications.models import FileVersion
from publications.pdf import opening
from publications.pdf.page_picture import PagePicture, page_picture
from publications.pdf.process import Sandbox, StageFailed
from publications.public_records import copied

logger = logging.getLogger(__name__)

PATIENCE = 3.0  # seconds that a request waits for the one before it
_one_at_a_time = threading.Semaphore()  # in each process of the web server


class BusyError(Exception):
    """Another picture is being made."""


def stored_picture(version: FileVersion, number: int) -> bytes | None:
    """The picture, if somebody has asked for it before."""
    try:
        with storages["private"].open(page_picture_path(version, number), "rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        return None


def make_picture(version: FileVersion, number: int) -> bytes | None:
    """The picture, made and kept; None where the page cannot be painted. Raises BusyError."""
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        raise BusyError
    try:
        with tempfile.TemporaryDirectory(prefix="ogl-pdf-") as folder:
            path = copied(version.public_file, Path(folder, "public.pdf"))
            with Sandbox(reads=[path]) as sandbox:
                picture: PagePicture = sandbox.call(page_picture, path, number)
    except (StageFailed, opening.CannotOpen):
        logger.exception("No picture could be made of page %s of version %s", number, version.pk)
        return None
    finally:
        _one_at_a_time.release()
    storage, name = storages["private"], page_picture_path(version, number)
    if not storage.exists(name):
        storage.save(name, ContentFile(picture.data))
    return picture.data
