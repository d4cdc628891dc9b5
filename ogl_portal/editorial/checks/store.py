"""Keeps the findings of public pages: renewed with each publishing, and every night for whatever came another way.

Saving a draft costs nothing: its findings are only shown in the editor. Imports, the programme's own content and the
bin publish and take down without a signal; until the night, ``on_public_pages`` keeps what is gone out of every list.
"""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from wagtail.models import Page, Revision
from wagtail.signals import page_unpublished

from ogl_portal.core import published
from ogl_portal.editorial.checks.findings import Finding
from ogl_portal.editorial.checks.models import ContentFinding
from ogl_portal.editorial.checks.pages import check_page, check_pages

CHUNK = 200
FIELDS = ("position", "rule", "severity", "sentence", "place", "anchor")
Row = tuple[Any, ...]


def live_pages() -> Iterator[list[Any]]:
    """All public pages as what they are, a few at a time."""
    keys = list(Page.objects.live().filter(depth__gt=1).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), CHUNK):
        yield list(Page.objects.filter(pk__in=keys[start : start + CHUNK]).specific())


@transaction.atomic
def store(page: Any) -> None:
    """Bring the stored findings of ``page`` (specific, as the public sees it) in line."""
    list(Page.objects.select_for_update().filter(pk=page.pk).values_list("pk"))  # the nightly run waits its turn
    ContentFinding.objects.filter(page_id=page.pk).delete()
    ContentFinding.objects.bulk_create(
        ContentFinding(page_id=page.pk, **dict(zip(FIELDS, row, strict=True))) for row in _rows(check_page(page))
    )


def store_all() -> int:
    """Check every public page, write where something differs, forget the others; gives the number of findings."""
    count = 0
    for pages in live_pages():
        stored = _stored([page.pk for page in pages])
        for page, findings in zip(pages, check_pages(pages), strict=True):
            rows = _rows(findings)
            count += len(rows)
            if rows != stored.get(page.pk, []):
                _store_anew(page.pk)
    ContentFinding.objects.exclude(page__live=True).delete()
    return count


def store_daily(today: datetime.date) -> None:
    """The daily job."""
    store_all()


@transaction.atomic
def _store_anew(page_id: int) -> None:
    """Read once more under the lock: somebody may have published since the page was checked."""
    page = Page.objects.select_for_update().filter(pk=page_id, live=True).first()
    if page is not None:
        store(page.specific)


def _rows(findings: Sequence[Finding]) -> list[Row]:
    return [
        (position, found.rule.value, found.severity.value, found.sentence, found.place.label, found.place.anchor)
        for position, found in enumerate(findings)
    ]


def _stored(keys: list[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    rows = ContentFinding.objects.filter(page__in=keys).order_by("page", "position")
    for page_id, *row in rows.values_list("page_id", *FIELDS):
        found.setdefault(page_id, []).append(tuple(row))
    return found


def connect() -> None:
    """Called once, when the apps are ready."""
    published.step("editorial.findings", _check, order=400)
    page_unpublished.connect(_unpublished, dispatch_uid="editorial.findings")


def _check(page: Any, revision: Revision) -> None:
    store(page)


def _unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    ContentFinding.objects.filter(page_id=instance.pk).delete()
