"""How many people live in a lab's municipalities, and the classes of size that the directory filters by."""

from collections.abc import Iterable
from typing import Protocol

from django.db.models import Max, Q
from django.db.models.functions import Left

from labs.enums import MunicipalityKind
from labs.models import LabMunicipality, Place

_KEY_OF_DISTRICT = 5  # digits; a municipality has eight


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


def populations(things: Iterable[HasKey]) -> dict[str, int]:
    """People by official key, of all keys the list of places knows; one query.

    A district has the sum of its municipalities, each with the population of its largest place.
    """
    keys = {thing.ags for thing in things if thing.ags}
    districts = {key for key in keys if len(key) == _KEY_OF_DISTRICT}
    if not keys:
        return {}
    places = Place.objects.alias(district=Left("ags", _KEY_OF_DISTRICT))
    rows = (
        places.filter(Q(ags__in=keys) | Q(district__in=districts), population__isnull=False)
        .values("ags")
        .annotate(people=Max("population"))
        .values_list("ags", "people")
    )
    found = dict(rows)
    known = {key: found[key] for key in keys if key in found}
    for district in districts - known.keys():
        members = sum(people for key, people in found.items() if key.startswith(district))
        if members:
            known[district] = members
    return known


def size_classes(municipalities: Iterable[LabMunicipality], people: dict[str, int]) -> list[tuple[str, str]]:
    """Classes of the towns and municipalities among these; districts are of another order and left out."""
    kinds = (MunicipalityKind.STADT, MunicipalityKind.GEMEINDE)
    return [size_class(people[item.ags]) for item in municipalities if item.kind in kinds and item.ags in people]
