"""Content without a meaning, to try out how the site behaves when there is much of it.

Everything is marked: titles begin with »Muster:«, addresses with ``muster-``. It is written past the editors' forms in
large batches, the way a restore would, and taken away again by ``remove``. The same scale gives the same content.
"""

import datetime
import gzip
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import resources
from itertools import accumulate
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from events.models import EventIndexPage, EventOccurrence, EventPage
from labs.models import LabPage
from news.models import NewsDate, NewsIndexPage, NewsPage
from ogl_portal.core.models import Topic
from publications.models import DocumentPage, FileState, FileVersion, PublicationIndexPage, PublicationPage

SLUG, TITLE = "muster-", "Muster: "
TEASER = "Musterinhalt ohne Aussage, für Versuche mit vielen Inhalten."
PAGES_OF_A_DOCUMENT = 150
PAGES_TO_AN_ITEM = 5  # 100,000 PDF pages come with 20,000 other items
WORDS_OF_A_PAGE = 230
BATCH = 500
# What the texts of the programme speak of, so that searches for it find much.
_SUBJECTS = (
    *("Kommune", "Bürgerbeteiligung", "Verwaltung", "Transparenz", "Labor", "Bürgerrat", "Wirkung", "Daten", "Region"),
    *("Beteiligungsplattform", "Klimaschutzkonzept", "Jugendbeteiligung", "Losverfahren", "Netzwerkworkshop"),
    *("Leitbild", "Open", "Government", "Zivilgesellschaft", "Haushalt"),
    *("Bürger:innen", "Digitalisierung", "Wirkungsmodell"),
)  # fmt: skip


@dataclass(frozen=True)
class Writer:
    """Draws words as often as a language uses them: the n-th most frequent one with weight 1/n (Zipf)."""

    words: list[str]
    sums: list[float]
    chance: random.Random

    @classmethod
    def create(cls) -> "Writer":
        data = resources.files("spellchecker").joinpath("resources/de.json.gz").read_bytes()
        counts: dict[str, int] = json.loads(gzip.decompress(data))
        chance = random.Random(20200601)
        common = sorted(counts, key=lambda word: -counts[word])
        head, rest = common[:150], common[150:60_000]
        chance.shuffle(rest)  # most of the list is in alphabetical order
        subjects = [word for word in _SUBJECTS for _ in range(3)]
        chance.shuffle(subjects)
        words = [*head, *subjects, *(word.capitalize() if chance.random() < 0.4 else word for word in rest)]
        return cls(words, list(accumulate(1 / rank for rank in range(1, len(words) + 1))), chance)

    def text(self, count: int) -> str:
        words = self.chance.choices(self.words, cum_weights=self.sums, k=count)
        sentences = [words[start : start + 14] for start in range(0, count, 14)]
        return " ".join(" ".join(sentence).capitalize() + "." for sentence in sentences)

    def title(self) -> str:
        subject, other = self.chance.choices(_SUBJECTS, k=2)
        return f"{TITLE}{subject} und {other} {self.chance.randint(1, 9999)}"


def make(scale: int, report: Callable[[str], None]) -> None:
    """Add ``scale`` PDF pages and a fifth as many news items and events.

    Raises LookupError where the index pages are missing: load the programme's content first.
    """
    writer = Writer.create()
    labs, topics = list(LabPage.objects.live()), list(Topic.objects.all())
    items = scale // PAGES_TO_AN_ITEM
    news, events = items * 7 // 10, items - items * 7 // 10
    for start in range(0, news, BATCH):
        _add_news(writer, min(BATCH, news - start), labs, topics)
        report(f"{min(start + BATCH, news)} von {news} Meldungen")
    for start in range(0, events, BATCH):
        _add_events(writer, min(BATCH, events - start), labs, topics)
        report(f"{min(start + BATCH, events)} von {events} Terminen")
    made = 0
    while made < scale:
        pages = min(PAGES_OF_A_DOCUMENT, scale - made)
        _add_publication(writer, pages, labs, topics)
        made += pages
        report(f"{made} von {scale} PDF-Seiten")


def remove() -> int:
    """Delete all samples; returns how many pages went."""
    samples = Page.objects.filter(slug__startswith=SLUG, title__startswith=TITLE)
    number = samples.count()
    while batch := list(samples.values_list("pk", flat=True)[:BATCH]):
        Page.objects.filter(pk__in=batch).delete()
    return number


def _add_news(writer: Writer, count: int, labs: list[LabPage], topics: list[Topic]) -> None:
    def create(**fields: Any) -> NewsPage:
        date = _day(writer).isoformat()
        return NewsPage(sort_date=date, date_list=[date], body=_body(writer), **fields)

    with transaction.atomic():
        pages = _add_pages(NewsPage, NewsIndexPage, [writer.title() for _ in range(count)], create)
        NewsDate.objects.bulk_create(NewsDate(news=page, date=page.sort_date, sort_order=0) for page in pages)
        _relate(writer, NewsPage, "newspage_id", pages, labs, topics)


def _add_events(writer: Writer, count: int, labs: list[LabPage], topics: list[Topic]) -> None:
    def create(**fields: Any) -> EventPage:
        day = _day(writer)
        start = datetime.datetime.combine(day, datetime.time(10), timezone.get_default_timezone())
        return EventPage(
            start_date=day, start=start, end=start + datetime.timedelta(hours=2), body=_body(writer), **fields
        )

    with transaction.atomic():
        pages = _add_pages(EventPage, EventIndexPage, [writer.title() for _ in range(count)], create)
        EventOccurrence.objects.bulk_create(date for page in pages for date in page.build_occurrences())
        _relate(writer, EventPage, "eventpage_id", pages, labs, topics)


def _add_publication(writer: Writer, pages: int, labs: list[LabPage], topics: list[Topic]) -> None:
    def create(**fields: Any) -> PublicationPage:
        return PublicationPage(date=_day(writer).isoformat(), abstract=f"<p>{writer.text(60)}</p>", **fields)

    with transaction.atomic():
        publication = _add_pages(PublicationPage, PublicationIndexPage, [writer.title()], create)[0]
        _relate(writer, PublicationPage, "publicationpage_id", [publication], labs, topics)
        # No file stands behind it: what is tried out is the text.
        version = FileVersion.objects.create(
            publication=publication,
            number=1,
            original_name="muster.pdf",
            original_sha256="0" * 64,
            original_size=0,
            page_count=pages,
            text_characters=pages * WORDS_OF_A_PAGE,
            state=FileState.READY,
        )
        DocumentPage.objects.bulk_create(
            (
                DocumentPage(version=version, number=number, label=str(number), text=writer.text(WORDS_OF_A_PAGE))
                for number in range(1, pages + 1)
            ),
            batch_size=BATCH,
        )


def _add_pages(model: type[Any], index: type[Page], titles: list[str], create: Callable[..., Any]) -> list[Any]:
    """Write rows of ``wagtailcore_page`` and of ``model`` in two statements; paths go on from the last child."""
    parent = index.objects.select_for_update().first()
    if parent is None:
        raise LookupError(f"{index._meta.verbose_name} fehlt. Bitte zuerst »manage.py load_programme« aufrufen.")
    last = parent.get_children().order_by("path").last()
    step = Page._str2int(last.path[len(parent.path) :]) if last else 0
    now = timezone.now()
    content_type = ContentType.objects.get_for_model(model)
    rows = []
    for number, title in enumerate(titles, start=1):
        slug = f"{SLUG}{slugify(title[len(TITLE) :])}-{step + number}"
        rows.append(
            create(
                title=title,
                draft_title=title,
                slug=slug,
                teaser=TEASER,
                path=Page._get_path(parent.path, parent.depth + 1, step + number),
                depth=parent.depth + 1,
                url_path=f"{parent.url_path}{slug}/",
                locale_id=parent.locale_id,
                content_type=content_type,
                first_published_at=now,
                last_published_at=now,
            )
        )
    parents = [Page(**{field.attname: getattr(row, field.attname) for field in Page._meta.local_concrete_fields})
               for row in rows]  # fmt: skip
    for row, page in zip(rows, Page.objects.bulk_create(parents), strict=True):
        row.pk = row.page_ptr_id = page.pk
        row._state.adding = False
    # Django's bulk_create refuses models that inherit from others; the part of this model alone is a plain insert.
    model._base_manager.all()._insert(rows, fields=model._meta.local_concrete_fields, using="default")
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(rows))
    return rows


def _relate(
    writer: Writer, model: type[Any], column: str, pages: list[Any], labs: list[LabPage], topics: list[Topic]
) -> None:
    for name, others, key in (("labs", labs, "labpage_id"), ("topics", topics, "topic_id")):
        through = model._meta.get_field(name).remote_field.through
        pairs = _pairs(writer, pages, others)
        through.objects.bulk_create(through(**{column: page.pk, key: other.pk}) for page, other in pairs)


def _pairs(writer: Writer, pages: list[Any], others: list[Any]) -> Iterator[tuple[Any, Any]]:
    for page in pages:
        for other in writer.chance.sample(others, k=min(len(others), writer.chance.randint(0, 2))):
            yield page, other


def _day(writer: Writer) -> datetime.date:
    return datetime.date(2020, 6, 1) + datetime.timedelta(days=writer.chance.randint(0, 940))


def _body(writer: Writer) -> list[tuple[str, Any]]:
    return [("paragraph", f"<p>{writer.text(120)}</p>")]
