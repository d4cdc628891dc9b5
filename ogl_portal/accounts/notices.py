"""Mail to the owner of an account when something about signing in or about their teams has changed."""

import uuid
from collections.abc import Sequence
from typing import Any

from allauth.mfa.models import Authenticator

from labs.models import LabPage
from ogl_portal.mail.outbox import enqueue
from ogl_portal.mail.render import render_mail
from ogl_portal.users.models import User

CHANGED = "Änderung an Ihrem Zugang zum OGL-Portal"


def name_of(factor: Authenticator) -> str:
    if factor.type == Authenticator.Type.WEBAUTHN:
        return f"Passkey »{factor.wrap().name}«"
    return "Authentifizierungs-App"


def tell(user: User, what: str) -> None:
    """Tell ``user`` what has just happened."""
    _send(user, CHANGED, "accounts/notice_mail.txt", {"what": what})


def tell_of_teams(user: User, labs: Sequence[LabPage], by: User) -> None:
    """Tell ``user``, who has an account already, that ``by`` has taken them into the teams of ``labs``."""
    names = ", ".join(f"»{lab.title}«" for lab in labs)
    _send(user, f"Sie gehören jetzt zum Team {names}", "accounts/team_mail.txt", {"labs": labs, "by": by})


def tell_of_change(user: User, changes: Sequence[str], by: User | None, addresses: Sequence[str]) -> None:
    """Tell ``user`` at each of ``addresses`` what ``by`` (None: somebody at the server) has changed."""
    for address in filter(None, addresses):
        _send(user, CHANGED, "accounts/changed_mail.txt", {"changes": changes, "by": by}, address)


def tell_of_own_change(user: User, changes: Sequence[str], addresses: Sequence[str]) -> None:
    """Tell ``user`` at each of ``addresses`` what has changed under their name."""
    for address in filter(None, addresses):
        _send(user, CHANGED, "accounts/notice_mail.txt", {"what": "\n".join(changes)}, address)


def _send(user: User, subject: str, template: str, context: dict[str, Any], address: str = "") -> None:
    """Each call is an occasion of its own: what it tells of happens in the same transaction, once."""
    if address or user.email:
        text = render_mail(template, {"person": user, **context})
        enqueue(f"account:{user.pk}:{uuid.uuid4()}", address or user.email, subject, text)
