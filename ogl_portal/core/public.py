"""What readers may see: the one answer for lists, feeds, search, sitemap, topics, start page, exports and links.

*Public* is what is published and not kept from readers by its type (``BasePage.for_readers``; internal events are).
Nothing else decides it: pages have no privacy settings (decision 0006), the database lets nothing be published in the
trash, and what has expired is hidden at that moment (``editorial.schedule`` takes it down within half a minute).
Staff ask for *published* pages instead (``live``). Files of publications are public on their own terms
(``publications.files``).
"""

import datetime
from functools import cache
from typing import Any

from django.db.models import Min, Q
from django.utils import timezone
from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet

from ogl_portal.core.prepared import MOMENT

OF_START_PAGE = 2  # depth in the tree; a start page has no end (``site_start``)


def public(pages: Any) -> PageQuerySet:
    """Those of ``pages`` (a queryset or a manager, of one type or of all) that readers may see."""
    found = pages.live().filter(Q(expire_at=None) | Q(expire_at__gt=MOMENT) | Q(depth__lte=OF_START_PAGE))
    for model in _with_rules(found.model):
        if model is found.model:
            found = found.filter(model.for_readers)
        else:
            found = found.exclude(pk__in=model._default_manager.exclude(model.for_readers).values("pk"))
    return found


@cache
def _with_rules(model: type[Page]) -> tuple[Any, ...]:
    """``model`` and the types below it that keep some of their pages from readers."""
    return tuple(one for one in get_page_models() if issubclass(one, model) and getattr(one, "for_readers", None))


def is_public(page: Page) -> bool:
    """The same of one page; a query only where its type has a rule."""
    rule = getattr(page.specific_class, "for_readers", None)
    if has_expired(page):
        return False
    return bool(page.live and (not rule or page.specific_class.objects.filter(rule, pk=page.pk).exists()))


def has_expired(page: Page) -> bool:
    """Whether the time until which it was to be shown is over, although nobody has taken it down yet."""
    return page.expire_at is not None and page.depth > OF_START_PAGE and page.expire_at <= timezone.now()


def next_expiry(now: datetime.datetime) -> datetime.datetime | None:
    """When the next page after ``now`` is hidden by itself."""
    coming = Page.objects.filter(live=True, expire_at__gt=now, depth__gt=OF_START_PAGE)
    found: datetime.datetime | None = coming.aggregate(next=Min("expire_at"))["next"]
    return found
