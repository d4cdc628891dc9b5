"""How many people live in a lab's municipalities, and the classes of size that the directory filters by."""

from collections.abc import Iterable
from typing import Protocol

from django.db.models import Max, TextField

from labs.enums import MunicipalityKind
from labs.models import LabMunicipality, Place
from labs.places.official import official_count
from ogl_portal.core.prepared import GivenList, Prepared

OFFICIAL = "a"  # how the ``source_id`` of a place from the official list begins


class HasKey(Protocol):
    """What has an official key."""

    ags: str


# Boundaries of the Federal Institute (BBSR) for Landgemeinde, Kleinstadt, Mittelstadt and Großstadt: value, label,
# from how many people on.
SIZE_CLASSES = (
    ("bis-5000", "unter 5.000", 0),
    ("bis-20000", "5.000 bis 20.000", 5_000),
    ("bis-100000", "20.000 bis 100.000", 20_000),
    ("ab-100000", "ab 100.000", 100_000),
)


def size_class(population: int) -> tuple[str, str]:
    """Value and label of the class."""
    value, label, _ = next(row for row in reversed(SIZE_CLASSES) if population >= row[2])
    return value, label


_IMPORTED = Prepared[tuple[str, int | None]](
    lambda: Place.objects.filter(ags__in=GivenList("keys", TextField()), source_id__startswith=OFFICIAL).values_list(
        "ags", "population"
    )
)


def populations(things: Iterable[HasKey]) -> dict[str, int]:
    """People by official key, of all keys for which there is an official number; one query.

    An official list that the operator has imported goes before the numbers that the portal brings along. What neither
    knows has no number: a list that takes the village for the municipality of the same name would give a wrong one.
    """
    keys = {thing.ags for thing in things if thing.ags}
    if not keys:
        return {}
    known = official_count().people
    counted = {ags: people for ags, people in _IMPORTED(keys=keys) if people is not None}
    return {key: known[key] for key in keys if key in known} | counted


def rough_population(district: str) -> int | None:
    """People in a district by the list of places, good enough to compare and too rough to be told; one query.

    Each municipality counts with its largest place.
    """
    places = Place.objects.filter(ags__startswith=district, population__isnull=False)
    members = places.values("ags").annotate(people=Max("population")).values_list("people", flat=True)
    return sum(members) or None


def is_counted(place: Place) -> bool:
    """Whether ``place.size`` is an official number."""
    return place.source_id.startswith(OFFICIAL) or place.ags in official_count().people


def size_classes(municipalities: Iterable[LabMunicipality], people: dict[str, int]) -> list[tuple[str, str]]:
    """Classes of the towns and municipalities among these; districts are of another order and left out."""
    kinds = (MunicipalityKind.STADT, MunicipalityKind.GEMEINDE)
    return [size_class(people[item.ags]) for item in municipalities if item.kind in kinds and item.ags in people]
