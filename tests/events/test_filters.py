"""Filters of the list of events: whatever is combined, each count is the number of results of that choice."""

import datetime
import itertools

import pytest
from django.http import QueryDict

from events.listing import event_list
from tests.combinations import Listing, address_query, compare_counts
from tests.factories import EventPageFactory, LabPageFactory, Portal, TopicFactory


@pytest.fixture
def events(portal: Portal) -> None:
    saxon = LabPageFactory(parent=portal.labs, slug="brandis", laender=["SN"])
    northern = LabPageFactory(parent=portal.labs, slug="norden", laender=["NI", "HB"])
    topics = [TopicFactory(slug="jugend"), TopicFactory(slug="daten")]
    choices = itertools.cycle(
        [
            ("Workshop", [saxon], topics[:1]),
            ("Workshop", [northern], topics),
            ("Sitzung", [saxon, northern], topics[1:]),
            ("", [], []),
            ("Sitzung", [northern], topics[:1]),
        ]
    )
    for year, month in itertools.product((2021, 2022), range(1, 8)):
        kind, labs, about = next(choices)
        EventPageFactory(
            parent=portal.events, start_date=datetime.date(year, month, 5), kind=kind, labs=labs, topics=about
        )
    EventPageFactory(
        parent=portal.events, start_date=datetime.date(2022, 3, 3), kind="Geheim", audience="internal", labs=[saxon]
    )


def test_counts_equal_results_for_every_combination(events: None) -> None:
    def list_for(query: QueryDict) -> Listing:
        found = event_list(query)
        return found.count, found.filters

    values = {
        "art": ("Workshop", "Geheim"),
        "labor": ("brandis", "gibt-es-nicht"),
        "land": ("SN", "NI", "BY"),
        "thema": ("jugend", "daten"),
        "jahr": ("2022",),
    }
    assert compare_counts(list_for, values) > 500


def test_internal_events_are_in_no_filter(events: None) -> None:
    listing = event_list(address_query({}))
    [kinds] = [one for one in listing.filters if one.name == "art"]
    assert [(choice.label, choice.count) for choice in kinds.choices] == [("Sitzung", 5), ("Workshop", 6)]


def test_an_event_of_two_labs_counts_once_for_a_land_of_both(portal: Portal) -> None:
    labs = [LabPageFactory(parent=portal.labs, laender=["SN"]) for _ in range(2)]
    EventPageFactory(parent=portal.events, start_date=datetime.date(2022, 3, 3), labs=labs)
    [land] = [one for one in event_list(address_query({"land": "SN"})).filters if one.name == "land"]
    assert [(choice.value, choice.count) for choice in land.choices] == [("SN", 1)]
