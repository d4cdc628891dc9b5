"""The answer to a visitor who typed a place."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from labs.directory import public_labs
from labs.enums import MunicipalityKind
from labs.models import LabMunicipality, LabPage, Place
from labs.places.lookup import Found, find_place
from labs.places.names import clean, is_district, is_postcode, loose_key, without_land, without_postcode
from labs.similar.compare import Likeness, kilometres, likeness
from labs.similar.reasons import people as people_in_words
from labs.similar.reasons import plain_name, reason, subject, with_article
from labs.sizes import is_counted, populations, rough_population

MOST_SHOWN = 5
FIRST = 3  # labs that a visitor surely sees
REGION = 150  # km
TOWN = 20_000  # people
_DISTRICT_KEY = 5  # digits


@dataclass(frozen=True)
class SimilarLab:
    lab: LabPage
    reason: str


@dataclass(frozen=True)
class PlaceChoice:
    """A place among others of the same or a like name."""

    source_id: str
    name: str
    where: str  # »Sachsen, bei Leipzig, rund 9.700 Einwohner:innen«
    with_article: str  # »zum Landkreis Würzburg«, »zu Brandis«


@dataclass(frozen=True)
class TopicChoice:
    slug: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class FinderResult:
    """``place`` is None where nothing was typed, or nothing like it is known."""

    typed: str
    place: PlaceChoice | None = None
    others: list[PlaceChoice] = field(default_factory=list)
    is_guess: bool = False
    is_postcode: bool = False  # a number was typed, by which no place is found
    topic: str = ""
    topics: list[TopicChoice] = field(default_factory=list)
    labs: list[SimilarLab] = field(default_factory=list)


def similar_labs(query: QueryDict) -> FinderResult:
    """Labs for the address's ``ort`` (and ``nr``, which tells places of one name apart, and ``thema``), nearest first.

    At most ten queries, however many labs there are.
    """
    typed = clean(query.get("ort", ""))
    labs = list(public_labs().prefetch_related("municipalities", "topics"))
    names = {topic.slug: str(topic) for lab in labs for topic in lab.topics.all()}
    topic = query.get("thema", "") if query.get("thema", "") in names else ""
    topics = [
        TopicChoice(slug, name, slug == topic)
        for slug, name in sorted(names.items(), key=lambda item: loose_key(item[1]))
    ]
    answer = FinderResult(typed, topic=topic, topics=topics)
    if not typed:
        return answer
    if is_postcode(typed) and without_postcode(typed) == typed:
        return replace(answer, is_postcode=True)
    name = without_postcode(typed)
    people = populations([member for lab in labs for member in lab.municipalities.all()])
    number = query.get("nr", "")[:20].replace("\x00", "")
    found = find_place(name, number)
    if not number and (own := _member_called(name, labs)):
        return _answer_for_member(answer, *own, labs, people, found)
    if found.place is None:
        return answer
    place = _district_around(found.place) if is_district(name) else found.place
    place.size = people.get(place.ags, place.size)
    towns = _towns() if found.others else []
    return replace(
        answer,
        place=choice(place, towns),
        others=[choice(other, towns) for other in found.others],
        is_guess=found.is_guess,
        labs=_ranked(place, labs, people, topic, names),
    )


def _member_called(typed: str, labs: list[LabPage]) -> tuple[LabPage, LabMunicipality] | None:
    """The member of a lab that is called so: whoever asks for a lab's own place means that one, not a namesake."""
    name, land = without_land(typed)
    for lab in labs:
        for member in lab.municipalities.all():
            is_of_kind = is_district(typed) == (member.kind == MunicipalityKind.LANDKREIS)
            if is_of_kind and land in (None, member.land) and loose_key(name) in _names_of(member):
                return lab, member
    return None


def _names_of(member: LabMunicipality) -> set[str]:
    names = [member.name, plain_name(member.name)]
    if member.kind == MunicipalityKind.VERBAND:  # »Region Rhein-Neckar«, »Rhein-Neckar«
        names += [member.name.removeprefix("Verband "), member.name.removeprefix("Verband Region ")]
    return {loose_key(name) for name in names}


def _answer_for_member(
    answer: FinderResult,
    lab: LabPage,
    member: LabMunicipality,
    labs: list[LabPage],
    people: dict[str, int],
    found: Found,
) -> FinderResult:
    place = _place_of(member, people.get(member.ags), lab)
    others = [] if found.is_guess else [other for other in (found.place, *found.others) if other is not None]
    others = [other for other in others if other.ags != member.ags]
    towns = _towns() if others else []
    names = {topic.slug: str(topic) for lab in labs for topic in lab.topics.all()}
    is_comparable = member.land and member.kind != MunicipalityKind.VERBAND
    shown = (
        _ranked(place, labs, people, answer.topic, names)
        if is_comparable
        else [SimilarLab(lab, f"{subject(place)} gehört selbst zu diesem Labor.")]
    )
    return replace(
        answer,
        place=choice(place) if member.land else PlaceChoice("", place.name, member.note, with_article(place)),
        others=[choice(other, towns) for other in others],
        labs=shown,
    )


def choice(place: Place, towns: Sequence[Place] = ()) -> PlaceChoice:
    """The place as it is offered; ``towns`` say near which one it lies."""
    known = [land] if (land := place.get_land_display()) != place.name else []  # Bremen lies in Bremen
    if place.part_of:
        known.insert(0, f"gehört zu {place.part_of}")
    elif town := _nearest_town(place, towns):
        known.append(f"bei {town.name}")
    if place.size and not place.part_of and is_counted(place):
        known.append(people_in_words(place.size))
    return PlaceChoice(place.source_id, place.name, ", ".join(known), with_article(place))


def _towns() -> list[Place]:
    """Places that many people know, to tell others of one name apart."""
    return list(Place.objects.filter(population__gte=TOWN, part_of="").exclude(kind=MunicipalityKind.LANDKREIS))


def _nearest_town(place: Place, towns: Sequence[Place]) -> Place | None:
    if (place.population or 0) >= TOWN:
        return None
    near = [(distance, town) for town in towns if (distance := kilometres(place, town)) is not None]
    return min(near, key=lambda pair: pair[0])[1] if near else None


def _ranked(
    place: Place, labs: list[LabPage], people: dict[str, int], topic: str, names: dict[str, str]
) -> list[SimilarLab]:
    found: list[tuple[LabPage, Likeness]] = [
        (lab, like) for lab in labs if (like := likeness(place, lab, people, topic)) is not None
    ]
    found.sort(key=lambda pair: (-pair[1].score, pair[0].sort_key))
    _raise_the_nearest(found)
    return [SimilarLab(lab, reason(place, like, names)) for lab, like in found[:MOST_SHOWN]]


def _raise_the_nearest(found: list[tuple[LabPage, Likeness]]) -> None:
    """Whoever asks for a place asks for its region too: the lab nearest by is among the first three."""
    known = [pair for pair in found if pair[1].nearest is not None]
    nearest = min(known, key=lambda pair: pair[1].nearest or 0, default=None)
    if nearest and (nearest[1].nearest or 0) <= REGION and found.index(nearest) >= FIRST:
        found.remove(nearest)
        found.insert(FIRST - 1, nearest)


def _place_of(member: LabMunicipality, population: int | None, lab: LabPage) -> Place:
    """A member as a place; one without coordinates stands where its lab does."""
    where = member if member.latitude is not None else lab
    return Place(
        name=plain_name(member.name),
        kind=member.kind,
        land=member.land,
        ags=member.ags,
        latitude=None if where.latitude is None else float(where.latitude),
        longitude=None if where.longitude is None else float(where.longitude),
        population=population,
        size=population,
    )


def _district_around(seat: Place) -> Place:
    """The district of the town that gave it its name; the town itself where it belongs to no district."""
    if seat.kind == MunicipalityKind.LANDKREIS or not seat.ags or seat.ags.endswith("000"):
        return seat
    key = seat.ags[:_DISTRICT_KEY]
    return Place(
        name=f"Landkreis {seat.name}",
        kind=MunicipalityKind.LANDKREIS,
        land=seat.land,
        ags=key,
        latitude=seat.latitude,
        longitude=seat.longitude,
        size=rough_population(key),
    )
