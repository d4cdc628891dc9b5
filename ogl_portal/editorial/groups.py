"""Groups in the admin, with a sentence on what each is for."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from wagtail.admin.ui.tables import Column
from wagtail.users.forms import GroupForm
from wagtail.users.views.groups import GroupViewSet, IndexView

from ogl_portal.editorial.models import Role


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


class RoleGroupViewSet(GroupViewSet):
    index_view_class = RoleIndexView

    def get_form_class(self, for_update: bool = False) -> type[RoleGroupForm]:
        return RoleGroupForm
