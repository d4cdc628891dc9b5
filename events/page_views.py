"""What the pages of events are given to show."""

from typing import Any

from django.http import HttpRequest

from events.listing import event_list
from events.models import EventIndexPage, EventPage
from labs.directory import fetch_named_labs
from ogl_portal.core.facts import Fact, FactValue, counted, fact, facts_of
from ogl_portal.core.page_views import page_context
from ogl_portal.core.related import fetch_related
from ogl_portal.media.lead_picture import lead_picture
from ogl_portal.media.models import PortalImage
from ogl_portal.media.pictures import LEAD, PicturePlace, pictures_in_body, pictures_on


@page_context.register
def index_context(index: EventIndexPage, request: HttpRequest) -> dict[str, Any]:
    return {"listing": event_list(request.GET)}


@page_context.register
def event_context(event: EventPage, request: HttpRequest) -> dict[str, Any]:
    if event.pk:
        fetch_related([event], "topics")
        fetch_named_labs([event])
    dates = event.dates()
    context = {"dates": dates, "shown_date": next((date for date in dates if not date.is_past), event)}
    if event.live and event.start_date and not event.is_internal:
        context["calendar_url"] = f"{event.get_url(request)}termin.ics"
    return context


@pictures_on.register
def event_pictures(event: EventPage) -> list[tuple[PortalImage, PicturePlace]]:
    return [*((picture, LEAD) for picture in lead_picture(event)), *pictures_in_body(event)]


@facts_of.register
def event_facts(event: EventPage) -> list[Fact]:
    edtf = event.start_date.isoformat() if event.start_date else event.fuzzy_date
    if event.is_series:
        edtf = ""  # a rule is no day
    return [
        Fact("Datum", [FactValue(event.when, datetime=edtf)] if event.when else []),
        fact("Ort", ", ".join(part for part in (event.where, event.address) if part)),
        fact("Barrierefreiheit", *event.accessibility),
        fact("Art", event.kind),
        fact("Veranstaltet von", event.organiser),
        counted("Labor", "Labore", [FactValue(lab.title, lab.url or "") for lab in event.live_labs]),
        counted("Thema", "Themen", [FactValue(str(topic), topic.url) for topic in event.topics.all()]),
        Fact("Quelle", [FactValue(event.source_url, event.source_url)] if event.source_url else []),
    ]
