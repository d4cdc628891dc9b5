"""Which pages point to something: asked before it is unpublished or deleted.

Wagtail's index of references knows what is chosen in fields, blocks and texts, as readers see it; it does not know
relations to many (the labs and topics of a page), which are asked beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, CharField, Model, Q, QuerySet, TextField, When
from django.db.models.functions import Cast
from django.urls import resolve
from wagtail.models import Page, ReferenceIndex, Revision

from ogl_portal.core.media_permissions import files_used_by
from ogl_portal.core.page_trash import without_trash
from ogl_portal.media.models import PortalDocument, PortalImage
from ogl_portal.users.visibility import visible_pages
from ogl_portal.workplace.formatting import edit_url

SHOWN = 20


@dataclass(frozen=True)
class UsingPage:
    """A page that points to the thing; ``url`` leads to its form, or to the page itself for who may not edit it.

    Not public: a draft, or the changes to a public page that wait to be published.
    """

    title: str
    url: str
    is_public: bool


@dataclass(frozen=True)
class Usage:
    """``pages``: the first of ``count``, public ones first; ``hidden`` drafts are counted, but not the person's."""

    pages: list[UsingPage]
    count: int
    hidden: int

    @property
    def more(self) -> int:
        """How many are neither listed nor hidden."""
        return self.count - self.hidden - len(self.pages)


def usage_of(targets: Sequence[Model], user: Any) -> Usage:
    """The pages that point to one of ``targets``, themselves and the bin left out."""
    own = [target.pk for target in targets if isinstance(target, Page)]
    told = {*pages_referring_to(targets), *_pages_naming(targets)}.difference(own)
    in_drafts = _drafts_with(targets).difference(told, own)
    pages = without_trash(Page.objects.filter(pk__in=told | in_drafts))
    count = pages.count()
    if not count:
        return Usage([], 0, 0)
    visible: Any = visible_pages(pages, user)
    order: list[Any] = ["-live", "title", "pk"]
    if in_drafts:
        order.insert(0, Case(When(pk__in=in_drafts, then=1), default=0))
    shown = visible.order_by(*order).defer_streamfields().specific()[:SHOWN]
    using = [_using(page, user, is_public=page.live and page.pk not in in_drafts) for page in shown]
    return Usage(using, count, count - visible.count())


def usage_of_tree(page: Page, user: Any) -> Usage:
    """The pages that point to ``page`` or to one below it, from outside."""
    return usage_of(list(page.get_descendants(inclusive=True)), user)


def target_of(usage_url: str, model: type[Model]) -> Model | None:
    """The object of one of Wagtail's addresses for »Usage«."""
    match = resolve(usage_url.partition("?")[0])
    key = next(iter([*match.kwargs.values(), *match.args]), None)
    return model._default_manager.filter(pk=key).first()


def pages_referring_to(targets: Sequence[Model]) -> set[int]:
    """Numbers of the pages that hold one of ``targets`` in a field, a block or a text, drafts left out."""
    references = ReferenceIndex.get_references_to_in_bulk(list(targets))
    of_pages = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
    return {int(key) for key in of_pages.values_list("object_id", flat=True)}


def _pages_naming(targets: Sequence[Model]) -> Iterator[int]:
    """Numbers of the pages with one of ``targets`` in a relation to many."""
    by_model: dict[type[Model], list[Any]] = {}
    for target in targets:
        kind = target.specific_class if isinstance(target, Page) else type(target)
        by_model.setdefault(kind or type(target), []).append(target.pk)
    for model, keys in by_model.items():
        for relation in model._meta.related_objects:
            if relation.many_to_many and issubclass(relation.related_model, Page):
                naming = relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": keys})
                yield from naming.values_list("pk", flat=True)


def _drafts_with(targets: Sequence[Model]) -> set[int]:
    """Numbers of the pages whose latest draft uses one of the pictures and documents among ``targets``."""
    wanted = {(type(target), str(target.pk)) for target in targets if isinstance(target, PortalImage | PortalDocument)}
    if not wanted:
        return set()
    drafts = Revision.objects.filter(pk__in=Page.objects.exclude(latest_revision=None).values("latest_revision"))
    changed = drafts.filter(object_id__in=_texts(Page.objects.filter(Q(live=False) | Q(has_unpublished_changes=True))))
    # A number that stands alone somewhere in the draft: few drafts are left to be built and asked.
    numbers = "|".join(sorted(key for _, key in wanted))
    likely = changed.annotate(text=Cast("content", TextField())).filter(text__regex=rf"(^|[^0-9])({numbers})([^0-9]|$)")
    return {int(draft.object_id) for draft in likely if wanted & files_used_by(draft.as_object())}


def _texts(pages: QuerySet[Page]) -> QuerySet[Page]:
    """Their numbers as revisions keep them."""
    return pages.annotate(key=Cast("pk", CharField())).values("key")


def _using(page: Page, user: Any, *, is_public: bool) -> UsingPage:
    may_edit = page.permissions_for_user(user).can_edit()
    title = getattr(page, "distinct_title", page.title)  # two pages of one title are told apart
    return UsingPage(title, edit_url(page.pk) if may_edit else page.get_url() or "", is_public)
