"""Where the names stand on the map: beside their markers, clear of the others as far as there is room.

Only estimates of widths are at hand, since nothing measures text on the server; they are a little too wide.
"""

import re
from dataclasses import dataclass

SIZE = 12.5  # of the type, in units of the map
_LETTER = 0.56 * SIZE
_LINE = 1.1 * SIZE
_GAP = 4.0  # between a marker and its name
_ROUNDS = 4
_OVER_THE_EDGE = 40.0  # how much worse that is than covering something
_ENDS = re.compile(r" / | \(| und ")

Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True)
class NamePlace:
    """Where a name begins, ends or has its middle (``anchor``, as SVG has it); ``y`` is the middle of its letters."""

    x: float
    y: float
    anchor: str
    box: Box


def short_name(title: str) -> str:
    """»Bad Belzig« for »Bad Belzig / Wiesenburg«: what tells a lab from the others, and fits on a map."""
    return _ENDS.split(title)[0]


def place_names(names: list[str], spots: list[tuple[float, float]], radius: float, width: float) -> list[NamePlace]:
    """A place for the name of each marker, always the same for the same map."""
    markers = [(x - radius, y - radius, x + radius, y + radius) for x, y in spots]
    offers = [_offers(name, *spot, radius) for name, spot in zip(names, spots, strict=True)]
    chosen = [places[0] for places in offers]
    for _ in range(_ROUNDS):  # each looks again when the others have found theirs
        before = list(chosen)
        for number, places in enumerate(offers):
            taken = [place.box for other, place in enumerate(chosen) if other != number] + markers
            chosen[number] = min(places, key=lambda place: _cost(place.box, taken, width))
        if chosen == before:
            break
    return chosen


def _offers(name: str, x: float, y: float, radius: float) -> list[NamePlace]:
    """Right, left, below, above, then the corners: the order decides where several are as good."""
    side, step = radius + _GAP, radius + _LINE / 2 + 1
    corner, lift = radius * 0.9, radius * 1.1
    return [
        _place(name, x + side, y, "start"),
        _place(name, x - side, y, "end"),
        _place(name, x, y + step, "middle"),
        _place(name, x, y - step, "middle"),
        _place(name, x + corner, y + lift, "start"),
        _place(name, x + corner, y - lift, "start"),
        _place(name, x - corner, y + lift, "end"),
        _place(name, x - corner, y - lift, "end"),
    ]


def _place(name: str, x: float, y: float, anchor: str) -> NamePlace:
    length = len(name) * _LETTER
    left = {"start": x, "middle": x - length / 2, "end": x - length}[anchor]
    box = (left, y - _LINE / 2, left + length, y + _LINE / 2)
    return NamePlace(round(x, 1), round(y, 1), anchor, box)


def overlap(one: Box, other: Box) -> float:
    """The area that two boxes share."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return max(across, 0) * max(down, 0)


def _cost(box: Box, taken: list[Box], width: float) -> float:
    outside = max(0, -box[0]) + max(0, box[2] - width)
    return sum(overlap(box, other) for other in taken) + _OVER_THE_EDGE * outside
