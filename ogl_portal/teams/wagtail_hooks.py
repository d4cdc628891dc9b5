"""What lab teams add to the admin: addresses, menu, buttons on a lab's page, words for the log."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from labs.models import LabPage
from ogl_portal.core.log_words import register_log_words
from ogl_portal.teams import private_files, views  # noqa: F401  (registers who gets files)
from ogl_portal.teams.models import LabTeam
from ogl_portal.workplace.menu import PermittedMenuItem


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("laborteams/", views.index, name="lab_teams"),
        path("laborteams/anlegen/<int:lab_pk>/", views.create, name="lab_team_create"),
        path("laborteams/<int:pk>/", views.team_page, name="lab_team"),
        path("laborteams/<int:pk>/ergebnisdokumente/", views.publications, name="lab_team_publications"),
        path("laborteams/<int:pk>/personen/<int:user_pk>/entfernen/", views.remove, name="lab_team_remove"),
        path("laborteams/<int:pk>/personen/<int:user_pk>/einladen/", views.invite_again, name="lab_team_invite"),
    ]


@hooks.register("register_admin_menu_item")
def teams_menu_item() -> MenuItem:
    address = reverse("lab_teams")
    return PermittedMenuItem(views.CHANGE, "Laborteams", address, name="lab-teams", icon_name="group", order=255)


def _team_button(lab: Page) -> tuple[str, str]:
    """Label and address: the lab's team, or the page with the button that makes one."""
    team = LabTeam.objects.filter(lab_id=lab.pk).first()
    return ("Team", reverse("lab_team", args=[team.pk])) if team else ("Team anlegen", reverse("lab_teams"))


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if page.specific_class is LabPage and user.has_perm(views.CHANGE):
        label, address = _team_button(page)
        yield Button(label, address, icon_name="group", priority=16)


@hooks.register("after_create_page")
def offer_team(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A new lab has nobody yet to look after it."""
    if isinstance(page, LabPage) and request.user.has_perm(views.ADD):
        label, address = _team_button(page)
        messages.info(
            request,
            f"Soll ein Laborteam die Seite »{page.title}« selbst pflegen? Legen Sie ein Team an und laden Sie es ein.",
            buttons=[messages.button(address, label)],
        )
    return None


register_log_words(
    {
        "editorial.team.create": ("Laborteam angelegt", "Laborteam angelegt"),
        "editorial.team.add": ("Person zum Laborteam hinzugefügt", "Zum Laborteam hinzugefügt: {person}"),
        "editorial.team.remove": ("Person aus dem Laborteam genommen", "Aus dem Laborteam genommen: {person}"),
        "editorial.team.publications": (
            "Ergebnisdokumente des Laborteams gewählt",
            "Ergebnisdokumente des Teams gewählt",
        ),
    }
)


@hooks.register("register_permissions")
def team_permissions() -> QuerySet[Permission]:
    """Rights without a snippet of their own, so that they can be ticked in a group."""
    return Permission.objects.filter(content_type__app_label="teams", content_type__model="labteam")
