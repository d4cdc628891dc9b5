"""The list of people: who has a second factor, who is locked out, who has not yet accepted the invitation."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.users.views.users import IndexView, UserViewSet

from ogl_portal.accounts import invitations, lockout, second_factor
from ogl_portal.accounts.forms import InvitationForm
from ogl_portal.accounts.views.invitations import InviteView
from ogl_portal.editorial.models import User


class PeopleView(IndexView):
    add_item_label = "Person einladen"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            *super().columns,
            BooleanColumn("second_factor", label="Zweiter Faktor", accessor="second_factor", width="10%"),
            Column("sign_in_state", label="Anmeldung", accessor=self.sign_in_state, width="12%"),
        ]

    @cached_property
    def locked(self) -> set[str]:
        return lockout.locked_usernames()

    def sign_in_state(self, person: User) -> str:
        if person.get_username() in self.locked:
            return "gesperrt"
        return "eingeladen" if invitations.is_open(person) else ""

    def get_base_queryset(self) -> QuerySet[User]:
        return super().get_base_queryset().annotate(second_factor=second_factor.annotation())


class PeopleViewSet(UserViewSet):
    index_view_class = PeopleView
    add_view_class = InviteView
    create_template_name = "accounts/invite.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        return super().get_form_class(for_update=True) if for_update else InvitationForm
