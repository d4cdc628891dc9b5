"""When the index must be brought up to date. The work is done after the commit, so that nothing is shown early."""

import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Revision, get_page_models
from wagtail.search import index
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

from labs.models import LabPage
from ogl_portal.core import published
from ogl_portal.core.models import Topic
from ogl_portal.search import indexing, sources, synonyms
from ogl_portal.search.models import BestBet, Synonyms
from ogl_portal.users.models import User
from publications.models import LiteratureEntry, LiteraturePage
from publications.signals import version_changed

logger = logging.getLogger(__name__)
_waiting: dict[str, Callable[[], None]] = {}


def after_commit(name: str, work: Callable[[], None]) -> None:
    """Do ``work`` once after the commit, however often it was asked for under ``name``.

    It must not break what the editor did: an error is logged, and a rebuild puts the index right.
    """
    _waiting[name] = work

    def run() -> None:
        if waiting := _waiting.pop(name, None):
            try:
                waiting()
            except Exception:
                logger.exception("The search index could not be brought up to date for %s", name)

    transaction.on_commit(run)


def _page_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    pk = instance.pk
    after_commit(sources.page_key(pk), lambda: indexing.reindex_page(pk))
    after_commit(f"staff page {pk}", lambda: _reindex_for_staff(Page, pk))
    if isinstance(instance, LiteraturePage):
        after_commit("all literature", indexing.reindex_all_literature)


def _page_deleted(sender: Any, instance: Page, **kwargs: Any) -> None:
    key = sources.page_key(instance.pk)
    after_commit(key, lambda: indexing.remove(key))
    index.remove_object(instance)


def _lab_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    """A lab's name and Land stand with everything that names the lab."""
    _page_changed(sender, instance)
    if isinstance(instance, LabPage):
        for related in (*instance.news.all(), *instance.events.all(), *instance.publications.all()):
            _page_changed(sender, related)


def _published(page: Page, revision: Revision) -> None:
    _lab_changed(type(page), page)


def _subtree_changed(sender: Any, instance: Page, **kwargs: Any) -> None:
    after_commit(f"below {instance.pk}", lambda: indexing.reindex_below(Page.objects.get(pk=instance.pk)))


def _topic_changed(sender: Any, instance: Topic, **kwargs: Any) -> None:
    pk = instance.pk
    after_commit(sources.topic_key(pk), lambda: indexing.reindex_topic(pk))


def _literature_changed(sender: Any, instance: LiteratureEntry, **kwargs: Any) -> None:
    pk = instance.pk
    after_commit(sources.literature_key(pk), lambda: indexing.reindex_literature(pk))
    after_commit(f"staff literature {pk}", lambda: _reindex_for_staff(LiteratureEntry, pk))


def _version_changed(sender: Any, publication: Any, **kwargs: Any) -> None:
    _page_changed(sender, publication)


def _person_changed(sender: Any, instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    """Signing in notes the time in the account, and nothing that it is found by."""
    if set(update_fields or ["email"]) - {"last_login"}:
        pk = instance.pk
        after_commit(f"staff person {pk}", lambda: _reindex_for_staff(User, pk))


def _deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    index.remove_object(instance)


def _reindex_for_staff(model: Any, pk: int) -> None:
    if thing := model.objects.filter(pk=pk).first():
        index.insert_or_update_object(thing)


def _words_changed(sender: Any, **kwargs: Any) -> None:
    synonyms.forget()


def connect() -> None:
    """Called once, when the apps are ready."""
    published.step("search.index", _published, order=600)
    page_unpublished.connect(_lab_changed)
    post_page_move.connect(_subtree_changed)
    page_slug_changed.connect(_subtree_changed)
    for model in get_page_models():
        post_save.connect(_page_changed, sender=model)
        post_delete.connect(_page_deleted, sender=model)
    for signal in (post_save, post_delete):
        signal.connect(_topic_changed, sender=Topic)
        signal.connect(_literature_changed, sender=LiteratureEntry)
        signal.connect(_words_changed, sender=Synonyms)
        signal.connect(_words_changed, sender=BestBet)
    post_save.connect(_person_changed, sender=User)
    for searched in (User, LiteratureEntry):
        post_delete.connect(_deleted, sender=searched)
    version_changed.connect(_version_changed)
