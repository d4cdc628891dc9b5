"""Cleans what was uploaded before uploads were cleaned, or before as much was taken out as today.

``manage.py clean_uploads`` and a daily job do the same. Each file says by which recipe it was cleaned, so that
nothing is done twice, what fails is tried again the next day, and a stop in the middle costs nothing.
"""

import datetime
import logging
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.crypto import get_random_string
from wagtail.images.models import SourceImageIOError

from ogl_portal.media import document_files, malware
from ogl_portal.media.models import FULL_SIZE, PortalDocument, PortalImage, PortalRendition
from ogl_portal.uploads import picture_metadata
from ogl_portal.uploads.refusals import Refused

logger = logging.getLogger(__name__)

_LONGEST = 36
"""Characters of a name that Wagtail leaves whole in the names of all renditions."""


@dataclass(frozen=True)
class Cleaned:
    """How many files were looked at, were changed, and could not be read."""

    seen: int = 0
    changed: int = 0
    failed: int = 0


def clean_daily(today: datetime.date) -> None:
    """The daily job."""
    clean_pictures()
    clean_documents()


def clean_pictures() -> Cleaned:
    """Clean the originals that are not clean yet, and let their renditions go: they are made anew when next shown."""
    _drop_public_originals()
    seen = changed = failed = 0
    for pk in (
        PortalImage.objects.filter(recipe__lt=picture_metadata.RECIPE).order_by("pk").values_list("pk", flat=True)
    ):
        seen += 1
        try:
            changed += _clean(pk)
        except (Refused, OSError, SourceImageIOError) as error:
            failed += 1
            logger.warning("Picture %s could not be cleaned and is tried again: %s", pk, error)
            _forget_renditions(pk)
    return Cleaned(seen, changed, failed)


@transaction.atomic
def _clean(pk: int) -> bool:
    """Whether the file was replaced. Its new name cannot be guessed either."""
    image = PortalImage.objects.select_for_update().filter(pk=pk, recipe__lt=picture_metadata.RECIPE).first()
    if image is None:
        return False  # replaced or deleted meanwhile
    with image.open_file() as file:
        data = file.read()
    clean = picture_metadata.cleaned(data)
    name = PurePosixPath(image.file.name)
    stem = PurePosixPath(image.filename).stem
    if clean == data and (len(name.name) <= _LONGEST or stem != name.stem):
        PortalImage.objects.filter(pk=pk).update(recipe=picture_metadata.RECIPE)
        return False
    storage, old = image.file.storage, image.file.name
    image.file.save(f"{stem[:40]}{name.suffix}", _stored(data), save=False)
    image._set_image_file_metadata()
    image.save()
    _forget_renditions(pk)
    transaction.on_commit(lambda: storage.delete(old))
    return True


def clean_documents() -> Cleaned:
    """Clean the documents that are not clean yet, of the formats that somebody knows; their addresses stay.

    What cannot be cleaned stays as it is: it has been public until now, and taking it away is for people to decide.
    """
    seen = changed = failed = 0
    for ending, cleaner in sorted(document_files.registered().items()):
        old = PortalDocument.objects.filter(file__iendswith=f".{ending}", recipe__lt=cleaner.recipe)
        for pk in old.order_by("pk").values_list("pk", flat=True):
            seen += 1
            try:
                changed += _clean_document(pk, cleaner.recipe)
            except (Refused, OSError) as error:
                failed += 1
                logger.warning("Document %s could not be cleaned and is tried again: %s", pk, error)
    return Cleaned(seen, changed, failed)


@transaction.atomic
def _clean_document(pk: int, recipe: int) -> bool:
    """Whether the file was replaced. Wagtail's addresses of documents hold number and name, and both stay."""
    document = PortalDocument.objects.select_for_update().filter(pk=pk, recipe__lt=recipe).first()
    if document is None:
        return False  # replaced or deleted meanwhile
    storage, old = document.file.storage, document.file.name
    with document.open_file() as file:
        data = file.read()
    clean = document_files.cleaned(_stored(data), PurePosixPath(old).name, document.title)
    if clean is None:
        return False
    document.told, document.recipe = clean.told, clean.recipe
    if clean.read() == data:
        document.save(update_fields=["told", "recipe"])
        return False
    # Another folder and the same name: the address of the document holds its name.
    document.file = storage.save(f"c/{get_random_string(6)}/{PurePosixPath(old).name}", clean)
    document._set_document_file_metadata()
    document.save()
    transaction.on_commit(lambda: storage.delete(old))
    return True


def _stored(data: bytes) -> ContentFile:
    """Bytes that are stored already: without a scanner they shall be cleaned all the same."""
    file = ContentFile(data)
    malware.mark_scanned(file)
    return file


def _forget_renditions(pk: int) -> None:
    for rendition in PortalRendition.objects.filter(image=pk):
        rendition.delete()  # one by one: the signals take file and cache along


def _drop_public_originals() -> None:
    """Renditions in full size that Wagtail's edit page made in the public folder."""
    for rendition in PortalRendition.objects.filter(filter_spec__startswith="original").exclude(
        file__startswith=f"{FULL_SIZE}/"
    ):
        rendition.delete()
