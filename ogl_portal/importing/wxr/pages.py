"""Fill news items and pages from items of an export."""

import datetime
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags
from wagtail.models import Page

from news.models import NewsDate, NewsPage
from ogl_portal.core.models import Topic
from ogl_portal.core.slugs import slug_of
from ogl_portal.german.sorting import german_sort_key
from ogl_portal.importing.raised import flattened
from ogl_portal.importing.wxr.body import Converted
from ogl_portal.importing.wxr.parts import ParagraphPart, fit
from ogl_portal.importing.wxr.reader import ExportItem, ExportTerm
from ogl_portal.importing.wxr.runs import Run
from ogl_portal.importing.wxr.survey import Entry, TargetKind
from ogl_portal.pages.models import StandardPage

LONGEST_TITLE, LONGEST_TEASER = 255, 400
PAGE_MODELS: dict[TargetKind, type[Page]] = {TargetKind.NEWS: NewsPage, TargetKind.PAGE: StandardPage}


@dataclass(frozen=True)
class Content:
    """What is written into a page; a dataclass, so that the sync log can tell whether it has changed."""

    title: str
    teaser: str
    body: list[dict[str, Any]]
    date: str
    topics: list[str]


def wanted_slug(entry: Entry) -> str:
    """The part of the address that the item had, else one made of its title."""
    return slug_of(unquote(entry.slug) or entry.title, f"{entry.kind}-{entry.post_id or entry.number}")


def content_of(entry: Entry, item: ExportItem, converted: Converted, topics: list[Topic]) -> Content:
    """Title, teaser, body, date and topics; words that have no room stand at the beginning of the body."""
    overflow: list[str] = []
    title = fit(entry.title, LONGEST_TITLE, overflow)
    teaser = fit(strip_tags(flattened(item.excerpt)), LONGEST_TEASER, overflow)
    first = [
        {"type": "paragraph", "value": "".join(ParagraphPart([Run(text)]).html for text in overflow), "id": ""}
        for _ in overflow[:1]
    ]
    return Content(
        title=title,
        teaser=teaser,
        body=[*first, *converted.blocks],
        date=local_date(entry.moment),
        topics=sorted(topic.slug for topic in topics) if entry.target is TargetKind.NEWS else [],
    )


def local_date(moment: datetime.datetime | None) -> str:
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date().isoformat() if moment else ""


def fill(page: Any, content: Content, topics: list[Topic]) -> None:
    """Set the fields of a page; nothing is saved."""
    page.title, page.teaser, page.body = content.title, content.teaser, json.dumps(content.body)
    if isinstance(page, NewsPage):
        page.dates = [NewsDate(date=content.date, sort_order=0)] if content.date else []
        page.date_list, page.sort_date = [content.date] if content.date else [], content.date
        page.topics = topics


def reasons_against_publishing(page: Any) -> list[str]:
    """What is wrong with a page by the rules that hold for staff, too, in German. Empty: it may be published."""
    reasons = [] if not isinstance(page, NewsPage) or page.dates.all() else ["Es fehlt ein Datum."]
    try:
        page.full_clean()
    except ValidationError as error:
        reasons += error.messages
    return list(dict.fromkeys(reasons))


class Topics:
    """The portal's own topics, found by the categories and tags of an export."""

    def __init__(self, *, create: bool, is_preview: bool) -> None:
        self.create, self.is_preview = create, is_preview
        self.known: dict[str, Topic] = {}
        for topic in Topic.objects.all():
            for name in (topic.slug, topic.name, topic.short_name):
                self.known.setdefault(german_sort_key(name), topic)
        self.known.pop("", None)

    def find(self, terms: tuple[ExportTerm, ...]) -> tuple[list[Topic], list[str]]:
        """Topics, and the names of terms that have none here."""
        found: dict[str, Topic] = {}
        missing: list[str] = []
        for term in terms:
            if term.taxonomy not in ("category", "post_tag") or term.slug == "uncategorized":
                continue
            topic = self.known.get(german_sort_key(term.name)) or self.known.get(german_sort_key(term.slug))
            if topic is None and self.create and not self.is_preview:
                topic = self._new(term.name)
            if topic is None:
                missing.append(term.name)
            else:
                found[topic.slug] = topic
        return list(found.values()), missing

    def _new(self, name: str) -> Topic:
        name = name[:120]
        slug = slug_of(name, "thema")[:40]
        taken = set(Topic.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
        free = next(s for s in (slug, *(f"{slug}-{number}" for number in range(2, 10_000))) if s not in taken)
        topic = Topic.objects.create(name=name, slug=free)
        self.known[german_sort_key(name)] = topic
        return topic
