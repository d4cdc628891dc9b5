"""The search page, its feed, suggestions and the description for browsers."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from ogl_portal.core.navigation import Crumb
from ogl_portal.search import facets, record
from ogl_portal.search.finder import PAGE_SIZE, find
from ogl_portal.search.query import parse
from ogl_portal.search.statement import MOST_RANKED
from ogl_portal.search.suggestions import suggest
from ogl_portal.text.characters import printable

LAST_PAGE = MOST_RANKED // PAGE_SIZE


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything public that answers ``q``, narrowed by ``art``, ``labor``, ``thema``, ``jahr`` and ``land``."""
    number = page_number(request.GET.get("seite", ""))
    query = parse(request.GET.get("q", ""))
    filters = facets.read_filters(request.GET)
    found = find(query, filters, number)
    if query.clauses and number == 1 and not filters and not found.has_timed_out:
        record.record(query.text, found.with_all_words if found.is_relaxed else found.total)
    pages: Paginator[Any] = Paginator(range(found.reachable), PAGE_SIZE)
    if found.reachable and number > pages.num_pages:
        found = find(query, filters, pages.num_pages)
    context = {
        "words": query.text,
        "is_too_common": query.is_too_common,
        "found": found,
        "facets": facets.build_facets(query.text, filters, found.counts),
        "filters": filters,
        "page_obj": Page(found.results, min(number, pages.num_pages), pages),
        "search_query": facets.address(query.text, filters),
        "without_filters": "?" + urlencode({"q": query.text}),
        "corrected_url": "?" + urlencode({"q": found.corrected}) if found.corrected else "",
        "breadcrumbs": [Crumb("Start", "/"), Crumb("Suche", reverse("search"))],
    }
    return render(request, "search/search.html", context)


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Titles and words for what is being typed."""
    text = request.GET.get("q", "")
    found = [{"text": one.text, "url": one.url, "kind": one.kind} for one in suggest(text)]
    return JsonResponse({"query": text[:200], "suggestions": found}, json_dumps_params={"ensure_ascii": False})


@require_safe
@cache_control(public=True, max_age=86_400)
def opensearch(request: HttpRequest) -> HttpResponse:
    """The OpenSearch 1.1 description, by which a browser offers this search in its address bar."""
    context = {"base": f"{request.scheme}://{request.get_host()}"}
    document = printable(render_to_string("search/opensearch.xml", context, request))
    return HttpResponse(document, content_type="application/opensearchdescription+xml; charset=utf-8")


def page_number(text: str) -> int:
    """The page that an address asks for; anything else is the first one."""
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 else 1
