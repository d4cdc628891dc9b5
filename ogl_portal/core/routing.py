"""Find the page of an address with two queries, however deep it lies.

Wagtail walks down the tree and asks the database at every step. Addresses here never change below a page, so one
query for all pages on the way gives the deepest one, and the ancestors for the breadcrumbs with it.
"""

from typing import Any, TypeVar

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from wagtail.models import Page, Site

AnyPage = TypeVar("AnyPage", bound=Page)


def way_to(root_path: str, address: str) -> list[str]:
    """The ``url_path`` of each page on the way to ``address`` (»/labore/brandis/«, »labore/brandis«), its own last.

    ``root_path`` is that of the page at which the site begins, which comes first.
    """
    way = [root_path]
    for component in filter(None, address.split("/")):
        way.append(f"{way[-1]}{component}/")
    return way


def route_below(home: Page, request: HttpRequest, components: list[str]) -> Any:
    """The route result of the page at ``components`` below ``home``; the rest of the address goes to that page."""
    way = way_to(home.url_path, "/".join(components))
    chain = sorted(Page.objects.filter(url_path__in=way[1:]), key=lambda page: page.depth)
    if not chain:
        raise Http404
    page = chain[-1].specific
    page.ancestor_chain = [home, *chain[:-1]]
    return page.route(request, components[page.depth - home.depth :])


def page_at(request: HttpRequest, folder: str, pages: QuerySet[AnyPage]) -> AnyPage:
    """The one of ``pages`` whose address is ``/folder``, for views of what lies beside it; Http404 where there is none.

    ``folder`` is the part of the address up to the last slash, that included.
    """
    site = Site.find_for_request(request)
    page = pages.filter(url_path=way_to(site.root_page.url_path, folder)[-1]).first() if site else None
    if page is None:
        raise Http404("Zu dieser Adresse gibt es keine Seite.")
    return page
