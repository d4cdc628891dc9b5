"""The card about pages whose time has ended."""

import datetime

from django.utils import timezone
from wagtail.models import Page

from ogl_portal.workplace.cards import Card, Item, Priority, first_of
from ogl_portal.workplace.formatting import edit_url, german_day
from ogl_portal.workplace.scope import DashboardScope

SHOWN_FOR = datetime.timedelta(days=14)


def expired(scope: DashboardScope) -> Card | None:
    """Pages that are not public any more since their time has ended, for two weeks; last one first."""
    since = timezone.now() - SHOWN_FOR
    pages = scope.mine(Page.objects.filter(live=False, expired=True, expire_at__gte=since))
    found, count = first_of(pages.order_by("-expire_at"))
    if not found:
        return None
    items = [Item(page.title, edit_url(page.pk), f"abgelaufen am {german_day(page.expire_at)}") for page in found]
    return Card(
        *(Priority.AHEAD, "Abgelaufene Seiten", count, items, "Seite ansehen", items[0].url),
        "Sie sind nicht mehr öffentlich; der Inhalt ist als Entwurf gespeichert.",
    )
