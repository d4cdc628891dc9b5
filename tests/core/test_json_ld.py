"""What pages tell machines about themselves in the words of schema.org."""

import datetime
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from events.models import EventPage
from ogl_portal.core.json_ld import page_json_ld
from ogl_portal.core.models import BasePage
from tests.factories import (
    EventPageFactory,
    FileVersionFactory,
    LabPageFactory,
    NewsPageFactory,
    Portal,
    PublicationPageFactory,
    StandardPageFactory,
)

PUBLISHED = datetime.datetime(2026, 2, 3, 10, 30, tzinfo=datetime.UTC)
PARENTS = {
    StandardPageFactory: "home",
    LabPageFactory: "labs",
    NewsPageFactory: "news",
    EventPageFactory: "events",
    PublicationPageFactory: "publications",
}


def told(client: Client, page: BasePage) -> dict[str, Any]:
    (script,) = html.fromstring(client.get(page.url).content).xpath("//head/script[@type='application/ld+json']")
    found: dict[str, Any] = json.loads(script.text)
    return found


@pytest.mark.parametrize("factory", PARENTS, ids=lambda factory: factory._meta.model.__name__)
def test_every_page_tells_when_it_was_last_changed(client: Client, portal: Portal, factory: Any) -> None:
    page = factory(parent=getattr(portal, PARENTS[factory]), last_published_at=PUBLISHED)
    found = told(client, page)
    assert found["@context"] == "https://schema.org"
    assert found["url"] == page.full_url
    assert datetime.datetime.fromisoformat(found["dateModified"]) == PUBLISHED


def test_the_start_page_and_an_index_do_so_too(client: Client, portal: Portal) -> None:
    for page in (portal.home, portal.labs):
        found = told(client, page)
        assert (found["@type"], found["name"]) == ("WebPage", page.title)
        assert found["dateModified"]


def test_a_new_file_is_a_change_of_its_publication(client: Client, portal: Portal) -> None:
    publication = PublicationPageFactory(parent=portal.publications, last_published_at=PUBLISHED)
    FileVersionFactory(publication=publication, processed_at=PUBLISHED)
    FileVersionFactory(publication=publication, number=2, processed_at=PUBLISHED + datetime.timedelta(days=30))
    modified = datetime.datetime.fromisoformat(told(client, publication)["dateModified"])
    assert modified == PUBLISHED + datetime.timedelta(days=30)


def test_a_draft_was_never_changed_in_public(portal: Portal) -> None:
    draft = StandardPageFactory(parent=portal.home, live=False, first_published_at=None, last_published_at=None)
    assert page_json_ld(draft).keys().isdisjoint({"dateModified", "datePublished"})


def test_an_event_is_told_with_days_places_and_state(client: Client, portal: Portal) -> None:
    event = EventPageFactory(
        parent=portal.events,
        title="Workshop",
        start_time=datetime.time(9),
        end_time=datetime.time(15, 30),
        state="cancelled",
        place_name="Rathaus",
        is_online=True,
        online_url="https://treffen.example/",
        organiser="Labor A",
    )
    assert told(client, event)["mainEntity"] == {
        "@type": "Event",
        "name": "Workshop",
        "startDate": "2022-12-08T09:00:00+01:00",
        "endDate": "2022-12-08T15:30:00+01:00",
        "eventStatus": "https://schema.org/EventCancelled",
        "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
        "location": [
            {"@type": "Place", "name": "Rathaus"},
            {"@type": "VirtualLocation", "url": "https://treffen.example/"},
        ],
        "organizer": {"@type": "Organization", "name": "Labor A"},
    }


def test_whole_days_have_no_time_and_unknown_days_are_not_told(client: Client, portal: Portal) -> None:
    day: EventPage = EventPageFactory(parent=portal.events, end_date=datetime.date(2022, 12, 9))
    known = told(client, day)["mainEntity"]
    assert (known["startDate"], known["endDate"]) == ("2022-12-08", "2022-12-09")
    month = EventPageFactory(parent=portal.events, start_date=None, fuzzy_date="2021-04")
    assert told(client, month)["mainEntity"].keys().isdisjoint({"startDate", "endDate"})


def test_a_lab_is_the_project_on_its_page(client: Client, portal: Portal) -> None:
    lab = LabPageFactory(parent=portal.labs, title="Brandis", project_name="Wir im Partheland")
    entity = told(client, lab)["mainEntity"]
    assert entity["@type"] == "Project"
    assert (entity["name"], entity["alternateName"]) == ("Labor Brandis", ["Wir im Partheland"])
    assert timezone.now().isoformat() > told(client, lab)["datePublished"]
