"""Inviting people, and the page where an invited person chooses a password."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.users.views.users import CreateView

from ogl_portal.accounts.forms import FirstPasswordForm, InvitationForm
from ogl_portal.accounts.views.sign_in import sign_in
from ogl_portal.users import invitations
from ogl_portal.users.invitations import InvitationLink, InvitationState
from ogl_portal.users.models import User


class InviteView(CreateView):
    """»Person einladen«, in the place of Wagtail's form that asks for a password."""

    page_title = "Person einladen"
    submit_button_label = "Einladung senden"
    submit_button_active_label = "Einladung wird gesendet …"
    success_message = "Der Zugang für %(object)s ist angelegt."  # an address at the beginning would get a capital

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "manager": self.request.user}

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        response = super().form_valid(form)  # its transaction is over, so the mail tells the truth
        send_invitation(self.request, self.object)
        return response


def send_invitation(request: HttpRequest, person: User) -> None:
    """Send the mail and say so on the next page."""
    invitations.invite(person, request)
    messages.success(request, f"Die Einladung ist an {person.email} unterwegs.")


@sensitive_post_parameters()
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose the first password; then straight on into the admin."""
    link = invitations.read_link(token)
    if link.state is not InvitationState.OPEN or link.person is None:
        return _link_does_not_open(request, link)
    form = FirstPasswordForm(link.person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        return sign_in(request, link.person)
    context: dict[str, Any] = {"form": form, "person": link.person}
    return render(request, "accounts/accept_invitation.html", context)


def _link_does_not_open(request: HttpRequest, link: InvitationLink) -> HttpResponse:
    """Say why, and how to get in. Whoever holds a link that was too old has a new one sent to the same address.

    That mail goes to nobody but the owner of the account, and only once: it replaces the link that asked for it.
    """
    sent = request.method == "POST" and "again" in request.POST and link.state is InvitationState.EXPIRED
    if sent and link.person:
        invitations.invite(link.person, request)
    context = {
        "state": link.state.value,
        "person": link.person,
        "days": settings.OGL_INVITATION_DAYS,
        "sent": sent,
    }
    return render(request, "accounts/invitation_invalid.html", context, status=200 if sent else 410)
