"""Forms of the upload pages."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ogl_portal.german.dates import german_date
from ogl_portal.german.formats import file_size
from ogl_portal.uploads.patience import Patience
from publications.models import FileState, FileVersion, PublicationPage
from publications.pdf.accept import safe_filename
from publications.upload import accept_upload, earlier_version, file_sha256

LARGEST = file_size(settings.OGL_PDF_MAX_BYTES)


class PDFField(forms.FileField):
    """A PDF that was looked at before it is taken.

    ``file.accepted`` holds what is known of it: None where looking takes longer than a person and a web thread should
    wait, so that the pipeline will tell.
    """

    largest_scanned = 10_000_000  # bytes; larger ones are scanned by the pipeline, before anybody can have them

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}))
        kwargs.setdefault("error_messages", {"required": "Bitte eine PDF-Datei auswählen.", "empty": ""})
        super().__init__(allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        return self.looked_at(super().clean(data, initial), Patience(settings.OGL_UPLOAD_PATIENCE))

    def looked_at(self, file: Any, patience: Patience) -> Any:
        if file:
            file.accepted = accept_upload(file, file.name or "", patience)
            file.sha256 = file.accepted.sha256 if file.accepted else file_sha256(file)
            file.safe_name = safe_filename(file.name or "")
        return file


class VersionForm(forms.Form):
    """A new version of a publication's file."""

    file = PDFField(
        label="PDF-Datei", help_text=f"Höchstens {LARGEST}. Ziehen Sie die Datei hierher oder wählen Sie sie aus."
    )
    change_note = forms.CharField(
        label="Was ist neu?",
        max_length=250,
        required=False,
        help_text="Ein Satz für die Öffentlichkeit, zum Beispiel »Tabelle auf Seite 12 berichtigt«.",
    )

    def __init__(self, *args: Any, publication: PublicationPage, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.publication, self.user = publication, user
        self.fields["change_note"].required = publication.versions.exists()
        self.fields["change_note"].error_messages["required"] = "Bitte in einem Satz sagen, was sich geändert hat."

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        duplicate = self.publication.versions.filter(original_sha256=file.sha256).first()
        if duplicate and duplicate.state == FileState.WITHDRAWN:
            raise ValidationError(self._offer_to_put_back(duplicate))
        if duplicate:
            raise ValidationError(
                f"Diese Datei ist schon als Version {duplicate.number} da, Byte für Byte gleich. "
                "Es wurde nichts gespeichert."
            )
        return file

    def _offer_to_put_back(self, version: FileVersion) -> str:
        told = format_html(
            "Diese Datei war schon als Version {} da und wurde {} zurückgezogen. Grund: {} Es wurde nichts "
            "gespeichert. ",
            version.number,
            f"am {german_date(timezone.localtime(version.withdrawn_at).date())}" if version.withdrawn_at else "",
            _as_sentence(version.withdrawn_reason),
        )
        if not self.publication.permissions_for_user(self.user).can_release():
            return told + "Jemand aus der Gruppe »Freigabe« kann sie wieder abrufbar machen."
        link = '<a href="{}">Version {} wieder abrufbar machen</a>'
        return told + format_html(link, reverse("version_put_back", args=[version.pk]), version.number)


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralPDFsField(PDFField):
    """Several PDFs; each is looked at on its own, and a bad one does not spoil the good ones.

    ``clean`` gives a list of (file, sentence): the sentence is empty for a file that was taken.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=SeveralFilesInput(attrs={"accept": "application/pdf,.pdf"}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[tuple[UploadedFile, str]]:
        files = data if isinstance(data, list) else [data]
        if not any(files):
            raise ValidationError(self.error_messages["required"], code="required")
        results: list[tuple[UploadedFile, str]] = []
        patience = Patience(settings.OGL_UPLOAD_PATIENCE)
        for file in files:
            try:
                results.append((self.looked_at(forms.FileField.clean(self, file, initial), patience), ""))
            except ValidationError as error:
                results.append((file, " ".join(error.messages)))
        return results


class BulkUploadForm(forms.Form):
    files = SeveralPDFsField(  # type: ignore[assignment]  # Django takes fields out of the class: form.files stay
        label="PDF-Dateien", help_text=f"Mehrere auf einmal, jede höchstens {LARGEST}. Aus jeder wird ein Entwurf."
    )


class WithdrawForm(forms.Form):
    """Why a version is taken back; readers see the reason."""

    reason = forms.CharField(
        label="Grund", max_length=250, help_text="Die Öffentlichkeit liest diesen Satz an der Stelle der Datei."
    )


class PutBackForm(forms.Form):
    """Why a withdrawn version can be had again; readers see the reason."""

    reason = forms.CharField(
        label="Warum ist sie wieder abrufbar?",
        max_length=250,
        help_text="Ein Satz für die Öffentlichkeit, zum Beispiel »Die Rechte an den Bildern sind geklärt.«",
    )


def duplicate_warning(sha256: str) -> SafeString | None:
    """A sentence with a link to the first publication that has the same file, or None."""
    first: FileVersion | None = earlier_version(sha256)
    if first is None:
        return None
    return format_html(
        'Dieselbe Datei gehört schon zu <a href="{}">{}</a> (Version {}{}).',
        reverse("publication_files", args=[first.publication_id]),
        first.publication.title,
        first.number,
        ", dort zurückgezogen" if first.state == FileState.WITHDRAWN else "",
    )


def _as_sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."
