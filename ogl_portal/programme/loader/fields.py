"""Fills each kind of page from its content, and says what one holds. No function here saves anything."""

import json
from dataclasses import dataclass
from typing import Any

from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from labs.models import ImpactClaim, LabPage
from ogl_portal.core.models import Topic
from ogl_portal.programme.content import ContentEntry, content_fields
from ogl_portal.programme.loader.markup import body, rich_text, sentences


@dataclass(frozen=True)
class Context:
    """What content may refer to: pages by path, topics by slug. What staff have deleted is not in here."""

    pages: dict[str, Page]
    topics: dict[str, Topic]

    def page_id(self, path: str) -> int | None:
        page = self.pages.get(path)
        return page.pk if page else None

    def labs(self, slugs: list[str]) -> list[LabPage]:
        pages = (self.pages.get(f"labore/{slug}") for slug in slugs)
        return [page.specific for page in pages if page]

    def topic_list(self, slugs: list[str]) -> list[Topic]:
        return [self.topics[slug] for slug in slugs if slug in self.topics]


def fill(thing: Any, entry: ContentEntry, context: Context) -> bool:
    """Set the fields and children of a page, or of a child of one, to what ``entry`` says of them.

    Children stand in the order given, less those that need a page which staff have deleted. Gives whether ``thing``
    itself needs none that is gone.
    """
    is_complete = True
    for name, field in content_fields(type(thing)).items():
        value = getattr(entry, name)
        match field:
            case RichTextField():
                value = rich_text(value, context.page_id) if isinstance(thing, Page) else sentences(value)
            case StreamField():
                place = entry.path if name == "body" else f"{entry.path}/{name}"
                value = json.dumps(body(place, field.stream_block, value, context.page_id))
            case models.ManyToManyField():
                value = context.labs(value) if field.related_model is LabPage else context.topic_list(value)
            case models.ManyToOneRel():
                made = [(field.related_model(), said) for said in value]
                value = [child for child, said in made if fill(child, said, context)]
                for number, child in enumerate(value):
                    child.sort_order = number
            case models.ForeignKey():
                value = context.page_id(value) if value else None
                is_complete &= value is not None or field.null
        setattr(thing, getattr(field, "attname", name), value)
    if isinstance(thing, ImpactClaim) and not thing.evidence_id:
        thing.evidence_page = None
    return is_complete


def stated(thing: Any) -> dict[str, Any]:
    """What ``thing`` says in the fields that content may state; equal for things that say the same."""

    def value(name: str, field: Any) -> Any:
        match field:
            case models.ManyToOneRel():
                return [stated(child) for child in getattr(thing, name).all()]
            case models.ManyToManyField():
                return {item.pk for item in getattr(thing, name).all()}
            case models.ForeignKey():
                return getattr(thing, field.attname)
            case _:
                return getattr(thing, name)

    return {name: value(name, field) for name, field in content_fields(type(thing)).items()}
