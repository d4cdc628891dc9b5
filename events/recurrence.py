"""Series of dates: a rule, its occurrences, and the same rule for iCalendar (RFC 5545, 3.8.5). Knows nothing of Django.

Days and clock times are those of one place (Europe/Berlin), so a series at 9 o'clock stays at 9 o'clock when the clocks
change. How a rule reads in German, and how German becomes a rule, is in ``events.recurrence_text``.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import rrule

from ogl_portal.german.dates import german_date

BERLIN = ZoneInfo("Europe/Berlin")
MAX_OCCURRENCES = 400  # about eight years of weekly meetings; every date is a row in the lists
MAX_INTERVAL = 60
ONE_DAY = datetime.timedelta(days=1)
MIDNIGHT = datetime.time.min
ICAL_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")  # index: datetime.date.weekday()
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_RRULE_WEEKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)


class RecurrenceFrequency(StrEnum):
    WEEKLY = "weekly"
    MONTHLY_WEEKDAY = "monthly_weekday"
    MONTHLY_DAY = "monthly_day"


class SeriesError(ValueError):
    """A series that cannot be; says why in a German sentence. ``field`` is the part of the rule that is wrong."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class RecurrenceRule:
    """How a series repeats. It always ends: with the day ``until`` (included) or after ``count`` planned dates.

    weekly: every ``interval`` weeks on each of ``weekdays`` (0 is Monday).
    monthly_weekday: every ``interval`` months on the one weekday in ``weekdays``, the ``ordinal``-th of its month
    (1 to 5; -1 is the last).
    monthly_day: every ``interval`` months on ``month_day``; months without that day are left out, as RFC 5545 says.
    """

    frequency: RecurrenceFrequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    ordinal: int | None = None
    month_day: int | None = None
    until: datetime.date | None = None
    count: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.interval <= MAX_INTERVAL:
            raise SeriesError(f"Der Abstand muss zwischen 1 und {MAX_INTERVAL} liegen.", "interval")
        if any(not 0 <= day <= 6 for day in self.weekdays) or list(self.weekdays) != sorted(set(self.weekdays)):
            raise SeriesError("Die Wochentage sind doppelt oder ungeordnet.", "weekdays")
        self._check_frequency()
        if self.until is None and self.count is None:
            raise SeriesError(
                "Zu einer Reihe gehört ein Ende, zum Beispiel »bis 8. Dezember 2022« oder »insgesamt 10 Termine«.",
                "until",
            )
        if self.until is not None and self.count is not None:
            raise SeriesError("Bitte nur eines angeben: den letzten Tag oder die Zahl der Termine.", "count")
        if self.count is not None and not 1 <= self.count <= MAX_OCCURRENCES:
            raise SeriesError(f"Eine Reihe hat 1 bis {MAX_OCCURRENCES} Termine.", "count")

    def _check_frequency(self) -> None:
        if self.frequency == RecurrenceFrequency.WEEKLY:
            if not self.weekdays:
                raise SeriesError("Bitte mindestens einen Wochentag angeben.", "weekdays")
        elif self.frequency == RecurrenceFrequency.MONTHLY_WEEKDAY:
            if len(self.weekdays) != 1:
                raise SeriesError("Bitte genau einen Wochentag angeben.", "weekdays")
            if self.ordinal not in {1, 2, 3, 4, 5, -1}:
                raise SeriesError("Bitte angeben, der wievielte Wochentag im Monat es ist.", "ordinal")
        elif self.month_day is None or not 1 <= self.month_day <= 31:
            raise SeriesError("Bitte den Tag im Monat angeben, von 1 bis 31.", "month_day")


@dataclass(frozen=True)
class TimeSpan:
    """When something is: days, and clock times where it does not last whole days. ``end_time`` may be unknown.

    What begins and ends on one day and ends at 0 o'clock ends at the midnight after that day.
    """

    start_date: datetime.date
    end_date: datetime.date
    start_time: datetime.time | None = None
    end_time: datetime.time | None = None

    def __post_init__(self) -> None:
        if self.start_time is not None and self.end_time == MIDNIGHT and self.end_date == self.start_date:
            object.__setattr__(self, "end_date", self.start_date + ONE_DAY)  # frozen for everybody else

    @property
    def start(self) -> datetime.datetime:
        return datetime.datetime.combine(self.start_date, self.start_time or datetime.time.min, BERLIN)

    @property
    def end(self) -> datetime.datetime:
        """The last moment: without an end time the last second of the last day."""
        return datetime.datetime.combine(self.end_date, self.end_time or datetime.time(23, 59, 59), BERLIN)

    @property
    def exact_length(self) -> datetime.timedelta:
        """Hours that really pass, one more or less than the clock says where it is changed meanwhile."""
        return self.end.astimezone(datetime.UTC) - self.start.astimezone(datetime.UTC)

    def on(self, day: datetime.date) -> "TimeSpan":
        """The same clock times, beginning on ``day``."""
        return TimeSpan(day, day + (self.end_date - self.start_date), self.start_time, self.end_time)

    def at(self, start_time: datetime.time, end_time: datetime.time | None) -> "TimeSpan":
        """The same days at other times; without an end time it lasts as long as before.

        What lasts over one midnight ends on the next day only where its new end is not after its new start.
        """
        if self.start_time is None or self.end_time is None:
            return TimeSpan(self.start_date, self.end_date, start_time, end_time)
        length = _naive(self.end_date, self.end_time) - _naive(self.start_date, self.start_time)
        if end_time is None:
            end = _naive(self.start_date, start_time) + length
            return TimeSpan(self.start_date, end.date(), start_time, end.time())
        is_night = self.end_date > self.start_date and length < ONE_DAY
        end_date = self.start_date if is_night and end_time > start_time else self.end_date
        return TimeSpan(self.start_date, end_date, start_time, end_time)

    def missing_hour(self) -> str:
        """A sentence when a clock time does not exist on its day, because clocks go forward; else empty."""
        for day, time in ((self.start_date, self.start_time), (self.end_date, self.end_time)):
            if time is None:
                continue
            moment = datetime.datetime.combine(day, time, BERLIN)
            if moment.astimezone(datetime.UTC).astimezone(BERLIN).time() != time:
                return (
                    f"Am {german_date(day)} wird die Uhr vorgestellt; {time:%H.%M} Uhr gibt es "
                    "an diesem Tag nicht. Bitte eine andere Uhrzeit angeben."
                )
        return ""


@dataclass(frozen=True)
class OccurrenceChange:
    """What is different about the date of a series on ``day``: it does not take place, or it is moved.

    Of a moved date only what is given changes; a new place alone is a change too, kept by whoever knows places.
    """

    day: datetime.date
    is_cancelled: bool = False
    new_day: datetime.date | None = None
    start_time: datetime.time | None = None
    end_time: datetime.time | None = None

    def apply(self, planned: TimeSpan) -> TimeSpan:
        span = planned.on(self.new_day) if self.new_day else planned
        start_time = self.start_time or span.start_time
        if start_time is None or (self.start_time is None and self.end_time is None):
            return span
        return span.at(start_time, self.end_time)


@dataclass(frozen=True)
class Occurrence:
    """One date of a series. ``day`` is the day the rule gives, whatever became of it (RECURRENCE-ID)."""

    day: datetime.date
    span: TimeSpan
    change: OccurrenceChange | None = None


def days(rule: RecurrenceRule, first: datetime.date) -> list[datetime.date]:
    """The days of the rule from ``first`` on, in order; more than MAX_OCCURRENCES raise SeriesError."""
    found: list[datetime.date] = []
    for moment in _iterate(rule, first):
        if len(found) == MAX_OCCURRENCES:
            raise SeriesError(
                f"Das wären mehr als {MAX_OCCURRENCES} Termine. Bitte ein früheres Ende angeben oder die Reihe teilen.",
                "until",
            )
        found.append(moment.date())
    return found


def check(rule: RecurrenceRule, first: TimeSpan, changes: Iterable[OccurrenceChange] = ()) -> list[Occurrence]:
    """The occurrences of a series that is sound; raises SeriesError with a German sentence otherwise."""
    if rule.until is not None and rule.until < first.start_date:
        raise SeriesError("Das Ende der Reihe liegt vor ihrem Beginn.", "until")
    planned = days(rule, first.start_date)
    if not planned or planned[0] != first.start_date:
        fitting = next((moment.date() for moment in _iterate(rule, first.start_date)), None)
        hint = f" Der erste passende Tag ist {_short(fitting)}." if fitting else ""
        raise SeriesError(f"Der Beginn ({_short(first.start_date)}) passt nicht zur Wiederholung.{hint}", "start_date")
    seen: set[datetime.date] = set()
    changes = list(changes)
    for change in changes:
        if change.day not in planned:
            beside = _beside(change.day, planned)
            raise SeriesError(f"Am {german_date(change.day)} gibt es keinen Termin dieser Reihe{beside}.", "change")
        if change.day in seen:
            raise SeriesError(f"Für den {german_date(change.day)} ist zweimal etwas angegeben.", "change")
        seen.add(change.day)
    occurrences = expand(rule, first, changes)
    if not occurrences:
        raise SeriesError("Von dieser Reihe bleibt kein Termin übrig.", "change")
    for occurrence in occurrences:
        if occurrence.span.end < occurrence.span.start:
            raise SeriesError(f"Am {german_date(occurrence.span.start_date)} liegt das Ende vor dem Beginn.", "change")
        if sentence := occurrence.span.missing_hour():
            raise SeriesError(sentence, "start_time")
    return occurrences


def expand(rule: RecurrenceRule, first: TimeSpan, changes: Iterable[OccurrenceChange] = ()) -> list[Occurrence]:
    """Every date that takes place, in the order of time. Changes of days the rule does not give have no effect."""
    by_day = {change.day: change for change in changes}
    found = []
    for day in days(rule, first.start_date):
        change = by_day.get(day)
        if change is None:
            found.append(Occurrence(day, first.on(day)))
        elif not change.is_cancelled:
            found.append(Occurrence(day, change.apply(first.on(day)), change))
    return sorted(found, key=lambda occurrence: (occurrence.span.start, occurrence.day))


def recur(rule: RecurrenceRule, first: TimeSpan) -> dict[str, Any]:
    """The rule as the parts of an RRULE; UNTIL is of the kind of DTSTART: a day, or a moment in UTC (3.3.10)."""
    parts: dict[str, Any] = {"FREQ": "WEEKLY" if rule.frequency == RecurrenceFrequency.WEEKLY else "MONTHLY"}
    if rule.interval > 1:
        parts["INTERVAL"] = rule.interval
    if rule.frequency == RecurrenceFrequency.WEEKLY:
        parts["BYDAY"] = [ICAL_WEEKDAYS[day] for day in rule.weekdays]
    elif rule.frequency == RecurrenceFrequency.MONTHLY_WEEKDAY:
        parts["BYDAY"] = f"{rule.ordinal}{ICAL_WEEKDAYS[rule.weekdays[0]]}"
    else:
        parts["BYMONTHDAY"] = rule.month_day
    if rule.count is not None:
        parts["COUNT"] = rule.count
    elif rule.until is not None:
        last = first.on(rule.until)
        parts["UNTIL"] = rule.until if first.start_time is None else last.start.astimezone(datetime.UTC)
    return parts


def _iterate(rule: RecurrenceRule, first: datetime.date) -> Iterator[datetime.datetime]:
    """Days as naive midnights, so that no change of clocks can touch them."""
    weekday: Any = None
    if rule.frequency == RecurrenceFrequency.WEEKLY:
        weekday = [_RRULE_WEEKDAYS[day] for day in rule.weekdays]
    elif rule.frequency == RecurrenceFrequency.MONTHLY_WEEKDAY:
        weekday = _RRULE_WEEKDAYS[rule.weekdays[0]](rule.ordinal)
    return iter(
        rrule.rrule(
            rrule.WEEKLY if rule.frequency == RecurrenceFrequency.WEEKLY else rrule.MONTHLY,
            dtstart=_naive(first, datetime.time.min),
            interval=rule.interval,
            byweekday=weekday,
            bymonthday=rule.month_day if rule.frequency == RecurrenceFrequency.MONTHLY_DAY else None,
            until=_naive(rule.until, datetime.time.min) if rule.until else None,
            count=rule.count,
        )
    )


def _naive(day: datetime.date, time: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day, time)


def _beside(day: datetime.date, planned: list[datetime.date]) -> str:
    """The dates of the series before and after a day that is none, so that a slip is seen."""
    before = [other for other in planned if other < day][-1:]
    after = [other for other in planned if other > day][:1]
    return ", aber am " + " und am ".join(_short(other) for other in before + after)


def _short(day: datetime.date) -> str:
    return f"{WEEKDAYS[day.weekday()]}, {german_date(day)}"
