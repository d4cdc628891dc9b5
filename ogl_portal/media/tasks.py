"""Background work on pictures."""

from typing import Any

from django.db import transaction
from django_tasks import task
from wagtail.models import Page, Revision

from ogl_portal.core import published
from ogl_portal.media.pictures import make_renditions, pictures_on


@task()
def make_pictures(page_id: int) -> None:
    """Make the renditions of a page's pictures, so that its first reader need not wait for them."""
    page = Page.objects.filter(pk=page_id).specific().first()
    if page is not None:
        make_renditions(pictures_on(page))


def connect() -> None:
    published.step("media.make_pictures", _make_pictures_of, order=200)


def _make_pictures_of(page: Any, revision: Revision) -> None:
    if pictures_on(page):
        transaction.on_commit(lambda: make_pictures.enqueue(page.pk))
