"""The form of redirects, for single ones and for each row of an imported list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from wagtail.contrib.redirects.forms import RedirectForm as WagtailRedirectForm

from ogl_portal.redirects.rules import is_served, own_path, page_at, runs_in_a_circle


class TargetField(forms.CharField):
    """An address of this portal (»/labore/«) or of another site."""

    def clean(self, value: Any) -> str:
        link: str = super().clean(value)
        if link and own_path(link) is None:
            try:
                URLValidator(schemes=["http", "https"])(link)
            except ValidationError as error:
                raise ValidationError(
                    f"»{value}« ist keine Adresse. Bitte eine Adresse dieses Portals (/labore/) oder eine ganze "
                    "Adresse mit https:// angeben."
                ) from error
        return link


class RedirectForm(WagtailRedirectForm):
    """Wagtail's form; it refuses what would hide a page or run in a circle, and says so in German."""

    redirect_link = TargetField(
        label="Weiterleitung zu einer Adresse",
        required=False,
        max_length=255,
        help_text="Eine Adresse dieses Portals wie /labore/ oder eine fremde mit https://. Nur ausfüllen, wenn oben "
        "keine Seite gewählt ist.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "old_path"
        ].help_text = (
            "Die alte Adresse ab dem ersten Schrägstrich, zum Beispiel /aktuelles/alte-meldung oder /?page_id=2859."
        )
        self.fields["site"].help_text = "In der Regel leer: Die Weiterleitung gilt überall."
        self.fields[
            "redirect_page"
        ].help_text = "Am besten eine Seite wählen: Die Weiterleitung folgt ihr dann, auch wenn sie verschoben wird."

    def _get_validation_exclusions(self) -> set[str]:
        """The model takes whole addresses only; ``TargetField`` has looked at this one."""
        return {*super()._get_validation_exclusions(), "redirect_link"}

    def clean_old_path(self) -> str:
        old_path: str = self.cleaned_data["old_path"].replace(" ", "%20")
        own = own_path(old_path if "://" in old_path or old_path.startswith("/") else f"/{old_path}")
        if own is None:
            raise ValidationError(
                "Das ist die Adresse einer fremden Seite. Bitte nur den Teil ab dem ersten Schrägstrich nach dem Namen "
                "des Servers angeben, zum Beispiel /alte-seite."
            )
        if is_served(own):
            raise ValidationError(
                f"Unter {own} steht schon etwas im Portal; eine Weiterleitung würde es verdecken. Bitte zuerst die "
                "Seite verschieben oder löschen, oder eine andere alte Adresse angeben."
            )
        return own

    def clean(self) -> dict[str, Any] | None:
        super().clean()
        data = self.cleaned_data
        page, link = data.get("redirect_page"), data.get("redirect_link", "")
        if "redirect_link" in self.errors:
            return data
        if bool(page) == bool(link):
            raise ValidationError("Bitte entweder eine Seite wählen oder eine Adresse angeben, nicht beides.")
        if link and (named := page_at(link)) is not None:
            page = data["redirect_page"] = named
            link = data["redirect_link"] = ""
        target = page.url if page else link
        if (old_path := data.get("old_path")) and target and runs_in_a_circle(old_path, target):
            field = "redirect_page" if page else "redirect_link"
            self.add_error(
                field,
                "Diese Weiterleitung liefe im Kreis: Das Ziel führt wieder zu ihrer eigenen alten Adresse. Es wurde "
                "nichts gespeichert. Bitte ein anderes Ziel wählen.",
            )
        return data
