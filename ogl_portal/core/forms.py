"""Forms that the admin builds on."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class PictureField(WagtailImageField):
    """Wagtail's field; a picture that begins well and breaks off is told at the field, too."""

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
        except (OSError, SyntaxError, ValueError) as error:  # what Pillow raises for files it cannot read
            raise ValidationError(
                "Das Bild ist beschädigt oder unvollständig. Es wurde nichts gespeichert. Bitte laden Sie die Datei "
                "noch einmal hoch oder speichern Sie das Bild neu.",
                code="invalid_image",
            ) from error


class ImageForm(BaseImageForm):
    file = PictureField(label="Datei")
