"""Addresses that the site itself answers, so that no page can stand there.

Nothing is listed here: the names come from the URL resolver and from the routes of the page types, so that an address
added there is kept free by itself.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import Resolver404, URLResolver, get_resolver, resolve
from django.urls.resolvers import RoutePattern
from wagtail.models import Page, get_page_models
from wagtail.signals import pre_page_move

from ogl_portal.core.changes import ADDRESS as CHANGES

_NAME = re.compile(r"[\w-]+(?=/|$)")


def is_reserved(parent: Page, slug: str) -> bool:
    """Whether a page ``slug`` below ``parent`` would never be seen, or would hide what the site shows there.

    Reserved are the change log below every page, the routes of the parent's type, below the home page the first parts
    of all addresses beside the tree (where none of the pages stands that there is one of), and whatever else the
    resolver gives to another view. No query beyond that for the parent's type.
    """
    if parent.depth < 2:
        return False
    if slug == CHANGES or slug in _routes(parent.specific_class):
        return True
    if parent.depth == 2 and slug in site_names():
        return True
    folder = "/".join(parent.url_path.split("/")[2:])
    try:
        return resolve(f"/{folder}{slug}/").url_name != "wagtail_serve"
    except Resolver404:  # characters that no address has
        return False


def is_taken_by_site(parent: Page, slug: str, page: Page | None) -> bool:
    """Whether ``page`` may not come to stand at ``slug`` below ``parent``; one that stands there already may stay.

    The content checks tell staff of such pages. Refusing them would keep staff from correcting their text.
    """
    if not is_reserved(parent, slug):
        return False
    return page is None or not page.pk or not parent.get_children().filter(pk=page.pk, slug=slug).exists()


def cannot_move(page: Page, destination: Page) -> str:
    return (
        f"»{page.title}« kann nicht unter »{destination.title}« stehen: Die Adresse »{page.slug}« braucht das Portal "
        "dort selbst. Bitte geben Sie der Seite zuerst eine andere Adresse. Es wurde nichts verschoben."
    )


def refuse_move(sender: type, instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Whatever moves a page: not to an address of the site's own. Views have told it before (``wagtail_hooks``)."""
    if is_taken_by_site(parent_page_after, instance.slug, instance):
        raise ValidationError({"slug": cannot_move(instance, parent_page_after)})


@cache
def site_names() -> frozenset[str]:
    """First parts of the addresses beside the page tree: »suche«, »themen«, »admin«, »media«, …"""
    folders = (settings.STATIC_URL, settings.MEDIA_URL, settings.ADMIN_PATH)
    names = {*_first_names(get_resolver().url_patterns), *(folder.split("/")[1] for folder in folders)}
    usual = {getattr(page_type, "usual_slug", "") for page_type in get_page_models()}
    return frozenset(names - {"", *usual})


@cache
def _routes(page_type: type[Page]) -> frozenset[str]:
    """First parts of the addresses that a page type answers below its pages."""
    routes = getattr(page_type, "get_subpage_urls", tuple)
    return frozenset(_first_names(routes()))


def _first_names(patterns: Iterable[Any]) -> Iterator[str]:
    """The first part of each pattern that begins with a plain name; those that begin with a variable name nothing."""
    for pattern in patterns:
        route = pattern.pattern
        text = str(route) if isinstance(route, RoutePattern) else str(route).removeprefix("^").replace("\\", "")
        if not text and isinstance(pattern, URLResolver):
            yield from _first_names(pattern.url_patterns)
        elif name := _NAME.match(text):
            yield name[0]


def connect() -> None:
    """Called once, when the apps are ready."""
    pre_page_move.connect(refuse_move)
