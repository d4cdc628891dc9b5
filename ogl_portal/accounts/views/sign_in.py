"""Signing in: password, passkey, second factor. Wagtail's pages and django-allauth's steps, put together."""

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.views.account import LoginView as WagtailLoginView

from ogl_portal.accounts import lockout
from ogl_portal.users.models import User


def sign_in(request: HttpRequest, user: User, next_url: str | None = None) -> HttpResponse:
    """Go on after a right password: to the second factor if there is one, else into the admin.

    A password typed just now counts as fresh proof when the person goes on to set up a second factor.
    """
    record_authentication(request, user, method="password", reauthenticated=True)
    return perform_login(request, Login(user=user, redirect_url=next_url))


class LoginView(WagtailLoginView):
    """Wagtail's sign-in page at its own address, followed by the second factor."""

    def form_valid(self, form: LoginForm) -> HttpResponse:
        remember = form.cleaned_data.get("remember")
        self.request.session.set_expiry(settings.SESSION_COOKIE_AGE if remember else 0)
        return sign_in(self.request, form.get_user(), self.get_success_url())

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        response = super().form_invalid(form)
        if form.has_error("__all__", code="too_many"):
            response.status_code = 429
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["central_sign_in"] = settings.OGL_OIDC_NAME if settings.SOCIALACCOUNT_PROVIDERS else ""
        return context


class SecondFactorView(AuthenticateView):
    template_name = "accounts/second_factor.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = self.stage.login.user
        if lockout.is_locked(request, user) or lockout.refusal(request, user.get_username(), "code"):
            return lockout.locked_out(request)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        types = set(Authenticator.objects.filter(user=self.stage.login.user).values_list("type", flat=True))
        context["has_passkey"] = Authenticator.Type.WEBAUTHN in types
        context["has_app"] = Authenticator.Type.TOTP in types
        return context
