"""What the start page gathers from the content apps, in as few queries as it takes."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from events.listing import next_or_latest_events
from events.models import EventPage
from labs.directory import points, public_labs
from labs.map import build_map
from labs.models import LabPage
from news.listing import live_news
from news.models import NewsPage
from ogl_portal.core.models import BasePage
from ogl_portal.core.page_views import page_context
from ogl_portal.pages.models import HomePage
from ogl_portal.pages.topics import busiest_topics
from publications.listing import publications_with_files

# What the doors below the first screen name; all others are one step further.
REPORTS = 4
TOPICS = 6
# News with their teaser, and those of which the list gives date and title only.
NEWS, MORE_NEWS = 4, 7


@page_context.register
def home_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """``map``, ``numbered_labs``, ``topics``, ``publications`` (the first one is the lead), ``news``, ``events``.

    Where nothing is upcoming, ``events`` are the latest past ones, and ``events_are_past`` says so.
    """
    labs = list(public_labs())
    numbered = list(enumerate(labs, start=1))
    publications = list(publications_with_files().filter(home_page_order__isnull=False)[:6])
    events = next_or_latest_events(3)
    news = list(live_news().prefetch_related(None)[: NEWS + MORE_NEWS])
    _name_labs(news, events, labs)
    return {
        "numbered_labs": numbered,
        "map": build_map(points(numbered)),
        "topics": busiest_topics(TOPICS),
        "figures": list(page.figures.all()),
        "ways": list(page.ways.select_related("target")),
        "lead_publication": publications[0] if publications else None,
        "publications": publications[1:],
        "reports": publications[:REPORTS],
        "news": news[:NEWS],
        "more_news": news[NEWS:],
        "events": events,
        "events_are_past": not any(event.end and event.end >= timezone.now() for event in events),
    }


def _name_labs(news: list[NewsPage], events: list[EventPage], labs: list[LabPage]) -> None:
    """Prefetch the labs of both lists at once: one query, since all labs are here already."""
    by_pk = {lab.pk: lab for lab in labs}
    of_news = NewsPage.labs.through.objects.filter(newspage__in=news).values_list("newspage_id", "labpage_id")
    of_events = EventPage.labs.through.objects.filter(eventpage__in=events).values_list("eventpage_id", "labpage_id")
    pages: list[BasePage] = [*news, *events]
    found: dict[int, list[LabPage]] = {page.pk: [] for page in pages}
    for page_pk, lab_pk in of_news.union(of_events).order_by("labpage_id"):
        if lab_pk in by_pk:
            found[page_pk].append(by_pk[lab_pk])
    for page in pages:
        page._prefetched_objects_cache = {"labs": found[page.pk]}
