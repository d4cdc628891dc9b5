"""Forms that the admin builds on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import FileField
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from ogl_portal.uploads import picture_metadata, pictures
from ogl_portal.uploads.refusals import Refused


class PictureField(WagtailImageField):
    """Wagtail's field; what is not taken is told with the reason and with what to do instead."""

    def to_python(self, data: Any) -> Any:
        if FileField.to_python(self, data) is None:  # tells an empty file, too
            return None
        self.check_image_file_size(data)
        data.seek(0)
        with _told():
            pictures.check_kind(data.read(512), data.name, frozenset(self.allowed_image_extensions))
            pictures.check_size(*_size(data), max_pixels=self.max_image_pixels)
            data.seek(0)
            picture_metadata.cleaned(data.read())
        data.seek(0)
        return super().to_python(data)

    def check_image_pixel_size(self, f: Any) -> None:
        """Read the whole picture; one that breaks off is told, too."""
        with _told():
            try:
                f.image.auto_orient()
            except Exception as error:  # what Pillow raises over damaged files is of every kind
                raise pictures.damaged() from error


def _size(file: Any) -> tuple[int, int]:
    file.seek(0)
    try:
        with Image.open(file) as image:
            width, height = image.size
    except Image.DecompressionBombError:
        file.seek(0)
        raise pictures.too_large() from None
    except Exception as error:  # see above
        raise pictures.damaged() from error
    return width, height


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise ValidationError(refused.message_de, code=refused.code) from refused


class ImageForm(BaseImageForm):
    file = PictureField(label="Datei")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.author_in_file and "credit" in self.fields:
            self.fields["credit"].help_text += f" In der Datei stand: »{self.instance.author_in_file}«."
