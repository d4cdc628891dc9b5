"""schema.org for an event: the page, and on it the event with day, place and state."""

import datetime
from typing import Any

from django.utils import timezone

from events.enums import EventState
from events.models import EventPage
from events.recurrence import TimeSpan
from ogl_portal.core.json_ld import given, page_json_ld, web_page
from ogl_portal.media.pictures import picture_json_ld

_STATES = {
    EventState.PLANNED: "EventScheduled",
    EventState.MOVED: "EventRescheduled",
    EventState.CANCELLED: "EventCancelled",
    EventState.TENTATIVE: "EventScheduled",
}


@page_json_ld.register
def event_json_ld(event: EventPage) -> dict[str, Any]:
    """A series is one event from its first day to its last; its single dates are in the calendar file."""
    return web_page(event, mainEntity=_event(event))


def _event(event: EventPage) -> dict[str, Any]:
    is_here = bool(event.place_name or event.address)
    mode = {(True, True): "Mixed", (True, False): "Offline", (False, True): "Online"}.get((is_here, event.is_online))
    return {
        "@type": "Event",
        "name": event.title,
        **given(
            description=event.description,
            image=picture_json_ld(event.picture),
            **_days(event),
            previousStartDate=_former(event),
            eventStatus=f"https://schema.org/{_STATES[EventState(event.state)]}",
            eventAttendanceMode=f"https://schema.org/{mode}EventAttendanceMode" if mode else "",
            location=_places(event, is_here),
            organizer={"@type": "Organization", "name": event.organiser} if event.organiser else {},
        ),
    }


def _days(event: EventPage) -> dict[str, str]:
    """Days, or days and times where these are told; nothing where nobody recorded the day."""
    if not event.start_date or event.start is None or event.end is None:
        return {}
    return {
        "startDate": _moment(event.start, event.start_time is not None),
        "endDate": _moment(event.end, event.end_time is not None),
    }


def _former(event: EventPage) -> str:
    """The beginning of what was moved: a day, or day and time where both are told."""
    if not event.instead_of or event.former_date is None:
        return ""
    time = event.former_time
    former = TimeSpan(event.former_date, event.former_date, time)
    return _moment(former.start, time is not None)


def _moment(moment: datetime.datetime, has_time: bool) -> str:
    local = timezone.localtime(moment)
    return local.isoformat() if has_time else local.date().isoformat()


def _places(event: EventPage, is_here: bool) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = []
    if is_here:
        places.append({"@type": "Place", **given(name=event.place_name, address=event.address)})
    if event.is_online:
        places.append({"@type": "VirtualLocation", **given(url=event.online_url)})
    return places
