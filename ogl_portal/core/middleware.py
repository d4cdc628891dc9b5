"""Which content policy holds in which part of the site, and how the admin answers scripts and refusals."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.views.defaults import bad_request
from wagtail.admin import messages

from ogl_portal.core.incoming_forms import IncompleteFormError
from ogl_portal.core.publishing import PublishingRefusedError

# No inline script is run, so text that somebody smuggled into a page stays text (decisions/0023-no-inline-scripts.md).
# Draftail makes <style> elements, and Wagtail's templates have style attributes. Nothing foreign may load.
ADMIN_DIRECTIVES = {
    "default-src": [NONE],
    "script-src": [SELF],
    "script-src-attr": [NONE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF],
    "media-src": [SELF],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "worker-src": [SELF, "blob:"],
    "form-action": [SELF],
    "base-uri": [NONE],
}


NO_KEY = "Die Anfrage nennt einen Eintrag, den es nicht geben kann. Es wurde nichts geändert."


class UploadAnswerMiddleware:
    """Tell a script that sends a form where it would lead (static/src/js/admin-upload.js).

    The browser would follow a redirect by itself, and the messages for the person would be shown to nobody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "X-Ogl-Upload" not in request.headers or not isinstance(response, HttpResponseRedirect):
            return response
        signed_out = urlsplit(response.url).path == reverse("wagtailadmin_login")
        answer = JsonResponse({"location": response.url, "signed_out": signed_out})
        response.status_code, response.content = answer.status_code, answer.content
        response["Content-Type"] = answer["Content-Type"]
        response["Content-Length"] = str(len(answer.content))  # others have counted the empty redirect
        del response["Location"]
        return response


class AreaPolicyMiddleware:
    """Give the admin its own content policy; reader pages keep the strict one of the settings.

    Who may frame a page is said once, by X-Frame-Options: browsers believe ``frame-ancestors`` where both stand.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(settings.ADMIN_PATH):
            response._csp_config = ADMIN_DIRECTIVES  # read by django-csp's middleware, which runs after this one
        framing = SELF if response.get("X-Frame-Options") == "SAMEORIGIN" else NONE
        response._csp_replace = {"frame-ancestors": [framing]}
        return response


class RefusedPublishingMiddleware:
    """Where no form says it (bulk action, workflow, schedule): tell staff why a page stays a draft, and lead to it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PublishingRefusedError) or not request.path.startswith(settings.ADMIN_PATH):
            return None
        messages.error(request, exception.sentence)
        address = reverse("wagtailadmin_pages:edit", args=[exception.page.pk])
        if request.headers.get("X-Requested-With") == "XMLHttpRequest":  # the dialogs of workflows
            return JsonResponse({"step": "success", "redirect": address})
        return HttpResponseRedirect(address)


class IncompleteFormMiddleware:
    """What no browser sends is a bad request, answered in words, and nothing of it is stored.

    A form that some widget cannot read (``core.incoming_forms``), a field that a view takes for granted
    (``request.POST["type"]``), a key that is no number in a lookup, the name of nothing as the place to go on to.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

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
        if isinstance(exception, MultiValueDictKeyError):
            return self._answer(request, IncompleteFormError())
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
