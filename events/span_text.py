"""When an event is, in German: the one place for pages, lists, search and the change log. Knows nothing of Django."""

import datetime

from events.recurrence import MIDNIGHT, ONE_DAY, TimeSpan
from events.recurrence_text import NUMBERS, ORDINALS
from ogl_portal.german.dates import german_date, german_range

NBSP = "\N{NO-BREAK SPACE}"


def describe_span(span: TimeSpan) -> str:
    """»24. Juni bis 3. Juli 2022«, »12. Mai 2027, 18 bis 24 Uhr«; over midnight each end with its day.

    »12. Mai 2027, 13 Uhr, bis 13. Mai 2027, 16.30 Uhr«
    """
    last_day, end_clock = _told_end(span)
    if span.start_time is None:
        return german_range(span.start_date, last_day)
    if last_day == span.start_date:
        return f"{german_date(span.start_date)}, {describe_times(span)}"
    last = f"{german_date(last_day)}, {end_clock}{NBSP}Uhr" if end_clock else german_date(last_day)
    return f"{german_date(span.start_date)}, {_clock(span.start_time)}{NBSP}Uhr, bis {last}"


def describe_times(span: TimeSpan) -> str:
    """The same without its days, for a series: »9 bis 15 Uhr«, »9 Uhr«, »22 Uhr bis 4 Uhr am nächsten Tag«.

    Whole days are told only where there are several of them: »je zwei Tage«.
    """
    last_day, end_clock = _told_end(span)
    days = (last_day - span.start_date).days
    if span.start_time is None:
        return f"je {_number(days + 1)} Tage" if days else ""
    start = _clock(span.start_time)
    if not days:
        return f"{start} bis {end_clock}{NBSP}Uhr" if end_clock else f"{start}{NBSP}Uhr"
    end = f"{end_clock}{NBSP}Uhr am" if end_clock else "zum"
    return f"{start}{NBSP}Uhr bis {end} {_later_day(days)} Tag"


def instead_of(span: TimeSpan, day: datetime.date, time: datetime.time | None) -> str:
    """»statt 10. Mai 2027«, »statt 9 Uhr«: what is different about the former beginning; empty where nothing is."""
    clock = f"{_clock(time)}{NBSP}Uhr" if time and span.start_time and time != span.start_time else ""
    told = ", ".join(part for part in (german_date(day) if day != span.start_date else "", clock) if part)
    return f"statt {told}" if told else ""


def _told_end(span: TimeSpan) -> tuple[datetime.date, str]:
    """The last day and the clock time on it, empty where it is not known; midnight is 24 o'clock of the day before."""
    if span.end_time is None or span.start_time is None:
        return span.end_date, ""
    if span.end_time == MIDNIGHT and span.end_date > span.start_date:
        return span.end_date - ONE_DAY, "24"
    return span.end_date, _clock(span.end_time)


def _clock(value: datetime.time) -> str:
    """»9«, »11.50«: German clock times without needless zeros."""
    return f"{value.hour}.{value.minute:02d}" if value.minute else str(value.hour)


def _number(count: int) -> str:
    return NUMBERS[count - 1] if count <= len(NUMBERS) else str(count)


def _later_day(days: int) -> str:
    """The day that is ``days`` after the first: »nächsten«, »dritten«, »14.«."""
    if days == 1:
        return "nächsten"
    return ORDINALS[days] if days < len(ORDINALS) else f"{days + 1}."
