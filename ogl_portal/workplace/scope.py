"""Whose dashboard it is, on which day, and which pages that person may change."""

import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ogl_portal.core.page_trash import without_trash
from ogl_portal.users.models import User


class DashboardScope:
    """Handed to every source of cards. ``today`` is the day in Berlin."""

    def __init__(self, user: User, today: datetime.date) -> None:
        self.user = user
        self.today = today

    @cached_property
    def paths(self) -> list[str] | None:
        """Tree paths below which the person may change pages; None means everywhere, an empty list nowhere."""
        if self.user.is_superuser:
            return None
        policy: Any = policy_registry.get_by_type(Page)
        permissions = policy.get_cached_permissions_for_user(self.user)
        paths = sorted({item.page.path for item in permissions if item.permission.codename == "change_page"})
        return None if any(len(path) == Page.steplen for path in paths) else paths

    @property
    def has_whole_site(self) -> bool:
        """Whether the person keeps the whole site, not only a part of it."""
        return self.paths is None or any(len(path) <= 2 * Page.steplen for path in self.paths)

    def mine(self, queryset: QuerySet[Any], page: str = "") -> QuerySet[Any]:
        """Of ``queryset`` what belongs to pages that the person may change; ``page`` leads to the page (»page__«)."""
        queryset = without_trash(queryset, page)
        if self.paths is None:
            return queryset
        if not self.paths:
            return queryset.none()
        allowed = Q()
        for path in self.paths:
            allowed |= Q(**{f"{page}path__startswith": path})
        return queryset.filter(allowed)
