"""»Veröffentlichung rückgängig«: in one step back to the version that was public before.

Nothing is lost: the earlier text is published as a new version, and the one that is taken back stays in the history.
Doing it again goes one further back. A newer draft stays the draft, and goes on waiting for its approval: who takes
back what is public has decided nothing about it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from ogl_portal.core.changes.content import sections
from ogl_portal.core.changes.difference import SectionDifference, difference
from ogl_portal.core.models import PublishedVersion
from ogl_portal.core.permissions import PagePermissions
from ogl_portal.core.publishing import UNDONE, UNDONE_TO_NOTHING, check_before_publishing
from ogl_portal.core.site_start import site_starts_at
from ogl_portal.german.dates import german_date

LOG_WORDS = {
    UNDONE: (
        "Veröffentlichung rückgängig",
        "Letzte Veröffentlichung zurückgenommen; es gilt wieder der Text der Version davor",
    ),
    UNDONE_TO_NOTHING: (
        "Veröffentlichung rückgängig",
        "Letzte Veröffentlichung zurückgenommen; die Seite ist wie vorher nicht öffentlich",
    ),
}
_AT_ONCE = timedelta(minutes=1)  # a page that was public earlier than its first stored version was public unrecorded


class ChangedMeanwhileError(Exception):
    """Something else is public than what the person was shown; nothing was changed."""


@dataclass(frozen=True)
class Undo:
    """What undoing would do: ``earlier`` becomes public; None takes the page down, since it was not public before."""

    current: PublishedVersion
    earlier: PublishedVersion | None


def possible_undo(page: Page) -> Undo | None:
    """None where there is nothing to undo: the page is not public, or what was public before is not stored.

    Nor where undoing would leave the site without the page at which it starts.
    """
    undo = _step_back(page) if page.live else None
    return None if undo and undo.earlier is None and site_starts_at(page) else undo


def _step_back(page: Page) -> Undo | None:
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
        action = UnpublishPageAction(page.specific, user=user, log_action=UNDONE_TO_NOTHING)
        action.execute(skip_permission_checks=True)
        return undo
    earlier = undo.earlier.revision
    old = earlier.as_object()
    day = german_date(undo.earlier.published_at)
    old.change_note = note or f"Letzte Veröffentlichung zurückgenommen; es gilt wieder der Stand vom {day}."
    # What is said of the page as such stays as it is now; dates of that time must not hide it or take it down.
    old.go_live_at, old.expire_at, old.slug = None, page.expire_at, page.slug
    if newer_draft(page, undo) is None:
        revision = old.save_revision(user=user)
    else:
        revision = _save_before_draft(old, _began(undo.current), user)
    check_before_publishing(page.specific, revision, UNDONE)
    action = PublishPageRevisionAction(revision, user=user, log_action=UNDONE, previous_revision=earlier)
    # Wagtail cancels what it finds here, as if what waits for approval were what is published now.
    action.object._current_workflow_states = []
    action.execute(skip_permission_checks=True)
    version = PublishedVersion.objects.get(page_id=page.pk, revision=revision)
    version.restores = undo.earlier
    version.save(update_fields=["restores"])
    return undo


def newer_draft(page: Page, undo: Undo) -> Revision | None:
    """The draft that was written after the version that is taken back; None where there is none."""
    draft: Revision | None = page.latest_revision if page.has_unpublished_changes else None
    is_newer = draft is not None and draft.pk != undo.current.revision_id and draft.created_at > _began(undo.current)
    return draft if is_newer else None


def _began(version: PublishedVersion) -> datetime:
    """When the text of ``version`` was stored; what is later was written after it."""
    return version.revision.created_at if version.revision else version.published_at


def _save_before_draft(old: Any, after: datetime, user: Any) -> Revision:
    """Store ``old`` right after the moment ``after``, so that the newest version stays the draft for all of Wagtail."""
    old.full_clean()
    revision: Revision = Revision.objects.create(
        content_object=old,
        base_content_type=old.get_base_content_type(),
        user=user,
        created_at=after + timedelta(microseconds=1),
        content=old.serializable_data(),
        object_str=str(old),
    )
    return revision
