"""Pages as lists, cards and links show them, without what only their own page shows; and how many there are.

Most of what a query of pages costs is naming its columns and making objects of them, and a page has some thirty that
no list asks for. What is left out here is fetched where somebody asks for it all the same, page by page: the budgets
of queries (``tests/test_query_budgets.py``) tell of that.
"""

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.db import connection
from django.db.models import BooleanField, F, Func, JSONField, Model, Value
from wagtail.fields import RichTextField, StreamField
from wagtail.query import PageQuerySet

from ogl_portal.page_cache.facts import remembered

# Of Wagtail's page: what editing, scheduling, the tree and search engines ask for. What ``core.public`` asks of a page
# (``live``, ``expire_at``, ``depth``) stays.
_OF_PAGES = frozenset(
    (
        *("path", "numchild", "translation_key", "locale", "owner", "draft_title", "has_unpublished_changes"),
        *("latest_revision", "live_revision", "go_live_at", "expired", "locked", "locked_at", "locked_by"),
        *("seo_title", "search_description", "show_in_menus", "change_note", "published_note"),
    )
)
_BULKY = (StreamField, RichTextField, JSONField)


def for_lists(pages: Any) -> PageQuerySet:
    """``pages`` (a queryset or a manager of one type) without texts, and without what only staff ask for."""
    return pages.defer(*not_in_lists(pages.model))


@lru_cache
def not_in_lists(model: type[Model], relation: str = "") -> tuple[str, ...]:
    """The fields that lists of ``model`` leave out; ``relation`` (»event«): as seen from a record that leads to it."""
    names = [
        field.name for field in model._meta.concrete_fields if field.name in _OF_PAGES or isinstance(field, _BULKY)
    ]
    return tuple(f"{relation}__{name}" if relation else name for name in names)


def among(model: type[Model], keys: Iterable[Any]) -> Func:
    """The condition that something of ``model`` has one of ``keys``: one parameter, however many they are.

    Django and PostgreSQL would take apart thousands in ``pk__in`` one by one.
    """
    kind = model._meta.pk.rel_db_type(connection)
    return Func(
        F("pk"),
        Value(list(keys)),
        template=f"(%(expressions)s::{kind}[]))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


class ListPaginator(Paginator):
    """Pages through a list. ``name`` is given to one that is the same for all who ask: its length is remembered.

    ``length`` is given where it is known already.
    """

    def __init__(self, objects: Any, per_page: int, name: str = "", length: int | None = None) -> None:
        super().__init__(objects, per_page)
        self.name = name
        if length is not None:
            self.count = length

    @cached_property
    def count(self) -> int:
        if not self.name:
            return super().count
        return remembered(f"length:{self.name}", lambda: super(ListPaginator, self).count)
