"""The view of all pages: Wagtail's, with two queries less."""

from django.http import HttpRequest, HttpResponse
from wagtail.models import Site
from wagtail.views import serve as wagtail_serve

from ogl_portal.page_cache.facts import remembered


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """The site is remembered; on the way to another page the start page's own fields are not asked for."""
    site = remembered(f"site:{request.get_host()}", lambda: Site.find_for_request(request))
    request._wagtail_site = site  # type: ignore[attr-defined]  # where Wagtail keeps it
    if site and path:
        site.root_page.specific = site.root_page.specific_deferred
    response: HttpResponse = wagtail_serve(request, path)
    return response
