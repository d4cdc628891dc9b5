"""Mails on what becomes of a page: planned, public, not public after all, taken down, expired.

What is told is what stands in the history of the page: one entry, one mail to each person whom it concerns. So every
way of publishing tells the same, and nothing is told that did not happen. It is in place of Wagtail's mail on an
approval, which says »approved« of a page whether it is public or not. Its second mail to administrators on a
submission is kept out, too: they get the one to those who may approve.

Whom it concerns: those who have written what is meant, as far as they may still edit the page; nobody is told what they
have just done themselves. What the clock does, nobody has just done.
"""

import datetime
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Q
from django.db.models.signals import post_save
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, PageLogEntry, Revision, TaskState, WorkflowState
from wagtail.signals import workflow_approved, workflow_submitted
from wagtail.users.models import UserProfile

from ogl_portal.core.models import PublishedVersion
from ogl_portal.core.publishing import (
    EXPIRED,
    PLANNED,
    REFUSED,
    SCHEDULED,
    UNDONE,
    UNDONE_TO_NOTHING,
    released_by,
)
from ogl_portal.mail.outbox import enqueue
from ogl_portal.mail.render import absolute_url, render_mail
from ogl_portal.users.models import User
from ogl_portal.workplace.formatting import german_moment, person

logger = logging.getLogger(__name__)

PUBLISHED, CANCELLED, TAKEN_DOWN = "wagtail.publish", "wagtail.schedule.cancel", "wagtail.unpublish"


@dataclass(frozen=True)
class Occasion:
    """``ending`` completes the subject (»"Titel" …«); ``owner_too``: whoever has made the page is told, too."""

    ending: str
    template: str
    owner_too: bool = False
    drafts_too: bool = False  # whoever has written a newer draft, which stays as it is


_OCCASIONS = {
    PLANNED: Occasion("erscheint {day}", "planned"),
    PUBLISHED: Occasion("ist jetzt öffentlich", "public"),
    SCHEDULED: Occasion("ist jetzt öffentlich", "public"),
    CANCELLED: Occasion("erscheint nicht wie geplant", "cancelled"),
    TAKEN_DOWN: Occasion("ist nicht mehr öffentlich", "taken_down", owner_too=True),
    EXPIRED: Occasion("ist abgelaufen", "expired", owner_too=True),
    REFUSED: Occasion("ist nicht erschienen", "refused", owner_too=True),
    UNDONE: Occasion("gilt wieder in der früheren Version", "undone", drafts_too=True),
    UNDONE_TO_NOTHING: Occasion("ist nicht mehr öffentlich", "undone", owner_too=True, drafts_too=True),
}
_MOVED = Occasion("erscheint nun {day}", "moved")  # PLANNED once more, by ``planning.moves``


def connect() -> None:
    """Called once, when the apps are ready; before Wagtail's admin is, whose receivers it keeps out by their names."""
    post_save.connect(_written, sender=PageLogEntry, dispatch_uid="editorial.publishing_notices")
    for signal, uid in (
        (workflow_approved, "workflow_state_approved_email_notification"),
        (workflow_submitted, "workflow_state_submitted_email_notification"),
    ):
        signal.connect(_told_otherwise, sender=WorkflowState, dispatch_uid=uid)


def _told_otherwise(**kwargs: Any) -> None:
    """An approval publishes, and that is told; a submission is told to those who may approve, administrators too."""


def _written(sender: Any, instance: PageLogEntry, created: bool, **kwargs: Any) -> None:
    if not created or instance.action not in _OCCASIONS:
        return
    try:
        with transaction.atomic():
            tell(instance)
    except OperationalError:
        raise  # the database itself
    except Exception:  # no fault of a mail undoes what somebody has done
        logger.exception("Nobody was told of %s of page %s", instance.action, instance.page_id)


def tell(entry: PageLogEntry) -> None:
    """Write the mails on one entry of a page's history."""
    occasion = _MOVED if entry.data.get("moved") else _OCCASIONS[entry.action]
    page = Page.objects.get(pk=entry.page_id)
    version = _version_meant(entry)
    actor = User.objects.filter(pk=entry.user_id).first() if entry.user_id else None
    people = _people(page, version, occasion)
    if entry.action == REFUSED and version and (releaser := released_by(version)):
        people[releaser.pk] = releaser
    if actor and entry.action != SCHEDULED:
        people.pop(actor.pk, None)
    day = page.expire_at if entry.action == EXPIRED else _planned_for(version)
    title = version.object_str if version and entry.action in (PLANNED, CANCELLED, REFUSED) else page.title
    subject = f"»{title}« {occasion.ending.format(day=german_moment(day) if day else '')}"
    context = {
        "title": title,
        "actor": actor,
        "actor_name": person(actor),
        "day": german_moment(day) if day else "",
        "is_public": page.live,
        "has_draft": page.live and page.has_unpublished_changes,
        "is_in_review": page.workflow_in_progress,
        "by_the_clock": entry.action == SCHEDULED,
        "waits_for": _waits_for(page),
        "comment": _comment_on(page, version),
        "reasons": " ".join(entry.data.get("reasons", [])),
        "url": absolute_url(page.get_url() or "/"),
        "edit_url": absolute_url(reverse("wagtailadmin_pages:edit", args=[page.pk])),
    }
    for one in people.values():
        text = render_mail(
            f"editorial/publishing/{occasion.template}_mail.txt", {**context, "person": one, "is_own": one == actor}
        )
        enqueue(f"publishing:{entry.pk}:{one.pk}", one.email, subject, text)


def authors_of(page_id: int, version: Revision | None) -> set[int]:
    """The accounts that have written or submitted anything between the version that was public before and this one."""
    if version is None:
        return set()
    published = PublishedVersion.objects.filter(page_id=page_id)
    own = published.filter(revision=version).first()
    before = published.filter(number__lt=own.number) if own else published
    versions = Revision.page_revisions.filter(object_id=str(page_id), created_at__lte=version.created_at)
    if previous := before.select_related("revision").order_by("number").last():
        began = previous.revision.created_at if previous.revision else previous.published_at
        versions = versions.filter(Q(created_at__gt=began) | Q(pk=version.pk))
    submitted = WorkflowState.objects.filter(task_states__revision__in=versions)
    found = [*versions.values_list("user_id", flat=True), *submitted.values_list("requested_by_id", flat=True)]
    return {pk for pk in found if pk is not None}


def _version_meant(entry: PageLogEntry) -> Revision | None:
    """The version that an entry is about; of a page that goes, or a release that is taken back, what was public."""
    published = PublishedVersion.objects.filter(page_id=entry.page_id).select_related("revision").order_by("number")
    if entry.action == UNDONE:
        published = published.exclude(revision=entry.revision_id)
    elif entry.revision_id:
        return Revision.objects.filter(pk=entry.revision_id).first()
    last = published.last()
    return last.revision if last else None


def _people(page: Page, version: Revision | None, occasion: Occasion) -> dict[int, User]:
    """Whom it concerns and who may still edit the page, by key."""
    keys = authors_of(page.pk, version) | ({page.owner_id} if occasion.owner_too and page.owner_id else set())
    if scheduled := page.scheduled_revision if occasion.owner_too else None:
        keys |= authors_of(page.pk, scheduled)
    if occasion.drafts_too:
        keys |= authors_of(page.pk, page.latest_revision)
    people: Iterable[User] = User.objects.filter(pk__in=keys, is_active=True).exclude(email="")
    return {
        one.pk: one
        for one in people
        if page.permissions_for_user(one).can_edit() and UserProfile.get_for_user(one).approved_notifications
    }


def _planned_for(version: Revision | None) -> datetime.datetime | None:
    """The moment from which ``version`` shall be public, as it says itself."""
    return parse_datetime(version.content.get("go_live_at") or "") if version else None


def _comment_on(page: Page, version: Revision | None) -> str:
    """What was said with the approval of ``version``.

    A reviewer may change the page with the approval: then ``version`` is later than the one that was submitted.
    """
    if version is None:
        return ""
    approvals = TaskState.objects.filter(
        workflow_state__in=WorkflowState.objects.for_instance(page),
        status=TaskState.STATUS_APPROVED,
        revision_id__lte=version.pk,
        finished_at__gte=version.created_at,
    ).exclude(comment="")
    return "\n".join(approvals.order_by("pk").values_list("comment", flat=True))


def _waits_for(page: Page) -> str:
    """When a later version becomes public that is approved already."""
    scheduled = page.scheduled_revision
    return german_moment(scheduled.approved_go_live_at) if scheduled else ""
