"""Boxes on a page: how they lie to each other, and which of many are near one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from publications.pdf.marked import Box
from publications.pdf.painting import Shape

_BAND = 16.0
_MOST_BANDS = 200


def touches(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def inside(inner: Box, outer: Box) -> bool:
    """Whether `inner` lies in `outer`, give or take a point."""
    return (
        inner[0] >= outer[0] - 1 and inner[1] >= outer[1] - 1 and inner[2] <= outer[2] + 1 and inner[3] <= outer[3] + 1
    )


def meets(shape: Box, text: Box) -> bool:
    """Whether the shape lies over or under a part of the text that is worth looking at: a fifth of its height (or of
    its width, as text may be turned)."""
    across = min(shape[2], text[2]) - max(shape[0], text[0])
    up = min(shape[3], text[3]) - max(shape[1], text[1])
    return across > 0 and up > 0 and (up >= 0.2 * (text[3] - text[1]) or across >= 0.2 * (text[2] - text[0]))


def covers(shape: Box, box: Box) -> bool:
    """Whether so much of the box is under the shape that a letter there could not be read."""
    across = min(shape[2], box[2]) - max(shape[0], box[0])
    up = min(shape[3], box[3]) - max(shape[1], box[1])
    return across >= 0.4 * (box[2] - box[0]) and up >= 0.4 * (box[3] - box[1])


def middle(box: Box) -> Box:
    """The middle of the box, as a box of no size."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return (x, y, x, y)


def middle_part(box: Box) -> Box:
    """The box without a quarter of its shorter side on all sides."""
    inset = min(0.25 * (box[3] - box[1]), 0.25 * (box[2] - box[0]))
    return (box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset)


def area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


class Shapes:
    """The shapes of a page, to be asked for those near a box: a page may hold tens of thousands."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        self._bands: dict[int, list[Shape]] = defaultdict(list)
        self._tall: list[Shape] = []
        for shape in shapes:
            first, last = int(shape.box[1] // _BAND), int(shape.box[3] // _BAND)
            if last - first >= _MOST_BANDS:
                self._tall.append(shape)
            else:
                for band in range(first, last + 1):
                    self._bands[band].append(shape)

    def at(self, box: Box) -> Iterator[Shape]:
        """The shapes that touch the box; one may come more than once."""
        first = int(box[1] // _BAND)
        last = min(int(box[3] // _BAND), first + 10_000)
        for band in range(first, last + 1):
            yield from (shape for shape in self._bands.get(band, ()) if touches(shape.box, box))
        yield from (shape for shape in self._tall if touches(shape.box, box))
