"""Over midnight, over several days, cancelled, moved: the same is told wherever an event is told of."""

import datetime
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from icalendar import Calendar
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from events.listing import past_occurrences, upcoming_occurrences
from events.models import EventException, EventPage
from ogl_portal.core.changes.content import sections
from ogl_portal.core.clock import ClockField, is_24
from ogl_portal.core.json_ld import page_json_ld
from tests.factories import AdminFactory, EventPageFactory, Portal

BERLIN = ZoneInfo("Europe/Berlin")
DAY, TIME = datetime.date, datetime.time
TWELFTH, THIRTEENTH = DAY(2027, 5, 12), DAY(2027, 5, 13)
TWO_DAYS = {"start_date": TWELFTH, "start_time": TIME(13), "end_date": THIRTEENTH, "end_time": TIME(16, 30)}
EVENING = {"start_date": TWELFTH, "start_time": TIME(18), "end_time": TIME(0)}
NIGHT = {"start_date": TWELFTH, "start_time": TIME(22), "end_date": THIRTEENTH, "end_time": TIME(4)}
ONLINE = {"is_online": True, "online_url": "https://treffen.example/raum?a=1&b=2"}


def at(*moment: int) -> Any:
    """The clock stands at ``moment`` in Berlin."""
    return patch("django.utils.timezone.now", return_value=datetime.datetime(*moment, tzinfo=BERLIN))


BEFORE = (2027, 5, 1)


def read(client: Client, address: str) -> str:
    """What a reader sees, with plain spaces."""
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return " ".join(soup.get_text(" ").split()).replace("\xa0", " ")


def vevents(client: Client) -> list[Any]:
    return Calendar.from_ical(client.get("/termine/kalender.ics").content).walk("VEVENT")


# --- over midnight and over several days ---


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (TWO_DAYS, "12. Mai 2027, 13 Uhr, bis 13. Mai 2027, 16.30 Uhr"),
        (EVENING, "12. Mai 2027, 18 bis 24 Uhr"),
        ({**EVENING, "end_date": THIRTEENTH}, "12. Mai 2027, 18 bis 24 Uhr"),
        (NIGHT, "12. Mai 2027, 22 Uhr, bis 13. Mai 2027, 4 Uhr"),
    ],
)
def test_the_end_stands_on_page_lists_and_home(
    portal: Portal, client: Client, fields: dict[str, Any], words: str
) -> None:
    EventPageFactory(parent=portal.events, slug="treffen", **fields)
    with at(*BEFORE):
        for address in ("/termine/treffen/", "/termine/", "/"):
            assert words in read(client, address), address


def test_a_weekly_night_tells_its_end_in_the_rule_and_on_each_date(portal: Portal, client: Client) -> None:
    series = {"series_frequency": "weekly", "series_count": 2}
    page = EventPageFactory(parent=portal.events, slug="nacht", **NIGHT, **series)
    words = "jede Woche am Mittwoch, 22 Uhr bis 4 Uhr am nächsten Tag, insgesamt 2 Termine"
    assert page.when.replace("\xa0", " ") == words
    with at(*BEFORE):
        text = read(client, "/termine/nacht/")
    assert "12. Mai 2027, 22 Uhr, bis 13. Mai 2027, 4 Uhr" in text
    assert "19. Mai 2027, 22 Uhr, bis 20. Mai 2027, 4 Uhr" in text
    (event,) = vevents(client)
    assert event.decoded("DTEND") == datetime.datetime(2027, 5, 13, 4, tzinfo=BERLIN)


def test_an_evening_until_24_ends_at_the_midnight_after_it(portal: Portal, client: Client) -> None:
    page = EventPageFactory(parent=portal.events, **EVENING)
    page.full_clean()
    midnight = datetime.datetime(2027, 5, 13, tzinfo=BERLIN)
    assert page.end == midnight
    assert vevents(client)[0].decoded("DTEND") == midnight
    assert page_json_ld(page)["mainEntity"]["endDate"] == "2027-05-13T00:00:00+02:00"


def test_a_night_is_not_over_at_midnight(portal: Portal) -> None:
    page = EventPageFactory(parent=portal.events, **NIGHT)
    two, five = (datetime.datetime(2027, 5, 13, hour, tzinfo=BERLIN) for hour in (2, 5))
    assert upcoming_occurrences(two).exists()
    assert past_occurrences(five).exists()
    with at(2027, 5, 13, 2):
        assert not page.is_past


def test_an_end_before_the_beginning_says_what_to_do(portal: Portal) -> None:
    event = EventPage(title="T", slug="t", path="00010001", depth=2, **{**NIGHT, "end_date": None})
    with pytest.raises(ValidationError, match="über Mitternacht hinaus, gehört hierher der nächste Tag"):
        event.full_clean()


@pytest.mark.parametrize(
    ("typed", "time", "means_24"),
    [
        ("24:00", TIME(0), True),
        ("24 Uhr", TIME(0), True),
        ("0:00", TIME(0), False),
        ("18 Uhr", TIME(18), False),
        ("18.30 uhr", TIME(18, 30), False),
        ("09:05", TIME(9, 5), False),
        ("", None, False),
    ],
)
def test_a_time_is_read_as_germans_type_it(typed: str, time: datetime.time | None, means_24: bool) -> None:
    assert ClockField(required=False).clean(typed) == time
    assert is_24(typed) is means_24


@pytest.mark.parametrize("typed", ["24:30", "25", "18.60 Uhr", "abends"])
def test_a_time_that_does_not_exist_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        ClockField().clean(typed)


# --- the editor ---


def form(**changes: Any) -> dict[str, str]:
    data = {
        "title": "Treffen",
        "slug": "treffen",
        "state": "planned",
        "audience": "public",
        "start_date": "2027-05-12",
        "start_time": "18:00",
        "body": streamfield([]),
        "comments": inline_formset([]),
        "exceptions": inline_formset([]),
        "action-publish": "action-publish",
    }
    return nested_form_data({**data, **changes})


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"end_time": "00:00"}, "12. Mai 2027, 18 bis 24 Uhr"),
        ({"end_time": "24 Uhr"}, "12. Mai 2027, 18 bis 24 Uhr"),
        ({"end_date": "2027-05-12", "end_time": "24:00"}, "12. Mai 2027, 18 bis 24 Uhr"),
        ({"end_date": "2027-05-13", "end_time": "0:00"}, "12. Mai 2027, 18 bis 24 Uhr"),
        ({"end_date": "2027-05-13", "end_time": "24:00"}, "12. Mai 2027, 18 Uhr, bis 13. Mai 2027, 24 Uhr"),
    ],
)
def test_midnight_is_accepted_at_the_field(portal: Portal, client: Client, typed: dict[str, str], words: str) -> None:
    client.force_login(AdminFactory())
    client.post(f"/admin/pages/add/events/eventpage/{portal.events.pk}/", form(**typed))
    assert EventPage.objects.get().when.replace("\xa0", " ") == words


def test_the_date_that_was_public_is_remembered_when_an_event_is_moved(portal: Portal, client: Client) -> None:
    client.force_login(AdminFactory())
    page = EventPageFactory(parent=portal.events, slug="treffen", start_date=TWELFTH, start_time=TIME(18))
    client.post(f"/admin/pages/{page.pk}/edit/", form(start_date="2027-05-20", state="moved"))
    page = EventPage.objects.get()
    assert page.when.replace("\xa0", " ") == "20. Mai 2027, 18 Uhr (statt 12. Mai 2027)"
    # Moved again, it still says what people had once written down.
    again = form(start_date="2027-05-21", state="moved", former_date="2027-05-12", former_time="18:00")
    client.post(f"/admin/pages/{page.pk}/edit/", again)
    assert EventPage.objects.get().when.replace("\xa0", " ") == "21. Mai 2027, 18 Uhr (statt 12. Mai 2027)"


# --- cancelled and moved ---


def test_a_cancelled_event_is_marked_where_its_title_stands_alone(portal: Portal, client: Client) -> None:
    EventPageFactory(parent=portal.events, title="Forum", slug="forum", state="cancelled", **EVENING, **ONLINE)
    with at(*BEFORE):
        soup = BeautifulSoup(client.get("/termine/forum/").content, "html.parser")
        (event,) = vevents(client)
    assert soup.title.get_text().startswith("Abgesagt: Forum")
    assert soup.find("meta", property="og:title")["content"] == "Abgesagt: Forum"
    assert soup.h1.get_text() == "Forum"  # the notice below says it there
    assert "Online teilnehmen" not in soup.get_text()
    assert event["SUMMARY"] == "Abgesagt: Forum"
    assert event["STATUS"] == "CANCELLED"


def test_a_moved_event_says_from_where_wherever_its_date_stands(portal: Portal, client: Client) -> None:
    former = {"state": "moved", "former_date": DAY(2027, 5, 10), "former_time": TIME(9)}
    page = EventPageFactory(parent=portal.events, slug="treffen", **EVENING, **former)
    words = "12. Mai 2027, 18 bis 24 Uhr (statt 10. Mai 2027, 9 Uhr)"
    with at(*BEFORE):
        for address in ("/termine/treffen/", "/termine/", "/"):
            assert words in read(client, address), address
    assert "statt 10.\xa0Mai 2027" in vevents(client)[0]["DESCRIPTION"]
    entity = page_json_ld(page)["mainEntity"]
    assert entity["previousStartDate"] == "2027-05-10T09:00:00+02:00"
    assert entity["eventStatus"] == "https://schema.org/EventRescheduled"


@pytest.mark.parametrize("state", ["planned", "cancelled"])
def test_what_is_not_moved_has_no_former_date(portal: Portal, state: str) -> None:
    page = EventPageFactory(parent=portal.events, state=state, former_date=DAY(2027, 5, 10), **EVENING)
    assert "statt" not in page.when
    assert "previousStartDate" not in page_json_ld(page)["mainEntity"]


def test_a_moved_date_of_a_series_says_from_where(portal: Portal, client: Client) -> None:
    moved = EventException(day=DAY(2027, 5, 19), kind="moved", new_date=DAY(2027, 5, 20), new_start_time=TIME(20))
    elsewhere = EventException(day=DAY(2027, 5, 26), kind="moved", new_place_name="Bücherei")
    series = {"series_frequency": "weekly", "series_count": 3}
    EventPageFactory(parent=portal.events, slug="reihe", exceptions=[moved, elsewhere], **NIGHT, **series)
    words = "20. Mai 2027, 20 Uhr, bis 21. Mai 2027, 2 Uhr (statt 19. Mai 2027, 22 Uhr)"
    with at(*BEFORE):
        for address in ("/termine/reihe/", "/termine/"):
            text = read(client, address)
            assert words in text, address
            assert text.count("statt") == 1
    descriptions = [str(event.get("DESCRIPTION", "")) for event in vevents(client)]
    assert [("statt 19.\xa0Mai 2027, 22\xa0Uhr" in text) for text in descriptions] == [False, True, False]


# --- online ---


@pytest.mark.parametrize(
    ("place", "location"),
    [({}, ONLINE["online_url"]), ({"place_name": "Rathaus"}, "Rathaus und online")],
)
def test_the_address_of_an_online_event_stands_where_calendars_show_it(
    portal: Portal, client: Client, place: dict[str, str], location: str
) -> None:
    EventPageFactory(parent=portal.events, **EVENING, **ONLINE, **place)
    with at(*BEFORE):
        (event,) = vevents(client)
    assert event["LOCATION"] == location
    assert ONLINE["online_url"] in location or f"Online-Teilnahme: {ONLINE['online_url']}" in event["DESCRIPTION"]
    assert event["CONFERENCE"] == ONLINE["online_url"]


# --- the change log ---


def test_the_change_log_tells_the_time_as_the_page_does(portal: Portal) -> None:
    page = EventPageFactory(parent=portal.events, **TWO_DAYS, series_frequency="weekly", series_count=2)
    (found,) = [section for section in sections(EventPage, page.serializable_data()) if section.label == "Wann"]
    assert found.lines == [page.when]
    page = EventPageFactory(parent=portal.events, start_date=None, fuzzy_date="2021-04")
    (found,) = [section for section in sections(EventPage, page.serializable_data()) if section.label == "Wann"]
    assert found.lines == ["April 2021"]
