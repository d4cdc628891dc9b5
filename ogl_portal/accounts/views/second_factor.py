"""»Anmeldung und zweiter Faktor«: django-allauth's pages with templates of ours."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse_lazy

from ogl_portal.accounts import second_factor


class OverviewView(IndexView):
    """What is set up, and the way to set up more; also where people are led who need a second factor."""

    template_name = "accounts/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        factors = context["authenticators"]
        context["app"] = factors.get("totp")
        context["passkeys"] = factors.get("webauthn", [])
        context["codes"] = factors.get("recovery_codes")
        context["must_set_up"] = second_factor.is_required(user) and not second_factor.has_one(user)
        return context


class AddAppView(ActivateTOTPView):
    template_name = "accounts/app_add.html"

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        second_factor.mark_as_shown(self.request, self.request.user)
        return response


class AddPasskeyView(AddWebAuthnView):
    """A passkey is kept on the device and checks its owner, so that it can open the account by itself."""

    template_name = "accounts/passkey_add.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["js_data"] = {"options": auth.begin_registration(self.request.user, passwordless=True)}
        return context

    def form_valid(self, form: Form) -> HttpResponse:
        response = super().form_valid(form)
        second_factor.mark_as_shown(self.request, self.request.user)
        return response


class RemovePasskeyView(RemoveWebAuthnView):
    """Removing asks the same question as removing the app: may this person be without?"""

    template_name = "accounts/passkey_remove.html"
    success_url = reverse_lazy("mfa_index")

    def form_valid(self, form: Form) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            form.add_error(None, adapter.validation_error("cannot_delete_authenticator"))
            return self.form_invalid(form)
        return super().form_valid(form)
