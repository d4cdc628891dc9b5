"""A timeline as plain geometry: years, spans as bars, days as numbered rings on stems; drawn by a template.

Across, all is in percent, so that the drawing takes the width it is given and its numbers keep their size. Rings that
would touch on a phone stand above each other.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ogl_portal.german.dates import FuzzyDate

LANE = 34  # units (pixels) from one row of rings to the next
BAR = 34
_LEFT, _RIGHT = 4.0, 96.0  # percent; room for half a ring at both ends
_APART = 9.5  # percent that two rings in a row need on the narrowest phone
_SPAN = 62  # days; what is shorter is a ring
_MOST_YEARS = 7  # that are named one by one


class TimelineStep(Protocol):
    """``end`` is None for what has only one date."""

    @property
    def start(self) -> FuzzyDate: ...
    @property
    def end(self) -> FuzzyDate | None: ...


@dataclass(frozen=True)
class YearLine:
    year: str  # empty between those that are named
    x: float


@dataclass(frozen=True)
class StepBar:
    number: int
    x: float
    width: float
    y: int


@dataclass(frozen=True)
class StepRing:
    number: int
    x: float
    y: int


@dataclass(frozen=True)
class Timeline:
    """Rings stand above the axis at ``axis``, bars hang below it."""

    years: list[YearLine]
    bars: list[StepBar]
    rings: list[StepRing]
    axis: int
    height: int


def timeline(steps: Sequence[TimelineStep]) -> Timeline:
    """``steps`` in the order of their numbers."""
    first = min(step.start.year for step in steps)
    last = max((step.end or step.start).year for step in steps)
    begin, whole = datetime.date(first, 1, 1), (datetime.date(last + 1, 1, 1) - datetime.date(first, 1, 1)).days

    def x(day: datetime.date) -> float:
        return round(_LEFT + (_RIGHT - _LEFT) * (day - begin).days / whole, 2)

    spans = [(number, step) for number, step in enumerate(steps, start=1) if _is_span(step)]
    days = [(number, step) for number, step in enumerate(steps, start=1) if not _is_span(step)]
    lanes: list[float] = []  # how far each is taken
    placed: list[tuple[int, float, int]] = []
    for number, step in sorted(days, key=lambda pair: (pair[1].start.first_day, pair[0])):
        at = x(step.start.first_day)
        lane = next((row for row, taken in enumerate(lanes) if at - taken >= _APART), len(lanes))
        lanes[lane:] = [at, *lanes[lane + 1 :]]
        placed.append((number, at, lane))
    axis = max(len(lanes), 1) * LANE + 8
    every = -(-(last - first + 1) // _MOST_YEARS)
    return Timeline(
        [
            YearLine(str(year) if (year - first) % every == 0 and year <= last else "", x(datetime.date(year, 1, 1)))
            for year in range(first, last + 2)
        ],
        [
            StepBar(
                number,
                x(step.start.first_day),
                round(x((step.end or step.start).last_day) - x(step.start.first_day), 2),
                axis + 36 + row * BAR,
            )
            for row, (number, step) in enumerate(spans)
        ],
        [StepRing(number, at, axis - LANE // 2 - 6 - lane * LANE) for number, at, lane in placed],
        axis,
        axis + 30 + len(spans) * BAR,
    )


def _is_span(step: TimelineStep) -> bool:
    return ((step.end or step.start).last_day - step.start.first_day).days > _SPAN and step.end is not None
