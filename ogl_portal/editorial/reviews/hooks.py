"""Reviews in the admin: the page, the button at each page, the entries in the log."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from ogl_portal.editorial.reviews.report import ReviewReport
from ogl_portal.editorial.reviews.views import page_review
from ogl_portal.workplace.reports import menu_item, urls_of


@hooks.register("register_admin_urls")
def review_urls() -> list[URLPattern]:
    return [path("durchsicht/<int:page_id>/", page_review, name="page_review"), *urls_of(ReviewReport, "durchsicht")]


@hooks.register("register_reports_menu_item")
def review_menu_item() -> MenuItem:
    return menu_item(ReviewReport, order=720)


@hooks.register("register_page_header_buttons")
def review_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """»Durchsicht« in the header menu of a page."""
    if page.pk and page.permissions_for_user(user).can_edit():
        yield Button("Durchsicht vermerken", reverse("page_review", args=[page.pk]), icon_name="check", priority=60)


@hooks.register("register_log_actions")
def review_actions(actions: Any) -> None:
    actions.register_action("portal.review", "Durchsicht vermerken", "Durchsicht vermerkt")
    actions.register_action("portal.review_date", "Durchsicht planen", "Datum der nächsten Durchsicht geändert")
