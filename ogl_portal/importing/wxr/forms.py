"""Forms by which exports come in."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from ogl_portal.german.formats import file_size


class WordPressForm(forms.Form):
    """An export and its files. Sending it only shows what would happen."""

    file = forms.FileField(
        label="Export aus WordPress",
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ".xml"}),
        help_text="Die XML-Datei aus »Werkzeuge« → »Daten exportieren« → »Alle Inhalte«.",
        error_messages={
            "required": "Bitte die XML-Datei auswählen.",
            "empty": "Die Datei ist leer. Bitte den Export wiederholen.",
        },
    )
    uploads = forms.FileField(
        label="Bilder und Dateien",
        required=False,
        max_length=255,
        widget=forms.ClearableFileInput(attrs={"accept": ".zip"}),
        help_text="Der Ordner »wp-content/uploads« des alten Servers als Zip-Archiv. Ohne ihn kommen nur die Texte; "
        "Sie können ihn später nachreichen.",
    )
    fetch = forms.BooleanField(
        label="Fehlende Dateien von der alten Seite holen",
        required=False,
        help_text="Nur, solange die alte Seite noch im Netz steht. Andere Server werden nie gefragt.",
    )
    pdfs_become_publications = forms.BooleanField(
        label="Aus PDF-Dateien Entwürfe von Veröffentlichungen machen",
        required=False,
        help_text="Sonst werden sie Dokumente. Veröffentlichungen werden auf Barrierefreiheit geprüft und brauchen von "
        "Ihnen Titel, Datum und Verfasser:innen.",
    )
    create_topics = forms.BooleanField(
        label="Unbekannte Schlagwörter als Themen anlegen",
        required=False,
        help_text="Sonst stehen sie nur im Bericht. Die Themenliste des Portals bleibt so übersichtlich.",
    )
    publish = forms.BooleanField(
        label="Veröffentlichen, was öffentlich war",
        required=False,
        help_text="Mit dem alten Datum, und nur, was die Regeln des Portals einhält (zum Beispiel Alternativtexte). "
        "Sonst wird alles ein Entwurf.",
    )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        for name in ("file", "uploads"):
            file = self.cleaned_data.get(name)
            if file and file.size > settings.OGL_IMPORT_MAX_BYTES:
                limit = file_size(settings.OGL_IMPORT_MAX_BYTES)
                self.add_error(name, ValidationError(f"Die Datei ist größer als {limit}. Es wurde nichts gespeichert."))
        return data

    @property
    def options(self) -> dict[str, bool]:
        names = ("fetch", "pdfs_become_publications", "create_topics", "publish")
        return {name: bool(self.cleaned_data[name]) for name in names}
