"""What the start page gathers from the content apps, in as few queries as it takes."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from events.listing import next_or_latest_events
from labs.directory import points
from labs.map import build_map
from labs.models import LabPage
from news.listing import live_news
from publications.listing import publications_with_files

if TYPE_CHECKING:
    from ogl_portal.pages.models import HomePage


def home_context(page: "HomePage") -> dict[str, Any]:
    """``map``, ``publications`` (the first one is the lead), ``news``, ``events`` and their headline facts.

    Where nothing is upcoming, ``events`` are the latest past ones, and ``events_are_past`` says so.
    """
    labs = list(LabPage.objects.live().order_by("sort_key", "title"))
    publications = list(publications_with_files().filter(home_page_order__isnull=False)[:6])
    events = next_or_latest_events(3)
    return {
        "lab_count": len(labs),
        "map": build_map(points(list(enumerate(labs, start=1)))),
        "figures": list(page.figures.all()),
        "ways": list(page.ways.select_related("target")),
        "lead_publication": publications[0] if publications else None,
        "publications": publications[1:],
        "news": list(live_news()[:4]),
        "events": events,
        "events_are_past": not any(event.end and event.end >= timezone.now() for event in events),
    }
