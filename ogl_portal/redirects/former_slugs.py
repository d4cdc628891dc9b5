"""Addresses that name a lab, topic or publication by a slug that was left: ``?labor=``, ``?thema=``, unAPI's ``?id=``.

A list passes over a value it does not know, so a bookmarked filter would show everything. Which slugs were left is
remembered and forgotten like the menus (``core.navigation``): an address that names no such slug costs no query.
"""

from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q, QuerySet, Value
from django.db.models.signals import post_delete, post_save
from django.http import QueryDict
from wagtail.models import Page

from labs.models import LabPage
from ogl_portal.core.models import Topic
from ogl_portal.core.public import public
from ogl_portal.redirects.models import FormerAddress, FormerTopic
from publications.models import PublicationPage

LASTS = 10  # seconds
KEY = "content:former-slugs"  # in the cache
PARAMETERS = {"labor": ("labpage", ""), "thema": ("topic", ""), "id": ("publicationpage", "publication:")}
"""What each parameter names, and what stands before the slug in its value."""

FormerSlugs = Mapping[tuple[str, str], int]
"""Kind (the model's name) and slug that was left → the key of what had it last."""


def present_query(query: QueryDict) -> str | None:
    """The query of an address with the slugs of today; None where it names none that was left.

    A slug that another lab, topic or publication has now means that one. No query where no slug was left, or one where
    not remembered; one for each slug that was.
    """
    if not any(name in query for name in PARAMETERS):
        return None
    left, changes = _former_slugs(), {}
    for name, (kind, before) in PARAMETERS.items():
        values = query.getlist(name)
        present = [_present(left, kind, before, value) for value in values]
        if present != values:
            changes[name] = present
    if not changes:
        return None  # what else stands in the query has not been looked at (page_cache.queries)
    changed = query.copy()
    for name, present in changes.items():
        changed.setlist(name, present)
    return changed.urlencode()


def _present(left: FormerSlugs, kind: str, before: str, value: str) -> str:
    slug = value.removeprefix(before)
    key = left.get((kind, slug)) if value.startswith(before) else None
    if key is None:
        return value
    slugs = dict(_public(kind).filter(Q(pk=key) | Q(slug=slug)).values_list("pk", "slug"))
    return value if slug in slugs.values() or key not in slugs else f"{before}{slugs[key]}"


def _public(kind: str) -> QuerySet[Any]:
    if kind == "topic":
        return Topic.objects.all()
    return public((LabPage if kind == "labpage" else PublicationPage).objects)


def _former_slugs() -> FormerSlugs:
    known: dict[tuple[str, str], int] | None = cache.get(KEY)
    if known is None:
        kinds = [kind for kind, _ in PARAMETERS.values()]
        pages = FormerAddress.objects.filter(page__content_type__model__in=kinds).values_list(
            "left_at", "page__content_type__model", "path", "page_id", "page__slug"
        )
        topics = FormerTopic.objects.filter(topic__isnull=False).values_list(
            "left_at", Value("topic"), "slug", "topic_id", "topic__slug"
        )
        known = {}
        for _, kind, path, key, slug in sorted(pages.union(topics, all=True)):
            left = path.rstrip("/").rpartition("/")[2]
            if left != slug:  # it was a page above that moved
                known[kind, left] = key
        cache.set(KEY, known, LASTS)
    return known


def connect() -> None:
    """Read the slugs anew after every change of a page or topic."""
    for signal in (post_save, post_delete):
        signal.connect(_forget_after_change)


def _forget_after_change(sender: type, **kwargs: object) -> None:
    if issubclass(sender, (Page, Topic)):
        cache.delete(KEY)
        # Once more: until the commit another request may have read what stood there before.
        transaction.on_commit(lambda: cache.delete(KEY))
