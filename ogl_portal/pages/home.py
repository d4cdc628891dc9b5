"""What the start page gathers from the content apps, in as few queries as it takes."""

from typing import TYPE_CHECKING, Any

from events.listing import past_events, upcoming_events
from labs.directory import numbered_labs, points
from labs.map import build_map
from news.listing import live_news
from publications.listing import live_publications

if TYPE_CHECKING:
    from ogl_portal.pages.models import HomePage


def home_context(page: "HomePage") -> dict[str, Any]:
    """``map``, ``publications`` (the first one is the lead), ``news``, ``events`` and their headline facts.

    Where nothing is upcoming, ``events`` are the latest past ones, and ``events_are_past`` says so.
    """
    numbered = numbered_labs()
    publications = list(live_publications().filter(home_page_order__isnull=False).order_by("home_page_order")[:6])
    events = list(upcoming_events()[:3])
    events_are_past = not events
    return {
        "lab_count": len(numbered),
        "map": build_map(points(numbered)),
        "figures": list(page.figures.all()),
        "ways": list(page.ways.select_related("target")),
        "lead_publication": publications[0] if publications else None,
        "publications": publications[1:],
        "news": list(live_news()[:4]),
        "events": events or list(past_events()[:3]),
        "events_are_past": events_are_past,
    }
