"""What happens beside signing in: failures are counted, owners are told, sessions end."""

from typing import Any

from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.http import HttpRequest

from ogl_portal.accounts import changes, lockout, notices, second_factor, sessions
from ogl_portal.users.models import User

FEW_CODES = 3
WHERE_CODES_ARE = "»Benutzerkonto« → »Anmeldung und zweiter Faktor« → »Codes ansehen«"


def connect() -> None:
    user_logged_in.connect(sessions.begin)
    user_logged_in.connect(know_browser)
    user_login_failed.connect(lockout.note_failure)
    mfa.authentication_failed.connect(count_wrong_code)
    mfa.authenticator_added.connect(factor_added)
    mfa.authenticator_removed.connect(factor_removed)
    mfa.authenticator_used.connect(recovery_code_used)
    m2m_changed.connect(changes.tell_of_groups, sender=User.groups.through)
    pre_save.connect(changes.remember, sender=User)
    post_save.connect(changes.tell, sender=User)
    pre_delete.connect(changes.before_deletion, sender=User)
    pre_save.connect(keep_little_of_attempts, sender=AccessAttempt)


def know_browser(request: HttpRequest, user: User, **kwargs: Any) -> None:
    lockout.make_known(request, user)


def count_wrong_code(request: HttpRequest, user: User, **kwargs: Any) -> None:
    lockout.count_failure(request, user)


def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type in second_factor.FACTORS:
        notices.tell(user, f"Für Ihren Zugang wurde ein zweiter Faktor eingerichtet: {notices.name_of(authenticator)}.")


def factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type in second_factor.FACTORS:
        notices.tell(user, f"Von Ihrem Zugang wurde ein zweiter Faktor entfernt: {notices.name_of(authenticator)}.")


def recovery_code_used(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Say how many are left: on the next page, and by mail, since somebody else may have found the list."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        return
    authenticator.refresh_from_db()  # allauth has marked the code as used in an instance of its own
    left = len(authenticator.wrap().get_unused_codes())
    advice = f" Bitte erzeugen Sie jetzt neue: {WHERE_CODES_ARE}." if left <= FEW_CODES else ""
    messages.warning(request, f"Sie haben einen Wiederherstellungscode verbraucht. {_codes_left(left)}{advice}")
    notices.tell(user, f"Für Ihren Zugang wurde ein Wiederherstellungscode benutzt. {_codes_left(left)}{advice}")


def _codes_left(left: int) -> str:
    if left == 0:
        return "Das war der letzte."
    return "Einer ist noch unbenutzt." if left == 1 else f"{left} sind noch unbenutzt."


def keep_little_of_attempts(instance: AccessAttempt, **kwargs: Any) -> None:
    """The lock-out needs account, network and number; what was typed is nobody's business."""
    instance.get_data = instance.post_data = instance.http_accept = instance.path_info = ""
