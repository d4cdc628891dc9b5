"""Pictures and general files. Result PDFs are not among them: they live in ``publications``."""

from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import get_random_string
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

RENDITIONS = "images"
"""Folder of Wagtail's renditions, from which everybody gets what they ask for."""

FULL_SIZE = "full_size_images"
"""Folder of renditions in the size of the original, for those who edit."""

_SIGNATURES = {
    "pdf": (b"%PDF-",),
    "docx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "odp": (b"PK\x03\x04",),
    "webm": (b"\x1aE\xdf\xa3",),
    "vtt": (b"WEBVTT", b"\xef\xbb\xbfWEBVTT"),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "ogg": (b"OggS",),
    "mp4": (b"ftyp",),
    "m4a": (b"ftyp",),
}
_OFFSETS = {"mp4": 4, "m4a": 4}  # ISO 14496-12: the length of the first box comes before its name


class PortalImage(AbstractImage):
    """An image with its credit. Alternative texts belong to the place an image stands in, not to the image."""

    credit = models.CharField(
        "Bildnachweis",
        max_length=150,
        blank=True,
        help_text="Name und Lizenz, zum Beispiel »Stadt Brandis, CC BY 4.0«.",
    )

    admin_form_fields = ("title", "file", "description", "credit", "collection", "tags", *(
        f"focal_point_{name}" for name in ("x", "y", "width", "height")
    ))  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = "Bild"
        verbose_name_plural = "Bilder"

    def get_upload_to(self, filename: str) -> str:
        """A name that nobody can guess: pictures are handed out without asking who wants them, unpublished ones too.

        The part that cannot be guessed comes first, because Wagtail cuts the names of renditions at their end.
        """
        name = PurePosixPath(filename)
        return str(super().get_upload_to(f"{get_random_string(16).lower()}-{name.stem[:60]}{name.suffix}"))


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition")
        ]

    def get_upload_to(self, filename: str) -> str:
        """The public folder; what Wagtail's edit page makes in full size is as private as the original."""
        if self.filter_spec.split("|")[0] == "original":
            return str(PurePosixPath(FULL_SIZE, self.file.storage.get_valid_name(filename)))
        return str(super().get_upload_to(filename))


class PortalDocument(AbstractDocument):
    """A file for downloading that is no result document. Its content must be what its name says."""

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"

    def clean(self, *args: Any, **kwargs: Any) -> None:
        super().clean(*args, **kwargs)
        extension = self.file_extension.lower()
        signatures = _SIGNATURES.get(extension)
        if not self.file or not signatures:
            return
        self.file.open("rb")
        head = self.file.read(1024)
        self.file.seek(0)
        # ISO 32000-1, annex H.3: a reader accepts the header anywhere in the first 1,024 bytes.
        found = (
            any(sign in head for sign in signatures)
            if extension == "pdf"
            else head.startswith(signatures, _OFFSETS.get(extension, 0))
        )
        if not found:
            kind = self.file_extension.upper()
            raise ValidationError({
                "file": f"Die Datei heißt zwar .{self.file_extension}, ist aber keine {kind}-Datei. Es wurde nichts "
                f"gespeichert. Bitte das Dokument im ursprünglichen Programm noch einmal als {kind} speichern."
            })  # fmt: skip
