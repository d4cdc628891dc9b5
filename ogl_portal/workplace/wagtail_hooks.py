"""Puts the dashboard in the place of Wagtail's panels; words for exports in the log."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from ogl_portal.workplace.panel import DashboardPanel


@hooks.register("construct_homepage_panels")
def only_the_dashboard(request: HttpRequest, panels: list[Any]) -> None:
    """Wagtail's own panels say parts of the same, each in its own way; those of other apps stay."""
    panels[:] = [DashboardPanel(), *(panel for panel in panels if not type(panel).__module__.startswith("wagtail."))]


@hooks.register("register_log_actions")
def export_action(actions: Any) -> None:
    @actions.register_action("portal.export")
    class ExportFormatter(LogFormatter):
        label = "Bericht exportieren"

        def format_message(self, log_entry: Any) -> str:
            file_format = str(log_entry.data.get("format", "")).upper()
            return f"Bericht »{log_entry.data.get('report', '')}« als {file_format} heruntergeladen"
