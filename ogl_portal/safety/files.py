"""The bin for pictures and documents: 30 days, as for pages.

Nothing is moved. A mark hides the file (``media.permissions``, ``media.pictures``, ``own_links``), and it comes
back with its bytes, title, tags and collection; what refers to it refers to it still. Pages that show it leave it out
meanwhile.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from wagtail.log_actions import log

from ogl_portal.media.models import PortalDocument, PortalImage
from ogl_portal.media.permissions import may_look_after, may_release_where_used, public_pages_using
from ogl_portal.safety.models import KEPT

MODELS: dict[str, Any] = {"bild": PortalImage, "datei": PortalDocument}

# Sent with ``instance`` when a file has gone into the bin or come out of it.
moved = Signal()

BINNED, RESTORED = "safety.file.bin", "safety.file.restore"
LOG_WORDS = {
    BINNED: ("Bild oder Datei in den Papierkorb legen", "{kind} »{title}« in den Papierkorb gelegt"),
    RESTORED: ("Bild oder Datei aus dem Papierkorb holen", "{kind} »{title}« aus dem Papierkorb geholt"),
}


@transaction.atomic
def trash(file: Any, user: Any = None) -> None:
    """Put a picture or document into the bin. Who may do that, the caller has checked."""
    file.refresh_from_db(from_queryset=type(file).objects.select_for_update(of=("self",)))
    if file.trashed_at:
        return
    file.trashed_at, file.trashed_by = timezone.now(), user
    file.save(update_fields=["trashed_at", "trashed_by"])
    if isinstance(file, PortalImage):
        file.renditions.all().delete()  # so that nobody gets it by its address
    _tell(file, BINNED, user)


@transaction.atomic
def restore(file: Any, user: Any = None) -> None:
    """Take it out again, as it was."""
    file.refresh_from_db(from_queryset=type(file).objects.select_for_update(of=("self",)))
    if not file.trashed_at:
        return
    file.trashed_at, file.trashed_by = None, None
    file.save(update_fields=["trashed_at", "trashed_by"])
    _tell(file, RESTORED, user)


def purge_expired(today: datetime.date | None = None) -> None:
    """The daily job: what has lain in the bin for 30 days is deleted for good, with its bytes."""
    for model in (PortalImage, PortalDocument):
        for file in model.objects.filter(trashed_at__lte=timezone.now() - KEPT):
            file.delete()


@dataclass(frozen=True)
class BinnedFile:
    """A picture or document in the bin; ``kind`` is its word in addresses."""

    file: Any
    kind: str
    kept_until: datetime.datetime
    may_restore: bool


def in_bin(user: Any) -> list[BinnedFile]:
    """What lies in the bin of the collections that the person looks after, the latest first."""
    found: list[Any] = []
    for model in (PortalImage, PortalDocument):
        found += model.objects.exclude(trashed_at=None).select_related("collection", "trashed_by")
    own = [file for file in found if may_look_after(file, user)]
    latest_first = sorted(own, key=lambda file: file.trashed_at, reverse=True)
    return [
        BinnedFile(file, kind_of(file), kept_until(file), may_release_where_used(file, user)) for file in latest_first
    ]


def may_restore(file: Any, user: Any) -> bool:
    """What comes back to public pages takes the right to release there, as putting it into the bin did."""
    return may_look_after(file, user) and may_release_where_used(file, user)


def kept_until(file: Any) -> datetime.datetime:
    until: datetime.datetime = file.trashed_at + KEPT
    return until


def kind_of(file: Any) -> str:
    """The word for its model in addresses."""
    return next(word for word, model in MODELS.items() if isinstance(file, model))


def _tell(file: Any, action: str, user: Any) -> None:
    data = {"kind": str(file._meta.verbose_name), "title": file.title}
    log(instance=file, action=action, user=user, data=data)
    for page in public_pages_using(file).specific():
        log(instance=page, action=action, user=user, data=data)
    moved.send(type(file), instance=file)
