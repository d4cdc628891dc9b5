"""Forms that the admin builds on."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms import BooleanField, ChoiceField, FileField, RadioSelect
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from ogl_portal.core.licences import Licence
from ogl_portal.media import malware, replaced_files
from ogl_portal.media.alt_texts import alt_texts
from ogl_portal.media.file_titles import title_from_name
from ogl_portal.media.models import DocumentState, PortalDocument
from ogl_portal.media.permissions import may_release_where_used, needs_release, public_pages_using
from ogl_portal.uploads import office, picture_metadata, pictures
from ogl_portal.uploads.refusals import Refused

TITLE_MISSING = (
    "Bitte einen Titel schreiben, unter dem andere das wiederfinden. Der Name der Datei sagt nichts darüber."
)
LONG_WITHOUT_TITLE = (
    "Die Datei ist groß und wird erst geprüft, wenn sie einen Titel hat. Es wurde nichts gespeichert. Bitte laden Sie "
    "sie einzeln hoch und schreiben Sie einen Titel dazu."
)
LICENCE_MISSING = "Bitte wählen Sie, unter welcher Lizenz das Bild steht oder dass Sie es mit Erlaubnis nutzen."
NAME_MISSING = "Bitte schreiben Sie, wer das Bild gemacht hat: Unter dieser Lizenz wird der Name genannt."
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
            malware.check_public(data)
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


class _InUseForm:
    """What a form of a picture or document must ask of files that public pages show."""

    seen_by_readers: frozenset[str] = frozenset()
    instance: Any
    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.user = kwargs.get("user")
        super().__init__(*args, **kwargs)
        form: Any = self
        form.fields["title"].error_messages["required"] = TITLE_MISSING
        if not self.instance.pk and form.initial.get("title"):  # the name of one of many files that need more
            form.initial["title"] = title_from_name(form.initial["title"])

    def clean_title(self) -> str:
        """A title that is only the name of the file becomes one that can be read, or is asked for."""
        form: Any = self
        title, file = form.cleaned_data["title"], form.files.get(form.add_prefix("file"))
        if not file or title not in {file.name, str(file.name).rpartition(".")[0]}:
            return str(title)
        readable = title_from_name(str(file.name))
        if not readable:
            raise ValidationError(TITLE_MISSING, code="required")
        return readable

    def _refuse_what_readers_see(self) -> None:
        """At the field, where the person may not release on every page that shows the file."""
        form: Any = self
        changed = [name for name in form.changed_data if name in self.seen_by_readers]
        if not self.instance.pk or not changed or self.user is None or may_release_where_used(self.instance, self.user):
            return
        for name in changed:
            form.add_error(None if form[name].is_hidden else name, needs_release(self.instance))

    def _replaces(self) -> bool:
        form: Any = self
        return bool(self.instance.pk and "file" in form.changed_data and form.original_file)

    def save(self, commit: bool = True) -> Any:
        """The former file goes into the bin, and the pages that show the new one say so in their history."""
        form: Any = self
        if not (commit and self._replaces()):
            return super().save(commit=commit)  # type: ignore[misc]
        with transaction.atomic():
            replaced_files.keep(type(self.instance).objects.get(pk=self.instance.pk), form.original_file, self.user)
            saved = super().save(commit=commit)  # type: ignore[misc]
            replaced_files.tell_pages(saved, self.user)
        return saved


FITS, DOES_NOT_FIT = "yes", "no"


class ImageForm(_InUseForm, BaseImageForm):
    seen_by_readers = frozenset(
        {"file", "credit", "licence", *(f"focal_point_{name}" for name in ("x", "y", "width", "height"))}
    )

    # The widget is Wagtail's: that of Django would show where the picture is stored.
    file = PictureField(label="Datei", widget=BaseImageForm.Meta.widgets["file"])
    fits = ChoiceField(
        required=False,
        label="Wenn Sie die Datei ersetzen: Passt die Beschreibung noch?",
        widget=RadioSelect,
        choices=[
            (FITS, "Ja, Beschreibung und Alternativtexte passen auch zum neuen Bild"),
            (DOES_NOT_FIT, "Nein, ich ändere sie gleich danach"),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.author_in_file and "credit" in self.fields:
            self.fields["credit"].help_text += f" In der Datei stand: »{self.instance.author_in_file}«."
        if self.instance.pk and "file" in self.fields and (texts := self._texts()):
            self.fields["fits"].help_text = texts
        else:
            del self.fields["fits"]

    def _refuse_half_a_credit(self, cleaned: dict[str, Any]) -> None:
        """Who tells one of maker and licence tells the other. Older pictures ask only when either of them changes."""
        if not {"credit", "licence"} & {*self.changed_data}:
            return
        name, licence = cleaned.get("credit", "").strip(), cleaned.get("licence", "")
        if name and "licence" in cleaned and not licence:
            self.add_error("licence", LICENCE_MISSING)
        elif licence and "credit" in cleaned and not name and Licence(licence).asks_for_a_name:
            self.add_error("credit", NAME_MISSING)

    def _texts(self) -> SafeString:
        """What is said of the picture now: by itself, and by the public pages that show it."""
        lines = [("Beschreibung des Bildes", self.instance.description)] if self.instance.description else []
        for page in public_pages_using(self.instance).specific():
            lines += [(page.title, text) for text in alt_texts(self.instance, page)]
        return format_html_join(" ", "{}: »{}«.", lines)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._refuse_what_readers_see()
        self._refuse_half_a_credit(cleaned)
        if "fits" in self.fields and self._replaces() and "file" in cleaned and not cleaned.get("fits"):
            self.add_error(
                "fits",
                "Sie ersetzen das Bild. Bitte sagen Sie, ob die Beschreibung und die Alternativtexte noch passen. Es "
                "wurde nichts gespeichert.",
            )
        return cleaned


FOUND_BY_WORKER = ("file", "file_size", "file_hash", "told", "recipe", "state", "refusal", "may_be_seen")


class DocumentForm(_InUseForm, BaseDocumentForm):
    """A file is public as soon as it is stored, so what its readers do not see is told before."""

    seen_by_readers = frozenset({"file", "title", "may_be_seen"})

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
        if self.instance.is_held:
            self.fields["may_be_seen"].initial = self.instance.may_be_seen
        self.fields["file"].error_messages["empty"] = EMPTY
        if self.instance.is_held:
            self.fields["file"].help_text += f" {self._why_held()}"
        if self.instance.hidden_content:
            self.fields["file"].help_text += f" Nicht auf den ersten Blick zu sehen: {self.instance.hidden_content}."

    def _why_held(self) -> str:
        if self.instance.state == DocumentState.WAITING:
            return (
                "Die Datei wird noch geprüft und gesäubert, das kann einige Minuten dauern. Sie ist sicher gespeichert "
                "und danach von selbst öffentlich; Sie müssen nicht warten."
            )
        if self.instance.state == DocumentState.UNDECIDED:
            return (
                "Die Datei ist noch nicht öffentlich: Bitte kreuzen Sie unten an, dass alles öffentlich sein darf, "
                "oder laden Sie eine bereinigte Datei hoch."
            )
        return f"Die Datei ist nicht öffentlich. {self.instance.refusal}"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        self._refuse_what_readers_see()
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        is_new = "file" in self.changed_data and "file" not in self.errors
        if is_new:
            self.instance.may_be_seen = bool(self.cleaned_data.get("may_be_seen"))
        if is_new and self.instance.state == DocumentState.WAITING and self.errors:
            self.add_error("file", LONG_WITHOUT_TITLE)  # else Wagtail keeps the file, and it comes back by no form
        if is_new and self.instance.told and not self.cleaned_data.get("may_be_seen"):
            self.fields["file"].widget.attrs["data-file-stays"] = ""  # admin-upload.js: ticking the box is enough
            self.add_error(
                "file",
                "An der Datei ist Leser:innen nicht alles auf den ersten Blick sichtbar: "
                f"{self.instance.hidden_content}. Es "
                f"wurde nichts gespeichert. {office.advice(self.instance.file_extension.lower(), self.instance.told)} "
                "Soll alles öffentlich "
                "sein, laden Sie die Datei einzeln hoch und kreuzen Sie »Änderungen, Kommentare und "
                "Ausgeblendetes dürfen "
                "öffentlich sein« an.",
            )

    def save(self, commit: bool = True) -> Any:
        """A worker may have looked through the file since this form was opened: what it has found stays."""
        if not commit or not self.instance.pk or "file" in self.changed_data:
            return super().save(commit=commit)
        with transaction.atomic():
            present = PortalDocument.objects.select_for_update().get(pk=self.instance.pk)
            for name in FOUND_BY_WORKER:
                setattr(self.instance, name, getattr(present, name))
            if self.cleaned_data.get("may_be_seen"):
                self.instance.may_be_seen = True
                if self.instance.state == DocumentState.UNDECIDED:
                    self.instance.state = DocumentState.PUBLIC
            return super().save(commit=commit)
