"""Forms of the safety net, with help for somebody who meets them twice a year."""

from typing import Any

from django import forms
from django.core.validators import validate_slug

from ogl_portal.safety.previews import DAYS
from ogl_portal.text.letters import spelled_out


class RestoreForm(forms.Form):
    """Where a deleted page shall stand again. ``parents`` are the places that the person may choose."""

    parent = forms.TypedChoiceField(label="Wohin?", coerce=int, help_text="Die Seite steht danach unter dieser Seite.")
    slug = forms.CharField(
        label="Adresse",
        max_length=255,
        help_text="Der Teil der Adresse, der für diese Seite steht. Wenn Sie ihn lassen, gelten alte Verweise wieder.",
    )
    public = forms.BooleanField(
        label="Wieder veröffentlichen, was vorher veröffentlicht war",
        required=False,
        help_text="Ohne Häkchen kommt die Seite als Entwurf zurück.",
    )

    def __init__(self, *args: Any, parents: list[Any], can_publish: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            (page.pk, page.get_admin_display_title()) for page in parents
        ]
        if not can_publish:
            del self.fields["public"]

    def clean_slug(self) -> str:
        """Its old address as it was, umlauts or not; another by the rule for new ones."""
        slug = str(self.cleaned_data["slug"])
        if slug == self.initial["slug"]:
            return slug
        slug = spelled_out(slug)
        validate_slug(slug)
        return slug


class UndoForm(forms.Form):
    """``current`` is the number of the version that was public when the person was shown what undoing would do."""

    current = forms.IntegerField(required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label="Was sollen Leser:innen dazu lesen?",
        max_length=250,
        required=False,
        help_text="Ein Satz für die öffentliche Liste der Änderungen. Leer: Dort steht, welcher Stand wieder gilt.",
    )


class PreviewLinkForm(forms.Form):
    days = forms.TypedChoiceField(
        label="Gültig",
        coerce=int,
        choices=[(days, f"{days} Tag" if days == 1 else f"{days} Tage") for days in DAYS],
        initial=7,
        help_text="Danach führt der Link ins Leere. Sie können ihn auch früher zurücknehmen.",
    )
    frozen = forms.TypedChoiceField(
        label="Was ist zu sehen?",
        coerce=lambda value: value == "now",
        choices=[("latest", "Immer der neueste Entwurf"), ("now", "Der Entwurf, wie er jetzt ist")],
        initial="latest",
        widget=forms.RadioSelect,
        help_text="»Der neueste Entwurf« zeigt auch, was Sie nach dem Verschicken noch ändern.",
    )
    purpose = forms.CharField(
        label="Für wen?",
        max_length=120,
        required=False,
        help_text="Nur für die Liste hier, zum Beispiel »Stadt Brandis, zur Abstimmung«.",
    )
