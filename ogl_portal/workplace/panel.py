"""The dashboard as the one panel of the admin's home page."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from ogl_portal.workplace.actions import actions
from ogl_portal.workplace.cards import Priority, Section, sections
from ogl_portal.workplace.scope import DashboardScope


class DashboardPanel(Component):
    name = "dashboard"
    order = 0
    template_name = "workplace/dashboard.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        scope = DashboardScope(user, timezone.localdate())
        found = sections(scope)
        return {
            "actions": actions(scope),
            "sections": found,
            "today": scope.today,
            "name": user.first_name or user.get_username(),
            "lead": lead(found),
        }


def lead(found: list[Section]) -> str:
    """One sentence on how things stand; a calm one when there is nothing to do."""
    waiting = sum(
        card.count
        for section in found
        if section.priority in (Priority.OWN, Priority.OVERDUE)
        for card in section.cards
    )
    if waiting:
        if waiting == 1:
            return "Eine Sache wartet auf Sie oder ist überfällig."
        return f"{waiting} Sachen warten auf Sie oder sind überfällig."
    if any(section.priority is Priority.REPAIR for section in found):
        return "Auf Sie wartet nichts Dringendes. Wenn Sie Zeit haben, gibt es etwas zu ergänzen oder zu reparieren."
    return "Es ist nichts zu tun. Was neu zu tun ist, steht beim nächsten Besuch hier."
