"""Content without a meaning, to try out how the site behaves when there is much of it.

Everything is marked: titles begin with »Muster:«, addresses with ``muster-``, texts with a sentence that says so, and
the files are samples (``publications.samples``). It is written past forms, signals and the PDF pipeline in large
batches, and taken away again by ``remove``. The same scale gives the same content.

What is not as if people had done it: the files are no tagged PDFs, have no cover picture and no EPUB, and nobody has
checked them; pages have one revision and no findings of the content checks; the texts link to nothing, so the index of
references has no entries.
"""

import datetime
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.search.models import IndexEntry

from events.models import EventIndexPage, EventOccurrence, EventPage
from labs.models import LabPage
from news.models import NewsDate, NewsIndexPage, NewsPage
from ogl_portal.core.models import PublishedVersion, Topic
from ogl_portal.pages.models import HomePage, StandardPage
from ogl_portal.search.models import SearchEntry, SearchPassage, SearchWord
from publications import public_records
from publications.enums import PublicationKind
from publications.files import delete_stored_files
from publications.models import DocumentPage, FileState, FileVersion, PublicationIndexPage, PublicationPage
from publications.pdf import reading
from tests.bench.samples import pdf, tables
from tests.bench.samples.words import Writer

SLUG, TITLE = "muster-", "Muster: "
TEASER = "Musterinhalt ohne Aussage, für Versuche mit vielen Inhalten."
MARK = "Mustertext ohne Aussage."

# What one step of the scale adds: 200 pages, 20 PDFs among them, 1,000 PDF pages.
NEWS, EVENTS, TEXTS = 90, 70, 20
PDF_PAGES = (3, 9, 28, 60, 150) * 4
PAGES = NEWS + EVENTS + TEXTS + len(PDF_PAGES)
LABS_OF_A_STEP = 4  # below which half of the news and events lie; the other half is in the index pages
WORDS_OF_A_PAGE = 230
TEXTS_OF_PDF_PAGES = 3_000  # as many are written; beyond that they come again in other documents, in another order
BATCH = 500
_TABLES = (
    *(Page, Revision, PageLogEntry, PublishedVersion, NewsPage, EventPage, EventOccurrence, StandardPage),
    *(PublicationPage, FileVersion, DocumentPage, SearchEntry, SearchPassage, SearchWord, IndexEntry),
    *(model._meta.get_field(name).remote_field.through for model in (NewsPage, EventPage, PublicationPage)
      for name in ("labs", "topics")),
)  # fmt: skip


class MissingIndexError(Exception):
    """The page is missing below which samples would lie; the message says which."""


def there() -> int:
    """The scale of what is there."""
    samples = PublicationPage.objects.filter(slug__startswith=SLUG, title__startswith=TITLE)
    return samples.count() // len(PDF_PAGES)


@transaction.atomic
def grow_to(scale: int, report: Callable[[str], object] = str) -> None:
    """Add what is missing to ``scale`` steps: all or nothing. Who searches waits until it is done.

    Raises MissingIndexError where there is no place for them: load the programme's content first.
    """
    begun = there()
    if begun >= scale:
        return
    site = _Site.of_this_one()
    with tables.indexed_at_the_end():
        for step in range(begun, scale):
            site.add_step(step)
            report(
                f"{step + 1} von {scale}: {PAGES * (step + 1)} Seiten, {len(PDF_PAGES) * (step + 1)} PDFs, "
                f"{sum(PDF_PAGES) * (step + 1)} PDF-Seiten"
            )
        site.search.add_words()
        report("Die Verzeichnisse der Suche entstehen …")
    tables.analyse(_TABLES)


def remove() -> int:
    """Delete all samples with their files; returns how many pages went."""
    samples = Page.objects.filter(slug__startswith=SLUG, title__startswith=TITLE)
    number = samples.count()
    while batch := list(samples.order_by("-depth").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            delete_stored_files(batch)
            Page.objects.filter(pk__in=batch).delete()
    return number


@dataclass
class _Site:
    """Where samples go, and who writes them."""

    writer: Writer
    news: NewsIndexPage
    events: EventIndexPage
    results: PublicationIndexPage
    home: HomePage
    labs: list[LabPage]
    topics: list[Topic]
    search: tables.SearchTables
    page_texts: list[str] = field(default_factory=list)

    @classmethod
    def of_this_one(cls) -> "_Site":
        def index(model: Any) -> Any:
            found = model.objects.select_for_update(of=("self",)).first()
            if found is None:
                name = model._meta.verbose_name
                raise MissingIndexError(f"{name} fehlt. Bitte zuerst »manage.py load_programme« aufrufen.")
            return found

        labs = list(LabPage.objects.live().order_by("pk"))
        if not labs:
            raise MissingIndexError("Es gibt kein Labor. Bitte zuerst »manage.py load_programme« aufrufen.")
        return cls(
            writer=Writer.create(),
            news=index(NewsIndexPage),
            events=index(EventIndexPage),
            results=index(PublicationIndexPage),
            home=index(HomePage),
            labs=labs,
            topics=list(Topic.objects.all()),
            search=tables.SearchTables(),
        )

    def add_step(self, step: int) -> None:
        self.writer.chance.seed(step)
        below = [self.labs[(step * LABS_OF_A_STEP + n) % len(self.labs)] for n in range(LABS_OF_A_STEP)]
        for index, create, count in ((self.news, self._news, NEWS), (self.events, self._event, EVENTS)):
            shares: list[tuple[LabPage | None, int]] = [(None, count - count // 2)]
            shares += zip(below, _shares(count // 2, len(below)), strict=True)
            for lab, share in shares:
                if not share:
                    continue
                pages = [create(lab) for _ in range(share)]
                tables.add_pages(lab or index, pages)
                self._add_occurrences(pages)
                self.search.add(pages)
        self._add_texts()
        self._add_publications()

    def _add_occurrences(self, pages: list[Any]) -> None:
        events = [page for page in pages if isinstance(page, EventPage)]
        EventOccurrence.objects.bulk_create(date for page in events for date in page.build_occurrences())

    def _add_texts(self) -> None:
        """A page of text with all others below it, so that no menu grows."""
        above = self._page(StandardPage, body=self._body(300))
        tables.add_pages(self.home, [above])
        below = [self._page(StandardPage, body=self._body(300)) for _ in range(TEXTS - 1)]
        tables.add_pages(above, below)
        self.search.add([above, *below])

    def _add_publications(self) -> None:
        kinds = list(PublicationKind)
        pages = [
            self._page(
                PublicationPage,
                abstract=f"<p>{MARK} {self.writer.text(60)}</p>",
                kind=self.writer.chance.choice(kinds),
                date=self.writer.day(2020, 2025).isoformat(),
                publisher="Muster",
            )
            for _ in PDF_PAGES
        ]
        for page in pages:
            self._relate(page, None)
        tables.add_pages(self.results, pages)
        texts = {
            page.pk: self._add_version(page, self.writer.chance.sample(self._page_texts(), count))
            for page, count in zip(pages, PDF_PAGES, strict=True)
        }
        self.search.add(pages, texts)

    def _page_texts(self) -> list[str]:
        if not self.page_texts:
            now = self.writer.chance.getstate()
            self.writer.chance.seed("PDF pages")
            self.page_texts = [f"{MARK} {self.writer.text(WORDS_OF_A_PAGE)}" for _ in range(TEXTS_OF_PDF_PAGES)]
            self.writer.chance.setstate(now)
        return self.page_texts

    def _add_version(self, publication: PublicationPage, texts: list[str]) -> list[DocumentPage]:
        data = pdf.made_of(publication.title, texts)
        digest = hashlib.sha256(data).hexdigest()
        version = FileVersion(
            publication=publication,
            number=1,
            is_sample=True,
            sample_contents=TEASER,
            original_name="muster.pdf",
            original_sha256=digest,
            original_size=len(data),
            public_sha256=digest,
            public_size=len(data),
            page_count=len(texts),
            text_characters=sum(map(len, texts)),
            state=FileState.READY,
            reading_recipe=reading.RECIPE,
            processed_at=timezone.now(),
        )
        version.recorded = public_records.as_recorded(public_records.record_of(version))
        version.original.save("muster.pdf", ContentFile(data), save=False)
        version.public_file.save(f"{publication.slug}-v1.pdf", ContentFile(data), save=False)
        version.save()
        pages = [
            DocumentPage(
                version=version,
                number=number,
                label=str(number),
                text=text,
                blocks=[{"kind": "paragraph", "spans": [{"text": text}]}],
            )
            for number, text in enumerate(texts, start=1)
        ]
        publication.ready_versions = [version]  # spares the index a query
        return DocumentPage.objects.bulk_create(pages, batch_size=BATCH)

    def _news(self, lab: LabPage | None) -> NewsPage:
        date = self.writer.day(2020, 2025).isoformat()
        page = self._page(NewsPage, sort_date=date, date_list=[date], body=self._body(120))
        page.dates = [NewsDate(date=date)]
        self._relate(page, lab)
        return page

    def _event(self, lab: LabPage | None) -> EventPage:
        day = self.writer.day(2020, 2030)
        start = datetime.datetime.combine(day, datetime.time(10), timezone.get_default_timezone())
        page = self._page(
            EventPage,
            start_date=day,
            start_time=datetime.time(10),
            start=start,
            end=start + datetime.timedelta(hours=2),
            place_name="Musterort",
            body=self._body(120),
        )
        self._relate(page, lab)
        return page

    def _page(self, model: type[Any], **fields: Any) -> Any:
        title = self.writer.title()
        return model(title=TITLE + title, slug=f"{SLUG}{slugify(title)}", teaser=TEASER, **fields)

    def _relate(self, page: Any, lab: LabPage | None) -> None:
        others = [other for other in self.writer.some(self.labs, 2) if other != lab]
        page.labs = [lab, *others] if lab else others
        page.topics = self.writer.some(self.topics, 2)

    def _body(self, words: int) -> list[tuple[str, Any]]:
        return [("paragraph", f"<p>{MARK} {self.writer.text(words)}</p>")]


def _shares(count: int, parts: int) -> list[int]:
    return [count // parts + (n < count % parts) for n in range(parts)]
