"""Readers of the two lists of places: the one that the portal brings along, and the official one.

The bundled list is derived from GeoNames (CC BY 4.0, see ``labs/data/README.md``). The official list is the
»Gemeindeverzeichnis GV100AD« of the Federal Statistical Office: lines of fixed width in ISO 8859-1 or UTF-8, described
in the »Datensatzbeschreibung GV100AD« that comes with each edition. Positions below count from 0.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from labs.enums import MunicipalityKind
from ogl_portal.german.laender import FEDERAL_KEY_PREFIXES

BUNDLED = Path(__file__).parent.parent / "data" / "places.csv"
_DISTRICT, _MUNICIPALITY = "40", "60"  # Satzart
_TOWN_KINDS = {"61", "62", "63", "67"}  # Kreisfreie Stadt, Stadtkreis, Stadt, Große Kreisstadt
_UNPOPULATED = {"65", "66"}  # gemeindefreie Gebiete
_TOWNS_IN_DISTRICT_RECORDS = {"41", "42"}  # kreisfreie Städte stand among the districts too
_GV100AD_WIDTH = 150  # up to and including the population


class PlacesError(ValueError):
    """The file is not a list of places; the message is a German sentence for the operator."""


@dataclass(frozen=True)
class PlaceRecord:
    """One place as a source names it; ``population`` None where not known, degrees WGS 84 or None."""

    source_id: str
    name: str
    land: str
    ags: str
    population: int | None
    latitude: float | None
    longitude: float | None
    kind: str = ""
    size: int | None = None
    part_of: str = ""


def read_places(path: Path) -> list[PlaceRecord]:
    """All places of a file, whichever of the two formats it has. Raises PlacesError."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise PlacesError(f"Die Datei »{path.name}« lässt sich nicht lesen: {error.strerror}.") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("iso-8859-1")
    lines = text.splitlines()
    if lines and lines[0].startswith("name,land,"):
        return with_municipalities(_bundled(lines))
    if lines and all(line[:2].isdigit() and line[2:10].isdigit() for line in lines if line.strip()):
        return list(_official(lines))
    raise PlacesError(
        f"»{path.name}« ist weder die mitgelieferte Ortsliste noch ein amtliches Gemeindeverzeichnis (GV100AD)."
    )


def with_municipalities(records: Iterable[PlaceRecord]) -> list[PlaceRecord]:
    """The records with ``size`` and ``part_of``: the largest place with a key stands for the municipality."""
    found = list(records)
    seats: dict[str, PlaceRecord] = {}
    for record in found:
        seat = seats.get(record.ags)
        if record.ags and (seat is None or (record.population or 0) > (seat.population or 0)):
            seats[record.ags] = record
    return [
        replace(record, size=seat.population, part_of="" if seat is record else seat.name)
        for record in found
        for seat in (seats.get(record.ags, record),)
    ]


def _bundled(lines: list[str]) -> Iterator[PlaceRecord]:
    for row in csv.DictReader(lines):
        yield PlaceRecord(
            source_id=f"g{row['geonames']}",
            name=row["name"],
            land=row["land"],
            ags=row["ags"],
            population=int(row["population"]) if row["population"] else None,
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            # The key of a district-free town ends in 000; of all others the list does not tell.
            kind=MunicipalityKind.STADT if row["ags"].endswith("000") else "",
        )


def _official(lines: list[str]) -> Iterator[PlaceRecord]:
    """Municipalities and districts. The list has no coordinates: those of the bundled list are used by key."""
    degrees = {
        place.ags: (place.latitude, place.longitude)
        for place in read_places(BUNDLED)
        if place.ags and not place.part_of
    }
    districts: dict[str, str] = {}
    sums: dict[str, list[PlaceRecord]] = {}
    for number, line in enumerate(lines, start=1):
        kind = line[122:124]
        if line[:2] == _DISTRICT and kind not in _TOWNS_IN_DISTRICT_RECORDS:
            districts[line[10:15]] = line[22:72].strip()
        if line[:2] != _MUNICIPALITY or kind in _UNPOPULATED:
            continue
        if len(line) < _GV100AD_WIDTH or not line[139:150].strip().isdigit():
            raise PlacesError(f"Zeile {number} des Gemeindeverzeichnisses hat keine lesbare Einwohnerzahl.")
        ags, population = line[10:18], int(line[139:150])
        latitude, longitude = degrees.get(ags, (None, None))
        record = PlaceRecord(
            source_id=f"a{ags}",
            name=line[22:72].partition(",")[0].strip(),  # »Brandis, Stadt«
            land=_land(ags, number),
            ags=ags,
            population=population or None,
            latitude=latitude,
            longitude=longitude,
            kind=MunicipalityKind.STADT if kind in _TOWN_KINDS else MunicipalityKind.GEMEINDE,
            size=population or None,
        )
        sums.setdefault(ags[:5], []).append(record)
        yield record
    for key, name in districts.items():
        members = sums.get(key, [])
        people = sum(member.population or 0 for member in members) or None
        centre = [member for member in members if member.latitude is not None and member.longitude is not None]
        yield PlaceRecord(
            source_id=f"a{key}",
            name=name,
            land=_land(key, 0),
            ags=key,
            population=people,
            latitude=sum(member.latitude or 0 for member in centre) / len(centre) if centre else None,
            longitude=sum(member.longitude or 0 for member in centre) / len(centre) if centre else None,
            kind=MunicipalityKind.LANDKREIS,
            size=people,
        )


def _land(key: str, number: int) -> str:
    try:
        return FEDERAL_KEY_PREFIXES[key[:2]]
    except KeyError:
        raise PlacesError(f"Zeile {number}: Ein Land mit dem Schlüssel »{key[:2]}« gibt es nicht.") from None
