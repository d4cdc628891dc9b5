"""The map of Germany: outlines and lab markers as plain geometry, drawn by a template.

Projection: equirectangular around the middle of Germany (x shrunk by cos 51.2°), fitted into 361 × 490 units. That is
within a pixel of the usual conic projections at this size, and it is two lines.
"""

import json
import math
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from labs.map_names import place_names, short_name

if TYPE_CHECKING:
    from labs.models import LabPage

WIDTH, HEIGHT = 361, 490
_WEST, _EAST, _SOUTH, _NORTH = 5.85, 15.05, 47.25, 55.1
_SHRINK = math.cos(math.radians(51.2))
_SCALE = min(WIDTH / ((_EAST - _WEST) * _SHRINK), HEIGHT / (_NORTH - _SOUTH))
MARKER_RADIUS = 11
_GAP = 2 * MARKER_RADIUS + 2
_ROUNDS = 400
_MOST_SPREAD = 100  # beyond that the map is full, and pushing markers apart would cost the square of their number
_LAND, _BORDER = "#04158d", "#5174c5"  # KERN's darkblue-850 and -500; a picture knows no custom properties
_OUTLINES = Path(__file__).parent / "data" / "laender.geojson"


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees (WGS 84) to map units, y downwards."""
    return (longitude - _WEST) * _SHRINK * _SCALE, (_NORTH - latitude) * _SCALE


@dataclass(frozen=True)
class Outline:
    """One Land as an SVG path; ``has_labs`` where one of the labs shown works in it."""

    code: str
    name: str
    path: str
    has_labs: bool = False


@dataclass(frozen=True)
class LabPoint:
    """A lab as the map needs it."""

    number: int
    title: str
    url: str
    latitude: float
    longitude: float
    laender: tuple[str, ...] = ()

    @classmethod
    def of(cls, lab: "LabPage", number: int = 0) -> "LabPoint":
        return cls(
            number, lab.title, lab.url or "", float(lab.latitude or 0), float(lab.longitude or 0), tuple(lab.laender)
        )


@dataclass(frozen=True)
class MapMarker:
    """A marker at (x, y); where it had to make room, a leader runs to its true place (anchor_x, anchor_y).

    Its name is short and stands beside it (``labs.map_names``).
    """

    number: int
    title: str
    url: str
    x: float
    y: float
    anchor_x: float
    anchor_y: float
    name: str = ""
    name_x: float = 0
    name_y: float = 0
    name_anchor: str = "start"

    @property
    def is_moved(self) -> bool:
        return abs(self.x - self.anchor_x) + abs(self.y - self.anchor_y) > 1

    @property
    def name_from_here(self) -> tuple[float, float]:
        """Where the name stands, seen from the marker."""
        return round(self.name_x - self.x, 1), round(self.name_y - self.y, 1)


@dataclass(frozen=True)
class LabMap:
    width: int
    height: int
    outlines: tuple[Outline, ...]
    markers: tuple[MapMarker, ...]
    radius: int = MARKER_RADIUS
    focus_radius: float = MARKER_RADIUS + 3.5  # of the ring around the marker that has the focus


@lru_cache(maxsize=1)
def outlines() -> tuple[Outline, ...]:
    """The Länder (Natural Earth, public domain), largest first so that city states lie on top."""
    collection = json.loads(_OUTLINES.read_text(encoding="utf-8"))
    found = []
    for feature in collection["features"]:
        geometry = feature["geometry"]
        polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        path = "".join(_path(ring) for polygon in polygons for ring in polygon)
        found.append(Outline(feature["properties"]["iso"].removeprefix("DE-"), feature["properties"]["name"], path))
    return tuple(sorted(found, key=lambda outline: -len(outline.path)))


def ground() -> str:
    """The outlines as a picture for dark grounds (static/src/img/laender.svg): loaded beside the page, once for all."""
    paths = "".join(f'<path d="{outline.path}"/>' for outline in outlines())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="{_LAND}" stroke="{_BORDER}" '
        f'stroke-width=".8" stroke-linejoin="round">{paths}</svg>\n'
    )


def build_map(points: list[LabPoint]) -> LabMap:
    """Outlines and markers; overlapping markers are pushed apart, always the same way for the same labs.

    Länder of these labs are marked, so that the map says something without its markers too.

    Markers come as a keyboard shall walk over the map: from north to south, on one latitude from west to east.
    """
    return _drawn(tuple(points))


@lru_cache(maxsize=64)  # pushing and naming markers took a tenth of the start page
def _drawn(points: tuple[LabPoint, ...]) -> LabMap:
    walk = sorted(points, key=lambda point: (-point.latitude, point.longitude, point.number))
    shaded = {code for point in points for code in point.laender}
    laender = tuple(replace(outline, has_labs=outline.code in shaded) for outline in outlines())
    return LabMap(WIDTH, HEIGHT, laender, tuple(_named(_spread(walk))))


def _path(ring: list[list[float]]) -> str:
    coordinates = [tuple(round(value) for value in project(*point)) for point in ring]
    steps = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(coordinates)]
    signs = "".join(f"{' ' if step >= 0 else ''}{step}" for pair in steps if pair != (0, 0) for step in pair)
    return f"M{coordinates[0][0]} {coordinates[0][1]}l{signs.strip()}z"  # steps are shorter than places


def _spread(points: list[LabPoint]) -> list[MapMarker]:
    anchors = [project(point.longitude, point.latitude) for point in points]
    places = [list(anchor) for anchor in anchors]
    for _ in range(_ROUNDS if len(places) <= _MOST_SPREAD else 0):
        moved = False
        for i in range(len(places)):
            for j in range(i + 1, len(places)):
                dx, dy = places[j][0] - places[i][0], places[j][1] - places[i][1]
                distance = math.hypot(dx, dy)
                if distance >= _GAP:
                    continue
                moved = True
                if distance == 0:
                    dx, dy, distance = math.cos(i + j), math.sin(i + j), 1.0
                push = (_GAP - math.hypot(dx, dy) if distance != 1.0 else _GAP) / 2 + 0.5
                ux, uy = dx / distance, dy / distance
                places[i][0] -= ux * push
                places[i][1] -= uy * push
                places[j][0] += ux * push
                places[j][1] += uy * push
        if not moved:
            break
        for place in places:  # none is pushed over the edge of the map
            place[0] = min(max(place[0], MARKER_RADIUS), WIDTH - MARKER_RADIUS)
            place[1] = min(max(place[1], MARKER_RADIUS), HEIGHT - MARKER_RADIUS)
    return [
        MapMarker(point.number, point.title, point.url, round(x, 1), round(y, 1), round(ax, 1), round(ay, 1))
        for point, (x, y), (ax, ay) in zip(points, places, anchors, strict=True)
    ]


def _named(markers: list[MapMarker]) -> list[MapMarker]:
    if len(markers) > _MOST_SPREAD:
        return markers
    names = [short_name(marker.title) for marker in markers]
    places = place_names(names, [(marker.x, marker.y) for marker in markers], MARKER_RADIUS, WIDTH)
    return [
        replace(marker, name=name, name_x=place.x, name_y=place.y, name_anchor=place.anchor)
        for marker, name, place in zip(markers, names, places, strict=True)
    ]
