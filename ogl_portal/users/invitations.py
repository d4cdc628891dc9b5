"""Invitations: a link by mail with which a person chooses the first password.

A link is signed, holds for ``OGL_INVITATION_DAYS`` and works once: it carries a fingerprint of the account's state, and
a chosen password or a newer invitation changes that state. Nothing is stored.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from wagtail.log_actions import log

from ogl_portal.mail.outbox import enqueue
from ogl_portal.mail.render import absolute_url, render_mail
from ogl_portal.users.models import User

SALT = "ogl_portal.accounts.invitations"  # its name for ever: links that are out go on working


def is_open(user: User) -> bool:
    """Whether the person has an account but has never chosen a password."""
    return user.is_active and not user.has_usable_password()


def invite(user: User, request: HttpRequest) -> None:
    """Send ``user`` a link to choose a password; an earlier link no longer works.

    The mail names who invites and what for: the labs whose teams the person belongs to by now, and the roles.

    Raises:
        ValueError: the account already has a password, or is disabled.
    """
    if not is_open(user):
        raise ValueError("Only an active account without a password can be invited.")
    user.set_unusable_password()  # a new random value, and with it a new fingerprint
    inviter = request.user if request.user.is_authenticated else None
    groups = user.groups.select_related("lab_team__lab").order_by("name")
    teams = [group.lab_team for group in groups if hasattr(group, "lab_team")]
    context = {
        "person": user,
        "link": absolute_url(reverse("accounts_accept_invitation", args=[token_for(user)])),
        "days": settings.OGL_INVITATION_DAYS,
        "inviter": inviter,
        "labs": [team.lab.title for team in teams],
        "roles": [group.name for group in groups if not hasattr(group, "lab_team")],
    }
    text = render_mail("users/invitation_mail.txt", context)
    with transaction.atomic():
        user.save(update_fields=["password"])
        enqueue(f"invitation:{_state(user)}", user.email, "Einladung zur Redaktion des OGL-Portals", text)
        log(user, "accounts.invite", user=inviter)


def token_for(user: User) -> str:
    return signing.dumps({"person": user.pk, "state": _state(user)}, salt=SALT)


class InvitationState(StrEnum):
    """What became of the link in an invitation."""

    OPEN = "open"
    EXPIRED = "expired"
    USED = "used"
    REPLACED = "replaced"
    CLOSED = "closed"
    BROKEN = "broken"


@dataclass(frozen=True)
class InvitationLink:
    """Whom a link was made for, and whether it still opens the account. ``person`` is None for a broken one only."""

    state: InvitationState
    person: User | None = None


def read_link(token: str) -> InvitationLink:
    """What a link says, and what has happened since it was sent."""
    try:
        content = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return InvitationLink(InvitationState.BROKEN)
    person = User.objects.filter(pk=content["person"]).first()
    if person is None:
        return InvitationLink(InvitationState.BROKEN)
    return InvitationLink(_what_became(token, content["state"], person), person)


def _what_became(token: str, state: str, person: User) -> InvitationState:
    if not person.is_active:
        return InvitationState.CLOSED
    if person.has_usable_password():
        return InvitationState.USED
    if not constant_time_compare(state, _state(person)):
        return InvitationState.REPLACED
    try:
        signing.loads(token, salt=SALT, max_age=settings.OGL_INVITATION_DAYS * 24 * 3600)
    except signing.SignatureExpired:
        return InvitationState.EXPIRED
    return InvitationState.OPEN


def _state(user: User) -> str:
    return salted_hmac(SALT, f"{user.pk}:{user.password}:{user.email}", algorithm="sha256").hexdigest()
