"""The list of people: their roles and labs, who has a second factor, who is locked out, who has not yet accepted.

Changing and deleting one of these accounts are here, too.
"""

from typing import Any

import django_filters
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, BulkActionsCheckboxColumn, Column, DateColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.users.views.users import DeleteView, EditView, IndexView, UserColumn, UserViewSet

from labs.models import LabPage
from ogl_portal.accounts import authority, lockout, second_factor
from ogl_portal.accounts.forms import InvitationForm
from ogl_portal.accounts.role_choice import PersonForm
from ogl_portal.accounts.views.invitations import InviteView
from ogl_portal.users import invitations
from ogl_portal.users.models import RoleKey, User
from ogl_portal.workplace.reports import YesNoFilter

INVITED, ACTIVE, DISABLED = "eingeladen", "aktiv", "gesperrt"
NO_ROLE = "ohne"


def roles_of(person: User) -> str:
    """What the list says of an annotated person; »ohne Rolle« tells of an account that can do nothing."""
    roles: list[str] = [*([RoleKey.ADMINISTRATION.label] if person.is_superuser else []), *person.role_names]
    if roles:
        return ", ".join(dict.fromkeys(roles))
    return "" if person.lab_names else "ohne Rolle"


class PersonFilterSet(WagtailFilterSet):
    role = django_filters.ChoiceFilter(label="Rolle", method="filter_role")
    lab = django_filters.ModelChoiceFilter(
        label="Labor", queryset=LabPage.objects.order_by("sort_key"), field_name="groups__lab_team__lab"
    )
    second_factor = YesNoFilter(label="Zweiter Faktor eingerichtet")
    state = django_filters.ChoiceFilter(
        label="Zugang",
        choices=[(ACTIVE, "aktiv"), (INVITED, "eingeladen, noch ohne Passwort"), (DISABLED, "gesperrt")],
        method="filter_state",
    )
    last_login = django_filters.DateFromToRangeFilter(label="Letzte Anmeldung", widget=DateRangePickerWidget)

    class Meta:
        model = User
        fields: list[str] = []

    def __init__(self, *args: Any, is_searching: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = Group.objects.filter(lab_team=None).order_by("name").values_list("pk", "name")
        self.filters["role"].extra["choices"] = [(NO_ROLE, "ohne Rolle"), *((str(pk), name) for pk, name in roles)]

    def filter_role(self, people: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        if value == NO_ROLE:
            return people.filter(groups=None, is_superuser=False)
        administration = Group.objects.filter(pk=value, role__key=RoleKey.ADMINISTRATION).exists()
        members = User.groups.through.objects.filter(group_id=value).values("user_id")
        return people.filter(Q(pk__in=members) | Q(is_superuser=True) if administration else Q(pk__in=members))

    def filter_state(self, people: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        if value == DISABLED:
            return people.filter(is_active=False)
        without_password = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return people.filter(without_password if value == INVITED else ~without_password, is_active=True)


class PeopleView(IndexView):
    add_item_label = "Person einladen"

    @cached_property
    def columns(self) -> list[Column]:
        name_column = self._get_title_column_class(UserColumn)
        return [
            BulkActionsCheckboxColumn("bulk_actions", obj_type="user"),
            name_column(
                "name",
                accessor=get_user_display_name,
                label="Name",
                sort_key="name",
                get_url=self.get_edit_url,
                classname="name",
                width="24%",
            ),
            Column(
                "username", accessor="get_username", label="Benutzername", sort_key="username", classname="username"
            ),
            Column("roles", label="Rollen", accessor=roles_of, sort_key="role_names", width="13%"),
            Column(
                "labs",
                label="Labor",
                accessor=lambda person: ", ".join(person.lab_names),
                sort_key="lab_order",
                width="13%",
            ),
            BooleanColumn("second_factor", label="Zweiter Faktor", sort_key="second_factor", width="7%"),
            Column("sign_in_state", label="Zugang", accessor=self.sign_in_state, sort_key="is_active", width="9%"),
            DateColumn("last_login", label="Zuletzt angemeldet", sort_key="last_login", width="11%"),
        ]

    def get_edit_url(self, instance: User) -> str | None:
        """No way to an account that the reader may not change."""
        return super().get_edit_url(instance) if authority.may_manage(self.request.user, instance) else None

    @cached_property
    def locked(self) -> set[str]:
        return lockout.locked_usernames()

    def sign_in_state(self, person: User) -> str:
        if not person.is_active:
            return "gesperrt"
        if person.get_username() in self.locked:
            return "vorübergehend gesperrt"
        return "eingeladen" if invitations.is_open(person) else "aktiv"

    def order_queryset(self, queryset: QuerySet[User]) -> QuerySet[User]:
        """Who has never signed in is neither the latest nor above the latest."""
        if self.ordering == "-last_login":
            return queryset.order_by(F("last_login").desc(nulls_last=True), "username")
        return super().order_queryset(queryset)

    def get_base_queryset(self) -> QuerySet[User]:
        roles = Group.objects.filter(user=OuterRef("pk"), lab_team=None).order_by("name")
        labs = Group.objects.filter(user=OuterRef("pk")).exclude(lab_team=None).order_by("lab_team__lab__sort_key")
        return (
            super()
            .get_base_queryset()
            .annotate(
                second_factor=second_factor.annotation(),
                role_names=ArraySubquery(roles.values("name")),
                lab_names=ArraySubquery(labs.values("lab_team__lab__title")),
                lab_order=ArraySubquery(labs.values("lab_team__lab__sort_key")),
            )
        )


class ManageableObject:
    """An account that the person may manage (``authority``); any other is refused as a whole."""

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


class PeopleViewSet(UserViewSet):
    index_view_class = PeopleView
    add_view_class = InviteView
    edit_view_class = PersonView
    delete_view_class = DeletePersonView
    copy_view_enabled = False  # an account is one person's
    filterset_class = PersonFilterSet
    create_template_name = "accounts/invite.html"
    edit_template_name = "accounts/person.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        return PersonForm if for_update else InvitationForm
