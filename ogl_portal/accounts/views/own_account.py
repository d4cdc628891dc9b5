"""One's own account: the page »Benutzerkonto«, the e-mail address, and where one is signed in."""

from typing import cast

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from wagtail.admin.views.account import AccountView, AvatarSettingsPanel, BaseSettingsPanel
from wagtail.log_actions import log

from ogl_portal.accounts import sessions
from ogl_portal.accounts.forms import OwnAddressForm
from ogl_portal.users.models import User


class OwnAccountView(AccountView):
    """Wagtail's page without pictures of people: they serve nothing here, and would be files about persons."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        return [panel for panel in super().get_panels() if not isinstance(panel, AvatarSettingsPanel)]


@require_http_methods(["GET", "POST"])
@reauthentication_required
def change_address(request: HttpRequest) -> HttpResponse:
    """Change the address by which passwords are reset: after a proof only, and told to the old one as well."""
    form = OwnAddressForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        if form.has_changed():
            form.save()
            log(request.user, "wagtail.edit", user=request.user)
            messages.success(request, "Ihre neue E-Mail-Adresse gilt. Beide Adressen haben eine Nachricht bekommen.")
        return redirect("wagtailadmin_account")
    return render(request, "accounts/address.html", {"form": form})


@require_http_methods(["GET", "POST"])
def open_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in, with buttons to end one of these sessions, or all but this."""
    user = cast(User, request.user)
    if request.method == "POST":
        ended = sessions.end_sessions(user, only=request.POST.get("sitzung", ""), but=request.session)
        messages.success(request, _told(ended))
        return redirect("accounts_sessions")
    listed = sessions.open_sessions(user, request.session)
    return render(request, "accounts/sessions.html", {"sessions": listed})


def _told(ended: int) -> str:
    if ended == 0:
        return "Diese Anmeldung war schon beendet."
    return "Eine Anmeldung ist beendet." if ended == 1 else f"{ended} Anmeldungen sind beendet."
