"""How many subscribe to what. An address is only seen by who knows it: for requests by GDPR Art. 15 and 17."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from ogl_portal.subscriptions import lifecycle
from ogl_portal.subscriptions.models import Subscription
from ogl_portal.subscriptions.numbers import numbers
from ogl_portal.subscriptions.offer import is_offered, mail_goes_out

VIEW, DELETE = "subscriptions.view_subscription", "subscriptions.delete_subscription"
SEARCHED, ERASED = "portal.subscription.search", "portal.subscription.erase"


class SubscriberSearchForm(forms.Form):
    """One whole address. It is sent by POST, so that no log of addresses holds it."""

    address = forms.EmailField(
        label="E-Mail-Adresse",
        help_text="Die ganze Adresse, wie sie in der Anfrage steht. Dass Sie gesucht haben, wird ohne die Adresse "
        "protokolliert.",
        error_messages={
            "required": "Bitte geben Sie die Adresse an, nach der gefragt wird.",
            "invalid": "Diese E-Mail-Adresse ist nicht vollständig. Beispiel: name@beispiel.de",
        },
    )


@permission_required(VIEW, raise_exception=True)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The numbers; below them the search (``was=suchen``), with deletion (``was=loeschen``) of what it finds."""
    form, found, is_searched = SubscriberSearchForm(), None, False
    if request.method == "POST":
        if not request.user.has_perm(DELETE):
            raise PermissionDenied
        form = SubscriberSearchForm(request.POST)
        if form.is_valid():
            found = Subscription.objects.filter(address=form.cleaned_data["address"].lower()).first()
            if request.POST.get("was") == "loeschen":
                return _erase(request, found)
            is_searched = True
            log(request.user, SEARCHED, user=request.user)
    context: dict[str, Any] = {
        "numbers": numbers(),
        "form": form,
        "found": found,
        "is_searched": is_searched,
        "may_delete": request.user.has_perm(DELETE),
        "is_offered": is_offered(),
        "mail_goes_out": mail_goes_out(),
    }
    return render(request, "subscriptions/admin/report.html", context)


def _erase(request: HttpRequest, found: Subscription | None) -> HttpResponse:
    if found is None:
        messages.info(request, "Zu dieser Adresse ist nichts gespeichert. Es wurde nichts gelöscht.")
    else:
        lifecycle.end(found)
        log(request.user, ERASED, user=request.user)
        messages.success(request, "Adresse und Auswahl sind gelöscht. Es gehen keine E-Mails mehr dorthin.")
    return redirect(reverse("subscriptions_report"))
