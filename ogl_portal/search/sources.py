"""What the index holds of each public thing: one ``Document`` for it, and the pages of its PDF.

Whether something may be found at all is what ``core.public`` says.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from wagtail.blocks import Block, ChoiceBlock, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.query import PageQuerySet
from wagtail.rich_text import RichText

from events.models import EventPage
from labs.directory import public_labs
from labs.models import LabPage, NamesLabs
from news.models import NewsPage
from ogl_portal.core.changes.content import text_lines
from ogl_portal.core.fields import fuzzy
from ogl_portal.core.models import Topic
from ogl_portal.core.public import public
from ogl_portal.english.models import EnglishHomePage, EnglishPage, Listing
from ogl_portal.pages.models import HomePage
from ogl_portal.search.analysis.clean import clean_text, joined
from ogl_portal.search.analysis.vectors import WeightedText
from ogl_portal.search.models import EntryKind
from publications.files import prefetch_ready_versions
from publications.models import DocumentPage, FileVersion, LiteratureEntry, LiteraturePage, PublicationPage

Texts = Iterator[WeightedText]
BATCH = 500  # pages that are read at once


@dataclass
class Document:
    """A thing as the index sees it; the fields are those of ``SearchEntry``."""

    key: str
    kind: EntryKind
    label: str
    url: str
    title: str
    parts: list[WeightedText]
    summary: str = ""
    when: str = ""
    completion: str = ""
    mark: str = ""  # a word that must stand before the title (»Abgesagt«)
    labs: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    laender: list[str] = field(default_factory=list)
    date: datetime.date | None = None
    has_year: bool = True
    boost: float = 1.0
    language: str = "de"
    expires_at: datetime.datetime | None = None
    read_at: datetime.datetime = field(default_factory=timezone.now)
    version_id: int | None = None  # of the PDF whose pages are found below this document

    @property
    def year(self) -> int | None:
        return self.date.year if self.date and self.has_year else None

    @property
    def text(self) -> str:
        """What an excerpt is cut from: everything that is no name or title, field by field."""
        return joined(part.text for part in self.parts if not part.is_name)


def page_key(pk: int) -> str:
    return f"page:{pk}"


def literature_key(pk: int) -> str:
    return f"literature:{pk}"


def topic_key(pk: int) -> str:
    return f"topic:{pk}"


def searchable_pages() -> PageQuerySet:
    """Public pages of our own types."""
    return public(Page.objects).filter(depth__gt=1).not_exact_type(Page)


def changed_at() -> dict[int, datetime.datetime]:
    """When each public page was last changed in a way that the index has to know, by its key."""
    published = Coalesce("last_published_at", "first_published_at", "latest_revision_created_at", timezone.now())
    pages = searchable_pages().exclude(expire_at__lte=timezone.now())
    changes: dict[int, datetime.datetime] = dict(pages.annotate(at=published).values_list("pk", "at"))
    versions = FileVersion.objects.exclude(processed_at=None)
    moments = Greatest(
        "processed_at", "withdrawn_at", "restored_at"
    )  # in PostgreSQL the greatest of those that are there
    for pk, moment in versions.annotate(at=moments).values_list("publication", "at"):
        if pk in changes:
            changes[pk] = max(changes[pk], moment)
    for pk in EnglishPage.objects.filter(pk__in=changes).exclude(listing="").values_list("pk", flat=True):
        changes[pk] = max(changes.values())  # it holds what stands in other pages
    return changes


def page_document(page: Page) -> Document | None:
    """The document of a page (any type), or None where it has no public address or has expired."""
    page = page.specific
    url = page.get_url()
    if not url or (page.expire_at and page.expire_at <= timezone.now()):
        return None
    describe = _DESCRIBE.get(type(page), _describe_page)
    document = Document(
        key=page_key(page.pk),
        kind=EntryKind.PAGE,
        label=str(getattr(page, "kind_label", "Seite")),
        url=url,
        title=clean_text(page.title),
        parts=[],
        summary=clean_text(getattr(page, "shown_teaser", "")),
        completion=clean_text(getattr(page, "title_completion", "")),
        expires_at=page.expire_at,
        language=page.page_language,
    )
    document.parts = [part for part in describe(page, document) if part.text]
    document.parts.append(WeightedText(document.label))  # »Termin«, »Meldung«, »Labor«
    return document


def topic_document(topic: Topic) -> Document:
    parts = [
        WeightedText(clean_text(topic.name), "A", is_name=True),
        WeightedText(clean_text(topic.short_name), "A", is_name=True),
        WeightedText(clean_text(topic.description), "C"),
    ]
    return Document(
        key=topic_key(topic.pk),
        kind=EntryKind.TOPIC,
        label="Thema",
        url=topic.url,
        title=topic.name,
        parts=parts,
        summary=clean_text(topic.description),
        topics=[topic.slug],
        boost=1.05,
    )


def literature_document(entry: LiteratureEntry, list_url: str) -> Document:
    date = fuzzy(entry.date)
    source = ", ".join(part for part in (entry.editor_names, entry.container, entry.publisher, entry.place) if part)
    numbers = " ".join(part for part in (entry.isbn, entry.issn, entry.doi, entry.urn) if part)
    parts = [
        WeightedText(clean_text(entry.title), "A", is_name=True),
        WeightedText(clean_text(entry.author_names), "B", is_name=True),
        WeightedText(clean_text(source), "C"),
        WeightedText(numbers, "B", is_name=True),
        *(WeightedText(clean_text(text)) for text in (entry.note, entry.get_kind_display(), entry.date)),
    ]
    summary = ". ".join(part for part in (entry.author_names, source) if part)
    return Document(
        key=literature_key(entry.pk),
        kind=EntryKind.LITERATURE,
        label=entry.get_kind_display(),
        url=f"{list_url}#{entry.slug}",
        title=entry.title,
        parts=[part for part in parts if part.text],
        summary=summary,
        when=str(date) if date else "",
        date=date.last_day if date else None,
        boost=0.9,
    )


def literature_url() -> str:
    """Where the list of literature stands; empty while it has no public page."""
    page = searchable_pages().type(LiteraturePage).first()
    return (page.get_url() or "") if page else ""


def all_documents() -> Iterator[Document]:
    """Everything public, one document at a time."""
    keys = list(searchable_pages().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        for page in _pages_with_relations(keys[start : start + BATCH]):
            if document := page_document(page):
                yield document
    for topic in Topic.objects.all():
        yield topic_document(topic)
    if list_url := literature_url():
        for entry in LiteratureEntry.objects.prefetch_related("authors"):
            yield literature_document(entry, list_url)


def _pages_with_relations(keys: list[int]) -> list[Page]:
    """The pages of these keys with what their descriptions read, in a few queries for all of them."""
    pages = list(Page.objects.filter(pk__in=keys).order_by("pk").specific())
    for model, names in _RELATIONS.items():
        prefetch_related_objects([page for page in pages if type(page) is model], *names)
    return pages


def pdf_pages(version_id: int) -> Iterator[DocumentPage]:
    """The pages of a version that have text."""
    return DocumentPage.objects.filter(version_id=version_id).exclude(text="").order_by("number").iterator()


# --- what each type of page adds ---------------------------------------------


def _plain(html: str) -> str:
    """The text of a rich text, its paragraphs and list items kept apart."""
    return joined(clean_text(line) for line in text_lines(html))


def body_parts(block: Block, value: Any) -> Texts:
    """A part for each text of a body, in reading order; what Wagtail would index, but not in one piece."""
    if isinstance(value, StreamValue):
        for child in value:
            yield from body_parts(child.block, child.value)
    elif isinstance(value, ListValue):
        for item in value:
            yield from body_parts(block.child_block, item)
    elif isinstance(value, StructValue):
        for name, child in block.child_blocks.items():
            yield from body_parts(child, value.get(name))
    elif isinstance(value, RichText):
        yield WeightedText(_plain(value.source))
    elif not isinstance(block, ChoiceBlock):  # what an editor chose is no word of the text
        yield WeightedText(joined(clean_text(str(text)) for text in block.get_searchable_content(value)))


def _describe_page(page: Any, document: Document) -> Texts:
    """Title, teaser, every rich text and body. What all types share."""
    yield WeightedText(document.title, "A", is_name=True)
    yield WeightedText(document.summary, "C")
    yield WeightedText(clean_text(page.search_description), "C")
    for model_field in page._meta.concrete_fields:
        if isinstance(model_field, RichTextField):
            yield WeightedText(_plain(getattr(page, model_field.name) or ""))
        elif isinstance(model_field, StreamField):
            yield from body_parts(model_field.stream_block, getattr(page, model_field.name))


def _relations(page: Any, document: Document) -> Texts:
    """Labs and topics, as filters and as names that find the page."""
    labs = page.live_labs if isinstance(page, NamesLabs) else []
    document.labs = [lab.slug for lab in labs]
    document.laender = sorted({land for lab in labs for land in lab.laender})
    document.topics = [topic.slug for topic in page.topics.all()]
    yield WeightedText(", ".join(lab.title for lab in labs), "B")
    yield WeightedText(", ".join(topic.name for topic in page.topics.all()), "C")


def _describe_home(page: HomePage, document: Document) -> Texts:
    document.boost = 0.6
    yield from _describe_page(page, document)
    yield WeightedText(clean_text(page.claim), "C")
    yield WeightedText(clean_text(page.lead), "C")
    yield WeightedText(clean_text(page.results_text))
    for figure in page.figures.all():
        yield WeightedText(clean_text(str(figure)))


def _describe_lab(lab: LabPage, document: Document) -> Texts:
    document.kind = EntryKind.LAB
    document.boost = 1.25
    document.labs, document.laender = [lab.slug], list(lab.laender)
    document.topics = [topic.slug for topic in lab.topics.all()]
    yield WeightedText(document.title, "A", is_name=True)
    yield WeightedText(clean_text(lab.official_name), "A", is_name=True)
    yield WeightedText(clean_text(lab.project_name), "A", is_name=True)
    yield WeightedText(document.summary, "C")
    for municipality in lab.municipalities.all():
        yield WeightedText(clean_text(municipality.name), "B", is_name=True)
        yield WeightedText(clean_text(municipality.note))
    for partner in lab.partners.all():
        yield WeightedText(clean_text(partner.name), "B", is_name=True)
        yield WeightedText(clean_text(partner.note))
    for subproject in lab.subprojects.all():
        yield WeightedText(clean_text(subproject.title), "B", is_name=True)
        for name in ("description", "activities", "results", "effects"):
            yield WeightedText(_plain(getattr(subproject, name)))
    yield WeightedText(f"{lab.seat}, {', '.join(lab.land_names)}", "B")
    yield WeightedText(", ".join(topic.name for topic in lab.topics.all()), "C")
    yield WeightedText(lab.period)
    yield from list(_describe_page(lab, document))[2:]
    yield WeightedText(", ".join(link.title for link in lab.links.all()))


def _describe_publication(publication: PublicationPage, document: Document) -> Texts:
    document.kind = EntryKind.PUBLICATION
    document.boost = 1.2
    date = fuzzy(publication.date)
    if date:
        document.date, document.when = date.last_day, str(date)
    document.mark = publication.title_mark
    version = publication.current_version
    document.version_id = version.pk if version else None
    yield WeightedText(document.title, "A", is_name=True)
    yield WeightedText(clean_text(publication.subtitle), "A", is_name=True)
    yield from list(_describe_page(publication, document))[1:]
    yield WeightedText("; ".join(str(person) for person in publication.contributors.all()), "B", is_name=True)
    yield WeightedText(f"{publication.isbn} {publication.doi} {publication.urn}".strip(), "B", is_name=True)
    for text in (publication.get_kind_display(), clean_text(publication.publisher), document.when):
        yield WeightedText(text, "C")
    yield from _relations(publication, document)


def _describe_news(news: NewsPage, document: Document) -> Texts:
    document.kind = EntryKind.NEWS
    date = fuzzy(news.sort_date)
    if date:
        document.date, document.when = date.last_day, str(date)
    yield from _describe_page(news, document)
    dates = ", ".join(str(day) for item in news.dates.all() if (day := fuzzy(item.date)))
    yield WeightedText(clean_text(news.place), "C")
    yield WeightedText(clean_text(dates), "C")
    yield from _relations(news, document)


def _describe_event(event: EventPage, document: Document) -> Texts:
    document.kind = EntryKind.EVENT
    document.when, document.mark = event.when, event.title_mark
    if event.start:
        document.date = timezone.localdate(event.start)
    yield from _describe_page(event, document)
    for text in (event.kind, event.where, event.address, event.organiser):
        yield WeightedText(clean_text(text), "B")
    yield WeightedText(clean_text(event.when), "C")
    yield from _relations(event, document)


def _describe_english_home(page: EnglishHomePage, document: Document) -> Texts:
    document.boost = 0.5
    yield from _describe_page(page, document)
    yield WeightedText(clean_text(page.claim), "C")


def _describe_english(page: EnglishPage, document: Document) -> Texts:
    """Behind the German pages, which say more; with what is listed, since that is in English here only."""
    document.boost = 0.5
    yield from _describe_page(page, document)
    if page.listing == Listing.LABS:
        for lab in public_labs():
            yield WeightedText(clean_text(lab.summary_en))
    elif page.listing == Listing.RESULTS:
        for publication in public(PublicationPage.objects).prefetch_related(prefetch_ready_versions()):
            yield WeightedText(clean_text(publication.title_en), "C")
            yield WeightedText(clean_text(publication.shown_abstract_en))


_DESCRIBE: dict[type, Callable[[Any, Document], Texts]] = {
    HomePage: _describe_home,
    LabPage: _describe_lab,
    PublicationPage: _describe_publication,
    NewsPage: _describe_news,
    EventPage: _describe_event,
    EnglishPage: _describe_english,
    EnglishHomePage: _describe_english_home,
}

# What the descriptions read of other tables.
_RELATIONS: dict[type[Page], tuple[str, ...]] = {
    LabPage: ("topics", "municipalities", "partners", "subprojects", "links"),
    PublicationPage: ("labs", "topics", "contributors", "versions"),
    NewsPage: ("labs", "topics", "dates"),
    EventPage: ("labs", "topics"),
}
