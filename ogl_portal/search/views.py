"""The search page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from events.models import EventPage
from ogl_portal.core.navigation import Crumb

PAGE_SIZE = 20
LONGEST_QUERY = 200


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Public pages that answer ``q``; internal events are never among them."""
    words = request.GET.get("q", "").replace("\x00", " ").strip()[:LONGEST_QUERY]
    internal = EventPage.objects.filter(audience="internal").values("pk")
    results = (
        Page.objects.live().public().filter(depth__gt=2).exclude(pk__in=internal).specific().search(words)
        if words
        else []
    )
    page = Paginator(results, PAGE_SIZE).get_page(request.GET.get("seite"))
    crumbs = [Crumb("Start", "/"), Crumb("Suche", "/suche/")]
    return render(request, "search/search.html", {"words": words, "page_obj": page, "breadcrumbs": crumbs})
