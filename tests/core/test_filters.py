"""A count tells how many results a choice gives: counts always equal results."""

import random
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from news.models import NewsPage
from ogl_portal.core import filters
from ogl_portal.core.filters import ListFacet, QueryFacet, filter_list, filter_queryset
from tests.factories import LabPageFactory, NewsPageFactory, Portal, TopicFactory


@dataclass(frozen=True)
class Thing:
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = field(default=())


COLOURS, SIZES = ("blau", "grün", "rot"), ("groß", "klein")
FACETS = (
    ListFacet("farbe", "Farbe", lambda thing: [(colour, colour.title()) for colour in thing.colours]),
    ListFacet("größe", "Größe", lambda thing: [(size, size.title()) for size in thing.sizes]),
)
things = st.lists(
    st.builds(
        Thing,
        st.lists(st.sampled_from(COLOURS), max_size=3).map(tuple),
        st.lists(st.sampled_from(SIZES), max_size=2).map(tuple),
    ),
    max_size=12,
)


def query(**values: str) -> QueryDict:
    address = QueryDict(mutable=True)
    address.update({name: value for name, value in values.items() if value})
    return address


@given(things, st.sampled_from(("", "lila", *COLOURS)), st.sampled_from(("", *SIZES)))
def test_each_count_is_the_number_of_results_of_that_choice(items: list[Thing], colour: str, size: str) -> None:
    chosen = {"farbe": colour, "größe": size}
    for filter_ in filter_list(items, FACETS, query(**chosen)).filters:
        for choice in filter_.choices:
            results = filter_list(items, FACETS, query(**{**chosen, filter_.name: choice.value})).items
            assert choice.count == len(results)
            assert choice.count or choice.is_chosen


@given(things, st.sampled_from(COLOURS), st.sampled_from(SIZES))
def test_results_are_what_carries_all_chosen_values(items: list[Thing], colour: str, size: str) -> None:
    expected = [
        thing
        for thing in items
        if (colour in thing.colours or not any(colour in other.colours for other in items))
        and (size in thing.sizes or not any(size in other.sizes for other in items))
    ]
    assert filter_list(items, FACETS, query(farbe=colour, größe=size)).items == expected


@given(things, st.text(max_size=10), st.text(max_size=10))
def test_unknown_values_in_the_address_filter_nothing(items: list[Thing], colour: str, size: str) -> None:
    known = (*COLOURS, *SIZES)
    if colour in known or size in known:
        return
    found = filter_list(items, FACETS, query(farbe=colour, größe=size))
    assert found.items == items
    assert not found.is_filtered


def test_the_address_of_the_list_without_a_filter_keeps_the_others() -> None:
    items = [Thing(("rot",), ("klein",))]
    found = filter_list(items, FACETS, query(farbe="rot", größe="klein", seite="3", fremd="x"))
    by_name = {filter_.name: filter_ for filter_ in found.filters}
    assert by_name["farbe"].without_url == "?gr%C3%B6%C3%9Fe=klein"
    assert by_name["farbe"].chosen is not None
    assert by_name["farbe"].chosen.label == "Rot"
    assert found.query == "farbe=rot&gr%C3%B6%C3%9Fe=klein"


@pytest.fixture
def facets(portal: Portal) -> tuple[QueryFacet, ...]:
    """Some news with random labs, topics and years; the facets of their list."""
    chance = random.Random(2022)
    labs = [LabPageFactory(parent=portal.labs, slug=f"labor-{n}", members=False) for n in range(2)]
    topics = [TopicFactory(slug=f"thema-{n}") for n in range(2)]
    for _ in range(16):
        NewsPageFactory(
            parent=portal.news,
            date=f"{chance.randint(2020, 2022)}",
            labs=chance.sample(labs, chance.randint(0, 2)),
            topics=chance.sample(topics, chance.randint(0, 2)),
        )
    return (
        QueryFacet("labor", "Labor", "labs__slug", {lab.slug: lab.title for lab in labs}),
        QueryFacet("thema", "Thema", "topics__slug", {topic.slug: topic.name for topic in topics}),
        QueryFacet("jahr", "Jahr", "sort_date", {str(year): str(year) for year in (2019, 2020, 2021, 2022)}),
    )


def test_counts_equal_results_for_every_combination_in_the_database(facets: tuple[QueryFacet, ...]) -> None:
    news = NewsPage.objects.live()
    names = [facet.name for facet in facets]
    found = {
        values: filter_queryset(news, facets, query(**dict(zip(names, values, strict=True))))
        for values in product(*(("", *facet.labels) for facet in facets))
    }
    results = {values: sorted(item.pk for item in filtered.items) for values, filtered in found.items()}

    items = list(news.prefetch_related("labs", "topics"))
    for (lab, topic, year), results_of_all in results.items():
        assert results_of_all == sorted(
            item.pk
            for item in items
            if (not lab or lab in {one.slug for one in item.labs.all()})
            and (not topic or topic in {one.slug for one in item.topics.all()})
            and (not year or item.sort_date == year)
        )
    for values, filtered in found.items():
        for position, (facet, filter_) in enumerate(zip(facets, filtered.filters, strict=True)):
            counts = {choice.value: choice.count for choice in filter_.choices}
            for value in facet.labels:
                beside = (*values[:position], value, *values[position + 1 :])
                assert counts.get(value, 0) == len(results[beside])


def test_a_choice_without_results_is_not_offered(facets: tuple[QueryFacet, ...]) -> None:
    years = filter_queryset(NewsPage.objects.live(), facets, query()).filters[2]
    assert [choice.label for choice in years.choices] == ["2020", "2021", "2022"]


def test_the_whole_list_is_counted_once(facets: tuple[QueryFacet, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """And no list with filters is remembered: there are as many as readers can think of."""
    kept: dict[str, Any] = {}
    monkeypatch.setattr(
        filters, "remembered", lambda name, read: kept[name] if name in kept else kept.setdefault(name, read())
    )
    news = NewsPage.objects.live()
    for address in ({}, {"labor": "labor-1"}, {"labor": "labor-1", "jahr": "2021"}, {"jahr": "2020"}):
        for _ in range(2):
            found = filter_queryset(news, facets, query(**address), "news")
            assert found.filters == filter_queryset(news, facets, query(**address)).filters
    assert list(kept) == ["counts:news"]
    with CaptureQueriesContext(connection) as queries:
        filter_queryset(news, facets, query(), "news")
    assert not queries
