"""Lists of publications and literature, ready for templates: filters checked, counts made, nothing left to query."""

from dataclasses import dataclass

from django.db.models import F, OrderBy, Prefetch, QuerySet
from django.http import QueryDict

from ogl_portal.core.fields import by_time, fuzzy
from ogl_portal.core.filters import Filter, ListFacet, filter_list
from ogl_portal.core.public import public
from publications.enums import ARTICLE_KINDS, BOOK_KINDS, PublicationKind
from publications.files import prefetch_ready_versions
from publications.models import LiteratureAuthor, LiteratureEntry, PublicationPage


@dataclass(frozen=True)
class PublicationListing:
    publications: list[PublicationPage]
    total: int
    filters: list[Filter]
    is_filtered: bool

    @property
    def has_samples(self) -> bool:
        return any(publication.is_sample for publication in self.publications)


def publications_with_files() -> QuerySet[PublicationPage]:
    """Public publications with their current file: two queries."""
    publications = public(PublicationPage.objects).order_by("home_page_order", by_time("date"), "title")
    return publications.prefetch_related(prefetch_ready_versions())


def live_publications() -> QuerySet[PublicationPage]:
    """Public publications with their current file, topics and labs: four queries."""
    return publications_with_files().prefetch_related("topics", "labs")


NO_YEAR = ("ohne", "ohne Jahr")
FACETS = (
    ListFacet("art", "Art", lambda p: [(p.kind, PublicationKind(p.kind).label)]),
    ListFacet("thema", "Thema", lambda p: [(topic.slug, str(topic)) for topic in p.topics.all()]),
    ListFacet("labor", "Labor", lambda p: [(lab.slug, lab.title) for lab in p.live_labs]),
    ListFacet("jahr", "Jahr", lambda p: [(str(date.year),) * 2 if (date := fuzzy(p.date)) else NO_YEAR]),
)


def publication_list(query: QueryDict) -> PublicationListing:
    """Publications that match ``art``, ``thema``, ``labor`` and ``jahr`` of the address; unknown values are ignored."""
    publications = list(live_publications().prefetch_related("contributors"))  # named in the citation of each
    found = filter_list(publications, FACETS, query)
    return PublicationListing(found.items, len(publications), found.filters, found.is_filtered)


def related_publications(publication: PublicationPage, limit: int = 3) -> list[PublicationPage]:
    """Other publications that share most topics or labs with this one, best first; one list query."""
    topics = {topic.pk for topic in publication.topics.all()}
    labs = {lab.pk for lab in publication.labs.all()}
    candidates = list(live_publications().exclude(pk=publication.pk)[:200])

    def closeness(other: PublicationPage) -> int:
        return len(topics & {t.pk for t in other.topics.all()}) + 2 * len(labs & {lab.pk for lab in other.labs.all()})

    ranked = sorted((p for p in candidates if closeness(p)), key=lambda p: (-closeness(p), p.title))
    return ranked[:limit]


SORTINGS = {
    "autor": ("sort_author", "date", "sort_title"),
    "titel": ("sort_title", "sort_author"),
    "jahr": ("date", "sort_author", "sort_title"),
}


@dataclass(frozen=True)
class LiteratureColumn:
    """A sortable column. ``url`` sorts by it, or turns the direction round when it is sorted by already."""

    key: str
    label: str
    url: str
    direction: str  # "auf", "ab" or "" where the table is not sorted by this column


@dataclass(frozen=True)
class LiteratureTable:
    key: str
    title: str
    entries: list[LiteratureEntry]
    columns: list[LiteratureColumn]


def literature_tables(query: QueryDict) -> list[LiteratureTable]:
    """The two tables of the old site, sorted by ``sortierung`` (autor, titel, jahr) and ``richtung`` (auf, ab)."""
    wanted = query.get("sortierung", "")
    sorting = wanted if wanted in SORTINGS else "autor"
    descending = query.get("richtung") == "ab"
    order = [_sorted_by(name, descending=descending) for name in SORTINGS[sorting]]
    entries = list(
        LiteratureEntry.objects.order_by(*order).prefetch_related(
            Prefetch("authors", LiteratureAuthor.objects.order_by("sort_order"))
        )
    )
    tables = [
        ("buecher", "Bücher und Buchbeiträge", BOOK_KINDS),
        ("artikel", "Artikel (Journals, Zeitungen, etc.)", ARTICLE_KINDS),
    ]
    return [
        LiteratureTable(
            key, title, [entry for entry in entries if entry.kind in kinds], _columns(key, sorting, descending)
        )
        for key, title, kinds in tables
    ]


def _sorted_by(name: str, *, descending: bool) -> OrderBy:
    return by_time(name, latest_first=descending) if name == "date" else OrderBy(F(name), descending=descending)


def _columns(table: str, sorting: str, descending: bool) -> list[LiteratureColumn]:
    columns = []
    for key, label in (("autor", "Verfasser:innen"), ("titel", "Titel"), ("jahr", "Jahr")):
        direction = ("ab" if descending else "auf") if key == sorting else ""
        target = "ab" if direction == "auf" else "auf"
        columns.append(LiteratureColumn(key, label, f"?sortierung={key}&richtung={target}#{table}", direction))
    return columns
