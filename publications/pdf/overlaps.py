"""Text that lies on other text: which objects of a page can be looked at together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from publications.pdf import boxes
from publications.pdf.marked import Box
from publications.pdf.painting import TextItem

MAX_GROUPS = 6
_CELL = 24.0
MOST_COMPARED = 100_000


def alike(one: TextItem, other: TextItem) -> bool:
    """Whether two objects lie in one place and are of one size, as the same text painted twice does."""
    near = 0.15 * min(one.box[3] - one.box[1], one.box[2] - one.box[0]) + 1
    return all(abs(first - second) <= near for first, second in zip(one.box, other.box, strict=True))


def apart(items: list[TextItem], shapes: boxes.Shapes) -> list[list[TextItem]]:
    """The objects in groups within which none lies on another, so that each can be looked at by itself. At most
    MAX_GROUPS: in the last one they may. Text that is painted twice in one place (bold, halo) stays together."""
    groups: list[list[TextItem]] = [[]]
    cells: list[dict[tuple[int, int], list[TextItem]]] = [defaultdict(list)]
    compared = 0
    for item in items:
        if compared > MOST_COMPARED:
            groups[-1].append(item)
            continue
        places = list(_cells(item.box))
        for number in range(MAX_GROUPS):
            if number == len(groups):
                groups.append([])
                cells.append(defaultdict(list))
            near = [other for place in places for other in cells[number].get(place, ())]
            compared += len(near)
            if number == MAX_GROUPS - 1 or not any(_lies_on(other, item, shapes) for other in near):
                groups[number].append(item)
                for place in places:
                    cells[number][place].append(item)
                break
    return groups


def _lies_on(under: TextItem, over: TextItem, shapes: boxes.Shapes) -> bool:
    """Whether the middles of the two meet, and they are not one text painted twice with nothing between."""
    if not boxes.touches(boxes.middle_part(under.box), boxes.middle_part(over.box)):
        return False
    if not alike(under, over):
        return True
    first, second = sorted((under.order, over.order))
    return any(first < shape.order < second and boxes.covers(shape.box, under.box) for shape in shapes.at(under.box))


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    """The fields of a grid that the box lies in, at most 400."""
    columns = range(int(box[0] // _CELL), int(box[2] // _CELL) + 1)[:100]
    rows = range(int(box[1] // _CELL), int(box[3] // _CELL) + 1)
    for column in columns:
        for row in rows[: 400 // len(columns)]:
            yield column, row
