"""Blocks that carry pictures, files and films. None can be saved without what makes it accessible."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label="Bild")
    decorative = blocks.BooleanBlock(
        required=False,
        label="Nur Schmuck",
        help_text="Ankreuzen, wenn das Bild nichts mitteilt, was nicht schon im Text steht.",
    )
    alt = blocks.CharBlock(
        required=False,
        max_length=250,
        label="Alternativtext",
        help_text="Was sieht man, und warum steht das Bild hier? Vorlesegeräte sprechen diesen Text.",
    )
    caption = blocks.CharBlock(required=False, max_length=250, label="Bildunterschrift")
    credit = blocks.CharBlock(required=False, max_length=150, label="Bildnachweis", help_text="Name und Lizenz.")

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        alt = (result["alt"] or "").strip()
        if not alt and not result["decorative"]:
            message = "Bitte einen Alternativtext schreiben oder »Nur Schmuck« ankreuzen."
            raise blocks.StructBlockValidationError(block_errors={"alt": ValidationError(message)})
        if alt and result["decorative"]:
            message = "Ein Schmuckbild hat keinen Alternativtext. Bitte eines von beiden entfernen."
            raise blocks.StructBlockValidationError(block_errors={"alt": ValidationError(message)})
        return result

    class Meta:
        icon = "image"
        label = "Bild"
        template = "blocks/picture.html"


class DownloadBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label="Datei")
    title = blocks.CharBlock(
        required=False, label="Aufschrift", help_text="Leer: der Titel der Datei. Art und Größe ergänzt die Seite."
    )

    class Meta:
        icon = "download"
        label = "Datei zum Herunterladen"
        template = "blocks/download.html"


class FilmBlock(blocks.StructBlock):
    """A film from the site itself. Without captions and a transcript it cannot be saved (EN 301 549, 7.1)."""

    title = blocks.CharBlock(label="Titel")
    file = DocumentChooserBlock(label="Film (MP4 oder WebM)")
    captions = DocumentChooserBlock(label="Untertitel (WebVTT)", help_text="Eine Datei mit der Endung .vtt.")
    transcript = blocks.RichTextBlock(
        features=["bold", "ol", "ul"], label="Abschrift", help_text="Alles Gesagte und alles Wichtige, das man sieht."
    )

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        errors = {}
        if result["file"].file_extension.lower() not in {"mp4", "webm"}:
            errors["file"] = ValidationError("Diese Datei ist kein Film. Bitte eine MP4- oder WebM-Datei wählen.")
        if result["captions"].file_extension.lower() != "vtt":
            errors["captions"] = ValidationError("Untertitel müssen im Format WebVTT vorliegen (Endung .vtt).")
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return result

    class Meta:
        icon = "media"
        label = "Film"
        template = "blocks/film.html"
