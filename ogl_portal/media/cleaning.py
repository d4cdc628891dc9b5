"""Cleans what was uploaded before uploads were cleaned, or before as much was taken out as today.

``manage.py clean_uploads`` and a daily job do the same. Each file says by which recipe it was cleaned, so that
nothing is done twice, what fails is tried again the next day, and a stop in the middle costs nothing.
"""

import datetime
import logging
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.utils.crypto import get_random_string
from wagtail.images.models import SourceImageIOError

from ogl_portal.jobs.locks import Lock, locked
from ogl_portal.media import document_files, malware
from ogl_portal.media.models import FULL_SIZE, DocumentState, PortalDocument, PortalImage, PortalRendition
from ogl_portal.uploads import picture_metadata
from ogl_portal.uploads.refusals import Refused

logger = logging.getLogger(__name__)

LOST = "Die gespeicherte Datei ist nicht mehr da. Bitte laden Sie sie noch einmal hoch."
NOT_THROUGH = (
    "Bei der Prüfung ist ein Fehler aufgetreten. Bitte speichern Sie die Datei im ursprünglichen Programm noch einmal "
    "und laden Sie sie hier neu hoch; geschieht es wieder, fragen Sie den technischen Betrieb."
)

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
    clean_waiting_documents()
    seen = changed = failed = 0
    for ending, cleaner in sorted(document_files.registered().items()):
        old = PortalDocument.objects.filter(file__iendswith=f".{ending}", recipe__lt=cleaner.recipe)
        old = old.exclude(state__in=(DocumentState.WAITING, DocumentState.REFUSED))
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
    with document.open_file() as file:
        data = file.read()
    clean = document_files.cleaned(_stored(data), PurePosixPath(document.file.name).name, document.title)
    if clean is None:
        return False
    document.told, document.recipe = clean.told, clean.recipe
    if clean.read() == data:
        document.save(update_fields=["told", "recipe"])
        return False
    _put_in_place(document, clean)
    return True


def _put_in_place(document: PortalDocument, clean: document_files.CleanFile) -> None:
    """In another folder and by the same name, which the address of the document holds."""
    storage, old = document.file.storage, document.file.name
    document.file = storage.save(f"c/{get_random_string(6)}/{PurePosixPath(old).name}", clean)
    document._set_document_file_metadata()
    document.save()
    transaction.on_commit(lambda: storage.delete(old))


def clean_waiting_documents(_today: datetime.date | None = None) -> None:
    """What takes longer than people are kept waiting for, and whatever a stop has left of it."""
    for pk in PortalDocument.objects.filter(state=DocumentState.WAITING).order_by("pk").values_list("pk", flat=True):
        try:
            clean_waiting_document(pk)
        except OSError as error:  # of the storage, which may be back the next time
            logger.warning("Document %s could not be read and is tried again: %s", pk, error)


def clean_waiting_document(pk: int) -> None:
    """Look through a file that its readers do not get before. Whoever edits it meanwhile waits for nothing."""
    with locked(Lock.DOCUMENT, str(pk), waits=False) as is_alone:
        document = PortalDocument.objects.filter(pk=pk, state=DocumentState.WAITING).first()
        if not is_alone or document is None:
            return
        stored = document.file.name
        try:
            with document.open_file() as file:
                data = file.read()
            clean = document_files.cleaned(_stored(data), PurePosixPath(stored).name, document.title)
        except Refused as refused:
            _refuse(document, refused.message_de.replace("Es wurde nichts gespeichert. ", ""))
            return
        except FileNotFoundError:
            _refuse(document, LOST)
            return
        except (OSError, DatabaseError):
            raise
        except Exception:  # what libraries raise over damaged files is of every kind
            logger.exception("Document %s could not be looked through", pk)
            _refuse(document, NOT_THROUGH)
            return
        with transaction.atomic():
            document = PortalDocument.objects.select_for_update().filter(pk=pk, file=stored).first()
            if document is None or document.state != DocumentState.WAITING or clean is None:
                return  # replaced or deleted meanwhile
            document.told, document.recipe = clean.told, clean.recipe
            document.state = (
                DocumentState.UNDECIDED if clean.told and not document.may_be_seen else DocumentState.PUBLIC
            )
            _put_in_place(document, clean)


def _refuse(document: PortalDocument, reason: str) -> None:
    """Unless it has been replaced meanwhile."""
    waiting = PortalDocument.objects.filter(pk=document.pk, file=document.file.name, state=DocumentState.WAITING)
    waiting.update(state=DocumentState.REFUSED, refusal=reason)


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
