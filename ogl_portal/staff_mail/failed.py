"""Mails that did not arrive, for administrators: a card, a report, and a page to try again or to give up."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from ogl_portal.mail.forgetting import discard
from ogl_portal.mail.models import MailState, QueuedMail
from ogl_portal.mail.outbox import send_again
from ogl_portal.workplace.cards import Card, Item, Priority, first_of
from ogl_portal.workplace.formatting import german_moment
from ogl_portal.workplace.reports import Cell, Report
from ogl_portal.workplace.scope import DashboardScope

PERMISSION = "users.change_user"
STUCK_AFTER = datetime.timedelta(hours=1)


def troubled() -> QuerySet[QueuedMail]:
    """What has failed, and what has been waiting for an hour because something is wrong."""
    stuck = Q(state=MailState.WAITING, not_before__lte=timezone.now() - STUCK_AFTER) & ~Q(error="")
    return QueuedMail.objects.filter(Q(state=MailState.FAILED) | stuck).order_by("-state", "-created_at")


def undelivered(scope: DashboardScope) -> Card | None:
    """Mails that have failed or hang, to those who keep the accounts."""
    if not scope.user.has_perm(PERMISSION):
        return None
    found, count = first_of(troubled())
    if not found:
        return None
    items = [Item(mail.subject, reverse("undelivered_mail", args=[mail.pk]), mail.error) for mail in found]
    return Card(
        Priority.REPAIR,
        "E-Mails nicht zugestellt" if count != 1 else "E-Mail nicht zugestellt",
        count,
        items,
        "Ansehen und noch einmal versuchen",
        reverse("undelivered_report") if count > 1 else items[0].url,
    )


class UndeliveredReport(Report):
    """For those who keep the accounts; what has failed comes first."""

    slug = "undelivered"
    page_title = "Nicht zugestellte E-Mails"
    header_icon = "mail"
    permission_required = PERMISSION
    introduction = (
        "E-Mails, die der Mailserver nicht angenommen hat oder die noch warten, weil er nicht erreichbar ist. Wartende "
        "versucht das Portal von selbst weiter. Nach 30 Tagen werden Adresse und Text gelöscht."
    )
    cells = [
        Cell("subject", "Betreff", "subject", lambda mail: reverse("undelivered_mail", args=[mail.pk])),
        Cell("to", "An", "to"),
        Cell("state", "Stand", "get_state_display"),
        Cell("error", "Grund", "error"),
        Cell("created_at", "Geschrieben", lambda mail: german_moment(mail.created_at), exported="created_at"),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return troubled()


@permission_required(PERMISSION, raise_exception=True)
@require_http_methods(["GET", "POST"])
def undelivered_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: try again (``was=versuchen``, or ``alle`` for all that have failed), or give it up (``verwerfen``)."""
    mail = get_object_or_404(troubled(), pk=pk)
    if request.method == "POST":
        match request.POST.get("was"):
            case "versuchen":
                send_again(QueuedMail.objects.filter(pk=mail.pk))
                messages.success(request, "Die E-Mail wird noch einmal gesendet.")
            case "alle":
                count = send_again(troubled())
                messages.success(request, f"{count} E-Mails werden noch einmal gesendet.")
            case "verwerfen":
                discard(QueuedMail.objects.filter(pk=mail.pk))
                messages.success(request, "Die E-Mail ist verworfen; Adresse und Text sind gelöscht.")
        return redirect("undelivered_report")
    return render(request, "staff_mail/undelivered.html", {"mail": mail, "count": troubled().count()})
