"""What is planned between two days, as far as a person may edit the pages that it belongs to.

The number of queries does not depend on how much is planned.
"""

import datetime
import enum
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, Revision

from events.models import EventOccurrence
from ogl_portal.core.permissions import PagePermissions
from ogl_portal.editorial.reviews.models import PageReview
from ogl_portal.workplace.formatting import edit_url
from ogl_portal.workplace.scope import DashboardScope


class PlanKind(enum.Enum):
    """The value stands in addresses; the label before each entry."""

    PUBLISH = "erscheint"
    WISH = "entwurf"
    EXPIRE = "ablauf"
    REVIEW = "durchsicht"
    EVENT = "termin"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    PlanKind.PUBLISH: "Erscheint",
    PlanKind.WISH: "Soll erscheinen",
    PlanKind.EXPIRE: "Läuft ab",
    PlanKind.REVIEW: "Durchsicht fällig",
    PlanKind.EVENT: "Termin",
}


@dataclass(frozen=True)
class PlanEntry:
    """One thing on its day. ``key`` is that of the version (what appears), the page (what expires or is reviewed)."""

    kind: PlanKind
    key: int
    title: str
    day: datetime.date
    url: str
    time: datetime.time | None = None
    note: str = ""
    may_move: bool = False

    @property
    def anchor(self) -> str:
        return f"{self.kind.value}-{self.key}"

    @property
    def move_url(self) -> str:
        return reverse("planning_move", args=[self.kind.value, self.key])


def entries(scope: DashboardScope, first: datetime.date, last: datetime.date) -> list[PlanEntry]:
    """All that is planned from ``first`` to ``last``, both included, in the order of time; whole days come first."""
    start, end = day_begins(first), day_begins(last + datetime.timedelta(days=1))
    found = [
        *_appearing(scope, start, end),
        *_wished(scope, start, end),
        *_expiring(scope, start, end),
        *_to_review(scope, first, last),
        *_events(scope, first, last),
    ]
    return sorted(found, key=lambda entry: (entry.day, entry.time or datetime.time.min, entry.kind.value, entry.title))


def day_begins(day: datetime.date) -> datetime.datetime:
    """Midnight in Berlin."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


def may_release(scope: DashboardScope, page: Page) -> bool:
    return PagePermissions(scope.user, page).can_release()


def _appearing(scope: DashboardScope, start: datetime.datetime, end: datetime.datetime) -> Iterator[PlanEntry]:
    """Versions that somebody has released for a day."""
    versions = Revision.page_revisions.filter(approved_go_live_at__gte=start, approved_go_live_at__lt=end)
    own = scope.mine(Page.objects.annotate(text_id=Cast("pk", CharField())))
    versions = versions.filter(object_id__in=own.values("text_id")).defer("content")
    found = list(versions)
    pages = Page.objects.in_bulk([int(version.object_id) for version in found])
    for version in found:
        page = pages[int(version.object_id)]
        day, time = _local(version.approved_go_live_at)
        note = "neue Version einer öffentlichen Seite" if page.live else ""
        yield PlanEntry(
            *(PlanKind.PUBLISH, version.pk, version.object_str, day, edit_url(page.pk), time, note),
            may_move=may_release(scope, page),
        )


def _wished(scope: DashboardScope, start: datetime.datetime, end: datetime.datetime) -> Iterator[PlanEntry]:
    """Drafts that name a day which nobody has released yet."""
    drafts = scope.mine(Page.objects.filter(has_unpublished_changes=True, latest_revision__approved_go_live_at=None))
    drafts = drafts.filter(latest_revision__content__go_live_at__isnull=False).exclude(
        latest_revision__content__go_live_at=None
    )
    rows = drafts.values_list("pk", "draft_title", "latest_revision__content__go_live_at")
    for pk, title, text in rows:
        moment = parse_datetime(text)
        if moment and start <= moment < end and moment > timezone.now():
            day, time = _local(moment)
            yield PlanEntry(PlanKind.WISH, pk, title, day, edit_url(pk), time, "noch nicht freigegeben")


def _expiring(scope: DashboardScope, start: datetime.datetime, end: datetime.datetime) -> Iterator[PlanEntry]:
    """Public pages that end by themselves."""
    for page in scope.mine(Page.objects.filter(live=True, expire_at__gte=start, expire_at__lt=end)):
        day, time = _local(page.expire_at)
        yield PlanEntry(
            *(PlanKind.EXPIRE, page.pk, page.title, day, edit_url(page.pk), time), may_move=may_release(scope, page)
        )


def _to_review(scope: DashboardScope, first: datetime.date, last: datetime.date) -> Iterator[PlanEntry]:
    reviews = PageReview.objects.filter(due_on__range=(first, last), page__live=True)
    for review in scope.mine(reviews, "page__").select_related("page"):
        page = review.page
        may = PagePermissions(scope.user, page).can_edit()
        address = reverse("page_review", args=[page.pk])
        yield PlanEntry(PlanKind.REVIEW, page.pk, page.title, review.due_on, address, note=review.note, may_move=may)


def _events(scope: DashboardScope, first: datetime.date, last: datetime.date) -> Iterator[PlanEntry]:
    """Events on the day on which they begin, drafts included. Their dates are facts, to be changed in the editor."""
    found = scope.mine(EventOccurrence.objects.filter(start_date__range=(first, last)), "event__")
    for date in found.select_related("event"):
        note = "" if date.event.live else "Entwurf"
        key, title = date.event_id, date.event.draft_title or date.event.title
        yield PlanEntry(PlanKind.EVENT, key, title, date.start_date, edit_url(key), date.start_time, note)


def _local(moment: datetime.datetime) -> tuple[datetime.date, datetime.time]:
    local = timezone.localtime(moment)
    return local.date(), local.time().replace(second=0, microsecond=0)
