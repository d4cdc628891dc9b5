"""Mail to the owner of an account when something about signing in has changed."""

import logging
from smtplib import SMTPException

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string

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
    text = render_to_string(
        "accounts/notice_mail.txt", {"person": user, "what": what, "base_url": settings.WAGTAILADMIN_BASE_URL}
    )
    try:
        send_mail("Änderung an Ihrem Zugang zum OGL-Portal", text, None, [user.email])
    except (OSError, SMTPException):
        logger.exception("The notice about a changed sign-in could not be sent.")
