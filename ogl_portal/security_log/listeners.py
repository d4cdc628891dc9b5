"""Events that Django, axes, allauth and Wagtail tell of by signals. Changes in an account are told by accounts."""

from typing import Any

from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from axes.signals import user_locked_out
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpRequest
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from ogl_portal.security_log.events import record

ADDED, REMOVED = "added", "removed"


def connect() -> None:
    people = get_user_model()
    user_logged_in.connect(signed_in)
    user_logged_out.connect(signed_out)
    user_login_failed.connect(failed)
    user_locked_out.connect(locked_out)
    mfa.authenticator_added.connect(factor_added)
    mfa.authenticator_removed.connect(factor_removed)
    m2m_changed.connect(groups_changed, sender=people.groups.through)
    m2m_changed.connect(permissions_changed, sender=people.user_permissions.through)
    m2m_changed.connect(permissions_changed, sender=Group.permissions.through)
    post_save.connect(account_created, sender=people)
    post_delete.connect(account_deleted, sender=people)
    for right in (GroupPagePermission, GroupCollectionPermission):
        post_save.connect(right_added, sender=right)
        post_delete.connect(right_removed, sender=right)
    post_delete.connect(group_deleted, sender=Group)


def signed_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    record("sign-in", request=request, user=user)


def signed_out(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    if user is not None:
        record("sign-out", request=request, user=user)


def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    record("sign-in", failed=True, request=request, target=_account(credentials.get("username")))


def locked_out(request: HttpRequest, username: str | None = None, **kwargs: Any) -> None:
    record("lock-out", request=request, target=_account(username))


def factor_added(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    record("factor-added", request=request, target=user, factor=str(authenticator.type))


def factor_removed(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    record("factor-removed", request=request, target=user, factor=str(authenticator.type))


def groups_changed(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Whoever got into a group or out of it; the group by its number, since its name may be a lab's with few people."""
    done = {"post_add": ADDED, "post_remove": REMOVED, "pre_clear": "cleared"}.get(action)
    if done is None or (pk_set is not None and not pk_set):
        return
    if reverse:
        for person in get_user_model()._default_manager.filter(pk__in=pk_set or []):
            record("rights-changed", target=person, groups=[instance.pk], change=done)
    else:
        record("rights-changed", target=instance, groups=sorted(pk_set or []), change=done)


def permissions_changed(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    done = {"post_add": ADDED, "post_remove": REMOVED, "pre_clear": "cleared"}.get(action)
    if done and not reverse and (pk_set is None or pk_set):
        target = None if isinstance(instance, Group) else instance
        group = [instance.pk] if isinstance(instance, Group) else None
        record("rights-changed", target=target, groups=group, permissions=sorted(pk_set or []), change=done)


def account_created(instance: Any, created: bool, **kwargs: Any) -> None:
    if created:
        record("account-created", target=instance, superuser=instance.is_superuser)


def account_deleted(instance: Any, **kwargs: Any) -> None:
    record("account-deleted", target=instance)


def right_added(instance: Any, created: bool, **kwargs: Any) -> None:
    if created:
        _right(instance, ADDED)


def right_removed(instance: Any, **kwargs: Any) -> None:
    _right(instance, REMOVED)


def group_deleted(instance: Group, **kwargs: Any) -> None:
    record("rights-changed", groups=[instance.pk], change="deleted")


def _right(instance: Any, change: str) -> None:
    record("rights-changed", groups=[instance.group_id], permissions=[instance.permission_id], change=change)


def _account(username: Any) -> Any:
    """The account of that name, if any. What was typed is not kept: it may be a password in the wrong field."""
    return get_user_model()._default_manager.filter(username=username).only("pk").first() if username else None
