"""Background work on content."""

from typing import Any

from django.db import transaction
from django_tasks import task
from wagtail.models import Page
from wagtail.signals import page_published

from ogl_portal.core.pictures import make_renditions


@task()
def make_pictures(page_id: int) -> None:
    """Make the renditions of a page's pictures, so that its first reader need not wait for them."""
    page = Page.objects.filter(pk=page_id).specific().first()
    if page is not None and hasattr(page, "pictures"):
        make_renditions(page.pictures())


def connect() -> None:
    page_published.connect(_published, dispatch_uid="make_pictures")


def _published(sender: type[Page], instance: Any, **kwargs: Any) -> None:
    if hasattr(instance, "pictures") and instance.pictures():
        transaction.on_commit(lambda: make_pictures.enqueue(instance.pk))
