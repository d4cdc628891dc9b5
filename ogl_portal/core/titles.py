"""Titles that several public pages share: there, what tells the pages apart is shown with the title.

Which titles these are is remembered and forgotten like the menus (``navigation``), so that no list asks for them.
"""

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet, Subquery, Value, Window
from django.db.models.functions import Concat, Lower
from wagtail.models import Page

from ogl_portal.core.public import public

LASTS = 10  # seconds
KEY = "content:shared-titles"  # in the cache


def is_shared(title: str) -> bool:
    """Whether more than one public page has this title, in whatever letters. No query, or one where not remembered."""
    titles: frozenset[str] | None = cache.get(KEY)
    if titles is None:
        titles = _remember(_pages().filter(same__gt=1).values_list("folded", flat=True))
    return title.lower() in titles


def children_for_menus() -> list[tuple[str, str, str, bool]]:
    """Title, slug, type and »in the menu« of the public pages right below the start page, in the order of the tree.

    One query, which brings the shared titles along.
    """
    start = Page.objects.filter(sites_rooted_here__is_default_site=True).values("path")[:1]
    pages = _pages().annotate(
        is_child=ExpressionWrapper(Q(depth=3, path__startswith=Subquery(start)), BooleanField()),
        kind=Concat("content_type__app_label", Value("."), "content_type__model"),
    )
    rows = list(pages.filter(Q(is_child=True) | Q(same__gt=1)).order_by("path"))
    _remember(row.folded for row in rows if row.same > 1)
    return [(row.title, row.slug, row.kind, row.show_in_menus) for row in rows if row.is_child]


def _pages() -> QuerySet[Any]:
    """Public pages with ``same``, the number of those that have their title in small letters, ``folded``."""
    same = Window(Count("pk"), partition_by=[Lower("title")])
    pages = public(Page.objects).filter(depth__gt=2).annotate(folded=Lower("title"), same=same)
    return pages.only("title", "slug", "show_in_menus")


def _remember(titles: Iterable[str]) -> frozenset[str]:
    found = frozenset(titles)
    cache.set(KEY, found, LASTS)
    return found
