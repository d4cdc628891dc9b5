"""Puts the dashboard in the place of Wagtail's panels, and registers the cards of the editorial side."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from ogl_portal.editorial.dashboard import content, law, own
from ogl_portal.editorial.dashboard.cards import register
from ogl_portal.editorial.dashboard.panel import DashboardPanel

register(own.to_approve, order=100)
register(own.returned, order=110)
register(own.drafts, order=120)
register(content.reviews_due, order=200)
register(content.contacts_expiring, order=220)
register(content.hidden_text, order=290)
register(content.failed_files, order=300)
register(content.incomplete_labs, order=320)
register(law.legal_texts, order=330)
register(own.with_others, order=400)
register(content.scheduled, order=410)
register(content.expiring, order=420)


@hooks.register("construct_homepage_panels")
def only_the_dashboard(request: HttpRequest, panels: list[Any]) -> None:
    """Wagtail's own panels say parts of the same, each in its own way; those of other apps stay."""
    panels[:] = [DashboardPanel(), *(panel for panel in panels if not type(panel).__module__.startswith("wagtail."))]
