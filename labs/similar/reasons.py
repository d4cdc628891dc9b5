"""The reason for a lab as a German sentence or two."""

import re

from labs.enums import MunicipalityKind
from labs.models import Place
from labs.similar.compare import CHOSEN, COAL, RURAL, SPA, Likeness, Member, is_same, lies_in
from labs.similar.regions import are_neighbours, coal_region, in_land, in_neighbouring_land

_NEAR = 75  # km; farther away the distance is no reason
_ALIKE, _COMPARABLE = 1.6, 3.0  # times as large or as small
_MASCULINE = (MunicipalityKind.LANDKREIS, MunicipalityKind.VERBAND)
_TITLE = re.compile(r"^(Stadtgemeinde|Gemeinde|Stadt|Kolpingstadt|Verbandsgemeinde|Markt)\s+(?=\S)")


def reason(place: Place, found: Likeness, topic_names: dict[str, str]) -> str:
    """»Brandis hat mit rund 9.700 Einwohner:innen eine ähnliche Größe und liegt wie Ihr Ort in Sachsen.«

    ``topic_names`` names the lab's topics by slug.
    """
    member = found.member
    if is_same(place, member):
        return _own(place, member)
    if lies_in(place, member):
        return f"{place.name} liegt im {plain_name(member.name)}, der selbst zu diesem Labor gehört."
    clauses = [clause for clause in (_size(place, member), _where(place, found)) if clause]
    if not clauses:
        clauses = [_far_away(found)]
    sentence = f"{subject(member)} {' und '.join(clauses)}."
    return " ".join(part for part in (sentence, _topics(place, found, topic_names)) if part)


def plain_name(name: str) -> str:
    """»Stadt Brandis« → »Brandis«, »Landkreis Saalekreis« → »Saalekreis«."""
    name = _TITLE.sub("", name)
    return name.removeprefix("Landkreis ") if name.endswith("kreis") else name


def people(number: int) -> str:
    """Two significant digits, whole thousands at most: »rund 9.700«, »rund 105.000 Einwohner:innen«.

    The count is years old, more would be pretence.
    """
    digits = min(3, max(0, len(str(number)) - 2))
    rounded = f"{round(number, -digits):,}".replace(",", ".")
    return f"rund {rounded} Einwohner:innen"


def subject(one: Member | Place) -> str:
    """»Brandis«, »Der Saalekreis«, as a sentence begins with it."""
    name = plain_name(one.name)
    return f"Der {name}" if one.kind in _MASCULINE else name


def with_article(place: Place) -> str:
    """»zu Brandis«, »zum Landkreis Würzburg«."""
    return f"{'zum' if place.kind in _MASCULINE else 'zu'} {place.name}"


def _own(place: Place, member: Member) -> str:
    if place.part_of:
        return f"{place.name} gehört zu {plain_name(member.name)} und damit selbst zu diesem Labor."
    return f"{subject(place)} gehört selbst zu diesem Labor."


def _size(place: Place, member: Member) -> str:
    if not member.population or not place.size:
        return ""
    ratio = member.population / place.size
    number = f"mit {people(member.population)} "
    if 1 / _ALIKE <= ratio <= _ALIKE:
        return f"hat {number}eine ähnliche Größe"
    if 1 / _COMPARABLE <= ratio <= _COMPARABLE:
        return f"ist {number}{'etwas größer' if ratio > 1 else 'etwas kleiner'}"
    return ""


def _where(place: Place, found: Likeness) -> str:
    yours = "Ihr Landkreis" if place.kind == MunicipalityKind.LANDKREIS else "Ihr Ort"
    near = f"rund {_rounded(found.kilometres)} km entfernt" if found.kilometres and found.kilometres <= _NEAR else ""
    if place.land == found.member.land:
        same = f"liegt wie {yours} {in_land(place.land)}"
        return f"{same}, {near}" if near else same
    if are_neighbours(place.land, found.member.land):
        neighbour = f"liegt {in_neighbouring_land(found.member.land)}"
        return f"{neighbour}, {near}" if near else neighbour
    return f"liegt {near}" if near else ""


def _far_away(found: Likeness) -> str:
    where = in_land(found.member.land)
    distance = f", rund {_rounded(found.kilometres)} km entfernt" if found.kilometres else ""
    return f"liegt {where}{distance}"


def _rounded(kilometres: float | None) -> int:
    """To 5 km from 10 on: the list has one point for a whole municipality."""
    value = kilometres or 0
    return max(1, round(value)) if value < 10 else 5 * round(value / 5)


def _topics(place: Place, found: Likeness, topic_names: dict[str, str]) -> str:
    """What the topics say for the lab; the strongest only."""
    if not found.topics:
        return ""
    slug = max(found.topics, key=lambda name: (found.topics[name], name))
    if found.topics[slug] >= CHOSEN:
        return f"Zu Ihrem Thema »{topic_names.get(slug, slug)}« hat das Labor gearbeitet."
    if slug == COAL:
        region = coal_region(place.ags)
        return f"Ihr Ort liegt im Gebiet »{region}«, und das Labor befasste sich mit dem Strukturwandel."
    if slug in SPA:
        return (
            "Gesundheit und Tourismus, Themen vieler Kurorte, sind auch Themen dieses Labors."
            if set(SPA) <= found.topics.keys()
            else f"Ein Thema des Labors passt zu vielen Kurorten: {topic_names.get(slug, slug)}."
        )
    return "Das Labor hat sich mit dem ländlichen Raum befasst." if slug == RURAL else ""
