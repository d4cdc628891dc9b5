"""Groups in the admin, with a sentence on what each is for."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column
from wagtail.users.forms import GroupForm
from wagtail.users.views.groups import DeleteView, EditView, GroupViewSet, IndexView

from ogl_portal.users.models import Role


class RoleGroupForm(GroupForm):
    description = forms.CharField(
        label=Role._meta.get_field("description").verbose_name,
        help_text=Role._meta.get_field("description").help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    class Meta(GroupForm.Meta):
        fields = ("name", "description", "permissions")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = Role.objects.filter(group=self.instance.pk).first() if self.instance.pk else None
        if role:
            self.initial.setdefault("description", role.description)

    def save(self, commit: bool = True) -> Group:
        group = super().save(commit=commit)
        Role.objects.update_or_create(group=group, defaults={"description": self.cleaned_data["description"]})
        return group


def _description(group: Group) -> str:
    role: Role | None = getattr(group, "role", None)  # groups made elsewhere have none
    return role.description if role else ""


class RoleIndexView(IndexView):
    columns = [*IndexView.columns, Column("description", label="Wofür", accessor=_description)]

    def get_base_queryset(self) -> QuerySet[Group]:
        return super().get_base_queryset().select_related("role")


def why_kept(group: Group) -> str:
    """Why nobody deletes the group, as a sentence; empty where it may go.

    Without »Administration« nobody could repair it, and with a team's group its rights and its team would be gone.
    """
    if Role.objects.filter(group=group).exclude(key=None).exists():
        return (
            f"»{group}« ist eine der Rollen, auf denen die Rechte im Portal beruhen. Sie wird nicht gelöscht; wer "
            "nicht mehr dazugehören soll, verliert die Rolle unter »Personen«."
        )
    if hasattr(group, "lab_team"):
        return f"»{group}« gehört zu einem Lab-Team und geht mit dessen Labor. Es wurde nichts gelöscht."
    return ""


class RoleEditView(EditView):
    @cached_property
    def can_delete(self) -> bool:
        return bool(super().can_delete and not why_kept(self.object))


class RoleDeleteView(DeleteView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.user_has_permission("delete") and (sentence := why_kept(self.object)):
            messages.error(request, sentence)
            return redirect("wagtailusers_groups:edit", self.object.pk)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class RoleGroupViewSet(GroupViewSet):
    index_view_class = RoleIndexView
    edit_view_class = RoleEditView
    delete_view_class = RoleDeleteView

    def get_form_class(self, for_update: bool = False) -> type[RoleGroupForm]:
        return RoleGroupForm
