"""Forms that come too late, and forms that are to be shown again."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.template.response import SimpleTemplateResponse
from django.utils.deprecation import MiddlewareMixin

from ogl_portal.core.draft_form import DraftForm
from ogl_portal.typed_text import refused, restoring
from ogl_portal.typed_text.kept_form import holds_secret, kept_form
from ogl_portal.web.incoming_forms import IncompleteFormError

COPY_IDS = re.compile(r"[0-9a-f.,-]{1,300}")
SAVED = "ogl-saved"
SILENT = messages.ERROR + 1  # level of messages above all that are sent
RESTORED = "Ihr Text steht wieder im Formular. Gespeichert ist er, sobald oben »Gespeichert« steht oder Sie speichern."
LOCKED = (
    "Ihr Text steht wieder im Formular, lässt sich aber nicht speichern: Die Seite ist gesperrt. Er bleibt auch in "
    "diesem Browser aufgehoben."
)
OUTDATED = (
    "Der aufgehobene Text passt nicht mehr zu diesem Formular: Es hat sich seither geändert. Verloren ist nichts, der "
    "Text liegt weiter in diesem Browser. Öffnen Sie die Seite noch einmal, drücken Sie dort »Ansehen«, und setzen Sie "
    "ihn von Hand ein."
)


class SignedOutFormMiddleware:
    """Keep a form that is sent after the session has ended, in place of leading to the sign-in without it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        comes_too_late = (
            request.method == "POST"
            and request.path.startswith(settings.ADMIN_PATH)
            and "text/html" in request.headers.get("Accept", "")  # a person in front of a browser
            and not request.user.is_authenticated
        )
        response = self.get_response(request)
        if not comes_too_late or request.user.is_authenticated:
            return response
        if response.status_code != 302 or not response["Location"].startswith(resolve_url(settings.LOGIN_URL)):
            return response
        form = kept_form(request)
        return refused.signed_out(request, form) if form else response


class RestoreMiddleware(MiddlewareMixin):
    """Answer a POST with ``ogl-restore`` by showing its form with all that it holds; nothing is saved.

    Only for who is signed in, and for no form with a password or code: the database would forget a wrong guess, too,
    so that nobody were ever locked out.
    """

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        wanted = request.method == "POST" and request.path.startswith(settings.ADMIN_PATH)
        if not wanted or restoring.FIELD not in request.POST or not request.user.is_authenticated:
            return None
        if holds_secret(request.POST):
            return refused.csrf_failure(request)
        token = restoring.is_restoring.set(True)
        level = messages.get_level(request)
        messages.set_level(request, SILENT)  # the view says that the form could not be saved, which was not asked for
        try:
            with transaction.atomic():
                response = view(request, *args, **kwargs)
                messages.set_level(request, level)
                if isinstance(response, SimpleTemplateResponse):
                    context = response.context_data or {}
                    if isinstance(form := context.get("form"), DraftForm) and not form.is_complete():
                        raise IncompleteFormError
                    messages.info(request, LOCKED if context.get("page_locked") else RESTORED)
                    response.render()
                transaction.set_rollback(True)
        except IncompleteFormError:
            return render(request, "core/admin/incomplete_form.html", {"sentence": OUTDATED}, status=400)
        finally:
            messages.set_level(request, level)
            restoring.is_restoring.reset(token)
        if response.status_code in (301, 302) and request.user.is_authenticated:
            return refused.csrf_failure(request)  # no form to show; the text can still be sent
        return response


class SavedTextMiddleware(MiddlewareMixin):
    """Tell the browser by a cookie which of its copies are saved: those that came with a form that led on."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.method != "POST" or not request.path.startswith(settings.ADMIN_PATH):
            return response
        copies = request.POST.get(restoring.COPY, "")
        if response.status_code == 302 and COPY_IDS.fullmatch(copies) and _was_saved(request):
            name = f"__Host-{SAVED}" if request.is_secure() else SAVED  # static/src/js/admin-copies.js knows both
            response.set_cookie(name, copies, max_age=14 * 24 * 3600, samesite="Strict", secure=request.is_secure())
        return response


def _was_saved(request: HttpRequest) -> bool:
    """A redirect that leads on, and not one to the sign-in or with an error to tell."""
    if not request.user.is_authenticated:
        return False
    told = messages.get_messages(request)
    return not any(message.level >= messages.ERROR for message in getattr(told, "_queued_messages", []))
