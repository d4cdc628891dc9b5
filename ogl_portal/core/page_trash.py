"""The place in the tree where deleted pages lie (trash), and the rule that nothing is public there or gets out.

The attack that is stopped here: a deleted page is published or moved out by another way than »Wiederherstellen«
(several at once, the programming interface, a schedule, an object that was loaded before), and 30 days later it is
deleted for good although readers have it. Three locks, so that no view has to think of it:

- nobody has any right on a page in the bin (``core.permissions``), so the doors of the admin stay shut and say so;
- whoever saves or moves a page past these rights is refused here, by signals;
- the database takes no row that is in the bin and public (migration 0005 of ``safety``): whatever asks for public pages
  leaves the bin out by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.signals import pre_save
from wagtail.models import Page
from wagtail.signals import pre_page_move

SLUG = "papierkorb"
URL_PATH = f"/{SLUG}/"
"""How ``url_path`` begins in the bin and nowhere else: pages of the site have the slug of the start page before it."""

REFUSAL = "Die Seite liegt im Papierkorb. Stellen Sie sie zuerst wieder her."

_is_open: ContextVar[bool] = ContextVar("trash is open", default=False)


class PageInTrashError(PermissionDenied):
    """Somebody wanted to change a page past the bin. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__(REFUSAL)


def lies_in_trash(page: Any) -> bool:
    """Whether ``page`` was in the bin when it was loaded, without a query; the bin's own page counts as well."""
    return bool(page.url_path) and page.url_path.startswith(URL_PATH)


def without_trash(pages: QuerySet[Any], page: str = "") -> QuerySet[Any]:
    """``pages`` without the bin and what lies in it; ``page`` leads from other rows to their page (»page__«)."""
    return pages.exclude(**{f"{page}url_path__startswith": URL_PATH})


@contextmanager
def trash_opened() -> Iterator[None]:
    """While pages are put into the bin or taken out of it. Only ``safety.trash`` does that."""
    token = _is_open.set(True)
    try:
        yield
    finally:
        _is_open.reset(token)


def connect() -> None:
    """Called once, when the apps are ready."""
    pre_save.connect(_before_saving, dispatch_uid="page trash")
    pre_page_move.connect(_before_moving, dispatch_uid="page trash")


def _before_saving(
    sender: type[Any], instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Refuse to publish in the bin, and to write the place back that an object knew before it was deleted or restored.

    The row is locked, so that deleting and publishing at the same moment come one after the other.
    """
    if raw or not isinstance(instance, Page) or _is_open.get():
        return
    if update_fields is not None and not {"live", "path", "url_path"} & set(update_fields):
        return
    stored = None
    if instance.pk:
        row = Page.objects.select_for_update(no_key=True).filter(pk=instance.pk)
        stored = row.values_list("path", "url_path").first()
    is_moved = stored is not None and stored[0] != instance.path
    stored_in_trash = stored is not None and stored[1].startswith(URL_PATH)
    if (stored_in_trash or lies_in_trash(instance)) and (instance.live or is_moved or stored is None):
        raise PageInTrashError


def _before_moving(sender: type[Any], url_path_before: str, url_path_after: str, **kwargs: Any) -> None:
    if not _is_open.get() and (url_path_before.startswith(URL_PATH) or url_path_after.startswith(URL_PATH)):
        raise PageInTrashError
