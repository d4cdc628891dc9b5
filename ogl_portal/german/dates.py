"""Dates as the programme's facts have them: a day, only a month, or only a year.

A fuzzy date is stored as text in the level-0 form of EDTF (ISO 8601-2:2019): ``2022``, ``2022-10`` or
``2022-10-05``. It never claims a day nobody knows, and lists sort it by time (``ogl_portal.core.fields.by_time``).
"""

import calendar
import datetime
import re
from dataclasses import dataclass

from ogl_portal.text.characters import one_line

MONTHS = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
EARLIEST_YEAR, LATEST_YEAR = 1800, 2100
_EDTF = re.compile(r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")
_GERMAN = re.compile(r"^(?:(?:(\d{1,2})\.\s*)?(?:(\d{1,2})\.\s*|([A-Za-zä]+)\s+))?(\d{4})$")


@dataclass(frozen=True, order=True)
class FuzzyDate:
    """A date known to the day, the month or the year. ``month`` and ``day`` are 0 where not known."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> "FuzzyDate":
        """Read EDTF (``2022-10``) or German (``Oktober 2022``, ``5. Oktober 2022``, ``05.10.2022``).

        Raises ValueError with a German sentence when the text is no possible date.
        """
        text = one_line(text).strip()
        if match := _EDTF.match(text):
            year, month, day = (int(part) if part else 0 for part in match.groups())
            if ("-" in text and month == 0) or (text.count("-") == 2 and day == 0):
                raise ValueError(f"»{text}« ist kein mögliches Datum.")
        elif match := _GERMAN.match(text):
            day_text, month_text, month_name, year_text = match.groups()
            year, day = int(year_text), int(day_text or 0)
            if month_name:
                names = [name.lower() for name in MONTHS]
                if month_name.lower() not in names:
                    raise ValueError(f"»{month_name}« ist kein Monatsname. Bitte zum Beispiel »Oktober« schreiben.")
                month = names.index(month_name.lower()) + 1
            else:
                month = int(month_text or 0)
                if (month_text and not month) or (day_text and not day):
                    raise ValueError(f"»{text}« ist kein mögliches Datum.")
        else:
            raise ValueError(
                f"»{text}« ist nicht als Datum lesbar. Bitte einen Tag (5. Oktober 2022), "
                "einen Monat (Oktober 2022) oder ein Jahr (2022) angeben."
            )
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise ValueError(f"Das Jahr {year} liegt außerhalb von {EARLIEST_YEAR} bis {LATEST_YEAR}.")
        if month > 12 or (day and (not month or day > calendar.monthrange(year, month)[1])):
            raise ValueError(f"Diesen Tag gibt es nicht: »{text}«.")
        return cls(year, month, day)

    @classmethod
    def from_date(cls, value: datetime.date) -> "FuzzyDate":
        return cls(value.year, value.month, value.day)

    @property
    def edtf(self) -> str:
        """The stored form, also right for ``<time datetime>`` and machine-readable exports."""
        parts = [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    @property
    def first_day(self) -> datetime.date:
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> datetime.date:
        month = self.month or 12
        return datetime.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        if not self.month:
            return str(self.year)
        if not self.day:
            return f"{MONTHS[self.month - 1]} {self.year}"
        return f"{self.day}.\N{NO-BREAK SPACE}{MONTHS[self.month - 1]} {self.year}"


def german_date(value: datetime.date) -> str:
    """``21. Juni 2022`` with a no-break space after the day."""
    return str(FuzzyDate.from_date(value))


def german_range(start: datetime.date, end: datetime.date | None) -> str:
    """``24. Juni bis 3. Juli 2022``: what both ends share is said once (L-DAT-1); ``9. und 10. Dezember 2020``."""
    if end is None or end == start:
        return german_date(start)
    last = german_date(end)
    first_day = f"{start.day}."
    to = "und" if end - start == datetime.timedelta(days=1) else "bis"
    if start.year != end.year:
        return f"{german_date(start)} {to} {last}"
    if start.month != end.month:
        return f"{first_day}\N{NO-BREAK SPACE}{MONTHS[start.month - 1]} {to} {last}"
    return f"{first_day} {to} {last}"


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day ``months`` later; where that month has no such day, its last one (§ 188 Abs. 3 BGB).

    A period of one month that begins on 31 January ends on the last day of February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
