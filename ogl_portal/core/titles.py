"""Titles that several public pages share: there, what tells the pages apart is shown with the title.

Which titles these are is remembered and forgotten like the menus (``navigation``), so that no list asks for them.
"""

from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import Lower
from wagtail.models import Page

LASTS = 10  # seconds
KEY = "shared-titles"  # in the cache


def is_shared(title: str) -> bool:
    """Whether more than one public page has this title, in whatever letters. No query, or one where not remembered."""
    titles: frozenset[str] | None = cache.get(KEY)
    if titles is None:
        titles = _read()
        cache.set(KEY, titles, LASTS)
    return title.lower() in titles


def _read() -> frozenset[str]:
    rows = Page.objects.live().filter(depth__gt=2).order_by().values(folded=Lower("title")).annotate(count=Count("pk"))
    return frozenset(rows.filter(count__gt=1).values_list("folded", flat=True))
