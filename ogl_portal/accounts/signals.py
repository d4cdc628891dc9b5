"""What happens beside signing in: failures are counted, owners are told, sessions end."""

from typing import Any

from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.db.models.signals import post_save, pre_save
from django.http import HttpRequest

from ogl_portal.accounts import lockout, notices, second_factor, sessions
from ogl_portal.editorial.models import User


def connect() -> None:
    mfa.authentication_failed.connect(count_wrong_code)
    mfa.authenticator_added.connect(factor_added)
    mfa.authenticator_removed.connect(factor_removed)
    post_save.connect(end_sessions_of_disabled, sender=User)
    pre_save.connect(keep_little_of_attempts, sender=AccessAttempt)


def count_wrong_code(request: HttpRequest, user: User, **kwargs: Any) -> None:
    lockout.count_failure(request, user)


def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type in second_factor.FACTORS:
        notices.tell(user, f"Für Ihren Zugang wurde ein zweiter Faktor eingerichtet: {notices.name_of(authenticator)}.")


def factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type in second_factor.FACTORS:
        notices.tell(user, f"Von Ihrem Zugang wurde ein zweiter Faktor entfernt: {notices.name_of(authenticator)}.")


def end_sessions_of_disabled(instance: User, created: bool, **kwargs: Any) -> None:
    """Django refuses them already; without this they would come back to life when the account is enabled again."""
    if not created and not instance.is_active:
        sessions.end_sessions(instance)


def keep_little_of_attempts(instance: AccessAttempt, **kwargs: Any) -> None:
    """The lock-out needs account, network and number; what was typed is nobody's business."""
    instance.get_data = instance.post_data = instance.http_accept = instance.path_info = ""
