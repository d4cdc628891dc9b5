"""Events: when they are, who may see them, what can be said about them."""

import datetime
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client

from events.listing import event_list, past_occurrences, upcoming_occurrences
from events.models import EventPage
from ogl_portal.users.models import User
from tests.factories import EventPageFactory, LabPageFactory, Portal, TopicFactory, UserFactory

BERLIN = ZoneInfo("Europe/Berlin")
DAY = datetime.date(2022, 12, 8)
NINE, THREE = datetime.time(9), datetime.time(15)
NOON = datetime.datetime(2022, 12, 8, 12, tzinfo=BERLIN)


def at(moment: datetime.datetime):
    """The clock stands at ``moment``."""
    return patch("django.utils.timezone.now", return_value=moment)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "when"),
    [
        ({"start_date": DAY}, "8.\xa0Dezember 2022"),
        ({"start_date": DAY, "start_time": NINE}, "8.\xa0Dezember 2022, 9\xa0Uhr"),
        ({"start_date": DAY, "start_time": NINE, "end_time": THREE}, "8.\xa0Dezember 2022, 9 bis 15\xa0Uhr"),
        ({"start_date": DAY, "start_time": datetime.time(11, 50)}, "8.\xa0Dezember 2022, 11.50\xa0Uhr"),
        ({"start_date": DAY, "end_date": datetime.date(2022, 12, 10)}, "8. bis 10.\xa0Dezember 2022"),
        ({"fuzzy_date": "2021-04"}, "April 2021"),
        ({}, ""),
    ],
)
def test_when_says_only_what_is_known(fields: dict[str, object], when: str) -> None:
    assert EventPage(title="T", **fields).when == when


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        (
            {"start_date": DAY, "fuzzy_date": "2022"},
            "fuzzy_date",
            "Der Tag steht schon oben. Bitte nur eines von beiden angeben.",
        ),
        ({"end_date": DAY}, "start_date", "Zu einem Ende gehört ein Beginn."),
        ({"start_time": NINE}, "start_date", "Zu einer Uhrzeit gehört ein Tag."),
        (
            {"start_date": DAY, "end_time": THREE},
            "start_time",
            "Zu einer Uhrzeit am Ende gehört eine Uhrzeit am Beginn.",
        ),
        ({"start_date": DAY, "end_date": datetime.date(2022, 12, 7)}, "end_date", "Das Ende liegt vor dem Beginn."),
        (
            {"start_date": DAY, "start_time": THREE, "end_time": NINE},
            "end_date",
            "Das Ende liegt vor dem Beginn. Geht der Termin über Mitternacht hinaus, gehört hierher der nächste Tag.",
        ),
        (
            {"start_date": DAY, "registration_deadline": datetime.date(2022, 12, 9)},
            "registration_deadline",
            "Der Anmeldeschluss liegt nach der Veranstaltung.",
        ),
        ({"fuzzy_date": "2022-13"}, "fuzzy_date", "Diesen Tag gibt es nicht: »2022-13«."),
    ],
)
def test_impossible_times_are_refused(fields: dict[str, object], field: str, sentence: str) -> None:
    event = EventPage(title="Termin", slug="termin", path="00010001", depth=2, **fields)
    with pytest.raises(ValidationError) as refusal:
        event.full_clean()
    assert refusal.value.message_dict[field] == [sentence]


def test_upcoming_and_past_sort_themselves_out_by_the_clock(portal: Portal) -> None:
    EventPageFactory(parent=portal.events, title="Vormittag", start_time=NINE, end_time=datetime.time(11))
    EventPageFactory(parent=portal.events, title="Ganzer Tag")
    EventPageFactory(parent=portal.events, title="Morgen", start_date=DAY + datetime.timedelta(days=1))
    EventPageFactory(parent=portal.events, title="Irgendwann", start_date=None)
    EventPageFactory(parent=portal.events, title="Im Dezember", start_date=None, fuzzy_date="2022-12")
    assert [date.event.title for date in upcoming_occurrences(NOON)] == ["Im Dezember", "Ganzer Tag", "Morgen"]
    assert {date.event.title for date in past_occurrences(NOON)} == {"Vormittag", "Irgendwann"}
    with at(NOON):
        listing = event_list(QueryDict())
    assert [[event.title for event in month.events] for month in listing.upcoming] == [
        ["Im Dezember", "Ganzer Tag", "Morgen"]
    ]
    assert [(month.title, [event.title for event in month.events]) for month in listing.past] == [
        ("Dezember 2022", ["Vormittag"]),
        ("Termin nicht bekannt", ["Irgendwann"]),
    ]


def test_a_day_ends_at_midnight_in_berlin(portal: Portal) -> None:
    EventPageFactory(parent=portal.events, start_date=datetime.date(2022, 6, 21))
    last_second = datetime.datetime(2022, 6, 21, 23, 59, 59, tzinfo=BERLIN)
    assert upcoming_occurrences(last_second).exists()
    assert not upcoming_occurrences(last_second + datetime.timedelta(seconds=1)).exists()


def test_events_are_filtered_by_lab_topic_and_year(portal: Portal) -> None:
    lab, topic = LabPageFactory(parent=portal.labs, slug="brandis"), TopicFactory(slug="jugend")
    EventPageFactory(parent=portal.events, title="A", labs=[lab])
    EventPageFactory(parent=portal.events, title="B", start_date=datetime.date(2021, 5, 5), topics=[topic])

    def titles(query: str) -> list[str]:
        return [date.event.title for date in event_list(QueryDict(query)).page]

    assert titles("labor=brandis") == ["A"]
    assert titles("thema=jugend") == ["B"]
    assert titles("jahr=2021") == ["B"]
    assert titles("jahr=2021&labor=brandis") == []
    assert titles("jahr=neulich&labor=atlantis") == ["A", "B"]


# --- registration ---


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "moment", "is_open"),
    [
        ({}, datetime.datetime(2022, 12, 1, 23, 59, tzinfo=BERLIN), True),
        ({}, datetime.datetime(2022, 12, 2, 0, 0, tzinfo=BERLIN), False),
        ({"registration_deadline": None}, datetime.datetime(2022, 12, 8, 12, tzinfo=BERLIN), True),
        ({"registration_deadline": None}, datetime.datetime(2022, 12, 9, 0, tzinfo=BERLIN), False),
        ({"state": "cancelled"}, datetime.datetime(2022, 11, 1, tzinfo=BERLIN), False),
        ({"state": "moved"}, datetime.datetime(2022, 11, 1, tzinfo=BERLIN), True),
        ({"registration_url": ""}, datetime.datetime(2022, 11, 1, tzinfo=BERLIN), False),
    ],
)
def test_registration_closes_by_itself(
    portal: Portal, changes: dict[str, object], moment: datetime.datetime, is_open: bool
) -> None:
    fields = {
        "registration_url": "https://example.org/anmelden",
        "registration_deadline": datetime.date(2022, 12, 1),
        **changes,
    }
    event = EventPageFactory(parent=portal.events, slug="tagung", **fields)
    with at(moment):
        assert event.registration_is_open is is_open
        content = Client().get("/termine/tagung/").content.decode()
    assert ("https://example.org/anmelden" in content) is is_open


@pytest.mark.parametrize(("state", "word"), [("cancelled", "Abgesagt"), ("moved", "Verschoben")])
def test_a_cancelled_or_moved_event_says_so(portal: Portal, client: Client, state: str, word: str) -> None:
    EventPageFactory(parent=portal.events, slug="tagung", state=state)
    assert word in client.get("/termine/tagung/").content.decode()
    assert word.lower() in client.get("/termine/").content.decode().lower()


# --- internal events ---


INTERNAL = "Interne Runde der Teams"


@pytest.fixture
def internal(portal: Portal) -> EventPage:
    lab = LabPageFactory(parent=portal.labs, slug="brandis")
    topic = TopicFactory(slug="jugend")
    return EventPageFactory(
        parent=portal.events, title=INTERNAL, slug="intern", audience="internal", labs=[lab], topics=[topic]
    )


@pytest.fixture
def lab_member(db: None) -> User:
    """Somebody who may enter the admin and nothing more."""
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def test_staff_see_an_internal_event_marked_and_never_cached(
    internal: EventPage, lab_member: User, client: Client
) -> None:
    client.force_login(lab_member)
    response = client.get("/termine/intern/")
    assert response.status_code == 200
    content = response.content.decode()
    assert INTERNAL in content
    assert "Diesen Termin sehen nur Angemeldete." in content
    assert "termin.ics" not in content
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert client.get("/termine/intern/termin.ics").status_code == 404


def test_who_may_not_enter_the_admin_sees_no_internal_event(internal: EventPage, client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/termine/intern/").status_code == 404


def test_what_is_known_of_barriers_stands_on_the_page(portal: Portal, client: Client) -> None:
    EventPageFactory(parent=portal.events, slug="tagung", is_step_free=True, accessibility_note="Aufzug im Hof")
    content = client.get("/termine/tagung/").content.decode()
    assert "Barrierefreiheit" in content
    assert "stufenlos zugänglich" in content
    assert "Aufzug im Hof" in content
    assert "Höranlage" not in content


def test_a_public_event_leads_to_its_calendar_file(portal: Portal, client: Client) -> None:
    EventPageFactory(parent=portal.events, slug="tagung")
    assert 'href="/termine/tagung/termin.ics"' in client.get("/termine/tagung/").content.decode()
    assert 'href="/termine/kalender.ics"' in client.get("/termine/").content.decode()


@pytest.mark.parametrize("address", ["/termine/intern/", "/termine/intern/termin.ics"])
def test_an_internal_event_has_no_public_address(internal: EventPage, client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert INTERNAL not in response.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/termine/",
        "/termine/?labor=brandis",
        "/termine/kalender.ics",
        "/labore/brandis/",
        "/labore/brandis/kalender.ics",
        "/themen/",
        "/themen/jugend/",
        "/suche/?q=Interne+Runde",
        "/sitemap.xml",
    ],
)
def test_an_internal_event_never_leaves_the_admin(internal: EventPage, client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    content = response.content.decode().replace("Interne Runde&quot;", "")
    assert INTERNAL not in content
    assert "/termine/intern/" not in content


def test_an_internal_event_is_not_counted_as_a_year_or_topic(internal: EventPage, client: Client) -> None:
    filters = event_list(QueryDict()).filters
    assert filters
    assert [choice for filter_ in filters for choice in filter_.choices] == []
