"""How a page is shown, where its type does not say so itself: registered for its class, as JSON-LD is (``json_ld``).

So a record need not know lists, files and views that are made of it. The app of a page type registers these in modules
that its AppConfig imports when it is ready.
"""

from functools import singledispatch
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse

if TYPE_CHECKING:
    from ogl_portal.core.models import BasePage


@singledispatch
def page_context(page: "BasePage", request: HttpRequest) -> dict[str, Any]:
    """What the template of ``page`` is given beside the page, its facts and its breadcrumbs."""
    return {}


@singledispatch
def view_below(page: "BasePage", request: HttpRequest, name: str) -> HttpResponse:
    """The answer to the address ``name`` below ``page``, whose type has a route for it."""
    raise Http404
