"""Mail to the owner of an account when something about signing in or about their teams has changed."""

import logging
from collections.abc import Sequence
from smtplib import SMTPException
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

from labs.models import LabPage
from ogl_portal.editorial.models import User

logger = logging.getLogger(__name__)


def name_of(factor: Authenticator) -> str:
    if factor.type == Authenticator.Type.WEBAUTHN:
        return f"Passkey »{factor.wrap().name}«"
    return "Authentifizierungs-App"


def tell(user: User, what: str) -> None:
    """Tell ``user`` what happened. A mail that cannot be sent is logged: the change itself has been made."""
    if not user.email:
        return
    context = {"person": user, "what": what, "base_url": settings.WAGTAILADMIN_BASE_URL}
    _send(user, "Änderung an Ihrem Zugang zum OGL-Portal", "accounts/notice_mail.txt", context)


def tell_of_teams(user: User, labs: Sequence[LabPage], by: User) -> None:
    """Tell ``user``, who has an account already, that ``by`` has taken them into the teams of ``labs``."""
    if not user.email:
        return
    context = {"person": user, "labs": labs, "by": by, "base_url": settings.WAGTAILADMIN_BASE_URL}
    names = ", ".join(f"»{lab.title}«" for lab in labs)
    _send(user, f"Sie gehören jetzt zum Team {names}", "accounts/team_mail.txt", context)


def _send(user: User, subject: str, template: str, context: dict[str, Any]) -> None:
    try:
        send_mail(subject, render_to_string(template, context), None, [user.email])
    except (OSError, SMTPException):
        logger.exception("A notice to the owner of an account could not be sent.")
