"""Pictures and general files. Result PDFs are not among them: they live in ``publications``."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition

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
}


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


class PortalRendition(AbstractRendition):
    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition")
        ]


class PortalDocument(AbstractDocument):
    """A file for downloading that is no result document. Its content must be what its name says."""

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "Datei"
        verbose_name_plural = "Dateien"

    def clean(self, *args: Any, **kwargs: Any) -> None:
        super().clean(*args, **kwargs)
        signatures = _SIGNATURES.get(self.file_extension.lower())
        if not self.file or not signatures:
            return
        self.file.open("rb")
        head = self.file.read(1024)
        self.file.seek(0)
        # ISO 32000-1, annex H.3: a reader accepts the header anywhere in the first 1,024 bytes.
        found = (
            any(sign in head for sign in signatures) if self.file_extension == "pdf" else head.startswith(signatures)
        )
        if not found:
            kind = self.file_extension.upper()
            raise ValidationError({
                "file": f"Die Datei heißt zwar .{self.file_extension}, ist aber keine {kind}-Datei. Es wurde nichts "
                f"gespeichert. Bitte das Dokument im ursprünglichen Programm noch einmal als {kind} speichern."
            })  # fmt: skip
