"""Addresses of the pages that there is one of each (indexes, contact, legal pages), found by their type.

Staff may rename any of them, so no template and no function writes such an address: they ask for ``index_url``. The
pages right below the start page are remembered and forgotten like the menus (``core.navigation``), which are made of
them. Another process may give the address of before for a second; readers are led on from there (``redirects``).
"""

from dataclasses import dataclass

from django.apps import apps
from django.core.cache import cache

from ogl_portal.core import titles

LASTS = 10  # seconds
KEY = "content:top-pages"  # in the cache


@dataclass(frozen=True)
class TopPage:
    """A public page right below the start page. ``kind``: its type in small letters, »news.newsindexpage«."""

    title: str
    url: str
    kind: str
    is_in_menu: bool


def top_pages() -> tuple[TopPage, ...]:
    """In the order of the tree. No query, or one where they are not remembered."""
    found: tuple[TopPage, ...] | None = cache.get(KEY)
    if found is None:
        children = titles.children_for_menus()
        found = tuple(TopPage(title, f"/{slug}/", kind, is_in_menu) for title, slug, kind, is_in_menu in children)
        cache.set(KEY, found, LASTS)
    return found


def index_url(kind: str) -> str:
    """The address of the public page of the type ``kind`` (»news.NewsIndexPage«), whatever its slug.

    Where there is none: the address that it would have.
    """
    return next((page.url for page in top_pages() if page.kind == kind.lower()), None) or usual_url(kind)


def usual_url(kind: str) -> str:
    """Where the page of that type stands unless staff have renamed it. Asks neither database nor cache.

    For the page of last resort: from there readers are led on, once the database answers again.
    """
    return f"/{apps.get_model(kind).usual_slug}/"
