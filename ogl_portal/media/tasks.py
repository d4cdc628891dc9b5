"""Background work on pictures."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django_tasks import task
from wagtail.models import Page, Revision

from ogl_portal.core import published
from ogl_portal.media import cleaning
from ogl_portal.media.models import DocumentState, PortalDocument
from ogl_portal.media.pictures import make_renditions, pictures_on


@task()
def make_pictures(page_id: int) -> None:
    """Make the renditions of a page's pictures, so that its first reader need not wait for them."""
    page = Page.objects.filter(pk=page_id).specific().first()
    if page is not None:
        make_renditions(pictures_on(page))


@task(queue_name="files")
def clean_document(document_id: int) -> None:
    """Look through a file that takes longer than whoever uploaded it was kept waiting for."""
    cleaning.clean_waiting_document(document_id)


def connect() -> None:
    post_save.connect(_clean_what_waits, sender=PortalDocument, dispatch_uid="media.clean_document")
    published.step("media.make_pictures", _make_pictures_of, order=200)


def _clean_what_waits(instance: PortalDocument, **_: Any) -> None:
    if instance.state == DocumentState.WAITING:
        transaction.on_commit(lambda: clean_document.enqueue(instance.pk))


def _make_pictures_of(page: Any, revision: Revision) -> None:
    if pictures_on(page):
        transaction.on_commit(lambda: make_pictures.enqueue(page.pk))
