"""The lab directory: one list, its map, its filters."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from labs.directory import directory
from labs.models import LabMunicipality, LabPartner
from tests.copies import copy_page
from tests.factories import LabPageFactory, Portal, TopicFactory
from tests.labs.programme_labs import load_labs


def titles(query: str = "") -> list[str]:
    return [entry.lab.title for entry in directory(QueryDict(query)).entries]


def three_labs(portal: Portal) -> None:
    topics = {name: TopicFactory(name=name, slug=name.lower()) for name in ("Jugend", "Klima")}
    for title, laender, topic, partner in (
        ("Würzburg", ["BY"], "Jugend", "university"),
        ("Örtlich", ["SN", "ST"], "Klima", "civil_society"),
        ("Ostrau", ["SN"], "Jugend", "civil_society"),
    ):
        lab = LabPageFactory(parent=portal.labs, title=title, laender=laender, topics=[topics[topic]], members=False)
        LabPartner.objects.create(lab=lab, name="Partner", kind=partner)


def test_labs_stand_in_german_alphabetical_order(portal: Portal) -> None:
    three_labs(portal)
    assert titles() == ["Örtlich", "Ostrau", "Würzburg"]


def test_labs_are_filtered_by_land_topic_and_kind_of_partner(portal: Portal) -> None:
    three_labs(portal)
    assert titles("land=SN") == ["Örtlich", "Ostrau"]
    assert titles("land=ST") == ["Örtlich"]
    assert titles("thema=jugend") == ["Ostrau", "Würzburg"]
    assert titles("partner=university") == ["Würzburg"]
    assert titles("land=SN&thema=jugend&partner=civil_society") == ["Ostrau"]


def test_labs_are_filtered_by_the_size_of_their_municipalities(portal: Portal, places: None) -> None:
    members = {"Brandis": "14729070", "Würzburg": "09663000", "Kleve": "05154036"}
    for title, ags in members.items():
        kommune = LabMunicipality(name=f"Stadt {title}", land="SN", ags=ags)
        LabPageFactory(parent=portal.labs, title=title, municipalities=[kommune], members=False)
    district = LabMunicipality(name="Landkreis", kind="landkreis", land="HE", ags="06534")
    LabPageFactory(parent=portal.labs, title="Kreis", municipalities=[district], members=False)
    assert titles("groesse=bis-20000") == ["Brandis"]
    assert titles("groesse=ab-100000") == ["Würzburg"]
    (size,) = [item for item in directory(QueryDict()).filters if item.name == "groesse"]
    assert [(choice.label, choice.count) for choice in size.choices] == [
        ("5.000 bis 20.000", 1),
        ("20.000 bis 100.000", 1),
        ("ab 100.000", 1),
    ]


def test_every_combination_of_filters_gives_as_many_labs_as_it_says(portal: Portal, places: None) -> None:
    load_labs(portal)
    names = [item.name for item in directory(QueryDict()).filters]
    assert names == ["land", "thema", "partner", "groesse"]
    asked: list[str] = [""]
    seen = 0
    while asked:
        query = asked.pop()
        found = directory(QueryDict(query))
        done = query.count("=")
        for item in found.filters[done : done + 1]:
            for choice in item.choices:
                longer = f"{query}&{item.name}={choice.value}"
                assert len(directory(QueryDict(longer)).entries) == choice.count, longer
                seen += 1
                if done < 1:
                    asked.append(longer)
            asked.append(f"{query}&{item.name}=") if done < len(names) - 1 else None
    assert seen > 100


def test_map_and_list_show_the_same_labs(portal: Portal, places: None) -> None:
    load_labs(portal)
    for query in ("", "land=NW", "thema=open-data", "groesse=bis-5000"):
        found = directory(QueryDict(query))
        assert {marker.number for marker in found.map.markers} == {entry.number for entry in found.entries}


def test_the_map_tells_its_order(portal: Portal, client: Client) -> None:
    LabPageFactory(parent=portal.labs)
    content = client.get("/labore/").content.decode()
    assert 'role="group" aria-label="Karte der Labore, von Nord nach Süd und von West nach Ost"' in content
    assert 'aria-describedby="karte-hinweis"' in content
    assert 'id="karte-hinweis"' in content


def test_the_script_is_small() -> None:
    assert Path(settings.BASE_DIR, "static/src/js/labs.js").stat().st_size <= 3_000


def test_values_that_do_not_exist_are_ignored(portal: Portal) -> None:
    three_labs(portal)
    assert len(titles("land=XX&thema=gibt-es-nicht&partner=&seite=9")) == 3


def test_a_lab_keeps_its_number_on_the_map_whatever_the_filter(portal: Portal) -> None:
    three_labs(portal)
    found = directory(QueryDict("partner=university"))
    (entry,), (marker,) = found.entries, found.map.markers
    assert entry.number == marker.number == 3
    assert found.total == 3


def test_a_lab_without_a_place_is_listed_but_not_on_the_map(portal: Portal) -> None:
    LabPageFactory(parent=portal.labs, latitude=None, longitude=None)
    found = directory(QueryDict())
    assert len(found.entries) == 1
    assert found.map.markers == ()


def test_drafts_are_not_listed(portal: Portal) -> None:
    LabPageFactory(parent=portal.labs, live=False)
    assert titles() == []


def test_the_directory_costs_the_same_for_many_labs(
    portal: Portal, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(15):
        LabPageFactory(parent=portal.labs, topics=[TopicFactory()])
    directory(QueryDict())  # remembers where the site is
    with django_assert_max_num_queries(5):
        directory(QueryDict("land=SN"))


@pytest.mark.parametrize("number_of_labs", [13, 130, 1_300])
def test_the_page_keeps_its_budget(
    portal: Portal,
    places: None,
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    number_of_labs: int,
) -> None:
    kommune = LabMunicipality(name="Stadt Brandis", land="SN", ags="14729070")
    lab = LabPageFactory(parent=portal.labs, slug="brandis", topics=[TopicFactory()], municipalities=[kommune])
    copy_page(lab, number_of_labs - 1)
    for address in ("/labore/", "/labore/?land=SN&groesse=bis-20000", "/labore/brandis/"):
        cache.clear()  # what is kept for a minute is made anew just now, or a slow machine asks for it in between
        client.get("/")
        with django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200
