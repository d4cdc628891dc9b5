"""What the pages of events are given to show."""

from typing import Any

from django.http import HttpRequest

from events.listing import event_list
from events.models import EventIndexPage, EventPage
from ogl_portal.core.page_views import page_context


@page_context.register
def index_context(index: EventIndexPage, request: HttpRequest) -> dict[str, Any]:
    return {"listing": event_list(request.GET)}


@page_context.register
def event_context(event: EventPage, request: HttpRequest) -> dict[str, Any]:
    dates = event.dates()
    context = {"dates": dates, "shown_date": next((date for date in dates if not date.is_past), event)}
    if event.live and event.start_date and not event.is_internal:
        context["calendar_url"] = f"{event.get_url(request)}termin.ics"
    return context
