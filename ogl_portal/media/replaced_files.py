"""What becomes of the bytes when somebody gives a picture or document another file: they go into the bin."""

from typing import Any

from django.utils import timezone
from wagtail.log_actions import log

from ogl_portal.media.permissions import public_pages_using

SUFFIX = " (ersetzt)"
REPLACED = "core.file.replace"
LOG_WORDS = {REPLACED: ("Bild oder Datei ersetzt", "{kind} »{title}« durch eine andere Datei ersetzt: {name}")}


def keep(file: Any, former: Any, user: Any) -> None:
    """Put the former bytes of ``file`` into the bin, as a picture or document of their own.

    ``former`` is its FieldFile. It is copied: Wagtail deletes it, so that a new document of that name has its address.
    """
    storage, name = former.storage, former.name
    if not storage.exists(name):
        return
    field: Any = type(file)._meta.get_field("file")
    with storage.open(name) as content:
        kept = storage.save(field.generate_filename(file, file.filename), content, max_length=field.max_length)
    earlier = type(file)(
        title=f"{file.title[: 255 - len(SUFFIX)]}{SUFFIX}",
        collection=file.collection,
        uploaded_by_user=file.uploaded_by_user,
        trashed_at=timezone.now(),
        trashed_by=user,
        file=kept,
    )
    for field in ("description", "credit", "licence", "told", "recipe", "state", "refusal", "may_be_seen"):
        if hasattr(file, field):
            setattr(earlier, field, getattr(file, field))
    earlier.file_size = storage.size(kept)
    earlier.save()


def is_former(file: Any) -> bool:
    """Whether ``file``, in the bin, was replaced: pages show what has its place, also when this comes back."""
    return bool(file.trashed_at) and str(file.title).endswith(SUFFIX)


def tell_pages(file: Any, user: Any) -> None:
    """Write into the history of the public pages that show the file that they show another one now."""
    data = {"kind": str(file._meta.verbose_name), "title": file.title, "name": file.filename}
    for page in public_pages_using(file).specific():
        log(instance=page, action=REPLACED, user=user, data=data)
