"""Events as iCalendar (RFC 5545, RFC 7986)."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event
from wagtail.models import Site

from events.enums import EventState
from events.listing import public_events
from events.models import EventPage
from labs.models import LabPage

REFRESH = datetime.timedelta(hours=12)


@require_safe
def calendar_feed(request: HttpRequest, lab: str = "") -> HttpResponse:
    """All public events with a known day, of one lab where given; for subscribing."""
    events = public_events().filter(start_date__isnull=False).order_by("start")
    name, source = "Termine der Regionalen Open Government Labore", "/termine/kalender.ics"
    if lab:
        page = get_object_or_404(LabPage.objects.live(), slug=lab)
        events, name, source = events.filter(labs=page), f"Termine: {page.title}", f"{page.url}kalender.ics"
    calendar = _calendar(name)
    calendar.add("source", settings.BASE_URL + source)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(vevent(event))
    return _response(calendar, "kalender.ics")


@require_safe
def event_file(request: HttpRequest, folder: str) -> HttpResponse:
    """One event, beside its page."""
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    events = public_events().filter(start_date__isnull=False)
    event = get_object_or_404(events, url_path=f"{site.root_page.url_path}{folder}")
    calendar = _calendar(event.title)
    calendar.add_component(vevent(event))
    return _response(calendar, "termin.ics")


def vevent(event: EventPage) -> Event:
    """The event for calendars. The UID never changes; SEQUENCE grows with every publication of the page."""
    component = Event()
    host = settings.BASE_URL.split("://", 1)[-1].split(":")[0]
    component.add("uid", f"{event.translation_key}@{host}")
    component.add("dtstamp", event.last_published_at or timezone.now())
    component.add("last-modified", event.last_published_at or timezone.now())
    component.add("sequence", event.live_revision_id or 0)
    component.add("summary", event.title)
    if event.is_whole_day:
        component.add("dtstart", event.start_date)
        # RFC 5545, 3.6.1: the end of whole days is the day after the last.
        component.add("dtend", (event.end_date or event.start_date) + datetime.timedelta(days=1))
    else:
        component.add("dtstart", timezone.localtime(event.start))
        if event.end_time or event.end_date:
            component.add("dtend", timezone.localtime(event.end))
    if event.where:
        component.add("location", ", ".join(part for part in (event.where, event.address) if part))
    if event.teaser:
        component.add("description", event.teaser)
    component.add("url", event.full_url)
    component.add("status", "CANCELLED" if event.state == EventState.CANCELLED else "CONFIRMED")
    return component


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Regionale Open Government Labore//Portal//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    return calendar


def _response(calendar: Calendar, filename: str) -> HttpResponse:
    calendar.add_missing_timezones()
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
