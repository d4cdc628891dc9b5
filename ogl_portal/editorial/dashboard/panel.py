"""The dashboard as the one panel of the admin's home page."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from ogl_portal.editorial.dashboard.actions import actions
from ogl_portal.editorial.dashboard.cards import Band, Section, sections
from ogl_portal.editorial.dashboard.desk import Desk


class DashboardPanel(Component):
    name = "dashboard"
    order = 0
    template_name = "editorial/dashboard.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        desk = Desk(user, timezone.localdate())
        found = sections(desk)
        return {
            "actions": actions(desk),
            "sections": found,
            "today": desk.today,
            "name": user.first_name or user.get_username(),
            "lead": lead(found),
        }


def lead(found: list[Section]) -> str:
    """One sentence on how things stand; a calm one when there is nothing to do."""
    waiting = sum(card.count for section in found if section.band in (Band.OWN, Band.OVERDUE) for card in section.cards)
    if waiting:
        if waiting == 1:
            return "Eine Sache wartet auf Sie oder ist überfällig."
        return f"{waiting} Sachen warten auf Sie oder sind überfällig."
    if any(section.band is Band.REPAIR for section in found):
        return "Auf Sie wartet nichts Dringendes. Wenn Sie Zeit haben, gibt es etwas zu ergänzen oder zu reparieren."
    return "Es ist nichts zu tun. Was neu zu tun ist, steht beim nächsten Besuch hier."
