"""One month to answer (L-BGG-3), and what the inbox says about it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogl_portal.accessibility.models import BarrierReport, ReportState
from ogl_portal.german.dates import add_months
from tests.accessibility.factories import ReportFactory
from tests.clock import SetClock, noon


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2027-01-31", "2027-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2027-01-28", "2027-02-28"),
        ("2027-03-31", "2027-04-30"),
        ("2027-04-30", "2027-05-30"),
        ("2027-12-15", "2028-01-15"),
        ("2027-11-30", "2027-12-30"),
    ],
)
def test_one_month_later_is_the_same_day_or_the_last_one(received: str, due: str) -> None:
    assert add_months(datetime.date.fromisoformat(received), 1) == datetime.date.fromisoformat(due)


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2090, 12, 31)), st.integers(0, 60))
def test_months_later_never_jumps_over_a_month(day: datetime.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + datetime.timedelta(days=1)).day == 1)


@pytest.mark.django_db
class TestDeadline:
    received = datetime.date(2027, 3, 10)

    def report(self, **values: object) -> BarrierReport:
        return ReportFactory(received_at=noon(self.received), **values)

    def test_late_in_the_evening_in_berlin_is_still_the_same_day(self) -> None:
        just_before = datetime.datetime(2027, 3, 31, 21, 59, tzinfo=datetime.UTC)  # 23:59 in Berlin
        assert ReportFactory(received_at=just_before).due_on == datetime.date(2027, 4, 30)
        just_after = datetime.datetime(2027, 3, 31, 22, 0, tzinfo=datetime.UTC)
        assert ReportFactory(received_at=just_after).due_on == datetime.date(2027, 5, 1)

    @pytest.mark.parametrize(
        ("today", "words"),
        [
            ("2027-03-10", "noch 31 Tage"),
            ("2027-04-09", "noch 1 Tag"),
            ("2027-04-10", "heute fällig"),
            ("2027-04-11", "seit 1 Tag überfällig"),
            ("2027-04-13", "seit 3 Tagen überfällig"),
        ],
    )
    def test_while_it_is_open(self, set_clock: SetClock, today: str, words: str) -> None:
        report = self.report()
        set_clock(datetime.date.fromisoformat(today))
        assert report.deadline == words
        assert report.is_late == ("überfällig" in words)

    @pytest.mark.parametrize(
        ("days", "words"),
        [(0, "rechtzeitig beantwortet"), (31, "rechtzeitig beantwortet"), (32, "verspätet beantwortet")],
    )
    def test_once_it_is_answered(self, days: int, words: str) -> None:
        answered = noon(self.received + datetime.timedelta(days=days))
        report = self.report(answered_at=answered, state=ReportState.ANSWERED)
        assert report.deadline == words

    def test_a_report_of_february_is_late_after_28_days(self) -> None:
        received = datetime.date(2027, 2, 1)
        answered = noon(received + datetime.timedelta(days=31))
        report = ReportFactory(received_at=noon(received), answered_at=answered, state=ReportState.ANSWERED)
        assert report.deadline == "verspätet beantwortet"

    def test_without_an_address_closing_counts(self, set_clock: SetClock) -> None:
        report = self.report(email="")
        set_clock(datetime.date(2027, 4, 11))
        report.state = ReportState.FIXED
        report.save()
        assert report.deadline == "verspätet abgeschlossen"
        assert report.closed_on == datetime.date(2027, 4, 11)

    def test_mended_but_not_answered_is_still_open(self, set_clock: SetClock) -> None:
        report = self.report(state=ReportState.FIXED)
        set_clock(datetime.date(2027, 4, 9))
        assert report.closed_on is None
        assert report.deadline == "noch 1 Tag"

    def test_opening_it_again_takes_the_day_of_closing_back(self) -> None:
        report = self.report(email="", state=ReportState.NO_BARRIER)
        assert report.closed_on is not None
        report.state = ReportState.IN_WORK
        report.save()
        assert report.closed_on is None
