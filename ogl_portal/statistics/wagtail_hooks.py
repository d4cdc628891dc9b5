"""Usage statistics in the admin: the report, and the way to it from each page."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from ogl_portal.statistics.report import RequestsReport
from ogl_portal.workplace.reports import register_report

register_report(RequestsReport, "abrufe", order=740)


@hooks.register("register_page_header_buttons")
def header_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """»Abrufe« of this page; one that was never public has none."""
    if page.first_published_at:
        address = f"{reverse('requests_report')}?page={page.pk}"
        yield Button("Abrufe", address, icon_name="view", priority=60)
