"""Fills each kind of page from its content. No function here saves anything."""

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


def fill(page: Page, entry: ContentEntry, context: Context) -> None:
    """Set the fields and children of ``page`` to what ``entry`` says of them."""
    for name, field in content_fields(type(page)).items():
        value = getattr(entry, name)
        match field:
            case RichTextField():
                value = rich_text(value, context.page_id)
            case StreamField():
                place = entry.path if name == "body" else f"{entry.path}/{name}"
                value = json.dumps(body(place, field.stream_block, value, context.page_id))
            case models.ManyToManyField():
                value = context.labs(value) if field.related_model is LabPage else context.topic_list(value)
            case models.ManyToOneRel():
                value = _children(field.related_model, value, context)
        setattr(page, name, value)


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


def _children(model: Any, entries: list[ContentEntry], context: Context) -> list[Any]:
    """Children of a page in the order given, less those that need a page which staff have deleted."""
    found: list[Any] = []
    for entry in entries:
        child, lacks_page = model(sort_order=len(found)), False
        for name, field in content_fields(model).items():
            value = getattr(entry, name)
            match field:
                case models.ForeignKey():
                    page = context.page_id(value) if value else None
                    lacks_page |= page is None and not field.null
                    setattr(child, field.attname, page)
                case RichTextField():
                    setattr(child, name, sentences(value))
                case _:
                    setattr(child, name, value)
        if isinstance(child, ImpactClaim) and not child.evidence_id:
            child.evidence_page = None
        if not lacks_page:
            found.append(child)
    return found
