"""What administrators do for people who cannot sign in: unlock, take away a lost second factor, invite again."""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from wagtail.log_actions import log

from ogl_portal.accounts import authority, lockout, notices, sessions
from ogl_portal.accounts.views.invitations import send_invitation
from ogl_portal.security_log.events import record
from ogl_portal.users import invitations
from ogl_portal.users.models import User


@dataclass(frozen=True)
class Help:
    """One thing to do for a person, asked about before it is done. ``{name}`` in the texts is the person's."""

    title: str
    question: str
    button: str
    run: Callable[[HttpRequest, User], None]


def reset_second_factor(person: User) -> None:
    """Take every factor from ``person``, end all sessions, and tell the owner."""
    Authenticator.objects.filter(user=person).delete()
    sessions.end_sessions(person)
    notices.tell(person, "Die Administration hat Ihren zweiten Faktor zurückgesetzt und Sie überall abgemeldet.")


def _reset(request: HttpRequest, person: User) -> None:
    reset_second_factor(person)
    log(person, "accounts.reset_second_factor", user=request.user)
    record("factor-removed", request=request, target=person, factor="all")
    messages.success(request, f"Der zweite Faktor von {person.get_username()} ist zurückgesetzt.")


def _unlock(request: HttpRequest, person: User) -> None:
    lockout.unlock(person)
    log(person, "accounts.unlock", user=request.user)
    messages.success(request, f"Die Sperre von {person.get_username()} ist aufgehoben.")


def _invite(request: HttpRequest, person: User) -> None:
    if invitations.is_open(person):
        send_invitation(request, person)
    else:
        messages.warning(request, f"{person.get_username()} hat schon ein Passwort und braucht keine Einladung.")


HELPS = {
    "zweiter-faktor": Help(
        "Zweiten Faktor zurücksetzen",
        "Passkeys, Authentifizierungs-App und Wiederherstellungscodes von {name} werden entfernt, und alle "
        "Anmeldungen enden. Vergewissern Sie sich vorher persönlich oder am Telefon, dass {name} darum gebeten hat: "
        "Wer sich so Zutritt verschaffen will, schreibt gern eine dringende E-Mail.",
        "Zurücksetzen",
        _reset,
    ),
    "entsperren": Help(
        "Sperre aufheben",
        "{name} hat sich zu oft mit falschen Angaben angemeldet. Die Sperre endet auch von selbst nach kurzer Zeit. "
        "Wenn Sie sie jetzt aufheben, sind sofort neue Versuche möglich.",
        "Sperre aufheben",
        _unlock,
    ),
    "einladung": Help(
        "Einladung erneut senden",
        "{name} bekommt einen neuen Link, um ein Passwort zu wählen. Der Link aus der früheren Einladung gilt dann "
        "nicht mehr.",
        "Einladung senden",
        _invite,
    ),
}


def help_person(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Ask, then do it and go back to the list of people."""
    person = get_object_or_404(User, pk=pk)
    if kind not in HELPS:
        raise Http404
    authority.demand(request.user, person)
    if request.method == "POST":
        HELPS[kind].run(request, person)
        return redirect("wagtailusers_users:index")
    question = HELPS[kind].question.format(name=person.get_full_name() or person.get_username())
    return TemplateResponse(request, "accounts/help_person.html", {"help": HELPS[kind], "question": question})
