"""Who got or lost which role, in the log of the admin."""

from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from wagtail import hooks
from wagtail.log_actions import LogFormatter, log

from ogl_portal.users.models import User


@receiver(m2m_changed, sender=User.groups.through)
def log_roles(sender: Any, instance: Any, action: str, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Who got or lost a role stands in the log; Wagtail itself only says that the account was edited."""
    if action not in ("post_add", "post_remove") or not pk_set or not isinstance(instance, User):
        return
    names = sorted(Group.objects.filter(pk__in=pk_set).values_list("name", flat=True))
    log(instance=instance, action="portal.roles", data={"added": action == "post_add", "roles": names})


@hooks.register("register_log_actions")
def roles_action(actions: Any) -> None:
    @actions.register_action("portal.roles")
    class RolesFormatter(LogFormatter):
        label = "Rollen ändern"

        def format_message(self, log_entry: Any) -> str:
            names = ", ".join(f"»{name}«" for name in log_entry.data.get("roles", []))
            return f"Rolle {'erhalten' if log_entry.data.get('added') else 'entzogen'}: {names}"
