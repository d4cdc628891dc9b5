"""A month as a calendar shows it."""

import calendar
import datetime
import re
from dataclasses import dataclass

from ogl_portal.german.dates import EARLIEST_YEAR, LATEST_YEAR, MONTHS
from ogl_portal.planning.entries import PlanEntry

_TEXT = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True)
class Month:
    year: int
    number: int

    @classmethod
    def of(cls, day: datetime.date) -> "Month":
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str, otherwise: datetime.date) -> "Month":
        """»2026-11«; the month of ``otherwise`` where that is no month."""
        if match := _TEXT.fullmatch(text):
            year, number = int(match[1]), int(match[2])
            if EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= number <= len(MONTHS):
                return cls(year, number)
        return cls.of(otherwise)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def name(self) -> str:
        return f"{MONTHS[self.number - 1]} {self.year}"

    @property
    def first(self) -> datetime.date:
        return datetime.date(self.year, self.number, 1)

    @property
    def last(self) -> datetime.date:
        return self.first.replace(day=calendar.monthrange(self.year, self.number)[1])

    @property
    def before(self) -> "Month":
        return Month.of(self.first - datetime.timedelta(days=1))

    @property
    def after(self) -> "Month":
        return Month.of(self.last + datetime.timedelta(days=1))


@dataclass(frozen=True)
class PlanDay:
    """A day with what is planned; ``column`` is 1 for a Monday."""

    date: datetime.date
    entries: list[PlanEntry]
    is_today: bool
    is_past: bool

    @property
    def column(self) -> int:
        return self.date.isoweekday()


def days_of(month: Month, planned: list[PlanEntry], today: datetime.date) -> list[PlanDay]:
    """Every day of ``month`` with its entries."""
    dates = (month.first + datetime.timedelta(days=number) for number in range(month.last.day))
    return [
        PlanDay(date, [entry for entry in planned if entry.day == date], date == today, date < today) for date in dates
    ]
