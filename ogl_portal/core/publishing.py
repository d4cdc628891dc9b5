"""What a page must have before the public sees it, in one place for every way of publishing.

Wagtail checks less when a draft is saved and everything when a page goes live: it calls ``full_clean`` whenever a live
page is written. ``BasePage`` adds the blocks of its bodies to that check, so that the editor, a workflow, a bulk
action, a schedule and the programming interface all meet the same rules.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.blocks import ListBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.log_actions import log
from wagtail.models import PageLogEntry, Revision

from ogl_portal.core.page_trash import REFUSAL, lies_in_trash
from ogl_portal.web.third_party import first_refusal, refusal

logger = logging.getLogger(__name__)

PLANNED = "wagtail.publish.schedule"  # the log action of giving a version the day on which it becomes public
SCHEDULED = "wagtail.publish.scheduled"  # that of publishing it on its day
EXPIRED = "wagtail.unpublish.scheduled"  # that of taking a page down at the end of its time
ENDED = "Das Ende im Zeitplan (»Öffentlich bis«) ist schon vorbei. Bitte ändern oder leeren Sie es."
REFUSED = "portal.publish.refused"
UNDONE = "portal.publish.undone"  # going back to the version that was public before (safety.undo)
UNDONE_TO_NOTHING = "portal.unpublish.undone"  # the same, where nothing was public before


class PublishingRefusedError(ValidationError):
    """The page is not complete; ``page`` is what should have been published. Nothing was changed."""

    def __init__(self, page: Any, error: ValidationError) -> None:
        super().__init__(error.update_error_dict({}))
        self.page = page

    @property
    def sentence(self) -> str:
        """For the person who wanted to publish: which page, what is missing, what is safe."""
        reasons = " ".join(dict.fromkeys(self.messages))
        safe = "Der Entwurf ist gespeichert; online ist nichts geändert."
        return f"»{self.page}« wurde nicht veröffentlicht. {reasons} {safe}"


def sentences_of(error: Any, block: Any, value: Any, where: str = "") -> Iterator[str]:
    """The sentences of a block's error, each with the names of the blocks that it stands in (»Film, Abschrift: …«)."""
    for item in getattr(error, "non_block_errors", None) or []:
        yield f"{where}: {item}" if where else str(item)
    nested = getattr(error, "block_errors", None)
    if nested is None:
        yield from (f"{where}: {message}" if where else message for message in error.messages)
        return
    for key, child_error in nested.items():
        if isinstance(block, StructBlock):
            child, child_value = block.child_blocks[key], value.get(key)
        elif isinstance(block, ListBlock):
            child, child_value = block.child_block, value[key]
        else:
            child, child_value = value[key].block, value[key].value
        name = str(child.label)
        yield from sentences_of(child_error, child, child_value, f"{where}, {name}" if where else name)


def block_errors(thing: models.Model, exclude: set[str]) -> dict[str, list[str]]:
    """What the editor would refuse in the bodies of ``thing``: field → sentences."""
    errors = {}
    for field in thing._meta.concrete_fields:
        if isinstance(field, StreamField) and field.name not in exclude:
            value = getattr(thing, field.name)
            try:
                field.stream_block.clean(value)
            except ValidationError as error:
                errors[field.name] = list(dict.fromkeys(sentences_of(error, field.stream_block, value)))
    return errors


def third_party_errors(thing: models.Model, exclude: set[str]) -> dict[str, list[str]]:
    """Foreign things in the texts of ``thing``: field → sentences."""
    errors = {}
    for field in thing._meta.concrete_fields:
        if field.name in exclude:
            continue
        value = getattr(thing, field.attname)
        if isinstance(field, StreamField):
            reason = first_refusal(list(value.raw_data)) if value else ""
        elif isinstance(field, RichTextField | models.TextField):
            reason = refusal(value or "") if isinstance(value, str) else ""
        else:
            continue
        if reason:
            errors[field.name] = [reason]
    return errors


def third_party_reasons_of_children(page: Any) -> Iterator[str]:
    """The same for what belongs to a page (sub-projects and the like)."""
    from modelcluster.models import get_all_child_relations

    for relation in get_all_child_relations(page):
        for child in getattr(page, relation.get_accessor_name()).all():
            for reasons in third_party_errors(child, set()).values():
                yield from (f"»{child}«: {reason}" for reason in reasons)


def _check_complete(draft: Any) -> None:
    """Raises ValidationError where ``draft`` may not be public as it is."""
    if lies_in_trash(draft):
        raise ValidationError(REFUSAL)
    draft.full_clean()


def check_before_publishing(page: Any, revision: Revision, log_action: Any) -> bool:
    """Whether ``revision`` of ``page`` may be published.

    Raises PublishingRefusedError where somebody waits for the answer. Where the clock publishes, nobody does: the
    schedule is taken off, the history of the page says so, and the other pages that are due are not held up.
    """
    draft = revision.as_object()
    try:
        _check_complete(draft)
        if draft.expire_at and draft.expire_at <= timezone.now():  # it would be taken down half a minute later
            raise ValidationError({"expire_at": ENDED})
    except ValidationError as error:
        refused = PublishingRefusedError(draft, error)
        if log_action != SCHEDULED:
            raise refused from error
        logger.error("Page %s was due and is not published: %s", page.pk, "; ".join(refused.messages))
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(instance=page, action=REFUSED, revision=revision, data={"reasons": refused.messages})
        return False
    return True


def released_by(revision: Revision) -> Any:
    """Who has released ``revision`` for the day that it waits for; None where nobody has, or the account is gone."""
    planned = PageLogEntry.objects.filter(revision=revision, action=PLANNED).order_by("-timestamp", "-pk").first()
    return get_user_model().objects.filter(pk=planned.user_id).first() if planned and planned.user_id else None


def is_for_later(page: Any) -> bool:
    """Whether ``page``, as it stands in its draft, shall be public at a later time."""
    return page.go_live_at is not None and page.go_live_at > timezone.now()


def keep_public_version(page: Any) -> None:
    """Before a version of ``page`` is stored that shall be public later: see to it that the public one is stored, too.

    A page may be public without one (the stored text was removed, or it came without). Wagtail takes it for one that
    was never public, and would hide it from its readers until the day of the new version.
    """
    if not (page.live and page.live_revision_id is None and is_for_later(page)):
        return
    public = type(page).objects.get(pk=page.pk)
    version = Revision.objects.create(
        content_object=public,
        base_content_type=public.get_base_content_type(),
        # Before any draft, so that the newest stays the newest.
        created_at=public.last_published_at or public.first_published_at or timezone.now(),
        content=public.serializable_data(),
        object_str=str(public),
    )
    type(page).objects.filter(pk=page.pk).update(live_revision=version)
    page.live_revision = version


@contextmanager
def schedule_kept(page: Any) -> Iterator[None]:
    """What is approved for a later day stays so, although the page is taken down meanwhile (Wagtail cancels it)."""
    waiting = page.revisions.filter(approved_go_live_at__isnull=False)
    approved = list(waiting.values_list("pk", "approved_go_live_at"))
    yield
    for pk, at in approved:
        Revision.objects.filter(pk=pk).update(approved_go_live_at=at)


@receiver(pre_save, sender=Revision)
def check_before_scheduling(
    sender: type[Revision], instance: Revision, update_fields: Any = None, **kwargs: Any
) -> None:
    """A time for publishing is only set for what could be published now."""
    if instance.approved_go_live_at and update_fields and "approved_go_live_at" in update_fields:
        draft = instance.as_object()
        try:
            _check_complete(draft)
        except ValidationError as error:
            raise PublishingRefusedError(draft, error) from error
