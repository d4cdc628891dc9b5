"""Entries of the admin's menus that not everybody sees."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem


class PermittedMenuItem(MenuItem):
    """Shown to those who have a permission, »app.codename«."""

    def __init__(self, permission: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission)
