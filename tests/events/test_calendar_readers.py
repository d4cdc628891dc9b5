"""Three hundred generated events: two programs that know nothing of ours read every date as the site shows it.

``ical`` and ``vobject`` have parsers and expansions of their own. They differ in what RFC 5545 leaves open in practice
(whether a night keeps its hours or its clock times when clocks change), so that they only agree on a feed that is
clear about it.
"""

import datetime
import random
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import vobject
from bs4 import BeautifulSoup
from django.http import QueryDict
from django.test import Client
from ical.calendar_stream import IcsCalendarStream

from events import listing
from events.listing import event_list, public_occurrences
from events.models import EventException, EventPage
from events.recurrence import BERLIN, ICAL_WEEKDAYS, SeriesError, check
from tests.events.test_series import at
from tests.factories import EventPageFactory, Portal

NUMBER = 300
CLOCK_CHANGES = [
    datetime.date(*day)
    for day in ((2021, 3, 28), (2021, 10, 31), (2022, 3, 27), (2022, 10, 30), (2023, 3, 26), (2023, 10, 29))
]
ONE_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, order=True)
class Date:
    """When an event is, as text that sorts: days for whole days (the end excluded), else moments in UTC."""

    uid: str
    start: str
    end: str

    @classmethod
    def of(cls, uid: str, start: datetime.date, end: datetime.date | None) -> "Date":
        return cls(uid, _text(start), _text(start if end is None else end))


def _text(value: datetime.date) -> str:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    return value.isoformat()


# --- what is generated ---


def generated(seed: random.Random) -> EventPage:
    """A sound event near a change of clocks, not saved; three of five are series."""
    while True:
        page = _try(seed)
        try:
            if page.is_series:
                check(page.rule(), page.span, [row.change() for row in page.exceptions.all()])
                return page
        except SeriesError:
            continue
        if page.span.end >= page.span.start and not page.span.missing_hour():
            return page


def _try(seed: random.Random) -> EventPage:
    day = seed.choice(CLOCK_CHANGES) + seed.randint(-60, 2) * ONE_DAY
    fields: dict[str, Any] = {"start_date": day}
    if seed.random() < 0.3:
        fields["end_date"] = day + seed.randint(1, 3) * ONE_DAY
    if seed.random() < 0.65:
        fields["start_time"] = _clock(seed)
        if seed.random() < 0.85:
            fields["end_time"] = _clock(seed)
    if seed.random() < 0.6:
        fields |= _rule(seed, day)
    page = EventPage(**fields)
    if page.is_series:
        for planned in seed.sample(_planned(page), k=min(len(_planned(page)) - 1, seed.randint(0, 3))):
            page.exceptions.add(_exception(seed, planned, page))
    return page


def _planned(page: EventPage) -> list[datetime.date]:
    return [occurrence.day for occurrence in page.occurrences_planned()] or [page.start_date]


def _clock(seed: random.Random) -> datetime.time:
    return datetime.time(seed.choice([*range(24), 1, 2, 2, 3]), seed.choice([0, 0, 15, 30]))


def _rule(seed: random.Random, day: datetime.date) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "series_frequency": seed.choice(["weekly", "weekly", "monthly_weekday", "monthly_day"]),
        "series_interval": seed.choice([None, 1, 2, 3]),
    }
    if rule["series_frequency"] == "weekly" and seed.random() < 0.5:
        rule["series_weekdays"] = [ICAL_WEEKDAYS[n] for n in {day.weekday(), seed.randint(0, 6), seed.randint(0, 6)}]
    if rule["series_frequency"] == "monthly_weekday" and (day + 7 * ONE_DAY).month != day.month:
        rule["series_ordinal"] = seed.choice([-1, None])
    if seed.random() < 0.5:
        return {**rule, "series_count": seed.randint(2, 20)}
    return {**rule, "series_until": day + seed.randint(20, 250) * ONE_DAY}


def _exception(seed: random.Random, day: datetime.date, page: EventPage) -> EventException:
    if seed.random() < 0.4:
        return EventException(day=day, kind="cancelled")
    row = EventException(day=day, kind="moved", new_place_name=seed.choice(["", "Anderswo"]))
    if seed.random() < 0.7 or not page.start_time:
        row.new_date = day + seed.randint(-3, 3) * ONE_DAY
    if page.start_time and seed.random() < 0.6:
        row.new_start_time = _clock(seed)
    return row


def published(portal: Portal, number_of_pages: int) -> list[EventPage]:
    seed = random.Random(2022)
    found = []
    for number in range(number_of_pages):
        page = generated(seed)
        names = ["start_date", "start_time", "end_date", "end_time"]
        names += [field.name for field in EventPage._meta.get_fields() if field.name.startswith("series_")]
        fields = {name: getattr(page, name) for name in names}
        rows = list(page.exceptions.all())
        found.append(EventPageFactory(parent=portal.events, slug=f"t{number}", exceptions=rows, **fields))
    return found


# --- who reads it ---


def read_by_ical(text: str) -> list[Date]:
    timeline = IcsCalendarStream.calendar_from_ics(text).timeline_tz(BERLIN)
    return sorted(Date.of(event.uid, event.dtstart, event.dtend) for event in timeline)


def read_by_vobject(text: str) -> list[Date]:
    calendar = vobject.readOne(text)
    components = [component for component in calendar.components() if component.name == "VEVENT"]
    replaced = {
        (component.uid.value, _text(component.recurrence_id.value))
        for component in components
        if hasattr(component, "recurrence_id")
    }
    found = []
    for component in components:
        start = component.dtstart.value
        end = component.dtend.value if hasattr(component, "dtend") else None
        if not hasattr(component, "rrule"):
            found.append(Date.of(component.uid.value, start, end))
            continue
        uid = component.uid.value
        kept = (day for day in _repeated(component, start) if (uid, _text(day)) not in replaced)
        found += [Date.of(uid, day, _end(day, start, end)) for day in kept]
    return sorted(found)


def _repeated(component: Any, start: datetime.date) -> Iterator[datetime.date]:
    for moment in component.getrruleset():
        yield moment if isinstance(start, datetime.datetime) else moment.date()


def _end(repeated: datetime.date, start: datetime.date, end: datetime.date | None) -> datetime.date | None:
    """The exact length of the first date, as RFC 5545 (3.8.5.3) says."""
    if end is None:
        return None
    if isinstance(repeated, datetime.datetime) and isinstance(start, datetime.datetime):
        length = end.astimezone(datetime.UTC) - start.astimezone(datetime.UTC)
        return repeated.astimezone(datetime.UTC) + length
    return repeated + (end - start)


# --- what the site shows ---


def shown(pages: list[EventPage]) -> list[Date]:
    """Pages at one of their dates, as a calendar would tell them."""
    found = []
    for page in pages:
        uid, last = f"{page.translation_key}@testserver", page.end_date or page.start_date
        if page.is_whole_day:
            found.append(Date.of(uid, page.start_date, last + ONE_DAY))
        else:
            has_end = page.end_time or last != page.start_date
            found.append(Date.of(uid, page.start, page.end if has_end else None))
    return sorted(found)


def test_three_hundred_events_are_read_alike(portal: Portal, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = published(portal, NUMBER)
    text = client.get("/termine/kalender.ics").content.decode()
    by_ical, by_vobject = read_by_ical(text), read_by_vobject(text)
    in_lists = shown([row.event.at(row) for row in public_occurrences()])
    assert by_ical == in_lists
    assert by_vobject == in_lists
    monkeypatch.setattr(listing, "PAGE_SIZE", 100_000)
    with at(2020, 1, 1):
        months = event_list(QueryDict()).upcoming
    assert shown([page for month in months for page in month.events]) == in_lists
    for month in months:
        assert {f"{page.start.astimezone(BERLIN):%Y-%m}" for page in month.events} == {_month(month.title)}
    assert shown([date for page in pages for date in (page.dates() or [page])]) == in_lists
    # The sample has what it is for.
    assert len(in_lists) > 1500
    kinds = Counter(
        (bool(page.series_frequency), page.is_whole_day, bool(page.end_date), bool(page.exceptions.count()))
        for page in pages
    )
    assert len(kinds) == 12
    overrides = re.findall(r"^RECURRENCE-ID", text, re.MULTILINE)
    assert len(overrides) > sum(page.exceptions.filter(kind="moved").count() for page in pages)


def _month(title: str) -> str:
    from ogl_portal.german.dates import MONTHS

    name, year = title.split()
    return f"{year}-{MONTHS.index(name) + 1:02d}"


def test_the_page_of_a_series_and_its_file_tell_the_same_dates(portal: Portal, client: Client) -> None:
    for page in (page for page in published(portal, 50) if page.is_series):
        soup = BeautifulSoup(client.get(f"/termine/{page.slug}/").content, "html.parser")
        lists = soup.find("section", attrs={"aria-labelledby": "einzeltermine"}).find_all("time")
        cancelled = page.exceptions.filter(kind="cancelled").count()
        told = [time["datetime"] for time in lists][: len(lists) - cancelled]
        text = client.get(f"/termine/{page.slug}/termin.ics").content.decode()
        read = read_by_ical(text)
        assert read == read_by_vobject(text)
        assert sorted(told) == sorted(_marked(date.start) for date in read), page.slug


def _marked(start: str) -> str:
    """The form of ``<time datetime>``: a day, or a time of Berlin to the minute."""
    if len(start) == 10:
        return start
    return f"{datetime.datetime.fromisoformat(start).astimezone(BERLIN):%Y-%m-%dT%H:%M}"
