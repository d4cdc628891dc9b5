"""Attachments of an export as pictures, documents or drafts of publications.

PDF files become documents unless somebody wants publications (docs/engineering/decisions/, »importing«): the links of
the old texts then work at once, and staff choose which of them are results.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import transaction
from django.urls import reverse
from wagtail.models import Collection

from ogl_portal.german.formats import file_size
from ogl_portal.importing.wxr.addresses import path_of, upload_path
from ogl_portal.importing.wxr.survey import Entry
from ogl_portal.importing.wxr.uploads import Uploads, copied
from ogl_portal.media import document_files
from ogl_portal.media.forms import PictureField
from ogl_portal.media.models import PortalDocument, PortalImage
from ogl_portal.text.characters import one_line
from ogl_portal.uploads.pictures import PICTURE_ENDINGS
from ogl_portal.uploads.refusals import Refused
from publications.bulk import create_draft
from publications.models import PublicationIndexPage, PublicationPage
from publications.pdf.accept import safe_filename
from publications.upload import accept_upload

Kind = Literal["image", "document", "publication"]
MODELS: dict[str, Kind] = {"portalimage": "image", "portaldocument": "document"}


@dataclass(frozen=True)
class Media:
    """What an attachment has become. ``pk`` is 0 in a preview of what does not exist yet."""

    kind: Kind
    pk: int

    @property
    def target(self) -> Any:
        """The picture, the document or the page itself."""
        models: dict[Kind, Any] = {"image": PortalImage, "document": PortalDocument, "publication": PublicationPage}
        return models[self.kind].objects.get(pk=self.pk)

    @property
    def edit_url(self) -> str:
        name = {"image": "wagtailimages:edit", "document": "wagtaildocs:edit", "publication": "wagtailadmin_pages:edit"}
        return reverse(name[self.kind], args=[self.pk]) if self.pk else ""


def media_of(target: Any) -> Media:
    """The medium that an entry of the sync log points to."""
    return Media(MODELS.get(target._meta.model_name, "publication"), target.pk)


def file_name(entry: Entry) -> str:
    path = entry.file_path or upload_path(entry.attachment_url) or path_of(entry.attachment_url.partition("?")[0])
    return one_line(PurePosixPath(path).name)[-100:] or "datei"


def kind_of(name: str, *, pdfs_become_publications: bool) -> Kind:
    """By the ending of its name. Raises ValidationError for kinds that this portal does not take."""
    ending = name.rpartition(".")[2].lower()
    if ending in PICTURE_ENDINGS:
        return "image"  # what is not taken is refused with advice
    if ending == "pdf" and pdfs_become_publications:
        return "publication"
    if ending in settings.WAGTAILDOCS_EXTENSIONS:
        return "document"
    raise ValidationError(f"Dateien der Art ».{ending}« nimmt das Portal nicht an.")


def add(entry: Entry, uploads: Uploads, user: Any, *, pdfs_become_publications: bool, is_preview: bool) -> Media | None:
    """Take an attachment over; None when its file is not there.

    In a preview the file is looked at and nothing is written.

    Raises:
        ValidationError: the file is there but cannot be taken, in German.
    """
    name = file_name(entry)
    file = uploads.open(entry.file_path or upload_path(entry.attachment_url), entry.attachment_url)
    if file is None:
        return None
    with copied(file, name) as upload:
        kind = kind_of(name, pdfs_become_publications=pdfs_become_publications)
        maker = {"image": _image, "document": _document, "publication": _publication}[kind]
        with transaction.atomic():
            return maker(entry, upload, user, is_preview)


def _image(entry: Entry, upload: TemporaryUploadedFile, user: Any, is_preview: bool) -> Media:
    if upload.size and upload.size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        raise ValidationError(f"Das Bild ist größer als {file_size(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)}.")
    PictureField().clean(upload)
    image = PortalImage(title=entry.title[:255], file=upload, collection=_collection(), uploaded_by_user=user)
    image._set_image_file_metadata()
    if same := PortalImage.objects.filter(file_hash=image.file_hash).first():
        return Media("image", same.pk)
    if is_preview:
        return Media("image", 0)
    image.save()
    return Media("image", image.pk)


def _document(entry: Entry, upload: TemporaryUploadedFile, user: Any, is_preview: bool) -> Media:
    name = upload.name or ""
    try:  # nobody waits: all of it is looked through
        clean = document_files.cleaned(upload, name, entry.title[:255]) or upload
    except Refused as refused:
        raise ValidationError(refused.message_de, code=refused.code) from refused
    document = PortalDocument(title=entry.title[:255], file=clean, collection=_collection(), uploaded_by_user=user)
    document.full_clean()
    document._set_document_file_metadata()
    if same := PortalDocument.objects.filter(file_hash=document.file_hash).first():
        return Media("document", same.pk)
    if is_preview:
        return Media("document", 0)
    document.save()
    return Media("document", document.pk)


def _publication(entry: Entry, upload: Any, user: Any, is_preview: bool) -> Media:
    index = PublicationIndexPage.objects.first()
    if index is None:
        raise ValidationError("Es gibt kein Verzeichnis der Ergebnisse, unter dem Veröffentlichungen stehen könnten.")
    upload.accepted = accept_upload(upload, upload.name or "")
    if is_preview:
        return Media("publication", 0)
    version = create_draft(index, upload, filename=safe_filename(upload.name or ""), user=user)
    return Media("publication", version.publication_id)


def _collection() -> Collection:
    return Collection.get_first_root_node()
