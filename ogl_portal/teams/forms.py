"""Forms of the pages on lab grants."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from ogl_portal.teams import grants
from ogl_portal.teams.models import LabTeam
from ogl_portal.users.models import User
from publications.models import PublicationPage


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        name = obj.get_full_name() or obj.get_username()
        return f"{name} ({obj.email})" if obj.email and obj.email != name else name


class AddPersonForm(forms.Form):
    """Somebody who has an account already, or an address for a new one."""

    person = PersonField(
        User.objects.none(),
        label="Person mit Zugang",
        required=False,
        empty_label="Bitte wählen",
        help_text="Wer schon einen Zugang zum Portal hat, steht in dieser Liste.",
    )
    email = forms.EmailField(
        label="Oder: E-Mail-Adresse einer neuen Person",
        required=False,
        max_length=150,
        help_text="Die Person bekommt eine Nachricht mit einem Link, über den sie selbst ein Passwort wählt.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Das ist keine E-Mail-Adresse. Sie sieht etwa so aus: name@stadt.de"},
    )
    first_name = forms.CharField(
        label="Vorname der neuen Person",
        required=False,
        max_length=150,
        help_text="Steht in der Einladung und bei allem, was die Person im Portal ändert.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    last_name = forms.CharField(
        label="Nachname der neuen Person",
        required=False,
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, team: LabTeam, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        others = User.objects.filter(is_active=True).exclude(groups=team.group)
        field = cast(PersonField, self.fields["person"])
        field.queryset = others.order_by("last_name", "first_name", "username")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        if bool(data.get("person")) == bool(data.get("email")):
            both = bool(data.get("person"))
            raise ValidationError(
                "Bitte nur eines von beiden ausfüllen."
                if both
                else "Bitte wählen Sie eine Person aus oder geben Sie eine E-Mail-Adresse ein."
            )
        if data.get("email"):
            self._clean_address(data)
        return data

    def _clean_address(self, data: dict[str, Any]) -> None:
        """Whom the address belongs to; ``person`` stays empty for somebody new, who needs a name."""
        try:
            person = grants.person_with(data["email"])
        except ValidationError as error:
            self.add_error("email", error)
            return
        if person is None:
            for name, label in (("first_name", "Vornamen"), ("last_name", "Nachnamen")):
                if not data.get(name):
                    self.add_error(name, f"Bitte geben Sie den {label} ein: Die Adresse hat noch keinen Zugang.")
        elif person.groups.filter(pk=self.team.group_id).exists():
            self.add_error("email", "Diese Person gehört schon zum Team. Es wurde nichts geändert.")
        data["person"] = person

    def save(self, by: User) -> User:
        """Take the person into the team, with a new account if need be, all or nothing."""
        data = self.cleaned_data
        with transaction.atomic():
            person = data["person"] or grants.new_person(data["email"], data["first_name"], data["last_name"])
            grants.add_member(self.team, person, by)
        return person


class PublicationsForm(forms.Form):
    """Which result documents a team looks after itself."""

    publications = forms.ModelMultipleChoiceField(
        PublicationPage.objects.none(),
        label="Ergebnisdokumente",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Angekreuzte Veröffentlichungen darf das Team bearbeiten und zur Freigabe einreichen. Zur Wahl "
        "steht, was unter »Bezüge« dieses Labor nennt.",
    )

    def __init__(self, *args: Any, team: LabTeam, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelMultipleChoiceField, self.fields["publications"])
        field.queryset = grants.publications_of(team.lab) | grants.publications_entrusted_to(team)
        self.initial["publications"] = [publication.pk for publication in grants.publications_entrusted_to(team)]
