"""Sessions last as long as somebody works; one that owes a second factor opens and sees what readers do."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject

from ogl_portal.accounts import lockout, second_factor, sessions

# What somebody needs to set up a second factor, and to leave.
OPEN_VIEWS = {
    "account_reauthenticate",
    "accounts_session_state",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
}

# What an open page asks by itself; that is no work.
UNATTENDED_VIEWS = {"accounts_session_state", "wagtailadmin_editing_sessions:ping"}


class WorkingSessionMiddleware(MiddlewareMixin):
    """End a session ``OGL_SESSION_HOURS`` after the last request of its owner, automatic saves included.

    ``OGL_SESSION_LIMIT_HOURS`` after signing in it ends even if it was never idle.
    """

    def process_request(self, request: HttpRequest) -> None:
        # Elsewhere the session is left unread: pages for readers must not vary by cookie.
        if request.path.startswith(settings.ADMIN_PATH) and sessions.is_past_limit(request.session):
            request.session.flush()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        lockout.remember_browser(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any) -> None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.path.startswith(settings.ADMIN_PATH) and name not in UNATTENDED_VIEWS:
            sessions.keep_alive(request.session)


class SecondFactorMiddleware(MiddlewareMixin):
    """Let nobody into the admin who has a second factor but has not shown it, or needs one and has none.

    Whichever way a session was opened, this is the gate: signing in does not have to be trusted to have asked.
    """

    def process_request(self, request: HttpRequest) -> None:
        if not request.path.startswith(settings.ADMIN_PATH):
            user: Any = request.user  # not looked at here: pages for readers must not vary by cookie
            seen: Any = SimpleLazyObject(lambda: user if second_factor.owes_nothing(request, user) else AnonymousUser())
            request.user = seen

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.path.startswith(settings.ADMIN_PATH) or not request.user.is_authenticated:
            return None
        user = request.user
        if second_factor.was_shown(request, user):
            return None
        if second_factor.has_one(user):
            return self._ask_again(request)
        name = request.resolver_match.url_name if request.resolver_match else None
        if name in OPEN_VIEWS or not second_factor.is_required(user):
            return None
        if _is_background(request):
            raise PermissionDenied
        return redirect("mfa_index")

    def _ask_again(self, request: HttpRequest) -> HttpResponse:
        """A factor was set up in another browser since: this session has to begin anew, with it."""
        logout(request)
        if _is_background(request):
            raise PermissionDenied
        messages.info(request, "Für Ihr Konto gilt jetzt ein zweiter Faktor. Bitte melden Sie sich damit neu an.")
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))


def _is_background(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"
