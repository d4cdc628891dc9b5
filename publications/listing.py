"""Lists of publications and literature, ready for templates: filters checked, counts made, nothing left to query."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Page
from django.db.models import F, OrderBy, Prefetch, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf, Substr
from django.http import QueryDict

from labs.directory import lab_titles
from ogl_portal.core.fields import by_time
from ogl_portal.core.filters import Filter, QueryFacet, filter_queryset
from ogl_portal.core.lists import ListPaginator, for_lists
from ogl_portal.core.models import Topic
from ogl_portal.core.prepared import GivenList, Prepared
from ogl_portal.core.public import public
from ogl_portal.german.sorting import german_sort_key
from ogl_portal.page_cache.facts import remembered
from publications.enums import ARTICLE_KINDS, BOOK_KINDS, PublicationKind
from publications.files import fetch_ready_versions, prefetch_ready_versions
from publications.models import LiteratureAuthor, LiteratureEntry, PublicationPage

PAGE_SIZE = 20


@dataclass(frozen=True)
class PublicationListing:
    page: Page
    filters: list[Filter]
    is_filtered: bool
    query: str

    @property
    def publications(self) -> list[PublicationPage]:
        """Those of this page of the list."""
        return list(self.page.object_list)

    @property
    def has_samples(self) -> bool:
        return any(publication.is_sample for publication in self.page.object_list)


def publications_with_files() -> QuerySet[PublicationPage]:
    """Public publications with their current file: two queries."""
    publications = public(PublicationPage.objects).order_by("home_page_order", by_time("date"), "title", "pk")
    return publications.prefetch_related(prefetch_ready_versions())


def live_publications() -> QuerySet[PublicationPage]:
    """Public publications with their current file, topics and labs: four queries."""
    return publications_with_files().prefetch_related("topics", "labs")


WITHOUT_YEAR = "ohne"


def publication_list(query: QueryDict) -> PublicationListing:
    """Publications that match ``art``, ``thema``, ``labor`` and ``jahr`` of the address; unknown values are ignored.

    Counted and paged in the database, so it stays fast with thousands.
    """
    year = Coalesce(NullIf(Substr("date", 1, 4), Value("")), Value(WITHOUT_YEAR))
    base = public(PublicationPage.objects).annotate(year=year)
    years = remembered("result-years", lambda: sorted(base.order_by().values_list("year", flat=True).distinct()))
    topics = {topic.slug: str(topic) for topic in Topic.objects.all()}
    facets = [
        QueryFacet("art", "Art", "kind", _by_label(dict(PublicationKind.choices))),
        QueryFacet("thema", "Thema", "topics__slug", _by_label(topics)),
        QueryFacet("labor", "Labor", "labs__slug", _by_label(lab_titles())),
        QueryFacet("jahr", "Jahr", "year", {year: "ohne Jahr" if year == WITHOUT_YEAR else year for year in years}),
    ]
    found = filter_queryset(base, facets, query, "results")
    # Contributors are named in the citation of each.
    matching = live_publications().prefetch_related("contributors").filter(found.matching)
    page = ListPaginator(matching, PAGE_SIZE, "results", found.length).get_page(query.get("seite"))
    page.object_list = list(page.object_list)
    return PublicationListing(page, found.filters, found.is_filtered, found.query)


def _by_label(labels: Mapping[str, str]) -> dict[str, str]:
    """In German order."""
    return dict(sorted(labels.items(), key=lambda item: (german_sort_key(item[1]), item[1])))


def related_publications(publication: PublicationPage, limit: int = 3) -> list[PublicationPage]:
    """Other publications that share most topics or labs with this one, best first; only those few are fetched whole."""
    closeness = Counter[int]()
    for pk in _WITH_TOPICS(shared=[topic.pk for topic in publication.topics.all()]):
        closeness[pk] += 1
    for pk in _WITH_LABS(shared=[lab.pk for lab in publication.labs.all()]):
        closeness[pk] += 2
    del closeness[publication.pk]
    titles = _TITLES(pks=closeness)
    best = [pk for pk, _ in sorted(titles, key=lambda one: (-closeness[one[0]], one[1], one[0]))[:limit]]
    return sorted(with_files(best) if best else [], key=lambda other: best.index(other.pk))


def with_files(publications: Iterable[int]) -> list[PublicationPage]:
    """Those of these publications (by key) that are public, as lists show them, with their current file."""
    found = _THESE(pks=publications)
    fetch_ready_versions(found)
    return found


_WITH_TOPICS = Prepared[int](
    lambda: PublicationPage.topics.through.objects.filter(topic__in=GivenList("shared")).values_list(
        "publicationpage", flat=True
    )
)
_WITH_LABS = Prepared[int](
    lambda: PublicationPage.labs.through.objects.filter(labpage__in=GivenList("shared")).values_list(
        "publicationpage", flat=True
    )
)
_TITLES = Prepared[tuple[int, str]](
    lambda: public(PublicationPage.objects).filter(pk__in=GivenList("pks")).order_by().values_list("pk", "title")
)
_THESE = Prepared[PublicationPage](lambda: for_lists(public(PublicationPage.objects)).filter(pk__in=GivenList("pks")))


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
