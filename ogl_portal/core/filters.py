"""Filters of lists: read from the address, checked against what exists, counted beside each other.

A count tells how many results a choice would give together with the other filters that are set, so counts always
equal results. Two ways lead there: short lists are counted in Python, long ones in the database. How the whole of a
long list is counted is remembered; with one filter set, that still is what the choices beside it would give.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import CharField, Count, F, Func, Model, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.http import QueryDict

from ogl_portal.core.lists import among
from ogl_portal.german.sorting import german_sort_key
from ogl_portal.page_cache.facts import remembered

T = TypeVar("T")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Choice:
    """One value of a filter with the number of results it would give beside the other filters."""

    value: str
    label: str
    count: int
    is_chosen: bool = False


@dataclass(frozen=True)
class Filter:
    """A filter of a list. ``without_url`` is the address of the same list without this filter."""

    name: str
    label: str
    choices: list[Choice]
    without_url: str = "?"

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.is_chosen), None)


@dataclass(frozen=True)
class Filtered(Generic[T]):
    """What is left of a list, the filters to show, and the set filters as an address (``labor=brandis``).

    ``matching`` is the condition that it is left of another queryset of the same things, ``length`` how many are left,
    None of a queryset without filters.
    """

    items: T
    filters: list[Filter]
    query: str
    matching: Q = field(default_factory=Q)
    length: int | None = None

    @property
    def is_filtered(self) -> bool:
        return bool(self.query)


@dataclass(frozen=True)
class ListFacet:
    """A filter over objects in memory; ``values`` gives the (value, label) pairs of one object."""

    name: str
    label: str
    values: Callable[[Any], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class QueryFacet:
    """A filter over a queryset; ``lookup`` is the field path, ``labels`` names the values that may be chosen.

    Without ``labels`` the values are years: four digits, newest first. ``is_list``: the field holds a list of values,
    any of which may be the one; what leads there may hold several such lists, with the same value in two of them.
    """

    name: str
    label: str
    lookup: str
    labels: Mapping[str, str] | None = None
    is_list: bool = False

    def condition(self, value: str) -> dict[str, Any]:
        """What ``filter`` is to be called with."""
        return {f"{self.lookup}__contains": [value]} if self.is_list else {self.lookup: value}

    def values(self) -> Combinable:
        """The values by which rows are counted, as text."""
        found = Func(F(self.lookup), function="unnest") if self.is_list else F(self.lookup)
        return Cast(found, CharField())

    def knows(self, value: str) -> bool:
        if self.labels is None:
            return len(value) == 4 and value.isascii() and value.isdigit()
        return value in self.labels

    def choices(self, counts: Mapping[str, int], chosen: Mapping[str, str]) -> list[tuple[str, str]]:
        """Values with their labels that the form offers: those with results, and the one that is set."""
        offered = {value for value in (*counts, chosen.get(self.name)) if value}
        if self.labels is None:
            return [(year, year) for year in sorted(offered, reverse=True)]
        return [(value, label) for value, label in self.labels.items() if value in offered]


def filter_list(items: Sequence[T], facets: Sequence[ListFacet], query: QueryDict) -> Filtered[list[T]]:
    """Filter objects in memory. Choices are in alphabetical order of their labels."""
    values = {facet.name: [set(facet.values(item)) for item in items] for facet in facets}
    chosen = {}
    for facet in facets:
        wanted = query.get(facet.name, "")
        if any(wanted == value for pairs in values[facet.name] for value, _ in pairs):
            chosen[facet.name] = wanted

    def matches(index: int, leaving_out: str = "") -> bool:
        return all(
            any(wanted == value for value, _ in values[name][index])
            for name, wanted in chosen.items()
            if name != leaving_out
        )

    filters = []
    for facet in facets:
        counts = Counter(pair for i in range(len(items)) if matches(i, facet.name) for pair in values[facet.name][i])
        # The set value stays on offer even where the other filters leave nothing of it.
        set_pairs = (pair for pairs in values[facet.name] for pair in pairs if pair[0] == chosen.get(facet.name))
        counts.update(dict.fromkeys(set_pairs, 0))
        rows = [(value, label, count) for (value, label), count in sorted(counts.items(), key=_in_german_order)]
        filters.append(_filter(facet.name, facet.label, rows, chosen))
    return Filtered([item for i, item in enumerate(items) if matches(i)], filters, urlencode(chosen))


def filter_queryset(
    queryset: QuerySet[M], facets: Sequence[QueryFacet], query: QueryDict, name: str = ""
) -> Filtered[QuerySet[M]]:
    """Filter a queryset; facets are counted in one query. Choices keep the order of the facet's labels.

    With ``name`` the counts of the whole list are remembered: it has to be the same for all who ask.
    """
    chosen = {facet.name: value for facet in facets if facet.knows(value := query.get(facet.name, ""))}
    by_name = {facet.name: facet for facet in facets}
    whole = queryset.order_by()

    def narrowed(leaving_out: str = "") -> QuerySet[M]:
        found = queryset
        for facet, value in chosen.items():
            if facet != leaving_out:
                found = found.filter(**by_name[facet].condition(value))
        return found

    def of_whole() -> dict[str, dict[str, int]]:
        return _counts([(facet, whole) for facet in facets])

    counts: dict[str, dict[str, int]] = {}
    if len(chosen) < 2:
        counts |= remembered(f"counts:{name}", of_whole) if name else of_whole()
    # By key: in the joins of the other filters only the related rows that match those would be counted. The keys of
    # what is left are asked for once; counts and lists begin with them.
    keys = set(narrowed().order_by().values_list("pk", flat=True)) if chosen else None
    matching = Q() if keys is None else Q(among(whole.model, keys))

    def beside(facet: QueryFacet) -> Q:
        """What the other filters leave."""
        return Q(pk__in=narrowed(facet.name).order_by().values("pk")) if facet.name in chosen else matching

    if others := [facet for facet in facets if chosen.keys() - {facet.name}]:
        counts |= _counts([(facet, whole.filter(beside(facet))) for facet in others])
    filters = []
    for facet in facets:
        of_facet = counts[facet.name]
        present = [(value, label, of_facet.get(value, 0)) for value, label in facet.choices(of_facet, chosen)]
        filters.append(_filter(facet.name, facet.label, present, chosen))
    return Filtered(
        queryset.filter(matching), filters, urlencode(chosen), matching, None if keys is None else len(keys)
    )


def _counts(counted: Sequence[tuple[QueryFacet, QuerySet[Any]]]) -> dict[str, dict[str, int]]:
    """How often each value of each facet is there; one query."""
    first, *others = (
        queryset.values(facet=Value(facet.name), value=facet.values())
        .annotate(n=Count("pk", distinct=facet.is_list))
        .values_list("facet", "value", "n")
        for facet, queryset in counted
    )
    counts: dict[str, dict[str, int]] = {facet.name: {} for facet, _ in counted}
    for name, value, n in first.union(*others, all=True):
        counts[name][value] = n
    return counts


def _in_german_order(row: tuple[tuple[str, str], int]) -> tuple[str, str]:
    """»Ältere Menschen« stands beside those with A."""
    label = row[0][1]
    return german_sort_key(label), label


def _filter(name: str, label: str, rows: Iterable[tuple[str, str, int]], chosen: dict[str, str]) -> Filter:
    rest = {other: value for other, value in chosen.items() if other != name}
    choices = [Choice(value, text, count, value == chosen.get(name)) for value, text, count in rows]
    return Filter(name, label, choices, "?" + urlencode(rest))
