"""Finds the place that a visitor means: by its name, its beginning, a near spelling, or a longer official name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q, QuerySet
from rapidfuzz.distance import OSA

from labs.models import Place
from labs.places.names import loose_key, place_key, without_land

MOST_OFFERED = 12
SHORTEST_BEGINNING = 3  # letters; shorter ones begin too many names
_LEAST_SIMILARITY = 0.3
_MOST_CANDIDATES = 40
_NAME_OUTWEIGHS = 5  # a place of exactly the name goes before one five times as large whose name is longer


@dataclass(frozen=True)
class Found:
    """The likeliest place, others it may be, and whether the name had to be guessed."""

    place: Place | None = None
    others: list[Place] = field(default_factory=list)
    is_guess: bool = False


def find_place(typed: str, source_id: str = "") -> Found:
    """The place for a name that ``names.clean`` has been over; ``source_id`` tells places of one name apart.

    One query where the name is right, five at most.
    """
    name, land = without_land(typed)
    if not loose_key(name):
        return Found()
    places = Place.objects.filter(land=land) if land else Place.objects.all()
    steps: list[Callable[[], list[Place]]] = [
        lambda: _same_name(Place.objects.all(), typed) or (_same_name(places, name) if land else []),
        lambda: _same_beginning(places, name),
        lambda: _near_spelling(places, name),
        lambda: _shorter_name(places, name),
    ]
    for number, step in enumerate(steps):
        if found := step():
            return _choose(found, source_id, is_guess=number == 2)
    return Found()


def _choose(found: list[Place], source_id: str, *, is_guess: bool) -> Found:
    place = next((place for place in found if place.source_id == source_id), found[0])
    return Found(place, [other for other in found if other is not place][: MOST_OFFERED - 1], is_guess)


def _largest(places: QuerySet[Place]) -> QuerySet[Place]:
    return places.order_by(F("population").desc(nulls_last=True), "name", "source_id")


def _same_name(places: QuerySet[Place], name: str) -> list[Place]:
    """Places of this name, and those whose name goes on with a new word: »Halle« and »Halle (Saale)«."""
    key, loose = place_key(name), loose_key(name)
    same = Q(key=key) | Q(loose_key=loose) | Q(key__startswith=f"{key} ")
    found = list(_largest(places.filter(same))[:_MOST_CANDIDATES])
    exact = [place for place in found if place.key == key]
    if exact:
        found = [place for place in found if place.key == key or place.key.startswith(f"{key} ")]
    return sorted(found, key=lambda place: -(place.population or 0) * (_NAME_OUTWEIGHS if place in exact else 1))


def _same_beginning(places: QuerySet[Place], name: str) -> list[Place]:
    """»Garmisch« finds »Garmisch-Partenkirchen«, »Bitterf« Bitterfeld."""
    key = place_key(name)
    if len(key) < SHORTEST_BEGINNING:
        return []
    return list(_largest(places.filter(key__startswith=key))[:MOST_OFFERED])


def _near_spelling(places: QuerySet[Place], name: str) -> list[Place]:
    """Names with few wrong letters; the nearest first, the larger place where two are equally near."""
    loose = loose_key(name)
    farthest = 0 if len(loose) < 4 else 1 if len(loose) <= 6 else 2 if len(loose) <= 11 else 3
    if not farthest:
        return []
    candidates = (
        places.filter(loose_key__trigram_similar=loose)
        .annotate(similarity=TrigramSimilarity("loose_key", loose))
        .filter(similarity__gte=_LEAST_SIMILARITY)
        .order_by("-similarity", F("population").desc(nulls_last=True))[:_MOST_CANDIDATES]
    )
    near: list[tuple[int, int, Place]] = [
        (OSA.distance(loose, place.loose_key), -(place.population or 0), place) for place in candidates
    ]
    # Whoever gets the first letter wrong gets the rest right; otherwise it is another place.
    near = [entry for entry in near if entry[0] <= (farthest if entry[2].loose_key[0] == loose[0] else 1)]
    near.sort(key=lambda entry: entry[:2])
    return [place for distance, _, place in near if distance == near[0][0]][:3]


def _shorter_name(places: QuerySet[Place], name: str) -> list[Place]:
    """»Freiburg im Breisgau« where the list says »Freiburg«."""
    beginnings = list(_beginnings(loose_key(name)))
    found = list(_largest(places.filter(loose_key__in=beginnings))[:_MOST_CANDIDATES]) if beginnings else []
    longest = max((len(place.loose_key) for place in found), default=0)
    return [place for place in found if len(place.loose_key) == longest]


def _beginnings(text: str) -> Iterator[str]:
    words = text.split()
    yield from (" ".join(words[:count]) for count in range(1, len(words)))
