"""Forms that the admin builds on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BooleanField, FileField
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from ogl_portal.uploads import office, picture_metadata, pictures
from ogl_portal.uploads.refusals import Refused

EMPTY = "Die übertragene Datei ist leer. Es wurde nichts gespeichert."


class PictureField(WagtailImageField):
    """Wagtail's field; what is not taken is told with the reason and with what to do instead."""

    default_error_messages = {"empty": EMPTY}

    def to_python(self, data: Any) -> Any:
        if FileField.to_python(self, data) is None:  # tells an empty file, too
            return None
        self.check_image_file_size(data)
        data.seek(0)
        with _told():
            kind = pictures.check_kind(data.read(512), data.name, frozenset(self.allowed_image_extensions))
            width, height, is_moving = _look(data)
            pictures.check_size(width, height, max_pixels=self.max_image_pixels)
            pictures.check_still(kind, is_moving=is_moving)
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


def _look(file: Any) -> tuple[int, int, bool]:
    """Width, height, and whether there is more than one frame, or a PNG says that there may be (APNG)."""
    file.seek(0)
    try:
        with Image.open(file) as image:
            width, height = image.size
            is_moving = getattr(image, "is_animated", False) or image.get_format_mimetype() == "image/apng"
    except Image.DecompressionBombError:
        file.seek(0)
        raise pictures.too_large() from None
    except Exception as error:  # see above
        raise pictures.damaged() from error
    return width, height, is_moving


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


class DocumentForm(BaseDocumentForm):
    """A file is public as soon as it is stored, so what its readers do not see is told before."""

    may_be_seen = BooleanField(
        required=False,
        label="Änderungen, Kommentare und Ausgeblendetes dürfen öffentlich sein",
        help_text="Nur ankreuzen, wenn die Datei so gewollt ist. Angaben zu Personen in den Eigenschaften der Datei "
        "entfernt das Portal in jedem Fall.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" not in self.fields:
            del self.fields["may_be_seen"]
            return
        self.fields["file"].error_messages["empty"] = EMPTY
        if self.instance.hidden_content:
            self.fields["file"].help_text += f" Nicht auf den ersten Blick zu sehen: {self.instance.hidden_content}."

    def _post_clean(self) -> None:
        super()._post_clean()
        is_new = "file" in self.changed_data and "file" not in self.errors
        if is_new and self.instance.told and not self.cleaned_data.get("may_be_seen"):
            self.add_error(
                "file",
                "An der Datei ist Leser:innen nicht alles auf den ersten Blick sichtbar: "
                f"{self.instance.hidden_content}. Es "
                f"wurde nichts gespeichert. {office.advice(self.instance.file_extension.lower())} "
                "Soll alles öffentlich "
                "sein, laden Sie die Datei einzeln hoch und kreuzen Sie »Änderungen, Kommentare und "
                "Ausgeblendetes dürfen "
                "öffentlich sein« an.",
            )
