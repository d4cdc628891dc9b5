"""The web of labs and topics: two columns and a line for every topic that a lab has worked on.

Across, all is in percent, so that the drawing takes the width it is given and its letters keep their size.
"""

from collections import Counter
from dataclasses import dataclass, field

from labs.enums import PartnerKind
from labs.map_names import short_name
from labs.models import LabPage

ROW = 30  # units (pixels) from one topic to the next
_PARTNER = 13  # from one partner's dot to the next


_MOST = 40  # labs; with more of them nobody could follow a line
_LETTERS = 22  # that fit into a line on a phone


@dataclass(frozen=True)
class WebTopic:
    """``lines`` are its name, broken in two where that is long, each with its distance from ``y``.

    ``strands`` are its lines to the labs, which show while it is pointed at.
    """

    name: str
    url: str
    y: int
    lines: list[tuple[str, int]]
    strands: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class WebLab:
    """``strands`` are its lines, from the left edge of their band (0) to the right one (100)."""

    number: int
    title: str
    name: str
    url: str
    y: int
    is_here: bool
    strands: list[str]
    topics: list[str]
    partners: list[tuple[str, int]]
    dots: list[tuple[int, bool]]  # place of each partner, and whether it is of the civil society


@dataclass(frozen=True)
class SharedPartner:
    """A partner of several labs; ``labs`` are title and address, in the order of their numbers."""

    name: str
    labs: list[tuple[str, str]]


@dataclass(frozen=True)
class TopicWeb:
    """Labs are in the order of their numbers; topics stand where their lines cross least."""

    topics: list[WebTopic]
    labs: list[WebLab]
    height: int
    shared: list[SharedPartner] = field(default_factory=list)


def topic_web(numbered: list[tuple[int, LabPage]], here: LabPage | None = None) -> TopicWeb | None:
    """Of all labs, or of the topics of ``here`` and the labs that share them; None where that joins nothing.

    ``numbered``: labs with their numbers, their topics at hand; partners as well unless ``here`` is given.
    """
    wanted = {topic.pk for topic in here.topics.all()} if here else None
    threads = [
        (number, lab, [topic for topic in lab.topics.all() if wanted is None or topic.pk in wanted])
        for number, lab in numbered
    ]
    threads = [thread for thread in threads if thread[2]]
    topics = {topic.pk: topic for _, _, of_lab in threads for topic in of_lab}
    if not 2 <= len(threads) <= _MOST:
        return None
    rows = max(len(topics), len(threads))
    height = rows * ROW
    lab_y = {lab.pk: _spot(place, len(threads), height) for place, (_, lab, _) in enumerate(threads)}
    reached = {pk: [lab_y[lab.pk] for _, lab, of_lab in threads if pk in {t.pk for t in of_lab}] for pk in topics}
    order = sorted(topics, key=lambda pk: (sum(reached[pk]) / len(reached[pk]), topics[pk].sort_order, pk))
    topic_y = {pk: _spot(place, len(order), height) for place, pk in enumerate(order)}
    return TopicWeb(
        [
            WebTopic(
                str(topics[pk]),
                topics[pk].url,
                topic_y[pk],
                _lines(str(topics[pk])),
                [_strand(topic_y[pk], lab_place) for lab_place in reached[pk]],
            )
            for pk in order
        ],
        [
            WebLab(
                number,
                lab.title,
                short_name(lab.title),
                lab.url or "",
                lab_y[lab.pk],
                here is not None and lab.pk == here.pk,
                [_strand(topic_y[topic.pk], lab_y[lab.pk]) for topic in of_lab],
                [str(topics[pk]) for pk in order if pk in {topic.pk for topic in of_lab}],
                *_partners(lab, counted=here is None),
            )
            for number, lab, of_lab in threads
        ],
        height,
        [] if here else shared_partners([lab for _, lab in numbered]),
    )


def shared_partners(labs: list[LabPage]) -> list[SharedPartner]:
    """Organisations that more than one lab names as its partner, those with most labs first.

    They are few, and stand below the drawing by their names: lines of their own would show nothing.
    """
    found: dict[str, SharedPartner] = {}
    for lab in labs:
        for partner in lab.partners.all():
            entry = found.setdefault(" ".join(partner.name.split()).casefold(), SharedPartner(partner.name, []))
            if (lab.title, lab.url or "") not in entry.labs:
                entry.labs.append((lab.title, lab.url or ""))
    shared = [(key, partner) for key, partner in found.items() if len(partner.labs) > 1]
    return [partner for _, partner in sorted(shared, key=lambda pair: (-len(pair[1].labs), pair[0]))]


def _lines(name: str) -> list[tuple[str, int]]:
    """One line at the height of the name, or two around it: the break that leaves them most alike."""
    breaks = [place for place, letter in enumerate(name) if letter == " "]
    if len(name) <= _LETTERS or not breaks:
        return [(name, 0)]
    middle = min(breaks, key=lambda place: abs(place - len(name) / 2))
    return [(name[:middle], -7), (name[middle + 1 :], 8)]


def _spot(place: int, count: int, height: int) -> int:
    return round((place + 0.5) * height / count)


def _strand(topic_y: int, lab_y: int) -> str:
    return f"M0 {topic_y}C50 {topic_y} 50 {lab_y} 100 {lab_y}"


def _partners(lab: LabPage, *, counted: bool) -> tuple[list[tuple[str, int]], list[tuple[int, bool]]]:
    """Partners by kind, in the order of the kinds, and a dot for each."""
    if not counted:
        return [], []
    frequency = Counter(partner.kind for partner in lab.partners.all())
    kinds = [(kind, frequency[kind.value]) for kind in PartnerKind if frequency[kind.value]]
    dots = [kind == PartnerKind.CIVIL_SOCIETY for kind, count in kinds for _ in range(count)]
    return (
        [(str(kind.label), count) for kind, count in kinds],
        [(place * _PARTNER, is_civil) for place, is_civil in enumerate(dots)],
    )
