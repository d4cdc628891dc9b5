"""What a person may do with a page. Builds on Wagtail's rules and adds four of our own."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import register_permission_policy

from ogl_portal.core.page_trash import lies_in_trash, without_trash
from ogl_portal.core.site_start import site_starts_at

CORRECTION_HOOK = "ogl_may_publish_correction"


class PagePermissions(PagePermissionTester):
    """Wagtail's rules, but publishing a small correction is a right of its own, and some pages hold the tree together.

    Functions registered for the hook ``ogl_may_publish_correction`` get the person and the page, and answer whether
    that person may publish this page's draft although they hold no general right to publish.
    """

    def can_release(self) -> bool:
        """Whether the person decides what the public sees here: publish anything, withdraw files, approve."""
        return bool(super().can_publish())

    def can_publish(self) -> bool:
        return self.can_release() or self._may_publish_correction

    @cached_property
    def _may_publish_correction(self) -> bool:
        if not self.user.is_active or not self.page.live:
            return False
        return any(rule(self.user, self.page) for rule in hooks.get_hooks(CORRECTION_HOOK))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Deleting and moving (Wagtail asks the same for both); a system page stays where it is."""
        is_system_page = getattr(self.page.specific_class, "is_system_page", False)
        if is_system_page and not self.can_release():
            return False
        return bool(super().can_delete(ignore_bulk=ignore_bulk))

    def can_unpublish(self) -> bool:
        """Asked by every door that takes pages down, those that go down the tree as well."""
        return bool(super().can_unpublish()) and not site_starts_at(self.page)

    def can_move_to(self, destination: Page) -> bool:
        return not lies_in_trash(destination) and bool(super().can_move_to(destination))

    def can_copy_to(self, destination: Page, recursive: bool = False) -> bool:
        return not lies_in_trash(destination) and bool(super().can_copy_to(destination, recursive=recursive))

    def can_set_view_restrictions(self) -> bool:
        return self.can_release()

    def can_unschedule(self) -> bool:
        return self.can_release()


class PermissionsInTrash(PagePermissions):
    """Those on a page that lies in the bin: none, superusers included. »Wiederherstellen« asks for other rights."""

    def __getattribute__(self, name: str) -> Any:
        """Whatever Wagtail comes to ask, now or later: each of its questions begins like this."""
        return _no if name.startswith("can_") else super().__getattribute__(name)


def _no(*args: Any, **kwargs: Any) -> bool:
    return False


def permissions_of(user: Any, page: Any) -> PagePermissions:
    return PermissionsInTrash(user, page) if lies_in_trash(page) else PagePermissions(user, page)


class PagePolicy(PagePermissionPolicy):
    """Wagtail's rules, without what lies in the bin: lists, search, reports and the programming interface ask here."""

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet[Any]:
        return without_trash(super().instances_user_has_any_permission_for(user, actions))

    def explorable_instances(self, user: Any) -> QuerySet[Any]:
        return without_trash(super().explorable_instances(user))

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        return not lies_in_trash(instance) and super().user_has_any_permission_for_instance(user, actions, instance)


def connect() -> None:
    """Called once, when the apps are ready; Wagtail's own is registered for what pages inherit from."""
    register_permission_policy(Page, PagePolicy(Page))
