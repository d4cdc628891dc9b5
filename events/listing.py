"""Lists of public events: upcoming and past by the clock, filtered, by month; a series stands there with each date."""

import datetime
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from django.core.paginator import Page
from django.db.models import CharField, Min, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Cast, ExtractYear
from django.http import QueryDict
from django.utils import timezone

from events.models import LATEST_FIRST, EventOccurrence, EventPage
from labs.directory import lab_titles, prefetch_named_labs
from ogl_portal.core.filters import Filter, QueryFacet, filter_queryset
from ogl_portal.core.lists import ListPaginator, not_in_lists
from ogl_portal.core.models import Topic
from ogl_portal.core.prepared import MOMENT, Prepared
from ogl_portal.core.public import public
from ogl_portal.german.dates import MONTHS
from ogl_portal.german.laender import Land
from ogl_portal.german.sorting import german_sort_key
from ogl_portal.page_cache.facts import remembered

PAGE_SIZE = 40


@dataclass(frozen=True)
class EventMonth:
    """Events of one month; ``title`` is »Dezember 2022«, or »Termin nicht bekannt«."""

    title: str
    events: list[EventPage]


@dataclass(frozen=True)
class EventListing:
    upcoming: list[EventMonth]
    past: list[EventMonth]
    upcoming_page: Page  # pages through the upcoming dates, ``kommend`` of the address
    page: Page  # pages through the past ones, ``seite`` of the address
    filters: list[Filter]
    is_filtered: bool
    query: str
    count: int  # of all dates, past and upcoming


def public_events() -> QuerySet[EventPage]:
    """Events that readers may see; internal ones are none."""
    return public(EventPage.objects)


def public_occurrences() -> QuerySet[EventOccurrence]:
    """The dates of ``public_events``, each with its event."""
    return EventOccurrence.objects.filter(event__in=public_events()).select_related("event")


def _listed_occurrences() -> QuerySet[EventOccurrence]:
    return public_occurrences().defer(*not_in_lists(EventPage, "event"))


def next_or_latest_events(limit: int) -> list[EventPage]:
    """The next dates; where nothing is upcoming, the latest ones. Without their labs.

    A query for each, that ends with the first dates of an index: sorting by distance from now looks at all of them.
    """
    upcoming, latest = _next_and_latest(limit)
    return [occurrence.event.at(occurrence) for occurrence in upcoming() or latest()]


@cache
def _next_and_latest(limit: int) -> tuple[Prepared[EventOccurrence], Prepared[EventOccurrence]]:
    return (
        Prepared(lambda: _listed_occurrences().filter(end__gte=MOMENT).order_by("start", "pk")[:limit]),
        Prepared(lambda: _listed_occurrences().filter(end__lt=MOMENT).order_by("-start", "pk")[:limit]),
    )


def upcoming_occurrences(now: datetime.datetime | None = None) -> QuerySet[EventOccurrence]:
    """Dates that are not over yet, next first."""
    return _listed_occurrences().filter(end__gte=now or timezone.now()).order_by("start", "pk")


def past_occurrences(now: datetime.datetime | None = None) -> QuerySet[EventOccurrence]:
    """Dates that are over, latest first; events without any date come last."""
    over = Q(end__lt=now or timezone.now()) | Q(end__isnull=True)
    return _listed_occurrences().filter(over).order_by(LATEST_FIRST, "-pk")


def next_end(now: datetime.datetime) -> datetime.datetime | None:
    """When the next date after ``now`` is over: right after its last moment."""
    end: datetime.datetime | None = public_occurrences().filter(end__gte=now).aggregate(end=Min("end"))["end"]
    return end and end + datetime.timedelta.resolution


def event_list(query: QueryDict) -> EventListing:
    """Dates of events that match ``art``, ``labor``, ``land``, ``thema`` and ``jahr`` of the address.

    Unknown values are ignored. The Land of an event is that of its labs.
    """
    base = public_occurrences().annotate(year=Cast(ExtractYear("start"), CharField()))
    topics = {topic.slug: str(topic) for topic in Topic.objects.all()}
    facets = (
        QueryFacet("art", "Art", "event__kind", remembered("event-kinds", _kinds)),
        QueryFacet("labor", "Labor", "event__labs__slug", lab_titles()),
        QueryFacet("land", "Land", "event__labs__laender", dict(Land.choices), is_list=True),
        QueryFacet("thema", "Thema", "event__topics__slug", topics),
        QueryFacet("jahr", "Jahr", "year"),
    )
    found = filter_queryset(base, facets, query, "events")
    now = timezone.now()

    def page_of(name: str, occurrences: QuerySet[EventOccurrence], number: str) -> Page:
        pages = ListPaginator(occurrences.filter(found.matching), PAGE_SIZE, "" if found.is_filtered else name)
        return pages.get_page(query.get(number))

    upcoming = page_of("events-upcoming", upcoming_occurrences(now), "kommend")
    past = page_of("events-past", past_occurrences(now), "seite")
    coming, over = list(upcoming.object_list), list(past.object_list)
    shown = _shown([*coming, *over])
    return EventListing(
        by_month(shown[: len(coming)]),
        by_month(shown[len(coming) :]),
        upcoming,
        past,
        found.filters,
        found.is_filtered,
        found.query,
        count=upcoming.paginator.count + past.paginator.count,
    )


def _shown(occurrences: list[EventOccurrence]) -> list[EventPage]:
    """The pages as they are on these dates, with their labs (one query)."""
    prefetch_related_objects([occurrence.event for occurrence in occurrences], prefetch_named_labs())
    return [occurrence.event.at(occurrence) for occurrence in occurrences]


def by_month(events: list[EventPage]) -> list[EventMonth]:
    """Group events (a series as one of its dates) that are sorted by time."""

    def title(event: EventPage) -> str:
        if event.start is None:
            return "Termin nicht bekannt"
        local = timezone.localtime(event.start)
        return f"{MONTHS[local.month - 1]} {local.year}"

    return [EventMonth(name, list(group)) for name, group in groupby(events, key=title)]


def _kinds() -> dict[str, str]:
    kinds = public_events().exclude(kind="").order_by().values_list("kind", flat=True).distinct()
    return {kind: kind for kind in sorted(kinds, key=german_sort_key)}
