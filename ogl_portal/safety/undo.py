"""»Veröffentlichung rückgängig«: in one step back to the version that was public before.

Nothing is lost: the earlier text is published as a new version, and the one that is taken back stays in the history.
Doing it again goes one further back.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from ogl_portal.core.changes.content import sections
from ogl_portal.core.changes.difference import SectionDifference, difference
from ogl_portal.core.dates import german_date
from ogl_portal.core.models import PublishedVersion
from ogl_portal.core.permissions import PagePermissions

_AT_ONCE = timedelta(minutes=1)  # a page that was public earlier than its first stored version was public unrecorded


class ChangedMeanwhileError(Exception):
    """Something else is public than what the person was shown; nothing was changed."""


@dataclass(frozen=True)
class Undo:
    """What undoing would do: ``earlier`` becomes public; None takes the page down, since it was not public before."""

    current: PublishedVersion
    earlier: PublishedVersion | None


def possible_undo(page: Page) -> Undo | None:
    """None where there is nothing to undo: the page is not public, or what was public before is not stored."""
    if not page.live:
        return None
    current = PublishedVersion.objects.filter(page_id=page.pk).order_by("-number").first()
    if current is None:
        return None
    origin = current
    while origin.restores is not None:
        origin = origin.restores
    before = PublishedVersion.objects.filter(page_id=page.pk, number__lt=origin.number)
    earlier = before.select_related("revision").order_by("-number").first()
    if earlier is not None and earlier.withdrawn_at is not None:
        return Undo(current, None)  # what was taken down on purpose is not public again by undoing what came after it
    if earlier is not None:
        return Undo(current, earlier) if earlier.revision is not None else None
    was_public_before = page.first_published_at and page.first_published_at < origin.published_at - _AT_ONCE
    return None if was_public_before else Undo(current, None)


def may_undo(page: Page, user: Any) -> bool:
    """The right to release, since this may take the page down; never while somebody has locked the page.

    Who may publish small corrections only has no such right, although Wagtail asks ``can_publish`` for both.
    """
    lock = page.get_lock()
    if lock is not None and lock.for_user(user):
        return False
    permissions = page.permissions_for_user(user)
    return isinstance(permissions, PagePermissions) and permissions.can_release()  # not the root of the tree


def what_changes(page: Page, undo: Undo) -> list[SectionDifference]:
    """What readers will see changed; empty where the page is taken down."""
    if undo.earlier is None or undo.earlier.revision is None or undo.current.revision is None:
        return []
    model = page.specific_class
    now, then = undo.current.revision, undo.earlier.revision
    return difference(sections(model, now.content), sections(model, then.content))


@transaction.atomic
def undo_publishing(page: Page, shown: int | None, user: Any, note: str = "") -> Undo:
    """Do it, and log it as a return to an earlier version. Returns what was done.

    ``shown`` is the number of the version that the person has agreed to take back. A form that is sent twice, or after
    somebody else has published, takes nothing back: ChangedMeanwhileError.
    """
    page = Page.objects.select_for_update().get(pk=page.pk)  # two clicks at once come one after the other
    undo = possible_undo(page)
    if undo is None or undo.current.number != shown:
        raise ChangedMeanwhileError
    if undo.earlier is None or undo.earlier.revision is None:
        UnpublishPageAction(page.specific, user=user).execute(skip_permission_checks=True)
        return undo
    earlier = undo.earlier.revision
    old = earlier.as_object()
    day = german_date(undo.earlier.published_at)
    old.change_note = note or f"Letzte Veröffentlichung zurückgenommen; es gilt wieder der Stand vom {day}."
    # What is said of the page as such stays as it is now; dates of that time must not hide it or take it down.
    old.go_live_at, old.expire_at, old.slug = None, page.expire_at, page.slug
    revision = old.save_revision(user=user, log_action=True, previous_revision=earlier)
    revision.publish(user=user, previous_revision=earlier)
    version = PublishedVersion.objects.get(page_id=page.pk, revision=revision)
    version.restores = undo.earlier
    version.save(update_fields=["restores"])
    return undo
