"""The lab directory: one list, its map, its filters.

There are thirteen labs, and a directory of a thousand would still fit in memory; what must not grow is the number
of queries.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import QueryDict

from labs.enums import PartnerKind
from labs.map import LabMap, LabPoint, build_map
from labs.models import LabPage
from labs.sizes import SIZE_CLASSES, populations, size_classes
from labs.topic_web import TopicWeb, topic_web
from ogl_portal.core.filters import Filter, ListFacet, filter_list
from ogl_portal.core.lists import for_lists
from ogl_portal.core.prepared import Prepared
from ogl_portal.core.public import public
from ogl_portal.core.related import fetch_related
from ogl_portal.german.laender import Land
from ogl_portal.page_cache.facts import remembered

SIZE = "groesse"
FACETS = (
    ListFacet("land", "Land", lambda lab: [(code, Land(code).label) for code in lab.laender]),
    ListFacet("thema", "Thema", lambda lab: [(topic.slug, str(topic)) for topic in lab.topics.all()]),
    ListFacet(
        "partner", "Art der Partner", lambda lab: [(p.kind, PartnerKind(p.kind).label) for p in lab.partners.all()]
    ),
)


@dataclass(frozen=True)
class DirectoryEntry:
    """A lab as the list shows it; ``number`` is its number on the map, whatever the filter."""

    number: int
    lab: LabPage
    land_names: list[str]
    municipality_names: list[str]
    topic_names: list[str]


@dataclass(frozen=True)
class Directory:
    entries: list[DirectoryEntry]
    total: int
    map: LabMap
    web: TopicWeb | None  # of all labs, whatever the filter
    filters: list[Filter]
    is_filtered: bool


def public_labs() -> QuerySet[LabPage]:
    """In alphabetical order."""
    return public(LabPage.objects).order_by("sort_key", "title")


def prefetch_named_labs() -> Prefetch:
    """For lists of pages that name labs: their titles and addresses."""
    return Prefetch("labs", _named(LabPage.objects.all()))


def fetch_named_labs(pages: Sequence[Any]) -> None:
    """The same for pages of one type that are here already; one query."""
    fetch_related(pages, "labs", narrow=_named)


def _named(labs: QuerySet[LabPage]) -> QuerySet[LabPage]:
    return labs.only("title", "slug", "url_path", "live")


def lab_titles() -> dict[str, str]:
    """The titles of the public labs by slug, in alphabetical order; one query."""
    return dict(public_labs().values_list("slug", "title"))


def numbered_labs() -> list[tuple[int, LabPage]]:
    """All public labs in alphabetical order with the number they carry on every map; four queries."""
    return list(enumerate(for_lists(public_labs()).prefetch_related("municipalities", "partners", "topics"), start=1))


def labs_with_topics() -> list[tuple[int, LabPage]]:
    """All public labs with their numbers and topics; two queries, or none where they are remembered."""
    return remembered(
        "labs-with-topics", lambda: list(enumerate(for_lists(public_labs()).prefetch_related("topics"), start=1))
    )


_ALL_FOR_LISTS = Prepared[LabPage](lambda: for_lists(public_labs()))


def all_labs() -> list[LabPage]:
    """``public_labs`` as lists show them; one query."""
    return _ALL_FOR_LISTS()


def points(numbered: list[tuple[int, LabPage]]) -> list[LabPoint]:
    """What the map shows of these labs; labs without a place are left out."""
    return [LabPoint.of(lab, number) for number, lab in numbered if lab.latitude is not None]


def directory(query: QueryDict) -> Directory:
    """Labs that match the address's ``land``, ``thema``, ``partner`` and ``groesse``; five queries."""
    numbered = numbered_labs()
    numbers = {lab.pk: number for number, lab in numbered}
    people = populations(municipality for _, lab in numbered for municipality in lab.municipalities.all())
    size = ListFacet(SIZE, "Größe der Kommune", lambda lab: size_classes(lab.municipalities.all(), people))
    found = filter_list([lab for _, lab in numbered], [*FACETS, size], query)
    return Directory(
        entries=[
            DirectoryEntry(
                numbers[lab.pk],
                lab,
                lab.land_names,
                [municipality.name for municipality in lab.municipalities.all()],
                [str(topic) for topic in lab.topics.all()],
            )
            for lab in found.items
        ],
        total=len(numbered),
        map=build_map(points([(numbers[lab.pk], lab) for lab in found.items])),
        web=topic_web(numbered),
        filters=[_in_order_of_size(item) if item.name == SIZE else item for item in found.filters],
        is_filtered=found.is_filtered,
    )


def _in_order_of_size(sizes: Filter) -> Filter:
    order = [value for value, *_ in SIZE_CLASSES]
    return replace(sizes, choices=sorted(sizes.choices, key=lambda choice: order.index(choice.value)))
