"""Events as iCalendar (RFC 5545, RFC 7986)."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from wagtail.models import Page

from events.enums import EventState
from events.listing import public_events, public_occurrences
from events.models import EventIndexPage, EventOccurrence, EventPage
from events.recurrence import TimeSpan, days, recur
from labs.models import LabPage
from ogl_portal.core.public import public
from ogl_portal.core.routing import page_at
from ogl_portal.text.characters import one_line, printable
from ogl_portal.web.own_address import own_host

MOST_EVENTS = 500
"""In one calendar: the latest. Programs load the whole of it anew several times a day."""
REFRESH = datetime.timedelta(hours=12)
HOUR = datetime.timedelta(hours=1)


@dataclass(frozen=True)
class CalendarContents:
    """What a calendar holds: dates with a known day, how many of them are still to come, and the last day of all.

    ``left_out`` are those that only a month, a year or nothing is known of, ``older`` those before ``MOST_EVENTS``.
    """

    count: int
    upcoming: int
    latest: datetime.date | None
    left_out: int = 0
    older: int = 0


def contents(lab: LabPage | None = None) -> CalendarContents:
    """What ``calendar_feed`` gives, of one lab where one is named; one query."""
    dates = public_occurrences()
    if lab is not None:
        dates = dates.filter(event__labs=lab.pk)
    is_known = Q(start_date__isnull=False)
    known = Q(event__in=_latest_events(lab.pk if lab else None).values("pk"))
    found = dates.aggregate(
        count=Count("pk", filter=known),
        older=Count("pk", filter=is_known & ~known),
        upcoming=Count("pk", filter=known & Q(end__gte=timezone.now())),
        latest=Max("end", filter=known),
        left_out=Count("pk", filter=~is_known),
    )
    latest = timezone.localtime(found["latest"]).date() if found["latest"] else None
    return CalendarContents(found["count"], found["upcoming"], latest, found["left_out"], found["older"])


def _latest_events(lab: int | None) -> QuerySet[EventPage]:
    """Public events with a known day, of one lab or of all, the last ones first."""
    events = public_events().filter(start_date__isnull=False).order_by("-start", "-pk")
    return (events.filter(labs=lab) if lab else events)[:MOST_EVENTS]


@require_safe
def calendar_feed(request: HttpRequest, folder: str) -> HttpResponse:
    """The public events with a known day, of one lab where the folder is that of a lab; for subscribing."""
    name = f"Termine {settings.SITE_NAME_GENITIVE}"
    page = page_at(request, folder, public(Page.objects).type(EventIndexPage, LabPage))
    if page.specific_class is LabPage:
        name = f"Termine: {page.title}"
    source = f"{page.get_url(request)}kalender.ics"
    calendar = _calendar(name)
    calendar.add("source", settings.BASE_URL + source, parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH, parameters={"VALUE": "DURATION"})  # what Outlook reads instead
    events = _latest_events(page.pk if page.specific_class is LabPage else None)
    _add_events(calendar, list(events.prefetch_related("occurrences"))[::-1])
    return _response(calendar, "kalender.ics")


@require_safe
def event_file(request: HttpRequest, folder: str) -> HttpResponse:
    """One event, with all dates of its series, beside its page."""
    events = public_events().filter(start_date__isnull=False).prefetch_related("occurrences")
    event = page_at(request, folder, events)
    calendar = _calendar(event.title)
    _add_events(calendar, [event])
    return _response(calendar, "termin.ics")


def vevents(event: EventPage) -> list[Event]:
    """The event for calendars: one component, or for a series its rule and one more for each date that differs."""
    span = event.span
    if span is None:
        return []
    main = _component(event, span)
    if not event.is_series:
        return [main]
    rule = event.rule()
    main.add("rrule", recur(rule, span))
    occurrences = {row.day: row for row in event.occurrences.all()}
    omitted = [_moment(span.on(day)) for day in days(rule, span.start_date) if day not in occurrences]
    if omitted:
        main.add("exdate", omitted)
    return [main, *(_override(event, row, span) for row in occurrences.values() if _differs(row, span))]


def _differs(row: EventOccurrence, first: TimeSpan) -> bool:
    """Whether a date needs a component of its own.

    That is so too where its hours are others than those of the first date because clocks change meanwhile: RFC 5545
    (3.8.5.3) repeats the exact length of the first one, and programs disagree about it.
    """
    span = row.span
    return row.is_moved or (span is not None and not _is_whole_day(span) and span.exact_length != first.exact_length)


def _override(event: EventPage, row: EventOccurrence, first: TimeSpan) -> Event:
    page, span = event.at(row), row.span
    if row.day is None or span is None:
        raise ValueError("A series has no dates without a day.")
    component = _component(page, span, note=row.note, is_elsewhere=bool(row.place_name or row.address))
    component.add("recurrence-id", _moment(first.on(row.day)))
    return component


def _component(event: EventPage, span: TimeSpan, *, note: str = "", is_elsewhere: bool = False) -> Event:
    component = Event()
    # Without METHOD in the calendar both are the time of the last change (RFC 5545, 3.8.7.2).
    changed = event.last_published_at or timezone.now()
    component.add("uid", f"{event.translation_key}@{own_host()}")
    component.add("dtstamp", changed)
    component.add("last-modified", changed)
    component.add("sequence", event.sequence)
    component.add("summary", f"{event.title_mark}: {event.title}" if event.title_mark else event.title)
    component.add("dtstart", _moment(span))
    if _is_whole_day(span):
        # RFC 5545, 3.6.1: the end of whole days is the day after the last.
        component.add("dtend", span.end_date + datetime.timedelta(days=1))
    elif span.end_time or span.end_date != span.start_date:
        component.add("dtend", span.end)
    if location := _location(event):
        component.add("location", location)
    if description := _description(event, note, is_elsewhere):
        component.add("description", description)
    component.add("url", event.full_url)
    if event.online_url:
        component.add(
            "conference", one_line(event.online_url), parameters={"VALUE": "URI", "LABEL": "Online-Teilnahme"}
        )
    status = {EventState.CANCELLED: "CANCELLED", EventState.TENTATIVE: "TENTATIVE"}
    component.add("status", status.get(EventState(event.state), "CONFIRMED"))
    return component


def _location(event: EventPage) -> str:
    """The place; of what is online only its address, which calendars offer to open there."""
    if _is_only_online(event):
        return event.online_url
    return ", ".join(part for part in (event.where, event.address) if part)


def _is_only_online(event: EventPage) -> bool:
    return bool(event.online_url) and not (event.place_name or event.address)


def _description(event: EventPage, note: str, is_elsewhere: bool) -> str:
    """What calendars have no better field for, or do not show: few know CONFERENCE, none tells a former date."""
    moved = f"Verschoben, {event.instead_of}." if event.instead_of else ""
    online = f"Online-Teilnahme: {event.online_url}" if event.online_url and not _is_only_online(event) else ""
    parts = [moved, note, event.teaser, online]
    if event.accessibility and not is_elsewhere:
        parts.append(f"Barrierefreiheit: {', '.join(event.accessibility)}")
    return "\n\n".join(part for part in parts if part)


def _is_whole_day(span: TimeSpan) -> bool:
    return span.start_time is None


def _moment(span: TimeSpan) -> datetime.date | datetime.datetime:
    return span.start_date if _is_whole_day(span) else span.start


def _add_events(calendar: Calendar, events: list[EventPage]) -> None:
    if any(not event.is_whole_day for event in events):
        calendar.add_component(_berlin())
    for event in events:
        for component in vevents(event):
            calendar.add_component(component)


def _berlin() -> Timezone:
    """Europe/Berlin by the rule that holds since 1996 (directive 2000/84/EC), for all years to come."""
    zone = Timezone()
    zone.add("tzid", "Europe/Berlin")
    for kind, name, start, month, before, after in (
        (TimezoneDaylight, "CEST", datetime.datetime(1981, 3, 29, 2), 3, HOUR, 2 * HOUR),  # noqa: DTZ001
        (TimezoneStandard, "CET", datetime.datetime(1996, 10, 27, 3), 10, 2 * HOUR, HOUR),  # noqa: DTZ001
    ):
        part: Any = kind()
        part.add("tzname", name)
        part.add("dtstart", start)
        part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"})
        part.add("tzoffsetfrom", before)
        part.add("tzoffsetto", after)
        zone.add_component(part)
    return zone


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//Portal//DE")
    calendar.add("version", "2.0")
    name = one_line(name)  # X-WR-CALNAME is not escaped
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    return calendar


def _response(calendar: Calendar, filename: str) -> HttpResponse:
    # RFC 5545, 3.1: a content line holds no control characters; what was stored earlier may.
    response = HttpResponse(printable(calendar.to_ical().decode()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(False, filename) or "inline"
    return response
