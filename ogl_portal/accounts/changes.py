"""What has changed about an account, whichever door it came through: told to the owner and to the security log."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from wagtail.log_actions import get_active_log_context

from ogl_portal.accounts import authority, notices, sessions
from ogl_portal.security_log.events import record
from ogl_portal.users.models import User

TOLD = {"username": "Benutzername", "email": "E-Mail-Adresse", "first_name": "Vorname", "last_name": "Nachname"}
WATCHED = [*TOLD, "is_active", "is_superuser"]
BEFORE = "_accounts_before"


def remember(instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    """Before an account is saved: what it was, and whether the change may be at all."""
    before = None
    if not instance._state.adding and (update_fields is None or {*WATCHED, "password"} & set(update_fields)):
        before = User.objects.filter(pk=instance.pk).values(*WATCHED, "password").first()
    setattr(instance, BEFORE, before)
    if before:
        authority.keep_one_superuser(instance, before)


def tell(instance: User, **kwargs: Any) -> None:
    """After an account was saved: tell its owner what somebody else, or the server, has changed.

    Who has never been in is told by the invitation. What owners do themselves they know, but for the address and
    the password, by which somebody else could take the account over: these are told even then, to both addresses.
    """
    before = getattr(instance, BEFORE, None)
    if not before:
        return
    if before["is_active"] and not instance.is_active:
        sessions.end_sessions(instance)  # Django refuses them; without this they revive when the account is unlocked
    changes = _changes(before, instance)
    _record(instance, changes)
    by = get_active_log_context().user
    addresses = list(dict.fromkeys([before["email"], instance.email]))
    was_invited_only = _is_only_invited(User(password=before["password"], last_login=instance.last_login))
    if by == instance:
        if "email" in changes:
            notices.tell_of_own_change(instance, [changes["email"]], addresses)
    elif "is_superuser" in changes or (changes and by and not was_invited_only):
        notices.tell_of_change(instance, list(changes.values()), by, addresses)
    if instance._password is not None and not was_invited_only:  # a new one, not an old one hashed anew
        notices.tell(instance, "Das Passwort Ihres Zugangs wurde geändert.")


def _record(instance: User, changes: dict[str, str]) -> None:
    """For the security log: which fields, never what stands in them."""
    fields = [*changes, *(["password"] if instance._password is not None else [])]
    if "is_superuser" in changes:
        record("rights-changed", target=instance, superuser=instance.is_superuser)
    if fields:
        record("account-changed", target=instance, fields=fields)


def before_deletion(instance: User, **kwargs: Any) -> None:
    """Before an account is deleted: the last superuser stays, and the owner hears of it."""
    rights = {"is_superuser": instance.is_superuser, "is_active": instance.is_active}
    without = User(pk=instance.pk, username=instance.username, is_active=False)
    authority.keep_one_superuser(without, rights)
    by = get_active_log_context().user
    if by and by != instance and not _is_only_invited(instance):
        notices.tell_of_change(instance, ["Ihr Zugang wurde gelöscht."], by, [instance.email])


def tell_of_groups(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Whichever way somebody gives or takes a role or a place in a lab team, the person hears of it, once.

    Who has never been in is told by the invitation. What no person does (a command, an import) tells nobody.
    """
    by = get_active_log_context().user
    if action not in ("post_add", "post_remove") or not pk_set or by is None:
        return
    groups = Group.objects.filter(pk__in={instance.pk} if reverse else pk_set)
    for person in User.objects.filter(pk__in=pk_set) if reverse else [instance]:
        if not _is_only_invited(person) and person != by:
            _tell_of_groups(person, groups, by, is_new=action == "post_add")


def _tell_of_groups(person: User, groups: QuerySet[Any], by: User, *, is_new: bool) -> None:
    of_teams = groups.exclude(lab_team=None).select_related("lab_team__lab").order_by("lab_team__lab__sort_key")
    labs = [group.lab_team.lab for group in of_teams]
    roles = groups.filter(lab_team=None).order_by("name").values_list("name", flat=True)
    if is_new:
        texts = [f"Sie haben jetzt die Rolle »{name}«." for name in roles]
    else:
        texts = [f"Sie haben die Rolle »{name}« nicht mehr." for name in roles]
        texts += [f"Sie gehören nicht mehr zum Team des Labors »{lab.title}«." for lab in labs]
    if is_new and labs and person.is_active:
        notices.tell_of_teams(person, labs, by)
    if texts:
        notices.tell_of_change(person, texts, by, [person.email])


def _is_only_invited(person: User) -> bool:
    """Whether the person has never been in: neither with a password nor through the central sign-in."""
    return not person.has_usable_password() and person.last_login is None


def _changes(before: dict[str, Any], now: User) -> dict[str, str]:
    """A sentence for each thing that is different."""
    changes = {
        name: f"{label}: bisher »{before[name]}«, jetzt »{getattr(now, name)}«."
        for name, label in TOLD.items()
        if before[name] != getattr(now, name)
    }
    if before["is_active"] != now.is_active:
        changes["is_active"] = "Ihr Zugang ist wieder offen." if now.is_active else "Ihr Zugang wurde gesperrt."
    if before["is_superuser"] != now.is_superuser:
        changes["is_superuser"] = (
            "Sie haben jetzt alle Rechte im Portal."
            if now.is_superuser
            else "Sie haben nicht mehr alle Rechte im Portal."
        )
    return changes
