"""Everybody with an account: their roles, and whether they have the second factor that they need."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet

from ogl_portal.accounts import second_factor
from ogl_portal.users.models import RoleKey, User
from ogl_portal.workplace.formatting import german_day, person
from ogl_portal.workplace.reports import Cell, Report, YesNoFilter


class PeopleFilterSet(WagtailFilterSet):
    second_factor = YesNoFilter(label="Zweiter Faktor eingerichtet")
    needs_factor = YesNoFilter(label="Zweiter Faktor nötig")
    is_active = YesNoFilter(label="Konto aktiv")

    class Meta:
        model = User
        fields = ["second_factor", "needs_factor", "is_active"]


def _roles(user: User) -> str:
    names = {group.name for group in user.groups.all()}
    return ", ".join(sorted(names | {RoleKey.ADMINISTRATION.label} if user.is_superuser else names))


class PeopleReport(Report):
    """For those who may change accounts; who has no second factor comes first."""

    slug = "people"
    page_title = "Personen und zweiter Faktor"
    header_icon = "key"
    permission_required = "users.change_user"
    filterset_class = PeopleFilterSet
    default_ordering = ["second_factor", "username"]
    introduction = (
        "Alle Konten mit ihren Rollen. Wer einen zweiten Faktor braucht und noch keinen hat, wird beim nächsten "
        "Anmelden danach gefragt. Ein Klick auf den Namen führt zum Konto."
    )
    cells = [
        Cell(
            "username",
            "Person",
            person,
            lambda user: reverse("wagtailusers_users:edit", args=[user.pk]),
            "username",
        ),
        Cell("email", "E-Mail", "email", sort_key="email"),
        Cell("roles", "Rollen", _roles),
        Cell("active", "Konto aktiv", lambda user: _yes_or_no(user.is_active), sort_key="is_active"),
        Cell("second_factor", "Zweiter Faktor", lambda user: _yes_or_no(user.second_factor), sort_key="second_factor"),
        Cell("needs_factor", "Nötig", lambda user: _yes_or_no(user.needs_factor), sort_key="needs_factor"),
        Cell(
            "last_login",
            "Zuletzt angemeldet",
            lambda user: german_day(user.last_login) or "noch nie",
            sort_key="last_login",
            exported="last_login",
        ),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return User.objects.annotate(
            second_factor=second_factor.annotation(), needs_factor=second_factor.required_annotation()
        ).prefetch_related("groups")


def _yes_or_no(value: bool) -> str:
    return "ja" if value else "nein"
