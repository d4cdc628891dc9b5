"""Measures how near a lab is to a place.

A lab is as near as the nearest of its municipalities. Nearness is a weighed sum of parts, mostly between 0 and 1: size
on a logarithmic scale, distance, Land, kind, and topics that the visitor chose or that the place itself speaks for.
"""

import math
from dataclasses import dataclass, replace

from labs.enums import MunicipalityKind
from labs.models import LabMunicipality, LabPage, Place
from labs.similar.regions import are_neighbours, coal_region

WEIGHTS = {"size": 3.0, "distance": 2.5, "land": 2.0, "topics": 1.5, "kind": 0.75}
OWN, OWN_DISTRICT = 100.0, 5.0  # the lab that the place itself took part in always comes first
_SIZE_SPREAD = 0.8  # a municipality twice as large still counts 0.69
_DISTANCE_SPREAD = 120.0  # km
_UNKNOWN = 0.3
_EARTH_RADIUS = 6371.0  # km
CHOSEN = 2.0  # weight of a topic that the visitor chose
SMALL_PLACE = 20_000  # people; below that the topic of rural areas speaks for a lab
RURAL, COAL, SPA = "laendlicher-raum", "strukturwandel", ("tourismus", "gesundheit-pflege")


@dataclass(frozen=True)
class Member:
    """A municipality of a lab, with what the comparison needs; None where something is not known."""

    name: str
    kind: str
    land: str
    ags: str
    latitude: float | None
    longitude: float | None
    population: int | None

    @classmethod
    def of(cls, item: LabMunicipality, people: dict[str, int]) -> "Member":
        latitude = float(item.latitude) if item.latitude is not None else None
        longitude = float(item.longitude) if item.longitude is not None else None
        return cls(item.name, item.kind, item.land, item.ags, latitude, longitude, people.get(item.ags))


@dataclass(frozen=True)
class Likeness:
    """How a lab's most alike member and the place compare.

    ``topics`` holds the weight by slug of each topic that speaks for the lab, ``nearest`` the kilometres to the nearest
    of its members, whichever that is.
    """

    member: Member
    score: float
    kilometres: float | None
    topics: dict[str, float]
    nearest: float | None = None


def members_of(lab: LabPage, people: dict[str, int]) -> list[Member]:
    """The lab's municipalities in Germany; its seat stands in where none is known."""
    found = [Member.of(item, people) for item in lab.municipalities.all() if item.land]
    if found or not lab.laender:
        return found
    latitude = float(lab.latitude) if lab.latitude is not None else None
    longitude = float(lab.longitude) if lab.longitude is not None else None
    return [Member(lab.seat or lab.title, "", lab.laender[0], "", latitude, longitude, None)]


def likeness(place: Place, lab: LabPage, people: dict[str, int], chosen_topic: str = "") -> Likeness | None:
    """How near ``lab`` is to ``place``; None for a lab of which not even a Land is known."""
    wanted = speaking_topics(place, chosen_topic)
    shared = {topic.slug: wanted[topic.slug] for topic in lab.topics.all() if topic.slug in wanted}
    found = [_compare(place, member, shared, lab) for member in members_of(lab, people)]
    best = max(found, key=lambda item: item.score, default=None)
    if best is None:
        return None
    return replace(best, nearest=min((item.kilometres for item in found if item.kilometres is not None), default=None))


def speaking_topics(place: Place, chosen: str = "") -> dict[str, float]:
    """Topics that speak for a lab, with their weight: below 1 for what is guessed from the place."""
    topics = {}
    if place.size is not None and place.size < SMALL_PLACE:
        topics[RURAL] = 0.3
    if place.name.startswith("Bad "):
        topics |= dict.fromkeys(SPA, 0.4)
    if coal_region(place.ags):
        topics[COAL] = 0.8
    if chosen:
        topics[chosen] = CHOSEN
    return topics


def _compare(place: Place, member: Member, shared: dict[str, float], lab: LabPage) -> Likeness:
    distance = kilometres(place, member) if member.latitude is not None else _to_seat(place, lab)
    parts = {
        "size": _size_part(place.size, member.population) * (1.0 if _same_order(place.kind, member.kind) else 0.5),
        "distance": _UNKNOWN if distance is None else math.exp(-distance / _DISTANCE_SPREAD),
        "land": 1.0 if place.land == member.land else 0.5 if are_neighbours(place.land, member.land) else 0.0,
        "topics": min(CHOSEN, sum(shared.values())),
        "kind": _kind_part(place.kind, member.kind),
    }
    score = sum(WEIGHTS[name] * value for name, value in parts.items())
    if is_same(place, member):
        score += OWN
    elif lies_in(place, member):
        score += OWN_DISTRICT
    return Likeness(member, score, distance, shared)


def is_same(place: Place, member: Member) -> bool:
    """Whether the place is this member or a part of it. What has no key, as a regional union, is known by its name."""
    if place.ags or member.ags:
        return place.ags == member.ags
    return bool(place.kind) and place.kind == member.kind and place.name == member.name


def lies_in(place: Place, member: Member) -> bool:
    """Whether the place lies in this district."""
    return member.kind == MunicipalityKind.LANDKREIS and bool(member.ags) and place.ags.startswith(member.ags)


def _size_part(one: int | None, other: int | None) -> float:
    if not one or not other:
        return _UNKNOWN
    return math.exp(-(math.log(one / other) ** 2) / (2 * _SIZE_SPREAD**2))


def _kind_part(one: str, other: str) -> float:
    """Districts are compared with districts; what kind a small place is, is often not known."""
    if not _same_order(one, other):
        return 0.0
    return 1.0 if one and one == other else 0.5


def _same_order(one: str, other: str) -> bool:
    return (one == MunicipalityKind.LANDKREIS) == (other == MunicipalityKind.LANDKREIS)


def _to_seat(place: Place, lab: LabPage) -> float | None:
    """Members without coordinates, such as districts, stand where their lab does."""
    if place.latitude is None or place.longitude is None or lab.latitude is None or lab.longitude is None:
        return None
    return _great_circle(place.latitude, place.longitude, float(lab.latitude), float(lab.longitude))


def kilometres(place: Place, member: Member | Place) -> float | None:
    """As the crow flies; None where a coordinate is missing."""
    if place.latitude is None or place.longitude is None or member.latitude is None or member.longitude is None:
        return None
    return _great_circle(place.latitude, place.longitude, member.latitude, member.longitude)


def _great_circle(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres between two points in degrees, by the haversine formula."""
    one, other = math.radians(latitude), math.radians(other_latitude)
    half = math.sin((other - one) / 2) ** 2
    half += math.cos(one) * math.cos(other) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * _EARTH_RADIUS * math.asin(math.sqrt(half))
