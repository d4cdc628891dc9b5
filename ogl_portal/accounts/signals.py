"""What happens beside signing in: failures are counted, owners are told, sessions end."""

from typing import Any

from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.http import HttpRequest
from wagtail.log_actions import get_active_log_context

from ogl_portal.accounts import lockout, notices, second_factor, sessions
from ogl_portal.editorial.models import LabTeam, User

FEW_CODES = 3
WHERE_CODES_ARE = "»Benutzerkonto« → »Anmeldung und zweiter Faktor« → »Codes ansehen«"


def connect() -> None:
    user_logged_in.connect(sessions.begin)
    mfa.authentication_failed.connect(count_wrong_code)
    mfa.authenticator_added.connect(factor_added)
    mfa.authenticator_removed.connect(factor_removed)
    mfa.authenticator_used.connect(recovery_code_used)
    m2m_changed.connect(tell_new_members, sender=User.groups.through)
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


def tell_new_members(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Whichever way somebody in the admin takes a person into a lab team, the person hears of it, once.

    Who has no password yet is told by the invitation. What no person does (a command, an import) tells nobody.
    """
    by = get_active_log_context().user
    if action != "post_add" or not pk_set or by is None:
        return
    groups = {instance.pk} if reverse else pk_set
    labs = [
        team.lab for team in LabTeam.objects.filter(group__in=groups).select_related("lab").order_by("lab__sort_key")
    ]
    if not labs:
        return
    for person in User.objects.filter(pk__in=pk_set) if reverse else [instance]:
        if person.is_active and person.has_usable_password() and person != by:
            notices.tell_of_teams(person, labs, by)


def end_sessions_of_disabled(instance: User, created: bool, **kwargs: Any) -> None:
    """Django refuses them already; without this they would come back to life when the account is enabled again."""
    if not created and not instance.is_active:
        sessions.end_sessions(instance)


def keep_little_of_attempts(instance: AccessAttempt, **kwargs: Any) -> None:
    """The lock-out needs account, network and number; what was typed is nobody's business."""
    instance.get_data = instance.post_data = instance.http_accept = instance.path_info = ""
