"""Every combination of a list's filters, and whether each count is the number of results of that choice."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import product

from django.http import QueryDict

from ogl_portal.core.filters import Filter

Listing = tuple[int, Sequence[Filter]]  # how many results, and the filters with their counts


def address_query(values: Mapping[str, str]) -> QueryDict:
    """The query of an address as a view gets it."""
    query = QueryDict(mutable=True)
    query.update(values)
    return query


def compare_counts(list_for: Callable[[QueryDict], Listing], values: Mapping[str, Sequence[str]]) -> int:
    """Ask for each combination of ``values`` (and of leaving filters out); returns how many counts were compared.

    Raises AssertionError where following a choice leads to another number of results than it promised.
    """

    @cache
    def listing_of(chosen: frozenset[tuple[str, str]]) -> Listing:
        return list_for(address_query(dict(chosen)))

    compared = 0
    for combination in product(*(("", *choices) for choices in values.values())):
        chosen = {name: value for name, value in zip(values, combination, strict=True) if value}
        for filter_ in listing_of(frozenset(chosen.items()))[1]:
            for choice in filter_.choices:
                count, _ = listing_of(frozenset({**chosen, filter_.name: choice.value}.items()))
                assert count == choice.count, (chosen, filter_.name, choice.value)
                compared += 1
    return compared
