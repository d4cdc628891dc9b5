"""Lead from an address that a page or a topic has left to where it is now, with everything below it."""

from collections.abc import Callable
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes
from wagtail.models import Site

from ogl_portal.core.languages import is_english_address
from ogl_portal.core.models import Topic
from ogl_portal.redirects.former import successor
from ogl_portal.redirects.former_slugs import present_query
from ogl_portal.redirects.models import FormerTopic


class FormerAddressMiddleware:
    """Steps in where nothing was found (404), so pages that are found cost no query, and where the query names a
    slug that was left.

    301 (RFC 9110, section 15.4.2) where the page has moved, 410 (section 15.5.11) where it is public no more.
    Redirects that staff have entered come first: their middleware is the inner one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or request.path.startswith(settings.ADMIN_PATH):
            return self.get_response(request)
        query = present_query(request.GET)
        if query is not None:
            here = escape_leading_slashes(escape_uri_path(request.path))
            answer = self._answer(request, query) or HttpResponsePermanentRedirect(f"{here}?{query}")
        else:
            response = self.get_response(request)
            found = self._answer(request, request.META.get("QUERY_STRING", "")) if response.status_code == 404 else None
            if found is None:
                return response
            answer = found
        # Both may be kept for good without being told (RFC 9110, section 15.1); a page that comes back to an address
        # would send readers to and fro between what their browser remembers and what is there.
        answer["Cache-Control"] = "no-cache"
        return answer

    def _answer(self, request: HttpRequest, query: str) -> HttpResponse | None:
        address = self._present_address(request)
        if address is None:
            return None
        if not address:
            template = "english/gone.html" if is_english_address(request.path) else "410.html"
            return render(request, template, status=410)
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)

    def _present_address(self, request: HttpRequest) -> str | None:
        """Where that is now which lay at the address; empty where it is gone, None where nothing is known of it."""
        if slug := _topic_slug(request.path_info):
            left = FormerTopic.objects.filter(slug=slug).select_related("topic").first()
            if left is None or Topic.objects.filter(slug=slug).exists():
                return None
            return left.topic.url if left.topic else ""
        site = Site.find_for_request(request)
        found = successor(site.root_page, request.path) if site else None
        if found is None or found.page is None:
            return None if found is None else ""
        return f"{found.page.get_url(request)}{quote(found.rest)}"


def _topic_slug(path: str) -> str:
    """The slug that ``path`` asks for if it is the address of a topic, with or without the slash at its end."""
    try:
        match = resolve(f"{path.rstrip('/')}/")
    except Resolver404:
        return ""
    return str(match.kwargs["slug"]) if match.url_name == "topic" else ""
