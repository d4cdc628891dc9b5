"""Find the page of an address with two queries, however deep it lies.

Wagtail walks down the tree and asks the database at every step. Addresses here never change below a page, so one
query for all pages on the way gives the deepest one, and the ancestors for the breadcrumbs with it.
"""

from functools import cache
from typing import Any, TypeVar

from django.db.models import QuerySet, TextField
from django.http import Http404, HttpRequest
from wagtail.models import Page, Site

from ogl_portal.core.lists import for_lists
from ogl_portal.core.prepared import Given, GivenList, Prepared

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
    chain = _PAGES_ON_THE_WAY(paths=way[1:])
    if not chain:
        raise Http404
    page = _specific(chain[-1])
    page.ancestor_chain = [home, *chain[:-1]]
    return page.route(request, components[page.depth - home.depth :])


_PAGES_ON_THE_WAY = Prepared[Page](
    lambda: for_lists(Page.objects).filter(url_path__in=GivenList("paths", TextField())).order_by("depth")
)


@cache
def _of_type(model: type[Page]) -> Prepared[Page]:
    return Prepared(lambda: model._default_manager.filter(pk=Given("pk")))


def _specific(page: Page) -> Any:
    """As ``page.specific``; as it is where its type is unknown."""
    model = page.cached_content_type.model_class()
    found = _of_type(model)(pk=page.pk) if model and model is not Page else []
    return found[0] if found else page.specific


def page_at(request: HttpRequest, folder: str, pages: QuerySet[AnyPage]) -> AnyPage:
    """The one of ``pages`` whose address is ``/folder``, for views of what lies beside it; Http404 where there is none.

    ``folder`` is the part of the address up to the last slash, that included.
    """
    site = Site.find_for_request(request)
    page = pages.filter(url_path=way_to(site.root_page.url_path, folder)[-1]).first() if site else None
    if page is None:
        raise Http404("Zu dieser Adresse gibt es keine Seite.")
    return page
