"""The lab directory: one list, its map, its filters."""

from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from labs.directory import directory
from labs.models import LabPartner
from tests.factories import LabPageFactory, Portal, TopicFactory


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
    assert found.map.markers == []


def test_drafts_are_not_listed(portal: Portal) -> None:
    LabPageFactory(parent=portal.labs, live=False)
    assert titles() == []


def test_the_directory_costs_the_same_for_many_labs(
    portal: Portal, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(15):
        LabPageFactory(parent=portal.labs, topics=[TopicFactory()])
    directory(QueryDict())  # remembers where the site is
    with django_assert_max_num_queries(4):
        directory(QueryDict("land=SN"))
