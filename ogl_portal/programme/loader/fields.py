"""Fills each kind of page from its content. No function here saves anything."""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from wagtail.models import Page

from events.models import EventIndexPage, EventPage
from labs.models import ImpactClaim, LabIndexPage, LabLink, LabMunicipality, LabPage, LabPartner, LabSubproject
from news.models import NewsDate, NewsIndexPage, NewsPage
from ogl_portal.accessibility.models import StatementPage
from ogl_portal.core.models import Topic
from ogl_portal.legal.models import EasyLanguagePage, ImprintPage, PrivacyPage, SignLanguagePage
from ogl_portal.pages.models import ContactPage, HomePage, KeyFigure, StandardPage, Way
from ogl_portal.programme import content
from ogl_portal.programme.loader.markup import body, rich_text, sentences
from publications.models import Contributor, LiteraturePage, PublicationIndexPage, PublicationPage

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

    def html(self, text: str) -> str:
        return rich_text(text, self.page_id)

    def body(self, path: str, blocks: tuple[content.BlockSource, ...]) -> str:
        return json.dumps(body(path, blocks, self.page_id))


def ordered(children: list[Any]) -> list[Any]:
    """Children of a page in the order given."""
    for number, child in enumerate(children):
        child.sort_order = number
    return children


def fill_home(page: HomePage, source: content.HomeSource, context: Context) -> None:
    for name in (
        "title", "teaser", "claim", "lead", "results_heading", "results_text", "work_heading", "news_heading",
        "information_heading", "events_heading",
    ):  # fmt: skip
        setattr(page, name, getattr(source, name))
    for name in ("definition", "work_text", "information_text"):
        setattr(page, name, context.html(getattr(source, name)))
    page.figures = ordered([KeyFigure(value=figure.value, label=figure.label) for figure in source.figures])
    ways = [Way(title=w.title, text=w.text, target_id=context.page_id(w.target)) for w in source.ways]
    page.ways = ordered([way for way in ways if way.target_id])


def fill_page(page: Any, source: content.OtherPageSource, context: Context) -> None:
    """Standard, contact, index and legal pages."""
    page.title, page.teaser, page.show_in_menus = source.title, source.teaser, source.show_in_menus
    if source.introduction:
        page.introduction = context.html(source.introduction)
    if source.body or isinstance(page, ImprintPage | PrivacyPage):
        page.body = context.body(source.path, source.body)
    if source.legal_source:
        page.legal_source = source.legal_source
    for name in content.LANGUAGE_PARTS:
        if part := getattr(source, name):
            setattr(page, name, context.body(f"{source.path}/{name}", part))


def fill_lab(page: LabPage, source: content.LabSource, context: Context) -> None:
    for name in (
        "title", "teaser", "official_name", "project_name", "seat", "period_start", "period_end",
    ):  # fmt: skip
        setattr(page, name, getattr(source, name))
    for name in ("theme", "goals", "results", "how_it_works", "fields_of_action"):
        setattr(page, name, context.html(getattr(source, name)))
    page.laender = list(source.laender)
    page.latitude, page.longitude = degrees(source.latitude), degrees(source.longitude)
    page.topics = context.topic_list(source.topics)
    page.municipalities = ordered([municipality(item) for item in source.municipalities])
    page.partners = ordered([LabPartner(name=p.name, kind=p.kind, note=p.note) for p in source.partners])
    page.subprojects = ordered([subproject(item) for item in source.subprojects])
    page.claims = ordered([impact_claim(item, context) for item in source.claims])
    page.links = ordered([LabLink(title=link.title, url=link.url) for link in source.links])


def degrees(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def municipality(source: content.MunicipalitySource) -> LabMunicipality:
    return LabMunicipality(
        name=source.name,
        kind=source.kind,
        land=source.land,
        ags=source.ags,
        latitude=degrees(source.latitude),
        longitude=degrees(source.longitude),
        note=source.note,
    )


def subproject(source: content.SubprojectSource) -> LabSubproject:
    return LabSubproject(
        title=source.title,
        start=source.start,
        description=sentences(source.description),
        activities=sentences(source.activities),
        results=sentences(source.results),
    )


def impact_claim(source: content.ClaimSource, context: Context) -> ImpactClaim:
    """A claim whose document staff have deleted stays, without its evidence."""
    evidence = context.page_id(source.evidence) if source.evidence else None
    return ImpactClaim(
        stage=source.stage,
        text=source.text,
        subproject=source.subproject,
        evidence_id=evidence,
        evidence_page=source.evidence_page if evidence else None,
    )


def fill_publication(page: PublicationPage, source: content.PublicationSource, context: Context) -> None:
    for name in (
        "title", "subtitle", "teaser", "kind", "date", "language", "licence", "publisher", "source_url",
        "home_page_order", "is_from_programme",
    ):  # fmt: skip
        setattr(page, name, getattr(source, name))
    page.abstract = context.html(source.abstract)
    page.labs = context.labs(source.labs)
    page.topics = context.topic_list(source.topics)
    people = [
        Contributor(kind=c.kind, role=c.role, family_name=c.family_name, given_name=c.given_name, name=c.name)
        for c in source.contributors
    ]
    page.contributors = ordered(people)


def fill_news(page: Any, source: content.NewsSource, context: Context) -> None:
    for name in ("title", "teaser", "place", "source_url"):
        setattr(page, name, getattr(source, name))
    page.dates = ordered([NewsDate(date=date) for date in source.dates])
    page.labs = context.labs(source.labs)
    page.topics = context.topic_list(source.topics)
    page.body = context.body(source.path, source.body)


def fill_event(page: Any, source: content.EventSource, context: Context) -> None:
    for name in (
        "title", "teaser", "kind", "audience", "fuzzy_date", "place_name", "is_online", "organiser", "source_url",
    ):  # fmt: skip
        setattr(page, name, getattr(source, name))
    page.start_date, page.start_time = day_and_time(source.start)
    page.end_date, page.end_time = day_and_time(source.end)
    page.registration_deadline, _ = day_and_time(source.registration_deadline)
    page.labs = context.labs(source.labs)
    page.topics = context.topic_list(source.topics)
    page.body = context.body(source.path, source.body)


def day_and_time(text: str) -> tuple[datetime.date | None, datetime.time | None]:
    """``2022-12-01T09:00`` in its two parts; without a time the day alone, without anything neither."""
    day, _, time = text.partition("T")
    return (
        datetime.date.fromisoformat(day) if day else None,
        datetime.time.fromisoformat(time) if time else None,
    )


_FILLERS: dict[type, tuple[type[Page], Callable[[Any, Any, Context], None]]] = {
    content.HomeSource: (HomePage, fill_home),
    content.OtherPageSource: (StandardPage, fill_page),
    content.LabSource: (LabPage, fill_lab),
    content.PublicationSource: (PublicationPage, fill_publication),
    content.NewsSource: (NewsPage, fill_news),
    content.EventSource: (EventPage, fill_event),
}


def page_model(source: content.PageSource) -> type[Page]:
    """The page type that a content dataclass becomes."""
    return PAGE_MODELS[source.type] if isinstance(source, content.OtherPageSource) else _FILLERS[type(source)][0]


def fill(page: Page, source: content.PageSource, context: Context) -> None:
    """Set the fields and children of ``page`` (an instance of ``page_model(source)``) from ``source``."""
    _FILLERS[type(source)][1](page, source, context)
