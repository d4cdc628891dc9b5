"""Events as calendar files (RFC 5545), read back by another program."""

import datetime
import re
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from events import calendar as calendar_module
from events.models import EventPage
from tests.factories import EventPageFactory, LabPageFactory, Portal

BERLIN = ZoneInfo("Europe/Berlin")


def calendar(client: Client, address: str = "/termine/kalender.ics") -> Calendar:
    response = client.get(address)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content)


def only_event(client: Client, address: str = "/termine/kalender.ics"):
    (event,) = calendar(client, address).walk("VEVENT")
    return event


def test_a_whole_day_ends_on_the_day_after(portal: Portal, client: Client) -> None:
    EventPageFactory(parent=portal.events, title="Jour Fixe; Teil 1, alle")
    event = only_event(client)
    assert event["SUMMARY"] == "Jour Fixe; Teil 1, alle"
    assert event.decoded("DTSTART") == datetime.date(2022, 12, 8)
    assert event.decoded("DTEND") == datetime.date(2022, 12, 9)


def test_a_calendar_holds_the_latest_and_says_how_many_are_older(
    portal: Portal, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_module, "MOST_EVENTS", 2)
    for day in (3, 5, 7):
        EventPageFactory(parent=portal.events, title=f"Am {day}.", start_date=datetime.date(2022, 12, day))
    EventPageFactory(parent=portal.events, start_date=None, fuzzy_date="2022")
    assert [event["SUMMARY"] for event in calendar(client).walk("VEVENT")] == ["Am 5.", "Am 7."]
    told = calendar_module.contents()
    assert (told.count, told.older, told.left_out) == (2, 1, 1)


def test_several_days_end_on_the_day_after_the_last(portal: Portal, client: Client) -> None:
    EventPageFactory(parent=portal.events, end_date=datetime.date(2022, 12, 10))
    assert only_event(client).decoded("DTEND") == datetime.date(2022, 12, 11)


@pytest.mark.parametrize(("month", "offset"), [(6, 2), (12, 1)])
def test_times_are_times_of_berlin_in_summer_and_winter(
    portal: Portal, client: Client, month: int, offset: int
) -> None:
    EventPageFactory(
        parent=portal.events,
        start_date=datetime.date(2022, month, 8),
        start_time=datetime.time(9, 30),
        end_time=datetime.time(15),
    )
    found = calendar(client)
    (event,) = found.walk("VEVENT")
    start = event.decoded("DTSTART")
    assert start == datetime.datetime(2022, month, 8, 9, 30, tzinfo=BERLIN)
    assert start.utcoffset() == datetime.timedelta(hours=offset)
    assert event.decoded("DTEND") == datetime.datetime(2022, month, 8, 15, tzinfo=BERLIN)
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert [str(zone["TZID"]) for zone in found.walk("VTIMEZONE")] == ["Europe/Berlin"]


def test_an_event_without_an_end_time_has_none_in_the_calendar(portal: Portal, client: Client) -> None:
    EventPageFactory(parent=portal.events, start_time=datetime.time(9))
    assert "DTEND" not in only_event(client)


def test_a_calendar_has_what_rfc_5545_requires(portal: Portal, client: Client) -> None:
    EventPageFactory(parent=portal.events, slug="tagung", teaser="Worum es geht.", place_name="Brandis", is_online=True)
    found = calendar(client)
    assert found["VERSION"] == "2.0"
    assert found["PRODID"]
    (event,) = found.walk("VEVENT")
    assert event["UID"].endswith("@testserver")
    assert event.decoded("DTSTAMP").tzinfo
    assert event["LOCATION"] == "Brandis und online"
    assert event["DESCRIPTION"] == "Worum es geht."
    assert event["URL"].endswith("/termine/tagung/")
    assert event["STATUS"] == "CONFIRMED"


def test_a_cancelled_event_is_cancelled_in_every_calendar(portal: Portal, client: Client) -> None:
    EventPageFactory(parent=portal.events, state="cancelled")
    assert only_event(client)["STATUS"] == "CANCELLED"


def publish(page: EventPage, **changes: object) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_the_sequence_grows_with_time_place_and_state_alone(portal: Portal, client: Client) -> None:
    page = EventPageFactory(parent=portal.events)
    first = only_event(client)
    found = [first["SEQUENCE"]]
    for changes in (
        {"title": "Neuer Titel", "teaser": "Neuer Anreißer", "is_step_free": True},
        {"start_date": datetime.date(2022, 12, 9)},
        {"place_name": "Brandis"},
        {"state": "cancelled"},
        {"organiser": "Stadt Brandis"},
    ):
        publish(page, **changes)
        found.append(only_event(client)["SEQUENCE"])
    assert found == [0, 0, 1, 2, 3, 3]
    assert only_event(client)["UID"] == first["UID"]
    assert only_event(client)["SUMMARY"] == "Abgesagt: Neuer Titel"


def test_the_sequence_never_falls_when_an_old_revision_comes_back(portal: Portal, client: Client) -> None:
    page = EventPageFactory(parent=portal.events)
    old = page.save_revision()
    old.publish()
    publish(page, place_name="Brandis")
    publish(page, place_name="Machern")
    old.publish()
    assert only_event(client)["SEQUENCE"] == 3
    assert "LOCATION" not in only_event(client)


def test_a_draft_changes_nothing_for_subscribers(portal: Portal, client: Client) -> None:
    page = EventPageFactory(parent=portal.events)
    before = client.get("/termine/kalender.ics").content
    page.start_date = datetime.date(2022, 12, 9)
    page.save_revision()
    assert client.get("/termine/kalender.ics").content == before


def test_what_changes_before_the_first_publication_is_no_change(portal: Portal, client: Client) -> None:
    page = EventPageFactory(parent=portal.events, live=False, first_published_at=None, last_published_at=None)
    page.place_name = "Brandis"
    page.save()
    publish(page, place_name="Machern")
    assert only_event(client)["SEQUENCE"] == 0


def test_a_subscription_says_what_it_is_and_when_to_come_back(portal: Portal, client: Client) -> None:
    text = client.get("/termine/kalender.ics").content.decode()
    for line in (
        "NAME:Termine der Regionalen Open Government Labore",
        "SOURCE;VALUE=URI:http://testserver/termine/kalender.ics",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ):
        assert f"\r\n{line}\r\n" in text
    assert "METHOD" not in text  # RFC 5546: it would ask for an organiser with an address


def test_lines_end_and_fold_as_rfc_5545_says(portal: Portal, client: Client) -> None:
    EventPageFactory(parent=portal.events, title="Ü" * 200, teaser="Ein langer Satz, der nicht aufhört; " * 8)
    content = client.get("/termine/kalender.ics").content
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert only_event(client)["SUMMARY"] == "Ü" * 200


def test_barriers_and_the_way_online_stand_in_the_calendar(portal: Portal, client: Client) -> None:
    EventPageFactory(
        parent=portal.events,
        teaser="Worum es geht.",
        is_step_free=True,
        has_induction_loop=True,
        has_sign_language=True,
        accessibility_note="Aufzug am Nebeneingang",
        is_online=True,
        online_url="https://example.org/raum",
    )
    event = only_event(client)
    assert event["DESCRIPTION"] == (
        "Worum es geht.\n\nBarrierefreiheit: stufenlos zugänglich, induktive Höranlage, Übersetzung in "
        "Gebärdensprache, Aufzug am Nebeneingang"
    )
    assert event["CONFERENCE"] == "https://example.org/raum"
    assert event["CONFERENCE"].params["VALUE"] == "URI"


def test_events_whose_day_nobody_knows_are_in_no_calendar(portal: Portal, client: Client) -> None:
    EventPageFactory(parent=portal.events, start_date=None, fuzzy_date="2021-04", slug="ungefaehr")
    assert not calendar(client).walk("VEVENT")
    assert client.get("/termine/ungefaehr/termin.ics").status_code == 404


def test_a_lab_has_a_calendar_of_its_own(portal: Portal, client: Client) -> None:
    lab = LabPageFactory(parent=portal.labs, title="Brandis", slug="brandis")
    EventPageFactory(parent=portal.events, title="Im Labor", labs=[lab])
    EventPageFactory(parent=portal.events, title="Anderswo")
    assert calendar(client, "/labore/brandis/kalender.ics")["X-WR-CALNAME"] == "Termine: Brandis"
    assert only_event(client, "/labore/brandis/kalender.ics")["SUMMARY"] == "Im Labor"
    assert client.get("/labore/atlantis/kalender.ics").status_code == 404


def test_one_event_has_a_file_beside_its_page(portal: Portal, client: Client) -> None:
    lab = LabPageFactory(parent=portal.labs, slug="brandis")
    EventPageFactory(parent=lab, title="Im Labor", slug="treffen")
    EventPageFactory(parent=portal.events, title="Anderswo")
    assert only_event(client, "/labore/brandis/treffen/termin.ics")["SUMMARY"] == "Im Labor"


def test_line_breaks_in_a_text_cannot_add_lines_to_the_calendar(portal: Portal, client: Client) -> None:
    EventPageFactory(parent=portal.events, teaser="Eins\r\nATTACH:https://example.org/x\nZwei")
    event = only_event(client)
    assert "ATTACH" not in event
    assert "ATTACH:https://example.org/x" in event["DESCRIPTION"]


def test_nobody_gets_a_cookie(portal: Portal, client: Client) -> None:
    assert not client.get("/termine/kalender.ics").cookies


def test_text_stored_earlier_breaks_no_line(portal: Portal, client: Client) -> None:
    lab = LabPageFactory(parent=portal.labs, slug="brandis")
    event = EventPageFactory(parent=portal.events, labs=[lab])
    type(lab).objects.filter(pk=lab.pk).update(title="Bran\r\ndis\x0b")
    EventPage.objects.filter(pk=event.pk).update(title="Ter\x1fmin\ufffe", teaser="eins\x0bzwei", address="Weg\n1")
    text = client.get("/labore/brandis/kalender.ics").content.decode()
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe]", text)
    assert only_event(client, "/labore/brandis/kalender.ics")["SUMMARY"] == "Termin"
