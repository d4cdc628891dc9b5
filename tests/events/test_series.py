"""Series of events: entered in the editor, shown on the page, in lists and in calendars."""

import datetime
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from events import listing
from events.listing import event_list, next_or_latest_events
from events.models import EventException, EventOccurrence, EventPage
from tests.factories import AdminFactory, EventPageFactory, LabPageFactory, Portal

BERLIN = ZoneInfo("Europe/Berlin")
DAY = datetime.date
FIRST = DAY(2022, 11, 3)  # a Thursday
WEEKLY = {
    "start_date": FIRST,
    "start_time": datetime.time(9),
    "end_time": datetime.time(10),
    "series_frequency": "weekly",
    "series_until": DAY(2022, 12, 8),
}


def at(*moment: int):
    """The clock stands at ``moment`` in Berlin."""
    return patch("django.utils.timezone.now", return_value=datetime.datetime(*moment, tzinfo=BERLIN))


@pytest.fixture
def series(portal: Portal) -> EventPage:
    """Six Thursdays; one falls out, one is moved to Friday, in another place."""
    return EventPageFactory(
        parent=portal.events,
        title="Jour fixe",
        slug="jour-fixe",
        place_name="Rathaus",
        is_step_free=True,
        labs=[LabPageFactory(parent=portal.labs, slug="brandis")],
        exceptions=[
            EventException(day=DAY(2022, 11, 17), kind="cancelled", note="Feiertag"),
            EventException(
                day=DAY(2022, 12, 1),
                kind="moved",
                new_date=DAY(2022, 12, 2),
                new_start_time=datetime.time(14),
                new_place_name="Bücherei",
            ),
        ],
        **WEEKLY,
    )


DATES = ["11-03 09:00", "11-10 09:00", "11-24 09:00", "12-02 14:00", "12-08 09:00"]


def starts(events: list[EventPage]) -> list[str]:
    return [f"{event.start.astimezone(BERLIN):%m-%d %H:%M}" for event in events]


# --- where it is shown ---


def test_a_series_stands_in_each_of_its_months(series: EventPage) -> None:
    with at(2022, 11, 15, 12):
        found = event_list(QueryDict())
    assert [(month.title, starts(month.events)) for month in found.upcoming] == [
        ("November 2022", ["11-24 09:00"]),
        ("Dezember 2022", ["12-02 14:00", "12-08 09:00"]),
    ]
    assert [(month.title, starts(month.events)) for month in found.past] == [
        ("November 2022", ["11-10 09:00", "11-03 09:00"])
    ]
    assert found.count == 5
    # Every filter counts dates, not pages.
    counts = {filter_.name: [choice.count for choice in filter_.choices] for filter_ in found.filters}
    assert {name: dates for name, dates in counts.items() if dates} == {"labor": [5], "land": [5], "jahr": [5]}


def test_the_start_page_names_the_next_dates(series: EventPage, client: Client) -> None:
    with at(2022, 11, 30, 12):
        assert starts(next_or_latest_events(3)) == ["12-02 14:00", "12-08 09:00"]
        content = client.get("/").content.decode()
    assert "2.\xa0Dezember 2022, 14 bis 15\xa0Uhr" in content
    assert "Bücherei" in content


def test_the_page_names_every_date(series: EventPage, client: Client) -> None:
    with at(2022, 11, 15, 12):
        soup = BeautifulSoup(client.get("/termine/jour-fixe/").content, "lxml")
    lead = soup.find(class_="lead").get_text()
    assert lead == "jede Woche am Donnerstag, 9 bis 10\xa0Uhr, bis 8.\xa0Dezember 2022, Rathaus"
    assert soup.find(class_="day--big").get_text() == "24.Nov. 2022"  # the next one
    section = soup.find("section", attrs={"aria-labelledby": "einzeltermine"})
    marked = [time["datetime"] for time in section.find_all("time")]
    assert marked == [
        *("2022-11-24T09:00", "2022-12-02T14:00", "2022-12-08T09:00"),
        *("2022-11-03T09:00", "2022-11-10T09:00"),
        "2022-11-17",
    ]
    text = section.get_text(" ", strip=True)
    assert "verlegt , Bücherei" in text
    assert "(Feiertag)" in text


def test_a_series_that_is_over_shows_its_dates_openly(series: EventPage, client: Client) -> None:
    with at(2023, 1, 1):
        soup = BeautifulSoup(client.get("/termine/jour-fixe/").content, "lxml")
    section = soup.find("section", attrs={"aria-labelledby": "einzeltermine"})
    assert not section.find("details")
    assert len(section.find("ul").find_all("time")) == 5


def test_a_moved_date_says_so_in_lists(series: EventPage, client: Client) -> None:
    with at(2022, 11, 15, 12):
        items = BeautifulSoup(client.get("/termine/").content, "lxml").find_all("article")
    moved = [item.get_text(" ", strip=True) for item in items if "verschoben" in item.get_text()]
    assert len(moved) == 1
    assert "Bücherei" in moved[0]


def test_a_list_does_not_grow_without_end(portal: Portal, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 4)
    EventPageFactory(parent=portal.events, **WEEKLY)
    with at(2022, 11, 1):
        pages = [event_list(QueryDict(address)) for address in ("", "kommend=2")]
        links = BeautifulSoup(client.get("/termine/").content, "lxml").select("nav.pagination a")
    numbers = [sum(len(month.events) for month in found.upcoming) for found in pages]
    assert (numbers, [found.count for found in pages]) == ([4, 2], [6, 6])
    assert "?kommend=2" in {link["href"] for link in links}


def test_a_series_is_over_with_its_last_date(series: EventPage) -> None:
    with at(2022, 12, 8, 9, 30):
        assert not series.is_past
    with at(2022, 12, 8, 10, 1):
        assert series.is_past


def test_registration_stays_open_while_dates_are_to_come(portal: Portal) -> None:
    event = EventPageFactory(
        parent=portal.events, registration_url="https://example.org/", registration_deadline=DAY(2022, 12, 1), **WEEKLY
    )
    with at(2022, 11, 20):
        assert event.registration_is_open
    with at(2022, 12, 2):
        assert not event.registration_is_open


def test_many_series_cost_no_more_queries(
    portal: Portal, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    lab = LabPageFactory(parent=portal.labs, slug="brandis")
    for number in range(6):
        exceptions = [EventException(day=DAY(2022, 11, 10), kind="cancelled")]
        EventPageFactory(parent=portal.events, slug=f"reihe-{number}", labs=[lab], exceptions=exceptions, **WEEKLY)
    budgets = {"/": 12, "/termine/": 15, "/termine/?labor=brandis&jahr=2022": 15, "/termine/reihe-1/": 15}
    with at(2022, 11, 15):
        for address, budget in {**budgets, "/termine/kalender.ics": 15, "/labore/brandis/": 15}.items():
            client.get(address)
            with django_assert_max_num_queries(budget, info=address):
                client.get(address)


# --- what is stored ---


def test_drafts_of_a_series_do_not_reach_the_lists(series: EventPage) -> None:
    series.series_until = DAY(2022, 11, 10)
    series.save_revision()
    assert EventOccurrence.objects.count() == 5
    series.get_latest_revision().publish()
    assert EventOccurrence.objects.count() == 2


def test_a_copy_has_the_dates_too(series: EventPage) -> None:
    copy = series.copy(update_attrs={"slug": "kopie", "title": "Kopie"})
    assert starts(copy.specific.occurrences.all()) == DATES


def test_no_date_outlives_its_event(series: EventPage) -> None:
    series.get_parent().delete()
    assert not EventOccurrence.objects.exists()


def test_a_changed_single_date_raises_the_sequence_and_a_note_does_not(series: EventPage) -> None:
    def sequence() -> int:
        series.save_revision().publish()
        return EventPage.objects.get(pk=series.pk).sequence

    assert sequence() == 0
    series.exceptions.all()[0].note = "Betriebsausflug"
    assert sequence() == 0
    series.exceptions.add(EventException(day=DAY(2022, 12, 8), kind="cancelled"))
    assert sequence() == 1
    series.series_until = DAY(2022, 12, 1)
    assert sequence() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"series_until": None}, "series_until", "Zu einer Reihe gehört ein Ende"),
        ({"series_count": 3}, "series_count", "Bitte nur eines angeben"),
        ({"series_until": DAY(2022, 1, 1)}, "series_until", "Das Ende der Reihe liegt vor ihrem Beginn."),
        ({"series_weekdays": ["FR"]}, "start_date", "Der erste passende Tag ist Freitag, 4.\xa0November 2022."),
        ({"series_frequency": ""}, "series_frequency", "Bitte die Häufigkeit wählen"),
        ({"start_date": None, "start_time": None, "end_time": None}, "start_date", "Zu einer Reihe gehört ein Beginn."),
        ({"registration_deadline": DAY(2022, 12, 9)}, "registration_deadline", "nach der Veranstaltung"),
    ],
)
def test_a_series_that_cannot_be_is_refused(fields: dict[str, object], field: str, sentence: str) -> None:
    event = EventPage(title="Termin", slug="termin", path="00010001", depth=2, **{**WEEKLY, **fields})
    with pytest.raises(ValidationError) as refusal:
        event.full_clean()
    assert sentence in refusal.value.message_dict[field][0]


# --- the calendar ---


def components(client: Client) -> list[Any]:
    return Calendar.from_ical(client.get("/termine/kalender.ics").content).walk("VEVENT")


def test_a_series_is_one_rule_with_its_exceptions(series: EventPage, client: Client) -> None:
    main, moved = components(client)
    assert main["RRULE"].to_ical() == b"FREQ=WEEKLY;UNTIL=20221208T080000Z;BYDAY=TH"
    assert [item.dt for item in main["EXDATE"].dts] == [datetime.datetime(2022, 11, 17, 9, tzinfo=BERLIN)]
    assert main["UID"] == moved["UID"]
    assert moved.decoded("RECURRENCE-ID") == datetime.datetime(2022, 12, 1, 9, tzinfo=BERLIN)
    assert moved.decoded("DTSTART") == datetime.datetime(2022, 12, 2, 14, tzinfo=BERLIN)
    assert moved.decoded("DTEND") == datetime.datetime(2022, 12, 2, 15, tzinfo=BERLIN)
    assert (main["LOCATION"], moved["LOCATION"]) == ("Rathaus", "Bücherei")
    assert "stufenlos" in main["DESCRIPTION"]
    # Nobody knows of steps elsewhere.
    assert moved["DESCRIPTION"] == "Verschoben, statt 1.\xa0Dezember 2022, 9\xa0Uhr."


def test_a_cancelled_series_is_cancelled_on_each_of_its_dates(series: EventPage, client: Client) -> None:
    series.state = "cancelled"
    series.save_revision().publish()
    assert [component["STATUS"] for component in components(client)] == ["CANCELLED", "CANCELLED"]


# --- the editor ---


@pytest.fixture
def staff(client: Client, portal: Portal) -> Client:
    client.force_login(AdminFactory())
    return client


def form(**changes: Any) -> dict[str, str]:
    data = {
        "title": "Jour fixe",
        "slug": "jour-fixe",
        "state": "planned",
        "audience": "public",
        "start_date": "2022-11-03",
        "start_time": "09:00",
        "end_time": "10:00",
        "body": streamfield([]),
        "comments": inline_formset([]),
        "exceptions": inline_formset([]),
        "action-publish": "action-publish",
        **changes,
    }
    return nested_form_data(data)


def add(client: Client, portal: Portal, **changes: Any) -> Any:
    return client.post(f"/admin/pages/add/events/eventpage/{portal.events.pk}/", form(**changes))


def edit(client: Client, page: EventPage, **changes: Any) -> Any:
    return client.post(f"/admin/pages/{page.pk}/edit/", form(**changes))


def messages_at(response: Any, field: str) -> str:
    assert response.status_code == 200, "the form is shown again"
    widget = BeautifulSoup(response.content, "lxml").find(id=f"id_{field}")
    return " ".join(
        item.get_text(" ", strip=True)
        for item in widget.find_parent(class_="w-field__wrapper").select(".error-message")
    )


SENTENCE = "jede Woche bis 8. Dezember 2022, außer am 17. November, 1. Dezember verlegt auf 2. Dezember, 14 bis 15 Uhr"


def test_a_series_is_entered_as_a_sentence(staff: Client, portal: Portal) -> None:
    assert add(staff, portal, series_text=SENTENCE).status_code == 302
    page = EventPage.objects.get()
    assert (page.series_frequency, page.series_weekdays, page.series_until) == ("weekly", ["TH"], DAY(2022, 12, 8))
    assert starts(page.occurrences.all()) == DATES
    assert [str(row) for row in page.exceptions.order_by("day")] == [
        "17.\xa0November 2022: fällt aus",
        "1.\xa0Dezember 2022: ist verlegt",
    ]
    html = staff.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "jede Woche am Donnerstag, bis 8.\xa0Dezember 2022</textarea>" in html
    assert "2.\xa0Dezember 2022, 14 bis 15\xa0Uhr (statt 1.\xa0Dezember 2022, 9\xa0Uhr)" in html
    # Saving again changes nothing.
    rows = [
        {"id": row.pk, "day": row.day, "kind": row.kind, "new_date": row.new_date or "",
         "new_start_time": row.new_start_time or "", "new_end_time": row.new_end_time or ""}
        for row in page.exceptions.all()
    ]  # fmt: skip
    fields = {"series_frequency": "weekly", "series_weekdays": ["TH"], "series_until": "2022-12-08"}
    again = inline_formset(rows, initial=len(rows))
    sentence = "jede Woche am Donnerstag, bis 8.\xa0Dezember 2022"
    assert edit(staff, page, series_text=sentence, exceptions=again, **fields).status_code == 302
    page.refresh_from_db()
    assert page.sequence == 0
    assert starts(page.occurrences.all()) == DATES


def test_an_open_form_may_save_its_sentence_again_and_again(staff: Client, portal: Portal) -> None:
    """As automatic saving does: the form goes on sending the sentence and does not know the rows made of it."""
    draft = {"action-publish": ""}
    add(staff, portal, series_text="jede Woche bis 8. Dezember 2022, außer am 24. November", **draft)
    page = EventPage.objects.get()
    for _ in range(2):
        assert edit(staff, page, series_text=SENTENCE, **draft).status_code == 302
    assert [row.day for row in page.exceptions.order_by("day")] == [DAY(2022, 11, 17), DAY(2022, 12, 1)]
    assert edit(staff, page, series_text="jede Woche bis 8. Dezember 2022", **draft).status_code == 302
    assert not page.exceptions.exists()


def test_a_day_in_a_row_of_the_form_and_in_the_sentence_is_told(staff: Client, portal: Portal) -> None:
    row = inline_formset([{"day": "2022-11-17", "kind": "cancelled"}])
    response = add(staff, portal, series_text=SENTENCE, exceptions=row)
    assert "Für den 17.\xa0November 2022 ist zweimal etwas angegeben." in messages_at(response, "series_text")


def test_a_series_is_entered_in_fields(staff: Client, portal: Portal) -> None:
    fields = {"series_frequency": "monthly_weekday", "series_interval": "2", "series_count": "3"}
    assert add(staff, portal, **fields).status_code == 302
    page = EventPage.objects.get()
    assert starts(page.occurrences.all()) == ["11-03 09:00", "01-05 09:00", "03-02 09:00"]
    assert page.series_sentence == "jeden zweiten Monat am ersten Donnerstag, insgesamt 3 Termine"


def test_half_a_rule_is_told_at_its_field(staff: Client, portal: Portal) -> None:
    response = add(staff, portal, series_until="2022-12-08")
    assert "Bitte die Häufigkeit wählen" in messages_at(response, "series_frequency")
    assert not EventPage.objects.exists()


def test_an_emptied_sentence_ends_the_series(staff: Client, portal: Portal) -> None:
    page = EventPageFactory(parent=portal.events, slug="jour-fixe", **WEEKLY)
    page.save_revision().publish()
    fields = {"series_frequency": "weekly", "series_until": "2022-12-08"}
    assert edit(staff, page, series_text="", **fields).status_code == 302
    assert starts(page.occurrences.all()) == ["11-03 09:00"]


def test_a_draft_keeps_the_sentence(staff: Client, portal: Portal) -> None:
    data = form(series_text=SENTENCE)
    del data["action-publish"]
    assert staff.post(f"/admin/pages/add/events/eventpage/{portal.events.pk}/", data).status_code == 302
    page = EventPage.objects.get()
    assert not page.live
    draft = page.get_latest_revision_as_object()
    assert len(draft.occurrences_planned()) == 5


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"series_text": "jeden blauen Mond, bis 2023"}, "series_text", "nicht zu erkennen, wie oft"),
        ({"series_text": "jede Woche"}, "series_text", "Zu einer Reihe gehört ein Ende"),
        ({"series_text": "jede Woche bis 2023", "start_date": ""}, "start_date", "Zu einer Wiederholung gehört"),
        ({"series_text": "jeden Freitag bis 2023"}, "start_date", "Der erste passende Tag ist Freitag, 4."),
        ({"series_text": "monatlich am 15. bis 2023"}, "start_date", "passt nicht zur Wiederholung"),
        ({"series_text": "jede Woche bis 2023, außer am 18. November"}, "series_text", "gibt es keinen Termin dieser"),
        (
            {"series_text": "jede Woche, 3 Termine", "series_frequency": "weekly", "series_count": "4"},
            "series_text",
            "Bitte nur eines von beiden ändern.",
        ),
        ({"series_frequency": "weekly"}, "series_until", "Zu einer Reihe gehört ein Ende"),
        (
            {"exceptions": inline_formset([{"day": "2022-11-10", "kind": "cancelled"}])},
            "exceptions-0-day",
            "Dieser Termin wiederholt sich nicht.",
        ),
        (
            {
                "series_text": "jede Woche, 3 Termine",
                "exceptions": inline_formset([{"day": "2022-11-11", "kind": "cancelled"}]),
            },
            "exceptions-0-day",
            "Am 11.\xa0November 2022 gibt es keinen Termin dieser Reihe, aber am Donnerstag, 10.\xa0November",
        ),
        (
            {"series_text": "jede Woche, 3 Termine", "exceptions": inline_formset([{"day": FIRST, "kind": "moved"}])},
            "exceptions-0-new_date",
            "Bitte angeben, wohin der Termin verlegt ist",
        ),
    ],
)
def test_what_is_wrong_is_said_at_the_field(
    staff: Client, portal: Portal, changes: dict[str, Any], field: str, sentence: str
) -> None:
    response = add(staff, portal, **changes)
    assert messages_at(response, field).count(sentence) == 1
    assert not EventPage.objects.exists()


def test_two_versions_of_a_series_can_be_compared(staff: Client, series: EventPage) -> None:
    first = series.save_revision()
    series.series_until = DAY(2022, 12, 1)
    second = series.save_revision()
    response = staff.get(f"/admin/pages/{series.pk}/revisions/compare/{first.pk}...{second.pk}/")
    assert response.status_code == 200
    assert "Letzter Tag der Reihe" in response.content.decode()
