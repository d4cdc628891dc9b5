"""The timeline that editors fill in: numbers in the drawing are numbers in the table."""

import datetime
import re
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import StructBlockValidationError

from ogl_portal.core.blocks.timeline import TimelineBlock, TimelineStepBlock
from ogl_portal.core.timeline import LANE, timeline
from ogl_portal.german.dates import FuzzyDate


@dataclass(frozen=True)
class Step:
    start: FuzzyDate
    end: FuzzyDate | None = None


def step(start: str, text: str, end: str = "", when: str = "") -> dict[str, str]:
    return {"start": start, "end": end, "when": when, "text": text}


STEPS = [
    step("2022-12-01", "Abschluss"),
    step("2017", "Vorläufer", end="2019"),
    step("2019-09-06", "Aufruf"),
    step("2019-10-31", "Ende der Frist"),
    step("2020-06", "Arbeit", end="2022", when="Sommer 2020 bis Ende 2022"),
    step("2021-09-30", "Workshop", end="2021-10-01", when="30. September und 1. Oktober 2021"),
]


def html() -> str:
    block = TimelineBlock()
    return str(block.render(block.to_python({"title": "Überblick", "steps": STEPS})))


def test_the_table_has_the_steps_in_the_order_of_time() -> None:
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", html())][1:]
    assert [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in rows] == [
        ["1", "2017 bis 2019", "Vorläufer"],
        ["2", "6. September 2019", "Aufruf"],
        ["3", "31. Oktober 2019", "Ende der Frist"],
        ["4", "Sommer 2020 bis Ende 2022", "Arbeit"],
        ["5", "30. September und 1. Oktober 2021", "Workshop"],
        ["6", "1. Dezember 2022", "Abschluss"],
    ]


def test_every_step_is_drawn_once_with_its_number() -> None:
    drawn = html()
    assert sorted(re.findall(r'class="drawing__number"[^>]*>(\d+)<', drawn)) == ["1", "2", "3", "4", "5", "6"]
    assert drawn.count('class="drawing__bar"') == 2
    assert "<title>Zeitleiste: Überblick</title>" in drawn
    assert "<desc>" in drawn
    assert "style=" not in drawn


def test_years_are_true_to_scale() -> None:
    drawing = timeline([Step(FuzzyDate.parse("2017"), FuzzyDate.parse("2019")), Step(FuzzyDate.parse("2022-12-01"))])
    assert [line.year for line in drawing.years] == ["2017", "2018", "2019", "2020", "2021", "2022", ""]
    (bar,) = drawing.bars
    assert bar.x == drawing.years[0].x
    assert bar.x + bar.width == pytest.approx(drawing.years[3].x, abs=0.1)


days = st.dates(min_value=FuzzyDate(2015, 1, 1).first_day, max_value=FuzzyDate(2024, 12, 31).first_day)


@given(st.lists(days, min_size=1, max_size=20))
def test_rings_never_touch_on_a_phone(found: list[datetime.date]) -> None:
    """290 pixels are what a phone of 320 leaves; a ring is 29 wide with its stroke."""
    rings = timeline([Step(FuzzyDate.from_date(day)) for day in found]).rings
    assert len(rings) == len(found)
    by_lane: dict[int, list[float]] = {}
    for ring in rings:
        by_lane.setdefault(ring.y, []).append(ring.x)
    assert all(abs(one - other) >= LANE or one == other for one in by_lane for other in by_lane)
    for places in by_lane.values():
        places.sort()
        assert all((after - before) * 2.9 >= 27 for before, after in pairwise(places))


def test_an_end_before_the_beginning_is_refused() -> None:
    with pytest.raises(StructBlockValidationError):
        TimelineStepBlock().clean(TimelineStepBlock().to_python(step("2020", "Schritt", end="2019")))
