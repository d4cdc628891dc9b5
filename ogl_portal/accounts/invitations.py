"""Invitations: a link by mail with which a person chooses the first password.

A link is signed, holds for ``OGL_INVITATION_DAYS`` and works once: it carries a fingerprint of the account's state, and
a chosen password or a newer invitation changes that state. Nothing is stored.
"""

from smtplib import SMTPException

from django.conf import settings
from django.core import signing
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from wagtail.log_actions import log

from ogl_portal.editorial.models import User

SALT = "ogl_portal.accounts.invitations"


class InvitationNotSentError(Exception):
    """The mail server did not take the message; the account exists and can be invited again."""


def is_open(user: User) -> bool:
    """Whether the person has an account but has never chosen a password."""
    return user.is_active and not user.has_usable_password()


def invite(user: User, request: HttpRequest) -> None:
    """Send ``user`` a link to choose a password; an earlier link no longer works.

    Raises:
        ValueError: the account already has a password, or is disabled.
        InvitationNotSentError: the message could not be sent.
    """
    if not is_open(user):
        raise ValueError("Only an active account without a password can be invited.")
    user.set_unusable_password()  # a new random value, and with it a new fingerprint
    user.save(update_fields=["password"])
    link = request.build_absolute_uri(reverse("accounts_accept_invitation", args=[token_for(user)]))
    context = {"person": user, "link": link, "days": settings.OGL_INVITATION_DAYS, "inviter": request.user}
    text = render_to_string("accounts/invitation_mail.txt", context)
    try:
        send_mail("Einladung zur Redaktion des OGL-Portals", text, None, [user.email])
    except (OSError, SMTPException) as error:
        raise InvitationNotSentError from error
    log(user, "accounts.invite", user=request.user)


def token_for(user: User) -> str:
    return signing.dumps({"person": user.pk, "state": _state(user)}, salt=SALT)


def invited_person(token: str) -> User | None:
    """Whom a link invites, or None if it is damaged, too old, or was used."""
    try:
        content = signing.loads(token, salt=SALT, max_age=settings.OGL_INVITATION_DAYS * 24 * 3600)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=content["person"]).first()
    if user is None or not is_open(user) or not constant_time_compare(content["state"], _state(user)):
        return None
    return user


def _state(user: User) -> str:
    return salted_hmac(SALT, f"{user.pk}:{user.password}:{user.email}", algorithm="sha256").hexdigest()
