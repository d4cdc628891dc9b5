"""What a request has to be before a view sees it, and who may keep an answer."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.utils.deprecation import MiddlewareMixin

from ogl_portal.web.content_type import is_readable
from ogl_portal.web.front import BAD_TYPE

NUL = "\x00"
UNREADABLE = (
    "Was gesendet wurde, ist kein vollständiges Formular. Es wurde nichts gespeichert. Bitte gehen Sie zurück und "
    "senden Sie noch einmal."
)

logger = logging.getLogger(__name__)


class ReadableRequestMiddleware(MiddlewareMixin):
    """Nobody ends a view with one odd byte.

    - TRACE would give a request back with its cookies where a view or a proxy answers it (XST): 405.
    - Another ``charset`` than UTF-8, or one that is none, would be used for the query and the form: 415.
    - NUL, which PostgreSQL's text cannot hold, is taken out of the query and the form as everywhere else
      (docs/engineering/text.md); there is no page below an address with one.
    - A form that cannot be read is answered here, so that the log gets a line, and neither trace nor what was sent.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        if request.method == "TRACE":
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        content_type = request.META.get("CONTENT_TYPE", "")
        if not is_readable(content_type):  # comes only here without the front
            return HttpResponse(f"{BAD_TYPE[1]}\n", status=BAD_TYPE[0], content_type="text/plain; charset=utf-8")
        if "charset" in content_type:
            request.encoding = "utf-8"  # whose other names Django does not know
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "")
        return None

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if NUL in request.path_info:
            raise Http404
        if request.method != "POST":
            return None
        try:
            _clean_form(request)
        except (MultiPartParserError, SuspiciousOperation, LookupError, ValueError) as error:
            request._mark_post_parse_error()  # type: ignore[attr-defined]  # so that nobody tries again
            logger.warning("A form could not be read: %s", type(error).__name__)
            return HttpResponse(f"{UNREADABLE}\n", status=400, content_type="text/plain; charset=utf-8")
        return None


def _clean_form(request: HttpRequest) -> None:
    """Take NUL out of what was typed. Reads the form, as the check for its token would do next."""
    if not any(NUL in text for name, values in request.POST.lists() for text in (name, *values)):
        return
    form = request.POST.copy()
    form.clear()
    for name, values in request.POST.lists():
        form.setlist(name.replace(NUL, ""), [text.replace(NUL, "") for text in values])
    request.POST = form  # type: ignore[assignment]


class AnswerMiddleware(MiddlewareMixin):
    """What is for one person is kept by nobody, and nothing is shown inside a foreign page unless its view says so.

    Proxies and browsers of shared computers keep what they are not told to leave. ``Cross-Origin-Resource-Policy``
    keeps foreign pages from loading what a session of the reader would give them (Spectre, and pictures as a probe).
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path_info.startswith(settings.ADMIN_PATH) or _asked_who_is_there(request):
            response["Cache-Control"] = "private, no-store"
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


def _asked_who_is_there(request: HttpRequest) -> bool:
    """Whether the answer may depend on who is signed in. Pages for readers leave the session unread."""
    session = getattr(request, "session", None)
    return session is not None and session.accessed and SESSION_KEY in session
