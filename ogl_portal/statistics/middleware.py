"""The outermost middleware: it sees every answer, whether a view made it or a cache inside kept it."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ogl_portal.statistics.counter import counter
from ogl_portal.statistics.rules import asked_for, is_counted


class CountingMiddleware:
    """Count what readers get, without a query. Switched off where the proxy's log is counted (``OGL_COUNTING``)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if settings.OGL_COUNTING != "server":
            raise MiddlewareNotUsed
        self.get_response = get_response
        self.search_path = reverse("search")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if is_counted(request, response):
            counter.count(asked_for(request.path_info, request.META.get("QUERY_STRING", ""), self.search_path))
        return response
