"""Dates known to the day, the month or the year."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogl_portal.core.fields import FuzzyDateFormField, fuzzy
from ogl_portal.german.dates import EARLIEST_YEAR, LATEST_YEAR, FuzzyDate, german_date, german_range

days = st.dates(datetime.date(EARLIEST_YEAR, 1, 1), datetime.date(LATEST_YEAR, 12, 31))
fuzzy_dates = st.builds(
    lambda day, precision: FuzzyDate(day.year, *(day.month, day.day)[:precision]), days, st.integers(0, 2)
)


@given(fuzzy_dates)
def test_the_stored_form_reads_back_as_the_same_date(date: FuzzyDate) -> None:
    assert FuzzyDate.parse(date.edtf) == date


@given(fuzzy_dates)
def test_the_german_form_reads_back_as_the_same_date(date: FuzzyDate) -> None:
    assert FuzzyDate.parse(str(date)) == date


@given(fuzzy_dates, fuzzy_dates)
def test_stored_forms_sort_as_the_dates_do(one: FuzzyDate, other: FuzzyDate) -> None:
    assert (one.edtf < other.edtf) == (one < other)


@given(fuzzy_dates)
def test_a_fuzzy_date_spans_the_days_that_it_may_mean(date: FuzzyDate) -> None:
    first, last = date.first_day, date.last_day
    day = datetime.timedelta(days=1)
    assert first <= last
    unit = slice(None, (1, 2, 3)[bool(date.month) + bool(date.day)])
    assert first.timetuple()[unit] == last.timetuple()[unit]
    if last.year < LATEST_YEAR:
        assert (last + day).timetuple()[unit] != last.timetuple()[unit]
        assert (first - day).timetuple()[unit] != first.timetuple()[unit]


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_refused_with_a_sentence(text: str) -> None:
    sentence, date = "", None
    try:
        date = FuzzyDate.parse(text)
    except ValueError as error:
        sentence = str(error)
    assert sentence.endswith(".") if date is None else fuzzy(date.edtf) == date


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2022", "2022"),
        ("Oktober 2022", "2022-10"),
        ("oktober 2022", "2022-10"),
        ("März 2021", "2021-03"),
        ("10.2022", "2022-10"),
        ("5. Oktober 2022", "2022-10-05"),
        ("5.\N{NO-BREAK SPACE}Oktober 2022", "2022-10-05"),
        ("05.10.2022", "2022-10-05"),
        ("5.10.2022", "2022-10-05"),
        (" 2022-10-05 ", "2022-10-05"),
        ("29.2.2020", "2020-02-29"),
    ],
)
def test_german_and_iso_input_is_understood(typed: str, stored: str) -> None:
    assert FuzzyDate.parse(typed).edtf == stored


@pytest.mark.parametrize(
    "typed",
    [
        *("29.2.2022", "31. April 2022", "2022-02-30", "2022-13", "2022-13-01", "32.1.2022", "13.2022"),
        *("2022-00", "2022-00-05", "2022-10-00", "0.5.2022", "5.0.2022", "00.2022"),
        *("1799", "2101", "0000", "99.99.9999"),
        *("", "gestern", "5. Brumaire 2022", "05/10/2022", "2022-1", "22", "2022-10-05T10:00", "Oktober"),
    ],
)
def test_impossible_dates_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        FuzzyDate.parse(typed)


def test_refusals_say_what_to_do() -> None:
    with pytest.raises(ValueError, match=r"Diesen Tag gibt es nicht: »31\. April 2022«\."):
        FuzzyDate.parse("31. April 2022")
    with pytest.raises(ValueError, match=r"Bitte zum Beispiel »Oktober« schreiben\."):
        FuzzyDate.parse("Oktobre 2022")
    with pytest.raises(ValueError, match=r"einen Monat \(Oktober 2022\) oder ein Jahr \(2022\) angeben\."):
        FuzzyDate.parse("demnächst")


@pytest.mark.parametrize(
    ("stored", "shown"), [("2022", "2022"), ("2022-10", "Oktober 2022"), ("2022-10-05", "5.\xa0Oktober 2022")]
)
def test_a_date_shows_only_what_is_known(stored: str, shown: str) -> None:
    assert str(FuzzyDate.parse(stored)) == shown


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("2022-06-24", None, "24.\xa0Juni 2022"),
        ("2022-06-24", "2022-06-24", "24.\xa0Juni 2022"),
        ("2020-12-09", "2020-12-10", "9. und 10.\xa0Dezember 2020"),
        ("2021-09-30", "2021-10-01", "30.\xa0September und 1.\xa0Oktober 2021"),
        ("2021-12-31", "2022-01-01", "31.\xa0Dezember 2021 und 1.\xa0Januar 2022"),
        ("2022-06-24", "2022-06-26", "24. bis 26.\xa0Juni 2022"),
        ("2022-06-24", "2022-07-03", "24.\xa0Juni bis 3.\xa0Juli 2022"),
        ("2021-12-30", "2022-01-02", "30.\xa0Dezember 2021 bis 2.\xa0Januar 2022"),
        ("2021-06-24", "2022-06-24", "24.\xa0Juni 2021 bis 24.\xa0Juni 2022"),
    ],
)
def test_what_both_ends_of_a_range_share_is_said_once(start: str, end: str | None, shown: str) -> None:
    last = datetime.date.fromisoformat(end) if end else None
    assert german_range(datetime.date.fromisoformat(start), last) == shown


@given(days)
def test_a_range_of_one_day_is_that_day(day: datetime.date) -> None:
    assert german_range(day, day) == german_range(day, None) == german_date(day)


def test_the_form_shows_german_and_stores_iso() -> None:
    field = FuzzyDateFormField(max_length=30)
    assert field.prepare_value("2022-10-05") == "5. Oktober 2022"
    assert field.prepare_value("kein Datum") == "kein Datum"
    assert field.clean("Oktober 2022") == "2022-10"
    assert FuzzyDateFormField(required=False).clean("") == ""
