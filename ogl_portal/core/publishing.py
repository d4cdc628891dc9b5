"""What a page must have before the public sees it, in one place for every way of publishing.

Wagtail checks less when a draft is saved and everything when a page goes live: it calls ``full_clean`` whenever a live
page is written. ``BasePage`` adds the blocks of its bodies to that check, so that the editor, a workflow, a bulk
action, a schedule and the programming interface all meet the same rules.
"""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.blocks import ListBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.log_actions import log
from wagtail.models import Revision

from ogl_portal.core.foreign import first_refusal, refusal

logger = logging.getLogger(__name__)

SCHEDULED = "wagtail.publish.scheduled"  # the log action by which Wagtail's command publishes what is due
REFUSED = "portal.publish.refused"


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


def foreign_errors(thing: models.Model, exclude: set[str]) -> dict[str, list[str]]:
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


def foreign_reasons_of_children(page: Any) -> Iterator[str]:
    """The same for what belongs to a page (sub-projects and the like)."""
    from modelcluster.models import get_all_child_relations

    for relation in get_all_child_relations(page):
        for child in getattr(page, relation.get_accessor_name()).all():
            for reasons in foreign_errors(child, set()).values():
                yield from (f"»{child}«: {reason}" for reason in reasons)


def check_before_publishing(page: Any, revision: Revision, log_action: Any) -> bool:
    """Whether ``revision`` of ``page`` may be published.

    Raises PublishingRefusedError where somebody waits for the answer. Where the clock publishes, nobody does: the
    schedule is taken off, the history of the page says so, and the other pages that are due are not held up.
    """
    draft = revision.as_object()
    try:
        draft.full_clean()
    except ValidationError as error:
        refused = PublishingRefusedError(draft, error)
        if log_action != SCHEDULED:
            raise refused from error
        logger.error("Page %s was due and is not published: %s", page.pk, "; ".join(refused.messages))
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(instance=page, action=REFUSED, revision=revision, data={"reasons": refused.messages})
        return False
    return True


@receiver(pre_save, sender=Revision)
def check_before_scheduling(
    sender: type[Revision], instance: Revision, update_fields: Any = None, **kwargs: Any
) -> None:
    """A time for publishing is only set for what could be published now."""
    if instance.approved_go_live_at and update_fields and "approved_go_live_at" in update_fields:
        draft = instance.as_object()
        try:
            draft.full_clean()
        except ValidationError as error:
            raise PublishingRefusedError(draft, error) from error
