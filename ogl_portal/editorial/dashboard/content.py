"""Cards about the content, whatever kind it is of: review dates, what is scheduled, what expires."""

import datetime

from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from ogl_portal.editorial.reviews.models import PageReview
from ogl_portal.workplace.cards import Card, Item, Priority, first_of
from ogl_portal.workplace.formatting import edit_url, german_day, german_moment
from ogl_portal.workplace.scope import DashboardScope

EXPIRY_NOTICE = datetime.timedelta(days=30)


def reviews_due(scope: DashboardScope) -> Card | None:
    """Pages that somebody wanted to have looked through by today."""
    reviews = PageReview.objects.filter(due_on__lte=scope.today, page__live=True)
    reviews = scope.mine(reviews, "page__").select_related("page").order_by("due_on", "page__title")
    found, count = first_of(reviews)
    if not found:
        return None
    items = [
        Item(
            review.page.title, reverse("page_review", args=[review.page_id]), f"fällig seit {german_day(review.due_on)}"
        )
        for review in found
    ]
    return Card(
        Priority.OVERDUE,
        "Zur Durchsicht fällig",
        count,
        items,
        "Seiten durchsehen",
        reverse("page_review_report") + "?faellig=true",
        "Stimmt noch alles? Dann vermerken Sie die Durchsicht.",
    )


def scheduled(scope: DashboardScope) -> Card | None:
    """Approved versions that appear by themselves, next one first."""
    revisions = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    if scope.paths is not None:
        own = scope.mine(Page.objects.annotate(text_id=Cast("pk", CharField())))
        revisions = revisions.filter(object_id__in=own.values("text_id"))
    found, count = first_of(revisions.order_by("approved_go_live_at"))
    if not found:
        return None
    items = [
        Item(
            revision.object_str,
            edit_url(revision.object_id),
            f"erscheint {german_moment(revision.approved_go_live_at)}",
        )
        for revision in found
    ]
    return Card(Priority.AHEAD, "Geplante Veröffentlichungen", count, items, "Nächste ansehen", items[0].url)


def expiring(scope: DashboardScope) -> Card | None:
    """Public pages that disappear by themselves within a month."""
    limit = timezone.now() + EXPIRY_NOTICE
    pages = scope.mine(Page.objects.filter(live=True, expire_at__lte=limit)).order_by("expire_at")
    found, count = first_of(pages)
    if not found:
        return None
    items = [Item(page.title, edit_url(page.pk), f"verschwindet {german_moment(page.expire_at)}") for page in found]
    return Card(Priority.AHEAD, "Seiten, die bald verschwinden", count, items, "Zeitplan ansehen", items[0].url)
