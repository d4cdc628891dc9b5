"""What signing in adds to the admin: a reminder, entries in the own account, help for people in their list."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button

from ogl_portal.accounts import authority, bulk_actions, second_factor
from ogl_portal.accounts.report import PeopleReport
from ogl_portal.accounts.views.people import HELPS, help_person
from ogl_portal.core.log_words import register_log_words
from ogl_portal.users import invitations
from ogl_portal.users.models import User
from ogl_portal.workplace.reports import register_report


class SecondFactorReminder(Component):
    order = 10
    template_name = "accounts/reminder.html"


@hooks.register("construct_homepage_panels")
def remind_of_second_factor(request: HttpRequest, panels: list[Any]) -> None:
    """A second factor is everybody's to have; who has none is told where to set it up."""
    if not second_factor.has_one(request.user):
        panels.insert(0, SecondFactorReminder())


def _in_account(url_name: str, label: str, help_text: str) -> None:
    """An entry on the page »Benutzerkonto«."""

    def entry(request: HttpRequest) -> dict[str, str]:
        return {"url": reverse(url_name), "label": label, "help_text": help_text}

    hooks.register("register_account_menu_item", entry)


_in_account(
    "mfa_index",
    "Anmeldung und zweiter Faktor",
    "Passkey oder Authentifizierungs-App einrichten, Wiederherstellungscodes ansehen",
)
_in_account(
    "accounts_change_address",
    "E-Mail-Adresse ändern",
    "Fragt vorher nach Passwort oder zweitem Faktor und benachrichtigt beide Adressen",
)
_in_account("accounts_sessions", "Wo Sie angemeldet sind", "Offene Anmeldungen ansehen und beenden")


@hooks.register("register_admin_urls")
def help_urls() -> list[URLPattern]:
    return [path("users/<int:pk>/hilfe/<slug:kind>/", help_person, name="accounts_help_person")]


@hooks.register("register_user_listing_buttons")
def help_buttons(user: User, request_user: User) -> Iterator[Button]:
    """What could be of help to this person now."""
    if not authority.may_manage(request_user, user):
        return
    kinds = []
    if invitations.is_open(user):
        kinds.append(("einladung", "mail"))
    if getattr(user, "second_factor", False):
        kinds.append(("zweiter-faktor", "key"))
    kinds.append(("entsperren", "lock-open"))
    for place, (kind, icon) in enumerate(kinds):
        url = reverse("accounts_help_person", args=[user.pk, kind])
        yield Button(HELPS[kind].title, url=url, icon_name=icon, priority=40 + place)


# After Wagtail's own of the same names, whose places they take.
for action in bulk_actions.ACTIONS:
    hooks.register("register_bulk_action", action, order=10)


register_report(PeopleReport, "personen", order=730)
register_log_words(
    {
        "accounts.invite": ("Einladung gesendet", "Einladung gesendet"),
        "accounts.unlock": ("Sperre aufgehoben", "Sperre aufgehoben"),
        "accounts.reset_second_factor": ("Zweiter Faktor zurückgesetzt", "Zweiter Faktor zurückgesetzt"),
    }
)
