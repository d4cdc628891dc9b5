"""What the start page gathers from the content apps, in as few queries as it takes."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from events.listing import next_or_latest_events
from events.models import EventPage
from labs.directory import all_labs, points
from labs.map import build_map
from labs.models import LabPage
from news.listing import live_news
from news.models import NewsPage
from ogl_portal.core.lists import for_lists, not_in_lists
from ogl_portal.core.models import BasePage
from ogl_portal.core.own_links import rich_texts
from ogl_portal.core.page_views import page_context
from ogl_portal.core.prepared import GivenList, Prepared
from ogl_portal.core.related import fetch_related
from ogl_portal.pages.models import HomePage, Way
from ogl_portal.pages.topics import busiest_topics
from publications.files import fetch_ready_versions
from publications.listing import publications_with_files
from publications.models import PublicationPage

# What the doors below the first screen name; all others are one step further.
REPORTS = 4
TOPICS = 6
# News with their teaser, and those of which the list gives date and title only.
NEWS, MORE_NEWS = 4, 7


_PUBLICATIONS = Prepared[PublicationPage](
    lambda: for_lists(publications_with_files()).prefetch_related(None).filter(home_page_order__isnull=False)[:6]
)
_NEWS = Prepared[NewsPage](lambda: for_lists(live_news()).prefetch_related(None)[: NEWS + MORE_NEWS])


@page_context.register
def home_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """``map``, ``numbered_labs``, ``topics``, ``publications`` (the first one is the lead), ``news``, ``events``.

    Where nothing is upcoming, ``events`` are the latest past ones, and ``events_are_past`` says so.
    """
    labs = all_labs()
    numbered = list(enumerate(labs, start=1))
    publications = _PUBLICATIONS()
    fetch_ready_versions(publications)
    events = next_or_latest_events(3)
    news = _NEWS()
    _name_labs(news, events, labs)
    if page.pk:
        fetch_related([page], "figures")
        fetch_related([page], "ways", narrow=_with_targets)
    definition, work_text, information_text = rich_texts(page.definition, page.work_text, page.information_text)
    return {
        "numbered_labs": numbered,
        "map": build_map(points(numbered)),
        "definition": definition,
        "work_text": work_text,
        "information_text": information_text,
        "topics": busiest_topics(TOPICS, labs),
        "figures": list(page.figures.all()),
        "ways": list(page.ways.all()),
        "lead_publication": publications[0] if publications else None,
        "publications": publications[1:],
        "reports": publications[:REPORTS],
        "news": news[:NEWS],
        "more_news": news[NEWS:],
        "events": events,
        "events_are_past": not any(event.end and event.end >= timezone.now() for event in events),
    }


def _with_targets(ways: QuerySet[Way]) -> QuerySet[Way]:
    return ways.select_related("target").defer(*not_in_lists(Page, "target"))


def _name_labs(news: list[NewsPage], events: list[EventPage], labs: list[LabPage]) -> None:
    """Give the pages of both lists their labs: one query, since all labs are here already."""
    by_pk = {lab.pk: lab for lab in labs}
    pages: list[BasePage] = [*news, *events]
    found: dict[int, list[LabPage]] = {page.pk: [] for page in pages}
    for page_pk, lab_pk in _LABS_OF(pages=found):
        if lab_pk in by_pk:
            found[page_pk].append(by_pk[lab_pk])
    for page in pages:
        page._prefetched_objects_cache = {"labs": found[page.pk]}


def _labs_of() -> QuerySet[Any, tuple[int, int]]:
    pages = GivenList("pages")
    of_news = NewsPage.labs.through.objects.filter(newspage__in=pages).values_list("newspage_id", "labpage_id")
    of_events = EventPage.labs.through.objects.filter(eventpage__in=pages).values_list("eventpage_id", "labpage_id")
    return of_news.union(of_events).order_by("labpage_id")


_LABS_OF = Prepared(_labs_of)
