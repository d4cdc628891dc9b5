"""Find the page of an address with two queries, however deep it lies.

Wagtail walks down the tree and asks the database at every step. Addresses here never change below a page, so one
query for all pages on the way gives the deepest one, and the ancestors for the breadcrumbs with it.
"""

from typing import Any

from django.http import Http404, HttpRequest
from wagtail.models import Page


def route_below(home: Page, request: HttpRequest, components: list[str]) -> Any:
    """The route result of the page at ``components`` below ``home``; the rest of the address goes to that page."""
    paths = [home.url_path]
    for component in components:
        paths.append(f"{paths[-1]}{component}/")
    chain = sorted(Page.objects.filter(url_path__in=paths[1:]), key=lambda page: page.depth)
    if not chain:
        raise Http404
    page = chain[-1].specific
    page.ancestor_chain = [home, *chain[:-1]]
    return page.route(request, components[page.depth - home.depth :])
