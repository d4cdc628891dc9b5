"""Lead from an address that a page has left to where it is now, with everything below it."""

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from wagtail.models import Site

from ogl_portal.redirects.former import successor


class FormerAddressMiddleware:
    """Steps in where nothing was found (404), so pages that are found cost no query.

    301 (RFC 9110, section 15.4.2) where the page has moved, 410 (section 15.5.11) where it is public no more.
    Redirects that staff have entered come first: their middleware is the inner one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in ("GET", "HEAD"):
            return response
        if request.path.startswith(settings.ADMIN_PATH):
            return response
        answer = self._answer(request)
        if answer is None:
            return response
        # Both may be kept for good without being told (RFC 9110, section 15.1); a page that comes back to an address
        # would send readers to and fro between what their browser remembers and what is there.
        answer["Cache-Control"] = "no-cache"
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse | None:
        site = Site.find_for_request(request)
        found = successor(site.root_page, request.path) if site else None
        if found is None:
            return None
        if found.page is None:
            return render(request, "410.html", status=410)
        address = f"{found.page.get_url(request)}{quote(found.rest)}"
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
