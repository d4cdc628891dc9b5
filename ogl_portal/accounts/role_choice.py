"""Choosing what a person may do: the site's roles by name, lab teams by their lab.

The group »Lab-Team« is the template after which teams are made, and the group of a team is a detail of it: neither is
offered as a role, since whoever is put into the template alone may do nothing.
"""

from typing import Any, cast

from django import forms
from django.contrib.auth.models import Group
from django.db.models import Q, QuerySet
from wagtail.users.forms import UserEditForm

from labs.models import LabPage
from ogl_portal.accounts import authority
from ogl_portal.teams.grants import create_team
from ogl_portal.users.models import RoleKey, User

ASK = (
    "Ohne Rolle kann die Person nichts tun. Wählen Sie eine Rolle oder ein Labor. Soll die Rolle erst später folgen, "
    "kreuzen Sie »Zugang ohne Rolle« an."
)


def roles_to_choose(person: User | None = None) -> QuerySet[Group]:
    """Groups that stand for a role; the template only for who is in it already, so that it can be taken away."""
    is_role = ~Q(role__key=RoleKey.LAB_TEAM) | Q(role=None)
    if person:
        is_role |= Q(pk__in=person.groups.values("pk"))
    return Group.objects.filter(is_role, lab_team=None).order_by("name")


class RoleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        role = getattr(obj, "role", None)
        if role and role.key == RoleKey.LAB_TEAM:
            return f"{obj.name} (nur Vorlage für neue Teams, gibt keine Rechte)"
        return str(obj.name)


class RoleChoiceForm(forms.ModelForm):
    """The part of a form on a person that says what they may do. It asks before it leaves somebody without a role.

    ``manager`` is who fills it in: roles that they may not give are neither offered nor taken away.
    """

    groups = RoleField(
        Group.objects.none(),
        label="Rollen",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Was die Person im ganzen Portal darf. Wer nur für ein Labor schreibt, braucht hier nichts.",
    )
    labs = forms.ModelMultipleChoiceField(
        LabPage.objects.none(),
        label="Laborteams",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Die Labore, deren Seiten die Person pflegt. Hat ein Labor noch kein Team, wird es angelegt.",
    )
    without_role = forms.BooleanField(
        label="Zugang ohne Rolle",
        required=False,
        widget=forms.HiddenInput,
        help_text="Die Person kann sich anmelden, aber nichts bearbeiten, bis ihr jemand eine Rolle gibt.",
    )

    def __init__(self, *args: Any, manager: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.manager = manager
        person = self.instance if self.instance.pk else None
        roles = authority.givable(roles_to_choose(person), manager)
        cast(RoleField, self.fields["groups"]).queryset = roles.select_related("role")
        labs = cast(forms.ModelMultipleChoiceField, self.fields["labs"])
        labs.queryset = LabPage.objects.order_by("sort_key", "title")
        if person:
            self.initial["labs"] = list(LabPage.objects.filter(team__group__user=person))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("without_role") and not self._may_do_something(data):
            self.fields["without_role"].widget = forms.CheckboxInput()
            self.add_error("groups", ASK)
        return data

    def _may_do_something(self, data: dict[str, Any]) -> bool:
        """Whether there is a role, or none is needed: administrators have all rights, a closed account uses none."""
        if data.get("is_superuser", self.instance.is_superuser) or not data.get("is_active", self.instance.is_active):
            return True
        if data.get("labs") or {"groups", "labs"} & set(self.errors):
            return True
        return any(group in roles_to_choose() for group in data.get("groups") or ())

    def _save_m2m(self) -> None:
        teams = [create_team(lab) for lab in self.cleaned_data["labs"]]
        roles = [group.pk for group in self.cleaned_data["groups"]]
        kept = self.instance.groups.exclude(pk__in=authority.givable(Group.objects.all(), self.manager))
        self.cleaned_data["groups"] = Group.objects.filter(pk__in=[*roles, *kept, *(team.group_id for team in teams)])
        super()._save_m2m()  # type: ignore[misc]  # Django's own; the stubs leave it out


class PersonForm(RoleChoiceForm, UserEditForm):
    """Wagtail's form for an account, with roles and labs in the place of groups."""

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, editing_self=editing_self, **kwargs)
        if editing_self:
            del self.fields["email"]  # changed in one's own account only, which asks for a proof first
        elif not self.manager.is_superuser:
            del self.fields["is_superuser"]

    def clean_username(self) -> str:
        return authority.free_name(self.cleaned_data["username"], self.instance)

    def clean_email(self) -> str:
        return authority.free_address(self.cleaned_data["email"], self.instance)

    class Meta:
        model = User
        fields = ["username", "email", "first_name", "last_name", "is_active", "is_superuser", "groups"]


class RoleForm(forms.Form):
    role = forms.ModelChoiceField(Group.objects.none(), label="Rolle oder Laborteam", empty_label="Bitte wählen")

    def __init__(self, *args: Any, manager: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_template = Q(role__key=RoleKey.LAB_TEAM, role__isnull=False)
        field = cast(forms.ModelChoiceField, self.fields["role"])
        field.queryset = authority.givable(Group.objects.exclude(is_template), manager).order_by("name")
