"""Lists of public events: upcoming and past by the clock, filtered, by month."""

import datetime
from dataclasses import dataclass
from itertools import groupby

from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, F, Q, QuerySet, When, prefetch_related_objects
from django.db.models.functions import Cast, ExtractYear
from django.http import QueryDict
from django.utils import timezone

from events.enums import Audience
from events.models import EventPage
from labs.models import LabPage
from ogl_portal.core.dates import MONTHS
from ogl_portal.core.filters import Filter, QueryFacet, filter_queryset
from ogl_portal.core.models import Topic

PAGE_SIZE = 40


@dataclass(frozen=True)
class Month:
    """Events of one month; ``title`` is »Dezember 2022«, or »Ohne überlieferten Termin«."""

    title: str
    events: list[EventPage]


@dataclass(frozen=True)
class EventListing:
    upcoming: list[Month]
    past: list[Month]
    page: Page  # pages through the past events
    filters: list[Filter]
    is_filtered: bool
    query: str


def public_events() -> QuerySet[EventPage]:
    """The only door through which events reach the public: live ones that are not internal."""
    return EventPage.objects.live().filter(audience=Audience.PUBLIC)


def next_or_latest_events(limit: int) -> list[EventPage]:
    """The next events; where nothing is upcoming, the latest ones. One query, without their labs."""
    now = timezone.now()
    events = public_events().filter(end__isnull=False).annotate(is_over=Case(When(end__lt=now, then=1), default=0))
    distance = Case(When(end__lt=now, then=now - F("start")), default=F("start") - now)
    nearest = list(events.order_by("is_over", distance, "pk")[:limit])
    upcoming = [event for event in nearest if not event.is_over]
    return upcoming or nearest


def upcoming_events(now: datetime.datetime | None = None) -> QuerySet[EventPage]:
    """Events that are not over yet, next first."""
    return public_events().filter(end__gte=now or timezone.now()).order_by("start", "pk")


def past_events(now: datetime.datetime | None = None) -> QuerySet[EventPage]:
    """Events that are over, latest first; those without any date come last."""
    over = Q(end__lt=now or timezone.now()) | Q(end__isnull=True)
    return public_events().filter(over).order_by(F("start").desc(nulls_last=True), "-pk")


def event_list(query: QueryDict) -> EventListing:
    """Events that match ``labor``, ``thema`` and ``jahr`` of the address; unknown values are ignored."""
    base = public_events().annotate(year=Cast(ExtractYear("start"), CharField()))
    facets = (
        QueryFacet("labor", "Labor", "labs__slug", _lab_labels()),
        QueryFacet("thema", "Thema", "topics__slug", {topic.slug: str(topic) for topic in Topic.objects.all()}),
        QueryFacet("jahr", "Jahr", "year"),
    )
    found = filter_queryset(base, facets, query)
    matching = Q(pk__in=found.items.order_by().values("pk"))
    page = Paginator(past_events().filter(matching), PAGE_SIZE).get_page(query.get("seite"))
    upcoming, past = list(upcoming_events().filter(matching)), list(page.object_list)
    prefetch_related_objects([*upcoming, *past], "labs")
    return EventListing(
        by_month(upcoming),
        by_month(past),
        page,
        found.filters,
        found.is_filtered,
        found.query,
    )


def by_month(events: list[EventPage]) -> list[Month]:
    """Group events that are sorted by time."""

    def title(event: EventPage) -> str:
        if event.start is None:
            return "Ohne überlieferten Termin"
        local = timezone.localtime(event.start)
        return f"{MONTHS[local.month - 1]} {local.year}"

    return [Month(name, list(group)) for name, group in groupby(events, key=title)]


def _lab_labels() -> dict[str, str]:
    return dict(LabPage.objects.live().order_by("sort_key").values_list("slug", "title"))
