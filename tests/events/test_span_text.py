"""When an event is, in words: what ends on another day says when, and midnight is the end of a day."""

import datetime

import pytest

from events.recurrence import OccurrenceChange, TimeSpan
from events.recurrence_text import parse
from events.span_text import describe_span, describe_times, instead_of

DAY, TIME = datetime.date, datetime.time
TWELFTH, THIRTEENTH, FOURTEENTH = DAY(2027, 5, 12), DAY(2027, 5, 13), DAY(2027, 5, 14)


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (TimeSpan(TWELFTH, TWELFTH), "12. Mai 2027"),
        (TimeSpan(TWELFTH, THIRTEENTH), "12. und 13. Mai 2027"),
        (TimeSpan(TWELFTH, TWELFTH, TIME(9)), "12. Mai 2027, 9 Uhr"),
        (TimeSpan(TWELFTH, TWELFTH, TIME(9), TIME(15, 30)), "12. Mai 2027, 9 bis 15.30 Uhr"),
        (TimeSpan(TWELFTH, THIRTEENTH, TIME(13), TIME(16, 30)), "12. Mai 2027, 13 Uhr, bis 13. Mai 2027, 16.30 Uhr"),
        (TimeSpan(TWELFTH, THIRTEENTH, TIME(22), TIME(4)), "12. Mai 2027, 22 Uhr, bis 13. Mai 2027, 4 Uhr"),
        (TimeSpan(TWELFTH, THIRTEENTH, TIME(13)), "12. Mai 2027, 13 Uhr, bis 13. Mai 2027"),
        # Midnight, as the next day has it and as the same day has it.
        (TimeSpan(TWELFTH, THIRTEENTH, TIME(18), TIME(0)), "12. Mai 2027, 18 bis 24 Uhr"),
        (TimeSpan(TWELFTH, TWELFTH, TIME(18), TIME(0)), "12. Mai 2027, 18 bis 24 Uhr"),
        (TimeSpan(TWELFTH, TWELFTH, TIME(0), TIME(0)), "12. Mai 2027, 0 bis 24 Uhr"),
        (TimeSpan(TWELFTH, FOURTEENTH, TIME(13), TIME(0)), "12. Mai 2027, 13 Uhr, bis 13. Mai 2027, 24 Uhr"),
        (TimeSpan(TWELFTH, THIRTEENTH, TIME(18), TIME(0, 30)), "12. Mai 2027, 18 Uhr, bis 13. Mai 2027, 0.30 Uhr"),
    ],
)
def test_an_event_says_when_it_ends(span: TimeSpan, words: str) -> None:
    assert plain(describe_span(span)) == words


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (TimeSpan(TWELFTH, TWELFTH), ""),
        (TimeSpan(TWELFTH, FOURTEENTH), "je drei Tage"),
        (TimeSpan(TWELFTH, TWELFTH, TIME(9)), "9 Uhr"),
        (TimeSpan(TWELFTH, TWELFTH, TIME(9), TIME(10)), "9 bis 10 Uhr"),
        (TimeSpan(TWELFTH, THIRTEENTH, TIME(18), TIME(0)), "18 bis 24 Uhr"),
        (TimeSpan(TWELFTH, THIRTEENTH, TIME(22), TIME(4)), "22 Uhr bis 4 Uhr am nächsten Tag"),
        (TimeSpan(TWELFTH, FOURTEENTH, TIME(13), TIME(16)), "13 Uhr bis 16 Uhr am dritten Tag"),
        (TimeSpan(TWELFTH, THIRTEENTH, TIME(13)), "13 Uhr bis zum nächsten Tag"),
        (TimeSpan(TWELFTH, DAY(2027, 5, 27), TIME(13), TIME(16)), "13 Uhr bis 16 Uhr am 16. Tag"),
    ],
)
def test_a_series_says_when_each_of_its_dates_ends(span: TimeSpan, words: str) -> None:
    assert plain(describe_times(span)) == words


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        (DAY(2027, 5, 10), None, "statt 10. Mai 2027"),
        (DAY(2027, 5, 10), TIME(9), "statt 10. Mai 2027"),
        (DAY(2027, 5, 10), TIME(14, 30), "statt 10. Mai 2027, 14.30 Uhr"),
        (TWELFTH, TIME(14), "statt 14 Uhr"),
        (TWELFTH, TIME(9), ""),
    ],
)
def test_what_is_moved_says_only_what_is_different(day: datetime.date, time: datetime.time, words: str) -> None:
    assert plain(instead_of(TimeSpan(TWELFTH, TWELFTH, TIME(9), TIME(10)), day, time)) == words


NIGHT = TimeSpan(TWELFTH, THIRTEENTH, TIME(22), TIME(4))


@pytest.mark.parametrize(
    ("planned", "change", "words"),
    [
        (NIGHT, OccurrenceChange(TWELFTH, start_time=TIME(18), end_time=TIME(21)), "12. Mai 2027, 18 bis 21 Uhr"),
        (NIGHT, OccurrenceChange(TWELFTH, end_time=TIME(23)), "12. Mai 2027, 22 bis 23 Uhr"),
        (NIGHT, OccurrenceChange(TWELFTH, end_time=TIME(3)), "12. Mai 2027, 22 Uhr, bis 13. Mai 2027, 3 Uhr"),
        (NIGHT, OccurrenceChange(TWELFTH, end_time=TIME(0)), "12. Mai 2027, 22 bis 24 Uhr"),
        (NIGHT, OccurrenceChange(TWELFTH, start_time=TIME(0)), "12. Mai 2027, 0 bis 6 Uhr"),
        (
            NIGHT.on(THIRTEENTH).at(TIME(9), TIME(10)),
            OccurrenceChange(THIRTEENTH, end_time=TIME(0)),
            "13. Mai 2027, 9 bis 24 Uhr",
        ),
    ],
)
def test_a_date_with_other_hours_ends_on_the_right_day(planned: TimeSpan, change: OccurrenceChange, words: str) -> None:
    assert plain(describe_span(change.apply(planned))) == words


def test_a_sentence_may_say_24_oclock() -> None:
    (change,) = parse("jede Woche bis 9. Juni 2027, 19. Mai 2027 verlegt auf 18 bis 24 Uhr", TWELFTH).changes
    moved = change.apply(TimeSpan(DAY(2027, 5, 19), DAY(2027, 5, 19), TIME(9), TIME(10)))
    assert plain(describe_span(moved)) == "19. Mai 2027, 18 bis 24 Uhr"
