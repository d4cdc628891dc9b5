"""Requests to look at a page in the admin: addresses, the button at each page, the card, the entries in the log."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from ogl_portal.core.log_words import register_log_words
from ogl_portal.editorial.assignments import views
from ogl_portal.editorial.assignments.models import Assignment, AssignmentState
from ogl_portal.workplace.cards import Card, Item, Priority, first_of, register
from ogl_portal.workplace.formatting import edit_url, german_day, person
from ogl_portal.workplace.scope import DashboardScope


@hooks.register("register_admin_urls")
def assignment_urls() -> list[URLPattern]:
    return [
        path("bitte-ansehen/<int:page_id>/", views.page_assignments, name="page_assignments"),
        path("bitte-ansehen/erledigt/<int:pk>/", views.finish_assignment, name="finish_assignment"),
        path("bitte-ansehen/zurueck/<int:pk>/", views.withdraw_assignment, name="withdraw_assignment"),
    ]


@hooks.register("register_page_header_buttons")
def assignment_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """»Bitte ansehen« in the header menu of a page."""
    if page.pk and page.permissions_for_user(user).can_edit():
        yield Button("Bitte ansehen …", reverse("page_assignments", args=[page.pk]), icon_name="user", priority=65)


def asked_to_look(scope: DashboardScope) -> Card | None:
    """Pages that this person was asked to look at and may still open; those with a day first."""
    waiting = Assignment.objects.filter(assignee=scope.user, state=AssignmentState.OPEN, page__binned__isnull=True)
    waiting = scope.mine(waiting, "page__").select_related("page", "assigned_by").order_by("due_on", "created_at")
    found, count = first_of(waiting)
    if not found:
        return None
    items = [Item(one.page.get_admin_display_title(), edit_url(one.page_id), _why(one)) for one in found]
    return Card(Priority.OWN, "Bitte ansehen", count, items, "Ansehen", items[0].url)


def _why(one: Assignment) -> str:
    parts = [f"von {name}" if (name := person(one.assigned_by)) else "", one.due_on and f"bis {german_day(one.due_on)}"]
    said = ", ".join(part for part in parts if part)
    return f"{said}: {one.note}" if said and one.note else said or one.note


register(asked_to_look, order=105)
register_log_words(
    {
        "portal.assigned": ("Bitten, die Seite anzusehen", "Gebeten, die Seite anzusehen"),
        "portal.assignment_done": ("Bitte erledigen", "Bitte, die Seite anzusehen, erledigt"),
        "portal.assignment_withdrawn": ("Bitte zurücknehmen", "Bitte, die Seite anzusehen, zurückgenommen"),
    }
)
