"""Changing and deleting an account that the person may manage (``authority``); any other is refused as a whole."""

from typing import Any

from django.db.models import QuerySet
from wagtail.users.views.users import DeleteView, EditView

from ogl_portal.accounts import authority
from ogl_portal.users.models import User


class ManageableObject:
    request: Any

    def get_object(self, queryset: QuerySet[User] | None = None) -> User:
        person: User = super().get_object(queryset)  # type: ignore[misc]
        authority.demand(self.request.user, person)
        return person


class PersonView(ManageableObject, EditView):
    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "manager": self.request.user}


class DeletePersonView(ManageableObject, DeleteView):
    pass
