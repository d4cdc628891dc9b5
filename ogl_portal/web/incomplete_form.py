"""The answer to what no browser sends: a bad request in words."""

from typing import Any

from django.conf import settings
from django.forms.formsets import ORDERING_FIELD_NAME
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.deprecation import MiddlewareMixin
from django.views.defaults import bad_request

from ogl_portal.web.incoming_forms import IncompleteFormError

NO_KEY = "Die Anfrage nennt einen Eintrag, den es nicht geben kann. Es wurde nichts geändert."


class IncompleteFormMiddleware(MiddlewareMixin):
    """What no browser sends is a bad request, answered in words, and nothing of it is stored.

    A form that some widget cannot read (``web.incoming_forms``), a field that a view takes for granted
    (``request.POST["type"]``), a key that is no number in a lookup, the name of nothing as the place to go on to.
    """

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Wagtail leads on to »next« after it has saved, and takes what is no address for the name of a view."""
        if request.method != "POST" or not request.path.startswith(settings.ADMIN_PATH):
            return None
        sent = [query["next"] for query in (request.POST, request.GET) if query.get("next")]
        is_address = all("/" in address or "." in address for address in sent)
        return None if is_address else self._answer(request, IncompleteFormError())

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, IncompleteFormError):
            return self._answer(request, exception)
        if isinstance(exception, MultiValueDictKeyError) or exception.args == (ORDERING_FIELD_NAME,):
            return self._answer(request, IncompleteFormError())  # the second: an empty row without its place
        if isinstance(exception, ValueError | NoReverseMatch) and _is_no_key(request, str(exception)):
            return self._answer(request, IncompleteFormError(NO_KEY))
        return None

    @staticmethod
    def _answer(request: HttpRequest, error: IncompleteFormError) -> HttpResponse:
        if "application/json" in request.headers.get("Accept", ""):
            answer = {"success": False, "error_code": "validation_error", "error_message": str(error)}
            return JsonResponse(answer, status=400)
        if not request.path.startswith(settings.ADMIN_PATH) or not request.user.is_authenticated:
            return bad_request(request, error)
        return render(request, "core/admin/incomplete_form.html", {"sentence": str(error)}, status=400)


def _is_no_key(request: HttpRequest, said: str) -> bool:
    """Whether what Django says of a key that is no number quotes what the request sent, and no value of ours."""
    sent = [value for query in (request.GET, request.POST) for _, values in query.lists() for value in values]
    named = request.resolver_match.kwargs.values() if request.resolver_match else ()
    quoted = [repr(value) for value in (*sent, *named)]
    if " expected a number but got " in said:  # looked up
        return any(said.endswith(f" got {value}.") for value in quoted)
    return any(f" with arguments '({value},)' not found." in said for value in quoted)  # put into an address
