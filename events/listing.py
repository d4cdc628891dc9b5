"""Lists of public events: upcoming and past by the clock, filtered, by month; a series stands there with each date."""

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, F, Q, QuerySet, When, prefetch_related_objects
from django.db.models.functions import Cast, ExtractYear
from django.http import QueryDict
from django.utils import timezone

from events.models import EventOccurrence, EventPage
from labs.directory import lab_titles
from ogl_portal.core.filters import Filter, QueryFacet, filter_queryset
from ogl_portal.core.models import Topic
from ogl_portal.core.public import public
from ogl_portal.german.dates import MONTHS
from ogl_portal.german.laender import Land
from ogl_portal.german.sorting import german_sort_key

PAGE_SIZE = 40
UPCOMING_LIMIT = 120


@dataclass(frozen=True)
class EventMonth:
    """Events of one month; ``title`` is »Dezember 2022«, or »Termin nicht bekannt«."""

    title: str
    events: list[EventPage]


@dataclass(frozen=True)
class EventListing:
    upcoming: list[EventMonth]
    past: list[EventMonth]
    page: Page  # pages through the past events
    filters: list[Filter]
    is_filtered: bool
    query: str
    count: int  # of all dates, past and upcoming
    upcoming_left_out: int  # upcoming dates after the last one that is shown


def public_events() -> QuerySet[EventPage]:
    """Events that readers may see; internal ones are none."""
    return public(EventPage.objects)


def public_occurrences() -> QuerySet[EventOccurrence]:
    """The dates of ``public_events``, each with its event."""
    return EventOccurrence.objects.filter(event__in=public_events()).select_related("event")


def next_or_latest_events(limit: int) -> list[EventPage]:
    """The next dates; where nothing is upcoming, the latest ones. One query, without their labs."""
    now = timezone.now()
    dates = public_occurrences().filter(end__isnull=False).annotate(is_over=Case(When(end__lt=now, then=1), default=0))
    distance = Case(When(end__lt=now, then=now - F("start")), default=F("start") - now)
    nearest = list(dates.order_by("is_over", distance, "pk")[:limit])
    upcoming = [occurrence for occurrence in nearest if not occurrence.is_over]
    return [occurrence.event.at(occurrence) for occurrence in upcoming or nearest]


def upcoming_occurrences(now: datetime.datetime | None = None) -> QuerySet[EventOccurrence]:
    """Dates that are not over yet, next first."""
    return public_occurrences().filter(end__gte=now or timezone.now()).order_by("start", "pk")


def past_occurrences(now: datetime.datetime | None = None) -> QuerySet[EventOccurrence]:
    """Dates that are over, latest first; events without any date come last."""
    over = Q(end__lt=now or timezone.now()) | Q(end__isnull=True)
    return public_occurrences().filter(over).order_by(F("start").desc(nulls_last=True), "-pk")


def event_list(query: QueryDict) -> EventListing:
    """Dates of events that match ``art``, ``labor``, ``land``, ``thema`` and ``jahr`` of the address.

    Unknown values are ignored. The Land of an event is that of its labs.
    """
    base = public_occurrences().annotate(year=Cast(ExtractYear("start"), CharField()))
    topics = {topic.slug: str(topic) for topic in Topic.objects.all()}
    facets = (
        QueryFacet("art", "Art", "event__kind", _kinds()),
        QueryFacet("labor", "Labor", "event__labs__slug", lab_titles()),
        QueryFacet("land", "Land", "event__labs__laender", dict(Land.choices), is_list=True),
        QueryFacet("thema", "Thema", "event__topics__slug", topics),
        QueryFacet("jahr", "Jahr", "year"),
    )
    found = filter_queryset(base, facets, query)
    matching = Q(pk__in=found.items.order_by().values("pk"))
    now = timezone.now()
    page = Paginator(past_occurrences(now).filter(matching), PAGE_SIZE).get_page(query.get("seite"))
    coming = upcoming_occurrences(now).filter(matching)
    upcoming, past = list(coming[: UPCOMING_LIMIT + 1]), list(page.object_list)
    upcoming_count = len(upcoming) if len(upcoming) <= UPCOMING_LIMIT else coming.count()
    shown = _shown([*upcoming[:UPCOMING_LIMIT], *past])
    split = len(shown) - len(past)
    return EventListing(
        by_month(shown[:split]),
        by_month(shown[split:]),
        page,
        found.filters,
        found.is_filtered,
        found.query,
        count=upcoming_count + page.paginator.count,
        upcoming_left_out=upcoming_count - split,
    )


def _shown(occurrences: list[EventOccurrence]) -> list[EventPage]:
    """The pages as they are on these dates, with their labs (one query)."""
    prefetch_related_objects([occurrence.event for occurrence in occurrences], "labs")
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
