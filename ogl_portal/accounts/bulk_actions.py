"""Wagtail's actions for several people at once, under the rule of ``authority``: others are left out."""

from typing import Any

from wagtail.users.views.bulk_actions import AssignRoleBulkAction, DeleteBulkAction, SetActiveStateBulkAction

from ogl_portal.accounts import authority
from ogl_portal.accounts.role_choice import RoleForm
from ogl_portal.users.models import User


class ManageableOnly:
    """For all of them; each is refused whom its person may not manage."""

    models = [User]
    request: Any

    def check_perm(self, obj: User) -> bool:
        return super().check_perm(obj) and authority.may_manage(self.request.user, obj)  # type: ignore[misc]


class GiveRoleBulkAction(ManageableOnly, AssignRoleBulkAction):
    """Without the template among the roles, and without what the person may not give."""

    form_class = RoleForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "manager": self.request.user}


class LockBulkAction(ManageableOnly, SetActiveStateBulkAction):
    """Account by account, so that what belongs to locking happens too; Wagtail changes rows past all signals."""

    @classmethod
    def execute_action(
        cls,
        objects: list[User],
        mark_as_active: bool = False,
        **kwargs: Any,  # noqa: ARG003
    ) -> tuple[int, int]:
        for person in objects:
            person.is_active = mark_as_active
            person.save(update_fields=["is_active"])
        return len(objects), 0


class DeletePeopleBulkAction(ManageableOnly, DeleteBulkAction):
    pass


ACTIONS = [GiveRoleBulkAction, LockBulkAction, DeletePeopleBulkAction]
