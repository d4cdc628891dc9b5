"""Fills each kind of page from its content. No function here saves anything."""

import datetime
import json
from dataclasses import dataclass, is_dataclass
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from events.models import EventIndexPage, EventPage
from labs.models import ImpactClaim, LabIndexPage, LabPage
from news.models import NewsIndexPage, NewsPage
from ogl_portal.accessibility.models import StatementPage
from ogl_portal.core.models import Topic
from ogl_portal.legal.models import EasyLanguagePage, ImprintPage, PrivacyPage, SignLanguagePage
from ogl_portal.pages.models import ContactPage, HomePage, StandardPage
from ogl_portal.programme import content
from ogl_portal.programme.loader.markup import body, rich_text, sentences
from publications.models import LiteraturePage, PublicationIndexPage, PublicationPage

PAGE_MODELS: dict[str, type[Page]] = {
    "standard": StandardPage,
    "contact": ContactPage,
    "lab_index": LabIndexPage,
    "publication_index": PublicationIndexPage,
    "news_index": NewsIndexPage,
    "event_index": EventIndexPage,
    "literature": LiteraturePage,
    "easy_language": EasyLanguagePage,
    "sign_language": SignLanguagePage,
    "imprint": ImprintPage,
    "privacy": PrivacyPage,
    "statement": StatementPage,
}
_MODELS_OF_SOURCES: dict[type, type[Page]] = {
    content.HomeSource: HomePage,
    content.LabSource: LabPage,
    content.PublicationSource: PublicationPage,
    content.NewsSource: NewsPage,
    content.EventSource: EventPage,
}
# Of the content, and no field of a page; the days of an event are read by ``_fill_days``.
_NO_FIELDS = {"slug", "path", "type", "order", "sample_document", "start", "end", "registration_deadline"}


@dataclass(frozen=True)
class Context:
    """What content may refer to: pages by path, topics by slug. What staff have deleted is not in here."""

    pages: dict[str, Page]
    topics: dict[str, Topic]

    def page_id(self, path: str) -> int | None:
        page = self.pages.get(path)
        return page.pk if page else None

    def labs(self, slugs: tuple[str, ...]) -> list[LabPage]:
        pages = (self.pages.get(f"labore/{slug}") for slug in slugs)
        return [page.specific for page in pages if page]

    def topic_list(self, slugs: tuple[str, ...]) -> list[Topic]:
        return [self.topics[slug] for slug in slugs if slug in self.topics]


def page_model(source: content.PageSource) -> type[Page]:
    """The page type that a content dataclass becomes."""
    return PAGE_MODELS[source.type] if isinstance(source, content.OtherPageSource) else _MODELS_OF_SOURCES[type(source)]


def fill(page: Page, source: content.PageSource, context: Context) -> None:
    """Set the fields and children of ``page`` (a ``page_model(source)``) that bear the names of those of ``source``."""
    for name, value in vars(source).items():
        if name in _NO_FIELDS:
            continue
        try:
            field = page._meta.get_field(name)
        except FieldDoesNotExist:  # types of pages that share a source have different fields
            if value:
                raise
            continue
        match field:
            case RichTextField():
                setattr(page, name, rich_text(value, context.page_id))
            case StreamField():
                place = source.path if name == "body" else f"{source.path}/{name}"
                setattr(page, name, json.dumps(body(place, value, context.page_id)))
            case models.ManyToManyField():
                find = context.labs if field.related_model is LabPage else context.topic_list
                setattr(page, name, find(value))
            case models.ManyToOneRel():
                setattr(page, name, _children(field.related_model, value, context))
            case _:
                setattr(page, name, _plain(field, value))
    if isinstance(source, content.EventSource):
        _fill_days(page, source)


def _plain(field: Any, value: Any) -> Any:
    if isinstance(field, models.DecimalField) and value is not None:
        return Decimal(str(value))
    return list(value) if isinstance(field, ArrayField) else value


def _children(model: Any, sources: tuple[Any, ...], context: Context) -> list[Any]:
    """Children of a page in the order given, less those that need a page which staff have deleted."""
    found: list[Any] = []
    for source in sources:
        child, lacks_page = model(sort_order=len(found)), False
        for name, value in (vars(source) if is_dataclass(source) else {"date": source}).items():
            field = model._meta.get_field(name)
            match field:
                case models.ForeignKey():
                    page = context.page_id(value) if value else None
                    lacks_page |= page is None and not field.null
                    setattr(child, field.attname, page)
                case RichTextField():
                    setattr(child, name, sentences(value))
                case _:
                    setattr(child, name, _plain(field, value))
        if isinstance(child, ImpactClaim) and not child.evidence_id:
            child.evidence_page = None
        if not lacks_page:
            found.append(child)
    return found


def _fill_days(page: Any, source: content.EventSource) -> None:
    page.start_date, page.start_time = day_and_time(source.start)
    page.end_date, page.end_time = day_and_time(source.end)
    page.registration_deadline, _ = day_and_time(source.registration_deadline)


def day_and_time(text: str) -> tuple[datetime.date | None, datetime.time | None]:
    """``2022-12-01T09:00`` in its two parts; without a time the day alone, without anything neither."""
    day, _, time = text.partition("T")
    return (
        datetime.date.fromisoformat(day) if day else None,
        datetime.time.fromisoformat(time) if time else None,
    )
