"""Whose account somebody may change: none that may do more than their own, that is, has a role that they have not.

Without this rule »Administration« is as good as superuser: give a superuser's account an e-mail address of one's own,
ask for a new password, and be in. Every door asks here: form, several at once, deleting, inviting, helping.
"""

from typing import Any

from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from ogl_portal.users.models import RoleKey, User
from ogl_portal.users.visibility import KnownButRefusedError, known

CHANGE_PEOPLE = "users.change_user"


class LastSuperuserError(KnownButRefusedError):
    """Nobody would be left who may do everything."""


def may_manage(manager: User | AnonymousUser, person: User) -> bool:
    """Whether ``manager`` may change, lock, help or delete the account of ``person``."""
    if not manager.has_perm(CHANGE_PEOPLE):
        return False
    if manager.is_superuser or person.is_superuser:
        return manager.is_superuser
    return _is_administrator(manager) or not person.groups.exclude(pk__in=manager.groups.values("pk")).exists()


def demand(manager: User | AnonymousUser, person: User) -> None:
    """Refuse who may not manage ``person``.

    Raises:
        KnownButRefusedError: the person stands in lists that ``manager`` sees.
        PermissionDenied: ``manager`` need not know of such a person.
    """
    if not may_manage(manager, person):
        is_known = known(User, manager).filter(pk=person.pk).exists()
        raise KnownButRefusedError if is_known else PermissionDenied


def givable(groups: QuerySet[Group], manager: User | AnonymousUser) -> QuerySet[Group]:
    """Those of ``groups`` that ``manager`` may put people into, or take them out of: all for »Administration«.

    Who may change people by a role of its own gives no more than they have.
    """
    if manager.is_superuser or _is_administrator(manager):
        return groups
    return groups.filter(pk__in=manager.groups.values_list("pk", flat=True))


def is_taken(name: str, person: User) -> bool:
    """Whether another account than ``person``'s has ``name``, in whatever case, as e-mail address or user name."""
    return User.objects.exclude(pk=person.pk).filter(Q(email__iexact=name) | Q(username__iexact=name)).exists()


def free_address(email: str, person: User) -> str:
    """``email`` for the account of ``person``: an address is one person's, for it signs in and resets passwords.

    Raises:
        ValidationError: another account has it (`is_taken`).
    """
    if is_taken(email, person):
        raise ValidationError("Diese Adresse gehört zu einem anderen Zugang. Bitte nehmen Sie eine andere.")
    return email


def free_name(name: str, person: User) -> str:
    """``name`` as the user name of ``person``: nobody signs in with one that looks like another's.

    Raises:
        ValidationError: another account has it (`is_taken`).
    """
    if is_taken(name, person):
        raise ValidationError("Diesen Namen hat ein anderer Zugang. Bitte nehmen Sie einen anderen.")
    return name


def keep_one_superuser(instance: User, before: dict[str, Any]) -> None:
    """Refuse to save ``instance`` if nobody were left who is active and a superuser.

    The rows are locked, so that two superusers who take the right from each other at once do not both succeed.

    Raises:
        LastSuperuserError: with a sentence for the person.
    """
    if not (before["is_superuser"] and before["is_active"]) or (instance.is_superuser and instance.is_active):
        return
    with transaction.atomic():
        left = User.objects.select_for_update().filter(is_superuser=True, is_active=True).order_by("pk")
        if not [person for person in left if person.pk != instance.pk]:
            raise LastSuperuserError(
                f"»{instance.get_username()}« ist der letzte aktive Zugang, der alles darf. Geben Sie dieses Recht "
                "zuerst einer anderen Person; es wurde nichts geändert."
            )


def _is_administrator(person: User | AnonymousUser) -> bool:
    """Whether the person is in »Administration«; asked once for each object, since lists ask for every row."""
    known: bool | None = person.__dict__.get("_is_administrator")
    if known is None:
        known = person.__dict__["_is_administrator"] = person.groups.filter(role__key=RoleKey.ADMINISTRATION).exists()
    return known
