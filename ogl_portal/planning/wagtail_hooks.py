"""»Planung« in the admin: addresses, menu, dashboard, words in the history."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ogl_portal.core.log_words import register_log_words
from ogl_portal.planning import views
from ogl_portal.planning.dashboard import expired
from ogl_portal.planning.moves import EXPIRY_MOVED
from ogl_portal.workplace.cards import register
from ogl_portal.workplace.scope import DashboardScope

register(expired, order=430)
register_log_words({EXPIRY_MOVED: ("Ablauf verschieben", "Ablauf verschoben: {expire_at}")})


class PlanningMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return DashboardScope(user, timezone.localdate()).paths != []


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("planung/", views.planning, name="planning"),
        path("planung/<str:kind>/<int:key>/", views.planning_move, name="planning_move"),
    ]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return PlanningMenuItem("Planung", reverse("planning"), name="planning", icon_name="calendar-alt", order=140)
