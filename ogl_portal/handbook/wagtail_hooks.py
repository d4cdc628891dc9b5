"""The Handbuch in the admin: its addresses, and its entry in the help menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ogl_portal.handbook import views


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("handbuch/", views.contents, name="handbook"),
        path("handbuch/bilder/<str:name>", views.picture, name="handbook_picture"),
        path("handbuch/<slug:slug>/", views.chapter, name="handbook_chapter"),
    ]


@hooks.register("register_help_menu_item")
def handbook_menu_item() -> MenuItem:
    return MenuItem("Handbuch", reverse("handbook"), name="handbook", icon_name="openquote", order=100)


@hooks.register("construct_help_menu")
def only_what_helps_here(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's news and its guide are in English and lead away from the portal."""
    items[:] = [item for item in items if item.name in {"handbook", "pattern-library", "keyboard-shortcuts-trigger"}]
