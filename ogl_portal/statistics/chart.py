"""Sums by day or month, and by kind, as bars beside their figures."""

import datetime
from dataclasses import dataclass

from django.db.models import Max, Min, QuerySet, Sum
from django.db.models.functions import TruncMonth

from ogl_portal.german.dates import MONTHS, german_date
from ogl_portal.statistics.models import DailyRequests, RequestKind
from ogl_portal.statistics.rounding import rounded, shown

MOST_DAYS = 62  # a span as long as two months is shown by day, a longer one by month


@dataclass(frozen=True)
class Bar:
    """``width`` in percent of the longest bar, as an attribute of SVG writes it."""

    label: str
    figure: str
    width: str


@dataclass(frozen=True)
class Chart:
    unit: str
    bars: list[Bar]
    kinds: list[Bar]
    total: str


def chart_of(requests: QuerySet[DailyRequests]) -> Chart:
    """Three queries, however many sums there are."""
    span = requests.aggregate(first=Min("day"), last=Max("day"), total=Sum("count"))
    by_day = span["first"] is not None and (span["last"] - span["first"]).days < MOST_DAYS
    when = "day" if by_day else "month"
    rows = requests.order_by() if by_day else requests.order_by().annotate(month=TruncMonth("day"))
    sums = dict(rows.values_list(when).annotate(Sum("count")))
    kinds = dict(requests.order_by().values_list("kind").annotate(Sum("count")))
    return Chart(
        unit="Tag" if by_day else "Monat",
        bars=_bars({(german_date(day) if by_day else month_name(day)): sums.get(day, 0) for day in _all(span, by_day)}),
        kinds=_bars({kind.label: kinds[kind] for kind in RequestKind if kind in kinds}),
        total=shown(span["total"] or 0),
    )


def month_name(day: datetime.date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _all(span: dict[str, datetime.date | None], by_day: bool) -> list[datetime.date]:
    """Every day or month from the first to the last: one without requests is a row, too."""
    begin, end = span["first"], span["last"]
    if begin is None or end is None:
        return []
    if by_day:
        return [begin + datetime.timedelta(days=number) for number in range((end - begin).days + 1)]
    first, last = (12 * day.year + day.month - 1 for day in (begin, end))
    return [datetime.date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1)]


def _bars(sums: dict[str, int]) -> list[Bar]:
    longest = max((rounded(number) for number in sums.values()), default=0) or 1
    return [Bar(label, shown(number), f"{rounded(number) * 100 / longest:.1f}%") for label, number in sums.items()]
