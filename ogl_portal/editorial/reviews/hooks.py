"""Reviews in the admin: the page, the button at each page, the entries in the log."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from ogl_portal.core.log_words import register_log_words
from ogl_portal.editorial.reviews.report import ReviewReport
from ogl_portal.editorial.reviews.views import page_review
from ogl_portal.workplace.reports import register_report

register_report(ReviewReport, "durchsicht", order=720)
register_log_words(
    {
        "portal.review": ("Durchsicht vermerken", "Durchsicht vermerkt"),
        "portal.review_date": ("Durchsicht planen", "Datum der nächsten Durchsicht geändert"),
    }
)


@hooks.register("register_admin_urls")
def review_urls() -> list[URLPattern]:
    return [path("durchsicht/<int:page_id>/", page_review, name="page_review")]


@hooks.register("register_page_header_buttons")
def review_button(page: Any, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """»Durchsicht« in the header menu of a page."""
    if page.pk and page.permissions_for_user(user).can_edit():
        yield Button("Durchsicht vermerken", reverse("page_review", args=[page.pk]), icon_name="check", priority=60)
