"""Write down each publishing, with the editor's note, and when what was public was taken down."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_unpublished

from ogl_portal.core import published
from ogl_portal.core.models import BasePage, PublishedVersion


@transaction.atomic
def record(page: Any, revision: Revision, restores: PublishedVersion | None = None) -> PublishedVersion:
    """Number the version of ``page`` (specific) that has just become public, and move the note out of the editor.

    The note belongs to the act of publishing. The public page keeps it as ``published_note``; the stored version loses
    it, so that the next edit begins with an empty field, and so does one that goes back to this version.
    """
    Page.objects.select_for_update().get(pk=page.pk)  # two publishings at once get two numbers
    last = PublishedVersion.objects.filter(page_id=page.pk).aggregate(last=Max("number"))["last"] or 0
    page.published_note, page.change_note = page.change_note, ""
    type(page).objects.filter(pk=page.pk).update(published_note=page.published_note, change_note="")
    if revision.content.get("change_note"):
        revision.content["change_note"] = ""
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    return PublishedVersion.objects.create(
        page_id=page.pk,
        number=last + 1,
        revision=revision,
        published_at=page.last_published_at,
        note=page.published_note,
        restores=restores,
    )


def withdraw(pages: Iterable[int]) -> None:
    """Write down of ``pages`` (keys) that they are not public any more, so that no undoing brings that version back."""
    last = PublishedVersion.objects.filter(page_id=OuterRef("page_id")).order_by("-number").values("number")[:1]
    public = PublishedVersion.objects.filter(page_id__in=pages, withdrawn_at=None, number=Subquery(last))
    public.update(withdrawn_at=timezone.now())


def _withdraw(sender: Any, instance: Page, **kwargs: Any) -> None:
    withdraw([instance.pk])


def _record(page: Any, revision: Revision) -> None:
    record(page, revision)


def connect() -> None:
    """Called once, when the apps are ready."""
    published.step("core.changes", _record, order=100, model=BasePage)
    page_unpublished.connect(_withdraw, dispatch_uid="core.changes")
