"""Calendars and feeds that readers subscribe to by an address, without telling us anything about themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from events.calendar import CalendarContents, contents
from labs.directory import public_labs
from ogl_portal.core.index_pages import index_url
from ogl_portal.core.navigation import FeedLink, feeds


@dataclass(frozen=True)
class CalendarOffer:
    """A calendar: ``url`` to copy, ``webcal_url`` to open in the program that the device has for it."""

    title: str
    url: str
    webcal_url: str
    contents: CalendarContents


def calendars(labs: Iterable[int]) -> list[CalendarOffer]:
    """The calendar of all dates, then those of the labs with these numbers."""
    chosen = list(public_labs().filter(pk__in=list(labs)))
    return [
        _offer("Termine aller Labore und des Netzwerks", index_url("events.EventIndexPage"), contents()),
        *(_offer(f"Termine: {lab.title}", lab.get_url() or "/", contents(lab)) for lab in chosen),
    ]


def _offer(title: str, folder: str, found: CalendarContents) -> CalendarOffer:
    url = f"{settings.BASE_URL}{folder}kalender.ics"
    return CalendarOffer(title, url, f"webcal://{url.removeprefix(urlsplit(url).scheme + '://')}", found)


def news_feeds(labs: Iterable[int]) -> list[FeedLink]:
    """The feeds of the whole site, then the news of the labs with these numbers."""
    own = [
        FeedLink("application/atom+xml", f"Aktuelles: {lab.title} (Atom)", f"{lab.get_url()}atom.xml")
        for lab in public_labs().filter(pk__in=list(labs))
    ]
    return [feed for feed in [*feeds(), *own] if feed.type != "text/calendar"]
