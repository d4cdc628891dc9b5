"""Looks at links anew, at once, when the page or file that they lead to comes or goes.

Which pages to look at, Wagtail's index of references knows: it holds what was chosen. Addresses that were typed are
found again where they led nowhere before; otherwise the night finds them.
"""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import pre_delete
from django_tasks import task
from wagtail.documents import get_document_model
from wagtail.models import Page, Revision
from wagtail.signals import page_unpublished, post_page_move

from ogl_portal.core import published
from ogl_portal.editorial.checks.store import store
from ogl_portal.links.collect import collect_from, forget_unused
from ogl_portal.links.models import LinkState, LinkUse
from ogl_portal.links.usage import pages_referring_to
from ogl_portal.safety import files


def connect() -> None:
    """Called once, when the apps are ready."""
    published.step("links.look_again", _published, order=500)
    page_unpublished.connect(_gone, dispatch_uid="links.unpublished")
    post_page_move.connect(_moved, dispatch_uid="links.moved")
    pre_delete.connect(_gone, sender=Page, dispatch_uid="links.page_deleted")
    pre_delete.connect(_gone, sender=get_document_model(), dispatch_uid="links.document_deleted")
    files.moved.connect(_gone, dispatch_uid="links.file_moved")


@task()
def look_again(page_ids: list[int]) -> None:
    """Check the public ones of these pages, and bring their links in line."""
    pages = list(Page.objects.live().filter(pk__in=page_ids).specific())
    for page in pages:
        store(page)
    collect_from(pages)
    forget_unused()


def _published(page: Any, revision: Revision) -> None:
    """The page itself, and those whose links to it led nowhere until now."""
    dead = LinkUse.objects.filter(link__state=LinkState.OWN)
    by_choice = pages_referring_to([page]) & set(dead.values_list("page_id", flat=True))
    typed = dead.filter(link__url__startswith=page.get_url() or "/").values_list("page_id", flat=True)
    _soon({page.pk, *by_choice, *typed})


def _gone(sender: Any, instance: Model, **kwargs: Any) -> None:
    _soon(pages_referring_to([instance]))


def _moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Into the bin and out of it, too."""
    _soon(pages_referring_to(list(Page.objects.get(pk=instance.pk).get_descendants(inclusive=True))))


def _soon(page_ids: set[int]) -> None:
    """Once what happens to the target is settled."""
    if page_ids:
        transaction.on_commit(lambda: look_again.enqueue(sorted(page_ids)))
