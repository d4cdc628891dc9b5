"""The rule for small corrections in the admin: who may publish one, and what is said of those that are none."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks

from ogl_portal.core.permissions import CORRECTION_HOOK
from ogl_portal.editorial.corrections import may_publish_correction

hooks.register(CORRECTION_HOOK, may_publish_correction)


@hooks.register("before_publish_page")
def only_small_corrections(request: HttpRequest, page: Any) -> HttpResponse | None:
    """The editor asks before it saves whether one may publish; here what was saved is looked at."""
    if page.permissions_for_user(request.user).can_publish():
        return None
    messages.warning(
        request,
        "Veröffentlicht wurde nichts: Für eine kleine Korrektur hat sich zu viel geändert. Der Entwurf ist "
        "gespeichert. Reichen Sie ihn zur Freigabe ein, dann veröffentlicht ihn eine zweite Person.",
    )
    return redirect("wagtailadmin_pages:edit", page.pk)
