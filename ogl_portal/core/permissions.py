"""What a person may do with a page. Builds on Wagtail's rules and adds two of our own."""

from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.models.pages import PagePermissionTester

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
        """Deleting and moving (Wagtail asks the same for both); a page of the frame stays where it is."""
        in_frame = getattr(self.page.specific_class, "is_part_of_frame", False)
        if in_frame and not self.can_release():
            return False
        return bool(super().can_delete(ignore_bulk=ignore_bulk))

    def can_set_view_restrictions(self) -> bool:
        return self.can_release()

    def can_unschedule(self) -> bool:
        return self.can_release()
