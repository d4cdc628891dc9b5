"""Moving what is planned to another moment: who may, when, and the sentence that says what was done."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from ogl_portal.core.permissions import PagePermissions
from ogl_portal.core.publishing import PLANNED
from ogl_portal.editorial.reviews.models import PageReview
from ogl_portal.planning.entries import PlanKind, may_release
from ogl_portal.workplace.formatting import german_day, german_moment, person
from ogl_portal.workplace.scope import DashboardScope

EXPIRY_MOVED = "portal.expiry_moved"
NOTHING = "Es wurde nichts geändert."


class CannotMoveError(Exception):
    """The message is a German sentence on why, for the person who asked."""


@dataclass(frozen=True)
class Movable:
    """Something planned that has a day (and a time) which can be another; ``page`` is the page that it belongs to."""

    kind: PlanKind
    key: int
    page: Page
    title: str
    day: datetime.date
    time: datetime.time | None
    may_move: bool

    @property
    def has_time(self) -> bool:
        return self.kind is not PlanKind.REVIEW


def find(scope: DashboardScope, kind: PlanKind, key: int) -> Movable | None:
    """What is planned under ``key``; None where there is nothing that the person may see."""
    if kind is PlanKind.PUBLISH:
        version = Revision.page_revisions.filter(pk=key, approved_go_live_at__isnull=False).first()
        page = _own(scope, int(version.object_id)) if version else None
        return (
            _at(scope, kind, key, page, version.object_str, version.approved_go_live_at) if page and version else None
        )
    page = _own(scope, key)
    if page is None:
        return None
    if kind is PlanKind.EXPIRE:
        return _at(scope, kind, key, page, page.title, page.expire_at) if page.live and page.expire_at else None
    if kind is PlanKind.REVIEW:
        review = PageReview.objects.filter(page=page, due_on__isnull=False).first()
        may = PagePermissions(scope.user, page).can_edit()
        return Movable(kind, key, page, page.title, review.due_on, None, may) if review and review.due_on else None
    return None


@transaction.atomic
def move(thing: Movable, day: datetime.date, time: datetime.time | None, user: Any) -> str:
    """Do it, write it into the history of the page, and give the sentence that says so.

    Raises:
        CannotMoveError: that moment is not possible, or the page has changed in the meantime.
    """
    page = Page.objects.select_for_update(of=("self",)).get(pk=thing.page.pk)
    if page.locked and page.locked_by_id != user.pk:
        by = f" von {person(page.locked_by)}" if page.locked_by else ""
        raise CannotMoveError(f"»{thing.title}« ist{by} gesperrt. {NOTHING}")
    if thing.kind is PlanKind.REVIEW:
        return _move_review(thing, page, day, user)
    to = timezone.make_aware(datetime.datetime.combine(day, time or thing.time or datetime.time.min))
    if to <= timezone.now():
        raise CannotMoveError(f"Der Zeitpunkt {german_moment(to)} ist schon vorbei. {NOTHING}")
    work = _move_appearance if thing.kind is PlanKind.PUBLISH else _move_expiry
    work(thing, page, to, user)
    verb = "erscheint" if thing.kind is PlanKind.PUBLISH else "läuft"
    end = "" if thing.kind is PlanKind.PUBLISH else " ab"
    return f"»{thing.title}« {verb} jetzt {german_moment(to)}{end}."


def _own(scope: DashboardScope, page_id: int) -> Page | None:
    found: Page | None = scope.mine(Page.objects.filter(pk=page_id)).first()
    return found


def _at(scope: DashboardScope, kind: PlanKind, key: int, page: Page, title: str, moment: datetime.datetime) -> Movable:
    local = timezone.localtime(moment)
    time = local.time().replace(second=0, microsecond=0)
    return Movable(kind, key, page, title, local.date(), time, may_release(scope, page))


def _move_appearance(thing: Movable, page: Page, to: datetime.datetime, user: Any) -> None:
    """The version names its moment itself, too, and Wagtail believes that."""
    waiting = Revision.page_revisions.select_for_update(of=("self",)).filter(approved_go_live_at__isnull=False)
    version = waiting.filter(pk=thing.key).first()
    if version is None:
        raise CannotMoveError(f"»{thing.title}« ist nicht mehr geplant. {NOTHING}")
    ends = parse_datetime(version.content.get("expire_at") or "")
    if ends and ends <= to:
        raise CannotMoveError(f"»{thing.title}« läuft {german_moment(ends)} ab und muss vorher erscheinen. {NOTHING}")
    version.content["go_live_at"] = _stored(to)
    Revision.objects.filter(pk=version.pk).update(content=version.content, approved_go_live_at=to)
    if not page.live:
        Page.objects.filter(pk=page.pk).update(go_live_at=to)
    data = {"id": version.pk, "created": _stored(version.created_at), "go_live_at": _stored(to)}
    log(
        instance=page.specific,
        action=PLANNED,
        user=user,
        data={"revision": {**data, "has_live_version": page.live}, "moved": True},
        revision=version,
    )


def _move_expiry(thing: Movable, page: Page, to: datetime.datetime, user: Any) -> None:
    """The page itself, and the stored versions that say the same as it: the public one and the draft."""
    if not (page.live and page.expire_at):
        raise CannotMoveError(f"»{thing.title}« läuft nicht mehr ab. {NOTHING}")
    before = _stored(page.expire_at)
    for version in Revision.objects.filter(pk__in={page.live_revision_id, page.latest_revision_id}):
        if version.content.get("expire_at") == before:
            version.content["expire_at"] = _stored(to)
            Revision.objects.filter(pk=version.pk).update(content=version.content)
    specific = page.specific
    specific.expire_at = to
    specific.save(clean=False, update_fields=["expire_at"])  # so that the search index learns of it
    log(instance=specific, action=EXPIRY_MOVED, user=user, data={"expire_at": german_moment(to)})


def _move_review(thing: Movable, page: Page, day: datetime.date, user: Any) -> str:
    if day <= timezone.localdate():
        raise CannotMoveError(f"Der {german_day(day)} liegt nicht in der Zukunft. {NOTHING}")
    PageReview.objects.filter(page=page).update(due_on=day)
    log(instance=page, action="portal.review_date", user=user, data={"due_on": day.isoformat()})
    return f"»{thing.title}« ist jetzt am {german_day(day)} zur Durchsicht fällig."


def _stored(moment: datetime.datetime) -> str:
    """A moment as it stands in stored versions and in the history."""
    return str(DjangoJSONEncoder().default(moment.astimezone(datetime.UTC)))
