"""Series of dates: which days a rule gives, what becomes of single ones, and that clock times stay what they are."""

import datetime

import pytest

from events.recurrence import (
    BERLIN,
    MAX_OCCURRENCES,
    OccurrenceChange,
    RecurrenceFrequency,
    RecurrenceRule,
    SeriesError,
    TimeSpan,
    check,
    days,
    recur,
)

DAY = datetime.date
THURSDAY = DAY(2022, 2, 3)
NINE_TO_TEN = TimeSpan(THURSDAY, THURSDAY, datetime.time(9), datetime.time(10))
WEEKLY = RecurrenceRule(RecurrenceFrequency.WEEKLY, weekdays=(3,), until=DAY(2022, 3, 3))


def weekly(**changes) -> RecurrenceRule:
    return RecurrenceRule(
        **{"frequency": RecurrenceFrequency.WEEKLY, "weekdays": (3,), "until": DAY(2022, 3, 3), **changes}
    )


def monthly(**changes) -> RecurrenceRule:
    return RecurrenceRule(
        **{"frequency": RecurrenceFrequency.MONTHLY_WEEKDAY, "weekdays": (3,), "ordinal": 1, "count": 4, **changes}
    )


@pytest.mark.parametrize(
    ("rule", "first", "expected"),
    [
        (weekly(), THURSDAY, ["02-03", "02-10", "02-17", "02-24", "03-03"]),
        (weekly(interval=2), THURSDAY, ["02-03", "02-17", "03-03"]),
        (weekly(weekdays=(1, 3), until=None, count=4), THURSDAY, ["02-03", "02-08", "02-10", "02-15"]),
        # Every other week of the calendar, not every 14 days of each weekday.
        (weekly(weekdays=(1, 3), interval=2, until=None, count=4), THURSDAY, ["02-03", "02-15", "02-17", "03-01"]),
        (monthly(), THURSDAY, ["02-03", "03-03", "04-07", "05-05"]),
        (monthly(interval=2), THURSDAY, ["02-03", "04-07", "06-02", "08-04"]),
        (monthly(ordinal=-1), DAY(2022, 2, 24), ["02-24", "03-31", "04-28", "05-26"]),
        (monthly(ordinal=5), DAY(2022, 3, 31), ["03-31", "06-30", "09-29", "12-29"]),
        (
            RecurrenceRule(RecurrenceFrequency.MONTHLY_DAY, month_day=31, until=DAY(2022, 8, 1)),
            DAY(2022, 1, 31),
            ["01-31", "03-31", "05-31", "07-31"],
        ),
    ],
)
def test_a_rule_gives_its_days(rule: RecurrenceRule, first: datetime.date, expected: list[str]) -> None:
    assert [f"{day:%m-%d}" for day in days(rule, first)] == expected


def test_the_clock_says_the_same_before_and_after_it_is_changed() -> None:
    found = check(weekly(until=DAY(2022, 4, 7)), NINE_TO_TEN)
    hours = {(o.span.start.hour, o.span.end.hour) for o in found}
    assert hours == {(9, 10)}
    offsets = {o.span.start.utcoffset() for o in found}
    assert offsets == {datetime.timedelta(hours=1), datetime.timedelta(hours=2)}


def test_a_night_is_an_hour_shorter_when_the_clock_goes_forward() -> None:
    night = TimeSpan(DAY(2022, 3, 26), DAY(2022, 3, 27), datetime.time(22), datetime.time(4))
    assert night.exact_length == datetime.timedelta(hours=5)
    assert night.on(DAY(2022, 4, 2)).exact_length == datetime.timedelta(hours=6)


def test_single_dates_are_left_out_or_moved() -> None:
    changes = [
        OccurrenceChange(DAY(2022, 2, 10), is_cancelled=True),
        OccurrenceChange(DAY(2022, 2, 17), new_day=DAY(2022, 2, 18), start_time=datetime.time(14)),
        OccurrenceChange(DAY(2022, 2, 24), new_day=DAY(2022, 3, 4)),
    ]
    found = check(WEEKLY, NINE_TO_TEN, changes)
    assert [(f"{o.day:%m-%d}", f"{o.span.start:%m-%d %H}", f"{o.span.end:%H}") for o in found] == [
        ("02-03", "02-03 09", "10"),
        ("02-17", "02-18 14", "15"),
        ("03-03", "03-03 09", "10"),
        ("02-24", "03-04 09", "10"),
    ]


def test_a_moved_date_keeps_its_length_past_midnight() -> None:
    evening = TimeSpan(THURSDAY, THURSDAY, datetime.time(19), datetime.time(21, 30))
    moved = evening.at(datetime.time(23), None)
    assert (moved.end_date, moved.end_time) == (DAY(2022, 2, 4), datetime.time(1, 30))


@pytest.mark.parametrize(
    ("rule", "changes", "sentence"),
    [
        (weekly(until=DAY(2022, 2, 1)), [], "Das Ende der Reihe liegt vor ihrem Beginn."),
        (weekly(weekdays=(4,)), [], "Der erste passende Tag ist Freitag, 4.\xa0Februar 2022."),
        (weekly(until=DAY(2042, 1, 1)), [], "mehr als 400 Termine"),
        (
            weekly(),
            [OccurrenceChange(DAY(2022, 2, 11), is_cancelled=True)],
            "Am 11.\xa0Februar 2022 gibt es keinen Termin",
        ),
        (
            weekly(),
            [OccurrenceChange(THURSDAY, is_cancelled=True)] * 2,
            "Für den 3.\xa0Februar 2022 ist zweimal etwas",
        ),
        (weekly(until=THURSDAY), [OccurrenceChange(THURSDAY, is_cancelled=True)], "bleibt kein Termin übrig"),
        (
            weekly(),
            [OccurrenceChange(THURSDAY, start_time=datetime.time(9), end_time=datetime.time(8))],
            "das Ende vor dem Beginn",
        ),
    ],
)
def test_a_series_that_cannot_be_is_refused(
    rule: RecurrenceRule, changes: list[OccurrenceChange], sentence: str
) -> None:
    with pytest.raises(SeriesError, match=sentence):
        check(rule, NINE_TO_TEN, changes)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"until": None}, "until"),
        ({"count": 3}, "count"),
        ({"until": None, "count": MAX_OCCURRENCES + 1}, "count"),
        ({"interval": 0}, "interval"),
        ({"weekdays": ()}, "weekdays"),
        ({"weekdays": (3, 1)}, "weekdays"),
        ({"frequency": RecurrenceFrequency.MONTHLY_WEEKDAY, "ordinal": 6}, "ordinal"),
        ({"frequency": RecurrenceFrequency.MONTHLY_WEEKDAY, "ordinal": 1, "weekdays": (1, 3)}, "weekdays"),
        ({"frequency": RecurrenceFrequency.MONTHLY_DAY, "month_day": 32}, "month_day"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(fields: dict, field: str) -> None:
    with pytest.raises(SeriesError) as refusal:
        weekly(**fields)
    assert refusal.value.field == field


def test_an_hour_that_the_clock_skips_is_refused() -> None:
    sunday = DAY(2022, 3, 20)
    span = TimeSpan(sunday, sunday, datetime.time(2, 30), datetime.time(4))
    assert not span.missing_hour()
    with pytest.raises(SeriesError, match=r"02\.30 Uhr gibt es an diesem Tag nicht"):
        check(weekly(weekdays=(6,), until=None, count=2), span)


@pytest.mark.parametrize(
    ("rule", "span", "expected"),
    [
        # The last day counts, in UTC and in summer time.
        (weekly(until=DAY(2022, 7, 7)), NINE_TO_TEN, datetime.datetime(2022, 7, 7, 7, tzinfo=datetime.UTC)),
        (weekly(until=DAY(2022, 7, 7)), TimeSpan(THURSDAY, THURSDAY), DAY(2022, 7, 7)),
    ],
)
def test_the_end_of_a_rule_is_of_the_kind_of_its_beginning(
    rule: RecurrenceRule, span: TimeSpan, expected: datetime.date
) -> None:
    assert recur(rule, span)["UNTIL"] == expected


def test_all_times_are_those_of_berlin() -> None:
    assert NINE_TO_TEN.start == datetime.datetime(2022, 2, 3, 9, tzinfo=BERLIN)
    assert TimeSpan(THURSDAY, THURSDAY).end == datetime.datetime(2022, 2, 3, 23, 59, 59, tzinfo=BERLIN)
