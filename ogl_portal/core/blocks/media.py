"""Blocks that carry pictures, files, films and sound. None can be published without what makes it accessible.

A draft may still lack it: ``is_deferred_validation`` is Wagtail's word for that.
"""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import prefetch_related_objects
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

FILM_EXTENSIONS = {"mp4", "webm"}
SOUND_EXTENSIONS = {"m4a", "mp3", "ogg"}
_RUNNING_TIME = re.compile(r"^(?:\d{1,2}:[0-5]\d|\d{1,3}):[0-5]\d$")


class PictureBlock(blocks.StructBlock):
    """A picture with its alternative text, or with the word that it is decorative (WCAG 1.1.1)."""

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
    credit = blocks.CharBlock(
        required=False,
        max_length=150,
        label="Bildnachweis",
        help_text="Meist leer: Dann erscheinen Name und Lizenz, die beim Bild selbst stehen. Was Sie hier schreiben, "
        "ersetzt beide.",
    )

    def bulk_to_python(self, values: Any) -> Any:
        """All pictures of a body with their renditions: one query, however many there are."""
        blocks_of_body = super().bulk_to_python(values)
        prefetch_related_objects([block["image"] for block in blocks_of_body if block["image"]], "renditions")
        return blocks_of_body

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        alt = (result["alt"] or "").strip()
        if self.is_deferred_validation:
            return result
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


class _RecordingBlock(blocks.StructBlock):
    """What films and sound have in common: a file of the portal itself, its running time, and its words in writing."""

    extensions: set[str] = set()
    wrong_file = ""

    def clean(self, value: Any) -> Any:
        result = super().clean(value)
        errors = self.mistakes(result)
        if errors:
            raise blocks.StructBlockValidationError(
                block_errors={name: ValidationError(message) for name, message in errors.items()}
            )
        return result

    def mistakes(self, value: Any) -> dict[str, str]:
        """Field → sentence, for what is there; what is missing is told by ``required``."""
        errors = {}
        if value["file"] and value["file"].file_extension.lower() not in self.extensions:
            errors["file"] = self.wrong_file
        if value["duration"] and not _RUNNING_TIME.match(value["duration"].strip()):
            errors["duration"] = "Bitte die Laufzeit als Minuten:Sekunden angeben, zum Beispiel »3:45«."
        return errors


class FilmBlock(_RecordingBlock):
    """A film from the portal itself, with captions and a transcript (EN 301 549, 7.1; WCAG 1.2.1 to 1.2.3)."""

    extensions = FILM_EXTENSIONS
    wrong_file = "Diese Datei ist kein Film. Bitte eine MP4- oder WebM-Datei wählen."

    title = blocks.CharBlock(label="Titel")
    file = DocumentChooserBlock(
        label="Film (MP4 oder WebM)", help_text="Der Film liegt im Portal selbst, nie bei einem anderen Anbieter."
    )
    duration = blocks.CharBlock(
        max_length=9, label="Laufzeit", help_text="Minuten:Sekunden, zum Beispiel »3:45«. Sie steht neben dem Download."
    )
    captions = DocumentChooserBlock(
        label="Untertitel (WebVTT)",
        help_text="Eine Datei mit der Endung .vtt. Ohne Untertitel lässt sich die Seite als Entwurf speichern, aber "
        "nicht veröffentlichen.",
    )
    transcript = blocks.RichTextBlock(
        features=["bold", "ol", "ul"],
        label="Abschrift",
        help_text="Alles Gesagte und alles Wichtige, das man sieht. Zum Veröffentlichen nötig.",
    )

    def mistakes(self, value: Any) -> dict[str, str]:
        errors = super().mistakes(value)
        if value["captions"] and value["captions"].file_extension.lower() != "vtt":
            errors["captions"] = "Untertitel müssen im Format WebVTT vorliegen (Endung .vtt)."
        return errors

    class Meta:
        icon = "media"
        label = "Film"
        template = "blocks/film.html"


class SoundBlock(_RecordingBlock):
    """A recording from the portal itself, with its transcript (WCAG 1.2.1)."""

    extensions = SOUND_EXTENSIONS
    wrong_file = "Diese Datei ist keine Tonaufnahme. Bitte eine MP3-, M4A- oder OGG-Datei wählen."

    title = blocks.CharBlock(label="Titel")
    file = DocumentChooserBlock(
        label="Aufnahme (MP3, M4A oder OGG)",
        help_text="Die Aufnahme liegt im Portal selbst, nie bei einem anderen Anbieter.",
    )
    duration = blocks.CharBlock(
        max_length=9, label="Laufzeit", help_text="Minuten:Sekunden, zum Beispiel »3:45«. Sie steht neben dem Download."
    )
    transcript = blocks.RichTextBlock(
        features=["bold", "ol", "ul"],
        label="Abschrift",
        help_text="Alles Gesagte. Ohne Abschrift lässt sich die Seite als Entwurf speichern, aber nicht "
        "veröffentlichen.",
    )

    class Meta:
        icon = "media"
        label = "Tonaufnahme"
        template = "blocks/sound.html"
