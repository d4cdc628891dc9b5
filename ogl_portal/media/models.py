"""Pictures and general files. Result PDFs are not among them: they live in ``publications``."""

import logging
import re
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models
from django.db.models.fields.files import FieldFile
from django.templatetags.static import static
from django.utils.crypto import get_random_string
from wagtail.documents.models import AbstractDocument
from wagtail.images.exceptions import InvalidFilterSpecError, UnknownOutputImageFormatError
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    SourceImageIOError,
    WagtailImageField,
    WagtailImageFieldFile,
    get_upload_to,
)
from wagtail.search import index

from ogl_portal.core import licences
from ogl_portal.core.licences import Licence
from ogl_portal.media import document_files, malware
from ogl_portal.media.document_files import CleanFile
from ogl_portal.media.trashable import Trashable
from ogl_portal.text.letters import ascii_text
from ogl_portal.uploads import office, picture_metadata
from ogl_portal.uploads.patience import Patience, TakesLong
from ogl_portal.uploads.refusals import Refused

logger = logging.getLogger(__name__)

PICTURE_LICENCES = [licence for licence in Licence if licence is not Licence.RESERVED]
"""A picture of which somebody keeps all rights is shown with their permission, or not at all."""

RENDITIONS = "images"
"""Folder of Wagtail's renditions, from which everybody gets what they ask for."""

FULL_SIZE = "full_size_images"
"""Folder of renditions in the size of the original, for those who edit."""

_UNGUESSABLE = re.compile(r"^[a-z0-9]{16}-")  # what PortalImage.get_upload_to puts first


def name_as_brought(stored: str) -> str:
    """What people see of the stored name of a picture: no folder, and nothing of what makes it hard to guess."""
    return _UNGUESSABLE.sub("", PurePosixPath(stored).name)


class CleanPicture(WagtailImageFieldFile):
    """The one way on which the bytes of a picture are stored, whoever brings them: without metadata."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Raises ``uploads.refusals.Refused`` where the file cannot be cleaned; nothing is stored then."""
        malware.check_public(content)
        content.seek(0)
        data = content.read()
        clean = picture_metadata.cleaned(data)
        if clean != data:
            self.instance.author_in_file = picture_metadata.author_of(data)
        self.instance.recipe = picture_metadata.RECIPE
        super().save(name, ContentFile(clean, name=name), save)  # without a name it counts as no file


class CleanPictureField(WagtailImageField):
    attr_class = CleanPicture

    def update_dimension_fields(self, instance: models.Model, *args: Any, **kwargs: Any) -> None:
        """Where the file is lost, the size that is known stays: else nobody could save what is said of the picture."""
        try:
            super().update_dimension_fields(instance, *args, **kwargs)
        except FileNotFoundError:
            logger.warning("The file of picture %s is lost: %s", instance.pk, getattr(instance, self.attname).name)


# Beside a second abstract model the type checker loses the managers of Wagtail, which carry no types.
class PortalImage(AbstractImage, Trashable):  # type: ignore[django-manager-missing]
    """An image with its credit. Alternative texts belong to the place an image stands in, not to the image."""

    file: Any = CleanPictureField("Datei", upload_to=get_upload_to, width_field="width", height_field="height")
    credit = models.CharField(
        "Bildnachweis",
        max_length=150,
        blank=True,
        help_text="Wer das Bild gemacht hat oder wem es gehört, zum Beispiel »Stadt Brandis«. Steht unter dem Bild.",
    )
    licence = models.CharField(
        "Lizenz",
        max_length=30,
        choices=licences.choices(*PICTURE_LICENCES),
        blank=True,
        help_text="Nur wählen, was Urheber:innen erklärt haben; die Seite verlinkt den Text der Lizenz. »Nutzung mit "
        "Erlaubnis«: Das Portal darf das Bild zeigen, und niemand sonst erhält damit ein Recht.",
    )
    author_in_file = models.CharField(
        "Urheberin oder Urheber laut Datei",
        max_length=150,
        blank=True,
        editable=False,
        help_text="Ein Vorschlag für den Bildnachweis; öffentlich wird er nur, wenn jemand ihn übernimmt.",
    )
    recipe = models.PositiveSmallIntegerField(
        "gesäubert nach Version",
        default=0,
        editable=False,
        help_text="0: so, wie die Datei hochgeladen wurde.",
    )

    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("credit"),
        index.SearchField("name_of_file"),
    ]
    admin_form_fields = ("title", "file", "description", "credit", "licence", "collection", "tags", *(
        f"focal_point_{name}" for name in ("x", "y", "width", "height")
    ))  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = "Bild"
        verbose_name_plural = "Bilder"

    @property
    def filename(self) -> str:
        """The name as somebody brought it; Wagtail's templates show this."""
        return name_as_brought(self.file.name)

    @property
    def name_of_file(self) -> str:
        return self.filename

    name_of_file.fget.short_description = "Dateiname"  # type: ignore[attr-defined]

    def get_upload_to(self, filename: str) -> str:
        """A name that nobody can guess: pictures are handed out without asking who wants them, unpublished ones too.

        The part that cannot be guessed comes first, because Wagtail cuts the names of renditions at their end.
        """
        name = PurePosixPath(filename)
        return str(super().get_upload_to(f"{get_random_string(16).lower()}-{ascii_text(name.stem)[:60]}{name.suffix}"))

    @property
    def licence_url(self) -> str:
        return Licence(self.licence).url if self.licence else ""

    @property
    def missing_in_credit(self) -> str:
        """What readers are not told of maker and licence, as the object of a German sentence; empty if nothing."""
        name = not self.credit.strip() and (not self.licence or Licence(self.licence).asks_for_a_name)
        return " und ".join([*(["der Name"] if name else []), *([] if self.licence else ["die Lizenz"])])

    @property
    def default_alt_text(self) -> str:
        """What is offered as alternative text where the picture is chosen. A title describes nothing."""
        return str(self.description)

    def _set_image_file_metadata(self) -> None:
        """Size and hash of what is stored, which is not what was uploaded."""
        if self.file._committed:
            super()._set_image_file_metadata()
            return
        self.file.open()
        malware.check_public(self.file.file)
        data = self.file.read()
        self.author_in_file = picture_metadata.author_of(data)
        self.file = ContentFile(picture_metadata.cleaned(data), name=self.file.name)
        malware.mark_scanned(self.file.file)
        super()._set_image_file_metadata()

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002
        """Raises SourceImageIOError for whatever keeps the picture from being made smaller, and for nothing else."""
        try:
            return super().generate_rendition_file(filter, source=source)
        except (InvalidFilterSpecError, UnknownOutputImageFormatError, SourceImageIOError):
            raise
        except Exception as error:  # what Pillow raises over damaged files is of every kind
            logger.warning("Picture %s cannot be made into %s: %r", self.pk, filter.spec, error)
            raise SourceImageIOError(str(error)) from error

    def get_rendition(self, filter: Filter | str) -> AbstractRendition:  # noqa: A002
        """The rendition; where the picture is lost or damaged, a placeholder that is not stored.

        One bad picture would else close the library and the choosers for everybody. Pages use ``get_renditions``,
        and leave such a picture out.
        """
        try:
            return super().get_rendition(filter)
        except SourceImageIOError:
            placeholder = PortalRendition(image=self, filter_spec=str(getattr(filter, "spec", filter)))
            placeholder.width = placeholder.height = 165  # pixels, as in Wagtail's lists
            return placeholder


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition")
        ]

    @property
    def url(self) -> str:
        return str(self.file.url) if self.file else static("img/picture-missing.svg")

    def get_upload_to(self, filename: str) -> str:
        """The public folder; what Wagtail's edit page makes in full size is as private as the original."""
        if self.filter_spec.split("|")[0] == "original":
            return str(PurePosixPath(FULL_SIZE, self.file.storage.get_valid_name(filename)))
        return str(super().get_upload_to(filename))


def document_path(document: models.Model, filename: str) -> str:
    """Where a document is stored; its address is spelled as those of pages are.

    In a folder of its own: beside another one of that name it would get a name that nobody gave it.
    """
    return f"documents/{get_random_string(16).lower()}/{ascii_text(filename)}"


class DocumentState(models.TextChoices):
    """Whether readers get a document. What is looked through at once is never anything but public."""

    PUBLIC = "", "öffentlich"
    WAITING = "waiting", "wird noch geprüft"
    UNDECIDED = "undecided", "es ist zu entscheiden, ob alles öffentlich sein darf"
    REFUSED = "refused", "nicht angenommen"


class CleanDocument(FieldFile):
    """The one way on which the bytes of a document are stored: without what tells of people, where that is known."""

    def save(self, name: str, content: File, save: bool = True) -> None:
        """Raises ``uploads.refusals.Refused`` where the file cannot be cleaned; nothing is stored then."""
        document: Any = self.instance
        if document.state == DocumentState.WAITING:  # ``PortalDocument.clean`` has found that it takes long
            super().save(name, content, save)
            return
        clean = content if isinstance(content, CleanFile) else document_files.cleaned(content, name, document.title)
        if clean is not None:
            document.told, document.recipe = clean.told, clean.recipe
        else:
            document.told, document.recipe = {}, 0
        super().save(name, clean or content, save)


class CleanDocumentField(models.FileField):
    attr_class = CleanDocument


class PortalDocument(AbstractDocument, Trashable):  # type: ignore[django-manager-missing]
    """A file for downloading that is no result document. Its content must be what its name says."""

    file: Any = CleanDocumentField("Datei", upload_to=document_path)
    told = models.JSONField(
        "Was Leser:innen nicht auf den ersten Blick sehen", default=dict, blank=True, editable=False
    )
    recipe = models.PositiveSmallIntegerField(
        "gesäubert nach Version",
        default=0,
        editable=False,
        help_text="0: so, wie die Datei hochgeladen wurde.",
    )

    state = models.CharField("Stand", max_length=10, choices=DocumentState, default="", blank=True, editable=False)
    refusal = models.TextField("Warum die Datei nicht angenommen ist", blank=True, editable=False)
    may_be_seen = models.BooleanField("Alles darf öffentlich sein", default=False, editable=False)

    search_fields = [*AbstractDocument.search_fields, index.SearchField("name_of_file")]
    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"

    @property
    def name_of_file(self) -> str:
        return str(self.filename)

    name_of_file.fget.short_description = "Dateiname"  # type: ignore[attr-defined]

    @property
    def is_held(self) -> bool:
        """Whether nobody gets the file yet, or at all: it has not been looked through, or not been decided about."""
        return self.state != DocumentState.PUBLIC

    @property
    def hidden_content(self) -> str:
        """What of the file readers do not see at first, as a German clause; empty where nothing is known."""
        return office.sentence(self.told)

    def clean(self, *args: Any, **kwargs: Any) -> None:
        """Refuse what is not what it is called, and clean a new file."""
        super().clean(*args, **kwargs)
        if not self.file or self.file._committed:
            return
        self.told, self.recipe, self.state, self.refusal = {}, 0, DocumentState.PUBLIC, ""
        try:
            clean = self._clean_form()
        except Refused as refused:
            raise ValidationError({"file": ValidationError(refused.message_de, code=refused.code)}) from refused
        except TakesLong:
            self.state = DocumentState.WAITING
            return
        if clean is not None:
            self.file, self.told, self.recipe = clean, clean.told, clean.recipe

    def _clean_form(self) -> CleanFile | None:
        if isinstance(self.file.file, CleanFile):
            return self.file.file
        return document_files.cleaned(
            self.file.file, self.file.name, self.title, Patience(settings.OGL_UPLOAD_PATIENCE)
        )
