"""Refusals and exports, seen where every answer comes by, so that no view has to tell of them."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _

from ogl_portal.security_log.events import record

TABLES = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


class SecurityLogMiddleware(MiddlewareMixin):
    """Stands inside sessions and messages, and outside the gates."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        is_admin = request.path.startswith(settings.ADMIN_PATH)
        is_hidden = getattr(request, "is_refused_as_not_found", False)  # set by editorial.known_objects
        is_told = response.status_code == 403 or (is_admin and response.status_code == 302 and _is_refused(request))
        if is_hidden or is_told:
            record("refused", request=request)
        elif response.status_code == 429:
            record("too-many-requests", request=request)
        elif is_admin and _is_table(response):
            record("export", request=request, format=response["Content-Type"].partition(";")[0])
        return response


def _is_refused(request: HttpRequest) -> bool:
    """Whether Wagtail's »permission denied« is the answer: a redirect to the first page, with a message of its own."""
    sentence = _("Sorry, you do not have permission to access this area.")
    queued = getattr(getattr(request, "_messages", None), "_queued_messages", [])
    return any(sentence in str(message.message) for message in queued)


def _is_table(response: HttpResponseBase) -> bool:
    disposition = response.get("Content-Disposition", "")
    return disposition.startswith("attachment") and response.get("Content-Type", "").startswith(TABLES)
